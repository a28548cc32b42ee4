"""PDF read back: the words of its tags in their order, and what the file says of itself.

A reader for the files that our own writer makes, and fast because of it: objects that stand
uncompressed, one content stream a page, two bytes a glyph. Another reader (pdfminer) checks
this one in the tests. What it cannot read is a finding, never a guess.
"""

import re
import zlib
from collections.abc import Iterator
from functools import lru_cache

from aftalegen.checks.reading.blocks import FileRead, Said, said, without_page

_OBJECT = re.compile(rb"(\d+) 0 obj\n(.*?)\nendobj", re.DOTALL)
_ELEMENT = re.compile(rb"/Type/StructElem/S/(\w+)")
_KIDS = re.compile(rb"/K(?: (\d+) 0 R| ?(\d+)|\[(.*?)\])", re.DOTALL)
_KID = re.compile(rb"<<.*?>>|(\d+) 0 R|(\d+)", re.DOTALL)
_KID_PAGE = re.compile(rb"/Pg (\d+) 0 R")
_MCID = re.compile(rb"/MCID (\d+)")
_PAGE = re.compile(rb"/Type/Page\b(?!s)")
_FONT = re.compile(rb"/(\w+) (\d+) 0 R")
_PAIR = re.compile(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_INNER = rb"(?:[^()\\]++|\\.|\((?:[^()\\]++|\\.|\((?:[^()\\]++|\\.)*+\))*+\))*+"
_HEXADECIMAL = rb"<[0-9A-Fa-f]*+>"
_TOKEN = re.compile(  # each alternative begins with a sign of its own, which is fast
    rb"/(?P<tag>\w++)(?:<<(?P<properties>(?:[^<>]++|" + _HEXADECIMAL + rb"|<<[^>]*+>>)*+)>>)?BDC"
    rb"|/(?P<font>\w++) [\d.]++ Tf"
    rb"|E(?P<end>MC)"
    rb"|\[(?P<shown>(?:[-\d.\s]++|\(" + _INNER + rb"\)|" + _HEXADECIMAL + rb")*+)\]\s*+TJ"
    rb"|\((?P<one>" + _INNER + rb")\)\s*+Tj"
    rb"|<(?P<hexadecimal>[0-9A-Fa-f]++)>\s*+Tj",
    re.DOTALL,
)
_PIECE = re.compile(rb"\((" + _INNER + rb")\)|<([0-9A-Fa-f]*+)>", re.DOTALL)
_ACTUAL = re.compile(rb"/ActualText\s*(?:\((" + _INNER + rb")\)|<([0-9A-Fa-f]*+)>)", re.DOTALL)

_SOFT_HYPHEN = "\u00ad"
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
_WITHIN_BLOCKS = frozenset(("Span", "Em", "Strong", "Link", "Reference", "Lbl"))


class NotOurs(ValueError):
    """The PDF is not of the form that our writer makes."""


def pdf_read(pdf: bytes) -> FileRead:
    """What a tagged PDF file says; header, footer and leaders are no part of its structure.

    Words that stand in no block are of the kind "loose". Raises NotOurs for a file of another
    form, zlib.error for a damaged one.
    """
    objects = {int(number): body for number, body in _OBJECT.findall(pdf)}
    catalog = next((o for o in objects.values() if b"/Type/Catalog" in o[:200]), None)
    root = catalog and re.search(rb"/StructTreeRoot (\d+) 0 R", catalog)
    if catalog is None or not root:
        raise NotOurs("no structure tree")
    tree = _Tree(objects)
    tree.walk_kids(objects[int(root[1])], None, None)
    about = re.search(rb"/Metadata (\d+) 0 R", catalog)
    xmp = objects[int(about[1])].decode("utf-8", "replace") if about else ""
    language = re.search(rb"/Lang\s*\(([\w-]+)\)", catalog)
    return FileRead(
        tuple(tree.said()),
        _xmp_title(xmp),
        language[1].decode() if language else "",
        sum(1 for body in objects.values() if _is_headerless(body, objects)),
        _standards(xmp),
    )


def _xmp_title(xmp: str) -> str:
    found = re.search(r"<dc:title>.*?<rdf:li[^>]*>(.*?)</rdf:li>", xmp, re.DOTALL)
    text = found[1] if found else ""
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        text = text.replace(entity, sign)
    return text


def _standards(xmp: str) -> tuple[str, ...]:
    part = re.search(r"pdfaid:part>(\d)<", xmp)
    level = re.search(r"pdfaid:conformance>(\w)<", xmp)
    accessible = re.search(r"pdfuaid:part>(\d)<", xmp)
    archive = f"PDF/A-{part[1]}{level[1]}" if part and level else ""
    return tuple(s for s in (archive, f"PDF/UA-{accessible[1]}" if accessible else "") if s)


def _is_headerless(body: bytes, objects: dict[int, bytes]) -> bool:
    """Whether an object is a table whose tags have no header cell."""
    if b"/Type/StructElem/S/Table" not in body[:40]:
        return False
    waiting = [body]
    while waiting:
        here = waiting.pop()
        if b"/S/TH/" in here[:40]:
            return False
        below = _kids(here)
        waiting += [objects[n] for n, mcid, _page in below if mcid is None and n in objects]
    return True


def _kids(body: bytes) -> list[tuple[int, int | None, int | None]]:
    """The kids of a structure element: (object, None, None) or (0, marked content, page)."""
    found = _KIDS.search(body)
    if found is None:
        return []
    if found[1]:
        return [(int(found[1]), None, None)]
    if found[2]:
        return [(0, int(found[2]), None)]
    kids: list[tuple[int, int | None, int | None]] = []
    for kid in _KID.finditer(found[3]):
        if kid[1]:
            kids.append((int(kid[1]), None, None))
        elif kid[2]:
            kids.append((0, int(kid[2]), None))
        elif (mcid := _MCID.search(kid[0])) is not None:  # otherwise an annotation: no words
            page = _KID_PAGE.search(kid[0])
            kids.append((0, int(mcid[1]), int(page[1]) if page else None))
    return kids


class _Tree:
    """The structure tree as blocks; a block has its place before those within it."""

    def __init__(self, objects: dict[int, bytes]) -> None:
        self._objects = objects
        self._pages = {n: _page_words(o, objects) for n, o in objects.items() if _PAGE.search(o)}
        self._blocks: list[tuple[str, list[str]]] = []

    def said(self) -> Iterator[Said]:
        """The blocks that have been walked."""
        for kind, pieces in self._blocks:
            words = "".join(pieces).replace(_SOFT_HYPHEN, "")  # where a line ends in a word
            yield from said(kind, without_page(words) if kind == "contents" else words)

    def walk_kids(self, body: bytes, page: int | None, into: list[str] | None) -> None:
        """Every word below an element, put in its block."""
        for number, mcid, kid_page in _kids(body):
            if mcid is None:
                self._element(self._objects.get(number, b""), page, into)
                continue
            into = self._new("loose") if into is None else into
            into.append(self._pages.get(kid_page or page or 0, {}).get(mcid, ""))

    def _element(self, body: bytes, page: int | None, into: list[str] | None) -> None:
        found = _ELEMENT.search(body)
        if found is None:
            return
        tag = found[1].decode()
        own = _KID_PAGE.search(_KIDS.sub(b"", body, count=1))
        page = int(own[1]) if own else page
        if tag in _TAGS and not (tag == "P" and into is not None):  # a P in an LI is its words
            into = self._new(_TAGS[tag])
        elif into is None and tag in _WITHIN_BLOCKS:
            into = self._new(f"loose {tag}")
        self.walk_kids(body, page, into)
        if tag == "Lbl" and into is not None:
            into.append(" ")

    def _new(self, kind: str) -> list[str]:
        pieces: list[str] = []
        self._blocks.append((kind, pieces))
        return pieces


# --- the words of a page ----------------------------------------------------------------------


def _page_words(page: bytes, objects: dict[int, bytes]) -> dict[int, str]:
    """The words of each piece of marked content of a page, by its number."""
    contents = re.search(rb"/Contents (\d+) 0 R", page)
    if contents is None:
        return {}
    fonts = _fonts(page, objects)
    words: dict[int, str] = {}
    glyphs: dict[int, str] = {}
    stack: list[tuple[int | None, bool]] = [(None, False)]
    for token in _TOKEN.finditer(_stream(objects[int(contents[1])])):
        match token.lastgroup:
            case "font":
                glyphs = fonts.get(token["font"], {})
            case "end":
                if len(stack) > 1:
                    stack.pop()
            case "shown" | "one" | "hexadecimal":
                mcid, instead = stack[-1]
                if mcid is not None and not instead:
                    text = _codes(token).decode("utf-16-be", "surrogatepass").translate(glyphs)
                    words[mcid] = words.get(mcid, "") + text
            case _:
                stack.append(_marked(token, stack[-1], words))
    return words


def _marked(
    token: "re.Match[bytes]", outer: tuple[int | None, bool], words: dict[int, str]
) -> tuple[int | None, bool]:
    """A piece of marked content begins; what has an `ActualText` says that instead."""
    mcid, instead = outer
    properties = token["properties"] or b""
    number = _MCID.search(properties)
    mcid = None if token["tag"] == b"Artifact" else int(number[1]) if number else mcid
    actual = _ACTUAL.search(properties)
    if actual is None:
        return mcid, instead
    if not instead and mcid is not None:
        text = _text_string(_unescaped(actual[1]) if actual[1] else _from_hexadecimal(actual[2]))
        words[mcid] = words.get(mcid, "") + text
    return mcid, True


def _fonts(page: bytes, objects: dict[int, bytes]) -> dict[bytes, dict[int, str]]:
    """For each font of a page the words of its glyphs."""
    resources = re.search(rb"/Resources (\d+) 0 R", page)
    body = objects[int(resources[1])] if resources else page
    named = re.search(rb"/Font(?: (\d+) 0 R|<<(.*?)>>)", body, re.DOTALL)
    if named is None:
        return {}
    fonts = objects[int(named[1])] if named[1] else named[2]
    found = {}
    for name, number in _FONT.findall(fonts):
        words = re.search(rb"/ToUnicode (\d+) 0 R", objects[int(number)])
        if words is None:
            raise NotOurs("a font without words for its glyphs")
        found[name] = _glyph_words(objects[int(words[1])])
    return found


@lru_cache(maxsize=64)
def _glyph_words(body: bytes) -> dict[int, str]:
    """The words of each glyph, from a font's table."""
    table = _stream(body).decode("latin-1")
    pairs = _PAIR.findall(table[table.find("beginbfchar") :])
    return {int(code, 16): bytes.fromhex(words).decode("utf-16-be") for code, words in pairs}


def _stream(body: bytes) -> bytes:
    start = body.find(b"stream\n")
    if start < 0:
        raise NotOurs("no stream where one should be")
    data = body[start + 7 :]
    return zlib.decompressobj().decompress(data) if b"/FlateDecode" in body[:start] else data


def _codes(token: "re.Match[bytes]") -> bytes:
    """The glyphs that one operator shows, two bytes each."""
    shown = token["shown"]
    if shown is None:
        one = token["one"]
        return _from_hexadecimal(token["hexadecimal"]) if one is None else _unescaped(one)
    pieces = _PIECE.findall(shown)
    if b"<" not in shown:
        return _unescaped(b"".join([piece for piece, _hexadecimal in pieces]))
    return b"".join(_unescaped(p) if p else _from_hexadecimal(h) for p, h in pieces)


def _unescaped(inner: bytes) -> bytes:
    """The bytes that a string in parentheses stands for."""
    if b"\\" not in inner:
        return inner
    plain = inner.replace(b"\\\\", b"\\134").replace(b"\\(", b"\\050").replace(b"\\)", b"\\051")
    return plain.decode("unicode_escape").encode("latin-1")


def _from_hexadecimal(digits: bytes) -> bytes:
    return bytes.fromhex(digits.decode())


def _text_string(data: bytes) -> str:
    """A text of the file: UTF-16 with its mark, or one byte a letter."""
    return data[2:].decode("utf-16-be") if data.startswith(b"\xfe\xff") else data.decode("latin-1")
