"""The words of a document in HTML elements: landmarks, headings, lists, tables.

A change is an `ins` or `del` around what changed; within a changed part only what differs from it
is marked again. Section keys are the anchors; what was removed has an anchor of its own, as its key
may stand in the new text too.
"""

import re
from dataclasses import dataclass, replace
from itertools import groupby
from typing import assert_never

from aftalegen.document import nodes as n
from aftalegen.document.numbering import keyed_paragraphs
from aftalegen.document.walk import without_summary
from aftalegen.words.place import Source
from aftalegen.writers.web.markup import Html, element, joined, line, lines
from aftalegen.writers.words import CONTENTS, SIGN_ABOVE, SIGN_BELOW, missing_told

CONTENTS_ANCHOR = "--indhold"
"""No key has two hyphens together, so no section has these anchors."""
REMOVED = "--slettet"

_NEW_LINE = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a node: the keys that can be linked to, and the change it is part of.

    `tells_places`: the page is for those who write, and says where each thing was written. A page
    that leaves the house names no file in it.
    """

    targets: frozenset[str]
    change: n.Change = None
    tells_places: bool = False

    def within(self, change: n.Change) -> "Around":
        """What stands around the parts of a node with this change."""
        return replace(self, change=change) if change else self

    def place(self, source: Source | None) -> str | None:
        """Where something was written, for programs."""
        return f"{source.file}:{source.line}" if source and self.tells_places else None

    def named(self, source: Source | None) -> str | None:
        """Where a value was written, for the person who points at it."""
        place = self.place(source)
        return f"{place} {source.key}".strip() if source and place else None


def document_parts(document: n.Document, logo: Html | None, *, tells_places: bool) -> Html:
    """Title page, contents and sections, as the landmarks `header`, `nav` and `main`."""
    points = (p.key for p, _in in keyed_paragraphs(document).values() if p.key)
    targets = frozenset((*_targets(document.sections), *points))
    around = Around(targets, None, tells_places)
    own = without_summary(document).sections
    return joined(
        lines("header", logo, _title_page(document, around)),
        [_block(section, around) for section in document.sections if section.summary],
        _contents(own) if document.contents else None,
        lines("main", [_block(section, around) for section in own]),
    )


def _targets(blocks: tuple[n.Block, ...]) -> list[str]:
    """The keys of the sections that stand in the text as it is now."""
    keys = []
    for block in blocks:
        if isinstance(block, n.Section) and block.change != "del":
            keys += [block.key, *_targets(block.blocks)]
    return keys


def _title_page(document: n.Document, around: Around) -> Html:
    subtitle = _inlines(document.subtitle, around)
    facts = [_fact(fact, around) for fact in document.facts]
    missing = missing_told(document)
    return joined(
        line("p", _words(document.author), class_="sender") if document.cover else None,
        line("p", _words(document.draft), class_="mark") if document.draft else None,
        line("h1", _inlines(document.title, around)),
        line("p", subtitle, class_="subtitle") if subtitle else None,
        lines("dl", facts) if facts else None,
        line("p", missing, class_="missing-told") if missing else None,
    )


def _fact(fact: n.Fact, around: Around) -> Html:
    """A row of the title page; a changed one has the mark in both parts, as a row does."""
    label = _changed(_words(fact.label), fact.change, around.change)
    value = _inlines(fact.value, around.within(fact.change))
    value = _changed(value, fact.change, around.change) if value else value
    kind = None if fact.place == "line" else fact.place
    return line("div", element("dt", label), " ", element("dd", value), class_=kind)


def _contents(sections: tuple[n.Section, ...]) -> Html:
    """The contents: one link a section; a title's own references are no links within it."""
    entries = []
    for section in sections:
        words = _numbered(section.number, section.title, Around(frozenset(), section.change))
        link = element("a", words, href=f"#{_anchor(section.key, section.change)}")
        entries.append(line("li", _changed(link, section.change, None)))
    heading = line("h2", CONTENTS, id=CONTENTS_ANCHOR)
    return lines("nav", heading, lines("ol", entries, role="list"), aria_labelledby=CONTENTS_ANCHOR)


# --- blocks -----------------------------------------------------------------------------------


def _block(block: n.Block, around: Around) -> Html:
    """A block in its element, marked if it changed as a whole."""
    html = _unmarked(block, around.within(block.change))
    if block.change is None or block.change == around.change:
        return html
    return line(block.change, html, class_="block")


def _unmarked(block: n.Block, around: Around) -> Html:
    match block:
        case n.Section():
            return _section(block, around)
        case n.Paragraph():
            words, key = _numbered(block.number, block.inlines, around), block.key
            anchor = _anchor(key, around.change) if key in around.targets and key else None
            return line("p", words, id=anchor, data_source=around.place(block.source))
        case n.Items():
            entries = [_item(item, around) for item in block.items]
            # The role keeps it a list where the style has no markers: it prints its labels.
            return lines("ol" if block.ordered else "ul", entries, role="list")
        case n.Table():
            return _table(block, around)
        case n.Signatures():
            return _signatures(block, around)
        case n.PageBreak():
            return line("div", class_="new-page")
    assert_never(block)


