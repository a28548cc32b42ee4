"""The house style: fonts, sizes, colours, margins and logo, the same for Word and PDF.

Read from `templates/house/style.yaml`; sizes are points, lengths millimetres,
colours six hexadecimal digits without `#`.
"""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StringConstraints

from aftalegen.words.fact import Record, fact, optional

PNG = b"\x89PNG\r\n\x1a\n"
"""How every PNG file begins."""

Colour = Annotated[str, StringConstraints(pattern=r"^[0-9A-Fa-f]{6}$")]
Points = Annotated[float, BeforeValidator(lambda v: _number(v)), Field(ge=5, le=72)]
Millimetres = Annotated[float, BeforeValidator(lambda v: _number(v)), Field(ge=5, le=80)]


TopMargin = Annotated[Millimetres, Field(ge=20)]
BottomMargin = Annotated[Millimetres, Field(ge=16)]
"""There must be room for the header and the footer, which stand in the margins."""


def _number(value: Any) -> Any:
    """A decimal such as 10.5, which the YAML reader leaves as text; anything else as it is."""
    return (
        float(value) if isinstance(value, str) and value.replace(".", "", 1).isdecimal() else value
    )


class Fonts(Record):
    """Fonts: the typefaces of Word and PDF, with the same widths."""

    word: str = fact("Word: a typeface that readers have, such as Calibri.")
    pdf: str = fact("PDF: the typeface that is embedded, such as Carlito.")


Space = Annotated[float, BeforeValidator(lambda v: _number(v)), Field(ge=0, le=72)]


class Sizes(Record):
    """Sizes: type sizes in points, and from which line to the next."""

    body: Points = fact("Body: running text.")
    table: Points = fact("Table: text in tables.")
    small: Points = fact("Small: headers and footers.")
    title: Points = fact("Title: on the title page.")
    subtitle: Points = fact("Subtitle: on the title page.")
    section: Points = fact("Section: headings of sections.")
    subsection: Points = fact("Subsection: headings below.")
    number: Points = fact("Number: of a paragraph, in the column of numbers.", default=8.5)
    line: Points = fact("Line: from line to line in running text.", default=14.5)
    table_line: Points = fact("Table line: from line to line in tables.", default=13)


class Spaces(Record):
    """Spaces: between one thing and the next, in points; the larger of two counts."""

    paragraph: Space = fact("Paragraph: below one.", default=6)
    item: Space = fact("Item: below one of a list.", default=2.5)
    section: Space = fact("Section: above the line over its heading.", default=26)
    section_text: Space = fact("Section's text: below the heading of a section.", default=8)
    subsection: Space = fact("Subsection: above its heading.", default=13)
    subsection_text: Space = fact("Subsection's text: below its heading.", default=3)
    cell: Space = fact("Cell: above and below the text in a table's cell.", default=3)


class Colours(Record):
    """Colours: as RRGGBB; all must be readable when printed in grey."""

    text: Colour = fact("Text: running text.", examples=["1A1A1A"])
    heading: Colour = fact("Heading: headings and title.")
    muted: Colour = fact("Muted: headers, footers and captions.")
    rule: Colour = fact("Rule: lines.")
    table_header: Colour = fact("Table header: behind the header of a table.")
    placeholder: Colour = fact("Placeholder: behind a fact that is missing.")
    placeholder_text: Colour = fact("Placeholder's text: the words of a fact that is missing.")


class Margins(Record):
    """Margins: of an A4 page, in millimetres."""

    top: TopMargin = fact("Top: 5 to 80 mm.")
    bottom: BottomMargin = fact("Bottom: 5 to 80 mm.")
    left: Millimetres = fact("Left: 5 to 80 mm.")
    right: Millimetres = fact("Right: 5 to 80 mm.")
    numbers: Millimetres = fact(
        "Numbers: the column inside the left margin in which numbers hang, where paragraphs have "
        "them.",
        default=22,
    )


class Style(Record):
    """House style: the same for Word and PDF.

    `logo` is a PNG file beside the style file, or null; `Project.style` gives its absolute
    path. `logo_text` says what it shows, to those who cannot see it. `word_file` is a
    DOCX file there, whose styles, header, footer and margins Word documents take; or null.
    """

    fonts: Fonts = fact("Fonts: for Word and PDF.")
    sizes: Sizes = fact("Sizes: in points.")
    colours: Colours = fact("Colours: as RRGGBB in quotation marks.")
    margins: Margins = fact("Margins: in millimetres.")
    spaces: Spaces = fact("Spaces: in points.", default=Spaces())
    logo: str | None = optional("Logo: a PNG file beside this one, or null.", examples=["logo.png"])
    logo_text: str | None = optional("Logo's text: what it shows, for those who cannot see it.")
    word_file: str | None = optional(
        "Word file: a region's own .docx beside this one, whose styles, header, footer and "
        "margins Word documents take; or null."
    )


PLAIN = Style(
    fonts=Fonts(word="Calibri", pdf="Carlito"),
    sizes=Sizes(
        body=10.5, table=9.5, small=8.5, title=32, subtitle=14, section=16, subsection=11.5
    ),
    colours=Colours(
        text="1A1A1A",
        heading="123B4F",
        muted="5A646B",
        rule="9AA7AE",
        table_header="E6ECEF",
        placeholder="FFF1C2",
        placeholder_text="6B4E00",
    ),
    margins=Margins(top=24, bottom=20, left=25, right=41),
)
"""The house style where there is no project that says one: that of the shipped project."""
