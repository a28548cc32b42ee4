"""The cells of one sheet, read once: what was saved, of which formula, and how it is shown."""

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any, Literal

from openpyxl.comments.comment_sheet import CommentSheet
from openpyxl.packaging.relationship import RelationshipList, get_rels_path
from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.utils import coordinate_to_tuple, get_column_letter, range_boundaries
from openpyxl.utils.datetime import from_excel
from openpyxl.worksheet._reader import FORMULA_TAG, VALUE_TAG, WorkSheetParser
from openpyxl.xml.functions import fromstring

from aftalegen.records.number_format import NumberFormat, number_format
from aftalegen.records.text import as_read
from aftalegen.words import danish
from aftalegen.words.alphabet import forbidden_character
from aftalegen.words.faults import InputError
from aftalegen.words.language import _
from aftalegen.words.place import Source

MAX_ROWS = 1_048_576
MAX_COLUMNS = 16_384
MAX_TEXT = 32_767
"""No cell of Excel holds a longer text."""

Kind = Literal["text", "number", "truth", "date", "error", "uncalculated"]

_KINDS: Mapping[str, Kind] = {"n": "number", "b": "truth", "d": "date", "e": "error"}
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ABOUT_EXCEL = re.compile(r"\A\[.*\n\n[^\n]*:\n", re.DOTALL)
"""What Excel itself writes before a comment, for programs that know only notes."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that holds something; `text` is the saved value.

    A number has a point and no thousands marks, whatever Excel shows; its `format` says what that
    is. `forbidden` is a character that no text may hold, which matters to who uses the cell.
    """

    kind: Kind
    text: str
    place: Source
    format: NumberFormat | None = None
    formula: bool = False
    forbidden: str | None = None

    def words(self) -> str:
        """What the cell says, as a text; raises InputError for what no text may hold."""
        if self.forbidden:
            message = _("the character U+{code:04X} cannot stand in a text")
            hint = _("delete the character")
            raise InputError(
                "control-character", message.format(code=ord(self.forbidden)), self.place, hint
            )
        return self.text.replace(".", ",") if self.kind == "number" else self.text


def place_of(file: str, sheet: str, row: int, column: int) -> Source:
    """The place of a cell."""
    return Source(file, row, column, f"{get_column_letter(column)}{row}", sheet)


def formats_of(book: Any) -> Sequence[NumberFormat]:
    """The number format of each style of a workbook."""
    return [number_format(_code(book, style.numFmtId)) for style in book._cell_styles]


def _code(book: Any, number: int) -> str:
    """The code of a format; the currency of those that Excel has itself is the computer's own."""
    own = number - 164
    if 0 <= own < len(book._number_formats):
        return str(book._number_formats[own])
    return str(BUILTIN_FORMATS.get(number, "General")).replace('"$"', "")


