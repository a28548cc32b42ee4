"""`aftalegen bundle`: builds all annexes of a bundle, and lays them out for the case files."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from aftalegen.build.builder import BuiltAnnex
from aftalegen.build.register import output_error, write_whole
from aftalegen.checks.proof import Refused
from aftalegen.cli import console, options
from aftalegen.cli.declaring import flag, option
from aftalegen.cli.ways_out import Because, Despite, asked, refused, tell_what_is_wrong
from aftalegen.document.walk import missing_fields
from aftalegen.editions.bundle import bundle_files, bundle_zip, require_ours, write_folder
from aftalegen.editions.despite import remember
from aftalegen.records.project import Project, find_project
from aftalegen.words.faults import DONE
from aftalegen.words.language import _, plural


def bundle(
    name: options.Bundle,
    out: Annotated[
        Path | None, option("FOLDER", "The folder to make; in output/ in the project.")
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
    proof = asked(opened, selected, despite=despite, because=because, jobs=jobs)
    if isinstance(proof, Refused):
        code = refused(proof, opened.folder)
        console.talk(_("nothing was written: a bundle is whole or not at all"))
        return code
    first, built = proof.annexes[0].selection.bundle, proof.annexes
    folder = out or opened.folder / "output" / f"{first.key} {first.record.edition}"
    archive = folder.with_name(f"{folder.name}.zip")
    if zip:
        require_ours(archive)
    files = bundle_files(opened, proof, first.key, one_pdf=one_pdf)
    remember(opened, proof, "bundle")
    write_folder(folder, files)
    console.path(folder)
    if zip:
        _write_zip(archive, bundle_zip(files))
    tell_what_is_wrong(proof, opened.folder)
    _tell_drafts(built)
    console.summary(
        plural("{n} annex", "{n} annexes", len(built)),
        plural("{n} file", "{n} files", len(files)),
    )
    return DONE


def _write_zip(path: Path, data: bytes) -> None:
    try:
        write_whole(path, data)
    except OSError as error:
        raise output_error(path, error) from error
    console.path(path)


def _tell_drafts(built: Sequence[BuiltAnnex]) -> None:
    drafts = sum(1 for annex in built if annex.document and annex.document.draft)
    missing = sum(len(missing_fields(a.document)) for a in built if a.document)
    if drafts:
        console.warning(
            _("{n} annexes are drafts; {missing} placeholders stand in them").format(
                n=drafts, missing=missing
            )
        )
