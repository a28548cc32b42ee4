"""The remarks that people hang on the cells of a workbook: Excel's notes and comments."""

import posixpath
import re
from collections.abc import Mapping

from openpyxl.comments.comment_sheet import CommentSheet
from openpyxl.packaging.relationship import RelationshipList, get_rels_path
from openpyxl.utils import coordinate_to_tuple
from openpyxl.xml.functions import fromstring

from aftalegen.records.cells import Cell, place_of
from aftalegen.words.alphabet import forbidden_character

_ABOUT_EXCEL = re.compile(r"\A\[.*\n\n[^\n]*:\n", re.DOTALL)
"""What Excel itself writes before a comment, for programs that know only notes."""


def remarks_of(
    parts: Mapping[str, bytes], part: str, file: str, sheet: str
) -> dict[int, dict[int, Cell]]:
    """The remarks of a sheet's part as texts, by the row and column of their cells."""
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
