"""Tables -> XLSX, by openpyxl: the same bytes for the same tables.

A text stays exactly that, such as "=1+1" or "0707"; a number is a number, and a
formula carries its value, for those who look without calculating.
"""

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from io import BytesIO
from math import ceil
from typing import Any
from zipfile import ZipFile

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from aftalegen.writers.archive import timeless_zip

_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
_FORMULA = re.compile(r'<c r="([A-Z]+[0-9]+)"([^>]*)>(<f>[^<]*</f>)<v ?(?:/>|></v>)</c>')
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""What Excel would read as the number of a character: "_x0041_" as "A"."""
_HIGHEST = 409.0
"""Excel has no higher rows."""
_WHOLE = "[$-406]#,##0"
"""Whole numbers with thousands marks, Danish where the program heeds it."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula without its `=`, in English as the file format has it, and its value."""

    text: str
    value: int | str


Value = str | int | Formula | None
"""What a cell may hold; None is an empty cell."""


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: headings with widths, rows, and rows of sums that no filter hides."""

    title: str
    columns: Sequence[tuple[str, int]]
    rows: Sequence[Sequence[Value]]
    sums: Sequence[Sequence[Value]] = ()


def table_xlsx(
    title: str,
    columns: Sequence[tuple[str, int]],
    rows: Sequence[Sequence[Value]],
    author: str,
    date: str,
) -> bytes:
    """A workbook of one sheet; a column is its heading and width, `date` an ISO date."""
    return tables_xlsx((Table(title, columns, rows),), author, date)


def tables_xlsx(tables: Sequence[Table], author: str, date: str) -> bytes:
    """A workbook with a sheet for each table: frozen header, filter, ready to print on A4."""
    book = Workbook()
    book.remove(book.active)
    for table in tables:
        _fill(book.create_sheet(table.title[:31]), table)
    day = datetime.datetime.fromisoformat(date)
    book.properties.creator, book.properties.title = author, tables[0].title
    book.properties.created = day
    file = BytesIO()
    book.save(file)
    values = {f"xl/worksheets/sheet{n}.xml": _values(t) for n, t in enumerate(tables, 1)}
    return _finished(file.getvalue(), f"{date}T00:00:00Z".encode(), values)


def _fill(sheet: Any, table: Table) -> None:
    """Put a table in a sheet."""
    for number, (heading, width) in enumerate(table.columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
        sheet.cell(1, number, heading).font = _bold()
        sheet.cell(1, number).alignment = Alignment(wrap_text=True, vertical="top")
    for line, number, value in _placed(table):
        _put(sheet.cell(line, number), value)
        if line > len(table.rows) + 1:
            sheet.cell(line, number).font = _bold()
            sheet.cell(line, number).border = Border(top=Side(style="thin"))
    for line, height in _heights(table):
        sheet.row_dimensions[line].height = height
    sheet.freeze_panes = "A2"
    last = get_column_letter(len(table.columns))
    sheet.auto_filter.ref = f"A1:{last}{len(table.rows) + 1}"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _bold() -> Font:
    return Font(name="Calibri", size=11, bold=True)


def _heights(table: Table) -> Iterator[tuple[int, float]]:
    """The height of rows whose text is folded: not every program works it out on opening."""
    widths = [width for _heading, width in table.columns]
    heads: list[tuple[int, int, Value]] = [
        (1, number, heading) for number, (heading, _width) in enumerate(table.columns, 1)
    ]
    lines: dict[int, int] = {}
    for line, number, value in (*heads, *_placed(table)):
        if isinstance(value, str):
            room = widths[number - 1] * 1.1
            folded = sum(max(1, ceil(len(part) / room)) for part in value.split("\n"))
            lines[line] = max(lines.get(line, 1), folded)
    yield from ((line, min(15.0 * n, _HIGHEST)) for line, n in lines.items() if n > 1)


def _placed(table: Table) -> Iterator[tuple[int, int, Value]]:
    """Each value with its row and column; an empty row keeps the sums apart from what is summed."""
    for line, row in enumerate(table.rows, 2):
        yield from ((line, number, value) for number, value in enumerate(row, 1))
    for line, row in enumerate(table.sums, len(table.rows) + 3):
        yield from ((line, number, value) for number, value in enumerate(row, 1))


def _put(cell: Any, value: Value) -> None:
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if isinstance(value, int | Formula):
        cell.alignment = Alignment(horizontal="right", vertical="top", indent=1)
    match value:
        case str():
            cell.value, cell.data_type = _ESCAPE.sub("_x005F_", value), "s"
        case int():
            cell.value, cell.number_format = value, _WHOLE
        case Formula():
            cell.value, cell.number_format = f"={value.text}", _WHOLE
        case None:
            pass


def _values(table: Table) -> dict[str, int | str]:
    """The value of each formula by its cell."""
    return {
        f"{get_column_letter(number)}{line}": value.value
        for line, number, value in _placed(table)
        if isinstance(value, Formula)
    }


def _finished(data: bytes, modified: bytes, values: Mapping[str, Mapping[str, int | str]]) -> bytes:
    """The package again: with the formulas' values, without the time of its making."""
    with ZipFile(BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    core = "docProps/core.xml"
    parts[core] = _MODIFIED.sub(rb"\g<1>" + modified, parts[core])
    for name, cells in values.items():
        if cells:
            parts[name] = _with_values(parts[name].decode(), cells).encode()
    return timeless_zip(parts)


def _with_values(sheet: str, cells: Mapping[str, int | str]) -> str:
    def with_value(found: "re.Match[str]") -> str:
        value = cells[found[1]]
        kind = ' t="str"' if isinstance(value, str) else ""
        return f'<c r="{found[1]}"{found[2]}{kind}>{found[3]}<v>{escape(str(value))}</v></c>'

    result, count = _FORMULA.subn(with_value, sheet)
    assert count == len(cells), "openpyxl writes formulas in another way"
    return result
