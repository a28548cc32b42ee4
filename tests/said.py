"""What a file says, block by block: the same form for the model, DOCX, PDF and HTML.

`said_by` says it of the model; the readers in `tests.reading_back` say it of bytes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from aftalegen.document.nodes import (
    Block,
    Document,
    Items,
    PageBreak,
    Paragraph,
    Section,
    Signatures,
    Table,
)
from aftalegen.document.walk import plain
from aftalegen.writers.words import missing_told

SIGN_ABOVE, SIGN_BELOW = ("Underskrift", "Navn"), "Dato Sted"
CONTENTS = "Indhold"

_LINE_ENDS = re.compile(r"\r\n|[\t\n\r]")
_PAGE = re.compile(r"\s*\d+$")


@dataclass(frozen=True, slots=True)
class Said:
    """One block: what it is ("heading 1", "contents", "item", "column", "cell", "text") and says.

    Numbers and labels stand before the words, after them one space. The lines of a block are
    joined by a space; spaces within a line are as they are.
    """

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class FileRead:
    """A file read back: its blocks, and what it says of itself.

    `standards` are those a PDF claims ("PDF/A-2A", "PDF/UA-1"); `headerless` counts the
    tables without header cells.
    """

    blocks: tuple[Said, ...]
    title: str
    language: str
    headerless: int
    standards: tuple[str, ...] = ()


def said(kind: str, words: str) -> Iterator[Said]:
    """A block, unless it is empty: an empty cell has no words to be read."""
    line = _LINE_ENDS.sub(" ", words).strip(" ")
    if line:
        yield Said(kind, line)


def without_page(line: str) -> str:
    """A line of the contents without its page number: "1 Parter 5" -> "1 Parter"."""
    return _PAGE.sub("", line)


def said_by(document: Document) -> list[Said]:
    """What every file of the document must say."""
    return list(_document(document))


def _document(document: Document) -> Iterator[Said]:
    sender = document.author if document.cover else ""
    for words in (sender, document.draft, plain(document.title), plain(document.subtitle)):
        yield from said("text", words)
    for fact in document.facts:
        yield from said("text", f"{fact.label} {plain(fact.value)}")
    yield from said("text", missing_told(document))
    own = [section for section in document.sections if not section.summary]
    for section in document.sections:
        if section.summary:
            yield from _block(section)
    if document.contents:
        yield from said("heading 1", CONTENTS)
        for section in own:
            yield from said("contents", f"{section.number} {plain(section.title)}")
    for section in own:
        yield from _block(section)


def _block(block: Block) -> Iterator[Said]:
    match block:
        case Section():
            yield from said(f"heading {block.level}", f"{block.number} {plain(block.title)}")
            for part in block.blocks:
                yield from _block(part)
        case Paragraph():
            yield from said("text", f"{block.number} {plain(block.inlines)}")
        case Items():
            yield from _items(block)
        case Table():
            yield from _table(block)
        case Signatures():
            for party in block.parties:
                yield from said("text", plain(party.party))
                for role in party.roles:
                    for words in (*SIGN_ABOVE, plain(role), SIGN_BELOW):
                        yield from said("text", words)
        case PageBreak():
            return
        case _:
            assert_never(block)


def _items(items: Items) -> Iterator[Said]:
    for item in items.items:
        yield from said("item", f"{item.label} {plain(item.inlines)}")
        if item.items is not None:
            yield from _items(item.items)


def _table(table: Table) -> Iterator[Said]:
    yield from said("text", plain(table.caption))
    for cell in table.header.cells:
        yield from said("column", plain(cell))
    for row in table.rows:
        for cell in row.cells:
            yield from said("cell", plain(cell))
