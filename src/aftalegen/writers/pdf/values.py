"""The document as the values that `document.typ` walks: plain words, lists and small objects.

What makes two paragraphs look different to typst is left out (where they were
written, which edition they are in), so that it remembers the ones it has laid out.
Text may be anything: it is data all the way, never typst source.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, assert_never

from aftalegen.document import nodes as n
from aftalegen.document.numbering import keyed_paragraphs, reference_text
from aftalegen.document.walk import announces, current, fact_rows, is_marked, plain, without_summary
from aftalegen.writers.about import keywords, subject, told_title
from aftalegen.writers.pdf.inlines import Around, Value, inline_values, shown
from aftalegen.writers.words import edition_told, missing_told

# A table of so few lines stays whole on a page; a row of more than so many may be broken, as it
# could else be taller than the page and lose its end. A page has about 45 lines.
SHORT_TABLE = 16
LONG_ROW = 20

_WORD = re.compile(r"[^\s-]+")
_LONG = 40  # letters, for which there is room in every line outside tables


def document_values(document: n.Document) -> Value:
    """One document, with its metadata as plain text."""
    points = {key: at.key for key, (_paragraph, at) in keyed_paragraphs(document).items()}
    around = Around(None, frozenset(_gone(document.sections, False)), points)
    facts = [
        [[_fact(fact, around) for fact in column] for column in row] for row in fact_rows(document)
    ]
    return {
        "title": inline_values(document.title, Around()),
        "longest": _longest_word(document.title),
        "subtitle": inline_values(document.subtitle, Around()),
        "facts": facts,
        "missing": missing_told(document),
        "draft": document.draft,
        "contents": document.contents,
        "cover": document.cover,
        "points": document.points,
        "summary": [_block(one, around) for one in document.sections if one.summary],
        "blocks": _sections(without_summary(document), around),
        "plain_title": " ".join(plain(current(document.title)).split()),
        "author": document.author,
        "about": {
            "title": told_title(document),
            "subject": subject(document),
            "keywords": [*keywords(document)],
        },
        "edition": edition_told(document),
        "header": " ".join(plain(current(document.header or document.title)).split()),
        "date": [int(part) for part in document.edition_date.split("-")],
        **({"marks": True} if is_marked(document) else {}),
    }


def part_values(document: n.Document, label: str, own: str) -> Value:
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


def _gone(blocks: Sequence[n.Block], above: bool) -> Iterator[str]:
    """The keys of the sections that are taken out."""
    for block in blocks:
        if isinstance(block, n.Section):
            gone = above or block.change == "del"
            if gone:
                yield block.key
            yield from _gone(block.blocks, gone)


def _fact(fact: n.Fact, around: Around) -> Value:
    around = around.within(fact.change, lined=True)
    label = {"kind": "text", "text": fact.label, "change": around.change}
    return {
        "label": label if around.change else fact.label,
        "value": inline_values(fact.value, around),
        "place": fact.place,
        **_long(fact.value),
    }


def _sections(document: n.Document, around: Around) -> list[Value]:
    """The sections; the first appendix begins a page, the others follow each other."""
    values = [_block(section, around) for section in document.sections]
    for section, value in zip(document.sections, values, strict=True):
        if section.appendix:
            value["new_page"] = True
            break
    return values


def _block(block: n.Block, around: Around) -> Value:
    around = around.within(block.change)
    match block:
        case n.Section():
            title = inline_values(block.title, around)
            return {
                "kind": "section",
                "key": block.key,
                "level": block.level,
                "new_page": block.summary,
                "listed": not block.summary,
                "number": block.number,
                "title": title,
                "led_to": _led_to(block),
                "blocks": [_block(part, around) for part in block.blocks],
                **({"change": around.change} if around.change else _bar(title)),
                **around.behind(),
            }
        case n.Paragraph():
            inlines = inline_values(block.inlines, around)
            value: Value = {"kind": "paragraph", "inlines": inlines}
            value |= {"announces": True} if announces(block.inlines) else {}
            if block.number:
                (value["number"],) = inline_values((n.Text(block.number),), around)
            return {**value, **_bar(inlines), **around.behind(), **_long(block.inlines)}
        case n.Items():
            return _items(block, around)
        case n.Table():
            return _table(block, around)
        case n.Signatures(parties=parties):
            return {
                "kind": "signatures",
                "parties": [
                    {
                        "party": inline_values(party.party, around),
                        "roles": [inline_values(role, around) for role in party.roles],
                    }
                    for party in parties
                ],
                **around.behind(),
            }
        case n.PageBreak():
            return {"kind": "page_break"}
    assert_never(block)


def _led_to(section: n.Section) -> str:
    """What a link to a section is called, but for its number, which typst puts behind."""
    title = " ".join(plain(current(section.title)).split())
    kind = reference_text(section).rpartition("\u00a0")[0]
    return f"Gå til {title}" + ("," if " " in section.number else f", {kind}") * bool(
        section.number
    )


def _long(inlines: n.Inlines) -> Value:
    """What cannot be broken at a space and might not fit into a line."""
    return {"long": True} if _longest_word(inlines) > _LONG else {}


def _bar(inlines: list[Any]) -> Value:
    """The bar in the margin beside words that changed."""
    marked = any(isinstance(part, dict) and "change" in part for part in inlines)
    return {"bar": True} if marked else {}


def _items(items: n.Items, around: Around) -> Value:
    around = around.within(items.change)
    parts = [_item(item, around) for item in items.items]
    return {
        "kind": "items",
        "ordered": items.ordered,
        "items": parts,
        **({"bar": True} if any("bar" in part for part in parts) else {}),
        **around.behind(),
    }


def _item(item: n.Item, around: Around) -> Value:
    around = around.within(item.change, lined=True)
    inlines = inline_values(item.inlines, around)
    value: Value = {"label": item.label, "inlines": inlines, **_bar(inlines), **_long(item.inlines)}
    if item.items is not None:
        value["items"] = _items(item.items, around)
        value |= {"bar": True} if "bar" in value["items"] else {}
    return value


def _table(table: n.Table, around: Around) -> Value:
    heights = [_most_lines(row, table.widths) for row in table.rows]
    caption = inline_values(table.caption, around)
    rows = [
        _row(row, around, long=height > LONG_ROW)
        for row, height in zip(table.rows, heights, strict=True)
    ]
    header = _row(table.header, around, long=False)
    marked = any("bar" in part for part in (_bar(caption), header, *rows))
    return {
        "kind": "table",
        "caption": caption,
        "align": table.align,
        "widths": table.widths,
        "short": sum(heights) <= SHORT_TABLE,
        "header": header,
        "rows": rows,
        **({"bar": True} if marked else {}),
    }


def _row(row: n.Row, around: Around, *, long: bool) -> Value:
    around = around.within(row.change)
    cells = [inline_values(cell, around) for cell in row.cells]
    return {
        "cells": cells,
        "longest": [_longest_word(cell) for cell in row.cells],
        "long": long,
        **({"bar": True} if any(_bar(cell) for cell in cells) else {}),
        **around.behind(),
    }


def _longest_word(inlines: n.Inlines) -> int:
    """The letters of the longest word, which may be too long for its column."""
    return _longest_in(plain(inlines))


@lru_cache(maxsize=4000)
def _longest_in(text: str) -> int:
    return max(map(len, _WORD.findall(text)), default=0)


def _most_lines(row: n.Row, widths: tuple[int, ...]) -> int:
    """How many lines a row has at the most: half a character to each hundredth of the width."""
    return max(
        sum(1 + 2 * len(line) // max(width - 3, 1) for line in shown(plain(cell)).split("\n"))
        for cell, width in zip(row.cells, widths, strict=True)
    )