class SheetParser(WorkSheetParser):  # type: ignore[misc]  # openpyxl has no types here
    """Reads a sheet's part; each text is made clean once, however many cells name it."""

    def __init__(self, part: BytesIO, strings: Sequence[str], epoch: datetime,
                 formats: Sequence[NumberFormat], texts: dict[str, tuple[str, str | None]],
                 file: str, sheet: str) -> None:  # fmt: skip
        super().__init__(part, strings, data_only=True, epoch=epoch)
        self.formats = formats
        self.texts = texts
        self.file = file
        self.sheet = sheet
        self.hidden_rows: set[int] = set()
        self.outside = False
        self._hidden: list[tuple[int, int]] = []

    def rows(self) -> dict[int, dict[int, Cell]]:
        """All cells that hold something, by row and column."""
        found: dict[int, dict[int, Cell]] = {}
        seen: set[tuple[int, int]] = set()
        for _number, cells in self.parse():
            for place, cell in cells:
                self.outside |= place in seen or place[0] > MAX_ROWS or place[1] > MAX_COLUMNS
                seen.add(place)
                if cell is not None:
                    found.setdefault(place[0], {})[place[1]] = cell
        return found

    def merged(self) -> Iterator[tuple[int, int, int, int]]:
        """The merged areas; after `rows`."""
        if self.merged_cells is not None:
            for area in self.merged_cells.mergeCell:
                left, top, right, bottom = range_boundaries(area.ref)
                yield left, top, right, bottom

    def hidden_columns(self) -> list[tuple[int, int]]:
        """From and to of the columns that are hidden; after `rows`."""
        return self._hidden

    def parse_row(self, row: Any) -> tuple[int, list[Any]]:
        """A row's number and its cells."""
        number, cells = super().parse_row(row)
        if row.get("hidden") in ("1", "true"):
            self.hidden_rows.add(number)
        return number, cells

    def parse_column_dimensions(self, col: Any) -> None:
        """Keeps which columns are hidden."""
        if col.get("hidden") in ("1", "true"):
            self._hidden.append((int(col.get("min")), int(col.get("max"))))

    def parse_cell(self, element: Any) -> tuple[tuple[int, int], Cell | None]:
        """The place of a cell, and the cell if it holds something."""
        raw = super().parse_cell(element)
        at = raw["row"], raw["column"]
        formula = element.find(FORMULA_TAG) is not None
        value, kind = raw["value"], raw["data_type"]
        if value is None:
            saved = element.find(VALUE_TAG) is not None and element.get("t") == "str"
            lost = formula and not saved
            place = place_of(self.file, self.sheet, *at) if lost else None
            return at, Cell("uncalculated", "", place, formula=True) if place else None
        if kind == "s" and not value.strip():
            return at, None
        place = place_of(self.file, self.sheet, *at)
        if kind == "s":
            return at, self._text(value, place, formula)
        if kind == "n":
            return at, self._number(value, place, formula, raw["style_id"])
        text = _day(value) if kind == "d" else str(int(value) if kind == "b" else value)
        return at, Cell(_KINDS[kind], text, place, formula=formula)

    def _text(self, text: str, place: Source, formula: bool) -> Cell | None:
        if text not in self.texts:
            escaped = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text[: MAX_TEXT * 7])
            clean = as_read(escaped).strip()[: MAX_TEXT + 1]
            self.texts[text] = clean, forbidden_character(clean)
        clean, forbidden = self.texts[text]
        if not clean:
            return None
        return Cell("text", clean, place, formula=formula, forbidden=forbidden)

    def _number(self, value: float | int, place: Source, formula: bool, style: int) -> Cell:
        form = self.formats[style] if style < len(self.formats) else None
        if form is not None and form.is_date:
            try:
                return Cell("date", _day(from_excel(value, self.epoch)), place, formula=formula)
            except (OverflowError, ValueError):
                return Cell("error", "#VALUE!", place, formula=formula)
        whole = isinstance(value, float) and value.is_integer() and abs(value) < 1e15
        return Cell("number", str(int(value) if whole else value), place, form, formula)


def _day(value: Any) -> str:
    """A day as Danes write it; with the time where there is one."""
    if isinstance(value, datetime):
        time = "" if value.time().isoformat() == "00:00:00" else f" {value:%H:%M}"
        return danish.short_date(value.date()) + time
    return danish.short_date(value) if isinstance(value, date) else str(value)


def remarks_of(
    parts: Mapping[str, bytes], part: str, file: str, sheet: str
) -> dict[int, dict[int, Cell]]:
    """The notes and comments of a sheet's part as texts, by the row and column of their cells."""
    found: dict[int, dict[int, Cell]] = {}
    links = parts.get(get_rels_path(part))
    for link in RelationshipList.from_tree(fromstring(links)) if links else ():
        name = posixpath.normpath(posixpath.join(posixpath.dirname(part), link.Target))
        data = parts.get(name.lstrip("/"))
        if data is None or not link.Type.endswith("/comments"):
            continue
        for at, comment in CommentSheet.from_tree(fromstring(data)).comments:
            row, column = coordinate_to_tuple(at)
            text = " ".join(_ABOUT_EXCEL.sub("", comment.text or "").split())
            cell = Cell(
                "text", text, place_of(file, sheet, row, column),
                forbidden=forbidden_character(text),
            )  # fmt: skip
            found.setdefault(row, {})[column] = cell
    return found
