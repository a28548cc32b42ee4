"""Danish text from values: the one room that turns an amount, a date or a list into words.

Nothing here rounds: a formatter that would have to, refuses. Conventions are
those of Danish authorities: thousands point, decimal comma, non-breaking space
between a number and its unit.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from aftalegen.words.amount import KRONER, NBSP, NotAnAmount, written_amount

__all__ = ["NBSP"]

MONTHS = (
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
)

_ORDINALS = "kvartal kvt halvår behandling led punktum pkt rate etape fase sal år del"
ORDINAL = "|".join((*MONTHS, *_ORDINALS.split(" ")))
"""What a number with a point counts: «1. kvartal», not the first item of a list."""

_COUNT_WORDS = (
    "nul",
    "en",
    "to",
    "tre",
    "fire",
    "fem",
    "seks",
    "syv",
    "otte",
    "ni",
    "ti",
    "elleve",
    "tolv",
)


def number(value: int) -> str:
    """A whole number with thousands points: 4422000 -> '4.422.000'."""
    return f"{value:,}".replace(",", ".")


def kr(kroner: int) -> str:
    """An amount as agreements write it: 4_422_000 -> '4.422.000 kr.' (non-breaking space)."""
    return f"{number(kroner)}{NBSP}kr."


def million_kr(kroner: int) -> str:
    """An amount in millions: 4_422_000 -> '4,422 mio. kr.'

    At most three decimals; raises ValueError where that would lose kroner.
    """
    if kroner % 1000:
        raise ValueError(f"{kroner} kr. cannot be told in thousands of kroner without rounding")
    thousands = abs(kroner) // 1000
    decimals = f"{thousands % 1000:03d}".rstrip("0")
    whole = number(thousands // 1000)
    sign = "-" if kroner < 0 else ""
    return f"{sign}{whole}{',' + decimals if decimals else ''}{NBSP}mio.{NBSP}kr."


def parse_kroner(text: str) -> int:
    """Whole kroner from Danish text: '4.422.000', '4 422 000 kr.', '4,422 mio. kr.' -> 4422000.

    Raises AmbiguousAmount for one group of three after a point ('4.422' can be
    4.422 kr. or 4,422 mio. kr.), ValueError for anything that is not an amount, and for kroner
    with decimals, '4.422.000,00', as 4422000.0 is no whole number.
    """
    found = written_amount(text)
    cents = found.unit in (None, KRONER) and "," in text.partition(",-")[0]
    if cents or found.kroner != int(found.kroner):
        raise NotAnAmount(text)
    return int(found.kroner)


def long_date(day: date) -> str:
    """A date in running text: 2027-01-01 -> '1. januar 2027'."""
    return f"{day.day}.{NBSP}{MONTHS[day.month - 1]}{NBSP}{day.year}"


def short_date(day: date) -> str:
    """A date as minutes of meetings write it: 2026-03-17 -> '17-03-2026'."""
    return f"{day.day:02d}-{day.month:02d}-{day.year}"


_DAY = re.compile(
    r"(?P<day>[0-9]{1,2})[-./ ]+(?P<month>[0-9]{1,2}|[a-zæøå]+)[-./ ]+(?P<year>[0-9]{4})",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(r"(?P<year>[0-9]{4})[-./](?P<month>[0-9]{1,2})[-./](?P<day>[0-9]{1,2})")

_SHORT = re.compile(r"(?P<day>[0-9]{1,2})[-/](?P<month>[0-9]{1,2})[-/](?P<year>[0-9]{2})")
"""Without points, which numbers of sections have."""


def day_in(text: str) -> date | None:
    """The day that a Dane means by '17-03-2026', '17/3-26', '17. marts 2026'; None for others."""
    plain = " ".join(text.split())
    found = _DAY.fullmatch(plain) or _YEAR_FIRST.fullmatch(plain) or _SHORT.fullmatch(plain)
    if found is None:
        return None
    month = found["month"].lower()
    try:
        number = MONTHS.index(month) + 1 if month in MONTHS else int(month)
        year = int(found["year"])
        return date(year + 2000 if year < 100 else year, number, int(found["day"]))
    except ValueError:  # a day that there is not
        return None


def and_list(items: Sequence[str]) -> str:
    """A list in running text: ['a', 'b', 'c'] -> 'a, b og c'."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} og {items[-1]}"


