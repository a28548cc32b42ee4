"""Markdown -> nodes: a small subset, everything else refused with its place.

Values stand in the Markdown as marks (two private-use characters), so data is
never parsed. What was parsed is remembered: sections whose branches came out
alike are the same text for every municipality.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache, partial

from markdown_it import MarkdownIt
from markdown_it.token import Token

from aftalegen.document import nodes as n
from aftalegen.document.walk import Words, mapped_block
from aftalegen.template.alternatives import with_choices
from aftalegen.template.inlines import (
    filled,
    keyed,
    refuse_decoded,
    refuse_marks_left,
    shown,
    signatures_alone,
    token_inlines,
)
from aftalegen.template.line_starts import refuse_ordinal, refuse_unparted, require_words
from aftalegen.template.marks import MARK, Lines, Value
from aftalegen.template.tables import align_of, captioned, column_widths
from aftalegen.template.targets import key_twice, same_key
from aftalegen.words.faults import InputError
from aftalegen.words.language import _, later
from aftalegen.words.place import Source

_TIMES = re.compile(rf"(?<=[0-9\U000f0000-\U000ffffd])\*(?=[0-9{MARK}])")
"""An asterisk between two figures, each of which may be a value: it is no emphasis."""
_CELL_END = re.compile(r"(?<!\\)\|")


def markdown_blocks(text: str, lines: Lines, values: Sequence[Value]) -> tuple[n.Block, ...]:
    """The blocks of a section's Markdown with its values in their places.

    Raises InputError with the place in the template for Markdown outside the subset.
    """
    words = partial(filled, values)
    return tuple(_filled(block, values, words) for block in _parsed(text, lines))


def _filled(block: n.Block, values: Sequence[Value], words: Words) -> n.Block:
    """A remembered block with the values of this annex in it."""
    match block:
        case n.Section():
            below = tuple(_filled(part, values, words) for part in block.blocks)
            return replace(block, title=words(block.title, block.source), blocks=below)
        case n.Paragraph() if signatures := signatures_alone(block.inlines, values):
            return signatures
        case n.Table():
            table = mapped_block(block, words)
            return replace(table, widths=column_widths((table.header, *table.rows)))
        case _:
            return mapped_block(block, words)


def _ended(blocks: list[n.Block]) -> tuple[n.Block, ...]:
    """The blocks below a heading, with their captions, and their choices as such."""
    return with_choices(captioned(blocks))


# --- parsing, remembered ----------------------------------------------------------------------


@lru_cache(maxsize=2048)
def _parsed(text: str, lines: Lines) -> tuple[n.Block, ...]:
    blocks = _Parser(text, lines).blocks()
    if pair := same_key(blocks):
        raise key_twice(*pair)
    return blocks


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    # typographer off and html left on: what is not in the subset must come as a token to be refused
    # no reference definitions: the parser would swallow a line such as «[note]: see there»
    return MarkdownIt("commonmark").enable("table").disable(["reference", "text_join"])


class _Parser:
    """Walks the token stream once, front to back."""

    def __init__(self, text: str, lines: Lines) -> None:
        self.lines = lines
        self.text = text.split("\n")
        self.tokens = _markdown().parse(_TIMES.sub(r"\*", text))
        self.at = 0
        self._row: Source | None = None

    def blocks(self) -> tuple[n.Block, ...]:
        """All blocks; a subsection takes the blocks up to the next one."""
        top: list[n.Block] = []
        section: n.Section | None = None
        inside: list[n.Block] = []
        while self.at < len(self.tokens):
            block = self._block()
            if isinstance(block, n.Section):
                if section is not None:
                    top.append(replace(section, blocks=_ended(inside)))
                section, inside = block, []
            else:
                (inside if section is not None else top).append(block)
        closed = (replace(section, blocks=_ended(inside)),) if section is not None else ()
        return (*_ended(top), *closed)

    def _next(self) -> Token:
        token = self.tokens[self.at]
        self.at += 1
        return token

    def _source(self, token: Token) -> Source | None:
        """The template line of a token: the first known line at or after its start."""
        if token.map is None:
            return None
        start, end = token.map
        known = (line for line in self.lines[start : max(end, start + 1)] if line is not None)
        return next(known, None)

    def _block(self) -> n.Block:
        token = self._next()
        match token.type:
            case "paragraph_open":
                return self._paragraph(token)
            case "heading_open":
                return self._heading(token)
            case "bullet_list_open" | "ordered_list_open":
                return self._list(token, depth=0)
            case "table_open":
                return self._table(token)
            case "hr":
                refuse_unparted(token, self.text, self._source(token))
                return n.PageBreak()
        raise self._refused(token, token)

    def _inline_until(self, closing: str) -> tuple[n.Inlines, str | None]:
        """The inlines up to a closing token, and the key that ends them."""
        inlines = self._words(self._next())
        assert self._next().type == closing
        return keyed(inlines)

    def _words(self, token: Token) -> n.Inlines:
        """The words of an inline token, in which no signs of Markdown are left."""
        place = self._source(token) or self._row
        refuse_decoded(token, place)
        refuse_marks_left(token, place)
        return tuple(token_inlines(token, self._refused))

    def _paragraph(self, opened: Token) -> n.Paragraph:
        source = self._source(opened)
        inlines, key = self._inline_until("paragraph_close")
        require_words(inlines, source)
        return n.Paragraph(inlines, key, source=source)

    def _heading(self, opened: Token) -> n.Section:
        source = self._source(opened)
        if opened.tag != "h2" or opened.markup != "##":
            raise self._refused(opened, opened)
        title, key = self._inline_until("heading_close")
        require_words(title, source)
        if key is None:
            raise InputError(
                "heading-without-key",
                _("the heading «{title}» has no key").format(title=shown(title)),
                source,
                _("end it with a permanent key: ## {title} {{#a-key}}").format(title=shown(title)),
            )
        return n.Section(key, title, (), level=2, source=source)

    def _list(self, opened: Token, depth: int) -> n.Items:
        if depth > 1:
            raise self._refused(opened, opened)
        if opened.attrGet("start") is not None:
            raise InputError(
                "list-start",
                _("the list begins with {n}; lists are lettered from a").format(
                    n=opened.attrGet("start")
                ),
                self._source(opened),
                _("begin the list with «1. »"),
            )
        ordered = opened.type == "ordered_list_open"
        closing = opened.type.replace("_open", "_close")
        items: list[n.Item] = []
        while (token := self._next()).type != closing:
            items.append(self._item(token, depth, ordered))
        if depth == 0 or len(items) == 1:
            ends = "" if ordered and len(items) == 1 else ":"
            refuse_unparted(opened, self.text, self._source(opened), ends)
        return n.Items(ordered, tuple(items))

    def _item(self, opened: Token, depth: int, ordered: bool) -> n.Item:
        source = self._source(opened)
        first = self._next()
        if first.type != "paragraph_open":
            raise self._refused(first, opened)
        inlines, key = self._inline_until("paragraph_close")
        require_words(inlines, source)
        if ordered:
            refuse_ordinal(inlines, source)
        nested = None
        if (token := self._next()).type in ("bullet_list_open", "ordered_list_open"):
            nested = self._list(token, depth + 1)
            token = self._next()
        if token.type != "list_item_close":
            raise self._refused(token, opened)
        return n.Item(inlines, nested, key=key, source=source)

    def _table(self, opened: Token) -> n.Table:
        source = self._source(opened)
        rows: list[n.Row] = []
        align: list[n.Align] = []
        cells: list[n.Inlines] = []
        row_source = source
        line = ""
        while (token := self._next()).type != "table_close":
            if token.type == "tr_open":
                cells, row_source = [], self._source(token)
                self._row = row_source
                line = self.text[token.map[0]] if token.map else ""
            elif token.type in ("th_open", "td_open"):
                if not rows:
                    align.append(align_of(token))
                cells.append(self._words(self._next()))
            elif token.type == "tr_close":
                self._refuse_more_cells(line, len(align), row_source)
                rows.append(n.Row(tuple(cells), source=row_source))
        return n.Table((), tuple(align), (), rows[0], tuple(rows[1:]), source=source)

    def _refuse_more_cells(self, line: str, columns: int, source: Source | None) -> None:
        """Refuse a row with more cells than the header: the parser would drop their words."""
        if len(_CELL_END.findall(line.strip().strip("|"))) >= columns:
            raise InputError(
                "table-cells",
                _("the row has more cells than the table's header"),
                source,
                _("remove a «|», or write it as «\\|» if it is part of the text"),
            )

    def _refused(self, token: Token, near: Token) -> InputError:
        """The error for a construct outside the subset."""
        name = _NAMES.get(token.type.removesuffix("_open"), _OTHER)
        return InputError(
            "markdown-outside-subset",
            _("{construct} cannot be used in a template").format(construct=_(name)),
            self._source(token if token.map else near),
            _("use paragraphs, ## headings, lists, tables, **bold** and *italic*"),
        )


_OTHER = later("what stands here")
_NAMES = {
    "html_block": later("raw HTML"),
    "html_inline": later("raw HTML"),
    "code_block": later("indented text (code)"),
    "fence": later("a code block"),
    "code_inline": later("code"),
    "link": later("a link"),
    "image": later("an image"),
    "blockquote": later("a quotation"),
    "heading": later("a heading other than ##"),
    "bullet_list": later("a third level of list"),
    "ordered_list": later("a third level of list"),
    "paragraph": later("a second paragraph in one item of a list"),
    "table": later("a table within a list"),
    "hr": later("a line across the page"),
}
