"""`aftalegen addendum`: opens, writes the addenda that an earlier edition calls for, tells."""

from dataclasses import replace
from typing import Annotated

from aftalegen.build.builder import Builder
from aftalegen.build.formats import formats_named, in_house_style
from aftalegen.build.made_of import inputs_of
from aftalegen.build.register import OutputFolder
from aftalegen.checks.proof import Refused
from aftalegen.cli import console, options
from aftalegen.cli.declaring import option
from aftalegen.cli.ways_out import Because, Despite, asked, refused, tell_what_is_wrong
from aftalegen.document.nodes import Document
from aftalegen.document.walk import missing_fields
from aftalegen.editions.addendum import amended, has_addendum
from aftalegen.editions.despite import remember
from aftalegen.editions.edition import Edition, Editions
from aftalegen.records.finding import find_project
from aftalegen.records.project import Project
from aftalegen.records.released import edition_names
from aftalegen.records.selected import BundleAnnex, Selected
from aftalegen.words.faults import DONE, AftalegenError, Errors, UsageError
from aftalegen.words.language import _, plural

FOLDER = "Tillægsaftaler"


def addendum(
    edition: Annotated[str, option("EDITION", "The edition that is amended.", name="--from")],
    who: options.Who = None,
    task: options.Task = None,
    format: options.Formats = "docx,pdf",
    out: options.Out = None,
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
    selected = opened.select(tuple(who or ()), task, None)
    builder = Builder(opened)
    editions = Editions(opened)
    errors: list[AftalegenError] = list(selected.errors)
    addenda: list[Document] = []
    same = 0
    if not who and not any(edition in edition_names(opened, k) for k in opened.keys("bundles")):
        raise UsageError(
            "no-such-edition",
            _("the edition {edition} has not been released here").format(edition=edition),
            None,
            _("release it with `aftalegen release`"),
        )
    selected = _amendable(builder, selected, None if who else edition)
    proof = asked(opened, selected, formats=(), despite=despite, because=because)
    if isinstance(proof, Refused):
        return refused(proof, opened.folder)
    remember(opened, proof, "addendum")
    outputs = OutputFolder(out or opened.folder / "output")
    for selection in selected.annexes:
        key = selection.bundle.key
        try:
            before = _before(editions.read(key, edition), selection)
            found = amended(builder, proof, selection, before)
            if found is None:
                same += 1
                continue
            addenda.append(found.addendum)
            for document in (found.addendum, found.consolidated):
                _write(document, f"{key}/{FOLDER}", names, outputs, opened)
        except AftalegenError as error:
            errors.append(error)
    outputs.close()
    tell_what_is_wrong(proof, opened.folder)
    _tell_missing(addenda)
    told = Errors(errors).errors
    console.errors(told, opened.folder, {})
    parts = (
        plural("{n} addendum written", "{n} addenda written", len(addenda)),
        plural("{n} agreement says the same", "{n} agreements say the same", same),
        plural("{n} error", "{n} errors", len(told)),
    )
    console.result(", ".join(parts))
    return max((error.exit_code for error in told), default=DONE)


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


def _before(edition: Edition, selection: BundleAnnex) -> Document:
    """The annex as the edition has it; raises UsageError where it was not there."""
    key = selection.document_key
    found = edition.document(key)
    if found is None:
        message = _("{key} is not in the edition {edition}").format(key=key, edition=edition.name)
        raise UsageError(
            "annex-not-in-edition", message, None, _("an agreement that is new has no addendum")
        )
    return found


def _write(
    document: Document,
    folder: str,
    formats: tuple[str, ...],
    outputs: OutputFolder,
    project: Project,
) -> None:
    for format in formats:
        data = in_house_style(document, format, project)
        name = f"{folder}/{document.file_name}.{format}"
        written = outputs.write(name, data, inputs_of(document, project.style))
        console.path(written.path)
        console.kept_aside(written)


def _tell_missing(addenda: list[Document]) -> None:
    """What the parties have not agreed yet, and where it is written."""
    for document in addenda:
        own = [
            f"{field.source.file}: {field.source.key}"
            for field in missing_fields(document)
            if field.source and "addenda" in field.source.key
        ]
        for place in dict.fromkeys(own):
            console.warning(_("not agreed yet: {place}").format(place=place))
