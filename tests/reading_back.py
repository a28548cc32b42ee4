"""The words of a document as its files say them: DOCX, PDF and HTML read back, block by block.

No reader guesses from the layout: DOCX is read from its XML, with the numbers that Word
would count from `numbering.xml`; PDF is read from its tags, in the order of the structure tree;
HTML from its elements. `expected_blocks` says the same of the model, so all can be compared.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, assert_never
from zipfile import ZipFile

import pikepdf
from lxml import etree
from pdfminer.pdfdevice import PDFDevice
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.utils import decode_text

from aftalegen.document import (
    Block,
    Document,
    Items,
    PageBreak,
    Paragraph,
    Section,
    Signatures,
    Table,
    plain,
)

SIGN_HERE = "Dato og underskrift"
CONTENTS = "Indhold"
SOFT_HYPHEN = "\u00ad"


@dataclass(frozen=True, slots=True)
class Said:
    """One block: what it is ("heading 1", "contents", "item", "column", "cell", "text") and says.

    Numbers and labels stand before the words, after them one space. The lines of a block are
    joined by a space; spaces within a line are as they are.
    """

    kind: str
    words: str


def differences(expected: list[Said], read: list[Said]) -> list[str]:
    """Each block that is not as expected: both as they are. Empty if all are the same."""
    return [
        f"block {place}: expected {want}, read {got}"
        for place, (want, got) in enumerate(zip_longest(expected, read), start=1)
        if want != got
    ]


def _said(kind: str, words: str) -> Iterator[Said]:
    """A block, unless it is empty: an empty cell has no words to be read."""
    line = re.sub(r"\r\n|[\t\n\r]", " ", words).strip(" ")
    if line:
        yield Said(kind, line)


# --- the model ----------------------------------------------------------------------------------


def expected_blocks(document: Document) -> list[Said]:
    """What every file of the document must say."""
    return list(_document(document))


def _document(document: Document) -> Iterator[Said]:
    for words in (document.draft, plain(document.title), plain(document.subtitle)):
        yield from _said("text", words)
    for fact in document.facts:
        yield from _said("text", f"{fact.label} {plain(fact.value)}")
    if document.contents:
        yield from _said("heading 1", CONTENTS)
        for section in document.sections:
            yield from _said("contents", f"{section.number} {plain(section.title)}")
    for section in document.sections:
        yield from _block(section)


def _block(block: Block) -> Iterator[Said]:
    match block:
        case Section():
            yield from _said(f"heading {block.level}", f"{block.number} {plain(block.title)}")
            for part in block.blocks:
                yield from _block(part)
        case Paragraph():
            yield from _said("text", plain(block.inlines))
        case Items():
            yield from _items(block)
        case Table():
            yield from _table(block)
        case Signatures():
            for party in block.parties:
                yield from _said("text", plain(party.party))
                for role in party.roles:
                    yield from _said("text", SIGN_HERE)
                    yield from _said("text", plain(role))
        case PageBreak():
            return
        case _:
            assert_never(block)


def _items(items: Items) -> Iterator[Said]:
    for item in items.items:
        yield from _said("item", f"{item.label} {plain(item.inlines)}")
        if item.items is not None:
            yield from _items(item.items)


def _table(table: Table) -> Iterator[Said]:
    yield from _said("text", plain(table.caption))
    for cell in table.header.cells:
        yield from _said("column", plain(cell))
    for row in table.rows:
        for cell in row.cells:
            yield from _said("cell", plain(cell))


# --- DOCX ---------------------------------------------------------------------------------------

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADINGS = {
    "Heading1": "heading 1",
    "Heading2": "heading 2",
    "AppendixHeading": "heading 1",
    "AppendixSubheading": "heading 2",
    "TOCHeading": "heading 1",
    "TOC1": "contents",
}
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def docx_blocks(docx: bytes) -> list[Said]:
    """What a DOCX file says, with the numbers Word will count."""
    with ZipFile(io.BytesIO(docx)) as archive:
        body = etree.fromstring(archive.read("word/document.xml")).find(f"{_W}body")
        counting = _Counting(
            etree.fromstring(archive.read("word/numbering.xml")),
            etree.fromstring(archive.read("word/styles.xml")),
        )
    assert body is not None
    return list(_docx_children(body, counting))


def _docx_children(parent: etree._Element, counting: "_Counting") -> Iterator[Said]:
    for child in parent:
        match etree.QName(child).localname:
            case "p":
                yield from _docx_paragraph(child, counting)
            case "tbl":
                yield from _docx_table(child)
            case "sdt" | "sdtContent":
                yield from _docx_children(child, counting)


def _docx_paragraph(paragraph: etree._Element, counting: "_Counting") -> Iterator[Said]:
    style = _val(paragraph.find(f"{_W}pPr/{_W}pStyle"))
    kind = _HEADINGS.get(style) or ("item" if style.startswith("List") else "text")
    words = _paragraph_words(paragraph)
    if kind == "contents":
        words = _without_page(words)
    yield from _said(kind, f"{counting.label(paragraph)} {words}")


def _docx_table(table: etree._Element) -> Iterator[Said]:
    for row in table.findall(f"{_W}tr"):
        kind = "cell" if row.find(f"{_W}trPr/{_W}tblHeader") is None else "column"
        for cell in row.findall(f"{_W}tc"):
            yield from _said(kind, "\n".join(map(_paragraph_words, cell.iter(f"{_W}p"))))


def _paragraph_words(paragraph: etree._Element) -> str:
    """The words of a paragraph, and of a field what it shows."""
    words, hidden = "", 0
    for run in paragraph.iter(f"{_W}r"):
        for element in run:
            name = etree.QName(element).localname
            if name == "fldChar":
                hidden += {"begin": 1, "separate": -1}.get(element.get(f"{_W}fldCharType", ""), 0)
            elif not hidden:
                words += (element.text or "") if name == "t" else _SIGNS.get(name, "")
    return words


def _without_page(line: str) -> str:
    """A line of the contents without its page number: "1 Parter 5" -> "1 Parter"."""
    return re.sub(r"\s*\d+$", "", line)


def _val(element: etree._Element | None) -> str:
    return "" if element is None else element.get(f"{_W}val", "")


class _Counting:
    """Numbers as Word counts them, one paragraph after the other.

    All lists of one kind (`abstractNum`) share their counters; a list with a start of its own
    (`startOverride`) begins there where it is first met.
    """

    def __init__(self, numbering: etree._Element, styles: etree._Element) -> None:
        self._levels = {
            (kind.get(f"{_W}abstractNumId"), int(level.get(f"{_W}ilvl", "0"))): (
                _val(level.find(f"{_W}numFmt")),
                _val(level.find(f"{_W}lvlText")),
            )
            for kind in numbering.findall(f"{_W}abstractNum")
            for level in kind.findall(f"{_W}lvl")
        }
        nums = numbering.findall(f"{_W}num")
        self._kinds = {n.get(f"{_W}numId"): _val(n.find(f"{_W}abstractNumId")) for n in nums}
        self._starts = {
            (num.get(f"{_W}numId"), int(override.get(f"{_W}ilvl", "0"))): int(_val(override[0]))
            for num in nums
            for override in num.findall(f"{_W}lvlOverride")
        }
        self._of_style = {
            style.get(f"{_W}styleId", ""): properties
            for style in styles.findall(f"{_W}style")
            if (properties := style.find(f"{_W}pPr/{_W}numPr")) is not None
        }
        self._counts: dict[str, list[int]] = {}

    def label(self, paragraph: etree._Element) -> str:
        """The number before this paragraph, which must be the next in the document."""
        style = _val(paragraph.find(f"{_W}pPr/{_W}pStyle"))
        properties = paragraph.find(f"{_W}pPr/{_W}numPr")
        if properties is None:
            properties = self._of_style.get(style)
        num = "0" if properties is None else _val(properties.find(f"{_W}numId"))
        if properties is None or num == "0":
            return ""
        level = int(_val(properties.find(f"{_W}ilvl")) or 0)
        kind = self._kinds[num]
        counts = self._counts.setdefault(kind, [0] * 9)
        first = self._starts.pop((num, level), None)
        counts[level:] = [counts[level] + 1 if first is None else first] + [0] * (8 - level)
        _form, text = self._levels[kind, level]
        return re.sub(r"%(\d)", lambda m: self._figure(kind, int(m[1]) - 1), text)

    def _figure(self, kind: str, level: int) -> str:
        number = self._counts[kind][level]
        match self._levels[kind, level][0]:
            case "lowerLetter":  # after z comes aa, then bb
                return chr(ord("a") + (number - 1) % 26) * ((number + 25) // 26)
            case "lowerRoman":
                return _roman(number)
            case _:
                return str(number)


def _roman(number: int) -> str:
    figures = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
    text = ""
    for value, letters in figures:
        text += letters * (number // value)
        number %= value
    return text


# --- PDF ----------------------------------------------------------------------------------------

_TAGS = {
    "P": "text",
    "Caption": "text",
    "Title": "text",
    "LI": "item",
    "TH": "column",
    "TD": "cell",
    "TOCI": "contents",
    **{f"H{level}": f"heading {level}" for level in range(1, 7)},
}
_WITHIN_BLOCKS = {"Span", "Em", "Strong", "Link", "Reference", "Lbl"}


def pdf_blocks(pdf: bytes, without: str = "") -> list[Said]:
    """What a tagged PDF file says; header, footer and leaders are no part of its structure.

    Words that stand in no block are of the kind "loose". Words that the tags say are decorated as
    `without` ("Underline", "LineThrough") are left out.
    """
    manager = PDFResourceManager()
    marked = _Marked(manager)
    interpreter = PDFPageInterpreter(manager, marked)
    for page in PDFPage.get_pages(io.BytesIO(pdf)):
        interpreter.process_page(page)
    with pikepdf.open(io.BytesIO(pdf)) as file:
        tree = _Tree(marked.pages, without)
        tree.walk(file.Root.StructTreeRoot.K, None, None)
    return list(tree.said())


class _Tree:
    """The structure tree as blocks; a block has its place before those within it."""

    def __init__(self, pages: dict[object, dict[int, str]], without: str) -> None:
        self._pages = pages
        self._without = without
        self._blocks: list[tuple[str, list[str]]] = []

    def said(self) -> Iterator[Said]:
        """The blocks that have been walked."""
        for kind, pieces in self._blocks:
            words = "".join(pieces).replace(SOFT_HYPHEN, "")  # where a line ends in a word
            yield from _said(kind, _without_page(words) if kind == "contents" else words)

    def walk(self, node: Any, page: object, into: list[str] | None) -> None:
        """Every word below a node, put in its block."""
        if isinstance(node, pikepdf.Array):
            for part in node:
                self.walk(part, page, into)
        elif isinstance(node, pikepdf.Dictionary):
            page = node.Pg.objgen[0] if "/Pg" in node else page
            if "/MCID" in node:
                self.walk(int(node.MCID), page, into)
            elif "/S" in node:
                self._element(node, page, into)
        else:
            into = self._new("loose") if into is None else into
            into.append(self._pages[page].get(int(node), ""))

    def _element(self, node: Any, page: object, into: list[str] | None) -> None:
        tag = str(node.S)[1:]
        if self._without and f'"/{self._without}"' in repr(node.get("/A")):
            return
        if tag in _TAGS and not (tag == "P" and into is not None):  # a P in an LI is its words
            into = self._new(_TAGS[tag])
        elif into is None and tag in _WITHIN_BLOCKS:
            into = self._new(f"loose {tag}")
        self.walk(node.get("/K", pikepdf.Array()), page, into)
        if tag == "Lbl" and into is not None:
            into.append(" ")

    def _new(self, kind: str) -> list[str]:
        pieces: list[str] = []
        self._blocks.append((kind, pieces))
        return pieces


class _Marked(PDFDevice):
    """Collects the text of each piece of marked content, page by page."""

    def __init__(self, manager: PDFResourceManager) -> None:
        super().__init__(manager)
        self.pages: dict[object, dict[int, str]] = {}

    def begin_page(self, page: Any, ctm: Any) -> None:
        self._stack: list[tuple[int | None, bool]] = [(None, False)]
        self._text = self.pages[page.pageid] = {}

    def begin_tag(self, tag: Any, props: Any = None) -> None:
        """A piece begins; what has an `ActualText` says that instead of its letters."""
        mcid, instead = self._stack[-1]
        known = props if isinstance(props, dict) else {}
        mcid = None if tag.name == "Artifact" else known.get("MCID", mcid)
        if "ActualText" in known and not instead:
            self._add(mcid, decode_text(known["ActualText"]))
        self._stack.append((mcid, instead or "ActualText" in known))

    def end_tag(self) -> None:
        self._stack.pop()

    def do_tag(self, tag: Any, props: Any = None) -> None:
        pass

    def render_string(self, textstate: Any, seq: Any, *_more: Any) -> None:
        mcid, instead = self._stack[-1]
        if mcid is None or instead:
            return
        for codes in seq:
            if isinstance(codes, bytes):
                chars = map(textstate.font.to_unichr, textstate.font.decode(codes))
                self._add(mcid, "".join(chars))

    def _add(self, mcid: int | None, text: str) -> None:
        if mcid is not None:
            self._text[mcid] = self._text.get(mcid, "") + text


# --- HTML ---------------------------------------------------------------------------------------

_ELEMENTS = {
    "p": "text",
    "caption": "text",
    "h1": "text",  # the title; a section is a heading below it
    "h2": "heading 1",
    "h3": "heading 2",
    "li": "item",
    "th": "column",
    "td": "cell",
}


_Blocks = list[tuple[str, list[str]]]


def html_blocks(html: bytes) -> list[Said]:
    """What a page of ours says; words that stand in no block are of the kind "loose"."""
    body = etree.HTML(html.decode()).find("body")  # libxml2 would take the bytes for Latin-1
    assert body is not None
    blocks: _Blocks = []
    _html_element(body, blocks, None)
    return [said for kind, pieces in blocks for said in _said(kind, "".join(pieces))]


def _html_element(element: etree._Element, blocks: _Blocks, into: list[str] | None) -> None:
    """Every word below an element, put in its block."""
    if kind := _html_kind(element):
        into = []
        blocks.append((kind, into))
    if element.tag == "br" and into is not None:
        into.append("\n")
    _html_words(element.text, blocks, into)
    for child in element:
        _html_element(child, blocks, into)
        _html_words(child.tail, blocks, into)


def _html_kind(element: etree._Element) -> str | None:
    if element.tag == "div" and element.find("dt") is not None:
        return "text"
    if element.tag == "li" and any(above.tag == "nav" for above in element.iterancestors()):
        return "contents"
    return _ELEMENTS.get(str(element.tag))


def _html_words(words: str | None, blocks: _Blocks, into: list[str] | None) -> None:
    if words and into is not None:
        into.append(words)
    elif words and words.strip():
        blocks.append(("loose", [words]))
