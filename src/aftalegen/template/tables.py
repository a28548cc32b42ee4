"""Tables of Markdown: their captions, and how wide their columns are."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import sqrt

from markdown_it.token import Token

from aftalegen.document.nodes import Align, Block, CrossRef, Inlines, Paragraph, Row, Table, Text
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


LINE = 75
"""About so many letters of middling width a line of a table has room for."""
_AROUND = 3  # letters: what is left free on both sides of a cell's words
_BOLD = 1.07  # a letter of the header, as a share of another
_WIDTHS = {**dict.fromkeys("mwMW@", 1.65), **dict.fromkeys("iljI.,:;'!|", 0.5)}
_WIDTHS |= dict.fromkeys(" \u00a0ftr()-/", 0.65)
_CAPITAL = 1.2
_UNEVEN = 1.2  # the longest of the lines of a text, as a share of their mean
_REFERENCE = "appendiks\u00a0D.2"  # what a reference may say, which has its words later


@dataclass(frozen=True, slots=True)
class _Need:
    """How much room a column needs, in letters: for its longest word, and for its longest text."""

    word: float
    text: float

    def in_lines(self, lines: int) -> float:
        """The room in which the longest text has so many lines, about."""
        if lines == 1:
            return self.text
        return max(self.word, (self.text - _AROUND) / lines * _UNEVEN + _AROUND)


def column_widths(rows: Sequence[Row]) -> tuple[int, ...]:
    """Hundredths of the page's text for the columns of a table, the first row of which is bold.

    A table is no wider than it needs. Where there is not room for the longest text of each, the
    columns of short texts have theirs, and the others share what is left, those of long texts
    getting more, but never so that a word is crowded out.
    """
    needs = [_need(rows, index) for index in range(len(rows[0].cells))]
    widths = [need.text for need in needs]
    if sum(widths) > LINE:
        widths = _shared(needs)
    shares = [max(1, round(width * 100 / LINE)) for width in widths]
    while sum(shares) > 100:  # from the widest, one by one: none vanishes among many
        shares[shares.index(max(shares))] -= 1
    return tuple(shares)


def _need(rows: Sequence[Row], index: int) -> _Need:
    words, texts = [1.0], [1.0]
    for row in rows:
        letter = _BOLD if row is rows[0] else 1.0
        for text in _said(row.cells[index]).split("\n") if index < len(row.cells) else ():
            texts.append(_letters(text) * letter)
            words += [_letters(word) * letter for word in _BREAKS.split(text)]
    return _Need(min(max(words), 30) + _AROUND, max(texts) + _AROUND)


def _letters(text: str) -> float:
    """How wide a text is, in letters of middling width."""
    return sum(_WIDTHS.get(sign, _CAPITAL if sign.isupper() else 1.0) for sign in text)


def _said(inlines: Inlines) -> str:
    """The words of a cell, a reference that has none yet with as many as it may get."""
    return "".join(
        plain((one,)) or (_REFERENCE if isinstance(one, CrossRef) else "") for one in inlines
    )


def _shared(needs: Sequence[_Need]) -> list[float]:
    """What each column gets of a line that is too short for all their texts."""
    found = [0.0] * len(needs)
    left, open_ = float(LINE), set(range(len(needs)))
    for lines in (1, 2):  # a column that has room for its texts so gets it, the narrowest first
        for index in sorted(open_, key=lambda index: needs[index].text):
            if (width := needs[index].in_lines(lines)) <= left / len(open_):
                found[index] = width
                left -= width
                open_.remove(index)
    least = sum(needs[index].word for index in open_)
    over = max(left - least, 0.0)
    weights = {index: sqrt(needs[index].text) for index in open_}
    for index, weight in weights.items():
        found[index] = needs[index].word + over * weight / sum(weights.values())
    scale = min(1.0, LINE / sum(found))
    return [width * scale for width in found]
