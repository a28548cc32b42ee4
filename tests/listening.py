"""A PDF as a screen reader says it: its tags in their order, with what each is.

What stands on the page and in no tag (header, footer, lines of dots) is not heard. A link says its
words, and behind an arrow where it leads.
"""

import io
from collections.abc import Iterator
from typing import Any

import pikepdf

from tests.reading_back import SOFT_HYPHEN, marked_words

_LISTS = {
    "/Disc": "punkttegn",
    "/None": "streger",
    "/LowerAlpha": "bogstaver",
    "/LowerRoman": "romertal",
}


def listened(pdf: bytes) -> str:
    """What is heard of a tagged PDF, a line for each block."""
    pages = marked_words(pdf)
    with pikepdf.open(io.BytesIO(pdf)) as file:
        title = f"Titel på vinduet: {file.docinfo.Title}"
        lines = _Listening(pages).heard(file.Root.StructTreeRoot.K, None)
        return "\n".join((title, *lines)) + "\n"


class _Listening:
    def __init__(self, pages: dict[object, dict[int, str]]) -> None:
        self._pages = pages

    def heard(self, node: Any, page: object) -> Iterator[str]:
        """The lines of an element and of all below it."""
        if isinstance(node, pikepdf.Array):
            for part in node:
                yield from self.heard(part, page)
            return
        page, tag = self._page(node, page), str(node.get("/S", ""))
        match tag:
            case "/P":
                yield self.words(node, page)
            case "/H1" | "/H2" | "/H3" | "/H4" | "/H5" | "/H6":
                yield f"Overskrift {tag[2]}: {self.words(node, page)}"
            case "/TOC":
                entries = self._below(node, "/TOCI")
                yield f"Indholdsfortegnelse, {len(entries)} punkter"
                yield from (f"  {self.words(entry, page)}" for entry in entries)
            case "/L":
                yield from self._list(node, page)
            case "/Table":
                yield from self._table(node, page)
            case "/Document" | "/Div" | "/Part" | "/Sect" | "/NonStruct":
                yield from self.heard(node.get("/K", pikepdf.Array()), page)
            case _:
                yield f"{tag[1:]} uden afsnit: {self.words(node, page)}"

    def _list(self, node: Any, page: object) -> Iterator[str]:
        items = self._below(node, "/LI")
        yield f"Liste med {len(items)} punkter, {_LISTS[str(node.A[0].ListNumbering)]}"
        for item in items:
            label, body = (self._below(item, tag)[0] for tag in ("/Lbl", "/LBody"))
            inner = self._below(body, "/L")
            own = [part for part in body.K if part not in inner]
            words = self.words(pikepdf.Array(own), self._page(body, page))
            yield f"  {self.words(label, page).strip()} {words}"
            for one in inner:
                yield from (f"  {line}" for line in self._list(one, page))

    def _table(self, node: Any, page: object) -> Iterator[str]:
        rows = [row for group in node.K for row in self._below(group, "/TR")]
        captions = [self.words(part, page) for part in self._below(node, "/Caption")]
        columns = [self.words(cell, page) for cell in rows[0].K]
        name = "".join(f" ”{caption}”" for caption in captions)
        yield f"Tabel{name}, {len(rows)} rækker, {len(columns)} kolonner: {' | '.join(columns)}"
        for row in rows[1:]:
            cells = [self.words(cell, page) or "tom" for cell in row.K]
            heads = row.K[0].S == "/TH"
            first, others = (cells[:1], cells[1:]) if heads else ([], cells)
            named = zip(columns[len(first) :], others, strict=True)
            told = "; ".join(f"{column}: {cell}" for column, cell in named)
            yield "  " + "".join(f"Række ”{head}”: " for head in first) + told

    def words(self, node: Any, page: object) -> str:
        """The words of an element; what it says instead of them, where it does."""
        if isinstance(node, pikepdf.Array):
            return "".join(self.words(part, page) for part in node)
        if not isinstance(node, pikepdf.Dictionary):
            return self._pages[page].get(int(node), "").replace(SOFT_HYPHEN, "")
        page = self._page(node, page)
        if "/MCID" in node:
            return self.words(int(node.MCID), page)
        if "/ActualText" in node:
            return str(node.ActualText)
        if node.get("/Type") == "/OBJR":
            return ""
        words = self.words(node.get("/K", pikepdf.Array()), page)
        return f"[link: {words} → {self._led_to(node)}]" if node.S == "/Link" else words

    def _led_to(self, link: Any) -> str:
        """What the links of an element are called; one that is broken over two lines has two."""
        parts = [part for part in link.K if isinstance(part, pikepdf.Dictionary)]
        return " / ".join({str(part.Obj.Contents): "" for part in parts if "/Obj" in part})

    def _page(self, node: Any, page: object) -> object:
        return node.Pg.objgen[0] if "/Pg" in node else page

    def _below(self, node: Any, tag: str) -> list[Any]:
        kids = node.get("/K", pikepdf.Array())
        parts = [part for part in kids if isinstance(part, pikepdf.Dictionary)]
        return [part for part in parts if part.get("/S") == tag]
