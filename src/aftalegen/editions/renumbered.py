"""Which numbers became which: what an addendum agrees, and what a list of changes tells."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from aftalegen.document.nodes import Block, Document, Section
from aftalegen.document.numbering import place_in_order, reference_text


class Renumbered(NamedTuple):
    """Numbers that followed each other before and after: 'afsnit 14-15' and 'afsnit 15-16'."""

    before: str
    after: str


class _Pair(NamedTuple):
    """A section before and after."""

    old: Section
    new: Section


def renumbered(old: Document, new: Document) -> tuple[Renumbered, ...]:
    """The sections that have another number, those that follow each other as one.

    Of a section that has another number, the subsections are told only where they changed places.
    """
    return tuple(_runs(_pairs(old.sections, new.sections)))


def _pairs(old: Iterable[Block], new: Iterable[Block]) -> Iterator[_Pair]:
    """The sections in both whose own place among their neighbours is another."""
    after = {one.key: one for one in new if isinstance(one, Section)}
    below: list[_Pair] = []
    for one in old:
        if not isinstance(one, Section) or one.key not in after:
            continue
        now = after[one.key]
        if _place(one) != _place(now):
            yield _Pair(one, now)
        below += _pairs(one.blocks, now.blocks)
    yield from below


def _place(section: Section) -> tuple[bool, int | None]:
    return section.appendix, place_in_order(section.number)


def _runs(pairs: Iterable[_Pair]) -> Iterator[Renumbered]:
    run: list[_Pair] = []
    for pair in pairs:
        if run and not _follows(run[-1], pair):
            yield _told(run)
            run = []
        run.append(pair)
    if run:
        yield _told(run)


def _follows(one: _Pair, other: _Pair) -> bool:
    return all(
        was.level == now.level
        and was.appendix == now.appendix
        and _above(was) == _above(now)
        and (place_in_order(was.number) or 0) + 1 == place_in_order(now.number)
        for was, now in zip(one, other, strict=True)
    )


def _above(section: Section) -> str:
    return section.number.rpartition(".")[0]


def _told(run: list[_Pair]) -> Renumbered:
    (first, was), (last, now) = run[0], run[-1]
    return Renumbered(_span(first, last), _span(was, now))


def _span(first: Section, last: Section) -> str:
    number = last.number.rpartition(" ")[2]
    return reference_text(first) + (f"-{number}" if first is not last else "")
