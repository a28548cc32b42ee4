"""Tables of Markdown: their captions, and how wide their columns are."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from markdown_it.token import Token

from aftalegen.document.nodes import Align, Block, Paragraph, Row, Table, Text
from aftalegen.document.walk import plain
from aftalegen.words.faults import InputError
from aftalegen.words.language import _

_BREAKS = re.compile("[ \n\t]+")  # where a line may break: not at a non-breaking space


def align_of(token: Token) -> Align:
    """How the cells of a column stand."""
    style = str(token.attrGet("style") or "")
    return "right" if "right" in style else "center" if "center" in style else "left"


def captioned(blocks: Sequence[Block]) -> tuple[Block, ...]:
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
