"""The paragraph styles as data, in points: `styles` writes them, `pages` measures with them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from aftalegen.document.style import Style

A4 = (11906, 16838)
TABLE_STYLE = "AftaleTabel"
LIST_INDENT, LIST_STEP = 227, 340
NUMBER_WIDTH = 737
APPENDIX_WIDTH = 1644
_APPENDIX_ENTRY = 1361  # the same in the contents, in smaller letters
_CONTENTS_NUMBER = 850
_FACT_VALUE = 2381
GUTTER = 567
"""Between what stands beside each other, in twips."""
TO_SIGN = 640  # twips above the line of a signature, which is written large
BELOW_COLUMNS = 260  # twips from columns of facts to the next ones, as between two rows of them
AFTER_LIST = 80  # twips above a paragraph that follows a list, whose items stand closer
AFTER_TABLE = 160  # twips above a list that follows a table
TITLE_FROM_TOP = 45.0
"""Millimetres from the top of the text to the words of the title page, or to its draft mark."""
HEAD_SHARE = 0.65
"""The size of a title where there is no title page, as a share of it."""
_TITLE_LINE, _PAGE_LINE = 1.125, 1.35  # from line to line on the title page, by their size
_LINE = 1.03  # lines stand about as close as those of the PDF


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab stop in twips; `leader` is what fills the way to it."""

    position: int
    kind: str = "left"
    leader: str = "none"


@dataclass(frozen=True, slots=True)
class Look:
    """A paragraph style. Every measure is said, none inherited, so that it can be read here.

    Sizes and every space are points, `left` and `hanging` twips; `line` is a multiple of
    single spacing, or points where it is `exact`. `numbering` is (num id, level). `fill` is
    behind the words and their borders.
    """

    name: str
    size: float
    colour: str
    before: float = 0
    after: float = 0
    line: float = 1.0
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


def text_width(style: Style) -> int:
    """The width of the text in twips."""
    return A4[0] - twips(style.margins.left) - twips(style.margins.right)


@lru_cache(maxsize=8)
def looks(style: Style) -> Mapping[str, Look]:
    """Every paragraph style by its id, in the order of the file."""
    return {
        **_running_text(style),
        **_headings(style),
        **_title_page(style),
        **_contents(style),
        **_tables(style),
        **_signatures(style),
        **_page_edges(style),
    }


def _running_text(style: Style) -> dict[str, Look]:
    size, colour = style.sizes.body, style.colours.text
    return {
        "Normal": Look("Normal", size, colour, line=_LINE, based_on=""),
        "BodyText": Look("Body Text", size, colour, after=4, line=_LINE),
        "BodyTextAfterTable": Look(
            "Brødtekst efter tabel",
            size,
            colour,
            before=8,
            after=4,
            line=_LINE,
            based_on="BodyText",
            following="BodyText",
        ),
        **{
            id: Look(name, size, colour, after=1.5, line=_LINE, left=left, hanging=LIST_STEP)
            for id, name, left in (
                ("ListBullet", "List Bullet", LIST_INDENT + LIST_STEP),
                ("ListBullet2", "List Bullet 2", LIST_INDENT + 2 * LIST_STEP),
                ("ListNumber", "List Number", LIST_INDENT + LIST_STEP),
                ("ListNumber2", "List Number 2", LIST_INDENT + 2 * LIST_STEP),
            )
        },
    }


def _headings(style: Style) -> dict[str, Look]:
    sizes, colour = style.sizes, style.colours.heading

    def heading(level: int) -> Look:
        return Look(
            f"heading {level + 1}",
            sizes.subsection if level else sizes.section,
            colour,
            before=7.5 if level else 14.5,
            after=1.5 if level else 5,
            line=_LINE,
            bold=True,
            following="BodyText",
            keep_next=True,
            keep_lines=True,
            outline=level,
            numbering=(1, level),
            left=NUMBER_WIDTH,
        )

    return {"Heading1": heading(0), "Heading2": heading(1)}


