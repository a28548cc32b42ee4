"""What the words of a sheet say of its amounts: unit, price level, and that they may change."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from aftalegen.words.amount import THOUSANDS, UNITS, Unit, plain
from aftalegen.words.faults import InputError
from aftalegen.words.language import _
from aftalegen.words.place import Source

_LONGEST = 2_000
_BARE = (THOUSANDS, r"1[. ]?000|[.'] ?000")
_HEADING = (
    *((unit, re.compile(rf"(?<![\w.])(?:i )?(?:{form})(?![\w.])")) for unit, form in UNITS),
    (THOUSANDS, re.compile(r"\bi (?:1[. ]?000|[.'] ?000)(?![\w.])|[(\[]1[. ]?000[)\]]")),
)
_LEAD = (
    r"(?:\A|[(\[:;,/–-] ?|\bi (?:hele )?|\benhed(?:en)?(?: er)?:? ?"
    r"|\b(?:beløb|tal|rammer?)(?:ene|ne|et)?(?: er| vises| angives| angivet| opgjort)* (?:i )?)"
)
_END = r"(?![\w.,]*[\w])(?! ?(?:pr|per|om|til|for hver|mere|mindre)\b)"
_TITLE = tuple(
    (unit, re.compile(rf"{_LEAD}(?:{form}){_END}")) for unit, form in (*UNITS, _BARE)
)  # fmt: skip
_PL = r"(?:pl|p/l|pris(?:er|niveau)?|pris-? ?og lønniveau|pris-/lønniveau|løn- og prisniveau)"
_LEVELS = (
    re.compile(rf"\b(?:20)?([0-9]{{2}})[ -]?{_PL}\b"),
    re.compile(rf"\b{_PL}(?:-?niveau)?[ :,-]*(?:i |er )?20([0-9]{{2}})\b"),
)
_PROVISIONAL = re.compile(
    r"\b(?:forel[øo]b|midlertid|afvent|udkast|anslå|estima|skøn|forvent|provisor|uafklar|ubekræft"
    r"|forbehold|ikke (?:endelig|bekræft|afklar|godkend|vedtag)|under (?:afklar|behandl)"
    r"|mangler (?:bekræft|godkend|afklar)|(?:kan|vil) (?:blive )?ændre|tbd\b|tbc\b)"
)

_FOREIGN = re.compile(
    rf"{_LEAD}(?:(?:mio\.?|t\.?|1[. ]?000|tusinde?r?) ?)?"
    r"(?:eur|euro|€|usd|dollars?|\$|sek|nok|gbp|£|(?:svenske|norske) kr)"
)


@dataclass(frozen=True, slots=True)
class Said:
    """Something that a sheet says of its amounts, and where; no place is the command line."""

    unit: Unit | None
    level: str | None
    place: Source | None


def unit_in_heading(heading: str) -> tuple[Unit | None, str]:
    """The unit that a heading names, and the heading without it: 'Ramme (mio. kr.)'."""
    text = plain(heading)
    for unit, form in _HEADING:
        if form.search(text):
            return unit, form.sub(" ", text, count=1)
    return None, text


@lru_cache(maxsize=4096)
def unit_in_words(text: str) -> Unit | None:
    """The unit that a title or a note says of the amounts: 'Alle beløb i 1.000 kr.'

    An amount with its unit ('heraf 4 mio. kr.') says nothing of the others.
    """
    words = plain(text[:_LONGEST])
    return next((unit for unit, form in _TITLE if form.search(words)), None)


@lru_cache(maxsize=4096)
def level_in_words(text: str) -> str | None:
    """The price level in a heading, a title or a note: 'Ramme (2026-PL)' -> '2026-pl'."""
    words = plain(text[:_LONGEST])
    found = next((match for form in _LEVELS if (match := form.search(words))), None)
    return f"20{found[1]}-pl" if found else None


@lru_cache(maxsize=4096)
def is_provisional(text: str) -> bool:
    """Whether a note says that an amount is not the last one: 'Foreløbigt, afventer DUT'."""
    return _PROVISIONAL.search(plain(text[:_LONGEST])) is not None


def is_foreign(text: str) -> bool:
    """Whether a title or a note says that the amounts are in the money of another country."""
    return _FOREIGN.search(plain(text[:_LONGEST])) is not None


def agreed_unit(said: Sequence[Said]) -> Unit | None:
    """The unit that all who name one agree on; raises InputError with both places."""
    named = [(one.unit.name, one) for one in said if one.unit]
    message = _("the unit is {a} in {first}, but {b} in {second}")
    found = _agreed("unit-conflict", message, named)
    return found.unit if found else None


def agreed_level(said: Sequence[Said]) -> str | None:
    """The price level that all who name one agree on; raises InputError with both places."""
    named = [(one.level, one) for one in said if one.level]
    message = _("the price level is {a} in {first}, but {b} in {second}")
    found = _agreed("level-conflict", message, named)
    return found.level if found else None


def _agreed(rule: str, message: str, named: Sequence[tuple[str, Said]]) -> Said | None:
    """The first who names something; raises InputError for one who names something else."""
    for b, second in named[1:]:
        a, first = named[0]
        if a != b:
            text = message.format(
                a=a, b=b, first=first.place or "--unit", second=second.place or "--unit"
            )
            hint = _("correct the one that is wrong; both are of the same amounts")
            raise InputError(rule, text, second.place or first.place, hint)
    return named[0][1] if named else None
