"""A person who edits in LibreOffice, played by UNO: run by the system's own python.

    /usr/bin/python3 uno_editing.py ORDERS.json

An order is a file, the file to save it as, and a list of edits, each a list of words: ["replace", old, new], ["silently", old, new],
["insert", after, words], ["delete", words], ["paragraph", before, words],
["remove", words] (its whole paragraph), ["join", words], ["row", after, cell, cell …],
["unrow", words], ["move", words, "up"], ["bold", words]; none for a file that is only saved.
"""

import json
import sys
from pathlib import Path

import uno  # noqa: F401  # lets the next ones be imported

sys.path.insert(0, str(Path(__file__).parent))

from com.sun.star.beans import PropertyValue
from com.sun.star.text.ControlCharacter import PARAGRAPH_BREAK
from uno_changes import office


def main(orders: str) -> None:
    with office() as (desktop, dispatcher):
        for file, out, edits in json.loads(Path(orders).read_text(encoding="utf-8")):
            edited(desktop, dispatcher, Path(file), Path(out), edits)


def edited(desktop, dispatcher, file: Path, out: Path, edits: list[list[str]]) -> None:
    hidden = named("Hidden", True)
    document = desktop.loadComponentFromURL(file.resolve().as_uri(), "_blank", 0, (hidden,))
    try:
        for edit in edits:
            Edit(document, dispatcher, *edit)
        filter = named("FilterName", "MS Word 2007 XML")
        document.storeToURL(out.resolve().as_uri(), (filter,))
    finally:
        document.close(True)


class Edit:
    """One edit, done when it is made."""

    def __init__(self, document, dispatcher, kind: str, words: str, *more: str) -> None:
        self.document, self.dispatcher = document, dispatcher
        document.RecordChanges = kind != "silently"
        search = document.createSearchDescriptor()
        search.SearchString, search.SearchCaseSensitive = words, True
        found = document.findAll(search)
        places = [found.getByIndex(n) for n in range(found.Count)]
        if not places:
            raise RuntimeError(f"{words!r} is not in the document")
        # The contents say headings first.
        getattr(self, kind)(places[-1], *more)

    def replace(self, found, new: str) -> None:
        found.setString(new)

    def silently(self, found, new: str) -> None:
        found.setString(new)

    def insert(self, found, words: str) -> None:
        found.Text.insertString(found.End, words, False)

    def delete(self, found) -> None:
        found.setString("")

    def bold(self, found) -> None:
        found.CharWeight = 150.0

    def paragraph(self, found, words: str) -> None:
        cursor = found.Text.createTextCursorByRange(found)
        cursor.gotoStartOfParagraph(False)
        found.Text.insertString(cursor, words, False)
        found.Text.insertControlCharacter(cursor, PARAGRAPH_BREAK, False)

    def remove(self, found) -> None:
        cursor = found.Text.createTextCursorByRange(found)
        cursor.gotoStartOfParagraph(False)
        cursor.gotoEndOfParagraph(True)
        cursor.goRight(1, True)
        cursor.setString("")

    def join(self, found) -> None:
        cursor = found.Text.createTextCursorByRange(found)
        cursor.gotoEndOfParagraph(False)
        cursor.goRight(1, True)
        cursor.setString("")

    def move(self, found, way: str) -> None:
        self._at(found)
        self._do(".uno:MoveUp" if way == "up" else ".uno:MoveDown")

    def row(self, found, *cells: str) -> None:
        table = found.TextTable
        row = int("".join(c for c in found.Cell.CellName if c.isdigit()))
        table.Rows.insertByIndex(row, 1)
        for column, words in enumerate(cells):
            table.getCellByPosition(column, row).setString(words)

    def unrow(self, found) -> None:
        self._at(found)
        self._do(".uno:DeleteRows")

    def _at(self, found) -> None:
        self.document.CurrentController.ViewCursor.gotoRange(found.Start, False)

    def _do(self, command: str) -> None:
        frame = self.document.CurrentController.Frame
        self.dispatcher.executeDispatch(frame, command, "", 0, ())


def named(name: str, value) -> PropertyValue:
    found = PropertyValue()
    found.Name, found.Value = name, value
    return found


if __name__ == "__main__":
    main(*sys.argv[1:])
