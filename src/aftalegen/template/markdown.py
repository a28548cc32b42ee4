"""Markdown -> nodes: a small subset, everything else refused with its place.

Values stand in the Markdown as marks (two private-use characters), so data is
never parsed. What was parsed is remembered: sections whose branches came out
alike are the same text for every municipality.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from operator import is_

from markdown_it import MarkdownIt
from markdown_it.token import Token

from aftalegen.document.nodes import (
    Align,
    Block,
    Break,
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
from aftalegen.document.walk import plain
from aftalegen.template.marks import MARK, MARKS, Lines, Value, marked
from aftalegen.words import danish
from aftalegen.words.faults import InputError
from aftalegen.words.language import _, later
from aftalegen.words.place import Source

_BREAKS = re.compile("[ \n\t]+")  # where a line may break: not at a non-breaking space
_CELL_END = re.compile(r"(?<!\\)\|")
_KEY = re.compile(r"\s*\{#([a-z0-9]+(?:-[a-z0-9]+)*)\}\s*\Z")


def markdown_blocks(text: str, lines: Lines, values: Sequence[Value]) -> tuple[Block, ...]:
    """The blocks of a section's Markdown with its values in their places.

    Raises InputError with the place in the template for Markdown outside the subset.
    """
    return tuple(_filled(block, values) for block in _parsed(text, lines))


def marked_inlines(text: str, values: Sequence[Value]) -> Inlines:
    """Plain text with marks, such as a title, as inlines; no Markdown in it."""
    return _fill_inlines(tuple(_split(text, False, False)), values)


# --- parsing, remembered ----------------------------------------------------------------------


@lru_cache(maxsize=2048)
def _parsed(text: str, lines: Lines) -> tuple[Block, ...]:
    return _Parser(text, lines).blocks()


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    # typographer off and html left on: what is not in the subset must come as a token to be refused
    # no reference definitions: the parser would swallow a line such as «[note]: see there»
    return MarkdownIt("commonmark").enable("table").disable("reference")


class _Parser:
    """Walks the token stream once, front to back."""

    def __init__(self, text: str, lines: Lines) -> None:
        self.lines = lines
        self.text = text.split("\n")
        self.tokens = _markdown().parse(text)
        self.at = 0

    def blocks(self) -> tuple[Block, ...]:
        """All blocks; a subsection takes the blocks up to the next one."""
        top: list[Block] = []
        section: Section | None = None
        inside: list[Block] = []
        while self.at < len(self.tokens):
            block = self._block()
            if isinstance(block, Section):
                if section is not None:
                    top.append(replace(section, blocks=_captioned(inside)))
                section, inside = block, []
            else:
                (inside if section is not None else top).append(block)
        closed = (replace(section, blocks=_captioned(inside)),) if section is not None else ()
        return (*_captioned(top), *closed)

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

    def _block(self) -> Block:
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
                return PageBreak()
        raise self._refused(token, token)

    def _inline_until(self, closing: str) -> tuple[Inlines, str | None]:
        """The inlines up to a closing token, and the key that ends them."""
        token = self._next()
        inlines = tuple(_inlines(token, self._refused))
        assert self._next().type == closing
        return _keyed(inlines)

    def _paragraph(self, opened: Token) -> Paragraph:
        source = self._source(opened)
        inlines, key = self._inline_until("paragraph_close")
        return Paragraph(inlines, key, source=source)

    def _heading(self, opened: Token) -> Section:
        source = self._source(opened)
        if opened.tag != "h2" or opened.markup != "##":
            raise self._refused(opened, opened)
        title, key = self._inline_until("heading_close")
        if key is None:
            raise InputError(
                "heading-without-key",
                _("the heading «{title}» has no key").format(title=_words(title)),
                source,
                _("end it with a permanent key: ## {title} {{#a-key}}").format(title=_words(title)),
            )
        return Section(key, title, (), level=2, source=source)

    def _list(self, opened: Token, depth: int) -> Items:
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
        closing = opened.type.replace("_open", "_close")
        items: list[Item] = []
        while (token := self._next()).type != closing:
            items.append(self._item(token, depth))
        return Items(opened.type == "ordered_list_open", tuple(items))

    def _item(self, opened: Token, depth: int) -> Item:
        source = self._source(opened)
        first = self._next()
        if first.type != "paragraph_open":
            raise self._refused(first, opened)
        inlines, key = self._inline_until("paragraph_close")
        if plain(inlines).startswith(danish.MONTHS):
            raise InputError(
                "date-as-list",
                _("the line begins with a date, and would become a list"),
                source,
                _("break the line elsewhere, so that it does not begin with «1. »"),
            )
        nested = None
        if (token := self._next()).type in ("bullet_list_open", "ordered_list_open"):
            nested = self._list(token, depth + 1)
            token = self._next()
        if token.type != "list_item_close":
            raise self._refused(token, opened)
        return Item(inlines, nested, key=key, source=source)

    def _table(self, opened: Token) -> Table:
        source = self._source(opened)
        rows: list[Row] = []
        align: list[Align] = []
        cells: list[Inlines] = []
        row_source: Source | None = None
        line = ""
        while (token := self._next()).type != "table_close":
            if token.type == "tr_open":
                cells, row_source = [], self._source(token)
                line = self.text[token.map[0]] if token.map else ""
            elif token.type in ("th_open", "td_open"):
                if not rows:
                    align.append(_align(token))
                cells.append(tuple(_inlines(self._next(), self._refused)))
            elif token.type == "tr_close":
                self._refuse_more_cells(line, len(align), row_source)
                rows.append(Row(tuple(cells), source=row_source))
        return Table((), tuple(align), (), rows[0], tuple(rows[1:]), source=source)

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
        name = _NAMES.get(token.type.removesuffix("_open"), token.type)
        return InputError(
            "markdown-outside-subset",
            _("{construct} cannot be used in a template").format(construct=_(name)),
            self._source(token if token.map else near),
            _("use paragraphs, ## headings, lists, tables, **bold** and *italic*"),
        )


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
}


def _align(token: Token) -> Align:
    style = str(token.attrGet("style") or "")
    return "right" if "right" in style else "center" if "center" in style else "left"


def _inlines(token: Token, refused: Callable[[Token, Token], InputError]) -> list[Inline]:
    """The inlines of an inline token; soft breaks are spaces."""
    result: list[Inline] = []
    strong = emphasis = False
    run = ""
    for child in token.children or ():
        if child.type in ("text", "text_special"):
            run += child.content
            continue
        if child.type == "softbreak":
            run += " "
            continue
        result += _split(run, strong, emphasis)
        run = ""
        match child.type:
            case "strong_open" | "strong_close":
                strong = child.type == "strong_open"
            case "em_open" | "em_close":
                emphasis = child.type == "em_open"
            case "hardbreak":
                result.append(Break())
            case _:
                raise refused(child, token)
    return result + _split(run, strong, emphasis)


def _split(run: str, strong: bool, emphasis: bool) -> list[Inline]:
    """A run of text as Text and, where a mark stands, a Field that holds the mark."""
    result: list[Inline] = []
    for index, part in enumerate(MARKS.split(run)):
        if index % 2:
            result.append(Field(MARK + part, strong=strong, emphasis=emphasis))
        elif part:
            result.append(Text(danish.nonbreaking(part), strong, emphasis))
    return result


def _keyed(inlines: Inlines) -> tuple[Inlines, str | None]:
    """Inlines without their closing `{#key}`, and the key."""
    last = inlines[-1] if inlines else None
    if not isinstance(last, Text) or not (found := _KEY.search(last.text)):
        return inlines, None
    rest = last.text[: found.start()]
    return (*inlines[:-1], *((replace(last, text=rest),) if rest else ())), found[1]


def _captioned(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Blocks in which each table has taken the caption paragraph (`: …`) before it."""
    result: list[Block] = []
    for block in blocks:
        if isinstance(block, Table):
            caption = result.pop() if result else None
            if not isinstance(caption, Paragraph) or not _is_caption(caption):
                raise InputError(
                    "table-without-caption",
                    _("the table has no caption"),
                    block.source,
                    _("write a paragraph «: What the table shows» before it"),
                )
            first = caption.inlines[0]
            assert isinstance(first, Text)
            words = (replace(first, text=first.text[1:].lstrip()), *caption.inlines[1:])
            block = replace(block, caption=words, key=caption.key)
        elif result and isinstance(result[-1], Paragraph):
            _refuse_caption(result[-1])
        result.append(block)
    if result and isinstance(result[-1], Paragraph):
        _refuse_caption(result[-1])
    return tuple(result)


