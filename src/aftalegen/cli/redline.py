"""`aftalegen redline`: what changed between two editions, marked in the agreement and listed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from aftalegen.build.formats import SHOW_CHANGES, formats_named
from aftalegen.build.jobs import process_count
from aftalegen.build.register import OutputFolder, Written
from aftalegen.checks.proof import Proof, Refused
from aftalegen.cli import console, options
from aftalegen.cli.completion import editions, words
from aftalegen.cli.declaring import argument, option
from aftalegen.cli.ways_out import Because, Despite, asked, refused, tell_what_is_wrong
from aftalegen.document.json import document_from_json
from aftalegen.document.nodes import Document
from aftalegen.document.style import PLAIN
from aftalegen.editions.decisions import NONE
from aftalegen.editions.despite import remember
from aftalegen.editions.edition import Editions
from aftalegen.editions.redlines import (
    Order,
    Orders,
    Redlined,
    redline_orders,
    redlined_each,
    released_before,
)
from aftalegen.records.finding import find_project
from aftalegen.records.project import Project
from aftalegen.words.faults import AftalegenError, Errors, InputError, UsageError
from aftalegen.words.language import _, plural


def redline(
    who: Annotated[
        list[str] | None,
        argument("WHO", "Municipality or bundle; or two JSON files, the old and the new."),
    ] = None,
    before: Annotated[
        str | None,
        option("EDITION", "The old edition; the last one released.", editions, name="--from"),
    ] = None,
    after: Annotated[
        str | None, option("EDITION", "The new one; the project as it is.", editions, name="--to")
    ] = None,
    task: options.Task = None,
    format: Annotated[
        str, option("FORMATS", "{formats_with_marks}; several with a comma.", words(*SHOW_CHANGES))
    ] = "docx,pdf",
    out: options.Out = None,
    despite: Despite = None,
    because: Because = None,
    project: options.Folder = None,
    jobs: options.Jobs = None,
) -> int:
    """Write the redlines that were asked for, and tell of each; returns the exit code."""
    names = _formats(format)
    named = tuple(who or ())
    if len(named) == 2 and all(name.endswith(".json") for name in named):
        wanted, folder, root = _of_files(named, names), out or Path(), None
    else:
        opened = Project(find_project(project))
        selected, root = opened.select(named, task, None), opened.folder
        released = Editions(opened)
        released_before(released, selected, before)
        later = after or asked(
            opened, selected, despite=despite, because=because, formats=(), jobs=jobs
        )
        if isinstance(later, Refused):
            return refused(later, root)
        wanted = redline_orders(released, selected, names, later, before)
        if isinstance(later, Proof):
            remember(opened, later, "redline")
            tell_what_is_wrong(later, opened.folder)
        folder = out or opened.folder / "output"
    return _carried_out(wanted, folder, root, jobs)


def _carried_out(wanted: Orders, folder: Path, root: Path | None, jobs: int | None) -> int:
    """Write each redline as it comes, and tell of it."""
    for key in wanted.unreleased:
        console.warning(_("{bundle} has no such edition, and was not compared").format(bundle=key))
    outputs = OutputFolder(folder)
    errors = list(wanted.errors)
    written: list[Written] = []
    done: list[Redlined] = []
    orders = [order for _folder, order in wanted.orders]
    try:
        found = redlined_each(orders, process_count(jobs, len(orders)))
        each = zip(wanted.orders, found, strict=True)
        for (place, order), one in console.followed(each, len(orders)):
            written += _write(one, place, outputs, errors)
            errors += one.errors
            done.append(one)
            _tell(order, one)
    finally:
        if written:
            outputs.close()
    _tell_files(written)
    for name in wanted.only_in_one:
        console.warning(_("«{name}» is in one of the editions only").format(name=name))
    told = Errors(errors).errors
    code = console.errors(told, root)
    console.result(_summary(done, written, len(told)))
    return code


def _formats(formats: str) -> tuple[str, ...]:
    names = formats_named(formats)
    for name in names:
        if name not in SHOW_CHANGES:
            message = _("the format «{name}» cannot show changes").format(name=name)
            raise UsageError("format-without-marks", message, None, ", ".join(SHOW_CHANGES))
    return names


# --- what to compare --------------------------------------------------------------------------


def _of_files(names: tuple[str, ...], formats: tuple[str, ...]) -> Orders:
    """Two models in files, without a project: the plain style, and no decisions."""
    old, new = (_document(Path(name)) for name in names)
    return Orders((("", Order(old, new, formats, PLAIN, NONE)),), (), (), ())


def _document(path: Path) -> Document:
    try:
        data = path.read_bytes()
    except OSError as error:
        why = error.strerror or str(error)
        message = _("{file} cannot be read: {why}").format(file=path, why=why)
        hint = _("name two files that `aftalegen build --format json` or a release made")
        raise InputError("file-unreadable", message, None, hint) from error
    return document_from_json(data, str(path))


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
