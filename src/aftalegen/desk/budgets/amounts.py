"""A cell -> whole kroner, or the reason why not. Nothing is rounded and nothing is guessed."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from aftalegen.records.cells import Cell
from aftalegen.records.number_format import Shown
from aftalegen.words.amount import (
    KRONER,
    AmbiguousAmount,
    NegativeAmount,
    NotAnAmount,
    Unit,
    UnitConflict,
    plain,
    unit_named,
    written_amount,
)
from aftalegen.words.danish import kr
from aftalegen.words.faults import InputError
from aftalegen.words.language import _

MOST = 100_000_000_000
"""No municipality has a budget of a hundred billion for one task."""


@dataclass(frozen=True, slots=True)
class Kroner:
    """Whole kroner of a cell, and the unit that was said of it in the cell, a format or a title."""

    kroner: int
    unit: Unit | None


def amount_in(cell: Cell, unit: Unit | None) -> Kroner:
    """Whole kroner in a cell below a heading with this unit; raises InputError with the cell."""
    match cell.kind:
        case "number":
            return _of_number(cell, unit)
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
    """Raises InputError for a formula without saved value, an error, or what no text may hold."""
    if cell.kind in ("uncalculated", "error"):
        amount_in(cell, None)
    cell.words()


def _of_number(cell: Cell, unit: Unit | None) -> Kroner:
    """The number as Excel shows it: with 15 digits, in the unit and the scale of its format."""
    try:
        number = Decimal(cell.text)
        number = Decimal(f"{number:.15g}") if number.is_finite() else Decimal(-1)
    except InvalidOperation as error:
        raise _no_amount(cell) from error
    shown = cell.format.of(number) if cell.format else None
    own = _unit_of_format(cell, shown) if shown else None
    if own and unit and own != unit:
        raise _two_units(cell, own, unit)
    said = own or unit
    divisor = shown.divisor if shown else 1
    if divisor > 1 and (said is None or said.kroner != divisor):
        message = _("the number format divides «{text}» by {n}, but the unit is {unit}").format(
            text=cell.text, n=f"{divisor:,}".replace(",", "."), unit=said.name if said else "?"
        )
        hint = _("write the unit in the heading, or show the whole number")
        raise InputError("unit-conflict", message, cell.place, hint)
    return Kroner(_whole(number / divisor, said or KRONER, cell, said), said)


def _unit_of_format(cell: Cell, shown: Shown) -> Unit | None:
    """The unit in the words beside a number; other words, signs and hidden numbers are refused."""
    words = plain(shown.words)
    own = unit_named(words.replace("#", " ").strip(" -+()\\")) or (
        KRONER if words.endswith("#,-") else None
    )
    left = re.sub(r"[-+() \\#,.:;/'!&~{}<>=]", "", words)
    if shown.foreign or shown.percent or not shown.number or (left and own is None):
        message = _("the cell shows its number as «{shown}», which is no amount in kroner").format(
            shown=shown.words.replace("#", cell.text) + ("%" if shown.percent else "")
        )
        hint = _("give the cell a plain number format, and the unit in the heading")
        raise InputError("not-an-amount", message, cell.place, hint)
    return own


def _of_text(cell: Cell, unit: Unit | None) -> Kroner:
    try:
        found = written_amount(cell.words(), unit)
    except NegativeAmount as error:
        raise _negative(cell) from error
    except AmbiguousAmount as error:
        raise _ambiguous(cell, *error.readings) from error
    except UnitConflict as error:
        raise _two_units(cell, error.own, error.said) from error
    except NotAnAmount as error:
        raise _no_amount(cell) from error
    said = found.unit
    return Kroner(_whole(found.number, said or KRONER, cell, said), said)


def _two_units(cell: Cell, own: Unit, said: Unit) -> InputError:
    message = _("the cell says {own}, but the heading says {unit}")
    return InputError(
        "unit-conflict",
        message.format(own=own.name, unit=said.name),
        cell.place,
        _("write the amount as a number in the unit of the heading"),
    )


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
    message = _("«{text}» is not an amount").format(text=cell.text[:80])
    hint = _("write a number, or an amount such as «4.422.000 kr.» or «4,422 mio. kr.»")
    return InputError("not-an-amount", message, cell.place, hint)
