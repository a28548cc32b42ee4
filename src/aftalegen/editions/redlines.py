"""Redlines of agreements as files: the marked agreement, and the list of what changed.

An order holds all that one pair of documents needs, so that another process can carry it out.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from aftalegen.build.formats import ARCHIVED, FORMATS
from aftalegen.build.jobs import each_in_processes
from aftalegen.build.made_of import Inputs, inputs_of
from aftalegen.document.difference import Comparison, difference
from aftalegen.document.nodes import Document, Revision
from aftalegen.document.passages import Terms, Texts
from aftalegen.document.style import Style
from aftalegen.editions.change_list import change_list, named_after
from aftalegen.words.faults import AftalegenError


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision as a redline tells it: `told` in words, `revision` as the mark of a change."""

    told: str
    revision: Revision


@dataclass(frozen=True, slots=True)
class Causes:
    """Why words changed: decisions by key, their terms in time, and texts that name theirs.

    `texts` are places ("data/tasks/x.yaml:target_group.midtjylland.text") with a decision.
    """

    decisions: Mapping[str, Decided]
    terms: Terms = ()
    texts: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Order:
    """Two states of one agreement, and how their redline is wanted."""

    old: Document
    new: Document
    formats: tuple[str, ...]
    style: Style
    causes: Causes


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


def redlined_each(orders: Sequence[Order], processes: int) -> Iterator[Redlined]:
    """Each order carried out, in the order of asking; a fault of one never hides the others."""
    return each_in_processes(redlined, orders, processes)


def redlined(order: Order) -> Redlined:
    """The files of one redline."""
    old, new, causes = order.old, order.new, order.causes
    found = difference(old, new, causes.terms, causes.texts)
    comparison = found.comparison
    if not comparison.sections:
        return Redlined(comparison, ())
    told = {key: decided.told for key, decided in causes.decisions.items()}
    changes = change_list(old, new, comparison, told)
    name = named_after(new.file_name, f"ændringer siden {old.edition}")
    revision = _revision(comparison, causes, new)
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


def _revision(comparison: Comparison, causes: Causes, new: Document) -> Revision:
    """The one decision behind all that changed; else the agreement's author and its day."""
    keys = {passage.decision for section in comparison.sections for passage in section.passages}
    if len(keys) == 1 and (decided := causes.decisions.get(keys.pop() or "")):
        return decided.revision
    return Revision(new.author, new.edition_date)
