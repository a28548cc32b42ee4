"""`word/numbering.xml`: headings, appendices and lists count themselves in Word.

Four kinds of list are the same in every document; a `w:num` is one list that
counts. Lists of one kind share their counter in Word, so each ordered list in
the text has a `w:num` of its own that starts again.
"""

from copy import deepcopy
from functools import lru_cache

from aftalegen.document.numbering import APPENDIX, place_in_order
from aftalegen.document.style import Style
from aftalegen.writers.word.looks import APPENDIX_WIDTH, LIST_INDENT, LIST_STEP, NUMBER_WIDTH
from aftalegen.writers.word.ooxml import Element, add, make, part

SECTIONS, APPENDICES, BULLETS, ORDERED = 1, 2, 3, 4
_UNNUMBERED = 0
HEADINGS = ("Heading1", "Heading2")
"""The styles of headings by their level, in appendices too: what looks for others finds none."""


class Numbering:
    """The lists of one document, in the order in which they are met."""

    def __init__(self) -> None:
        self._fresh: list[tuple[int, int, int]] = []
        self._counts = {SECTIONS: [0, 0], APPENDICES: [0, 0]}
        # The headings' own style counts sections.
        self._nums: dict[int, int | None] = {SECTIONS: None, APPENDICES: APPENDICES}

    def ordered(self, level: int) -> int:
        """The num id of a new ordered list, which begins with its first letter."""
        return self._start(ORDERED, level, 1)

    def heading(self, kind: int, level: int, number: str) -> int | None:
        """The num id a heading needs to print `number`; None if its style's own will do.

        Word counts headings in turn. Where the document's numbers do otherwise (an
        appendix that is written alone), a new start makes Word print the document's.
        """
        place = place_in_order(number)
        if place is None:
            return _UNNUMBERED
        counts = self._counts[kind]
        if place != counts[level] + 1:
            self._nums[kind] = self._start(kind, level, place)
        counts[level:] = [place, *([0] * (1 - level))]
        return self._nums[kind]

    def part(self, style: Style) -> bytes:
        """`word/numbering.xml` with the lists met so far."""
        root = deepcopy(_house(style))
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
def _house(style: Style) -> Element:
    """What is the same in every document; copied before it is added to."""
    kinds = (
        _kind(
            SECTIONS,
            "multilevel",
            _heading_levels("decimal", "%1", NUMBER_WIDTH, HEADINGS),
        ),
        _kind(
            APPENDICES,
            "multilevel",
            _heading_levels("upperLetter", f"{APPENDIX} %1", APPENDIX_WIDTH, (None, None)),
        ),
        _kind(BULLETS, "hybridMultilevel", _list_levels("bullet", "•", "bullet", "–")),
        _kind(ORDERED, "hybridMultilevel", _list_levels("lowerLetter", "%1)", "lowerRoman", "%2)")),
    )
    nums = (_num(kind, kind) for kind in (SECTIONS, APPENDICES, BULLETS, ORDERED))
    return make("numbering", *kinds, *nums)


def _kind(number: int, levels: str, children: list[Element]) -> Element:
    multi = make("multiLevelType", val=levels)
    return make("abstractNum", multi, *children, abstractNumId=str(number))


def _num(number: int, kind: int) -> Element:
    return make("num", make("abstractNumId", val=str(kind)), numId=str(number))


def _heading_levels(
    form: str, text: str, width: int, styles: tuple[str | None, str | None]
) -> list[Element]:
    return [
        _level(0, form, text, width, width, styles[0]),
        _level(1, "decimal", "%1.%2", NUMBER_WIDTH, NUMBER_WIDTH, styles[1]),
    ]


def _list_levels(form: str, text: str, deep_form: str, deep_text: str) -> list[Element]:
    return [
        _level(0, form, text, LIST_INDENT + LIST_STEP, LIST_STEP),
        _level(1, deep_form, deep_text, LIST_INDENT + 2 * LIST_STEP, LIST_STEP),
    ]


def _level(
    level: int, form: str, text: str, left: int, hanging: int, style: str | None = None
) -> Element:
    element = make("lvl", make("start", val="1"), make("numFmt", val=form), ilvl=str(level))
    if style is not None:
        add(element, "pStyle", val=style)
    add(element, "suff", val="tab")
    add(element, "lvlText", val=text)
    add(element, "lvlJc", val="left")
    add(add(element, "pPr"), "ind", left=str(left), hanging=str(hanging))
    return element
