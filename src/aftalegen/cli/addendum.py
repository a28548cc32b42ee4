"""`aftalegen addendum`: opens, writes the addenda that an earlier edition calls for, tells."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Annotated

from aftalegen.build.builder import Builder
from aftalegen.build.formats import formats_named, in_house_style
from aftalegen.build.made_of import inputs_of
from aftalegen.build.register import OutputFolder
from aftalegen.checks.proof import Refused
from aftalegen.cli import console, options
from aftalegen.cli.declaring import flag, option
from aftalegen.cli.ways_out import Because, Despite, asked, refused, tell_what_is_wrong
from aftalegen.document.nodes import Document
from aftalegen.document.walk import missing_fields
from aftalegen.editions.addendum import Amended, addendum_to, amended, has_addendum
from aftalegen.editions.despite import remember
from aftalegen.editions.edition import Editions
from aftalegen.editions.signatures import signature_files
from aftalegen.editions.verify import MANIFEST
from aftalegen.records.finding import find_project
from aftalegen.records.project import Project
from aftalegen.records.released import edition_names
from aftalegen.records.selected import BundleAnnex, Selected
from aftalegen.words.faults import DONE, AftalegenError, InputError, UsageError
from aftalegen.words.language import _, plural
from aftalegen.words.place import Source

FOLDER = "Tillægsaftaler"


def addendum(
    edition: Annotated[str, option("EDITION", "The edition that is amended.", name="--from")],
    who: options.Who = None,
    task: options.Task = None,
    format: options.Formats = "docx,pdf",
    out: options.Out = None,
    unsigned: Annotated[
        bool, flag("--unsigned", "Amend an edition that is a draft and that nobody has signed.")
    ] = False,
    despite: Despite = None,
    because: Because = None,
    project: options.Folder = None,
) -> int:
    """Write the addenda from an edition to the working text; returns the exit code.

    An agreement that says what it said has none. Each addendum lies beside its consolidated
    agreement.
    """
    names = formats_named(format)
    opened = Project(find_project(project))
    if not who and not any(edition in edition_names(opened, k) for k in opened.keys("bundles")):
        raise UsageError(
            "no-such-edition",
            _("the edition {edition} has not been released here").format(edition=edition),
            None,
            _("release it with `aftalegen release`"),
        )
    selected = opened.select(tuple(who or ()), task, None)
    selected = _amendable(Builder(opened), selected, None if who else edition)
    released = Editions(opened)
    before = _before(released, selected, edition, named=bool(who))
    _require_signed(released, selected, edition, told=unsigned)
    there = tuple(one for one in selected.annexes if one.document_key in before)
    selected = replace(selected, annexes=there)
    proof = asked(
        opened, selected, formats=(), despite=despite, because=because, beside=addendum_to(before)
    )
    if isinstance(proof, Refused):
        return _nothing(refused(proof, opened.folder))
    found = [(one, amended(opened, proof, one)) for one in selected.annexes]
    files, errors = _made(found, names, opened)
    if errors:
        return _nothing(console.errors(errors, opened.folder))
    remember(opened, proof, "addendum")
    outputs = OutputFolder(out or opened.folder / "output")
    for name, (document, data) in files.items():
        written = outputs.write(name, data, inputs_of(document, opened.style))
        console.path(written.path)
        console.kept_aside(written)
    outputs.close()
    tell_what_is_wrong(proof, opened.folder)
    addenda = [one.addendum for _annex, one in found if one]
    _tell_missing(addenda)
    same = len(found) - len(addenda)
    console.summary(
        plural("{n} addendum written", "{n} addenda written", len(addenda)),
        plural("{n} agreement says the same", "{n} agreements say the same", same),
        plural("{n} error", "{n} errors", 0),
    )
    return DONE


def _nothing(code: int) -> int:
    console.talk(_("nothing was written: addenda are written all or none"))
    return code


def _amendable(builder: Builder, selected: Selected, edition: str | None) -> Selected:
    """The annexes that are amended by addenda: of all, those that were released in an edition."""
    project = builder.project
    return replace(
        selected,
        annexes=tuple(
            selection
            for selection in selected.annexes
            if edition is None or edition in edition_names(project, selection.bundle.key)
            if _has_addendum(builder, selection)
        ),
    )


def _has_addendum(builder: Builder, selection: BundleAnnex) -> bool:
    """Whether an annex is amended by addenda; one whose template is wrong is told by the checks."""
    try:
        return has_addendum(builder, selection)
    except AftalegenError:
        return True


def _before(
    editions: Editions, selected: Selected, edition: str, *, named: bool
) -> dict[str, Document]:
    """Each agreement as the edition has it, by its key; one that is new is told.

    Raises UsageError for a new one that was asked for by its name.
    """
    found: dict[str, Document] = {}
    for selection in selected.annexes:
        key = selection.document_key
        document = editions.read(selection.bundle.key, edition).document(key)
        if document:
            found[key] = document
            continue
        message = _("{key} is not in the edition {edition}").format(key=key, edition=edition)
        hint = _("an agreement that is new has no addendum")
        if named:
            raise UsageError("annex-not-in-edition", message, None, hint)
        console.warning(f"{message}; {hint}")
    return found


def _require_signed(editions: Editions, selected: Selected, edition: str, *, told: bool) -> None:
    """Refuse to amend a draft that nobody signed, unless told; warn of another without signature.

    What can be amended is what the parties have signed, which a draft never is.
    """
    for bundle in dict.fromkeys(one.bundle.key for one in selected.annexes):
        found = editions.read(bundle, edition)
        if signature_files(found.folder):
            continue
        if found.manifest.draft and not told:
            message = _("{edition} of {bundle} is a draft that nobody has signed")
            file = found.folder.relative_to(editions.project.folder) / MANIFEST
            raise InputError(
                "draft-amended",
                message.format(edition=edition, bundle=bundle),
                Source(file.as_posix(), 1),
                _(
                    "name the edition that was signed; a draft is changed as it is, and compared "
                    "with `aftalegen redline`. To write an addendum to it all the same: --unsigned"
                ),
            )
        console.warning(
            _("nobody has signed {edition} of {bundle} with `aftalegen sign`").format(
                edition=edition, bundle=bundle
            )
        )


def _made(
    found: Iterable[tuple[BundleAnnex, Amended | None]], formats: Sequence[str], project: Project
) -> tuple[dict[str, tuple[Document, bytes]], list[AftalegenError]]:
    """Every file by name, with its document; and the faults of those that cannot be made."""
    files: dict[str, tuple[Document, bytes]] = {}
    errors: list[AftalegenError] = []
    for selection, one in found:
        for document in (one.addendum, one.consolidated) if one else ():
            for format in formats:
                name = f"{selection.bundle.key}/{FOLDER}/{document.file_name}.{format}"
                try:
                    files[name] = document, in_house_style(document, format, project)
                except AftalegenError as error:
                    errors.append(error)
    return files, errors


def _tell_missing(addenda: list[Document]) -> None:
    """What the parties have not agreed yet, and where it is written."""
    for document in addenda:
        own = [
            f"{field.source.file}: {field.source.key}"
            for field in missing_fields(document)
            if field.source and "addenda" in field.source.key and field.source.key[-1] != "]"
        ]
        for place in dict.fromkeys(own):
            console.warning(_("not agreed yet: {place}").format(place=place))
