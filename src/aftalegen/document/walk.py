"""Document -> its parts in reading order, its words, and the same with other words."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from operator import is_
from typing import Any, TypeVar, assert_never

from aftalegen.document import nodes as n
from aftalegen.document.lines import document_lines, lines
from aftalegen.words.place import Source

Part = n.Block | n.Item | n.Row | n.Fact
"""What can be new or gone as a whole."""

ABlock = TypeVar("ABlock", bound=n.Block)

# --- words ------------------------------------------------------------------------------------


def plain(inlines: n.Inlines) -> str:
    """The words of inlines, a line break as a newline."""
    return "".join(["\n" if isinstance(i, n.Break) else i.text for i in inlines])


def worded(text: str) -> n.Inlines:
    """The inlines of a text, its newlines as line breaks; of no text none."""
    if not text:
        return ()
    first, *rest = text.split("\n")
    return (n.Text(first), *(part for line in rest for part in (n.Break(), n.Text(line))))


def current(inlines: n.Inlines) -> n.Inlines:
    """The inlines as they stand now: without those that a redline takes out."""
    return tuple([inline for inline in inlines if inline.change != "del"])


def before(inlines: n.Inlines) -> n.Inlines:
    """The inlines as they were before the changes of a redline."""
    return tuple([inline for inline in inlines if inline.change != "ins"])


def announces(inlines: n.Inlines) -> bool:
    """Whether words end with a colon, so that they must stand with what they announce."""
    return plain(current(inlines)).rstrip().endswith(":")


def names_rows(table: n.Table) -> bool:
    """Whether the first column tells the rows apart, so that its cells are their headings."""
    first = [plain(current(row.cells[0])) for row in table.rows if row.change != "del"]
    return len(table.widths) > 1 and all(first) and len(set(first)) == len(first)


# --- walks ------------------------------------------------------------------------------------


def walk_blocks(sections: tuple[n.Block, ...]) -> Iterator[n.Block]:
    """Every block in reading order, subsections entered after they are yielded."""
    for block in sections:
        yield block
        if isinstance(block, n.Section):
            yield from walk_blocks(block.blocks)


def walk_sections(sections: tuple[n.Block, ...]) -> Iterator[n.Section]:
    """Every section and subsection in reading order."""
    return (block for block in walk_blocks(sections) if isinstance(block, n.Section))


def walk_inlines(document: n.Document) -> Iterator[n.Inline]:
    """Every inline of a document, in reading order."""
    return (inline for line in document_lines(document) for cell in line.cells for inline in cell)


def inlines_of(block: n.Block | n.Item) -> Iterator[n.Inline]:
    """The inlines of one block or item; of a section only those of its title."""
    if isinstance(block, n.Section):
        return iter(block.title)
    return (inline for line in lines(block) for cell in line.cells for inline in cell)


def awaited(placeholder: str) -> str:
    """What a placeholder says is awaited: '[årligt beløb afventer]' -> 'årligt beløb'."""
    return placeholder.strip("[]").removesuffix(" afventer")


def without_summary(document: n.Document) -> n.Document:
    """The document without what only tells again what stands in it."""
    return replace(document, sections=tuple(s for s in document.sections if not s.summary))


def missing_fields(document: n.Document) -> tuple[n.Field, ...]:
    """The placeholders that still stand in a document, in reading order; a summary has them too."""
    inlines = walk_inlines(without_summary(document))
    return tuple(i for i in inlines if isinstance(i, n.Field) and i.missing)


def is_marked(document: n.Document) -> bool:
    """Whether anything in a document is marked as changed: whether it is a redline."""
    return any(
        line.change or any(inline.change for cell in line.cells for inline in cell)
        for line in document_lines(document)
    ) or any(block.change for block in walk_blocks(document.sections))


# --- the same with other words ----------------------------------------------------------------

Words = Callable[[n.Inlines, Source | None], n.Inlines]
"""Gives the inlines that come in the place of some, which stand in a part written there."""

Kept = Callable[[Part], Part | None]
"""Gives what becomes of a part when its words are in place; None leaves it out."""


def _as_it_is(part: Part) -> Part:
    return part


def mapped(document: n.Document, words: Words, kept: Kept = _as_it_is) -> n.Document:
    """The document with other words, and without the parts that are not kept."""
    made = _Mapping(words, kept)
    return replace(
        document,
        title=words(document.title, None),
        subtitle=words(document.subtitle, None),
        header=words(document.header, None),
        facts=made.parts(document.facts),
        sections=made.parts(document.sections),
    )


def mapped_block(block: ABlock, words: Words, kept: Kept = _as_it_is) -> ABlock:
    """One block with other words, and without the parts below it that are not kept."""
    made: ABlock = _Mapping(words, kept).whole(block)
    return made


@dataclass(frozen=True, slots=True)
class _Mapping:
    words: Words
    kept: Kept

    def parts(self, parts: tuple[Any, ...]) -> tuple[Any, ...]:
        made = [self.kept(self.whole(part)) for part in parts]
        return _or_same(parts, tuple([part for part in made if part is not None]))

    def cells(self, cells: tuple[n.Inlines, ...], source: Source | None) -> tuple[n.Inlines, ...]:
        return _or_same(cells, tuple([self.words(cell, source) for cell in cells]))

    def whole(self, part: Part) -> Any:
        match part:
            case n.Section(title=title, source=source):
                return _with(part, title=self.words(title, source), blocks=self.parts(part.blocks))
            case n.Paragraph(inlines=inlines, source=source):
                return _with(part, inlines=self.words(inlines, source))
            case n.Items(items=items):
                return _with(part, items=self.parts(items))
            case n.Item(inlines=inlines, source=source, items=items):
                below = next(iter(self.parts((items,))), None) if items else None
                return _with(part, inlines=self.words(inlines, source), items=below)
            case n.Table(caption=caption, source=source, header=header):
                title, first = self.words(caption, source), self.whole(header)
                return _with(part, caption=title, header=first, rows=self.parts(part.rows))
            case n.Row(cells=cells, source=source):
                return _with(part, cells=self.cells(cells, source))
            case n.Signatures(parties=parties):
                signed = [
                    _with(p, party=self.words(p.party, None), roles=self.cells(p.roles, None))
                    for p in parties
                ]
                return _with(part, parties=_or_same(parties, tuple(signed)))
            case n.Fact(value=value):
                return _with(part, value=self.words(value, None))
            case n.PageBreak():
                return part
            case _:
                assert_never(part)


def _with(node: Any, **new: Any) -> Any:
    # Most nodes stay as they are; to copy them would make documents a tenth slower.
    for name, value in new.items():
        if value is not getattr(node, name):
            return replace(node, **new)
    return node


def _or_same(old: tuple[Any, ...], new: tuple[Any, ...]) -> tuple[Any, ...]:
    return old if len(old) == len(new) and all(map(is_, old, new)) else new


def fact_rows(document: n.Document) -> list[list[list[n.Fact]]]:
    """The facts of each place of the title page, in its columns.

    What came in the stead of what went stands below it, so that no column is left empty.
    """
    rows = []
    for _place, facts in groupby(document.facts, key=lambda fact: fact.place):
        columns: list[list[n.Fact]] = []
        for fact in facts:
            if columns and (columns[-1][-1].change, fact.change) == ("del", "ins"):
                columns[-1].append(fact)
            else:
                columns.append([fact])
        rows.append(columns)
    return rows
