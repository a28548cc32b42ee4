"""The words of a document in HTML elements: landmarks, headings, lists, tables.

A change is an `ins` or `del` around what changed; within a changed part only what differs from it
is marked again. Section keys are the anchors; what was removed has an anchor of its own, as its key
may stand in the new text too.
"""

import re
from dataclasses import dataclass, replace
from html import escape
from itertools import groupby
from typing import assert_never

from aftalegen.document.nodes import (
    Align,
    Block,
    Break,
    Change,
    CrossRef,
    Document,
    Fact,
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
)
from aftalegen.words.place import Source
from aftalegen.writers.words import CONTENTS, SIGN_HERE

CONTENTS_ANCHOR = "--indhold"
"""No key has two hyphens together, so no section has these anchors."""
REMOVED = "--slettet"

_NEW_LINE = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a node: the keys that can be linked to, and the change it is part of."""

    targets: frozenset[str]
    change: Change = None

    def within(self, change: Change) -> "Around":
        """What stands around the parts of a node with this change."""
        return replace(self, change=change) if change else self


def document_parts(document: Document, logo: str) -> str:
    """Title page, contents and sections, as the landmarks `header`, `nav` and `main`."""
    around = Around(frozenset(_targets(document.sections)))
    parts = [f"<header>\n{logo}{_title_page(document, around)}</header>\n"]
    if document.contents:
        parts.append(_contents(document.sections))
    body = "".join(_block(section, around) for section in document.sections)
    parts.append(f"<main>\n{body}</main>\n")
    return "".join(parts)


def _targets(blocks: tuple[Block, ...]) -> list[str]:
    """The keys of the sections that stand in the text as it is now."""
    keys = []
    for block in blocks:
        if isinstance(block, Section) and block.change != "del":
            keys += [block.key, *_targets(block.blocks)]
    return keys


def _title_page(document: Document, around: Around) -> str:
    draft = f'<p class="mark">{_words(document.draft)}</p>\n' if document.draft else ""
    facts = "".join(_fact(fact, around) for fact in document.facts)
    subtitle = _inlines(document.subtitle, around)
    return (
        f"{draft}<h1>{_inlines(document.title, around)}</h1>\n"
        + (f'<p class="subtitle">{subtitle}</p>\n' if subtitle else "")
        + (f"<dl>\n{facts}</dl>\n" if facts else "")
    )


def _fact(fact: Fact, around: Around) -> str:
    """A row of the title page; a changed one has the mark in both parts, as a row does."""
    label = _changed(_words(fact.label), fact.change, around.change)
    value = _inlines(fact.value, around.within(fact.change))
    value = _changed(value, fact.change, around.change) if value else ""
    return f"<div><dt>{label}</dt> <dd>{value}</dd></div>\n"


def _contents(sections: tuple[Section, ...]) -> str:
    """The contents: one link a section; a title's own references are no links within it."""
    lines = []
    for section in sections:
        line = _numbered(section, Around(frozenset(), section.change))
        link = f'<a href="#{escape(_anchor(section, section.change))}">{line}</a>'
        lines.append(f"<li>{_changed(link, section.change, None)}</li>\n")
    heading = f'<h2 id="{CONTENTS_ANCHOR}">{CONTENTS}</h2>'
    return (
        f'<nav aria-labelledby="{CONTENTS_ANCHOR}">\n{heading}\n'
        f'<ol role="list">\n{"".join(lines)}</ol>\n</nav>\n'
    )


# --- blocks -----------------------------------------------------------------------------------


def _block(block: Block, around: Around) -> str:
    """A block in its element, marked if it changed as a whole."""
    html = _unmarked(block, around.within(block.change))
    return _changed(html, block.change, around.change, block=True)


def _unmarked(block: Block, around: Around) -> str:
    match block:
        case Section():
            return _section(block, around)
        case Paragraph():
            return f"<p{_place(block.source)}>{_inlines(block.inlines, around)}</p>\n"
        case Items():
            return _items(block, around)
        case Table():
            return _table(block, around)
        case Signatures():
            return _signatures(block, around)
        case PageBreak():
            return '<div class="new-page"></div>\n'
    assert_never(block)


def _section(section: Section, around: Around) -> str:
    name = "appendix" if section.appendix and section.level == 1 else ""
    kind = f' class="{name}"' if name else ""
    level = section.level + 1
    anchor = escape(_anchor(section, around.change))
    body = "".join(_block(block, around) for block in section.blocks)
    return (
        f'<section id="{anchor}"{kind}{_place(section.source)}>\n'
        f"<h{level}>{_numbered(section, around)}</h{level}>\n{body}</section>\n"
    )


def _anchor(section: Section, change: Change) -> str:
    return section.key + (REMOVED if change == "del" else "")


