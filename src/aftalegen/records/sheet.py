"""XLSX -> cells that remember their places.

What arrives by mail is not to be trusted: openpyxl is given only what has come through the gate,
nothing in the file is run or followed, and a formula counts only by the value that Excel saved.
"""

import re
import unicodedata
import warnings
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from openpyxl.reader.excel import ExcelReader

from aftalegen.records.cells import Cell, SheetParser, formats_of, place_of, remarks_of
from aftalegen.words import danish
from aftalegen.words.faults import AftalegenError, InputError
from aftalegen.words.language import _
from aftalegen.words.package import Unfit, parts_of
from aftalegen.words.place import Source

Area = tuple[int, int, int, int]

MB = 1_000_000
MAX_BYTES = 20 * MB
MAX_UNPACKED = 60 * MB
MAX_ELEMENTS = 500_000

_TYPES = "[Content_Types].xml"
_NAMED = re.compile(rb"(\b(?:PartName|Target)=)([\"'][^\"']*[\"'])")
_LEFT_OUT = ("docprops/", "xl/chartsheets/", "xl/theme/")
_EMPTY = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
"""In place of each sheet: openpyxl would read it only to see how large it is."""
_STRICT = {
    b"http://purl.oclc.org/ooxml/spreadsheetml/main":
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/relationships":
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}  # fmt: skip
"""Excel can also save with other names of the same things, which openpyxl does not know."""


class Areas:
    """Merged areas as (first column, first row, last column, last row), found by a cell."""

    def __init__(self, areas: Iterable[Area] = ()) -> None:
        self._all = sorted(areas, key=lambda area: area[1])
        self._of: dict[int, list[Area]] = {}

    def at(self, row: int, column: int) -> Area | None:
        """The area that a cell lies in, or None."""
        if column not in self._of:
            self._of[column] = [area for area in self._all if area[0] <= column <= area[2]]
        areas = self._of[column]
        before = bisect_right(areas, row, key=lambda area: area[1])
        return areas[before - 1] if before and row <= areas[before - 1][3] else None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its cells by row and column, both from 1, as far as they hold something.

    `hidden_columns` are from and to, `remarks` the notes and comments that hang on cells.
    """

    name: str
    file: str
    hidden: bool
    rows: Mapping[int, Mapping[int, Cell]]
    merged: Areas
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: tuple[tuple[int, int], ...] = ()
    remarks: Mapping[int, Mapping[int, Cell]] = field(default_factory=dict)

    def cell(self, row: int, column: int) -> Cell | None:
        """The cell there, or None when it is empty."""
        return self.rows.get(row, {}).get(column)

    def shown(self, row: int, column: int) -> Cell | None:
        """The cell that a person sees there: of merged cells the first."""
        area = self.merged.at(row, column)
        return self.cell(area[1], area[0]) if area else self.cell(row, column)

    def is_hidden(self, column: int) -> bool:
        """Whether a person sees nothing of a column."""
        return any(first <= column <= last for first, last in self.hidden_columns)

    def place(self, row: int, column: int) -> Source:
        """The place of a cell, empty or not."""
        return place_of(self.file, self.name, row, column)


def read_workbook(path: Path, file: str) -> tuple[Sheet, ...]:
    """The sheets of an XLSX file; raises InputError for one that is not, or that is hostile.

    `file` is the name to say in messages.
    """
    return workbook_of(_bytes_of(path, file), file)


def workbook_of(data: bytes, file: str) -> tuple[Sheet, ...]:
    """The sheets of a workbook from its bytes; raises InputError as `read_workbook` does."""
    if len(data) > MAX_BYTES:
        raise _larger(file)
    try:
        parts = _one_case(parts_of(data, MAX_UNPACKED))
        _require_harmless(parts, file)
        with warnings.catch_warnings():  # of what openpyxl leaves out, which nobody asked for
            warnings.simplefilter("ignore")
            return tuple(_sheets(parts, file))
    except (AftalegenError, MemoryError):
        raise
    except Unfit as unfit:
        raise _unfit(unfit, file) from unfit
    except Exception as error:  # a damaged file fails in whatever part is read first
        raise _unreadable(file) from error


# --- what is refused --------------------------------------------------------------------------


def _bytes_of(path: Path, file: str) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise _larger(file)
        return path.read_bytes()
    except OSError as error:
        message = _("the file cannot be read: {why}").format(why=error.strerror or str(error))
        hint = _("check that the file exists and that you may read it")
        raise _refused(file, "file-unreadable", message, hint) from error


def _require_harmless(parts: Mapping[str, bytes], file: str) -> None:
    """Nothing that runs, and no more values than can be read."""
    if any(name.endswith("vbaproject.bin") for name in parts):
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
            return _unreadable(file)


def _refused(file: str, rule: str, message: str, hint: str) -> InputError:
    return InputError(rule, message, Source(file, 1), hint)


def _too_large(file: str, message: str, most: str) -> InputError:
    hint = _("save the sheet with the amounts in a file of its own")
    return _refused(file, "workbook-too-large", message.format(n=most), hint)


def _larger(file: str) -> InputError:
    return _too_large(file, _("the workbook is larger than {n} MB"), danish.number(MAX_BYTES // MB))


def _unreadable(file: str, why: str = "") -> InputError:
    message = _("the workbook cannot be read: {why}").format(why=why or _("it is damaged"))
    hint = _("open it in Excel, and save it again as .xlsx")
    return _refused(file, "workbook-unreadable", message, hint)


# --- the sheets -------------------------------------------------------------------------------


def _sheets(parts: Mapping[str, bytes], file: str) -> Iterator[Sheet]:
    reader = ExcelReader(BytesIO(_repacked(parts)), read_only=True, keep_links=False)
    reader.read()
    formats = formats_of(reader.wb)
    texts: dict[str, tuple[str, str | None]] = {}
    for sheet, link in reader.parser.find_sheets():
        if "chartsheet" not in link.Type:
            name = unicodedata.normalize("NFC", sheet.name)
            part = parts[link.target]
            strings, epoch = reader.shared_strings, reader.wb.epoch
            found = SheetParser(BytesIO(part), strings, epoch, formats, texts, file, name)
            rows = found.rows()
            if found.outside:
                raise _unreadable(file, _("a cell lies outside of the sheet"))
            yield Sheet(
                name, file, sheet.state != "visible", rows, Areas(found.merged()),
                frozenset(found.hidden_rows), tuple(found.hidden_columns()),
                remarks_of(parts, link.target, file, name),
            )  # fmt: skip


def _one_case(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The parts with names in small letters, and so wherever they are named: case says nothing."""
    found: dict[str, bytes] = {}
    for name, part in parts.items():
        small = name if name == _TYPES else name.lower()
        if small in found:
            raise Unfit("unreadable", name)
        if small == _TYPES or small.endswith(".rels"):
            part = _NAMED.sub(lambda named: named[1] + named[2].lower(), part)
        for theirs, known in _STRICT.items():
            part = part.replace(theirs, known)
        found[small] = part
    return found


def _repacked(parts: Mapping[str, bytes]) -> bytes:
    """The parts that are read, as a zip: openpyxl opens only what was looked at."""
    package = BytesIO()
    with ZipFile(package, "w") as archive:
        for name in (name for name in parts if not name.startswith(_LEFT_OUT)):
            sheet = name.startswith("xl/worksheets/") and name.endswith(".xml")
            archive.writestr(name, _EMPTY if sheet else parts[name])
    return package.getvalue()
