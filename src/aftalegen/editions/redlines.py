"""Redlines of agreements as files: the marked agreement, and the list of what changed.

An order holds all that one pair of documents needs, so that another process can carry it out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from aftalegen.build.formats import ARCHIVED, FORMATS
from aftalegen.build.jobs import each_in_processes
from aftalegen.build.made_of import Inputs, inputs_of
from aftalegen.document.difference import Comparison
from aftalegen.document.nodes import Document, Revision
from aftalegen.document.style import Style
from aftalegen.editions.change_list import change_list, named_after
from aftalegen.editions.decisions import Decisions, decisions_of
from aftalegen.editions.edition import Editions
from aftalegen.editions.working import working_annexes
from aftalegen.records.project import Project
from aftalegen.records.selected import BundleAnnex, Selected
from aftalegen.words.faults import AftalegenError
from aftalegen.words.language import _


@dataclass(frozen=True, slots=True)
class Order:
    """Two states of one agreement, and how their redline is wanted."""

    old: Document
    new: Document
    formats: tuple[str, ...]
    style: Style
    decisions: Decisions


@dataclass(frozen=True, slots=True)
class RedlineFile:
    """One file of a redline: its name, what it is made of, its bytes."""

    name: str
    inputs: Inputs
    data: bytes


@dataclass(frozen=True, slots=True)
class Redlined:
    """What came of an order; no files where nothing of substance differs, or where it failed."""

    comparison: Comparison
    files: tuple[RedlineFile, ...]
    errors: tuple[AftalegenError, ...] = ()


@dataclass(frozen=True, slots=True)
class Orders:
    """The orders of a project, each with its bundle, and what stands in the way of more.

    `unreleased` are bundles without such an edition, `only_in_one` annexes that are new.
    """

    orders: tuple[tuple[str, Order], ...]
    unreleased: tuple[str, ...]
    only_in_one: tuple[str, ...]
    errors: tuple[AftalegenError, ...]


def redline_orders(
    project: Project,
    selected: Selected,
    formats: tuple[str, ...],
    before: str | None = None,
    after: str | None = None,
) -> Orders:
    """The annexes asked for, from one edition (or the last) to another (or the text now).

    Raises UsageError where no bundle asked for has the edition `before`.
    """
    editions = Editions(project)
    hint = _("release one first, or name another edition with --from")
    released = editions.compared_with(selected.annexes, before, hint)
    orders: list[tuple[str, Order]] = []
    alone: list[str] = []
    errors = list(selected.errors)
    for edition, own in released:
        if edition is None:
            continue
        bundle = own[0].bundle
        for new in _later(editions, own, after, errors):
            old = edition.document(new.key)
            if old is None:
                alone.append(new.file_name)
            else:
                decisions = decisions_of(project, bundle.record.region, new.edition_date)
                order = Order(old, new, formats, project.style, decisions)
                orders.append((bundle.key, order))
    unreleased = (own[0].bundle.key for edition, own in released if edition is None)
    return Orders(tuple(orders), tuple(unreleased), tuple(alone), tuple(errors))


def _later(
    editions: Editions,
    selected: Sequence[BundleAnnex],
    name: str | None,
    errors: list[AftalegenError],
) -> Iterator[Document]:
    """The annexes as they are in the later edition, or in the project now."""
    if name is not None:
        wanted = {selection.document_key for selection in selected}
        edition = editions.read(selected[0].bundle.key, name)
        yield from (document for document in edition.documents if document.key in wanted)
        return
    for annex in working_annexes(editions.project, selected):
        errors += annex.errors
        if annex.document:
            yield annex.document


def redlined_each(orders: Sequence[Order], processes: int) -> Iterator[Redlined]:
    """Each order carried out, in the order of asking; a fault of one never hides the others."""
    return each_in_processes(redlined, orders, processes)


def redlined(order: Order) -> Redlined:
    """The files of one redline."""
    old, new, decisions = order.old, order.new, order.decisions
    found = decisions.difference(old, new)
    comparison = found.comparison
    if not comparison.sections:
        return Redlined(comparison, ())
    changes = change_list(old, new, comparison, decisions.told)
    name = named_after(new.file_name, f"ændringer siden {old.edition}")
    revision = _revision(comparison, decisions, new)
    try:
        files = (
            *(_file(found.marked, name, form, order.style, revision) for form in order.formats),
            *(
                _file(changes, changes.file_name, form, order.style, revision)
                for form in order.formats
                if form in ARCHIVED
            ),
        )
    except AftalegenError as error:
        return Redlined(comparison, (), (error,))
    return Redlined(comparison, files)


def _file(
    document: Document, name: str, form: str, style: Style, revision: Revision
) -> RedlineFile:
    data = FORMATS[form].write(document, style, revision)
    return RedlineFile(f"{name}.{form}", inputs_of(document, style), data)


def _revision(comparison: Comparison, decisions: Decisions, new: Document) -> Revision:
    """The one decision behind all that changed; else the agreement's author and its day."""
    keys = {passage.decision for section in comparison.sections for passage in section.passages}
    if len(keys) == 1 and (revision := decisions.revisions.get(keys.pop() or "")):
        return revision
    return Revision(new.author, new.edition_date)