def _refuse_caption(paragraph: Paragraph) -> None:
    """Refuse a caption that no table follows: its colon would be printed."""
    if _is_caption(paragraph):
        raise InputError(
            "caption-without-table",
            _("the caption has no table after it"),
            paragraph.source,
            _("write the table after it, or remove the colon"),
        )


def _is_caption(paragraph: Paragraph) -> bool:
    first = paragraph.inlines[0] if paragraph.inlines else None
    return isinstance(first, Text) and first.text.startswith(": ")


def _words(inlines: Inlines) -> str:
    return MARKS.sub("…", plain(inlines))


# --- filling ----------------------------------------------------------------------------------


def _filled(block: Block, values: Sequence[Value]) -> Block:
    """A remembered block with the values of this annex in it; itself where none stands in it."""
    match block:
        case Paragraph():
            if signatures := _alone(block.inlines, values):
                return signatures
            inlines = _fill_inlines(block.inlines, values, block.source)
            return block if inlines is block.inlines else replace(block, inlines=inlines)
        case Items():
            return _filled_items(block, values)
        case Table():
            return _filled_table(block, values)
        case Section():
            title = _fill_inlines(block.title, values, block.source)
            blocks = tuple(_filled(part, values) for part in block.blocks)
            if title is block.title and _same(blocks, block.blocks):
                return block
            return replace(block, title=title, blocks=blocks)
        case _:
            return block


