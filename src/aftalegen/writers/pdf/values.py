"""The document as the values that `document.typ` walks: plain words, lists and small objects.

What makes two paragraphs look different to typst is left out (where they were
written, which edition they are in), so that it remembers the ones it has laid out.
Text may be anything: it is data all the way, never typst source.
"""

import re
from typing import Any, assert_never

from aftalegen.document import (
    Block,
    Break,
    CrossRef,
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
    Text,
    current,
    plain,
)

Value = dict[str, Any]

# A table of so few lines stays whole on a page; a row of more than so many may be broken, as it
# could else be taller than the page and lose its end. A page has about 45 lines.
SHORT_TABLE = 16
LONG_ROW = 20

_LETTERS = re.compile(r"[^\W\d_]+")
_NEW_LINE = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")


def document_values(document: Document) -> Value:
    """One document, with its metadata as plain text."""
    return {
        "title": _inlines(document.title, draft=""),
        "longest": _longest_word(document.title),
        "subtitle": _inlines(document.subtitle, draft=""),
        "facts": [
            {"label": fact.label, "value": _inlines(fact.value, document.draft)}
            for fact in document.facts
        ],
        "draft": document.draft,
        "contents": document.contents,
        "blocks": [_block(section, document.draft) for section in document.sections],
        "plain_title": " ".join(plain(current(document.title)).split()),
        "author": document.author,
        "edition": document.edition,
        "date": [int(part) for part in document.edition_date.split("-")],
    }


def part_values(document: Document, label: str, own: str) -> Value:
    """The values of a part of a larger document; `own` is what no other part is called."""
    values = {name: _own(value, own) for name, value in document_values(document).items()}
    subtitle = " ".join(plain(document.subtitle).split())
    return {**values, "label": label, "own": own, "plain_subtitle": subtitle}


def _own(value: Any, own: str) -> Any:
    """A value whose sections, and the references to them, have keys that no other part has."""
    match value:
        case dict():
            found = {name: _own(part, own) for name, part in value.items()}
            keyed = value.get("kind") in ("section", "reference")
            return {**found, "key": f"{own} {value['key']}"} if keyed else found
        case list() | tuple():
            return [_own(part, own) for part in value]
        case _:
            return value


def _block(block: Block, draft: str) -> Value:
    match block:
        case Section():
            return {
                "kind": "section",
                "key": block.key,
                "level": block.level,
                "appendix": block.appendix,
                "number": block.number,
                "title": _inlines(block.title, draft),
                "blocks": [_block(part, draft) for part in block.blocks],
            }
        case Paragraph(inlines=inlines):
            return {"kind": "paragraph", "inlines": _inlines(inlines, draft)}
        case Items():
            return _items(block, draft)
        case Table():
            return _table(block, draft)
        case Signatures(parties=parties):
            return {
                "kind": "signatures",
                "parties": [
                    {
                        "party": _inlines(party.party, draft),
                        "roles": [_inlines(role, draft) for role in party.roles],
                    }
                    for party in parties
                ],
            }
        case PageBreak():
            return {"kind": "page_break"}
    assert_never(block)


def _items(items: Items, draft: str) -> Value:
    return {
        "kind": "items",
        "ordered": items.ordered,
        "items": [_item(item, draft) for item in items.items],
    }


def _item(item: Item, draft: str) -> Value:
    value: Value = {"label": item.label, "inlines": _inlines(item.inlines, draft)}
    if item.items is not None:
        value["items"] = _items(item.items, draft)
    return value


def _table(table: Table, draft: str) -> Value:
    heights = [_most_lines(row, table.widths) for row in table.rows]
    return {
        "kind": "table",
        "caption": _inlines(table.caption, draft),
        "align": table.align,
        "widths": table.widths,
        "short": sum(heights) <= SHORT_TABLE,
        "header": _row(table.header, draft, long=False),
        "rows": [
            _row(row, draft, long=height > LONG_ROW)
            for row, height in zip(table.rows, heights, strict=True)
        ],
    }


def _row(row: Row, draft: str, *, long: bool) -> Value:
    return {
        "cells": [_inlines(cell, draft) for cell in row.cells],
        "longest": [_longest_word(cell) for cell in row.cells],
        "long": long,
    }


def _longest_word(inlines: Inlines) -> int:
    """The letters of the longest word, which may be too long for its column."""
    return max(map(len, _LETTERS.findall(plain(inlines))), default=0)


def _most_lines(row: Row, widths: tuple[int, ...]) -> int:
    """How many lines a row has at the most: half a character to each hundredth of the width."""
    return max(
        sum(1 + 2 * len(line) // max(width - 3, 1) for line in _words(plain(cell)).split("\n"))
        for cell, width in zip(row.cells, widths, strict=True)
    )


def _inlines(inlines: Inlines, draft: str) -> list[Any]:
    return [value for inline in inlines for value in _inline(inline, draft)]


def _inline(inline: Inline, draft: str) -> list[Any]:
    """One inline as values: "words" alone, or an object where there is more to say.

    A draft shows which words were merged in; an agreement that is in force does not.
    """
    match inline:
        case Break():
            return ["\n"]
        case Text():
            return [_styled(_words(inline.text), inline)]
        case Field(missing=True):
            return [_styled({"kind": "missing", "text": _words(inline.text)}, inline)]
        case Field():
            words = _words(inline.text)
            return [_styled({"kind": "merged", "text": words} if draft else words, inline)]
        case CrossRef(key=key, text=text):
            return [_styled({"kind": "reference", "key": key, "text": _words(text)}, inline)]
    assert_never(inline)


def _words(text: str) -> str:
    """Text with "\\n" as its only line break; a tab, which has no width in typst, is a space."""
    return _NEW_LINE.sub("\n", text).replace("\t", " ")


def _styled(words: str | Value, inline: Text | Field | CrossRef) -> str | Value:
    if not (inline.strong or inline.emphasis):
        return words
    value = {"kind": "text", "text": words} if isinstance(words, str) else words
    return {**value, "strong": inline.strong, "emphasis": inline.emphasis}
