"""A table in a sheet -> its rows, each cell by what its heading says."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from aftalegen.records.cells import Cell
from aftalegen.records.sheet import Sheet, read_workbook
from aftalegen.words import danish
from aftalegen.words.faults import InputError
from aftalegen.words.language import _

SheetRow = Mapping[str, Cell]
Headings = Mapping[str, Collection[str]]
"""The headings of each column that is understood, in small letters."""


def rows_below(sheet: Sheet, headings: Headings, needed: Collection[str]) -> Iterator[SheetRow]:
    """The rows below the first that has the headings needed, as a person sees them."""
    head: dict[int, str] = {}
    for row, cells in sheet.rows.items():
        if row in sheet.hidden_rows:
            continue
        if not head:
            named = {column: _column(cell, headings) for column, cell in cells.items()}
            if set(needed) <= {*named.values()}:
                head = {column: key for column, key in named.items() if key}
            continue
        shown = {key: sheet.shown(row, column) for column, key in head.items()}
        if found := {key: cell for key, cell in shown.items() if cell is not None}:
            yield found


def rows_of_workbook(path: Path, headings: Headings, needed: Sequence[str]) -> list[SheetRow]:
    """The rows of all tables in a workbook that have the headings needed.

    Raises InputError where there is none; a column is called by its first heading.
    """
    sheets = [one for one in read_workbook(path, path.name) if not one.hidden]
    rows = [row for sheet in sheets for row in rows_below(sheet, headings, needed)]
    if not rows:
        message = _("the workbook has no table with the columns {names}")
        names = ", ".join(next(iter(headings[key])).capitalize() for key in needed)
        place = sheets[0].place(1, 1) if sheets else None
        hint = _("write these headings above the rows")
        raise InputError("no-table", message.format(names=names), place, hint)
    return rows


def _column(cell: Cell, headings: Headings) -> str | None:
    said = cell.text.strip().rstrip(":").casefold()
    return next((key for key, names in headings.items() if said in names), None)


def text_in(row: SheetRow, key: str) -> str | None:
    """What the cell of a column says; None where it is empty."""
    words = row[key].words().strip() if key in row else ""
    return words or None


def day_in(row: SheetRow, key: str) -> date | None:
    """The day in a cell, however it is written; raises InputError for what is none."""
    said = text_in(row, key)
    if said is None:
        return None
    found = danish.day_in(said)
    try:
        return found or date.fromisoformat(said[:10])
    except ValueError as error:
        message = _("«{day}» is not a date").format(day=said)
        hint = _("write it as 2026-03-19")
        raise InputError("not-a-date", message, row[key].place, hint) from error