def count_word(count: int) -> str:
    """A small count as a word (2 -> 'to'); above twelve in digits."""
    return _COUNT_WORDS[count] if 0 <= count < len(_COUNT_WORDS) else number(count)


def genitive(name: str) -> str:
    """The genitive of a name: 'Norddjurs Kommune' -> 'Norddjurs Kommunes', 'Randers' with '."""
    return f"{name}'" if name[-1:].lower() in "sxz" else f"{name}s"


def one_spaced(name: str) -> str:
    """A name in its one form: no spaces around it, and one of them between two words.

    Hard spaces within it stay: they are meant.
    """
    return re.sub(" {2,}| *[\n\t]+ *", " ", name.strip())


def same_name(name: str) -> str:
    """What two ways of typing a name have in common: hard spaces and letters' case are none."""
    return " ".join(name.split()).casefold()


def capitalized(text: str) -> str:
    """The text with its first letter in upper case."""
    return text[:1].upper() + text[1:]


def sort_key(text: str) -> tuple[tuple[int, str], ...]:
    """A key for Danish alphabetical order: æ, ø, å last, and aa as å."""
    folded = unicodedata.normalize("NFC", text).casefold().replace("aa", "å")
    return tuple(("æøå".find(c) + 1, c) for c in folded)


def ascii_key(name: str) -> str:
    """The key under which a name is filed, however a person types it.

    'Ringkøbing-Skjern', 'Ringkoebing Skjern' and the decomposed form all give
    'ringkoebing-skjern'; a trailing 'Kommune' and a leading 'Region' are dropped.
    """
    text = unicodedata.normalize("NFC", name).casefold().strip()
    for letter, spelled in (("æ", "ae"), ("ø", "oe"), ("å", "aa"), ("ö", "oe"), ("ä", "ae")):
        text = text.replace(letter, spelled)
    text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    text = re.sub(r"[^a-z0-9]+", "-", text).strip("-")
    return re.sub(r"^region-|-kommunes?$", "", text)


MOST_WORDS = 6
"""No name has more."""


def whole_names(words: Sequence[str], is_name: Callable[[str], bool]) -> Iterator[str]:
    """The names in words that were typed without quotation marks: the longest that is one.

    ('Norddjurs', 'Kommune', 'Randers') -> 'Norddjurs Kommune', 'Randers'
    """
    rest = tuple(words)
    while rest:
        sizes = range(min(len(rest), MOST_WORDS), 0, -1)
        size = next((n for n in sizes if is_name(" ".join(rest[:n]))), 1)
        yield " ".join(rest[:size])
        rest = rest[size:]


_UNITS = r"(?:kr\.|mio\.|pct\.|%|procent|timer|måneder|år)"
_NONBREAKING = (
    (re.compile(r"(§§?) (?=\d)"), r"\1" + NBSP),
    (re.compile(r"\b(stk\.|nr\.|art\.|artikel|kap\.|litra|pkt\.|kl\.) (?=[\da-z])"), r"\1" + NBSP),
    (re.compile(rf"(\d\.) (?=(?:{'|'.join(MONTHS)})\b)"), r"\1" + NBSP),
    (re.compile(rf"\b({'|'.join(MONTHS)}) (?=\d{{4}}\b)"), r"\1" + NBSP),
    (re.compile(rf"(\d) (?={_UNITS})"), r"\1" + NBSP),
    (re.compile(r"\bmio\. (?=kr\.)"), f"mio.{NBSP}"),
    (re.compile(r"(§\u00a0\d+) (?=[a-zæøå]\b(?!\u00a0))"), r"\1" + NBSP),
)


def nonbreaking(text: str) -> str:
    """The text with the spaces that must not break made non-breaking.

    For text of templates only: a value is never changed.
    """
    if not _MAYBE_NONBREAKING.search(text):
        return text
    for pattern, replacement in _NONBREAKING:
        text = pattern.sub(replacement, text)
    return text


_MAYBE_NONBREAKING = re.compile(r"\d|stk\.|litra|§")
