"""The paragraph styles as data, in points: `styles` writes them, `pages` measures with them."""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from aftalegen.document.style import Style
from aftalegen.writers.word.look import (
    CONTENTS_NUMBER,
    FACT_VALUE,
    GUTTER,
    HEAD_SHARE,
    HEADING_LINE,
    LIST_STEP,
    NUMBER_WIDTH,
    PAGE_LINE,
    TITLE_LINE,
    Look,
    Tab,
    text_width,
)


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
    size, colour, line = style.sizes.body, style.colours.text, style.sizes.line
    after = style.spaces.paragraph
    body = Look("Body Text", size, colour, after=after, line=line)
    return {
        "Normal": Look("Normal", size, colour, line=line, based_on=""),
        "BodyText": body,
        "Point": replace(body, name="Punkt", based_on="BodyText", numbering=(1, 3)),
        **{
            id: replace(
                body, name=name, after=style.spaces.item, left=depth * LIST_STEP, hanging=LIST_STEP
            )
            for id, name, depth in (
                ("ListBullet", "List Bullet", 1),
                ("ListBullet2", "List Bullet 2", 2),
                ("ListNumber", "List Number", 1),
                ("ListNumber2", "List Number 2", 2),
            )
        },
    }


def _headings(style: Style) -> dict[str, Look]:
    sizes, spaces = style.sizes, style.spaces
    shared = Look(
        "",
        0,
        style.colours.heading,
        following="Point",
        keep_next=True,
        keep_lines=True,
        left=NUMBER_WIDTH,
    )
    section = replace(
        shared,
        size=sizes.section,
        line=sizes.section * HEADING_LINE,
        before=spaces.section,
        after=spaces.section_text,
        outline=0,
        borders=("top",),
        border_space=7,
    )
    below = replace(
        shared,
        size=sizes.subsection,
        line=sizes.subsection * HEADING_LINE,
        before=spaces.subsection,
        after=spaces.subsection_text,
        bold=True,
        outline=1,
    )
    return {
        "Heading1": replace(section, name="heading 1", numbering=(1, 0)),
        "Heading2": replace(below, name="heading 2", numbering=(1, 2)),
    }


def _exact(name: str, size: float, colour: str, **more: Any) -> Look:
    """Words of the title page, on lines of a fixed height."""
    return Look(name, size, colour, **{"line": size * PAGE_LINE, "exact": True, **more})


def _title(name: str, size: float, colour: str) -> Look:
    return _exact(
        name,
        size,
        colour,
        after=8,
        line=size * TITLE_LINE,
        bold=True,
        following="Subtitle",
        keep_next=True,
    )


def _title_page(style: Style) -> dict[str, Look]:
    sizes, colours = style.sizes, style.colours
    ruled: dict[str, Any] = {"borders": ("top",), "border_space": 5}
    body = (sizes.body, colours.text)
    return {
        "Logo": Look("Logo", *body, keep_next=True),
        "Sender": _exact(
            "Afsender",
            sizes.subtitle,
            colours.heading,
            bold=True,
            following="Title",
            keep_next=True,
        ),
        "Draft": _exact(
            "Udkastmærke",
            sizes.subtitle,
            colours.placeholder_text,
            after=10,
            bold=True,
            following="Title",
            keep_next=True,
            spread=1.1,
        ),
        "Title": _title("Title", sizes.title, colours.heading),
        "Head": _title("Titel uden titelblad", sizes.title * HEAD_SHARE, colours.heading),
        "Subtitle": _exact(
            "Subtitle", sizes.subtitle, colours.muted, after=24, following="TitleFact"
        ),
        "TitleBlock": _exact("Titelblad kolonne", *body, after=1, **ruled),
        "TitleFact": _exact(
            "Titelblad oplysning",
            *body,
            after=3,
            left=FACT_VALUE,
            hanging=FACT_VALUE,
            tabs=(Tab(FACT_VALUE),),
            **ruled,  # alike paragraphs share a border: one rule above the first of them
        ),
        "TitleFoot": _exact("Titelblad fod", sizes.small, colours.muted),
        "MissingTold": _exact(
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
    first = CONTENTS_NUMBER
    return {
        "TOCHeading": Look(
            "TOC Heading",
            sizes.section,
            colours.heading,
            after=10,
            line=sizes.section * HEADING_LINE,
            keep_next=True,
        ),
        "TOC1": Look(
            "toc 1",
            sizes.body,
            colours.text,
            before=4,
            after=2,
            line=sizes.line,
            left=first,
            hanging=first,
            tabs=(Tab(first), page),
        ),
        "Thin": Look("Teknisk afsnit", 5, colours.text, after=8, line=1, exact=True),
    }


def _tables(style: Style) -> dict[str, Look]:
    size, line, colours = style.sizes.table, style.sizes.table_line, style.colours
    space = style.spaces.cell
    text = Look("Tabeltekst", size, colours.text, before=space, after=space, line=line)
    return {
        "Caption": Look(
            "caption",
            size,
            colours.heading,
            before=7,
            after=3,
            line=line,
            bold=True,
            keep_next=True,
            keep_lines=True,
        ),
        "TableText": text,
        "TableHeader": replace(
            text,
            name="Tabeloverskrift",
            colour=colours.heading,
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
            line=sizes.line,
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
