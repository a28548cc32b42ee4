"""XLSX -> cells that remember their places.

A reader of our own, because what arrives by mail is not to be trusted: nothing
in the file is run, unfolded or followed, its size is known before it is read,
and a formula counts only by the value that Excel saved with it.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Literal
from xml.etree import ElementTree
from zipfile import ZipFile

from aftalegen.errors import AftalegenError, InputError
from aftalegen.language import _
from aftalegen.records.reading import as_read, forbidden_character
from aftalegen.source import Source

MAX_BYTES = 20_000_000
MAX_UNPACKED = 60_000_000
MAX_ROWS = 1_048_576
MAX_COLUMNS = 16_384

Kind = Literal["text", "number", "truth", "date", "error", "uncalculated"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NOT_IN_FORMAT = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_DATE_FORMATS = frozenset((*range(14, 23), *range(45, 48)))


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that holds something; `text` is the saved value as the file writes it.

    A number has a point and no thousands marks, whatever Excel shows.
    """

    kind: Kind
    text: str
    place: Source


@dataclass(frozen=True, slots=True)
class Area:
    """Cells that are merged; the first of them holds what all of them show."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its cells by row and column, both from 1, as far as they hold something."""

    name: str
    file: str
    hidden: bool
    rows: Mapping[int, Mapping[int, Cell]]
    merged: tuple[Area, ...]

    def cell(self, row: int, column: int) -> Cell | None:
        """The cell there, or None when it is empty."""
        return self.rows.get(row, {}).get(column)

    def shown(self, row: int, column: int) -> Cell | None:
        """The cell that a person sees there: of merged cells the first."""
        for area in self.merged:
            if (
                area.first_row <= row <= area.last_row
                and area.first_column <= column <= area.last_column
            ):
                return self.cell(area.first_row, area.first_column)
        return self.cell(row, column)

    def place(self, row: int, column: int) -> Source:
        """The place of a cell, empty or not."""
        return Source(self.file, row, column, f"{column_letters(column)}{row}", self.name)


def column_letters(column: int) -> str:
    """A column's letters: 1 -> 'A', 28 -> 'AB'."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def read_workbook(path: Path, file: str) -> tuple[Sheet, ...]:
    """The sheets of an XLSX file; raises InputError for one that is not, or that is hostile.

    `file` is the name to say in messages.
    """
    data = _bytes(path, file)
    try:
        with ZipFile(BytesIO(data)) as archive:
            _require_harmless(archive, file)
            return tuple(_sheets(archive, file))
    except AftalegenError:
        raise
    except Exception as error:  # a damaged file fails in whatever part is read first
        raise _unreadable(file, str(error)) from error


def _bytes(path: Path, file: str) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            message = _("the workbook is larger than {n} MB").format(n=MAX_BYTES // 1_000_000)
            hint = _("save the sheet with the amounts in a file of its own")
            raise _refused(file, "workbook-too-large", message, hint)
        data = path.read_bytes()
    except OSError as error:
        raise _refused(
            file,
            "file-unreadable",
            _("the file cannot be read: {why}").format(why=error.strerror or str(error)),
            _("check that the file exists and that you may read it"),
        ) from error
    if data.startswith(_OLE):
        message = _("the file is an old Excel file (.xls), or is protected by a password")
        raise _refused(file, "not-a-workbook", message, _("save it in Excel as .xlsx, unprotected"))
    if not data.startswith(b"PK"):
        message = _("the file is not an Excel workbook (.xlsx)")
        raise _refused(file, "not-a-workbook", message, _("open it in Excel, and save it as .xlsx"))
    return data


def _refused(file: str, rule: str, message: str, hint: str) -> InputError:
    return InputError(rule, message, Source(file, 1), hint)


def _unreadable(file: str, why: str) -> InputError:
    message = _("the workbook cannot be read: {why}").format(why=why or _("it is damaged"))
    hint = _("open it in Excel, and save it again as .xlsx")
    return _refused(file, "workbook-unreadable", message, hint)


def _require_harmless(archive: ZipFile, file: str) -> None:
    """Nothing that runs, and no more than can be read: no part unpacks to more than it says."""
    names = [entry.filename for entry in archive.infolist()]
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        message = _("the workbook holds macros, which are never run here")
        raise _refused(
            file, "workbook-macros", message, _("save it in Excel as .xlsx without macros")
        )
    if len(set(names)) != len(names) or "xl/workbook.xml" not in names:
        raise _unreadable(file, _("its parts are not those of a workbook"))
    if len(names) > 5000 or sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
        message = _("the workbook unpacks to more than {n} MB").format(n=MAX_UNPACKED // 1_000_000)
        hint = _("save the sheet with the amounts in a file of its own")
        raise _refused(file, "workbook-too-large", message, hint)


# --- the parts --------------------------------------------------------------------------------


def _part(archive: ZipFile, name: str, file: str) -> ElementTree.Element | None:
    """The root of a part, or None where it is not there; a DTD is refused before it is read."""
    try:
        data = archive.read(name)
    except KeyError:
        return None
    if b"\x00" in data[:200] or b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise _refused(
            file,
            "workbook-hostile",
            _("{part} in the workbook declares entities, which no Excel file does").format(
                part=name
            ),
            _("do not use this file; ask where it comes from"),
        )
    return ElementTree.fromstring(data)


def _tag(element: ElementTree.Element) -> str:
    """The name of an element without its namespace: Excel has two sets of them."""
    return element.tag.rpartition("}")[2]


def _all(element: ElementTree.Element | None, name: str) -> Iterator[ElementTree.Element]:
    if element is not None:
        yield from (found for found in element.iter() if _tag(found) == name)


def _attribute(element: ElementTree.Element, name: str) -> str:
    """An attribute by its name without namespace, or ''."""
    return next((v for k, v in element.attrib.items() if k.rpartition("}")[2] == name), "")


def _sheets(archive: ZipFile, file: str) -> Iterator[Sheet]:
    book = _part(archive, "xl/workbook.xml", file)
    links = _part(archive, "xl/_rels/workbook.xml.rels", file)
    targets = {
        _attribute(link, "Id"): _attribute(link, "Target") for link in _all(links, "Relationship")
    }
    strings = [_string(item) for item in _all(_part(archive, "xl/sharedStrings.xml", file), "si")]
    dates = _date_styles(_part(archive, "xl/styles.xml", file))
    for sheet in _all(book, "sheet"):
        target = targets.get(_reference_id(sheet), "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        root = _part(archive, part, file)
        if root is None or _tag(root) != "worksheet":
            continue  # a sheet that is only a chart
        name = unicodedata.normalize("NFC", sheet.get("name", ""))
        reader = _Reader(file, name, strings, dates)
        hidden = sheet.get("state", "visible") != "visible"
        yield Sheet(name, file, hidden, reader.rows(root), tuple(_merged(root)))


def _reference_id(sheet: ElementTree.Element) -> str:
    """The relation's id: `r:id`, beside which `sheetId` stands."""
    return next((v for k, v in sheet.attrib.items() if k.endswith("}id")), "")


