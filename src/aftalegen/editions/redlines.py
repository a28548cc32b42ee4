"""Redlines of agreements as files: the marked agreement, and the list of what changed.

An order holds all that one pair of documents needs, so that another process can carry it out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from aftalegen.build.formats import ARCHIVED, FORMATS
from aftalegen.build.jobs import each_in_processes
from aftalegen.build.made_of import Inputs, inputs_of
from aftalegen.checks.proof import Proof
from aftalegen.document.coarse import replaced_whole
from aftalegen.document.difference import Comparison, Difference
from aftalegen.document.nodes import Document, Revision
from aftalegen.document.style import Style
from aftalegen.editions.change_list import change_list, named_after
from aftalegen.editions.decisions import Decisions, decisions_of
from aftalegen.editions.edition import Edition, Editions
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
    """What came of an order; no files where nothing of substance differs, or where it failed.

    `replaced` are the titles of sections where too much changed at once to be shown word by word.
    """

    comparison: Comparison
    files: tuple[RedlineFile, ...]
    errors: tuple[AftalegenError, ...] = ()
    replaced: tuple[str, ...] = ()


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
    editions: Editions,
    selected: Selected,
    formats: tuple[str, ...],
    later: Proof | str,
    before: str | None = None,
) -> Orders:
    """The annexes asked for, from one edition (or the last) to the text that was proved.

    Or to another edition, by its name, which was proved when it was released.

    Raises UsageError where no bundle asked for has the edition `before`.
    """
    project, released = editions.project, released_before(editions, selected, before)
    orders: list[tuple[str, Order]] = []
    alone: list[str] = []
    for edition, own in released:
        if edition is None:
            continue
        bundle = own[0].bundle
        for new in _later(editions, own, later):
            old = edition.document(new.key)
            if old is None:
                alone.append(new.file_name)
            else:
                until = new.edition_date if isinstance(later, str) else None
                decisions = decisions_of(project, bundle.record.region, until)
                order = Order(old, new, formats, project.style, decisions)
                orders.append((bundle.key, order))
    unreleased = (own[0].bundle.key for edition, own in released if edition is None)
    return Orders(tuple(orders), tuple(unreleased), tuple(alone), selected.errors)


def released_before(
    editions: Editions, selected: Selected, before: str | None
) -> list[tuple[Edition | None, list[BundleAnnex]]]:
    """The annexes asked for, bundle by bundle, with the edition that they are compared with.

    Raises UsageError where no bundle asked for has the edition `before`.
    """
    hint = _("release one first, or name another edition with --from")
    return editions.compared_with(selected.annexes, before, hint)


def _later(
    editions: Editions, selected: Sequence[BundleAnnex], later: Proof | str
) -> Iterator[Document]:
    """The annexes as they are in the later edition, or as they were proved now."""
    if isinstance(later, str):
        wanted = {selection.document_key for selection in selected}
        edition = editions.read(selected[0].bundle.key, later)
        yield from (document for document in edition.documents if document.key in wanted)
        return
    for selection in selected:
        document = later.annex(editions.project, selection).document
        if document:
            yield document


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
    try:
        files = tuple(_file(*one, order.style) for one in unwritten(order, found))
    except AftalegenError as error:
        return Redlined(comparison, (), (error,))
    return Redlined(comparison, files, replaced=replaced_whole(found.marked))


def unwritten(order: Order, found: Difference) -> tuple[tuple[Document, str, str, Revision], ...]:
    """What is to be written of an order: each document, its name, its format, and whose it is."""
    changes = change_list(order.old, order.new, found.comparison, order.decisions)
    name = named_after(order.new.file_name, f"ændringer siden {order.old.edition}")
    revision = _revision(found.comparison, order.decisions, order.new)
    marked = ((found.marked, name, form, revision) for form in order.formats)
    lists = (form for form in order.formats if form in ARCHIVED)
    return (*marked, *((changes, changes.file_name, form, revision) for form in lists))


def _file(
    document: Document, name: str, form: str, revision: Revision, style: Style
) -> RedlineFile:
    data = FORMATS[form].write(document, style, revision)
    return RedlineFile(f"{name}.{form}", inputs_of(document, style), data)


def _revision(comparison: Comparison, decisions: Decisions, new: Document) -> Revision:
    """The one decision behind all that changed; else the agreement's author and its day."""
    keys = {passage.decision for section in comparison.sections for passage in section.passages}
    if len(keys) == 1 and (revision := decisions.revisions.get(keys.pop() or "")):
        return revision
    return Revision(new.author, new.edition_date)
