"""One row of a table of budgets: what its cells say, and what is said of its amount."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from aftalegen.desk.budgets.amounts import Kroner, amount_in, require_value
from aftalegen.desk.budgets.declared import (
    Said,
    agreed_level,
    agreed_unit,
    is_provisional,
    level_in_words,
    unit_in_words,
)
from aftalegen.desk.budgets.headings import Column, Headings
from aftalegen.records.cells import MAX_TEXT, Cell
from aftalegen.records.sheet import Sheet
from aftalegen.words.amount import Unit
from aftalegen.words.faults import InputError
from aftalegen.words.language import _
from aftalegen.words.place import Source

Status = Literal["confirmed", "missing", "fictitious"]

STATUSES: Mapping[Status, str] = {
    "confirmed": "bekræftet",
    "missing": "mangler",
    "fictitious": "opdigtet",
}
"""A budget's status as Danish sheets write it."""

_NOTHING = frozenset(("", "-", "–", "—", "mangler", "afventer", "ukendt", "ikke oplyst"))
_STATED = frozenset(("confirmed", "bekræftet", "fictitious", "opdigtet"))


@dataclass(frozen=True)
class Row:
    """One row below the headings."""

    sheet: Sheet
    number: int
    headings: Headings

    def has(self, column: Column) -> bool:
        """Whether the table has such a column."""
        return column in self.headings.columns

    def place(self, column: Column) -> Source:
        """The place of the cell in a column."""
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
        if len(cell.text) > MAX_TEXT:
            message = _("the text is longer than a cell of Excel holds")
            raise InputError("text-too-long", message, cell.place, _("shorten the text"))
        return None if says_nothing(cell) else cell.words()

    @cached_property
    def others(self) -> tuple[Cell, ...]:
        """The texts that stand in columns which are not read, and the note."""
        cells = self.sheet.rows.get(self.number, {})
        return tuple(
            cell
            for column, cell in cells.items()
            if cell.kind == "text"
            and column not in self.headings.read
            and not self.sheet.is_hidden(column)
        )

    @cached_property
    def remarks(self) -> tuple[Cell, ...]:
        """Those texts, and the notes and comments that hang on the row's cells."""
        hung = self.sheet.remarks.get(self.number, {}).items()
        return (*self.others, *(c for at, c in hung if not self.sheet.is_hidden(at)))

    @cached_property
    def said(self) -> tuple[Said, ...]:
        """What the row itself says of its amount, beside what the sheet says."""
        own = [Said(unit_in_words(c.text), level_in_words(c.text), c.place) for c in self.remarks]
        level = self.shown("price_level")
        if level is not None:
            own.append(Said(None, level_in_words(level.text), level.place))
        return tuple(one for one in own if one.unit or one.level)

    def unit(self) -> Unit | None:
        """The unit of the amount; raises InputError where two are said."""
        said = self.said
        return agreed_unit((*self.headings.said, *said)) if said else self.headings.unit

    def price_level(self) -> str | None:
        """The price level of the amount; raises InputError where two are said."""
        own = self.text("price_level")
        said = self.said
        agreed = agreed_level((*self.headings.said, *said)) if said else self.headings.price_level
        return own if own and level_in_words(own) is None else agreed

    def provisional(self) -> Cell | None:
        """The cell that says the amount may still change, of the sheet or of the row."""
        row = [cell for cell in (*self.remarks, self.shown("status")) if cell]
        doubt = next((cell for cell in row if is_provisional(cell.text)), None)
        return doubt or self.headings.provisional


def says_nothing(cell: Cell) -> bool:
    """Whether a cell says that something is not known: a dash, «mangler»."""
    return cell.kind == "text" and len(cell.text) < 20 and cell.text.casefold() in _NOTHING


def amount_of(row: Row) -> Kroner | None:
    """The amount of a row; None where none is said. Raises InputError with the cell."""
    area = row.sheet.merged.at(row.number, row.headings.columns["amount"])
    if area is not None and (area[3] > area[1] or area[0] < row.headings.columns["amount"]):
        first = row.sheet.cell(area[1], area[0])
        if first is not None:
            message = _("the amount is merged over several cells from {first}")
            hint = _("unmerge the cells, and write each amount in its row")
            raise InputError("amount-merged", message.format(first=first.place.key),
                             row.place("amount"), hint)  # fmt: skip
    cell = row.cell("amount")
    if cell is None or says_nothing(cell):
        return None
    found = amount_in(cell, row.unit())
    status = row.shown("status")
    stated = status is not None and status.text.casefold() in _STATED
    if found.kroner == 0 and (cell.formula or not stated):
        message = _("the amount is 0 kr.; a formula gives that of an empty cell, too")
        hint = _(
            "empty the cell if the amount is not known; if it is 0 kr., write 0 and its status"
        )
        raise InputError("zero-amount", message, cell.place, hint)
    return found


def status_of(row: Row) -> Status | None:
    """The status that a row says; a provisional one is none. Raises InputError."""
    cell = row.shown("status")
    if cell is None or is_provisional(cell.text):
        return None
    said = cell.text.casefold()
    for status, word in STATUSES.items():
        if said in (status, word):
            return status
    message = _("«{text}» is no status").format(text=cell.text[:80])
    raise InputError("unknown-status", message, cell.place, ", ".join(STATUSES.values()))
