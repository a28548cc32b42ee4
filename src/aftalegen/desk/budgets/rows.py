"""A workbook -> what it says of budgets, row by row, with every refusal and its cell."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from aftalegen.desk.budgets.amounts import amount_in
from aftalegen.desk.budgets.headings import Column, Wanted, found_headings, is_unit_alone
from aftalegen.desk.budgets.names import Names
from aftalegen.desk.budgets.row import Row, Status, amount_of, status_of
from aftalegen.desk.budgets.totals import Sums, Total, is_count, is_total
from aftalegen.records.cells import Cell
from aftalegen.records.sheet import Sheet
from aftalegen.words.amount import Unit
from aftalegen.words.danish import ascii_key
from aftalegen.words.faults import AftalegenError, InputError
from aftalegen.words.language import _
from aftalegen.words.place import Source

T = TypeVar("T")

_WORDS: tuple[Column, ...] = ("price_level", "source", "note")


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
    provisional: Cell | None = None
    unit: Unit | None = None

    def says(self) -> tuple[object, ...]:
        """All but the place: two rows that say the same are no conflict."""
        return (self.amount, self.price_level, self.status, self.source, self.note)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row or sheet that was not read, and why."""

    place: Source
    why: str


class Rows:
    """Reads sheets; what was told, skipped, refused and added up is in the lists."""

    def __init__(self, names: Names, wanted: Wanted) -> None:
        self.names = names
        self.wanted = wanted
        self.told: list[Told] = []
        self.totals: list[Total] = []
        self.sums = Sums()
        self.skipped: list[Skipped] = []
        self.errors: list[AftalegenError] = []

    def read(self, sheet: Sheet) -> None:
        """All rows below the header row of a sheet."""
        try:
            headings = found_headings(sheet, self.wanted)
        except AftalegenError as error:
            self.errors.append(error)
            return
        if headings is None:
            why = _("no header row with municipality and amount")
            self.skipped.append(Skipped(Source(sheet.file, 1, 1, "A1", sheet.name), why))
            return
        self.sums = Sums()
        for row in sorted(row for row in sheet.rows if row > headings.row):
            if row in sheet.hidden_rows:
                why = _("the row is hidden; it is not read")
                self.skipped.append(Skipped(sheet.place(row, 1), why))
            else:
                self._row(Row(sheet, row, headings))
        for first, _last in sheet.hidden_columns:
            if any(first in cells for cells in sheet.rows.values()):
                why = _("the column is hidden; it is not read")
                self.skipped.append(Skipped(sheet.place(headings.row, first), why))

    def _row(self, row: Row) -> None:
        why = self._not_read(row)
        if why is not None:
            if why:
                self.skipped.append(Skipped(row.sheet.place(row.number, 1), why))
            return
        errors: list[AftalegenError] = []
        municipality = _kept(lambda: self._municipality(row), errors)
        task = _kept(lambda: self._task(row), errors)
        value = _kept(lambda: amount_of(row), errors)
        level = _kept(row.price_level, errors)
        status = _kept(lambda: status_of(row), errors)
        words = [_kept(partial(row.text, column), errors) for column in _WORDS]
        self.errors += errors
        self.sums.add(municipality, task, value.kroner if value else None, whole=not errors)
        if municipality and task and not errors:
            own, source, note = words
            kroner, unit = (value.kroner, value.unit) if value else (None, None)
            level = level if value else own
            place = row.place("amount")
            doubt = row.provisional() if value else None
            told = Told(municipality, task, place, kroner, level, status, source, note, doubt, unit)
            self.told.append(told)

    def _not_read(self, row: Row) -> str | None:
        """Why a row is no budget: a total, a remark; "" for an empty one; None if it is one."""
        name = row.shown("municipality") or row.shown("code")
        task, amount = row.shown("task"), row.cell("amount")
        if total := self._total(row):
            return self._compared(row, total)
        if amount is not None and name is None and task is None and is_unit_alone(amount):
            return _("the unit of the amounts")
        if amount is not None or (name is not None and task is not None):
            return None
        if name is None:
            return _("neither municipality nor amount") if task is not None else ""
        if row.has("task") or ascii_key(name.text[:80]) not in self.names.municipalities:
            return _("neither task nor amount")
        return None

    def _total(self, row: Row) -> Cell | None:
        """The cell that says a row is a sum or a count of others, or None."""
        named = [cell for column in ("municipality", "code", "task") if (cell := row.shown(column))]
        if row.shown("municipality") is None and row.shown("code") is None:
            named += row.others
        return next((cell for cell in named if is_total(cell.text, self.names)), None)

    def _compared(self, row: Row, total: Cell) -> str:
        """What is said of a row that is a sum: whether it is that of the rows above it."""
        cell = row.cell("amount")
        if cell is None or is_count(total.text):
            return _("a total; it is not read")
        try:
            told = amount_in(cell, row.unit()).kroner
        except AftalegenError:
            return _("a total that cannot be compared; it is not read")
        shown = [row.shown(column) for column in ("municipality", "code", "task")]
        keys = [key for name in shown if name and (key := self.names.known(name))]
        found = self.sums.compared(told, keys, cell.place)
        self.totals.append(found)
        return found.told()

    def _municipality(self, row: Row) -> str:
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

    def _task(self, row: Row) -> str:
        if self.wanted.task is not None and not row.has("task"):
            return self.wanted.task
        cell = row.shown("task")
        if cell is None:
            raise _nameless(row, "task")
        return self.names.task(cell)


def _nameless(row: Row, column: Column) -> InputError:
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
