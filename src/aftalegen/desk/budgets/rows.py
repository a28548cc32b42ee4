"""A workbook -> what it says of budgets, row by row, with every refusal and its cell."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Literal, TypeVar

from aftalegen.desk.budgets.amounts import kroner_in, require_value
from aftalegen.desk.budgets.headings import Column, Headings, found_headings
from aftalegen.desk.budgets.names import Names
from aftalegen.records.sheet import Cell, Sheet
from aftalegen.words.danish import ascii_key
from aftalegen.words.faults import AftalegenError, InputError
from aftalegen.words.language import _
from aftalegen.words.place import Source

T = TypeVar("T")

Status = Literal["confirmed", "missing", "fictitious"]

STATUSES: Mapping[Status, str] = {
    "confirmed": "bekræftet",
    "missing": "mangler",
    "fictitious": "opdigtet",
}
"""A budget's status as Danish sheets write it."""

_NOTHING = frozenset(("", "-", "–", "—", "mangler", "afventer", "ukendt", "ikke oplyst"))
_WORDS: tuple[Column, ...] = ("price_level", "source", "note")
_TOTALS = re.compile(r"(?:i alt|ialt|sum|total|samlet|antal|hele regionen)\b.*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Told:
    """What one row says; None is what it does not say. `place` is the amount's cell."""

    municipality: str
    task: str
    place: Source
    amount: int | None
    price_level: str | None = None
    status: Status | None = None
    source: str | None = None
    note: str | None = None

    def says(self) -> tuple[object, ...]:
        """All but the place: two rows that say the same are no conflict."""
        return (self.amount, self.price_level, self.status, self.source, self.note)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row or sheet that was not read, and why."""

    place: Source
    why: str


class Rows:
    """Reads sheets; what was told, skipped and refused is in the lists."""

    def __init__(self, names: Names, task: str | None) -> None:
        self.names = names
        self.task = task
        self.told: list[Told] = []
        self.skipped: list[Skipped] = []
        self.errors: list[AftalegenError] = []

    def read(self, sheet: Sheet) -> None:
        """All rows below the header row of a sheet."""
        try:
            headings = found_headings(sheet, self.task is not None)
        except AftalegenError as error:
            self.errors.append(error)
            return
        if headings is None:
            why = _("no header row with municipality and amount")
            self.skipped.append(Skipped(Source(sheet.file, 1, 1, "A1", sheet.name), why))
            return
        for row in sorted(row for row in sheet.rows if row > headings.row):
            self._row(_Row(sheet, row, headings))

    def _row(self, row: "_Row") -> None:
        why = self._not_read(row)
        if why is not None:
            if why:
                self.skipped.append(Skipped(row.sheet.place(row.number, 1), why))
            return
        errors: list[AftalegenError] = []
        municipality = _kept(lambda: self._municipality(row), errors)
        task = _kept(lambda: self._task(row), errors)
        value = _kept(lambda: _amount(row), errors)
        status = _kept(lambda: _status(row), errors)
        words = [_kept(partial(row.text, column), errors) for column in _WORDS]
        self.errors += errors
        if municipality and task and not errors:
            level, source, note = words
            if value is not None:
                level = level or row.headings.price_level
            place = row.place("amount")
            self.told.append(Told(municipality, task, place, value, level, status, source, note))

    def _not_read(self, row: "_Row") -> str | None:
        """Why a row is no budget: a total, a remark; "" for an empty one; None if it is one."""
        name = row.shown("municipality") or row.shown("code")
        task, amount = row.shown("task"), row.cell("amount")
        if name is not None and _TOTALS.fullmatch(name.text.casefold()):
            return _("a total; it is not read")
        if amount is not None or (name is not None and task is not None):
            return None
        if name is None:
            return _("neither municipality nor amount") if task is not None else ""
        if row.has("task") or ascii_key(name.text) not in self.names.municipalities:
            return _("neither task nor amount")
        return None

    def _municipality(self, row: "_Row") -> str:
        """The key of the municipality; a name and a code must be of the same."""
        found = {}
        for column in ("municipality", "code"):
            cell = row.shown(column)
            if cell is not None:
                found[self.names.municipality(cell)] = cell
        if not found:
            raise _nameless(row, "municipality" if row.has("municipality") else "code")
        if len(found) > 1:
            message = _("the name and the code are of two municipalities: {keys}")
            cell = list(found.values())[-1]
            hint = _("correct the one that is wrong")
            raise InputError(
                "municipality-conflict", message.format(keys=", ".join(found)), cell.place, hint
            )
        return next(iter(found))

    def _task(self, row: "_Row") -> str:
        if self.task is not None and not row.has("task"):
            return self.task
        cell = row.shown("task")
        if cell is None:
            raise _nameless(row, "task")
        return self.names.task(cell)


@dataclass(frozen=True, slots=True)
class _Row:
    """One row below the headings."""

    sheet: Sheet
    number: int
    headings: Headings

    def has(self, column: Column) -> bool:
        return column in self.headings.columns

    def place(self, column: Column) -> Source:
        return self.sheet.place(self.number, self.headings.columns[column])

    def cell(self, column: Column) -> Cell | None:
        """The cell in a column, where there is one that holds something."""
        return (
            self.sheet.cell(self.number, self.headings.columns[column])
            if self.has(column)
            else None
        )

    def shown(self, column: Column) -> Cell | None:
        """As `cell`; of merged cells what they show."""
        return (
            self.sheet.shown(self.number, self.headings.columns[column])
            if self.has(column)
            else None
        )

    def text(self, column: Column) -> str | None:
        """The words in a column, or None where it is empty or only a dash."""
        cell = self.shown(column)
        if cell is None:
            return None
        require_value(cell)
        return None if cell.text.casefold() in _NOTHING else cell.text


def _amount(row: _Row) -> int | None:
    cell = row.cell("amount")
    if cell is None or (cell.kind == "text" and cell.text.casefold() in _NOTHING):
        return None
    return kroner_in(cell, row.headings.unit)


def _status(row: _Row) -> Status | None:
    cell = row.shown("status")
    if cell is None:
        return None
    said = cell.text.casefold()
    for status, word in STATUSES.items():
        if said in (status, word):
            return status
    message = _("«{text}» is no status").format(text=cell.text)
    raise InputError("unknown-status", message, cell.place, ", ".join(STATUSES.values()))


def _nameless(row: _Row, column: Column) -> InputError:
    words = {"municipality": _("municipality"), "code": _("municipality"), "task": _("task")}
    message = _("the row has no {what}").format(what=words[column])
    return InputError(
        "row-incomplete", message, row.place(column), _("fill the cell, or delete the row")
    )


def _kept(read: Callable[[], T], errors: list[AftalegenError]) -> T | None:
    """What was read; a refusal is kept, so that all are told at once."""
    try:
        return read()
    except AftalegenError as error:
        errors.append(error)
        return None
