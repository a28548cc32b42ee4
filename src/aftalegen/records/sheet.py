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
from itertools import islice
from pathlib import Path
from typing import Literal
from xml.etree import ElementTree
from zipfile import ZipFile

from aftalegen.records.package import package_bytes, part, require_harmless, unreadable
from aftalegen.records.reading import as_read, forbidden_character
from aftalegen.words.faults import AftalegenError, InputError
from aftalegen.words.language import _
from aftalegen.words.place import Source

MAX_MERGED = 2_000
MAX_ROWS = 1_048_576
MAX_COLUMNS = 16_384

Kind = Literal["text", "number", "truth", "date", "error", "uncalculated"]

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
    data = package_bytes(path, file)
    try:
        with ZipFile(BytesIO(data)) as archive:
            require_harmless(archive, file)
            return tuple(_sheets(archive, file))
    except AftalegenError:
        raise
    except Exception as error:  # a damaged file fails in whatever part is read first
        raise unreadable(file, str(error)) from error


# --- the parts --------------------------------------------------------------------------------


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
    book = part(archive, "xl/workbook.xml", file)
    links = part(archive, "xl/_rels/workbook.xml.rels", file)
    targets = {
        _attribute(link, "Id"): _attribute(link, "Target") for link in _all(links, "Relationship")
    }
    strings = [_string(item) for item in _all(part(archive, "xl/sharedStrings.xml", file), "si")]
    dates = _date_styles(part(archive, "xl/styles.xml", file))
    for sheet in _all(book, "sheet"):
        target = targets.get(_reference_id(sheet), "")
        name_in_package = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        root = part(archive, name_in_package, file)
        if root is None or _tag(root) != "worksheet":
            continue  # a sheet that is only a chart
        name = unicodedata.normalize("NFC", sheet.get("name", ""))
        reader = _Reader(file, name, strings, dates)
        hidden = sheet.get("state", "visible") != "visible"
        yield Sheet(name, file, hidden, reader.rows(root), tuple(islice(_merged(root), MAX_MERGED)))


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
                    raise unreadable(file, _("a cell lies outside of the sheet"))
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
