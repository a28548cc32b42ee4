"""Document -> plain text: the words in reading order, one block a paragraph.

`document_blocks` is what every other format must say: the tests read DOCX and
PDF back and compare with it.
"""

from collections.abc import Iterator
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

SIGN_HERE = "Dato og underskrift"
"""The words above a signature line, the same in every format."""


def document_text(document: Document) -> bytes:
    """The document as UTF-8 text: title page, then every block, separated by blank lines."""
    return ("\n\n".join(document_blocks(document)) + "\n").encode()


def document_blocks(document: Document) -> Iterator[str]:
    """The words of a document block by block, with the printed numbers and labels."""
    if document.draft:
        yield document.draft
    yield plain(document.title)
    yield plain(document.subtitle)
    for fact in document.facts:
        yield f"{fact.label}\t{plain(fact.value)}"
    for section in document.sections:
        yield from _blocks(section)


def _blocks(block: Block) -> Iterator[str]:
    match block:
        case Section():
            yield f"{block.number} {plain(block.title)}".strip()
            for part in block.blocks:
                yield from _blocks(part)
        case Paragraph():
            yield plain(block.inlines)
        case Items():
            yield from _items(block, "")
        case Table():
            yield plain(block.caption)
            yield "\n".join(
                "\t".join(plain(cell) for cell in row.cells) for row in (block.header, *block.rows)
            )
        case Signatures():
            for party in block.parties:
                yield plain(party.party)
                for role in party.roles:
                    yield SIGN_HERE
                    yield plain(role)
        case PageBreak():
            return
        case _:
            assert_never(block)


def _items(items: Items, indent: str) -> Iterator[str]:
    for item in items.items:
        yield f"{indent}{item.label} {plain(item.inlines)}"
        if item.items is not None:
            yield from _items(item.items, indent + "  ")
