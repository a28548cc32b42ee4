"""XLSX -> cells that remember their places.

What arrives by mail is not to be trusted: openpyxl is given only what has come through the gate,
nothing in the file is run or followed, and a formula counts only by the value that Excel saved.
"""

import re
import unicodedata
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any, Literal
from zipfile import ZipFile

from openpyxl.cell.read_only import EMPTY_CELL
from openpyxl.reader.excel import ExcelReader
from openpyxl.utils import get_column_letter, range_boundaries

from aftalegen.records.text import as_read, forbidden_character
from aftalegen.words import danish
from aftalegen.words.faults import AftalegenError, InputError
from aftalegen.words.language import _
from aftalegen.words.package import Unfit, parts_of
from aftalegen.words.place import Source

MB = 1_000_000
MAX_BYTES = 20 * MB
MAX_UNPACKED = 60 * MB
MAX_ELEMENTS = 500_000
MAX_MERGED = 2_000
MAX_ROWS = 1_048_576
MAX_COLUMNS = 16_384
MAX_WALKED = 20_000_000

Kind = Literal["text", "number", "truth", "date", "error", "uncalculated"]

_KINDS: Mapping[str, Kind] = {"n": "number", "b": "truth", "d": "date", "e": "error"}
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?\bref=[\"']([A-Z]+[0-9]+:[A-Z]+[0-9]+)[\"']")
_LEFT_OUT = ("docProps/", "xl/chartsheets/", "xl/theme/")
_STRICT = {
    b"http://purl.oclc.org/ooxml/spreadsheetml/main":
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/relationships":
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}  # fmt: skip
"""Excel can also save with other names of the same things, which openpyxl does not know."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that holds something; `text` is the saved value.

    A number has a point and no thousands marks, whatever Excel shows.
    """

    kind: Kind
    text: str
    place: Source


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its cells by row and column, both from 1, as far as they hold something.

    `merged` are areas as (first column, first row, last column, last row).
    """

    name: str
    file: str
    hidden: bool
    rows: Mapping[int, Mapping[int, Cell]]
    merged: tuple[tuple[int, int, int, int], ...]

    def cell(self, row: int, column: int) -> Cell | None:
        """The cell there, or None when it is empty."""
        return self.rows.get(row, {}).get(column)

    def shown(self, row: int, column: int) -> Cell | None:
        """The cell that a person sees there: of merged cells the first."""
        for left, top, right, bottom in self.merged:
            if top <= row <= bottom and left <= column <= right:
                return self.cell(top, left)
        return self.cell(row, column)

    def place(self, row: int, column: int) -> Source:
        """The place of a cell, empty or not."""
        return _place(self.file, self.name, row, column)


def _place(file: str, sheet: str, row: int, column: int) -> Source:
    return Source(file, row, column, f"{get_column_letter(column)}{row}", sheet)


def read_workbook(path: Path, file: str) -> tuple[Sheet, ...]:
    """The sheets of an XLSX file; raises InputError for one that is not, or that is hostile.

    `file` is the name to say in messages.
    """
    data = _bytes_of(path, file)
    try:
        parts = parts_of(data, MAX_UNPACKED)
        _require_harmless(parts, file)
        with warnings.catch_warnings():  # of what openpyxl leaves out, which nobody asked for
            warnings.simplefilter("ignore")
            return tuple(_sheets(parts, file))
    except AftalegenError:
        raise
    except Unfit as unfit:
        raise _unfit(unfit, file) from unfit
    except Exception as error:  # a damaged file fails in whatever part is read first
        raise _unreadable(file, str(error)) from error


# --- what is refused --------------------------------------------------------------------------


def _bytes_of(path: Path, file: str) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            most = danish.number(MAX_BYTES // MB)
            raise _too_large(file, _("the workbook is larger than {n} MB"), most)
        return path.read_bytes()
    except OSError as error:
        message = _("the file cannot be read: {why}").format(why=error.strerror or str(error))
        hint = _("check that the file exists and that you may read it")
        raise _refused(file, "file-unreadable", message, hint) from error


def _require_harmless(parts: Mapping[str, bytes], file: str) -> None:
    """Nothing that runs, and no more values than can be read."""
    if any(name.lower().endswith("vbaproject.bin") for name in parts):
        message = _("the workbook holds macros, which are never run here")
        hint = _("save it in Excel as .xlsx without macros")
        raise _refused(file, "workbook-macros", message, hint)
    if "xl/workbook.xml" not in parts:
        raise _unreadable(file, _("its parts are not those of a workbook"))
    if any(part.count(b"<") - part.count(b"</") > MAX_ELEMENTS for part in parts.values()):
        most = danish.number(MAX_ELEMENTS)
        raise _too_large(file, _("a sheet holds more than {n} values"), most)


def _unfit(unfit: Unfit, file: str) -> InputError:
    """What the gate refused, in the words for a workbook."""
    match unfit.reason:
        case "protected":
            message = _("the file is an old Excel file (.xls), or is protected by a password")
            hint = _("save it in Excel as .xlsx, unprotected")
            return _refused(file, "not-a-workbook", message, hint)
        case "not-a-package":
            message = _("the file is not an Excel workbook (.xlsx)")
            hint = _("open it in Excel, and save it as .xlsx")
            return _refused(file, "not-a-workbook", message, hint)
        case "entities":
            message = _("{part} in the workbook declares entities, which no Excel file does")
            hint = _("do not use this file; ask where it comes from")
            return _refused(file, "workbook-hostile", message.format(part=unfit.detail), hint)
        case "too-large":
            most = danish.number(MAX_UNPACKED // MB)
            return _too_large(file, _("the workbook unpacks to more than {n} MB"), most)
        case "unreadable":
            return _unreadable(file, unfit.detail)


def _refused(file: str, rule: str, message: str, hint: str) -> InputError:
    return InputError(rule, message, Source(file, 1), hint)


def _too_large(file: str, message: str, most: str) -> InputError:
    hint = _("save the sheet with the amounts in a file of its own")
    return _refused(file, "workbook-too-large", message.format(n=most), hint)


def _unreadable(file: str, why: str) -> InputError:
    message = _("the workbook cannot be read: {why}").format(why=why or _("it is damaged"))
    hint = _("open it in Excel, and save it again as .xlsx")
    return _refused(file, "workbook-unreadable", message, hint)


# --- the cells --------------------------------------------------------------------------------


def _sheets(parts: Mapping[str, bytes], file: str) -> Iterator[Sheet]:
    """The sheets, read twice: the values that were saved, and which cells hold a formula."""
    package = _repacked(parts)
    saved, written = (_opened(package, values) for values in (True, False))
    names = {sheet.name: link.target for sheet, link in saved.parser.find_sheets()}
    for sheet, formulas in zip(saved.wb.worksheets, written.wb.worksheets, strict=True):
        part = parts[names[sheet.title]]
        name = unicodedata.normalize("NFC", sheet.title)
        areas = islice(_MERGED.findall(part), MAX_MERGED)
        merged = tuple(range_boundaries(area.decode()) for area in areas)
        rows: dict[int, dict[int, Cell]] = {}
        for cell in _cells(sheet, formulas, file, name, len(_CELL.findall(part))):
            rows.setdefault(cell.place.line, {})[cell.place.column] = cell
        yield Sheet(name, file, sheet.sheet_state != "visible", rows, merged)


def _repacked(parts: Mapping[str, bytes]) -> bytes:
    """The parts that are read, as a zip: openpyxl opens only what was looked at."""
    package = BytesIO()
    with ZipFile(package, "w") as archive:
        for name in (name for name in parts if not name.startswith(_LEFT_OUT)):
            part = parts[name]
            for theirs, known in _STRICT.items():
                part = part.replace(theirs, known)
            archive.writestr(name, part)
    return package.getvalue()


def _opened(package: bytes, values: bool) -> Any:
    reader = ExcelReader(BytesIO(package), read_only=True, data_only=values, keep_links=False)
    reader.read()
    for sheet in reader.wb.worksheets:
        sheet.reset_dimensions()  # what the file says of its own size is not believed
    return reader


def _cells(sheet: Any, formulas: Any, file: str, name: str, written: int) -> Iterator[Cell]:
    """The cells that hold something; of those that are `written`, none is left out."""
    walked = 0
    for number, row in enumerate(zip(sheet.iter_rows(), formulas.iter_rows(), strict=True), 1):
        walked += len(row[0])
        if number > MAX_ROWS or len(row[0]) > MAX_COLUMNS or walked > MAX_WALKED:
            break
        for column, (cell, formula) in enumerate(zip(*row, strict=True), 1):
            written -= cell is not EMPTY_CELL
            if cell.value is not None or formula.data_type == "f":
                found = _cell(cell, _place(file, name, number, column))
                if found is not None:
                    yield found
    if written:  # also where cells stand in a wrong order, which openpyxl does not read
        raise _unreadable(file, _("a cell lies outside of the sheet"))


def _cell(cell: Any, place: Source) -> Cell | None:
    if cell.value is None:
        return Cell("uncalculated", "", place)
    if cell.data_type == "s":
        return _text(cell.value, place)
    value = int(cell.value) if cell.data_type == "b" else cell.value
    return Cell(_KINDS[cell.data_type], str(value), place)


def _text(text: str, place: Source) -> Cell | None:
    """A text in NFC without spaces around it; raises InputError for what no text may hold."""
    clean = as_read(_ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)).strip()
    wrong = forbidden_character(clean)
    if wrong:
        message = _("the character U+{code:04X} cannot stand in a text").format(code=ord(wrong))
        raise InputError("control-character", message, place, _("delete the character"))
    return Cell("text", clean, place) if clean else None
