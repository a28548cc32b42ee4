"""An amount as Danes write it, and the unit it is counted in: the one grammar, for YAML and cells.

Nothing is guessed: what can be read in two ways is refused with both.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

NBSP = "\u00a0"


@dataclass(frozen=True, slots=True)
class Unit:
    """What an amount is counted in, and how many kroner that is."""

    name: str
    kroner: int


KRONER = Unit("kr.", 1)
THOUSANDS = Unit("t.kr.", 1000)
MILLIONS = Unit("mio. kr.", 1_000_000)
BILLIONS = Unit("mia. kr.", 1_000_000_000)

_KR = r"(?:kr\.?|kroner|dkk)"
UNITS = (
    (BILLIONS, rf"(?:{_KR} )?(?:mia\.?|milliard(?:er)?)(?: ?{_KR})?"),
    (MILLIONS, rf"(?:{_KR} )?(?:mio\.?|mill\.?|million(?:er)?)(?: ?{_KR})?|mdkk|m\.? ?kr\.?"),
    (
        THOUSANDS,
        rf"t\.? ?kr\.?|tdkk|k ?kr\.?|1[. ]?000 ?{_KR}|{_KR} ?1[. ]?000|[.'] ?000 ?{_KR}"
        rf"|(?:{_KR} (?:i )?)?(?:hele )?(?:tusind(?:e|er)?|tus\.?)(?: ?{_KR})?",
    ),
    (KRONER, r"(?:hele |danske )?(?:kr\.?|kroner)(?:,-)?|dkk|,-"),
)  # fmt: skip
"""The units, the longest first, and how each is written (in small letters)."""

_TEXT = re.compile(
    r"(?:(?:kr\.?|dkk) ?)?(?P<number>[-0-9](?:[0-9., ']*[0-9])?) ?(?P<unit>[^0-9\s].*)?"
)
_WHOLE = re.compile(r"[0-9]+|[0-9]{1,3}(?P<mark>[. '])[0-9]{3}(?:(?P=mark)[0-9]{3})*")
_LONGEST = 80


class NotAnAmount(ValueError):
    """A text that is no amount."""


class NegativeAmount(ValueError):
    """An amount below zero."""


class AmbiguousAmount(ValueError):
    """An amount that can be read in two ways, such as `4.422`; `readings` are both, in kroner."""

    def __init__(self, text: str, readings: tuple[Decimal, Decimal]) -> None:
        super().__init__(text)
        self.readings = readings


class UnitConflict(ValueError):
    """An amount with another unit than the one it stands under."""

    def __init__(self, own: Unit, said: Unit) -> None:
        super().__init__(own.name)
        self.own = own
        self.said = said


@dataclass(frozen=True, slots=True)
class Amount:
    """A number and the unit that is said of it, if any is."""

    number: Decimal
    unit: Unit | None

    @property
    def kroner(self) -> Decimal:
        """The amount in kroner, which may not be whole."""
        return self.number * (self.unit or KRONER).kroner


def written_amount(text: str, unit: Unit | None = None) -> Amount:
    """'4.422.000 kr.', '4,422 mio. kr.', '4422 t.kr.', 'kr. 4.422.000,-'; `unit` is said elsewhere.

    `5.123` alone can be read in two ways; where a unit is said, the point marks thousands. Raises
    NotAnAmount, NegativeAmount, AmbiguousAmount or UnitConflict.
    """
    words = plain(text)
    found = _TEXT.fullmatch(words) if len(words) <= _LONGEST else None
    if found is None:
        raise NotAnAmount(text)
    own = unit_named(found["unit"] or "")
    if found["unit"] and own is None:
        raise NotAnAmount(text)
    if own is None and re.match(r"kr|dkk", words):
        own = KRONER
    if own and unit and own != unit:
        raise UnitConflict(own, unit)
    said = own or unit
    return Amount(_number(found["number"], said, text), said)


def unit_named(text: str) -> Unit | None:
    """The unit that a text is, and nothing else."""
    words = plain(text)
    return next((unit for unit, form in UNITS if words and re.fullmatch(form, words)), None)


def plain(text: str) -> str:
    """Small letters, one kind of space, one space at a time, and one kind of minus."""
    spaced = re.sub(rf"[\s{NBSP}\u202f\u2009]+", " ", text.casefold())
    return spaced.replace("−", "-").replace("\u2019", "'").strip()


def _number(text: str, unit: Unit | None, whole_text: str) -> Decimal:
    """A number in Danish writing: thousands points, decimal comma; two readings are refused."""
    if text.startswith("-"):
        raise NegativeAmount(whole_text)
    before, comma, after = text.partition(",")
    if not _WHOLE.fullmatch(before) or (comma and not re.fullmatch(r"[0-9]+", after)):
        raise NotAnAmount(whole_text)
    marks = before.count(".")
    short = len(before) < 4 and len(after) == 3 and not before.startswith("0")
    millions = unit in (MILLIONS, BILLIONS)
    point = marks == 1 and not comma and (unit is None or millions)
    if point or (comma and short and not millions):
        digits = Decimal(re.sub(r"\D", "", text))
        kroner = (unit or KRONER).kroner
        if point and unit is None:  # 4.422 kr., or 4.422 thousands without a word of it
            kroner = 1000
        raise AmbiguousAmount(whole_text, (digits / 1000 * kroner, digits * kroner))
    return Decimal(re.sub(r"[^0-9]", "", before) + ("." + after if comma else ""))
