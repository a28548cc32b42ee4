"""A table -> XLSX, by openpyxl: the same bytes for the same table.

Every cell is text: a value such as "=1+1" or "0707" stays exactly that.
"""

import datetime
import re
from collections.abc import Sequence
from io import BytesIO
from zipfile import ZipFile

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from aftalegen.writers.archive import timeless_zip

_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def table_xlsx(
    title: str,
    columns: Sequence[tuple[str, int]],
    rows: Sequence[Sequence[str]],
    author: str,
    date: str,
) -> bytes:
    """A sheet with a frozen header row; a column is its heading and width, `date` an ISO date."""
    book = Workbook()
    sheet = book.active
    sheet.title = title[:31]
    for number, (heading, width) in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
        sheet.cell(1, number, heading).font = Font(bold=True)
    for line, row in enumerate(rows, 2):
        for number, text in enumerate(row, 1):
            cell = sheet.cell(line, number)
            cell.value, cell.data_type = text, "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(rows) + 1}"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    day = datetime.datetime.fromisoformat(date)
    book.properties.creator, book.properties.title = author, title
    book.properties.created = day
    file = BytesIO()
    book.save(file)
    return _with_fixed_times(file.getvalue(), f"{date}T00:00:00Z".encode())


def _with_fixed_times(data: bytes, modified: bytes) -> bytes:
    """The package again, without the time of its making."""
    with ZipFile(BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    core = "docProps/core.xml"
    parts[core] = _MODIFIED.sub(rb"\g<1>" + modified, parts[core])
    return timeless_zip(parts)
