"""A person who edits in LibreOffice, played by UNO: run by the system's own python.

    /usr/bin/python3 uno_editing.py ORDERS.json

An order is a file, the file to save it as, and a list of edits (tests/conformance/constructs.py).
"""

import contextlib
import json
import sys
from pathlib import Path

import uno  # noqa: F401  # lets the next ones be imported

sys.path.insert(0, str(Path(__file__).parent))

from com.sun.star.beans import PropertyValue
from com.sun.star.text.ControlCharacter import PARAGRAPH_BREAK
from uno_changes import DESKTOP, DISPATCHER, each, office

COMMENTS = ("comment", "reply", "resolved")
ANNOTATION = "com.sun.star.text.textfield.Annotation"
WORD = "MS Word 2007 XML"


def main(orders: str) -> None:
    with office() as service:
        for file, out, edits in json.loads(Path(orders).read_text(encoding="utf-8")):
            edited(service, Path(file), Path(out), edits)


def edited(service, file: Path, out: Path, edits: list[list[str]]) -> None:
    document = opened(service, file, {kind for _how, kind, *_words in edits})
    try:
        for how, kind, *words in edits:
            document.RecordChanges = how == "tracked"
            getattr(Edit(document, service(DISPATCHER)), kind)(*words)
        document.storeToURL(out.resolve().as_uri(), (named("FilterName", WORD),))
    finally:
        document.close(True)


def opened(service, file: Path, kinds: set[str]):
    """The document; without a view where there are comments, for no window of one can be drawn."""
    url = file.resolve().as_uri()
    if kinds.isdisjoint(COMMENTS):
        hidden = named("Hidden", True)
        return service(DESKTOP).loadComponentFromURL(url, "_blank", 0, (hidden,))
    document = service("com.sun.star.text.TextDocument")
    document.load((named("URL", url), named("FilterName", WORD)))
    return document


class Edit:
    """Every kind of edit, by its name."""

    def __init__(self, document, dispatcher) -> None:
        self.document, self.dispatcher = document, dispatcher

    def replace(self, old: str, new: str) -> None:
        self._last(old).setString(new)

    def insert(self, after: str, words: str) -> None:
        found = self._last(after)
        found.Text.insertString(found.End, words, False)

    def delete(self, words: str) -> None:
        self._last(words).setString("")

    def bold(self, words: str) -> None:
        self._last(words).CharWeight = 150.0

    def paragraph(self, before: str, words: str) -> None:
        cursor = self._paragraph(before)
        cursor.gotoStartOfParagraph(False)
        cursor.Text.insertString(cursor, words, False)
        cursor.Text.insertControlCharacter(cursor, PARAGRAPH_BREAK, False)

    def remove(self, words: str) -> None:
        cursor = self._paragraph(words)
        cursor.gotoStartOfParagraph(False)
        cursor.gotoEndOfParagraph(True)
        cursor.goRight(1, True)
        cursor.setString("")

    def split(self, after: str) -> None:
        found = self._last(after)
        found.Text.insertControlCharacter(found.End, PARAGRAPH_BREAK, False)

    def join(self, words: str) -> None:
        cursor = self._paragraph(words)
        cursor.gotoEndOfParagraph(False)
        cursor.goRight(1, True)
        cursor.setString("")

    def move(self, words: str, _before: str) -> None:
        self._at(words)
        self._do("MoveUp")

    def row(self, after: str, *cells: str) -> None:
        table, row = self._table_and_row(after)
        table.Rows.insertByIndex(row + 1, 1)
        for column, words in enumerate(cells):
            table.getCellByPosition(column, row + 1).setString(words)

    def unrow(self, words: str) -> None:
        self._at(words)
        self._do("DeleteRows")

    def column(self, after: str, words: str) -> None:
        table, row = self._table_and_row(after)
        last = table.Columns.Count
        table.Columns.insertByIndex(last, 1)
        table.getCellByPosition(last, row).setString(words)

    def uncolumn(self, words: str) -> None:
        self._at(words)
        self._do("DeleteColumns")

    def merge(self, words: str) -> None:
        table, row = self._table_and_row(words)
        cursor = table.createCursorByCellName(f"A{row + 1}")
        cursor.goRight(1, True)
        cursor.mergeRange()

    def comment(self, words: str, said: str, *, done: bool = False):
        self.document.RecordChanges = False  # else it is not put in
        note = self.document.createInstance(ANNOTATION)
        note.Author, note.Content, note.Resolved = "Jurist", said, done
        found = self._among_paragraphs(words)
        found.Text.insertTextContent(found, note, True)
        return note

    def reply(self, words: str, said: str, answer: str) -> None:
        """LibreOffice 7.4 does not know which comment another answers; later ones do."""
        first, second = self.comment(words, said), self.comment(words, answer)
        with contextlib.suppress(AttributeError):
            second.ParentName = first.Name

    def resolved(self, words: str, said: str) -> None:
        self.comment(words, said, done=True)

    def undo(self, after: str, words: str) -> None:
        self.insert(after, words)
        self.delete(words)

    def accept(self) -> None:
        self._do("AcceptAllTrackedChanges")

    def flatten(self) -> None:
        """Every field becomes the words that it shows."""
        for field in list(each(self.document.TextFields)):
            place, words = field.Anchor, field.getPresentation(False)
            field.dispose()
            place.Text.insertString(place, words, False)

    # --- where ----------------------------------------------------------------------------------

    def _last(self, words: str):
        """Where these words stand; the contents say headings first."""
        search = self.document.createSearchDescriptor()
        search.SearchString, search.SearchCaseSensitive = words, True
        found = self.document.findAll(search)
        if not found.Count:
            raise RuntimeError(f"{words!r} is not in the document")
        return found.getByIndex(found.Count - 1)

    def _among_paragraphs(self, words: str):
        """The same in a document without a view, which is not searched."""
        found = [one for one in paragraphs(self.document.Text) if words in one.String][-1]
        cursor = found.Text.createTextCursorByRange(found.Start)
        cursor.goRight(found.String.index(words), False)
        cursor.goRight(len(words), True)
        return cursor

    def _paragraph(self, words: str):
        found = self._last(words)
        return found.Text.createTextCursorByRange(found)

    def _table_and_row(self, words: str):
        found = self._last(words)
        number = "".join(sign for sign in found.Cell.CellName if sign.isdigit())
        return found.TextTable, int(number) - 1

    def _at(self, words: str) -> None:
        self.document.CurrentController.ViewCursor.gotoRange(self._last(words).Start, False)

    def _do(self, command: str) -> None:
        frame = self.document.CurrentController.Frame
        self.dispatcher.executeDispatch(frame, f".uno:{command}", "", 0, ())


def paragraphs(text):
    for block in each(text):
        if block.supportsService("com.sun.star.text.TextTable"):
            for name in block.CellNames:
                yield from paragraphs(block.getCellByName(name))
        else:
            yield block


def named(name: str, value) -> PropertyValue:
    found = PropertyValue()
    found.Name, found.Value = name, value
    return found


if __name__ == "__main__":
    main(*sys.argv[1:])
