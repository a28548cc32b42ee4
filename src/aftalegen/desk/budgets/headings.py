"""The header row of a sheet: which column says what, however it is headed."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from aftalegen.desk.budgets.declared import (
    Said,
    agreed_level,
    agreed_unit,
    is_foreign,
    is_provisional,
    level_in_words,
    unit_in_heading,
    unit_in_words,
)
from aftalegen.records.cells import Cell
from aftalegen.records.sheet import Sheet
from aftalegen.words.alphabet import forbidden_character
from aftalegen.words.amount import Unit
from aftalegen.words.faults import InputError
from aftalegen.words.language import _
from aftalegen.words.place import Source

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
    "note": ("note", "noter", "bemærkning", "bemærkninger", "kommentar", "kommentarer",
             "anmærkning", "anmærkninger"),
}  # fmt: skip
"""The headings that are understood, in small letters, without unit, year and signs."""


_PL = "(?:pl|p/l|priser)"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the person chose: the task, the heading (or letter) of the amounts, and their unit."""

    task: str | None = None
    column: str | None = None
    unit: Unit | None = None


@dataclass(frozen=True, slots=True)
class Headings:
    """Where the header row is, the column of each thing, and what is said of all its amounts."""

    row: int
    columns: Mapping[Column, int]
    unit: Unit | None
    price_level: str | None
    said: tuple[Said, ...]
    provisional: Cell | None
    read: frozenset[int]
    """The columns that are read, but for the note."""


def found_headings(sheet: Sheet, wanted: Wanted) -> Headings | None:
    """The header row near the top of a sheet, or None where it has no table of budgets.

    Raises InputError where a row is one but for a
    column that is missing, hidden, or there twice, and where words of the sheet disagree.
    """
    for row in sorted(row for row in sheet.rows if row <= SEARCHED):
        if row in sheet.hidden_rows:
            continue
        columns: dict[Column, list[Cell]] = {}
        for cell in sheet.rows[row].values():
            column = _column_of(cell, wanted)
            if column:
                columns.setdefault(column, []).append(cell)
        if "amount" in columns and ("municipality" in columns or "code" in columns):
            return _headings(sheet, row, columns, wanted)
    return None


def _headings(
    sheet: Sheet, row: int, columns: dict[Column, list[Cell]], wanted: Wanted
) -> Headings:
    for cells in columns.values():
        seen = [cell for cell in cells if not sheet.is_hidden(cell.place.column)]
        if not seen:
            message = _("the column «{name}» is hidden").format(name=cells[0].text)
            hint = _("show it in Excel, or delete it")
            raise InputError("column-hidden", message, cells[0].place, hint)
        cells[:] = seen
        cells[0].words()
        if len(cells) > 1:
            raise _twice(cells)
    if "task" not in columns and wanted.task is None:
        message = _("the table has no column for the task")
        hint = _("add a column with the heading «Opgave», or say which task it is with --task")
        raise InputError("column-missing", message, sheet.place(row, 1), hint)
    (amount,) = columns["amount"]
    places = {name: cells[0].place.column for name, cells in columns.items()}
    said = [Said(unit_in_heading(amount.text)[0], level_in_words(amount.text), amount.place)]
    if wanted.unit:
        said.insert(0, Said(wanted.unit, None, None))
    remarks = [*_above(sheet, row), *_below(sheet, row, places), *_hung(sheet, row, places)]
    said += [Said(unit_in_words(c.text), level_in_words(c.text), c.place) for c in remarks]
    if foreign := next((cell for cell in (amount, *remarks) if is_foreign(cell.text)), None):
        message = _("«{text}» says another currency than Danish kroner")
        hint = _("write the amounts in kroner")
        text = foreign.text[:80]
        raise InputError("unit-conflict", message.format(text=text), foreign.place, hint)
    name = sheet.name
    said.append(
        Said(unit_in_words(name), level_in_words(name), Source(sheet.file, 1, 1, "A1", name))
    )
    texts = (amount, *remarks)
    provisional = next((cell for cell in texts if is_provisional(cell.text)), None)
    told = tuple(one for one in said if one.unit or one.level)
    read = frozenset(column for name, column in places.items() if name != "note")
    return Headings(row, places, agreed_unit(told), agreed_level(told), told, provisional, read)


def _twice(cells: list[Cell]) -> InputError:
    names = ", ".join(f"{cell.place.key} «{cell.text}»" for cell in cells)
    message = _("several columns could be the same: {names}").format(names=names)
    hint = _("choose the amounts with --column «{name}», or keep one of them").format(
        name=cells[-1].text
    )
    return InputError("column-twice", message, cells[1].place, hint)


def _above(sheet: Sheet, header: int) -> Iterator[Cell]:
    """The texts above the header row that a person sees."""
    for row in range(1, header):
        if row not in sheet.hidden_rows:
            yield from (cell for cell in sheet.rows.get(row, {}).values() if cell.kind == "text")


def _below(sheet: Sheet, header: int, columns: Mapping[Column, int]) -> Iterator[Cell]:
    """The remarks below the header row: texts of rows that hold nothing but texts.

    A unit alone in the column of amounts, below its heading, is one too.
    """
    amount = columns["amount"]
    needed = [columns[name] for name in ("municipality", "code", "task") if name in columns]
    for row, cells in sheet.rows.items():
        if row <= header or row in sheet.hidden_rows:
            continue
        texts = [cell for cell in cells.values() if cell.kind == "text"]
        named = sum(column in cells for column in needed)
        if len(texts) < len(cells) or named > 1 or (named and amount in cells):
            continue
        if amount not in cells or is_unit_alone(cells[amount]):
            yield from texts


def _hung(sheet: Sheet, header: int, columns: Mapping[Column, int]) -> Iterator[Cell]:
    """The notes and comments on what stands above the table, and on its amounts' heading."""
    for row, cells in sheet.remarks.items():
        if row < header and row not in sheet.hidden_rows:
            yield from cells.values()
        elif row == header and columns["amount"] in cells:
            yield cells[columns["amount"]]


def is_unit_alone(cell: Cell) -> bool:
    """Whether a cell says a unit and no amount: '1.000 kr.' below the heading."""
    unit, rest = unit_in_heading(cell.text) if cell.kind == "text" else (None, "")
    return unit is not None and not re.sub(r"[\W_]", "", rest)


def _column_of(cell: Cell, wanted: Wanted) -> Column | None:
    """What the column below a heading says, or None for any other cell."""
    if cell.kind not in ("text", "number") or len(cell.text) > 80:
        return None
    if wanted.column is not None and _is_named(cell, wanted.column):
        return "amount"
    if cell.kind != "text":
        return None
    text = "".join(c for c in cell.text if not forbidden_character(c))
    unit, rest = unit_in_heading(text)
    words = re.sub(rf"\b(?:{_PL}[ -]?)?20[0-9]{{2}}\b(?:[ -]?{_PL})?|[^\w]|_", " ", rest)
    words = f" {' '.join(words.split())}"
    words = re.sub(r" (?:i|pr|per|om) ?(?:år|året)?\Z", "", words).strip()
    if not words and unit is None:
        return None
    column = next((column for column, known in WORDS.items() if words in known), None)
    return None if column == "amount" and wanted.column is not None else column


def _is_named(cell: Cell, column: str) -> bool:
    """Whether a cell is the heading that was asked for, or its column has that letter."""
    asked, text = (" ".join(unicodedata.normalize("NFC", t).casefold().split())
                   for t in (column, cell.text))  # fmt: skip
    letter = (cell.place.key or "").rstrip("0123456789").casefold()
    return asked in (text, letter)