def _numbered(section: Section, around: Around) -> str:
    """The number and title of a section."""
    title = _inlines(section.title, around)
    if not section.number:
        return title
    return f'<span class="number">{_words(section.number)}</span> {title}'


def _items(items: Items, around: Around) -> str:
    """A list with its printed labels; the role keeps it a list where the style has no markers."""
    name = "ol" if items.ordered else "ul"
    lines = "".join(_item(item, around) for item in items.items)
    return f'<{name} role="list">\n{lines}</{name}>\n'


def _item(item: Item, around: Around) -> str:
    inner = around.within(item.change)
    label = f'<span class="label">{_words(item.label)}</span> '
    html = label + _inlines(item.inlines, inner)
    if item.items is not None:
        html += "\n" + _block(item.items, inner)
    marked = _changed(html, item.change, around.change)
    return f"<li{_place(item.source)}>{marked}</li>\n"


def _table(table: Table, around: Around) -> str:
    caption = _inlines(table.caption, around)
    columns = "".join(f'<col style="width:{width}%">' for width in table.widths)
    head = _row(table.header, "th", table.align, around)
    rows = "".join(_row(row, "td", table.align, around) for row in table.rows)
    return (
        f'<div class="table"><table{_place(table.source)}>\n'
        + (f"<caption>{caption}</caption>\n" if caption else "")
        + f"<colgroup>{columns}</colgroup>\n"
        f"<thead>\n{head}</thead>\n<tbody>\n{rows}</tbody>\n</table></div>\n"
    )


def _row(row: Row, name: str, align: tuple[Align, ...], around: Around) -> str:
    """A row; a changed one has the mark in each cell, as nothing may stand around a `tr`."""
    inner = around.within(row.change)
    scope = ' scope="col"' if name == "th" else ""
    cells = []
    for cell, side in zip(row.cells, align, strict=True):
        words = _inlines(cell, inner)
        marked = _changed(words, row.change, around.change) if words else ""
        kind = "" if side == "left" else f' class="{side}"'
        cells.append(f"<{name}{scope}{kind}>{marked}</{name}>")
    return f"<tr{_place(row.source)}>{''.join(cells)}</tr>\n"


def _signatures(signatures: Signatures, around: Around) -> str:
    html = ""
    for party in signatures.parties:
        roles = "".join(
            f'<p class="sign">{SIGN_HERE}</p>\n<p class="role">{_inlines(role, around)}</p>\n'
            for role in party.roles
        )
        name = f'<p class="party">{_inlines(party.party, around)}</p>'
        html += f'<div class="signatures">\n{name}\n{roles}</div>\n'
    return html


# --- inlines ----------------------------------------------------------------------------------


def _inlines(inlines: Inlines, around: Around) -> str:
    """Inlines, with one mark around neighbours that changed alike."""
    html = ""
    for change, group in groupby(inlines, key=lambda inline: inline.change):
        inner = around.within(change)
        html += _changed("".join(_inline(i, inner) for i in group), change, around.change)
    return html


def _inline(inline: Inline, around: Around) -> str:
    match inline:
        case Break():
            return "<br>"
        case Text():
            return _weighted(_words(inline.text), inline)
        case Field(missing=True):
            place = _told_place(inline.source)
            return _weighted(f'<mark class="missing"{place}>{_words(inline.text)}</mark>', inline)
        case Field():
            place = _told_place(inline.source)
            return _weighted(f'<span class="field"{place}>{_words(inline.text)}</span>', inline)
        case CrossRef(key=key):
            words = _words(inline.text)
            linked = f'<a href="#{escape(key)}">{words}</a>' if key in around.targets else words
            return _weighted(linked, inline)
    assert_never(inline)


def _weighted(html: str, inline: Text | Field | CrossRef) -> str:
    html = f"<strong>{html}</strong>" if inline.strong else html
    return f"<em>{html}</em>" if inline.emphasis else html


def _changed(html: str, change: Change, outer: Change, *, block: bool = False) -> str:
    """HTML with its mark, unless what stands around it has the same."""
    if change is None or change == outer:
        return html
    kind = ' class="block"' if block else ""
    return f"<{change}{kind}>{html}</{change}>" + ("\n" if block else "")


def _words(text: str) -> str:
    return "<br>".join(map(escape, _NEW_LINE.split(text)))


def _place(source: Source | None) -> str:
    """Where a block was written, for programs."""
    return f' data-source="{escape(f"{source.file}:{source.line}")}"' if source else ""


def _told_place(source: Source | None) -> str:
    """Where a value was written, for programs and for the person who points at it."""
    if source is None:
        return ""
    told = f"{source.file}:{source.line} {source.key}".strip()
    return f'{_place(source)} title="{escape(told)}"'
