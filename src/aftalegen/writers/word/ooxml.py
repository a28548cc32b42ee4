"""The one room where OOXML elements are made. Knows no node of the document model.

`make` nests and suits the parts that are prepared once; `add` and the functions
below it build top-down, which lxml does several times faster. What comes again and
again is copied from a pattern, which is faster still.
"""

import re
from copy import deepcopy
from functools import cache, lru_cache
from typing import NamedTuple

from lxml import etree

Element = etree._Element

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMESPACES = {"w": _W, "r": R}
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_TAB_OR_NEWLINE = re.compile(r"([\t\n])")


class RunFormat(NamedTuple):
    """How a run looks: a character style, and what is set on top of it."""

    style: str | None = None
    strong: bool = False
    emphasis: bool = False


class ParagraphFormat(NamedTuple):
    """How a paragraph stands: its style, and what only this paragraph has.

    `numbering` is (num id, level); num id 0 takes the style's number away. `before` is
    the space above and `left` that to the left in twips, where they are not the style's;
    `at_foot` is the width in twips of what stands lowest on the page.
    """

    style: str
    keep_next: bool = False
    page_break: bool = False
    numbering: tuple[int, int] | None = None
    align: str = "left"
    before: int | None = None
    at_foot: int = 0
    left: int | None = None


PLAIN = RunFormat()
THIN = "Thin"
"""The style of a paragraph that nobody is to see."""


_ID, _NAME = f"{{{_W}}}id", f"{{{_W}}}name"


@cache
def qualified(name: str) -> str:
    """A name in the main namespace as lxml writes it: 'p' -> '{http://...}p'."""
    return f"{{{_W}}}{name}"


def make(name: str, /, *children: Element, **attributes: str) -> Element:
    """An element with its children; all names in the main namespace."""
    element = etree.Element(
        qualified(name), {qualified(k): v for k, v in attributes.items()}, nsmap=_NAMESPACES
    )
    element.extend(children)
    return element


def add(parent: Element, name: str, /, **attributes: str) -> Element:
    """A new last child of `parent`."""
    element = etree.SubElement(parent, qualified(name))
    for key, value in attributes.items():
        element.set(qualified(key), value)
    return element


def copied(parent: Element, pattern: Element) -> Element:
    """A copy of `pattern` as the last child of `parent`."""
    element: Element = pattern.__copy__()  # type: ignore[attr-defined]  # not in the stubs
    parent.append(element)
    return element


def part(root: Element) -> bytes:
    """A part of the package as bytes."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


# --- runs -------------------------------------------------------------------------------------


def run(parent: Element, text: str, format: RunFormat = PLAIN) -> None:
    """Text as one run, unchanged: a tab and a newline in a value become Word's own."""
    if text and "\t" not in text and "\n" not in text:
        copied(parent, _text_run_pattern(format))[-1].text = text
        return
    element = _bare_run(parent, format)
    for piece in _TAB_OR_NEWLINE.split(text):
        if piece == "\t":
            add(element, "tab")
        elif piece == "\n":
            add(element, "br")
        elif piece:
            _text(element, piece)


def field(
    parent: Element,
    instruction: str,
    cached: str,
    format: RunFormat = PLAIN,
    *,
    locked: bool = False,
) -> Element:
    """A field with what it shows until Word computes it; gives the element of the cached text.

    A `locked` one goes on showing it.
    """
    field_start(parent, instruction, format, locked=locked)
    element = _text(_bare_run(parent, format), cached)
    field_end(parent, format)
    return element


def field_start(
    parent: Element, instruction: str, format: RunFormat = PLAIN, *, locked: bool = False
) -> None:
    """The beginning of a field, up to what it shows."""
    begin = add(_bare_run(parent, format), "fldChar", fldCharType="begin")
    if locked:
        begin.set(qualified("fldLock"), "true")
    text = add(_bare_run(parent, format), "instrText")
    text.set(SPACE, "preserve")
    text.text = f" {instruction} "
    add(_bare_run(parent, format), "fldChar", fldCharType="separate")


