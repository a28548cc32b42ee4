"""`aftalegen redline`: what changed between two editions, marked in the agreement and listed."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from aftalegen.build.formats import SHOW_CHANGES, formats_named
from aftalegen.build.jobs import process_count
from aftalegen.build.register import OutputFolder, Written
from aftalegen.cli import console, options
from aftalegen.cli.completion import editions, words
from aftalegen.document.json import document_from_json
from aftalegen.document.nodes import Document
from aftalegen.document.style import PLAIN
from aftalegen.editions.causes import known_causes
from aftalegen.editions.edition import Edition, edition_names, load_edition
from aftalegen.editions.redlines import Causes, Order, Redlined, redlined_each
from aftalegen.editions.working import working_annexes
from aftalegen.records.project import Project, find_project
from aftalegen.records.selected import BundleAnnex, Selected
from aftalegen.words.faults import DONE, AftalegenError, Errors, InputError, UsageError
from aftalegen.words.language import _, later, plural


@dataclass(frozen=True, slots=True)
class _Asked:
    """The orders with the folder of each, and what stood in their way."""

    orders: tuple[tuple[str, Order], ...]
    errors: tuple[AftalegenError, ...]
    only_in_one: tuple[str, ...] = ()


def redline(
    who: Annotated[
        list[str] | None,
        typer.Argument(
            metavar=later("WHO"),
            help=later("Municipality or bundle; or two JSON files, the old and the new."),
        ),
    ] = None,
    before: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar=later("EDITION"),
            help=later("The old edition; the last one released."),
            autocompletion=editions,
        ),
    ] = None,
    after: Annotated[
        str | None,
        typer.Option(
            "--to",
            metavar=later("EDITION"),
            help=later("The new one; the project as it is."),
            autocompletion=editions,
        ),
    ] = None,
    task: options.Task = None,
    format: Annotated[
        str,
        typer.Option(
            metavar=later("FORMATS"),
            help=later("{formats_with_marks}; several with a comma."),
            autocompletion=words(*SHOW_CHANGES),
        ),
    ] = "docx,pdf",
    out: options.Out = None,
    project: options.Folder = None,
    jobs: options.Jobs = None,
) -> int:
    """Write the redlines that were asked for, and tell of each; returns the exit code."""
    names = _formats(format)
    named = tuple(who or ())
    if len(named) == 2 and all(name.endswith(".json") for name in named):
        asked, folder, root = _of_files(named, names), out or Path(), None
    else:
        opened = Project(find_project(project))
        selected, root = opened.select(named, task, None), opened.folder
        asked = _of_project(opened, selected, before, after, names)
        folder = out or opened.folder / "output"
    outputs = OutputFolder(folder)
    errors = list(asked.errors)
    written: list[Written] = []
    done: list[Redlined] = []
    orders = [order for _folder, order in asked.orders]
    try:
        found = redlined_each(orders, process_count(jobs, len(orders)))
        for number, ((place, order), one) in enumerate(zip(asked.orders, found, strict=True), 1):
            console.progress(number, len(orders), order.new.file_name)
            written += _write(one, place, outputs, errors)
            errors += one.errors
            done.append(one)
            _tell(order, one)
    finally:
        if written:
            outputs.close()
    _tell_files(written)
    for name in asked.only_in_one:
        console.warning(_("«{name}» is in one of the editions only").format(name=name))
    told = Errors(errors).errors
    console.errors(told, root, {})
    console.result(_summary(done, written, len(told)))
    return max((error.exit_code for error in told), default=DONE)


def _formats(formats: str) -> tuple[str, ...]:
    names = formats_named(formats)
    for name in names:
        if name not in SHOW_CHANGES:
            message = _("the format «{name}» cannot show changes").format(name=name)
            raise UsageError("format-without-marks", message, None, ", ".join(SHOW_CHANGES))
    return names


# --- what to compare --------------------------------------------------------------------------


def _of_files(names: tuple[str, ...], formats: tuple[str, ...]) -> _Asked:
    """Two models in files, without a project: the plain style, and no decisions."""
    old, new = (_document(Path(name)) for name in names)
    return _Asked((("", Order(old, new, formats, PLAIN, Causes({}))),), ())


def _document(path: Path) -> Document:
    try:
        data = path.read_bytes()
    except OSError as error:
        why = error.strerror or str(error)
        message = _("{file} cannot be read: {why}").format(file=path, why=why)
        hint = _("name two files that `aftalegen build --format json` or a release made")
        raise InputError("file-unreadable", message, None, hint) from error
    return document_from_json(data, str(path))


def _of_project(
    project: Project,
    selected: Selected,
    before: str | None,
    after: str | None,
    formats: tuple[str, ...],
) -> _Asked:
    """The annexes asked for, each against the edition it is to be compared with."""
    own: dict[str, list[BundleAnnex]] = {}
    for selection in selected.annexes:
        own.setdefault(selection.bundle.key, []).append(selection)
    released = {key: _edition(project, key, before) for key in own}
    if own and not any(released.values()):
        raise UsageError(
            "nothing-released",
            _("no edition has been released that this can be compared with"),
            None,
            _("release one first, or name another edition with --from"),
        )
    orders: list[tuple[str, Order]] = []
    errors = list(selected.errors)
    alone: list[str] = []
    for key, earlier in released.items():
        if earlier is None:
            console.warning(
                _("{bundle} has no such edition, and was not compared").format(bundle=key)
            )
            continue
        region = project.bundle(key).record.region
        for new in _after(project, own[key], after, errors):
            old = earlier.document(new.key)
            if old is None:
                alone.append(new.file_name)
            else:
                causes = known_causes(project, region, new.edition_date)
                orders.append((key, Order(old, new, formats, project.style, causes)))
    return _Asked(tuple(orders), tuple(errors), tuple(alone))


def _edition(project: Project, bundle: str, name: str | None) -> Edition | None:
    """The edition named, or the last one; None where the bundle has none such."""
    known = edition_names(project, bundle)
    wanted = name or (known[-1] if known else None)
    return load_edition(project, bundle, wanted) if wanted in known and wanted else None


def _after(
    project: Project, selected: list[BundleAnnex], edition: str | None, errors: list[AftalegenError]
) -> Iterator[Document]:
    """The annexes as they are in the later edition, or in the project now."""
    if edition is None:
        for annex in working_annexes(project, selected):
            errors += annex.errors
            if annex.document:
                yield annex.document
        return
    bundle = selected[0].bundle
    wanted = {selection.document_key for selection in selected}
    found = load_edition(project, bundle.key, edition)
    yield from (document for document in found.documents if document.key in wanted)


# --- what came of it --------------------------------------------------------------------------


def _write(
    one: Redlined, folder: str, outputs: OutputFolder, errors: list[AftalegenError]
) -> Iterator[Written]:
    for file in one.files:
        name = f"{folder}/{file.name}" if folder else file.name
        try:
            yield outputs.write(name, file.data, file.inputs)
        except AftalegenError as error:
            errors.append(error)


def _tell(order: Order, one: Redlined) -> None:
    """One line an agreement: which sections changed, or how many were compared."""
    sections = one.comparison.sections
    if sections:
        what = ", ".join(f"{s.number_after or s.number_before} {s.title}".strip() for s in sections)
    else:
        what = _("unchanged, {n} sections compared").format(n=one.comparison.unchanged)
    console.talk(f"{order.new.file_name}: {what}")


def _tell_files(written: list[Written]) -> None:
    for file in written:
        console.path(file.path)
        console.kept_aside(file)


def _summary(done: list[Redlined], written: list[Written], errors: int) -> str:
    changed = sum(1 for one in done if one.comparison.sections)
    parts = [
        plural("{n} annex changed", "{n} annexes changed", changed),
        plural("{n} unchanged", "{n} unchanged", len(done) - changed),
        plural("{n} file written", "{n} files written", len(written)),
    ]
    if errors:
        parts.append(plural("{n} error", "{n} errors", errors))
    return ", ".join(parts)
