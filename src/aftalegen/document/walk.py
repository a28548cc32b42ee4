"""Document -> its parts in reading order, its words, and the same with other words."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from operator import is_
from typing import assert_never

from aftalegen.document.nodes import (
    Block,
    Break,
    Document,
    Field,
    Inline,
    Inlines,
    Item,
    Items,
    PageBreak,
    Paragraph,
    Row,
    Section,
    Signatures,
    Table,
)


def plain(inlines: Inlines) -> str:
    """The words of inlines, a line break as a newline."""
    return "".join("\n" if isinstance(i, Break) else i.text for i in inlines)


def current(inlines: Inlines) -> Inlines:
    """The inlines as they stand now: without those that a redline takes out."""
    return tuple(inline for inline in inlines if inline.change != "del")


def same(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    """Whether two tuples hold the very same things: what is unchanged is kept, not copied."""
    return len(one) == len(other) and all(map(is_, one, other))


def announces(inlines: Inlines) -> bool:
    """Whether words end with a colon, so that they must stand with what they announce."""
    return plain(current(inlines)).rstrip().endswith(":")


def walk_blocks(sections: "tuple[Block, ...]") -> Iterator[Block]:
    """Every block in reading order, subsections entered after they are yielded."""
    for block in sections:
        yield block
        if isinstance(block, Section):
            yield from walk_blocks(block.blocks)


def walk_inlines(document: Document) -> Iterator[Inline]:
    """Every inline of a document, in reading order."""
    yield from document.title
    yield from document.subtitle
    for fact in document.facts:
        yield from fact.value
    for block in walk_blocks(document.sections):
        yield from inlines_of(block)


def inlines_of(block: Block) -> Iterator[Inline]:
    """The inlines of one block; of a section only those of its title."""
    match block:
        case Section(title=title):
            yield from title
        case Paragraph(inlines=inlines):
            yield from inlines
        case Items(items=items):
            for item in items:
                yield from item.inlines
                if item.items is not None:
                    yield from inlines_of(item.items)
        case Table(caption=caption, header=header, rows=rows):
            yield from caption
            for row in (header, *rows):
                for cell in row.cells:
                    yield from cell
        case Signatures(parties=parties):
            for party in parties:
                yield from party.party
                for role in party.roles:
                    yield from role
        case PageBreak():
            pass


def with_inlines(block: Block, new: Callable[[Inline], Inline]) -> Block:
    """The block with each inline replaced, in its cells, items and subsections too."""

    def made(inlines: Inlines) -> Inlines:
        return tuple(new(inline) for inline in inlines)

    def row(one: Row) -> Row:
        return replace(one, cells=tuple(made(cell) for cell in one.cells))

    def items(some: Items) -> Items:
        return replace(some, items=tuple(item(one) for one in some.items))

    def item(one: Item) -> Item:
        return replace(
            one, inlines=made(one.inlines), items=items(one.items) if one.items else None
        )

    match block:
        case Section(title=title, blocks=blocks):
            below = tuple(with_inlines(part, new) for part in blocks)
            return replace(block, title=made(title), blocks=below)
        case Paragraph(inlines=inlines):
            return replace(block, inlines=made(inlines))
        case Items():
            return items(block)
        case Table(caption=caption, header=header, rows=rows):
            whole = tuple(row(one) for one in rows)
            return replace(block, caption=made(caption), header=row(header), rows=whole)
        case Signatures(parties=parties):
            signed = tuple(
                replace(one, party=made(one.party), roles=tuple(made(role) for role in one.roles))
                for one in parties
            )
            return replace(block, parties=signed)
        case PageBreak():
            return block
        case _:
            assert_never(block)


def walk_sections(sections: "tuple[Block, ...]") -> Iterator[Section]:
    """Every section and subsection in reading order."""
    return (block for block in walk_blocks(sections) if isinstance(block, Section))


def missing_fields(document: Document) -> tuple[Field, ...]:
    """The placeholders that still stand in a document, in reading order."""
    return tuple(i for i in walk_inlines(document) if isinstance(i, Field) and i.missing)


def is_marked(document: Document) -> bool:
    """Whether anything in a document is marked as changed: whether it is a redline."""
    return (
        any(inline.change for inline in walk_inlines(document))
        or any(fact.change for fact in document.facts)
        or any(_has_marks(block) for block in walk_blocks(document.sections))
    )


def _has_marks(block: Block) -> bool:
    match block:
        case Items(items=items):
            return bool(block.change) or any(
                item.change or (item.items and _has_marks(item.items)) for item in items
            )
        case Table(rows=rows):
            return bool(block.change) or any(row.change for row in rows)
        case _:
            return bool(block.change)
