"""`word/numbering.xml`: headings, appendices, paragraphs and lists count themselves in Word.

Four kinds of list are the same in every document; a `w:num` is one list that
counts. Lists of one kind share their counter in Word, so each ordered list in
the text has a `w:num` of its own that starts again.

A section, its subsections and its paragraphs are levels of one list, so that a paragraph that
somebody puts in or takes out in Word moves those after it. What Word counts on a level that was
passed over differs between programs; so the levels stand in an order in which no number says one
that can have been passed over, and each starts again behind its own parent only.
"""

from collections.abc import Mapping
from copy import deepcopy
from functools import lru_cache

from aftalegen.document.numbering import APPENDIX, place_in_order
from aftalegen.document.style import Style
from aftalegen.writers.word.look import (
    LIST_STEP,
    NUMBER_WIDTH,
    appendix_width,
    number_column,
    points_of,
)
from aftalegen.writers.word.ooxml import Element, add, make, part

SECTIONS, APPENDICES, BULLETS, ORDERED = 1, 2, 3, 4
SECTION, POINT_BEFORE, SUBSECTION, POINT_BELOW, POINT_ALONE = range(5)
"""The levels of headings and paragraphs: a section and what stands before its subsections, a
subsection and what stands in it, and what stands in a section without subsections."""

_PARENTS = {POINT_BEFORE: SECTION, SUBSECTION: SECTION, POINT_BELOW: SUBSECTION,
            POINT_ALONE: SECTION}  # fmt: skip
_TEXTS = {POINT_BEFORE: "%1.0.%2", SUBSECTION: "%1.%3", POINT_BELOW: "%1.%3.%4",
          POINT_ALONE: "%1.%5"}  # fmt: skip
UNNUMBERED = 0
"""The num id of a heading that has no number."""


def point_level(number: str) -> int:
    """The level of a paragraph's number: '10.5.2', '1.0.1' or '8.1'."""
    _section, _dot, below = number.partition(".")
    if "." not in below:
        return POINT_ALONE
    return POINT_BEFORE if below.startswith("0.") else POINT_BELOW


HEADINGS = ("Heading1", "Heading2")
"""The styles of headings by their level, in appendices too: what looks for others finds none."""


class Numbering:
    """The lists of one document, in the order in which they are met."""

    def __init__(self) -> None:
        self._fresh: list[tuple[int, int, int]] = []
        self._counts = {kind: [0] * (POINT_ALONE + 1) for kind in (SECTIONS, APPENDICES)}
        # The headings' own style counts sections.
        self._nums: dict[int, int | None] = {SECTIONS: None, APPENDICES: APPENDICES}

    def ordered(self, level: int) -> int:
        """The num id of a new ordered list, which begins with its first letter."""
        return self._start(ORDERED, level, 1)

    def counted(self, kind: int, level: int, number: str) -> int | None:
        """The num id a heading or a paragraph needs to print `number`; None if its kind's will do.

        Word counts in turn. Where the document's numbers do otherwise (an appendix that is
        written alone), a new start makes Word print the document's.
        """
        place = place_in_order(number)
        if place is None:
            return UNNUMBERED
        counts = self._counts[kind]
        if place != counts[level] + 1:
            self._nums[kind] = self._start(kind, level, place)
        counts[level] = place
        for below, parent in _PARENTS.items():
            if level <= parent:
                counts[below] = 0
        return self._nums[kind]

    def part(self, style: Style, points: bool) -> bytes:
        """`word/numbering.xml` with the lists met so far, with a column for numbers or without."""
        root = deepcopy(_house(style, points))
        for num, (kind, level, first) in enumerate(self._fresh, start=ORDERED + 1):
            element = _num(num, kind)
            override = add(element, "lvlOverride", ilvl=str(level))
            add(override, "startOverride", val=str(first))
            root.append(element)
        return part(root)

    def _start(self, kind: int, level: int, first: int) -> int:
        self._fresh.append((kind, level, first))
        return ORDERED + len(self._fresh)


@lru_cache(maxsize=8)
def _house(style: Style, points: bool) -> Element:
    """What is the same in every document; copied before it is added to."""
    column = number_column(style) if points else 0
    below = column or NUMBER_WIDTH
    sections = {SECTION: HEADINGS[0], SUBSECTION: HEADINGS[1], POINT_BELOW: "Point"}
    named = f"{APPENDIX} %1"
    bullets = _list_levels(column, "bullet", "•", "bullet", "–")
    letters = _list_levels(column, "lowerLetter", "%1)", "lowerRoman", "%2)")
    kinds = (
        _kind(
            SECTIONS, "multilevel", _heading_levels(style, "decimal", "%1", below, below, sections)
        ),
        _kind(
            APPENDICES,
            "multilevel",
            _heading_levels(
                style, "upperLetter", named, max(column, appendix_width(style)), below, {}
            ),
        ),
        _kind(BULLETS, "hybridMultilevel", bullets),
        _kind(ORDERED, "hybridMultilevel", letters),
    )
    nums = (_num(kind, kind) for kind in (SECTIONS, APPENDICES, BULLETS, ORDERED))
    return make("numbering", *kinds, *nums)


def _kind(number: int, levels: str, children: list[Element]) -> Element:
    multi = make("multiLevelType", val=levels)
    return make("abstractNum", multi, *children, abstractNumId=str(number))


def _num(number: int, kind: int) -> Element:
    return make("num", make("abstractNumId", val=str(kind)), numId=str(number))


def _heading_levels(
    style: Style, form: str, text: str, width: int, below: int, styles: Mapping[int, str]
) -> list[Element]:
    found = [_level(SECTION, form, text, width, width, styles.get(SECTION))]
    for level, said in _TEXTS.items():
        named = styles.get(level)
        element = _level(level, "decimal", said, below, below, named, _PARENTS[level] + 1)
        if level != SUBSECTION:
            letters = add(element, "rPr")
            add(letters, "color", val=style.colours.muted)
            for name in ("sz", "szCs"):
                add(letters, name, val=str(points_of(style.sizes.number)))
        found.append(element)
    return found


def _list_levels(
    column: int, form: str, text: str, deep_form: str, deep_text: str
) -> list[Element]:
    return [
        _level(0, form, text, column + LIST_STEP, LIST_STEP),
        _level(1, deep_form, deep_text, column + 2 * LIST_STEP, LIST_STEP),
    ]


def _level(
    level: int,
    form: str,
    text: str,
    left: int,
    hanging: int,
    style: str | None = None,
    restart: int | None = None,
) -> Element:
    element = make("lvl", make("start", val="1"), make("numFmt", val=form), ilvl=str(level))
    if restart is not None:
        add(element, "lvlRestart", val=str(restart))
    if style is not None:
        add(element, "pStyle", val=style)
    add(element, "suff", val="tab")
    add(element, "lvlText", val=text)
    add(element, "lvlJc", val="left")
    add(add(element, "pPr"), "ind", left=str(left), hanging=str(hanging))
    return element