def _string(item: ElementTree.Element) -> str:
    """The text of a shared or inline string, without its reading aids."""
    parts = [
        text.text or ""
        for child in item
        if _tag(child) in ("t", "r")
        for text in child.iter()
        if _tag(text) == "t"
    ]
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), "".join(parts))


def _date_styles(styles: ElementTree.Element | None) -> frozenset[int]:
    """The numbers of the cell styles that show a date or a time."""
    own = {
        int(_attribute(form, "numFmtId")): _attribute(form, "formatCode")
        for form in _all(styles, "numFmt")
    }
    dates = _DATE_FORMATS | {
        key
        for key, code in own.items()
        if re.search(r"[dmyhs]", _NOT_IN_FORMAT.sub("", code.lower()))
    }
    cells = next(_all(styles, "cellXfs"), None)
    return frozenset(
        index
        for index, style in enumerate(_all(cells, "xf"))
        if int(_attribute(style, "numFmtId") or 0) in dates
    )


def _merged(root: ElementTree.Element) -> Iterator[Area]:
    for area in _all(root, "mergeCell"):
        ends = _REFERENCE.findall(_attribute(area, "ref"))
        if len(ends) == 2:
            (a, one), (b, two) = ends
            yield Area(int(one), _column(a), int(two), _column(b))


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the cells of one sheet."""

    file: str
    sheet: str
    strings: list[str]
    dates: frozenset[int]

    def rows(self, root: ElementTree.Element) -> dict[int, dict[int, Cell]]:
        """The cells that hold something."""
        rows: dict[int, dict[int, Cell]] = {}
        file, sheet, number = self.file, self.sheet, 0
        for row in _all(root, "row"):
            number = int(row.get("r") or number + 1)
            column = 0
            for element in row:
                found = _REFERENCE.fullmatch(element.get("r", ""))
                column = _column(found[1]) if found else column + 1
                if number > MAX_ROWS or column > MAX_COLUMNS:
                    raise _unreadable(file, _("a cell lies outside of the sheet"))
                place = Source(file, number, column, f"{column_letters(column)}{number}", sheet)
                cell = self._cell(element, place)
                if cell is not None:
                    rows.setdefault(number, {})[column] = cell
        return rows

    def _cell(self, element: ElementTree.Element, place: Source) -> Cell | None:
        inside = {_tag(child): child for child in element}
        value = inside["v"].text if "v" in inside else None
        match element.get("t", "n"):
            case "s":
                return self._text(self.strings[int(value)], place) if value else None
            case "inlineStr":
                return self._text(_string(inside["is"]), place) if "is" in inside else None
            case "e":
                return Cell("error", value or "", place)
            case _ if value is None:
                return Cell("uncalculated", "", place) if "f" in inside else None
            case "str":
                return self._text(value, place)
            case "b":
                return Cell("truth", value, place)
            case "d":
                return Cell("date", value, place)
            case _:
                dated = int(element.get("s") or 0) in self.dates
                return Cell("date" if dated else "number", value, place)

    def _text(self, text: str, place: Source) -> Cell | None:
        """A text in NFC without spaces around it; raises InputError for what no text may hold."""
        clean = as_read(text).strip()
        wrong = forbidden_character(clean)
        if wrong:
            message = _("the character U+{code:04X} cannot stand in a text")
            raise InputError("control-character", message.format(code=ord(wrong)), place,
                             _("delete the character"))  # fmt: skip
        return Cell("text", clean, place) if clean else None
