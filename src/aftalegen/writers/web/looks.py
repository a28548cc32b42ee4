"""The house style as CSS: its fonts, sizes and colours for `page.css`, in light and dark.

On dark, the house's own hues are lightened until they can be read; WCAG's measure of contrast says
when. Sizes on the screen follow the reader's own; on paper they are the house's.
"""

import re
from functools import cache
from importlib.resources import files

from aftalegen.document.style import Colours, Style
from aftalegen.writers.words import PAGE, PAGE_OF

PAPER = "FFFFFF"
NIGHT = "14181B"
"""The backgrounds of light and dark."""

WORDS, MUTED = 11.0, 7.0
"""The contrast of words on dark; WCAG asks 4.5, and 7 for the highest grade."""

_PAGES = f'"{PAGE}" counter(page) "{PAGE_OF}" counter(pages); font: 9pt sans-serif'


def page_css(style: Style) -> str:
    """The whole style sheet."""
    return (
        f":root {{\n{_properties(_light(style.colours))}{_properties(_measures(style))}}}\n"
        "@media screen and (prefers-color-scheme: dark) {\n"
        f":root {{\n{_properties(dark(style.colours))}}}\n}}\n"
        f"@page {{ size: A4; margin: {_margins(style)}; @bottom-right {{ content: {_PAGES} }} }}\n"
        + _sheet()
    )


@cache
def _sheet() -> str:
    return files("aftalegen.writers.web").joinpath("page.css").read_text(encoding="utf-8")


def _properties(values: dict[str, str]) -> str:
    return "".join(f"  --{name}: {value};\n" for name, value in values.items())


def _measures(style: Style) -> dict[str, str]:
    """Fonts, and sizes as shares of the body's."""
    sizes = style.sizes
    shares = {
        name: f"{getattr(sizes, name) / sizes.body:.3f}rem"
        for name in ("table", "small", "title", "subtitle", "section", "subsection")
    }
    fonts = f"{_css_text(style.fonts.word)}, {_css_text(style.fonts.pdf)}, sans-serif"
    return {"fonts": fonts, "body": f"{sizes.body:g}pt", **shares}


def _margins(style: Style) -> str:
    margins = style.margins
    sides = (margins.top, margins.right, margins.bottom, margins.left)
    return " ".join(f"{side:g}mm" for side in sides)


def _css_text(text: str) -> str:
    """A CSS string in which every sign but letters, digits, spaces and hyphens is escaped."""
    return '"' + re.sub(r"[^\w -]", lambda sign: f"\\{ord(sign[0]):x} ", text) + '"'


# --- colours ----------------------------------------------------------------------------------


def _light(colours: Colours) -> dict[str, str]:
    return {
        "paper": f"#{PAPER}",
        "text": f"#{colours.text}",
        "heading": f"#{colours.heading}",
        "muted": f"#{colours.muted}",
        "rule": f"#{colours.rule}",
        "table-header": f"#{colours.table_header}",
        "missing": f"#{colours.placeholder}",
        "missing-text": f"#{colours.placeholder_text}",
        "ins": "#DFF3E4",
        "del": "#FBE3E1",
        "mark": "#FFE9A8",
    }


def dark(colours: Colours) -> dict[str, str]:
    """The custom properties for dark: a placeholder has its two colours turned about."""
    return {
        "paper": f"#{NIGHT}",
        "text": "#" + lightened(colours.text, WORDS),
        "heading": "#" + lightened(colours.heading, WORDS),
        "muted": "#" + lightened(colours.muted, MUTED),
        "rule": "#" + _mixed(colours.rule, NIGHT, 0.55),
        "table-header": "#" + _mixed(colours.heading, NIGHT, 0.6),
        "missing": f"#{colours.placeholder_text}",
        "missing-text": f"#{colours.placeholder}",
        "ins": "#173A24",
        "del": "#4A1F1D",
        "mark": "#4D4312",
    }


def lightened(colour: str, least: float) -> str:
    """A colour made lighter until its contrast on dark is at least so much."""
    for step in range(101):
        found = _mixed("FFFFFF", colour, step / 100)
        if contrast(found, NIGHT) >= least:
            return found
    return "FFFFFF"


def contrast(one: str, other: str) -> float:
    """WCAG's contrast of two colours, from 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (value / 255 for value in _parts(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _mixed(one: str, other: str, share: float) -> str:
    pairs = zip(_parts(one), _parts(other), strict=True)
    return "".join(f"{round(a * share + b * (1 - share)):02X}" for a, b in pairs)


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[:2], 16), int(colour[2:4], 16), int(colour[4:], 16)
