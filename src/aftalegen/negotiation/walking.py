"""The body of a Word file -> its passages, in one walk. Styles, looks and layout are not read."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from aftalegen.document.nodes import Revision
from aftalegen.negotiation.pieces import BETWEEN_CELLS, KEPT, MARK, Edited, Passage, Piece, State
from aftalegen.negotiation.running import INTO, Read, Running, local_name
from aftalegen.writers.word.ooxml import Element, qualified
from aftalegen.writers.word.targets import ANCHOR
from aftalegen.writers.words import CONTENTS

_LOOKS = tuple(
    qualified(f"{of}Change")
    for of in ("rPr", "pPr", "tblPr", "trPr", "tcPr", "tblGrid", "tblPrEx", "sectPr", "numbering")
)
"""Changes of form."""
_CELLS: dict[str, State] = {"cellIns": "ins", "cellDel": "del"}
_OF_RUNS = qualified("rPr")
_VAL, _NAME = qualified("val"), qualified("name")
_TABLE_STYLE = f"{qualified('tblPr')}/{qualified('tblStyle')}"


@dataclass(slots=True)
class _Walk(Running):
    left_out: Collection[Element] = ()

    def blocks(self, parent: Element, how: Edited) -> None:
        for child in parent:
            match local_name(child):
                case "p" if child not in self.left_out:
                    self.paragraph(child, how)
                case "tbl":
                    self.table(child, how)
                case "sdt" if _is_contents(child):
                    continue
                case name if name in INTO:
                    self.blocks(child, self.changed(child, name, how))
                case "sdt" | "sdtContent" | "customXml" | "footnote" | "endnote":
                    self.blocks(child, how)
                case name:
                    self.other(child, name)

    def paragraph(self, paragraph: Element, how: Edited) -> None:
        properties = paragraph.find(qualified("pPr"))
        mark = how
        for child in paragraph:
            if child is not properties:
                self.inline(child, how)
        of_mark = None if properties is None else properties.find(_OF_RUNS)
        for change in () if of_mark is None else of_mark:
            if (name := local_name(change)) in INTO:
                mark = self.changed(change, name, mark)
        if mark.state != "undone":
            self.piece(MARK, mark)
        if mark.state in ("kept", "del") and not self.in_row:
            self.close()

    def table(self, table: Element, how: Edited) -> None:
        if self.in_row:  # a table in a cell: its words are the cell's
            for paragraph in table.iter(qualified("p")):
                self.paragraph(paragraph, how)
            return
        self.close()
        for row in _own(table, "tr"):
            properties = row.find(qualified("trPr"))
            whole = how
            if properties is not None:
                for change in properties:
                    if (name := local_name(change)) in INTO:
                        whole = self.changed(change, name, whole)
            if _is_arranged(table, row):
                for cell in _own(row, "tc"):
                    self.blocks(cell, whole)
            else:
                self.row(row, whole)

    def row(self, row: Element, whole: Edited) -> None:
        self.passage = Passage([], row=whole)
        self.in_row = True
        for cell in _own(row, "tc"):
            how, came = whole, False
            properties = cell.find(qualified("tcPr"))
            if properties is not None:
                for change in properties:
                    if (name := local_name(change)) in _CELLS:
                        how = self.edited(change, _CELLS[name])
                        came = name == "cellIns"
            self.cell = []
            self.blocks(cell, how)
            if self.cell and self.cell[-1].ends:
                self.cell.pop()
            if came and self.passage.cells:  # words that came into the cell before it
                self.passage.cells[-1] += [Piece(BETWEEN_CELLS, how), *self.cell]
            else:
                self.passage.cells.append(self.cell)
        self.in_row = False
        self.close()

    def close(self) -> None:
        """What was one passage before the edits is read."""
        one = self.passage
        if one.anchors or one.comments or any(piece.text.strip() for piece in one.pieces):
            self.read.passages.append(one)
        self.passage = Passage()
        self.cell = self.passage.cells[0]


def read_body(
    body: Element, numbers: Mapping[str, str] | None = None, ours: Revision | None = None
) -> Read:
    """The passages of a body; `numbers` are those of the sections, by their bookmarks.

    What a redline of `ours` had marked already reads as carried out.
    """
    walk = _Walk(numbers or {}, ours, left_out=list(_contents_titles(body)))
    walk.blocks(body, KEPT)
    walk.close()
    walk.read.looks = sum(1 for _change in body.iter(*_LOOKS))
    return walk.read


def words_of_part(part: Element) -> str:
    """The words of a comment with its edits carried out."""
    return " ".join(text for one in read_body(part).passages for text in one.now)


def _is_contents(block: Element) -> bool:
    gallery = block.find(f"{qualified('sdtPr')}//{qualified('docPartGallery')}")
    return gallery is not None and gallery.get(_VAL) == "Table of Contents"


def _contents_titles(body: Element) -> Iterator[Element]:
    """The titles of contents that stand above what marks them: old kinds of files know no mark."""
    for instruction in body.iter(qualified("instrText")):
        if (instruction.text or "").split()[:1] == ["TOC"]:
            block = next(one for one in instruction.iterancestors() if one.getparent() is body)
            above = block.getprevious()
            said = () if above is None else above.iter(qualified("t"))
            if above is not None and "".join(one.text or "" for one in said).strip() == CONTENTS:
                yield above


def _is_arranged(table: Element, row: Element) -> bool:
    """Whether cells only stand beside each other, and are no row of a table.

    Only the first cell of a row has an anchor; where anchors were lost, the table has no style.
    """
    bookmarks = (cell.iter(qualified("bookmarkStart")) for cell in [*_own(row, "tc")][1:])
    if any(one.get(_NAME, "").startswith(ANCHOR) for marks in bookmarks for one in marks):
        return True
    return len([*_own(table, "tr")]) == 1 and table.find(_TABLE_STYLE) is None


def _own(parent: Element, name: str) -> Iterator[Element]:
    """The rows of a table, or the cells of a row, without those of tables within its cells."""
    for child in parent.iter(qualified(name)):
        if next(child.iterancestors(parent.tag)) is parent:
            yield child