def field_end(parent: Element, format: RunFormat = PLAIN) -> None:
    """The end of a field; each beginning needs one."""
    add(_bare_run(parent, format), "fldChar", fldCharType="end")


def link(parent: Element, bookmark: str) -> Element:
    """A link to a place in the document; its runs go inside."""
    return add(parent, "hyperlink", anchor=bookmark, history="1")


def bookmark_start(parent: Element, name: str, number: int) -> None:
    """The beginning of a bookmark; `number` is its own within the part."""
    start = copied(parent, _bookmark_pattern("bookmarkStart"))
    start.set(_ID, str(number))
    start.set(_NAME, name)


def bookmark_end(parent: Element, number: int) -> None:
    """The end of the bookmark with this number."""
    copied(parent, _bookmark_pattern("bookmarkEnd")).set(_ID, str(number))


@cache
def _bookmark_pattern(name: str) -> Element:
    """An end of a bookmark that has no number yet."""
    return make(name)


def _bare_run(parent: Element, format: RunFormat) -> Element:
    return copied(parent, _run_pattern(format))


@cache
def _run_pattern(format: RunFormat) -> Element:
    """A run without text."""
    element = make("r")
    if format == PLAIN:
        return element
    properties = add(element, "rPr")
    if format.style is not None:
        add(properties, "rStyle", val=format.style)
    if format.strong:
        add(properties, "b")
        add(properties, "bCs")
    if format.emphasis:
        add(properties, "i")
        add(properties, "iCs")
    return element


@cache
def _text_run_pattern(format: RunFormat) -> Element:
    """A run with a text in it that nobody has written yet."""
    element = deepcopy(_run_pattern(format))
    _text(element, "")
    return element


def _text(parent: Element, text: str) -> Element:
    """A text that keeps its spaces."""
    element = add(parent, "t")
    element.set(SPACE, "preserve")
    element.text = text
    return element


# --- blocks -----------------------------------------------------------------------------------


def paragraph(parent: Element, format: ParagraphFormat) -> Element:
    """A paragraph without text."""
    return copied(parent, _paragraph_pattern(format))


@lru_cache(maxsize=500)
def _paragraph_pattern(format: ParagraphFormat) -> Element:
    """A paragraph that nothing is in; the order of its properties is the schema's."""
    element = make("p")
    properties = add(element, "pPr")
    add(properties, "pStyle", val=format.style)
    if format.keep_next:
        add(properties, "keepNext")
    if format.page_break:
        add(properties, "pageBreakBefore")
    if format.at_foot:
        place = {"vAnchor": "margin", "hAnchor": "margin", "xAlign": "left", "yAlign": "bottom"}
        add(properties, "framePr", w=str(format.at_foot), wrap="around", **place)
    if format.numbering is not None:
        number, level = format.numbering
        numbering = add(properties, "numPr")
        add(numbering, "ilvl", val=str(level))
        add(numbering, "numId", val=str(number))
    if format.before is not None:
        add(properties, "spacing", before=str(format.before))
    if format.left is not None:
        add(properties, "ind", left=str(format.left))
    if format.align != "left":
        add(properties, "jc", val=format.align)
    return element


def thin_paragraph(parent: Element) -> Element:
    """The low paragraph without words that stands where Word or LibreOffice wants one."""
    return paragraph(parent, ParagraphFormat(THIN))


def contents_block(parent: Element) -> Element:
    """The container by which Word knows a table of contents; paragraphs go inside."""
    element = add(parent, "sdt")
    properties = add(element, "sdtPr")
    add(properties, "id", val="1")
    gallery = add(properties, "docPartObj")
    add(gallery, "docPartGallery", val="Table of Contents")
    add(gallery, "docPartUnique")
    return add(element, "sdtContent")