def _section(section: n.Section, around: Around) -> Html:
    return lines(
        "section",
        line(f"h{section.level + 1}", _numbered(section.number, section.title, around)),
        [_block(block, around) for block in section.blocks],
        id=_anchor(section.key, around.change),
        class_="appendix" if section.appendix and section.level == 1 else None,
        data_source=around.place(section.source),
    )


def _anchor(key: str, change: n.Change) -> str:
    return key + (REMOVED if change == "del" else "")


def _numbered(number: str, inlines: n.Inlines, around: Around) -> Html:
    """The number of a section or a paragraph, if it has one, and its words."""
    words = _inlines(inlines, around)
    if not number:
        return words
    return joined(element("span", _words(number), class_="number"), " ", words)


def _item(item: n.Item, around: Around) -> Html:
    inner = around.within(item.change)
    label = element("span", _words(item.label), class_="label")
    below = ("\n", _block(item.items, inner)) if item.items is not None else None
    html = joined(label, " ", _inlines(item.inlines, inner), below)
    marked = _changed(html, item.change, around.change)
    return line("li", marked, data_source=around.place(item.source))


def _table(table: n.Table, around: Around) -> Html:
    caption = _inlines(table.caption, around)
    widths = [round(width * 100 / sum(table.widths)) for width in table.widths]
    made = element(
        "table",
        "\n",
        line("caption", caption) if caption else None,
        line("colgroup", [element("col", style=f"width:{width}%") for width in widths]),
        lines("thead", _row(table.header, "th", table.align, around)),
        lines("tbody", [_row(row, "td", table.align, around) for row in table.rows]),
        data_source=around.place(table.source),
    )
    return line("div", made, class_="table")


def _row(row: n.Row, name: str, align: tuple[n.Align, ...], around: Around) -> Html:
    """A row; a changed one has the mark in each cell, as nothing may stand around a `tr`."""
    inner = around.within(row.change)
    scope = "col" if name == "th" else None
    cells = []
    for cell, side in zip(row.cells, align, strict=True):
        words = _inlines(cell, inner)
        marked = _changed(words, row.change, around.change) if words else words
        kind = None if side == "left" else side
        cells.append(element(name, marked, scope=scope, class_=kind))
    return line("tr", cells, data_source=around.place(row.source))


def _signatures(signatures: n.Signatures, around: Around) -> Html:
    parties = []
    for party in signatures.parties:
        name = line("p", _inlines(party.party, around), class_="party")
        signed = [_signed(role, around) for role in party.roles]
        parties.append(lines("div", name, signed))
    return lines("div", parties, class_="signatures")


def _signed(role: n.Inlines, around: Around) -> Html:
    """What one person fills in, the role in between."""
    return joined(
        [line("p", words, class_="sign") for words in SIGN_ABOVE],
        line("p", _inlines(role, around), class_="role"),
        line("p", [element("span", words, " ") for words in SIGN_BELOW], class_="sign both"),
    )


# --- inlines ----------------------------------------------------------------------------------


def _inlines(inlines: n.Inlines, around: Around) -> Html:
    """Inlines, with one mark around neighbours that changed alike."""
    found = []
    for change, group in groupby(inlines, key=lambda inline: inline.change):
        inner = around.within(change)
        found.append(_changed(joined(_inline(i, inner) for i in group), change, around.change))
    return joined(found)


def _inline(inline: n.Inline, around: Around) -> Html:
    match inline:
        case n.Break():
            return element("br")
        case n.Text():
            return _weighted(_words(inline.text), inline)
        case n.Field():
            tag, kind = ("mark", "missing") if inline.missing else ("span", "field")
            place = around.place(inline.source)
            told = {"data_source": place, "title": around.named(inline.source)}
            return _weighted(element(tag, _words(inline.text), class_=kind, **told), inline)
        case n.CrossRef(key=key):
            words = _words(inline.text)
            linked = element("a", words, href=f"#{key}") if key in around.targets else words
            return _weighted(linked, inline)
    assert_never(inline)


def _weighted(html: Html, inline: n.Text | n.Field | n.CrossRef) -> Html:
    html = element("strong", html) if inline.strong else html
    return element("em", html) if inline.emphasis else html


def _changed(html: Html, change: n.Change, outer: n.Change) -> Html:
    """HTML with its mark, unless what stands around it has the same."""
    return html if change is None or change == outer else element(change, html)


def _words(text: str) -> Html:
    first, *rest = _NEW_LINE.split(text)
    return joined(first, ((element("br"), part) for part in rest))
