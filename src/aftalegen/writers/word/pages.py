"""About which page a heading stands on, measured from what was written.

Word counts pages itself, but not at opening, and a question at opening is worse
than a number that may be one off. So the contents show an estimate until
someone updates them in Word (F9).
"""

from collections.abc import Mapping
from math import ceil

from aftalegen.style import Style
from aftalegen.writers.word.looks import A4, Look, looks, margins, text_width
from aftalegen.writers.word.ooxml import Element, qualified

_LETTER = 0.416  # the mean width of a letter in Danish text, as a share of the size
_LETTER_BOLD = 0.46
_LOST_AT_LINE_END = 2  # letters: part of a Danish word moves to the next line
_LINE = 1.22  # single spacing as a share of the size
_CELL_PADDING = 10
_ROW_STAYS_WHOLE = 1
_COMPANY = 25  # points: a heading needs about two lines of its text below it
_P, _TR, _TC = qualified("p"), qualified("tr"), qualified("tc")
_TEXT, _LINE_BREAK, _NEW_PAGE = qualified("t"), qualified("br"), qualified("pageBreakBefore")
_BOOKMARK, _NAME = qualified("bookmarkStart"), qualified("name")
_VAL, _WIDTH = qualified("val"), qualified("w")


class Pages:
    """Counts pages while the blocks of a body pass by."""

    def __init__(self, style: Style) -> None:
        edges = margins(style)
        self._looks: Mapping[str, Look] = looks(style)
        self._room = (A4[1] - edges["top"] - edges["bottom"]) / 20
        self._width = text_width(style) / 20
        self._used = 0.0
        self._after = 0.0
        self.page = 1

    def measure(self, body: Element) -> dict[str, int]:
        """The page of every bookmark in the body."""
        found: dict[str, int] = {}
        for block in body.iter(_P, _TR):
            if block.tag == _TR:
                self._after = 0.0
                self._take(self._row(block), company=_ROW_STAYS_WHOLE)
            elif (parent := block.getparent()) is None or parent.tag != _TC:
                self._paragraph(block)
                for mark in block.iterchildren(_BOOKMARK):
                    found[mark.get(_NAME, "")] = self.page
        return found

    def _paragraph(self, paragraph: Element) -> None:
        look = self._look(paragraph)
        if any(True for _ in paragraph[0].iterchildren(_NEW_PAGE)):
            self._next()
        height = self._height(paragraph, look, self._width - look.left / 20)
        # Between two paragraphs only the larger of the two spaces counts.
        height -= min(look.before, self._after)
        # A heading that would stand alone at the foot of a page follows its text.
        self._take(height, company=_COMPANY if look.keep_next else 0)
        self._after = look.after

    def _row(self, row: Element) -> float:
        return max(self._cell(cell) for cell in row.iterchildren(_TC))

    def _cell(self, cell: Element) -> float:
        width = float(cell[0][0].get(_WIDTH, "0")) / 20 - _CELL_PADDING
        return sum(self._height(p, self._look(p), width) for p in cell.iterchildren(_P))

    def _height(self, paragraph: Element, look: Look, width: float) -> float:
        letter = look.size * (_LETTER_BOLD if look.bold else _LETTER)
        a_line = max(width / letter - _LOST_AT_LINE_END, 4)
        letters = breaks = 0
        for part in paragraph.iter(_TEXT, _LINE_BREAK):
            if text := part.text:
                letters += len(text)
            elif part.tag == _LINE_BREAK:
                breaks += 1
        lines = max(ceil((letters - _LOST_AT_LINE_END) / a_line), 1) + breaks
        one = look.line if look.exact else look.size * _LINE * look.line
        return look.before + lines * one + look.after

    def _look(self, paragraph: Element) -> Look:
        return self._looks[paragraph[0][0].get(_VAL, "")]

    def _take(self, height: float, company: float = 0) -> None:
        """Fills the page, and the next ones; with `company` the whole of it moves on."""
        if not self._used or self._used + height + company <= self._room:
            self._used += height
            return
        rest = 0.0 if company else self._room - self._used
        self.page += 1
        self._used = (height - rest) % self._room

    def _next(self) -> None:
        self.page += 1
        self._used = 0.0
        self._after = 0.0