def _title_page(style: Style) -> dict[str, Look]:
    sizes, colours = style.sizes, style.colours

    def look(name: str, size: float, colour: str, **more: Any) -> Look:
        return Look(name, size, colour, **{"line": size * _PAGE_LINE, "exact": True, **more})

    def title(name: str, size: float) -> Look:
        return Look(
            name,
            size,
            colours.heading,
            after=8,
            line=size * _TITLE_LINE,
            exact=True,
            bold=True,
            following="Subtitle",
            keep_next=True,
        )

    ruled: dict[str, Any] = {"borders": ("top",), "border_space": 5}
    body = (sizes.body, colours.text)
    return {
        "Logo": Look("Logo", *body, keep_next=True),
        "Sender": look(
            "Afsender",
            sizes.subtitle,
            colours.heading,
            bold=True,
            following="Title",
            keep_next=True,
        ),
        "Draft": look(
            "Udkastmærke",
            sizes.subtitle,
            colours.placeholder_text,
            after=10,
            bold=True,
            following="Title",
            keep_next=True,
            spread=1.1,
        ),
        "Title": title("Title", sizes.title),
        "Head": title("Titel uden titelblad", sizes.title * HEAD_SHARE),
        "Subtitle": look(
            "Subtitle", sizes.subtitle, colours.muted, after=24, following="TitleFact"
        ),
        "TitleBlock": look("Titelblad kolonne", *body, after=1, **ruled),
        "TitleFact": look(
            "Titelblad oplysning",
            *body,
            after=3,
            left=_FACT_VALUE,
            hanging=_FACT_VALUE,
            tabs=(Tab(_FACT_VALUE),),
            **ruled,  # alike paragraphs share a border: one rule above the first of them
        ),
        "TitleFoot": look("Titelblad fod", sizes.small, colours.muted),
        "MissingTold": look(
            "Titelblad mangler",
            sizes.body,
            colours.placeholder_text,
            before=14,
            bold=True,
            fill=colours.placeholder,
            borders=("top", "left", "bottom", "right"),
        ),
    }


def _contents(style: Style) -> dict[str, Look]:
    sizes, colours = style.sizes, style.colours
    page = Tab(text_width(style), "right", "dot")
    first = _CONTENTS_NUMBER
    return {
        "TOCHeading": Look(
            "TOC Heading",
            sizes.section,
            colours.heading,
            after=10,
            line=1.1,
            bold=True,
            keep_next=True,
        ),
        "TOC1": Look(
            "toc 1",
            sizes.body,
            colours.text,
            before=4,
            after=2,
            line=1.1,
            left=first,
            hanging=first,
            tabs=(Tab(first), Tab(_APPENDIX_ENTRY), page),
        ),
        "Thin": Look("Teknisk afsnit", 5, colours.text, after=8, line=1, exact=True),
    }


def _tables(style: Style) -> dict[str, Look]:
    size, colours = style.sizes.table, style.colours
    return {
        "Caption": Look(
            "caption",
            size,
            colours.heading,
            before=7,
            after=3,
            line=_LINE,
            bold=True,
            keep_next=True,
            keep_lines=True,
        ),
        "TableText": Look("Tabeltekst", size, colours.text, before=1.5, after=1.5),
        "TableHeader": Look(
            "Tabeloverskrift",
            size,
            colours.heading,
            before=1.5,
            after=1.5,
            bold=True,
            based_on="TableText",
            keep_next=True,
        ),
    }


def _signatures(style: Style) -> dict[str, Look]:
    sizes, colours = style.sizes, style.colours
    width = (text_width(style) - GUTTER) // 2

    def line(name: str, before: float, *stops: int) -> Look:
        return Look(
            name,
            sizes.small,
            colours.muted,
            before=before,
            following="SignatureRole",
            keep_next=True,
            tabs=tuple(Tab(stop, "right", "underscore") for stop in stops),
        )

    return {
        "SignatureParty": Look(
            "Underskrift part",
            sizes.body,
            colours.heading,
            before=10,
            line=_LINE,
            bold=True,
            following="SignatureLine",
            keep_next=True,
            keep_lines=True,
        ),
        "SignatureLine": line("Underskrift linje", 20, width),
        "SignatureRole": Look(
            "Underskrift rolle", sizes.small, colours.text, before=4, keep_next=True
        ),
        "SignaturePlace": line("Underskrift dato og sted", 16, width // 2, width),
    }


def _page_edges(style: Style) -> dict[str, Look]:
    size, colour = style.sizes.small, style.colours.muted
    right = (Tab(text_width(style), "right"),)
    return {
        "Header": Look("header", size, colour, tabs=right, borders=("bottom",)),
        "Footer": Look("footer", size, colour, align="right"),
    }
