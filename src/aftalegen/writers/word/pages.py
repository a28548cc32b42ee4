"""About which page a heading stands on, counted while the body is written.

Word counts pages itself, but not at opening, and a question at opening is worse
than a number that may be one off. So the contents show an estimate until
someone updates them in Word (F9).
"""

from collections.abc import Mapping, Sequence
from math import ceil, inf

from aftalegen.document.nodes import Break, Inlines
from aftalegen.document.style import Style
from aftalegen.document.walk import plain
from aftalegen.writers.word.look import A4, SINGLE, Look, text_width, twips
from aftalegen.writers.word.looks import looks

_LETTER = 0.416  # the mean width of a letter in Danish text, as a share of the size
_LETTER_IN_TABLE = 0.46  # where whole words must have room, as they do in narrow columns
_LETTER_BOLD = 0.46
_LOST_AT_LINE_END = 3  # letters: part of a Danish word moves to the next line
_CELL_PADDING = 10
_ROW_STAYS_WHOLE = 1
_COMPANY = 25  # points: a heading needs about two lines of its text below it


class Pages:
    """Counts pages while paragraphs and rows pass by, each told before the words in it."""

    def __init__(self, style: Style) -> None:
        self._looks: Mapping[str, Look] = looks(style)
        self._room = (A4[1] - twips(style.margins.top) - twips(style.margins.bottom)) / 20
        self._width = text_width(style) / 20
        self._used = 0.0
        self._after = 0.0
        self._look: Look | None = None
        self._column = 0.0
        self._letters = 0
        self._breaks = 0
        self._bookmark = ""
        self._columns: list[float] = []
        self.page = 1
        self.found: dict[str, int] = {}
        """The page of every bookmark."""

    def paragraph(self, style: str, *, new_page: bool = False, column: int = 0) -> None:
        """A paragraph begins; its words follow, beside a column so many twips wide."""
        self.end()
        if new_page:
            self.page += 1
            self._used = 0.0
            self._after = inf  # nothing stands above it
        self._look, self._column = self._looks[style], column / 20

    def words(self, inlines: Inlines) -> None:
        """Words in the paragraph. Those that are gone are shown too, so they take room."""
        for inline in inlines:
            if isinstance(inline, Break):
                self._breaks += 1
            elif "\n" in inline.text:
                self.text(inline.text)
            else:
                self._letters += len(inline.text)

    def text(self, text: str) -> None:
        """Text in the paragraph."""
        breaks = text.count("\n")
        self._breaks += breaks
        self._letters += len(text) - breaks

    def bookmark(self, name: str) -> None:
        """The paragraph has a bookmark."""
        self._bookmark = name

    def row(self, style: str, cells: Sequence[Inlines], widths: Sequence[int]) -> None:
        """A row of a table, with all its words; widths in twips."""
        self.end()
        look, highest = self._looks[style], 0.0
        letter = look.size * (_LETTER_BOLD if look.bold else _LETTER_IN_TABLE)
        for inlines, width in zip(cells, widths, strict=True):
            lines = _lines(plain(inlines), (width / 20 - _CELL_PADDING) / letter)
            highest = max(highest, look.before + lines * _line_of(look) + look.after)
        self._after = 0.0
        self._take(highest, company=_ROW_STAYS_WHOLE)

    def beside(self) -> None:
        """What follows stands beside what comes after the next call, until `below`."""
        self.end()
        self._columns.append(0.0)
        self._after = 0.0

    def below(self) -> None:
        """The columns end: they were as high as the highest, and stay on one page."""
        self.end()
        highest, self._columns = max(self._columns), []
        self._after = 0.0
        self._take(highest, company=_ROW_STAYS_WHOLE)

    def end(self) -> None:
        """The paragraph, if there is one, has all its words."""
        look, self._look = self._look, None
        if look is None:
            return
        left = look.left / 20
        left = left + self._column if look.hanging else max(left, self._column)
        width = self._width / 2 if self._columns else self._width
        height = self._height(look, width - left)
        # Between two paragraphs only the larger of the two spaces counts.
        height -= min(look.before, self._after)
        # A heading that would stand alone at the foot of a page follows its text.
        self._take(height, company=_COMPANY if look.keep_next else 0)
        self._after = look.after
        if self._bookmark:
            self.found[self._bookmark], self._bookmark = self.page, ""

    def _height(self, look: Look, width: float) -> float:
        """The height of the words that were told; no words are told then."""
        letter = look.size * (_LETTER_BOLD if look.bold else _LETTER)
        a_line = max(width / letter - _LOST_AT_LINE_END, 4)
        lines = max(ceil((self._letters - _LOST_AT_LINE_END) / a_line), 1) + self._breaks
        self._letters = self._breaks = 0
        above = look.border_space if "top" in look.borders else 0
        return look.before + above + lines * _line_of(look) + look.after

    def _take(self, height: float, company: float = 0) -> None:
        """Fills the page, and the next ones; with `company` the whole of it moves on."""
        if self._columns:
            self._columns[-1] += height
            return
        if not self._used or self._used + height + company <= self._room:
            self._used += height
            return
        rest = 0.0 if company else self._room - self._used
        self.page += 1
        self._used = (height - rest) % self._room


def _line_of(look: Look) -> float:
    """From line to line, in points."""
    return look.line or look.size * SINGLE


def _lines(text: str, letters: float) -> int:
    """How many lines a text fills where so many letters have room: long words leave gaps."""
    count = 0
    for line in text.split("\n"):
        count, used = count + 1, 0
        for word in line.split(" "):
            if used and used + len(word) > letters:
                count, used = count + 1, 0
            used += len(word) + 1
    return count
