"""Document -> its lines: the words of each paragraph, item, table row and the like, in order.

Whoever asks what a document says, line by line, selects from these.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal, NamedTuple, assert_never

from aftalegen.document import nodes as n
from aftalegen.words.place import Source

Kind = Literal[
    "title", "subtitle", "fact", "heading", "paragraph", "item", "caption", "header", "row",
    "party", "role",
]  # fmt: skip


class Line(NamedTuple):
    """One line: its words by cell (a table's rows have several), and what is printed before them.

    `label` is the number of a section or a paragraph, an item's letter, the name of a fact; `depth`
    is the level of a heading, and how deep an item stands in lists, from 1. `change` is that of the
    outermost part that is new or gone, down to the line. `key` is that of the paragraph, the item
    or the table, where it has one. `columns` are the headings of those that a row of a table has.
    """

    kind: Kind
    cells: tuple[n.Inlines, ...]
    source: Source | None = None
    change: n.Change = None
    label: str = ""
    depth: int = 1
    key: str | None = None
    columns: tuple[n.Inlines, ...] = ()

    @property
    def inlines(self) -> n.Inlines:
        """The words in one, a bar between two cells; a change of the whole is on each inline."""
        found: list[n.Inline] = []
        for place, cell in enumerate(self.cells):
            found += [n.Text(" | "), *cell] if place else cell
        if self.change:
            return tuple(replace(inline, change=self.change) for inline in found)
        return tuple(found)


def document_lines(document: n.Document) -> Iterator[Line]:
    """Every line of a document, those of the title page first."""
    yield from title_page_lines(document)
    for section in document.sections:
        yield from lines(section)


def title_page_lines(document: n.Document) -> Iterator[Line]:
    """The lines above the sections: the title, the subtitle and the facts."""
    yield Line("title", (document.title,))
    yield Line("subtitle", (document.subtitle,))
    for fact in document.facts:
        yield Line("fact", (fact.value,), None, fact.change, fact.label)


def lines(part: n.Block | n.Item) -> Iterator[Line]:
    """The lines of a block or an item and of all below it; a page break has none."""
    found: list[Line] = []
    _add_lines(found, part, None, 1)
    return iter(found)


def own_lines(section: n.Section) -> Iterator[Line]:
    """The lines of a section without its subsections, its heading first."""
    blocks = tuple(block for block in section.blocks if not isinstance(block, n.Section))
    return lines(replace(section, blocks=blocks))


def _add_lines(found: list[Line], part: n.Block | n.Item, above: n.Change, depth: int) -> None:
    change = above or part.change
    match part:
        case n.Section():
            line = Line("heading", (part.title,), part.source, change, part.number, part.level)
            found.append(line)
            for block in part.blocks:
                _add_lines(found, block, change, 1)
        case n.Paragraph():
            number, key = part.number, part.key
            found.append(Line("paragraph", (part.inlines,), part.source, change, number, key=key))
        case n.Items():
            for item in part.items:
                _add_lines(found, item, change, depth)
        case n.Item():
            about = part.label, depth, part.key
            found.append(Line("item", (part.inlines,), part.source, change, *about))
            if part.items is not None:
                _add_lines(found, part.items, change, depth + 1)
        case n.Table(source=source, key=key):
            found.append(Line("caption", (part.caption,), source, change, key=key))
            place = part.header.source or source
            found.append(Line("header", part.header.cells, place, change, key=key))
            for row in part.rows:
                place, own = row.source or source, change or row.change
                columns = part.header.cells
                found.append(Line("row", row.cells, place, own, key=key, columns=columns))
        case n.Signatures():
            for party in part.parties:
                found.append(Line("party", (party.party,), None, change))
                found += [Line("role", (role,), None, change) for role in party.roles]
        case n.PageBreak():
            return
        case _:
            assert_never(part)
