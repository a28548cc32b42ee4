"""A cell -> whole kroner, or the reason why not. Nothing is rounded and nothing is guessed."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from aftalegen.records.sheet import Cell
from aftalegen.words.danish import NBSP, kr
from aftalegen.words.faults import InputError
from aftalegen.words.language import _

MOST = 100_000_000_000
"""No municipality has a budget of a hundred billion for one task."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What an amount is counted in, and how many kroner that is."""

    name: str
    kroner: int


KRONER = Unit("kr.", 1)
THOUSANDS = Unit("t.kr.", 1000)
MILLIONS = Unit("mio. kr.", 1_000_000)

_UNITS = (
    (MILLIONS, r"mio\.?(?: ?(?:kr\.?|kroner))?|million(?:er)?(?: kroner)?"),
    (THOUSANDS, r"t\.? ?kr\.?|1[. ]?000 ?(?:kr\.?|kroner)|tusind(?:e)?(?: kroner)?"),
    (KRONER, r"(?:hele )?(?:kr\.?|kroner)(?:,-)?|dkk|,-"),
)
_IN_HEADING = tuple(
    (unit, re.compile(rf"(?<![\w.])(?:i )?(?:{form})(?!\w)")) for unit, form in _UNITS
)  # fmt: skip
_TEXT = re.compile(
    r"(?:(?:kr\.?|dkk) ?)?(?P<number>[-0-9](?:[0-9., ']*[0-9])?) ?(?P<unit>[^0-9\s].*)?"
)
_WHOLE = re.compile(r"[0-9]+|[0-9]{1,3}(?P<mark>[. '])[0-9]{3}(?:(?P=mark)[0-9]{3})*")


def unit_in_heading(heading: str) -> tuple[Unit | None, str]:
    """The unit that a heading names, and the heading without it: 'Ramme (mio. kr.)'."""
    text = _plain(heading)
    for unit, form in _IN_HEADING:
        if form.search(text):
            return unit, form.sub(" ", text, count=1)
    return None, text


def kroner_in(cell: Cell, unit: Unit | None) -> int:
    """Whole kroner in a cell below a heading with this unit; raises InputError with the cell."""
    match cell.kind:
        case "number":
            return _whole(_of_number(cell), unit or KRONER, cell, unit)
        case "text":
            return _of_text(cell, unit)
        case "uncalculated":
            message = _("the formula has no saved value")
            hint = _("open the workbook in Excel, save it, and import it again")
            raise InputError("formula-without-value", message, cell.place, hint)
        case "error":
            message = _("the cell holds the error {text}").format(text=cell.text)
            raise InputError(
                "cell-error", message, cell.place, _("mend the formula, and save the workbook")
            )
        case "truth" | "date":
            raise _no_amount(cell)


def require_value(cell: Cell) -> None:
    """Raises InputError for a formula without saved value, or with an error: it says nothing."""
    if cell.kind in ("uncalculated", "error"):
        kroner_in(cell, None)


def _of_number(cell: Cell) -> Decimal:
    """The number as Excel shows it: with 15 digits, so that a sum of fractions is what it seems."""
    try:
        number = Decimal(cell.text)
        return Decimal(f"{number:.15g}") if number.is_finite() else Decimal(-1)
    except InvalidOperation as error:
        raise _no_amount(cell) from error


def _of_text(cell: Cell, unit: Unit | None) -> int:
    found = _TEXT.fullmatch(_plain(cell.text))
    if found is None:
        raise _no_amount(cell)
    own = _named_unit(found["unit"])
    if found["unit"] and own is None:
        raise _no_amount(cell)
    if own and unit and own != unit:
        message = _("the cell says {own}, but the heading says {unit}")
        raise InputError(
            "unit-conflict",
            message.format(own=own.name, unit=unit.name),
            cell.place,
            _("write the amount as a number in the unit of the heading"),
        )
    said = own or unit
    number = _of_digits(found["number"], said or KRONER, cell)
    return _whole(number, said or KRONER, cell, said)  # fmt: skip


def _named_unit(text: str | None) -> Unit | None:
    return next((unit for unit, form in _UNITS if text and re.fullmatch(form, text)), None)


def _of_digits(text: str, unit: Unit, cell: Cell) -> Decimal:
    """A number in Danish writing: thousands points, decimal comma; two readings are refused."""
    if text.startswith("-"):
        raise _negative(cell)
    before, comma, after = text.partition(",")
    if not _WHOLE.fullmatch(before) or (comma and not re.fullmatch(r"[0-9]+", after)):
        raise _no_amount(cell)
    marks = len(re.findall(r"\.", before))
    short = len(before) < 4 and len(after) == 3 and not before.startswith("0")
    if (marks == 1 and not comma) or (comma and short and unit is not MILLIONS):
        digits = Decimal(re.sub(r"\D", "", text))
        raise _ambiguous(cell, digits / 1000 * unit.kroner, digits * unit.kroner)
    return Decimal(re.sub(r"[^0-9]", "", before) + ("." + after if comma else ""))


def _whole(number: Decimal, unit: Unit, cell: Cell, said: Unit | None) -> int:
    """The number in kroner, if it is whole, and not negative or beyond all reason."""
    if number < 0:
        raise _negative(cell)
    kroner = number * unit.kroner
    if kroner >= MOST:
        message = _("«{text}» is too large for an annual amount").format(text=cell.text)
        raise InputError("not-an-amount", message, cell.place, _("check the number and its unit"))
    if kroner != int(kroner):
        message = _("«{text}» is not whole kroner").format(text=cell.text)
        hint = _("write whole kroner; nothing is rounded here")
        if not said:
            hint = _("write whole kroner, or the unit in the heading: «Beløb (mio. kr.)»")
        raise InputError("not-whole-kroner", message, cell.place, hint)
    return int(kroner)


def _ambiguous(cell: Cell, small: Decimal, large: Decimal) -> InputError:
    message = _("«{text}» can be read in two ways").format(text=cell.text)
    readings = [f"{kr(int(r))}" if r == int(r) else f"{r:f} kr." for r in (small, large)]
    hint = _("it is {small} or {large}: make the cell a number, or write the amount in full")
    return InputError(
        "ambiguous-amount", message, cell.place, hint.format(small=readings[0], large=readings[1])
    )


def _negative(cell: Cell) -> InputError:
    message = _("«{text}» is a negative amount").format(text=cell.text)
    return InputError("negative-amount", message, cell.place, _("write the amount without a sign"))


def _no_amount(cell: Cell) -> InputError:
    message = _("«{text}» is not an amount").format(text=cell.text)
    hint = _("write a number, or an amount such as «4.422.000 kr.» or «4,422 mio. kr.»")
    return InputError("not-an-amount", message, cell.place, hint)


def _plain(text: str) -> str:
    """Small letters, one kind of space, one space at a time, and one kind of minus."""
    spaced = re.sub(rf"[\s{NBSP}\u202f\u2009]+", " ", text.casefold())
    return spaced.replace("−", "-").replace("\u2019", "'").strip()
