"""A number format of Excel -> what it makes of a number: the one reader of such formats.

'#,##0,\\ "t.kr."' shows 12250000 as «12.250 t.kr.»: it divides by a thousand and writes words.
"""

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

_PIECE = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.?)|[_*](?P<space>.?)|\[(?P<bracket>[^\]]*)\]?'
    r"|(?P<general>general|standard)|(?P<exponent>e[+-])|(?P<ampm>am/pm|a/p)"
    r"|(?P<digits>[0#?.,]+)|(?P<date>[dmyhsgbe])|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_WHOLE_PIECE = re.compile(r'"[^"]*"?|\\.?|[_*].?|\[[^\]]*\]?|.', re.DOTALL)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?[0-9]+(?:\.[0-9]+)?)")
_COMPARED: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
    "=": operator.eq, "<>": operator.ne,
}  # fmt: skip
_LONGEST = 255
"""Excel takes no longer format."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a section of a format makes of a number: words beside it, and what it divides by.

    `words` has «#» where the number stands; without `number` only the words are seen. `foreign` is
    a currency of another country, as its code for places says.
    """

    words: str
    divisor: int
    number: bool
    date: bool
    percent: bool
    foreign: bool = False


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """A whole format: what each of its sections makes of a number, and of which numbers."""

    sections: tuple[tuple[str | None, Shown], ...]

    def of(self, number: Decimal) -> Shown:
        """What this number is shown as."""
        for condition, shown in self.sections:
            if condition is None or _holds(condition, number):
                return shown
        return self.sections[-1][1]

    @property
    def is_date(self) -> bool:
        """Whether numbers are shown as days or times."""
        return self.sections[0][1].date


@cache
def number_format(code: str) -> NumberFormat:
    """A format by its code, as it stands in the file."""
    pairs = [_section(section) for section in _sections(code[:_LONGEST] or "General")][:3]
    usual = _usual(len(pairs))
    if any(condition for condition, _shown in pairs):
        usual = (None,) * len(pairs)
    return NumberFormat(
        tuple((own or other, shown) for (own, shown), other in zip(pairs, usual, strict=False))
    )


def _sections(code: str) -> list[str]:
    """The sections of a format; a semicolon in words is none between them."""
    sections = [""]
    for piece in _WHOLE_PIECE.finditer(code):
        if piece[0] == ";":
            sections.append("")
        else:
            sections[-1] += piece[0]
    return sections


def _usual(count: int) -> tuple[str | None, ...]:
    """The numbers that the sections are for, where none says so itself."""
    if count == 1:
        return (None,)
    if count == 2:
        return (">=0", None)
    return (">0", "<0", None)


def _holds(condition: str, number: Decimal) -> bool:
    found = _CONDITION.fullmatch(condition)
    return found is None or _COMPARED[found[1]](number, Decimal(found[2]))


def _section(text: str) -> tuple[str | None, Shown]:
    condition: str | None = None
    words, digits = "", ""
    date = percent = general = foreign = False
    for piece in _PIECE.finditer(text):
        kind, value = piece.lastgroup, piece[piece.lastgroup or 0] or ""
        match kind:
            case "quoted" | "escaped":
                words += value
            case "space":
                words += " "
            case "bracket":
                if _CONDITION.fullmatch(value):
                    condition = value
                elif value.startswith("$"):
                    currency, _dash, place = value[1:].partition("-")
                    words += currency
                    foreign |= bool(currency) and place.lstrip("0")[-3:].upper() not in ("", "406")
                elif re.fullmatch(r"h+|m+|s+", value, re.IGNORECASE):
                    date = True
            case "general":
                general, words = True, words + "#"
            case "digits":
                real = "#" in words or bool(re.search("[0#?]", value))
                words += "" if "#" in words else "#" if real else value
                digits += value if real else ""
            case "date" | "ampm":
                date = True
            case "other":
                percent |= value == "%"
                words += "" if value in "%@" else value
    thousands = sum(len(run) for run in re.findall(r",+(?=\.|\Z)", digits))
    is_number = general or "#" in words
    return condition, Shown(
        " ".join(words.split()), 1000**thousands, is_number, date and not general, percent, foreign
    )
