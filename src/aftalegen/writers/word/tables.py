"""The elements of tables, and of cells that only stand beside each other."""

from collections.abc import Sequence
from functools import lru_cache

from aftalegen.writers.word.ooxml import Element, add, copied, make


def table(
    parent: Element,
    style: str,
    widths: Sequence[int],
    caption: str,
    *,
    left: int,
    names_rows: bool,
) -> Element:
    """A table without rows: columns fixed in twips, so far from the left, named for screen readers.

    The grid is written besides the cells' own widths, since LibreOffice lays out by the grid.
    """
    element = add(parent, "tbl")
    properties = add(element, "tblPr")
    add(properties, "tblStyle", val=style)
    add(properties, "tblW", w=str(sum(widths)), type="dxa")
    if left:
        add(properties, "tblInd", w=str(left), type="dxa")
    add(properties, "tblLayout", type="fixed")
    look = {"firstRow": "1", "lastRow": "0", "firstColumn": str(int(names_rows)), "lastColumn": "0"}
    code = f"{0x0620 | (0x0080 if names_rows else 0):04X}"
    add(properties, "tblLook", val=code, **look, noHBand="1", noVBand="1")
    add(properties, "tblCaption", val=caption)
    grid = add(element, "tblGrid")
    for width in widths:
        add(grid, "gridCol", w=str(width))
    return element


def arrangement(parent: Element, widths: Sequence[int], gutter: int) -> list[Element]:
    """Cells beside each other, for what is no table: without lines, and read one after the other.

    Its only row is marked as the one that names columns, or checkers would miss one.
    """
    element = add(parent, "tbl")
    properties = add(element, "tblPr")
    add(properties, "tblW", w=str(sum(widths)), type="dxa")
    add(properties, "tblLayout", type="fixed")
    margins = add(properties, "tblCellMar")
    add(margins, "left", w="0", type="dxa")
    add(margins, "right", w=str(gutter), type="dxa")
    add(properties, "tblLook", val="0020", firstRow="1")
    grid = add(element, "tblGrid")
    for width in widths:
        add(grid, "gridCol", w=str(width))
    only = header_row(element)
    cells = [cell(only, width) for width in widths]
    add(add(cells[-1][0], "tcMar"), "right", w="0", type="dxa")  # nothing comes beside the last
    return cells


def header_row(table: Element) -> Element:
    """A row that names the columns, repeated on each page."""
    element = row(table)
    add(element[0], "tblHeader")
    return element


def row(table: Element) -> Element:
    """A row that stays on one page."""
    element = add(table, "tr")
    add(add(element, "trPr"), "cantSplit")
    return element


def cell(row: Element, width: int) -> Element:
    """A cell; the caller must put a paragraph in it."""
    return copied(row, _cell_pattern(width))


@lru_cache(maxsize=500)
def _cell_pattern(width: int) -> Element:
    """A cell that nothing is in."""
    return make("tc", make("tcPr", make("tcW", w=str(width), type="dxa")))
