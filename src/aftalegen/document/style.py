"""The house style: fonts, sizes, colours, margins and logo, the same for Word and PDF.

Read from `templates/house/style.yaml`; sizes are points, lengths millimetres,
colours six hexadecimal digits without `#`.
"""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

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


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Fonts(_Part):
    """`word` must be on the reader's machine; `pdf` is embedded, with the same widths."""

    word: str
    pdf: str


class Sizes(_Part):
    """Type sizes in points."""

    body: Points
    table: Points
    small: Points
    title: Points
    subtitle: Points
    section: Points
    subsection: Points


class Colours(_Part):
    """Colours as RRGGBB; all must be readable when printed in grey."""

    text: Colour
    heading: Colour
    muted: Colour
    rule: Colour
    table_header: Colour
    placeholder: Colour
    placeholder_text: Colour


class Margins(_Part):
    """Page margins (A4) in millimetres."""

    top: TopMargin
    bottom: BottomMargin
    left: Millimetres
    right: Millimetres


class Style(_Part):
    """One house style.

    `logo` is a PNG file beside the style file, or null; `Project.style` gives its absolute
    path. `logo_text` says what it shows, to those who cannot see it. `word_file` is a
    DOCX file there, whose styles, header, footer and margins Word documents take; or null.
    """

    fonts: Fonts
    sizes: Sizes
    colours: Colours
    margins: Margins
    logo: str | None = None
    logo_text: str | None = None
    word_file: str | None = None


PLAIN = Style(
    fonts=Fonts(word="Calibri", pdf="Carlito"),
    sizes=Sizes(body=10, table=9, small=8.5, title=26, subtitle=14, section=13.5, subsection=11),
    colours=Colours(
        text="1A1A1A",
        heading="123B4F",
        muted="5A646B",
        rule="9AA7AE",
        table_header="E6ECEF",
        placeholder="FFF1C2",
        placeholder_text="6B4E00",
    ),
    margins=Margins(top=24, bottom=20, left=25, right=25),
)
"""The house style where there is no project that says one: that of the shipped project."""
