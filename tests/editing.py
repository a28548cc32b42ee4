"""What a person does to a Word file in an editor, planted in its XML as Word writes it.

Words are named by what they say; the first paragraph outside of the contents that says them is
meant. Nothing of the program is used.
"""

import copy
import io
from collections.abc import Iterator, Sequence
from zipfile import ZipFile, ZipInfo

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_PRESERVE = "{http://www.w3.org/XML/1998/namespace}space"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MICROSOFT = "http://schemas.microsoft.com/office/2011/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
WHEN = "2026-04-01T09:30:00Z"

Element = etree._Element


def w(name: str, /, *children: Element, **attributes: str) -> Element:
    element = etree.Element(f"{_W}{name}", {f"{_W}{key}": v for key, v in attributes.items()})
    element.extend(children)
    return element


def run(words: str, *, gone: bool = False) -> Element:
    text = w("delText" if gone else "t")
    text.text = words
    text.set(_PRESERVE, "preserve")
    return w("r", text)


class Editor:
    """A Word file that is open; `who` makes the edits, unless another is named."""

    def __init__(self, docx: bytes, who: str = "Jurist") -> None:
        with ZipFile(io.BytesIO(docx)) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        self.root = etree.fromstring(self.parts["word/document.xml"])
        self.who = who
        self._ids = 500_000
        self._comments: list[Element] = []
        self._threads: list[Element] = []

    def saved(self) -> bytes:
        """The file as bytes."""
        self.parts["word/document.xml"] = etree.tostring(self.root, encoding="UTF-8")
        if self._comments:
            self._put("comments", w("comments", *self._comments), _OFFICE)
            threads = etree.Element(f"{_W15}commentsEx")
            threads.extend(self._threads)
            self._put("commentsExtended", threads, _MICROSOFT)
        file = io.BytesIO()
        with ZipFile(file, "w") as archive:
            for name, part in self.parts.items():
                archive.writestr(ZipInfo(name), part)
        return file.getvalue()

    # --- words --------------------------------------------------------------------------------

    def insert(self, after: str, words: str, within: Element | None = None) -> None:
        """Type words after some, tracked."""
        runs = self._runs(after, within)
        runs[-1].addnext(w("ins", run(words), **self._by()))

    def delete(self, words: str, within: Element | None = None) -> None:
        """Delete words, tracked; one record for each run, as editors do."""
        came = next((one for one in self.root.iter(f"{_W}ins") if _words(one) == words), None)
        for one in self._runs(words, within) if came is None else list(came):
            self._delete(one)

    def replace(self, old: str, new: str, within: Element | None = None) -> None:
        """Write other words over some, tracked."""
        runs = self._runs(old, within)
        runs[-1].addnext(w("ins", run(new), **self._by()))
        for one in runs:
            self._delete(one)

    def undo(self, after: str, words: str, other: str) -> None:
        """Type words, which another takes out again."""
        gone = w("del", run(words, gone=True), **self._by(other))
        self._runs(after)[-1].addnext(w("ins", gone, **self._by()))

    def silently(self, old: str, new: str, within: Element | None = None) -> None:
        """Write other words over some while tracking is off."""
        runs = self._runs(old, within)
        for one in runs[1:]:
            _remove(one)
        text = runs[0].find(f"{_W}t")
        assert text is not None
        text.text = new
        text.set(_PRESERVE, "preserve")

    def bold(self, words: str) -> None:
        """Set words in bold, tracked."""
        for one in self._runs(words):
            properties = one.find(f"{_W}rPr")
            if properties is None:
                properties = w("rPr")
                one.insert(0, properties)
            properties.append(w("b"))
            properties.append(w("rPrChange", w("rPr"), **self._by()))

    def flatten(self) -> None:
        """Every field of the text becomes the words that it shows."""
        for paragraph in self.paragraphs():
            for field in list(paragraph.iter(f"{_W}fldSimple")):
                for one in list(field):
                    field.addprevious(one)
                _remove(field)
            for mark in list(paragraph.iter(f"{_W}fldChar", f"{_W}instrText")):
                run = mark.getparent()
                assert run is not None
                _remove(run)

    def comment(self, words: str, text: str, answers: str = "", *, done: bool = False) -> str:
        """A comment at words; gives its name, for another that answers it."""
        id, name = self._next(), f"{self._ids:08X}"
        runs = self._runs(words)
        runs[0].addprevious(w("commentRangeStart", id=id))
        mark = w("r", w("commentReference", id=id))
        runs[-1].addnext(mark)
        mark.addprevious(w("commentRangeEnd", id=id))
        paragraph = w("p", run(text))
        paragraph.set(f"{_W14}paraId", name)
        by = {"author": self.who, "date": WHEN, "initials": self.who[:1]}
        self._comments.append(w("comment", paragraph, id=id, **by))
        thread = etree.Element(f"{_W15}commentEx")
        thread.set(f"{_W15}paraId", name)
        thread.set(f"{_W15}done", "1" if done else "0")
        if answers:
            thread.set(f"{_W15}paraIdParent", answers)
        self._threads.append(thread)
        return name

    # --- paragraphs -----------------------------------------------------------------------------

    def split(self, after: str, within: Element | None = None) -> None:
        """Press Enter after words, tracked."""
        self._mark(self.split_silently(after, within), "ins")

    def split_silently(self, after: str, within: Element | None = None) -> Element:
        """The first of the two paragraphs."""
        runs = self._runs(after, within)
        first = runs[-1].getparent()
        assert first is not None
        properties = first.find(f"{_W}pPr")
        assert properties is not None
        second = w("p", copy.deepcopy(properties))
        for one in list(runs[-1].itersiblings()):
            second.append(one)
        first.addnext(second)
        return first

    def join(self, words: str) -> None:
        """Delete the end of the paragraph that says words, tracked."""
        self._mark(self.paragraph(words), "del")

    def new_paragraph(self, before: str, words: str) -> None:
        """Write a paragraph of its own before one, tracked."""
        self.new_paragraph_before(self.paragraph(before), words)

    def new_paragraph_before(self, following: Element, words: str) -> None:
        paragraph = w("p", w("pPr"), w("ins", run(words), **self._by()))
        following.addprevious(paragraph)
        self._mark(paragraph, "ins")

    def new_paragraph_silently(self, before: str, words: str) -> None:
        self.paragraph(before).addprevious(w("p", run(words)))

    def remove_paragraph(self, words: str) -> None:
        """Delete the paragraph that says words, with its end, tracked."""
        self.remove_this(self.paragraph(words))

    def remove_this(self, paragraph: Element) -> None:
        for one in list(paragraph.iterfind(f"{_W}r")):
            self._delete(one)
        self._mark(paragraph, "del")

    def remove_paragraph_silently(self, words: str) -> None:
        _remove(self.paragraph(words))

    def move(self, words: str, before: str) -> None:
        """Drag the paragraph that says words to before another one, tracked as a move."""
        paragraph, name = self.paragraph(words), f"move{self._next()}"
        there = copy.deepcopy(paragraph)
        for mark in list(there.iter(f"{_W}bookmarkStart", f"{_W}bookmarkEnd")):
            _remove(mark)
        self.paragraph(before).addprevious(there)
        for one, kind in ((paragraph, "moveFrom"), (there, "moveTo")):
            id = self._next()
            moved = w(kind, **self._by())
            runs = list(one.iterfind(f"{_W}r"))
            runs[0].addprevious(moved)
            moved.extend(runs)
            moved.addprevious(w(f"{kind}RangeStart", id=id, name=name, author=self.who, date=WHEN))
            moved.addnext(w(f"{kind}RangeEnd", id=id))
            self._mark(one, kind)

    # --- rows -----------------------------------------------------------------------------------

    def new_row(self, after: str, *cells: str) -> None:
        """A new row after the one that says words, tracked."""
        row = self._row(after)
        new = copy.deepcopy(row)
        for mark in list(new.iter(f"{_W}bookmarkStart", f"{_W}bookmarkEnd")):
            _remove(mark)
        for cell, words in zip(new.iterfind(f"{_W}tc"), cells, strict=True):
            (paragraph,) = cell.iterfind(f"{_W}p")
            for one in list(paragraph.iterfind(f"{_W}r")):
                _remove(one)
            paragraph.append(w("ins", run(words), **self._by()))
        self._mark_row(new, "ins")
        row.addnext(new)

    def remove_row(self, words: str) -> None:
        """Delete the row that says words, tracked; its words are deleted too, as Word does."""
        row = self._row(words)
        for one in list(row.iter(f"{_W}r")):
            self._delete(one)
        self._mark_row(row, "del")

    def remove_row_silently(self, words: str) -> None:
        _remove(self._row(words))

    def new_column(self, after: str, words: str) -> None:
        """A cell after the one that says words in each row of the table, tracked; one has words."""
        cell, place = self._cell(after)
        for row in self._table(cell).iterfind(f"{_W}tr"):
            beside = row.findall(f"{_W}tc")[place]
            new = w("tc", w("tcPr", w("cellIns", **self._by())), w("p", w("pPr")))
            beside.addnext(new)
            (paragraph,) = new.iterfind(f"{_W}p")
            if beside is cell:
                paragraph.append(w("ins", run(words), **self._by()))
            self._mark(paragraph, "ins")

    def remove_column(self, words: str) -> None:
        """Delete the cells under and over the one that says words, tracked."""
        cell, place = self._cell(words)
        for row in self._table(cell).iterfind(f"{_W}tr"):
            gone = row.findall(f"{_W}tc")[place]
            for one in list(gone.iter(f"{_W}r")):
                self._delete(one)
            properties = gone.find(f"{_W}tcPr")
            if properties is None:
                properties = w("tcPr")
                gone.insert(0, properties)
            properties.append(w("cellDel", **self._by()))

    def merge_cells(self, words: str) -> None:
        """Make one cell of the first two of the row that says words; Word does not track that."""
        first, second = self._row(words).findall(f"{_W}tc")[:2]
        properties = first.find(f"{_W}tcPr")
        if properties is None:
            properties = w("tcPr")
            first.insert(0, properties)
        properties.insert(1, w("gridSpan", val="2"))
        first.extend(second.findall(f"{_W}p"))
        _remove(second)

    # --- the whole file -------------------------------------------------------------------------

    def accept_all(self) -> None:
        """Carry out every tracked change of words, so that nothing shows it."""
        for gone in list(self.root.iter(f"{_W}del")):
            _remove(gone)
        for came in list(self.root.iter(f"{_W}ins")):
            for child in list(came):
                came.addprevious(child)
            _remove(came)

    def without_anchors(self) -> None:
        """As after pasting the words into another file."""
        for mark in list(self.root.iter(f"{_W}bookmarkStart", f"{_W}bookmarkEnd")):
            _remove(mark)

    def without_property(self) -> None:
        """As after *Inspicér dokument* in Word."""
        said = etree.fromstring(self.parts["docProps/custom.xml"])
        for one in list(said):
            _remove(one)
        self.parts["docProps/custom.xml"] = etree.tostring(said)

    def add_part(self, name: str, inner: str) -> None:
        """A part beside the body, as footnotes."""
        root = etree.fromstring(f'<w:{name} xmlns:w="{_W[1:-1]}">{inner}</w:{name}>')
        self._put(name, root, _OFFICE)

    # --- within ---------------------------------------------------------------------------------

    def paragraph(self, words: str) -> Element:
        return next(one for one in self.paragraphs() if words in _said(one))

    def paragraphs(self) -> Iterator[Element]:
        for paragraph in self.root.iter(f"{_W}p"):
            if next(paragraph.iterancestors(f"{_W}sdt"), None) is None:
                yield paragraph

    def paragraph_that_says(self, words: str) -> Element | None:
        """The paragraph that says these words and no others."""
        return next((one for one in self.paragraphs() if _said(one) == words), None)

    def said(self, paragraph: Element) -> str:
        return _said(paragraph)

    def _runs(self, words: str, within: Element | None = None) -> Sequence[Element]:
        """The runs that say exactly these words, cut out of those around them."""
        paragraph = self.paragraph(words) if within is None else within
        start = _said(paragraph).index(words)
        self._cut(paragraph, start)
        self._cut(paragraph, start + len(words))
        found, at = [], 0
        for one in paragraph.iterfind(f"{_W}r"):
            length = len(_text(one))
            if start <= at and length and at + length <= start + len(words):
                found.append(one)
            at += length
        return found

    def _cut(self, paragraph: Element, offset: int) -> None:
        at = 0
        for one in paragraph.iterfind(f"{_W}r"):
            text = _text(one)
            if at < offset < at + len(text):
                other = copy.deepcopy(one)
                for half, words in ((one, text[: offset - at]), (other, text[offset - at :])):
                    element = half.find(f"{_W}t")
                    assert element is not None
                    element.text = words
                    element.set(_PRESERVE, "preserve")
                one.addnext(other)
                return
            at += len(text)

    def _row(self, words: str) -> Element:
        return next(self.paragraph(words).iterancestors(f"{_W}tr"))

    def _cell(self, words: str) -> tuple[Element, int]:
        """The cell that says words, and the number of cells before it."""
        cell = next(self.paragraph(words).iterancestors(f"{_W}tc"))
        return cell, len(list(cell.itersiblings(f"{_W}tc", preceding=True)))

    def _table(self, cell: Element) -> Element:
        return next(cell.iterancestors(f"{_W}tbl"))

    def _delete(self, one: Element) -> None:
        gone = w("del", **self._by())
        one.addprevious(gone)
        gone.append(one)
        for text in one.iter(f"{_W}t"):
            text.tag = f"{_W}delText"

    def _mark(self, paragraph: Element, kind: str) -> None:
        properties = paragraph.find(f"{_W}pPr")
        if properties is None:
            properties = w("pPr")
            paragraph.insert(0, properties)
        properties.append(w("rPr", w(kind, **self._by())))

    def _mark_row(self, row: Element, kind: str) -> None:
        properties = row.find(f"{_W}trPr")
        assert properties is not None
        properties.append(w(kind, **self._by()))

    def _by(self, who: str = "") -> dict[str, str]:
        return {"id": self._next(), "author": who or self.who, "date": WHEN}

    def _next(self) -> str:
        self._ids += 1
        return str(self._ids)

    def _put(self, name: str, root: Element, kind: str) -> None:
        self.parts[f"word/{name}.xml"] = etree.tostring(root)
        relations = etree.fromstring(self.parts["word/_rels/document.xml.rels"])
        space = relations.tag.rpartition("}")[0]
        relation = etree.SubElement(relations, f"{space}}}Relationship")
        about = {"Id": f"rId-{name}", "Type": f"{kind}/{name}", "Target": f"{name}.xml"}
        for key, value in about.items():
            relation.set(key, value)
        self.parts["word/_rels/document.xml.rels"] = etree.tostring(relations)
        types = etree.fromstring(self.parts["[Content_Types].xml"])
        space = types.tag.rpartition("}")[0]
        override = etree.SubElement(types, f"{space}}}Override")
        override.set("PartName", f"/word/{name}.xml")
        override.set("ContentType", f"{_TYPE}.{name}+xml")
        self.parts["[Content_Types].xml"] = etree.tostring(types)


def _text(one: Element) -> str:
    return "".join(text.text or "" for text in one.iterfind(f"{_W}t"))


def _words(element: Element) -> str:
    return "".join(map(str, element.itertext()))


def _said(paragraph: Element) -> str:
    return "".join(_text(one) for one in paragraph.iterfind(f"{_W}r"))


def _remove(element: Element) -> None:
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)
