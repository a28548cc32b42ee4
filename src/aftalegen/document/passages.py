"""The lines of a section as they are compared, and what changed in one of them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import assert_never

from aftalegen.document.nodes import (
    Block,
    Change,
    CrossRef,
    Field,
    Inline,
    Inlines,
    Items,
    PageBreak,
    Paragraph,
    Row,
    Section,
    Signatures,
    Table,
    Text,
)
from aftalegen.document.walk import current, plain
from aftalegen.words.place import Source

Terms = Sequence[tuple[str, Sequence[str]]]
"""The key of each decision and its terms, the oldest decision first."""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, an item, a table row or the like; a change of the whole is on each inline."""

    kind: str
    inlines: Inlines
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A line that changed: before and after ("" where it was not), and the words in and out.

    `source` is where the changed words were written, `decision` the key of their cause.
    """

    before: str
    after: str
    words_in: tuple[str, ...]
    words_out: tuple[str, ...]
    source: Source | None
    decision: str | None


# --- lines ------------------------------------------------------------------------------------


def own_lines(section: Section) -> Iterator[Line]:
    """The lines of a section without its subsections, its title first."""
    yield from _lines(replace(section, blocks=own_blocks(section)), None)


def all_lines(section: Section) -> Iterator[Line]:
    """The lines of a section and its subsections, titles included."""
    yield from _lines(section, None)


def own_blocks(section: Section) -> tuple[Block, ...]:
    """The blocks of a section that are no subsections."""
    return tuple(block for block in section.blocks if not isinstance(block, Section))


def _lines(block: Block, above: Change) -> Iterator[Line]:
    change = above or block.change
    match block:
        case Section(title=title, source=source):
            yield _line("title", title, change, source)
            for part in block.blocks:
                yield from _lines(part, change)
        case Paragraph(inlines=inlines, source=source):
            yield _line("paragraph", inlines, change, source)
        case Items():
            yield from _item_lines(block, change, 1)
        case Table(caption=caption, source=source):
            yield _line("caption", caption, change, source)
            for row in (block.header, *block.rows):
                yield _line("row", _cells(row), change or row.change, row.source or source)
        case Signatures(parties=parties):
            for party in parties:
                yield _line("party", party.party, change, None)
                for role in party.roles:
                    yield _line("role", role, change, None)
        case PageBreak():
            return
        case _:
            assert_never(block)


def _item_lines(items: Items, above: Change, depth: int) -> Iterator[Line]:
    for item in items.items:
        change = above or items.change or item.change
        yield _line(f"item {depth}", item.inlines, change, item.source)
        if item.items is not None:
            yield from _item_lines(item.items, change or item.items.change, depth + 1)


def _line(kind: str, inlines: Inlines, change: Change, source: Source | None) -> Line:
    if change:
        inlines = tuple(replace(inline, change=change) for inline in inlines)
    return Line(kind, inlines, source)


def _cells(row: Row) -> Inlines:
    """A row in one line, a bar between two cells."""
    parts: list[Inline] = []
    for place, cell in enumerate(row.cells):
        parts += [Text(" | "), *cell] if place else cell
    return tuple(parts)


# --- what is said -----------------------------------------------------------------------------


def substance(lines: Iterable[Line]) -> list[tuple[str, str]]:
    """What lines say, without looks and numbers: a reference is the key it points to."""
    said = ((line.kind, _said(line.inlines)) for line in lines)
    return [(kind, words) for kind, words in said if words.strip(" |")]


def _said(inlines: Iterable[Inline]) -> str:
    words = (
        f"\0{i.key}\0" if isinstance(i, CrossRef) else getattr(i, "text", "\n") for i in inlines
    )
    return " ".join("".join(words).split())


def before(inlines: Inlines) -> Inlines:
    """The inlines as they were before the changes."""
    return tuple(inline for inline in inlines if inline.change != "ins")


# --- what changed -----------------------------------------------------------------------------


def passages(lines: Iterable[Line], decision: str | None, terms: Terms) -> tuple[Passage, ...]:
    """The lines that say something else than before, the cause of each told if it is known.

    That is the `decision` behind the section; else the latest that names a term among the words.
    """
    changed = (
        line for line in lines if _said(before(line.inlines)) != _said(current(line.inlines))
    )
    return tuple(_passage(line, decision, terms) for line in changed)


def _passage(line: Line, decision: str | None, terms: Terms) -> Passage:
    words_in, words_out = _runs(line.inlines, "ins"), _runs(line.inlines, "del")
    return Passage(
        _shown(before(line.inlines)),
        _shown(current(line.inlines)),
        words_in,
        words_out,
        _place(line),
        decision or _named(" ".join((*words_in, *words_out)), terms),
    )


def _shown(inlines: Inlines) -> str:
    """The words as one line of a table or a text shows them; "" for empty cells."""
    text = plain(inlines).strip()
    return text if text.strip(" |") else ""


def _runs(inlines: Inlines, change: Change) -> tuple[str, ...]:
    """The words of each unbroken run with this change; a run without words is its signs."""
    runs = (
        plain(tuple(run)).strip(" |")
        for marked, run in groupby(inlines, key=lambda inline: inline.change)
        if marked == change
    )
    return tuple(run.strip(" ,;") or run for run in runs if run)


def _place(line: Line) -> Source | None:
    """Where the words that came in were written; else those that went out; else the line."""
    for change in ("ins", "del"):
        for inline in line.inlines:
            if inline.change == change and isinstance(inline, Field | CrossRef) and inline.source:
                return inline.source
    return line.source


def _named(words: str, terms: Terms) -> str | None:
    """The latest decision that has one of its terms among the words."""
    for key, named in reversed(terms):
        if any(re.search(rf"\b{re.escape(term)}\b", words, re.IGNORECASE) for term in named):
            return key
    return None
