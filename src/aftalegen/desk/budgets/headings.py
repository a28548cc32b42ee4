"""The header row of a sheet: which column says what, however it is headed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from aftalegen.desk.budgets.amounts import Unit, unit_in_heading
from aftalegen.records.sheet import Cell, Sheet
from aftalegen.words.faults import InputError
from aftalegen.words.language import _

SEARCHED = 50
"""The header row is looked for in so many rows from the top."""

Column = Literal[
    "municipality", "code", "task", "amount", "price_level", "status", "source", "note"
]

WORDS: Mapping[Column, tuple[str, ...]] = {
    "municipality": ("kommune", "kommuner", "kommunenavn", "kommunens navn", "municipality"),
    "code": ("kommunekode", "kommunenr", "kommunenummer", "kommune nr", "kode", "code"),
    "task": ("opgave", "opgavenavn", "opgavens navn", "opgaveområde", "aftale", "task"),
    "amount": (
        "", "beløb", "årligt beløb", "fast beløb", "fast årligt beløb", "årligt fast beløb",
        "ramme", "årlig ramme", "fast ramme", "fast årlig ramme", "årlig fast ramme",
        "økonomisk ramme", "budgetramme", "budget", "årligt budget", "amount", "annual amount",
        "fixed annual",
    ),
    "price_level": ("pris og lønniveau", "prisniveau", "pl niveau", "pl", "p l", "price level"),
    "status": ("status",),
    "source": ("kilde", "source"),
    "note": ("note", "noter", "bemærkning", "bemærkninger", "kommentar"),
}  # fmt: skip
"""The headings that are understood, in small letters, without unit, year and signs."""


@dataclass(frozen=True, slots=True)
class Headings:
    """Where the header row is, the column of each thing, and what the amount's heading adds."""

    row: int
    columns: Mapping[Column, int]
    unit: Unit | None
    price_level: str | None


def found_headings(sheet: Sheet, task_is_named: bool) -> Headings | None:
    """The header row near the top of a sheet, or None where it has no table of budgets.

    Raises InputError where a row is one but for a column that is missing, or there twice.
    """
    for row in sorted(row for row in sheet.rows if row <= SEARCHED):
        columns: dict[Column, list[Cell]] = {}
        for cell in sheet.rows[row].values():
            column = _column_of(cell)
            if column:
                columns.setdefault(column, []).append(cell)
        if "amount" in columns and ("municipality" in columns or "code" in columns):
            return _headings(sheet, row, columns, task_is_named)
    return None


def _headings(
    sheet: Sheet, row: int, columns: dict[Column, list[Cell]], task_is_named: bool
) -> Headings:
    for cells in columns.values():
        if len(cells) > 1:
            names = ", ".join(f"{cell.place.key} «{cell.text}»" for cell in cells)
            message = _("several columns could be the same: {names}").format(names=names)
            hint = _("keep one of them, or give the others a heading that says something else")
            raise InputError("column-twice", message, cells[1].place, hint)
    if "task" not in columns and not task_is_named:
        message = _("the table has no column for the task")
        hint = _("add a column with the heading «Opgave», or say which task it is with --task")
        raise InputError("column-missing", message, sheet.place(row, 1), hint)
    (amount,) = columns["amount"]
    places = {name: cells[0].place.column for name, cells in columns.items()}
    return Headings(row, places, unit_in_heading(amount.text)[0], _price_level(amount.text))


def _column_of(cell: Cell) -> Column | None:
    """What the column below a heading says, or None for any other cell."""
    if cell.kind != "text" or len(cell.text) > 80:
        return None
    unit, rest = unit_in_heading(cell.text)
    words = re.sub(r"\b20[0-9]{2}\b(?:[ -]?(?:pl|p/l|priser))?|[^\w]|_", " ", rest)
    words = f" {' '.join(words.split())}"
    words = re.sub(r" (?:i|pr|per|om) ?(?:år|året)?\Z", "", words).strip()  # fmt: skip
    if not words and unit is None:
        return None
    return next((column for column, known in WORDS.items() if words in known), None)


def _price_level(heading: str) -> str | None:
    """The price level in a heading: 'Ramme (2026-pl)' -> '2026-pl'."""
    found = re.search(r"\b(20[0-9]{2})[ -]?(?:pl|p/l|priser)\b", heading.casefold())
    return f"{found[1]}-pl" if found else None
