"""The tags of a PDF as they are to be heard: of headings, lists, tables, changes typst says less.

Typst writes every object of the tags as it is, uncompressed, and one table of where each object
begins. An object is written anew where it stands, and the table with it; no other byte is changed.
Opening the file with a library and saving it would take nearly as long as making it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from aftalegen.writers.words import CHANGE_TOLD

_ELEMENT = re.compile(
    rb"(?P<begin>\d+ 0 obj\s<</Type/StructElem)/S/(?P<tag>\w+)/P (?P<parent>\d+) 0 R(?P<more>.*?)"
    rb"(?:/K\[(?P<kids>[^\]]*)\])?(?P<end>(?:/Pg \d+ 0 R)?>>\s*endobj.*)",
    re.DOTALL,
)
_KID = re.compile(rb"(\d+) 0 R")
_XREF = re.compile(rb"xref\s+0 (\d+)\s+")
_HEADERS = re.compile(rb"/Headers\[[^\]]*\]")
_MARK = re.compile(rb"/A\[<</O/Layout/BackgroundColor\[0 0 (0\.0[01]\d+)\].*?>>\]", re.DOTALL)
_CATALOG = re.compile(rb"\d+ 0 obj\s<</Type/Catalog")
_SUSPECTS = b"/Suspects false"
_ENTRY = 20
"""The bytes of a line in the table of objects."""


@dataclass(frozen=True, slots=True)
class TableTags:
    """What typst does not know of a table: whether a caption stands before it, and heads in it."""

    has_caption: bool
    names_rows: bool


@dataclass(frozen=True, slots=True)
class _Element:
    """One element of the tags, as it is written."""

    begin: bytes
    tag: bytes
    parent: int
    more: bytes
    kids: bytes | None
    end: bytes

    def written(self) -> bytes:
        kids = b"" if self.kids is None else b"/K[%b]" % self.kids
        return b"%b/S/%b/P %d 0 R%b%b%b" % (
            self.begin,
            self.tag,
            self.parent,
            self.more,
            kids,
            self.end,
        )

    def below(self) -> list[int]:
        """The elements right below, by their numbers."""
        return [int(number) for number in _KID.findall(self.kids or b"")]


def heard(pdf: bytes, tables: Sequence[TableTags]) -> bytes:
    """The PDF with its tags mended; `tables` are those of the document in its order."""
    file = _in_pieces(pdf)
    found = {number: _element(data) for number, data in file.objects.items()}
    elements = {number: element for number, element in found.items() if element is not None}
    _below_the_title(elements)
    _lists(elements)
    _tables(elements, tables)
    _changes(elements)
    mended = {number: element.written() for number, element in elements.items()}
    for number, data in file.objects.items():
        if _CATALOG.match(data):
            mended[number] = data.replace(
                _SUSPECTS, b""
            )  # not every reader takes it for what it is
    return file.with_objects(mended)


def _element(data: bytes) -> _Element | None:
    if (found := _ELEMENT.fullmatch(data)) is None:
        return None
    begin, tag, parent, more, kids, end = found.groups()
    return _Element(begin, tag, int(parent), more, kids, end)


# --- what is mended ---------------------------------------------------------------------------


def _below_the_title(elements: dict[int, _Element]) -> None:
    """The title is the first heading, and all others stand below it."""
    for number, element in elements.items():
        if element.tag == b"Title":
            elements[number] = replace(element, tag=b"H1")
        elif re.fullmatch(rb"H\d", element.tag):
            elements[number] = replace(element, tag=b"H%d" % (int(element.tag[1:]) + 1))


def _lists(elements: dict[int, _Element]) -> None:
    """What stands before the items: a dot, a letter; in a list within another a dash, a figure."""
    for number, element in elements.items():
        if element.tag == b"L":
            above = (elements[up].tag for up in _above(element, elements))
            inner = b"L" in above
            kinds = (b"None", b"LowerRoman") if inner else (b"Disc", b"LowerAlpha")
            more = element.more.replace(b"/Circle", b"/" + kinds[0])
            elements[number] = replace(element, more=more.replace(b"/Decimal", b"/" + kinds[1]))


def _tables(elements: dict[int, _Element], tables: Sequence[TableTags]) -> None:
    """The caption stands in its table, and the first cell of a row heads it where it names it."""
    numbers = [number for number, element in elements.items() if element.tag == b"Table"]
    for number, table in zip(numbers, tables, strict=True):
        if table.has_caption:
            _take_caption(elements, number)
        if table.names_rows:
            for row in _rows(elements, number):
                first, *others = elements[row].below()
                _replace(elements, first, b"TH", _HEADERS, b"/Scope/Row")
                for cell in others:
                    _replace(elements, cell, b"TD", _HEADERS, b"")


def _take_caption(elements: dict[int, _Element], number: int) -> None:
    table = elements[number]
    outside = elements[table.parent]
    below = outside.below()
    caption = below[below.index(number) - 1]
    assert elements[caption].tag == b"P", "a caption stands before its table"
    kids = re.sub(rb"\b%d 0 R ?" % caption, b"", outside.kids or b"")
    elements[table.parent] = replace(outside, kids=kids)
    elements[caption] = replace(elements[caption], tag=b"Caption", parent=number)
    elements[number] = replace(table, kids=b"%d 0 R %b" % (caption, table.kids or b""))


def _rows(elements: dict[int, _Element], table: int) -> Iterator[int]:
    """The rows of a table without those that head its columns."""
    for group in elements[table].below():
        if elements[group].tag == b"TBody":
            yield from elements[group].below()


def _changes(elements: dict[int, _Element]) -> None:
    """Where a change begins and ends is said in words."""
    for number, element in elements.items():
        if element.tag == b"Span" and (found := _MARK.search(element.more)):
            told = CHANGE_TOLD[round(float(found[1]) * 255) - 1]
            actual = b"/ActualText<FEFF%b>" % told.encode("utf-16-be").hex().upper().encode()
            elements[number] = replace(element, more=element.more.replace(found[0], actual))


def _replace(
    elements: dict[int, _Element], number: int, tag: bytes, old: re.Pattern[bytes], new: bytes
) -> None:
    element = elements[number]
    elements[number] = replace(element, tag=tag, more=old.sub(new, element.more))


def _above(element: _Element, elements: dict[int, _Element]) -> Iterator[int]:
    """The elements that one stands in, the nearest first."""
    while element.parent in elements:
        yield element.parent
        element = elements[element.parent]


# --- the file ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _File:
    """A file in pieces: what stands before the objects, each object, and what stands behind.

    An object has what follows it up to the next, by its number.
    """

    head: bytes
    objects: dict[int, bytes]
    table: bytes
    entries: list[bytes]
    trailer: bytes

    def with_objects(self, mended: dict[int, bytes]) -> bytes:
        """The file with some objects written otherwise, and with the table of their places."""
        written, entries, at = [self.head], list(self.entries), len(self.head)
        for number, data in (self.objects | mended).items():
            entries[number] = b"%010d" % at + entries[number][10:]
            written.append(data)
            at += len(data)
        return b"".join(
            (*written, self.table, *entries, self.trailer, b"startxref\n%d\n%%%%EOF" % at)
        )


def _in_pieces(pdf: bytes) -> _File:
    end = pdf.rindex(b"startxref")
    start = int(pdf[end:].split()[1])
    table = _XREF.match(pdf, start)
    assert table is not None, "typst writes a table of objects"
    first, count = table.end(), int(table[1])
    entries = [pdf[at : at + _ENTRY] for at in range(first, first + _ENTRY * count, _ENTRY)]
    begun = sorted((int(e[:10]), number) for number, e in enumerate(entries) if e[17:18] == b"n")
    ends = [*(at for at, _number in begun[1:]), start]
    return _File(
        pdf[: begun[0][0]],
        {number: pdf[at:next] for (at, number), next in zip(begun, ends, strict=True)},
        table[0],
        entries,
        pdf[first + _ENTRY * count : end],
    )