def _same(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    """Whether two tuples hold the very same things: what is unchanged is kept, not copied."""
    return len(one) == len(other) and all(map(is_, one, other))


def _alone(inlines: Inlines, values: Sequence[Value]) -> Signatures | None:
    """The signature block, where its mark is all that a paragraph holds."""
    if len(inlines) == 1 and (found := MARKS.fullmatch(plain(inlines))):
        value = marked(found[0], values)
        return value if isinstance(value, Signatures) else None
    return None


def _filled_items(block: Items, values: Sequence[Value]) -> Items:
    def item(one: Item) -> Item:
        nested = _filled_items(one.items, values) if one.items else None
        inlines = _fill_inlines(one.inlines, values, one.source)
        if inlines is one.inlines and nested is one.items:
            return one
        return replace(one, inlines=inlines, items=nested)

    items = tuple(item(one) for one in block.items)
    return block if _same(items, block.items) else replace(block, items=items)


def _filled_table(table: Table, values: Sequence[Value]) -> Table:
    header = _filled_row(table.header, values)
    rows = tuple(_filled_row(row, values) for row in table.rows)
    caption = _fill_inlines(table.caption, values, table.source)
    widths = column_widths((header, *rows))
    return replace(table, caption=caption, header=header, rows=rows, widths=widths)


def _filled_row(row: Row, values: Sequence[Value]) -> Row:
    cells = tuple(_fill_inlines(cell, values, row.source) for cell in row.cells)
    return row if _same(cells, row.cells) else replace(row, cells=cells)


def _fill_inlines(
    inlines: Inlines, values: Sequence[Value], place: Source | None = None
) -> Inlines:
    if Field not in map(type, inlines):
        return inlines
    result: list[Inline] = []
    for inline in inlines:
        if not isinstance(inline, Field) or not inline.text.startswith(MARK):
            result.append(inline)
            continue
        value = marked(inline.text, values)
        if isinstance(value, Signatures):
            raise InputError(
                "signatures-not-alone",
                _("{{ signatures }} must stand alone in a paragraph"),
                place,
                _("put a blank line before and after it"),
            )
        if inline.strong or inline.emphasis:
            value = replace(value, strong=inline.strong, emphasis=inline.emphasis)
        result.append(value)
    return tuple(result)


@dataclass(frozen=True, slots=True)
class _Need:
    """How much room a column needs: its longest word, and all its words."""

    word: int
    text: int


def column_widths(rows: Sequence[Row]) -> tuple[int, ...]:
    """Shares of 100 for the columns of a table, by what stands in them.

    Each column gets room for its longest word first, so that none is crowded out;
    what is left is shared by the amount of text, so that the rows become low.
    """
    columns = len(rows[0].cells)
    needs: list[_Need] = []
    for index in range(columns):
        texts = [plain(row.cells[index]) for row in rows if index < len(row.cells)]
        words = [len(word) for text in texts for word in _BREAKS.split(text)] or [1]
        needs.append(_Need(min(max(words), 30) + 2, max(len(text) for text in texts) + 1))
    line = 100  # characters on a line of the table, about
    base = [need.word / line * 100 for need in needs]
    left = max(0.0, 100 - sum(base))
    weights = [need.text for need in needs]
    shares = [b + left * w / sum(weights) for b, w in zip(base, weights, strict=True)]
    whole = [max(5, round(share * 100 / sum(shares))) for share in shares]
    while excess := sum(whole) - 100:  # from the widest, one by one: none vanishes among many
        whole[whole.index(max(whole))] -= 1 if excess > 0 else -1
    return tuple(whole)
