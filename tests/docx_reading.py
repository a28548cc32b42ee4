"""DOCX read back: its words with the numbers that Word will count, and its own facts.

Nothing is guessed from the layout: the XML says what is a heading, a header row or an item.
"""

import io
import re
from collections.abc import Iterator
from zipfile import ZipFile

from lxml import etree

from tests.said import FileRead, Said, said, without_page

_DC = "{http://purl.org/dc/elements/1.1/}"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CAPTION = f"{_W}tblPr/{_W}tblCaption"
_HEADINGS = {
    "Heading1": "heading 1",
    "Heading2": "heading 2",
    "TOCHeading": "heading 1",
    "TOC1": "contents",
}
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def docx_read(docx: bytes) -> FileRead:
    """What a DOCX file says, with the numbers Word will count, and what it says of itself.

    Raises BadZipFile, KeyError or XMLSyntaxError for bytes that are no such file.
    """
    with ZipFile(io.BytesIO(docx)) as archive:
        body = etree.fromstring(archive.read("word/document.xml")).find(f"{_W}body")
        styles = etree.fromstring(archive.read("word/styles.xml"))
        counting = _Counting(etree.fromstring(archive.read("word/numbering.xml")), styles)
        core = etree.fromstring(archive.read("docProps/core.xml"))
    assert body is not None
    language = styles.find(f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr/{_W}lang")
    return FileRead(
        tuple(_docx_children(body, counting)),
        core.findtext(f"{_DC}title") or "",
        _val(language),
        sum(1 for table in body.iter(f"{_W}tbl") if _lacks_header(table)),
    )


def _lacks_header(table: etree._Element) -> bool:
    """A table of data without a header row; one without borders is only a layout."""
    return next(table.iter(f"{_W}tblHeader"), None) is None and table.find(_CAPTION) is not None


def _docx_children(parent: etree._Element, counting: "_Counting") -> Iterator[Said]:
    for child in parent:
        match etree.QName(child).localname:
            case "p":
                yield from _docx_paragraph(child, counting)
            case "tbl" if child.find(_CAPTION) is not None:
                yield from _docx_table(child)
            case "tbl":  # only stands beside each other
                for cell in child.iter(f"{_W}tc"):
                    yield from _docx_children(cell, counting)
            case "sdt" | "sdtContent":
                yield from _docx_children(child, counting)


def _docx_paragraph(paragraph: etree._Element, counting: "_Counting") -> Iterator[Said]:
    style = _val(paragraph.find(f"{_W}pPr/{_W}pStyle"))
    kind = _HEADINGS.get(style) or ("item" if style.startswith("List") else "text")
    words = _paragraph_words(paragraph)
    if kind == "contents":
        words = without_page(words)
    yield from said(kind, f"{counting.label(paragraph)} {words}")


def _docx_table(table: etree._Element) -> Iterator[Said]:
    for row in table.findall(f"{_W}tr"):
        kind = "cell" if row.find(f"{_W}trPr/{_W}tblHeader") is None else "column"
        for cell in row.findall(f"{_W}tc"):
            yield from said(kind, "\n".join(map(_paragraph_words, cell.iter(f"{_W}p"))))


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


def _val(element: etree._Element | None) -> str:
    return "" if element is None else element.get(f"{_W}val", "")


class _Counting:
    """Numbers as Word counts them, one paragraph after the other.

    All lists of one kind (`abstractNum`) share their counters; a list with a start of its own
    (`startOverride`) begins there where it is first met. A level starts again behind any above it,
    or down to the one that it names (`lvlRestart`).
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
        self._restarts = {
            (kind.get(f"{_W}abstractNumId"), int(level.get(f"{_W}ilvl", "0"))): int(_val(restart))
            for kind in numbering.findall(f"{_W}abstractNum")
            for level in kind.findall(f"{_W}lvl")
            if (restart := level.find(f"{_W}lvlRestart")) is not None
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
        counts[level] = counts[level] + 1 if first is None else first
        for below in range(level + 1, 9):
            if level < self._restarts.get((kind, below), below):
                counts[below] = 0
        _form, text = self._levels[kind, level]
        return re.sub(r"%(\d)", lambda m: self._figure(kind, int(m[1]) - 1), text)

    def _figure(self, kind: str, level: int) -> str:
        number = self._counts[kind][level]
        match self._levels[kind, level][0]:
            case "lowerLetter" | "upperLetter" as form:  # after z comes aa, then bb
                letter = chr(ord("a") + (number - 1) % 26) * ((number + 25) // 26)
                return letter.upper() if form == "upperLetter" else letter
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
