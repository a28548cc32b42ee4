"""The words of a document as its files say them: DOCX, PDF and HTML read back, block by block.

No reader guesses from the layout: DOCX is read from its XML, with the numbers that Word
would count from `numbering.xml`; PDF is read from its tags, in the order of the structure tree;
HTML from its elements. `expected_blocks` says the same of the model, so all can be compared.
"""

import io
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

import pikepdf
from lxml import etree
from pdfminer.pdfdevice import PDFDevice
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.utils import decode_text

from aftalegen.document.nodes import Document
from tests.docx_reading import docx_read
from tests.said import FileRead, said_by
from tests.said import Said as Said
from tests.said import said as _said
from tests.said import without_page as _without_page

SOFT_HYPHEN = "\u00ad"


def differences(expected: list[Said], read: list[Said]) -> list[str]:
    """Each block that is not as expected: both as they are. Empty if all are the same."""
    return [
        f"block {place}: expected {want}, read {got}"
        for place, (want, got) in enumerate(zip_longest(expected, read), start=1)
        if want != got
    ]


def expected_blocks(document: Document) -> list[Said]:
    """What every file of the document must say."""
    return said_by(document)


def docx_blocks(docx: bytes) -> list[Said]:
    """What a DOCX file says, with the numbers Word will count."""
    return list(docx_read(docx).blocks)


def file_read(format: str, data: bytes) -> FileRead:
    """What a finished file says, and what it says of itself."""
    return {"docx": docx_read, "pdf": pdf_read, "html": html_read}[format](data)


# --- PDF ----------------------------------------------------------------------------------------

_TAGS = {
    "P": "text",
    "Caption": "text",
    "H1": "text",  # the title; a section is a heading below it
    "LI": "item",
    "TH": "column",
    "TD": "cell",
    "TOCI": "contents",
    **{f"H{level + 1}": f"heading {level}" for level in range(1, 6)},
}
_WITHIN_BLOCKS = {"Span", "Em", "Strong", "Link", "Reference", "Lbl"}


def pdf_blocks(pdf: bytes, without: str = "") -> list[Said]:
    """What a tagged PDF file says; header, footer and leaders are no part of its structure.

    Words that stand in no block are of the kind "loose". Words that the tags say are decorated as
    `without` ("Underline", "LineThrough") are left out.
    """
    pages = marked_words(pdf)
    with pikepdf.open(io.BytesIO(pdf)) as file:
        tree = _Tree(pages, without)
        tree.walk(file.Root.StructTreeRoot.K, None, None)
    return list(tree.said())


def marked_words(pdf: bytes) -> dict[object, dict[int, str]]:
    """The words of each page by the number that the tags know them by."""
    manager = PDFResourceManager()
    marked = Marked(manager)
    interpreter = PDFPageInterpreter(manager, marked)
    for page in PDFPage.get_pages(io.BytesIO(pdf)):
        interpreter.process_page(page)
    return marked.pages


def pdf_read(pdf: bytes) -> FileRead:
    """What a tagged PDF file says, its title and language, and the standards it claims."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        claims = file.open_metadata()
        standards = (
            f"PDF/A-{claims.get('pdfaid:part')}{claims.get('pdfaid:conformance')}",
            f"PDF/UA-{claims.get('pdfuaid:part')}",
        )
        return FileRead(
            tuple(pdf_blocks(pdf)),
            str(claims.get("dc:title", "")),
            str(file.Root.get("/Lang", "")),
            _headerless(file.Root.StructTreeRoot),
            standards,
        )


def _headerless(node: Any) -> int:
    """How many tables below a node have no header cell."""
    if isinstance(node, pikepdf.Array):
        return sum(map(_headerless, node))
    if not isinstance(node, pikepdf.Dictionary) or "/K" not in node:
        return 0
    if node.get("/S") == "/Table":
        return 0 if _has(node, "/TH") else 1
    return _headerless(node.K)


def _has(node: Any, tag: str) -> bool:
    if isinstance(node, pikepdf.Array):
        return any(_has(part, tag) for part in node)
    is_one = isinstance(node, pikepdf.Dictionary) and "/S" in node
    return is_one and (tag == node.S or _has(node.get("/K", pikepdf.Array()), tag))


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
        if "/ActualText" in node:  # only a change is told so
            return
        if tag == "TH" and "/Row" in repr(node.get("/A")):
            tag = "TD"  # it heads its row, and is one of its cells
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


class Marked(PDFDevice):
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


def html_read(html: bytes) -> FileRead:
    """What a page of ours says, its title and its language."""
    page = etree.HTML(html.decode())
    tables = [table for table in page.iter("table") if table.find(".//th") is None]
    title = page.findtext("head/title") or ""
    return FileRead(tuple(html_blocks(html)), title, page.get("lang", ""), len(tables))


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
