"""How a line of a section is cited: 'afsnit 4.1, 2. afsnit', 'appendiks A.4, litra b'.

An agreement with paragraph numbers is cited by them; one without by counting.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from aftalegen.document import nodes as n
from aftalegen.document.numbering import point_text, reference_text
from aftalegen.document.walk import plain


@dataclass(frozen=True, slots=True)
class Cited:
    """A line as it is cited: `place` for words in it, `whole` for all of it with what is below it.

    `label` is what is printed before it, `section` the section that it stands in.
    """

    place: str
    whole: str
    label: str
    section: str


def cited(section: n.Section) -> Iterator[Cited]:
    """The lines of a section without its subsections, in the order of `lines.own_lines`."""
    return _Citing(section).lines()


class _Citing:
    """One section on its way; `anchor` is what a list or a table stands behind."""

    def __init__(self, section: n.Section) -> None:
        self._of = section
        self._section = self._anchor = reference_text(section)
        self._paragraphs = 0

    def lines(self) -> Iterator[Cited]:
        """All its own lines."""
        heading = f"overskriften til {self._section}"
        yield self._cited(heading, self._section, self._of.number)
        for block in self._of.blocks:
            if not isinstance(block, n.Section):
                yield from self._block(block)

    def _block(self, block: n.Block) -> Iterator[Cited]:
        match block:
            case n.Paragraph(number=number):
                self._paragraphs += 1
                counted = f"{self._section}, {self._paragraphs}. afsnit"
                self._anchor = point_text(block, self._of) if number else counted
                whole = self._anchor if number else f"{self._anchor},"
                yield self._cited(self._anchor, whole, number)
            case n.Items():
                yield from self._items(block, self._anchor)
            case n.Table():
                yield from self._table(block)
            case n.Signatures(parties=parties):
                for party in parties:
                    for _line in (party.party, *party.roles):
                        yield self._cited("underskriftsfeltet", "underskriftsfeltet")
            case n.PageBreak() | n.Section():
                return

    def _items(self, items: n.Items, above: str) -> Iterator[Cited]:
        for index, item in enumerate(items.items, 1):
            letter = item.label.rstrip(")")
            name = f"litra {letter}" if items.ordered else f"{index}. punkt på listen"
            place = f"{above}, {name}"
            yield self._cited(place, f"{place},", item.label)
            if item.items is not None:
                yield from self._items(item.items, place)

    def _table(self, table: n.Table) -> Iterator[Cited]:
        name = plain(table.caption)
        table_name = f"tabellen{f' »{name}«' if name else ''} i {self._section}"
        yield self._cited(f"titlen på {table_name}", table_name)
        columns = f"kolonneoverskrifterne i {table_name}"
        yield self._cited(columns, columns)
        firsts = [plain(row.cells[0]) if row.cells else "" for row in table.rows]
        for index, first in enumerate(firsts, 1):
            known = first and firsts.count(first) == 1
            row = f"rækken »{first}«" if known else f"{index}. række"
            place = f"{row} i {table_name}"
            yield self._cited(place, place)

    def _cited(self, place: str, whole: str, label: str = "") -> Cited:
        return Cited(place, whole, label, self._section)
