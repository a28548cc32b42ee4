"""The runs of a paragraph -> pieces: words with what was done to them, comments, anchors.

A cross-reference says the number that the text which was sent out has for it, whatever a program
has computed since; contents and page numbers say nothing.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from aftalegen.document.nodes import Revision
from aftalegen.negotiation.pieces import MARK, UNNAMED, Edited, Passage, Piece, State
from aftalegen.writers.word.measures import is_on
from aftalegen.writers.word.ooxml import Element, qualified
from aftalegen.writers.word.targets import ANCHOR, GONE, REFERENCE

INTO: dict[str, State] = {"ins": "ins", "moveTo": "ins", "del": "del", "moveFrom": "del"}
_SIGNS = {"tab": "\t", "ptab": "\t", "cr": "\v", "noBreakHyphen": "-", "softHyphen": ""}
_TRANSPARENT = frozenset((
    "hyperlink", "smartTag", "sdt", "sdtContent", "customXml", "dir", "bdo",
    "AlternateContent", "Choice", "oMath", "oMathPara",
))  # fmt: skip
_PICTURES = frozenset(("drawing", "pict", "object"))
_SILENT = frozenset(("TOC", "PAGE", "PAGEREF", "NUMPAGES", "SECTIONPAGES", "SECTION"))
_REFERENCE = re.compile(r'\s*REF\s+"?(\w+)"?.*\\[rnw]', re.IGNORECASE | re.DOTALL)
_VAL, _ID, _AUTHOR, _DATE = (qualified(name) for name in ("val", "id", "author", "date"))


@dataclass(slots=True)
class _Field:
    """A field that is being read: what it is told to show, and whether that is said."""

    instruction: str = ""
    shows: bool = False
    said: bool = False


@dataclass(slots=True)
class Read:
    """A body that was read: passages in order, what stands in text boxes, the places of looks.

    `looks` counts changes of form; `about` has the words that each comment is about.
    """

    passages: list[Passage] = field(default_factory=list)
    boxes: list[str] = field(default_factory=list)
    looks: int = 0
    about: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Running:
    """A body on its way to passages: runs and what stands between them."""

    numbers: Mapping[str, str]
    ours: Revision | None
    read: Read = field(default_factory=Read)
    passage: Passage = field(default_factory=Passage)
    cell: list[Piece] = field(default_factory=list)
    fields: list[_Field] = field(default_factory=list)
    moves: dict[str, str] = field(default_factory=dict)
    moving: dict[str, str] = field(default_factory=dict)
    commented: dict[str, list[str]] = field(default_factory=dict)
    in_row: bool = False

    def __post_init__(self) -> None:
        self.cell = self.passage.cells[0]

    def inline(self, element: Element, how: Edited) -> None:
        """What stands in a paragraph, or in something within it."""
        name = local_name(element)
        if name == "r":
            self.run(element, how)
        elif name in INTO:
            inner = self.changed(element, name, how)
            for child in element:
                self.inline(child, inner)
        elif name == "fldSimple":
            self.fields.append(_Field(element.get(qualified("instr"), ""), shows=True))
            for child in element:
                self.inline(child, how)
            self.fields.pop()
        elif name in _TRANSPARENT:
            for child in element:
                self.inline(child, how)
        elif name in _PICTURES:
            self.boxes(element)
        elif name == "t":  # of a formula
            self.say(element.text or "", how)
        else:
            self.other(element, name)

    def run(self, run: Element, how: Edited) -> None:
        """The words of one run; hidden ones are not read."""
        properties = run.find(qualified("rPr"))
        if properties is not None and is_on(properties.find(qualified("vanish"))):
            return
        for child in run:
            match local_name(child):
                case "t" | "delText":
                    self.say(child.text or "", how)
                case "br":
                    if child.get(qualified("type")) not in ("page", "column"):
                        self.say("\v", how)
                case "sym":
                    self.say(_symbol(child), how)
                case "fldChar":
                    self.field_character(child.get(qualified("fldCharType"), ""))
                case "instrText" | "delInstrText":
                    if self.fields:
                        self.fields[-1].instruction += child.text or ""
                case "commentReference":
                    self.comment(child.get(_ID, ""))
                case name if name in _SIGNS:
                    self.say(_SIGNS[name], how)
                case name if name in _PICTURES:
                    self.boxes(child)
                case name if name in _TRANSPARENT:
                    self.inline(child, how)

    def boxes(self, picture: Element) -> None:
        """The words of text boxes, which are none of the agreement."""
        for box in picture.iter(qualified("txbxContent")):
            self.read.boxes.append("".join(text.text or "" for text in box.iter(qualified("t"))))

    def field_character(self, kind: str) -> None:
        """A field begins, shows what it shows, or ends."""
        if kind == "begin":
            self.fields.append(_Field())
        elif self.fields and kind == "separate":
            self.fields[-1].shows = True
        elif self.fields and kind == "end":
            self.fields.pop()

    def say(self, text: str, how: Edited) -> None:
        """Words as they stand, or what a field says in place of what it shows."""
        for one in self.fields:
            words = one.instruction.split(maxsplit=1)
            if not one.shows or (words and words[0].upper() in _SILENT):
                return
        if self.fields and (found := _REFERENCE.match(self.fields[-1].instruction)):
            number = self.numbers.get(found[1])
            if number is not None:
                text, self.fields[-1].said = "" if self.fields[-1].said else number, True
        self.piece(text.replace(MARK, " "), how)

    def piece(self, text: str, how: Edited) -> None:
        """Words, or the end of a paragraph, after those that are there."""
        if not text or (how.state == "undone" and how.author == _OURS):
            return
        if self.cell and self.cell[-1].edited == how and MARK not in (text, self.cell[-1].text):
            last = self.cell[-1]
            self.cell[-1] = Piece(last.text + text, last.edited)
        else:
            self.cell.append(Piece(text, how))
        if text != MARK:
            for words in self.commented.values():
                words.append(text)

    # --- what is not words ------------------------------------------------------------------------

    def other(self, element: Element, name: str) -> None:
        """Anchors, comments, and the names of what was moved."""
        match name:
            case "bookmarkStart":
                anchor = element.get(qualified("name"), "")
                if anchor.startswith((ANCHOR, REFERENCE)) and not anchor.startswith(GONE):
                    self.passage.anchors.append(anchor)
            case "commentRangeStart":
                self.commented[element.get(_ID, "")] = []
                self.comment(element.get(_ID, ""))
            case "commentRangeEnd":
                id = element.get(_ID, "")
                self.read.about[id] = "".join(self.commented.pop(id, ()))
            case "moveFromRangeStart" | "moveToRangeStart":
                self.moves[element.get(_ID, "")] = name.removesuffix("RangeStart")
                self.moving[name.removesuffix("RangeStart")] = element.get(qualified("name"), "")
            case "moveFromRangeEnd" | "moveToRangeEnd":
                self.moving.pop(self.moves.pop(element.get(_ID, ""), ""), None)

    def comment(self, id: str) -> None:
        """A comment begins here, or stands here."""
        if id not in self.read.about:
            self.read.about[id] = ""
            self.passage.comments.append(id)

    def changed(self, element: Element, name: str, outside: Edited) -> Edited:
        """What is within: what came in and was taken out again is in neither text."""
        inner = self.edited(element, INTO[name], self.moving.get(name, "") or _unnamed(name))
        if inner.author == _OURS:
            if inner.state == "ins" or outside.state != "kept":
                return outside
            return replace(inner, state="undone")
        if outside.state == "kept" or outside.state == inner.state:
            return inner
        return outside if outside.author == _OURS else replace(inner, state="undone", move="")

    def edited(self, element: Element, state: State, move: str = "") -> Edited:
        """What an element says was done, by whom and when."""
        author, date = element.get(_AUTHOR, ""), element.get(_DATE, "")
        if self.ours and (author, date[:10]) == (self.ours.author, self.ours.date):
            return Edited(state, _OURS)
        return Edited(state, author, date, move)


_OURS = "\0"
"""In the place of an author: what a redline of ours had marked before it was sent."""


def _unnamed(name: str) -> str:
    """A move whose other end is not told."""
    return UNNAMED if name.startswith("move") else ""


def local_name(element: Element) -> str:
    """The name of an element without its namespace; nothing for a comment in the XML."""
    tag = element.tag
    return _without_namespace(tag) if isinstance(tag, str) else ""


@lru_cache(maxsize=1000)
def _without_namespace(tag: str) -> str:
    return tag.rpartition("}")[2]


def _symbol(element: Element) -> str:
    """A sign of a font of symbols; those of the private area are told as they are."""
    try:
        return chr(int(element.get(qualified("char"), ""), 16))
    except (ValueError, OverflowError):
        return ""
