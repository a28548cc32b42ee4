"""How Word's XML says a length, and whether something is on: each is read in one place."""

import re

from aftalegen.writers.word.ooxml import Element, qualified

_LENGTH = re.compile(r"([+-]?(?:\d{1,9}(?:\.\d*)?|\.\d+))\s*(mm|cm|in|pt|pc|pi)?")
_TWIPS = {"mm": 1440 / 25.4, "cm": 14400 / 25.4, "in": 1440, "pt": 20, "pc": 240, "pi": 240}
_OFF = frozenset(("0", "false", "off"))


def twips_of(said: str) -> int:
    """A length in whole twips: "1133.858" -> 1134, "2.5cm" -> 1417; ValueError for none."""
    found = _LENGTH.fullmatch(said.strip())
    if found is None:
        raise ValueError(said)
    return round(float(found[1]) * _TWIPS.get(found[2], 1))


def is_on(element: Element | None) -> bool:
    """Whether a property that is there says yes: most programs leave the word out."""
    return element is not None and is_yes(element.get(qualified("val"), "true"))


def is_yes(said: str) -> bool:
    """Whether a word says yes: 1, true or on."""
    return said.strip().lower() not in _OFF
