"""`aftalegen bundle`: builds all annexes of a bundle, and lays them out for the case files."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from aftalegen.build.annex import BuiltAnnex
from aftalegen.checks.proof import Refused
from aftalegen.cli import console, options
from aftalegen.cli.declaring import flag, option
from aftalegen.cli.keeping import keep_documents
from aftalegen.cli.vouching import tell_anchor
from aftalegen.cli.ways_out import Because, Despite, asked, refused, tell_what_is_wrong
from aftalegen.cli.writing import require_folder
from aftalegen.document.walk import missing_fields
from aftalegen.editions.bundle import (
    bundle_files,
    issue,
    left_by_programs,
    require_ours,
)
from aftalegen.editions.chain import hash_of_sums
from aftalegen.editions.enclosed import Enclosed
from aftalegen.editions.external import external_annexes
from aftalegen.editions.one_pdf import ALL_IN_ONE
from aftalegen.editions.verify import SUMS
from aftalegen.negotiation.feedback import enclosed_feedback
from aftalegen.records.finding import find_project
from aftalegen.records.project import Project
from aftalegen.words.faults import DONE
from aftalegen.words.language import _, plural
from aftalegen.words.place import visible


def bundle(
    name: options.Bundle,
    out: Annotated[
        Path | None,
        option("FOLDER", "The folder to make; in output/ in the project.", callback=require_folder),
    ] = None,
    zip: Annotated[bool, flag("--zip", "Write a zip file beside the folder too.")] = False,
    one_pdf: Annotated[bool, flag("--one-pdf", "Put all annexes in one PDF file too.")] = False,
    despite: Despite = None,
    because: Because = None,
    project: options.Folder = None,
    jobs: options.Jobs = None,
) -> int:
    """Write a bundle's folder, and its zip if asked for; nothing at all if an annex has a fault."""
    opened = Project(find_project(project))
    selected = opened.select((), None, name)
    first = selected.annexes[0].bundle
    folder = out or opened.folder / "output" / f"{first.key} {first.record.edition}"
    require_ours(folder, first.key)  # before the work is done
    archive = folder.with_name(f"{folder.name}.zip")
    if zip:
        require_ours(archive, first.key)
    proof = asked(opened, selected, despite=despite, because=because, jobs=jobs)
    if isinstance(proof, Refused):
        code = refused(proof, opened.folder)
        console.talk(_("nothing was written: a bundle is whole or not at all"))
        return code
    built = proof.annexes
    enclosed = (
        *enclosed_feedback(opened, first.key, proof.documents),
        *external_annexes(opened, first.key),
    )
    files = bundle_files(opened, proof, first.key, enclosed=enclosed, one_pdf=one_pdf)
    left = left_by_programs(folder)
    keep_documents(opened, (annex.document for annex in built if annex.document))
    issue(opened, proof, "bundle", folder, first.key, files, archive if zip else None)
    console.path(folder)
    if left:
        message = _("in the folder lay what other programs left, and it is gone: {names}")
        console.warning(message.format(names=visible(", ".join(left))))
    if zip:
        console.path(archive)
    tell_what_is_wrong(proof, opened.folder)
    _tell_drafts(built)
    if one_pdf:
        _tell_others(enclosed)
    tell_anchor(hash_of_sums(files[SUMS]))
    console.summary(
        plural("{n} annex", "{n} annexes", len(built) + len(enclosed)),
        plural("{n} file", "{n} files", len(files)),
    )
    return DONE


def _tell_others(enclosed: Sequence[Enclosed]) -> None:
    """What the one PDF is not, for what others made."""
    apart = [one.file_name for one in enclosed if one.other and not one.looked]
    if apart:
        message = _("these are no PDF, and only a sheet in {file} stands for them: {names}")
        console.warning(message.format(file=ALL_IN_ONE, names=visible(", ".join(apart))))
    inside = [one for one in enclosed if one.looked]
    if not inside:
        return
    names = visible(", ".join(one.file_name for one in inside))
    message = _("{file} is no longer PDF/A and PDF/UA: in it are pages that others made ({names})")
    console.warning(message.format(file=ALL_IN_ONE, names=names))
    words = {
        "signature": _("its digital signature"),
        "tags": _("its marks for screen readers"),
        "attachments": _("the files attached in it"),
        "layers": _("layers to turn on and off"),
    }
    for one in inside:
        lost = ", ".join(words[loss] for loss in one.looked.lost) if one.looked else ""
        if lost:
            message = _("only in the file itself, and not in {file}: {name}: {lost}")
            console.warning(message.format(file=ALL_IN_ONE, name=visible(one.file_name), lost=lost))


def _tell_drafts(built: Sequence[BuiltAnnex]) -> None:
    drafts = sum(1 for annex in built if annex.document and annex.document.draft)
    missing = sum(len(missing_fields(a.document)) for a in built if a.document)
    if drafts:
        console.warning(
            _("{n} annexes are drafts; {missing} placeholders stand in them").format(
                n=drafts, missing=missing
            )
        )
