"""What a paragraph style is, and the measures that styles are made of."""

from dataclasses import dataclass

from aftalegen.document.style import Style

A4 = (11906, 16838)
TABLE_STYLE = "AftaleTabel"
LIST_STEP = 340
NUMBER_WIDTH = 737
CONTENTS_NUMBER = 1361  # room for "Appendiks A" too
BEFORE_APPENDICES = 240  # twips above the first of them in the contents
FACT_VALUE = 2381
GUTTER = 567
"""Between what stands beside each other, in twips."""
TO_SIGN = 640  # twips above the line of a signature, which is written large
BELOW_COLUMNS = 260  # twips from columns of facts to the next ones, as between two rows of them
AFTER_TABLE = 10
"""Points above a paragraph or a list that follows a table."""
TITLE_FROM_TOP = 45.0
"""Millimetres from the top of the text to the words of the title page, or to its draft mark."""
HEAD_SHARE = 0.65
"""The size of a title where there is no title page, as a share of it."""
TITLE_LINE, PAGE_LINE = 1.125, 1.35  # from line to line on the title page, by their size
SINGLE = 1.22
"""Single spacing as a share of the size: about what the typefaces of houses have."""
HEADING_LINE = 1.25
APPENDIX_SHARE = 6.1  # of the size of its heading


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab stop in twips; `leader` is what fills the way to it."""

    position: int
    kind: str = "left"
    leader: str = "none"


@dataclass(frozen=True, slots=True)
class Look:
    """A paragraph style. Every measure is said, none inherited, so that it can be read here.

    Sizes and every space are points, `left` and `hanging` twips. Lines are `line` points apart:
    at least, or exactly where it is `exact`; 0 is single spacing. `numbering` is (num id, level).
    `fill` is behind the words and their borders.
    """

    name: str
    size: float
    colour: str
    before: float = 0
    after: float = 0
    line: float = 0
    bold: bool = False
    based_on: str = "Normal"
    following: str | None = None
    keep_next: bool = False
    keep_lines: bool = False
    outline: int | None = None
    numbering: tuple[int, int] | None = None
    left: int = 0
    hanging: int = 0
    tabs: tuple[Tab, ...] = ()
    borders: tuple[str, ...] = ()
    border_space: int = 5
    spread: float = 0
    exact: bool = False
    align: str | None = None
    fill: str | None = None


def twips(millimetres: float) -> int:
    """Millimetres as Word counts lengths: 25.4 -> 1440."""
    return round(millimetres * 1440 / 25.4)


def points_of(size: float) -> int:
    """A size as Word counts them, in halves of a point: 10.5 -> 21."""
    return round(size * 2)


def number_column(style: Style) -> int:
    """The width in twips of the column in which numbers hang, where paragraphs have them."""
    return twips(style.margins.numbers)


def appendix_width(style: Style) -> int:
    """The width in twips of «Appendiks A» before the heading of an appendix."""
    return round(APPENDIX_SHARE * style.sizes.section * 20)


def text_width(style: Style) -> int:
    """The width of the text in twips."""
    return A4[0] - twips(style.margins.left) - twips(style.margins.right)
