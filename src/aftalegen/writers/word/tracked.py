"""Word's tracked changes, put on what is already written: runs, paragraph marks and rows.

What is written knows of no change; `Tracking` wraps it afterwards. A paragraph is new or
gone with its mark, so that Word joins nothing that should stay apart; a row is so by its
properties, and the marks of its cells' last paragraphs stay. In text that is gone `w:t` is
`w:delText`. A link's runs are wrapped inside it, since a link cannot stand in a change.
"""

from collections.abc import Iterable

from aftalegen.document.nodes import Change, Document, Revision, Section
from aftalegen.document.numbering import appendix_number
from aftalegen.writers.word.ooxml import THIN, Element, add, make, qualified, thin_paragraph

_FIRST_ID = 100_000  # above the numbers of the bookmarks, since Word counts both as one
_GONE = {
    qualified("t"): qualified("delText"),
    qualified("instrText"): qualified("delInstrText"),
}


class Tracking:
    """The changes of one document, all by one author on one day."""

    def __init__(self, revision: Revision) -> None:
        self._revision = revision
        self._id = _FIRST_ID

    def blocks(self, blocks: Iterable[Element], change: Change) -> None:
        """Paragraphs and tables are new, or gone."""
        if change:
            for block in blocks:
                if block.tag == qualified("tbl"):
                    for row in block.iter(qualified("tr")):
                        self.row(row, change)
                else:
                    self.paragraph_mark(block, change)
                    self.runs(block, 1, change)

    def row(self, row: Element, change: Change) -> None:
        """A row is new or gone, with its words."""
        if change:
            row[0].append(self._mark(change))
            for paragraph in row.iter(qualified("p")):
                self.runs(paragraph, 1, change)

    def paragraph_mark(self, paragraph: Element, change: Change) -> None:
        """The end of a paragraph is new or gone."""
        if change:
            properties = paragraph[0].find(qualified("rPr"))
            marks = add(paragraph[0], "rPr") if properties is None else properties
            marks.append(self._mark(change))

    def runs(self, parent: Element, start: int, change: Change) -> None:
        """The runs from child number `start` are new or gone, those of links inside them."""
        if change is None:
            return
        mark = None
        for child in list(parent)[start:]:
            if child.tag == qualified("r"):
                if mark is None:
                    mark = self._mark(change)
                    child.addprevious(mark)
                mark.append(child)
                if change == "del":
                    _as_gone(child)
            else:
                mark = None
                if child.tag == qualified("hyperlink"):
                    self.runs(child, 0, change)

    def before_tables(self, body: Element) -> None:
        """Says of numbered paragraphs that are new or gone with a table what they are without it.

        LibreOffice leaves an empty paragraph where some vanish before a table: it is as the first
        of them was before the changes, or as the last of those that are gone. Were that a heading,
        all after it would be counted wrong.
        """
        group: list[Element] = []
        for block in list(body):
            change = _mark_of(block)
            if block.tag == qualified("tbl") and group:
                if _mark_of(group[0]) == "del":
                    self._neither_way(block, group[-1])
                elif _is_numbered(group[0]):
                    group[0][0].append(self._was_thin())
            if change is None or (group and _mark_of(group[0]) != change):
                group = []
            if change is not None:
                group.append(block)

    def _was_thin(self) -> Element:
        """A paragraph was not as it is now."""
        change = self._mark("pPrChange")
        change.append(make("pPr", make("pStyle", val=THIN)))
        return change

    def _neither_way(self, table: Element, last: Element) -> None:
        """After the last paragraph before a table, if it is numbered, one that is left neither way.

        It came in and went out again.
        """
        if _is_numbered(last):
            thin = thin_paragraph(make("body"))
            table.addprevious(thin)
            self.paragraph_mark(thin, "ins")
            self.paragraph_mark(thin, "del")

    def _mark(self, change: str) -> Element:
        self._id += 1
        who = {"author": self._revision.author, "date": f"{self._revision.date}T00:00:00Z"}
        return make(change, id=str(self._id), **who)


def _as_gone(run: Element) -> None:
    for element in run:
        element.tag = _GONE.get(element.tag, element.tag)


def _mark_of(block: Element) -> Change:
    """Whether a paragraph's mark is new or gone."""
    if block.tag != qualified("p"):
        return None
    if block.find(f"{qualified('pPr')}/{qualified('rPr')}/{qualified('ins')}") is not None:
        return "ins"
    gone = block.find(f"{qualified('pPr')}/{qualified('rPr')}/{qualified('del')}")
    return None if gone is None else "del"


def _is_numbered(paragraph: Element) -> bool:
    style = paragraph[0][0].get(qualified("val"), "")
    return style.startswith(("Heading", "List", "Point"))


def numbers_before(document: Document) -> dict[str, str]:
    """The number that each section at the top had before the changes, by its key."""
    counts = {False: 0, True: 0}
    found: dict[str, str] = {}
    for section in document.sections:
        if section.change != "ins":
            counts[section.appendix] += 1
            found[section.key] = _as_number(section, counts[section.appendix])
    return found


def _as_number(section: Section, count: int) -> str:
    """A count written as the section's number is."""
    if not section.number:
        return ""
    return appendix_number(count) if section.appendix else str(count)
