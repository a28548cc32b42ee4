"""A region's own Word file as the house style of Word: what is taken from it, and what is refused.

Taken are the styles, the theme, the margins, and the headers and footers of its last section.
The text of the file, its macros and its numbering are never read. What could run, fetch or
hide something is an error; it names the file, and whoever knows the project says the place.
"""

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from posixpath import dirname, join, normpath, splitext
from zipfile import BadZipFile, ZipFile

from lxml import etree

from aftalegen.document.style import Margins, Style
from aftalegen.words.faults import InputError
from aftalegen.words.language import _
from aftalegen.writers.word.looks import A4
from aftalegen.writers.word.ooxml import Element, qualified

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_MOST_BYTES = 40_000_000
_MOST_PARTS = 2000
PICTURES = {
    "png": "png",
    "jpg": "jpeg",
    "jpeg": "jpeg",
    "gif": "gif",
    "emf": "x-emf",
    "wmf": "x-wmf",
}
"""The pictures that a header may have, and their kinds on the net."""

_DANGEROUS_PART = re.compile(r"vba|activex|macro|\.bin$|embeddings/", re.IGNORECASE)
_DANGEROUS_FIELD = re.compile(
    r"\b(DDE|DDEAUTO|INCLUDE\w*|MACROBUTTON|IMPORT|LINK)\b", re.IGNORECASE
)
_DANGEROUS = tuple(qualified(name) for name in ("object", "control", "altChunk", "subDoc"))
_EDITION = re.compile(r"\bV\d{8}\b")
_NEAR = 60  # twips: a page that is A4, however it was measured


@dataclass(frozen=True, slots=True)
class Edge:
    """A header or footer: "header" or "footer", "default" or "first", and what it says."""

    kind: str
    pages: str
    root: Element
    relations: bytes | None

    @property
    def name(self) -> str:
        """The name of its part: "header" and "footer" are ours, where the house has none."""
        return f"house-{self.kind}-{self.pages}"


@dataclass(frozen=True, slots=True, eq=False)
class House:
    """What a Word file gives. Nobody changes its elements: they are copied before."""

    styles: Element
    theme: bytes | None
    margins: Mapping[str, int]
    title_page: bool
    edges: tuple[Edge, ...]
    pictures: Mapping[str, bytes] = field(default_factory=dict)

    def suited(self, style: Style) -> Style:
        """The style with the margins of the file, in millimetres."""
        sides = {side: self.margins[side] * 25.4 / 1440 for side in Margins.model_fields}
        return style.model_copy(update={"margins": Margins.model_construct(None, **sides)})


def house_of(style: Style) -> House | None:
    """The house of a style with a Word file; raises InputError for a file that can't be used."""
    if style.word_file is None:
        return None
    path = Path(style.word_file)
    return _read(path.read_bytes(), path)


@lru_cache(maxsize=4)
def _read(data: bytes, path: Path) -> House:
    return _Reader(data, path).house()


class _Reader:
    """One Word file, opened with suspicion."""

    def __init__(self, data: bytes, path: Path) -> None:
        self.path = path
        self.pictures: dict[str, bytes] = {}
        try:
            self.zip = ZipFile(BytesIO(data))
        except BadZipFile as error:
            raise self.fault("word-file-unreadable", _("it is not a Word file")) from error
        entries = self.zip.infolist()
        if len(entries) > _MOST_PARTS or sum(e.file_size for e in entries) > _MOST_BYTES:
            raise self.fault("word-file-too-large", _("it is too large when unpacked"))
        for entry in entries:
            if _DANGEROUS_PART.search(entry.filename):
                message = _("it holds «{part}», which could run a program")
                raise self.fault("word-file-active", message.format(part=entry.filename))

    def fault(self, rule: str, reason: str) -> InputError:
        message = _("the house's Word file «{name}» can't be used: {reason}")
        message = message.format(name=self.path.name, reason=reason)
        hint = _("save it anew in Word as an ordinary .docx with its styles, header and footer")
        return InputError(rule, message, hint=hint)

    def house(self) -> House:
        main = self.part("word/document.xml")
        setups = list(main.iter(qualified("sectPr")))
        if not setups:
            raise self.fault("word-file-page", _("it says nothing of its page"))
        setup = setups[-1]
        theme = self.target("word/document.xml", "theme")
        return House(
            styles=self.part("word/styles.xml"),
            theme=None if theme is None else etree.tostring(self.part(theme)),
            margins=self.margins(setup),
            title_page=setup.find(qualified("titlePg")) is not None,
            edges=tuple(self.edges(setup)),
            pictures=self.pictures,
        )

    def part(self, name: str) -> Element:
        """A part as XML, without entities of its own."""
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        try:
            root = etree.fromstring(self.content(name), parser)
        except etree.XMLSyntaxError as error:
            message = _("«{part}» in it is not XML").format(part=name)
            raise self.fault("word-file-unreadable", message) from error
        if root.getroottree().docinfo.internalDTD is not None:
            message = _("«{part}» in it declares entities").format(part=name)
            raise self.fault("word-file-active", message)
        return root

    def content(self, name: str) -> bytes:
        """The bytes of a part, never more than the zip has promised."""
        try:
            with self.zip.open(name) as file:
                data = file.read(_MOST_BYTES + 1)
        except (KeyError, BadZipFile, RuntimeError, NotImplementedError, EOFError) as error:
            message = _("«{part}» in it is missing or can't be read").format(part=name)
            raise self.fault("word-file-unreadable", message) from error
        if len(data) > _MOST_BYTES:
            raise self.fault("word-file-too-large", _("it is too large when unpacked"))
        return data

    def margins(self, setup: Element) -> dict[str, int]:
        size, edges = (setup.find(qualified(name)) for name in ("pgSz", "pgMar"))
        try:
            assert size is not None
            assert edges is not None
            measured = [int(size.get(qualified(side), "")) for side in ("w", "h")]
            found = {
                side: int(edges.get(qualified(side), "0"))
                for side in ("top", "right", "bottom", "left", "header", "footer", "gutter")
            }
        except (AssertionError, ValueError) as error:
            raise self.fault("word-file-page", _("it says nothing of its page")) from error
        if any(abs(a - b) > _NEAR for a, b in zip(measured, A4, strict=True)):
            raise self.fault("word-file-page", _("its page is not A4 in portrait"))
        room = A4[0] - found["left"] - found["right"], A4[1] - found["top"] - found["bottom"]
        if min(found.values()) < 0 or room[0] < A4[0] // 2 or room[1] < A4[1] // 2:
            raise self.fault("word-file-page", _("its margins leave too little room for text"))
        return found

    def edges(self, setup: Element) -> Iterator[Edge]:
        for kind in ("header", "footer"):
            for reference in setup.iterfind(qualified(f"{kind}Reference")):
                pages = reference.get(qualified("type"), "default")
                name = self.target("word/document.xml", reference.get(f"{_RELATION}id", ""))
                if name is not None and pages in ("default", "first"):
                    root = self.part(name)
                    self.refuse_active(root, name)
                    self.refuse_edition(root)
                    yield Edge(kind, pages, root, self.relations(name, f"{kind}-{pages}"))

    def refuse_edition(self, root: Element) -> None:
        """A header that was taken from one annex would say its edition in all of them."""
        if found := _EDITION.search("".join(e.text or "" for e in root.iter(qualified("t")))):
            message = _("its header or footer says «{edition}»; write {mark} there instead")
            message = message.format(edition=found[0], mark="{udgave}")
            raise self.fault("word-file-edition", message)

    def refuse_active(self, root: Element, name: str) -> None:
        fields = "".join(e.text or "" for e in root.iter(qualified("instrText")))
        simple = " ".join(e.get(qualified("instr"), "") for e in root.iter(qualified("fldSimple")))
        active = next(root.iter(*_DANGEROUS), None) is not None
        if active or _DANGEROUS_FIELD.search(f"{fields} {simple}"):
            message = _("«{part}» in it has an object or a field that could run or fetch something")
            raise self.fault("word-file-active", message.format(part=name))

    def targets(self, part: str) -> Iterator[Element]:
        name = join(dirname(part), "_rels", f"{part.rpartition('/')[2]}.rels")
        if name in self.zip.namelist():
            yield from self.part(name).iter(f"{{{_RELATIONS}}}Relationship")

    def target(self, part: str, wanted: str) -> str | None:
        """The part that a part names by an id, or by the end of its kind ("theme")."""
        for relation in self.targets(part):
            if wanted and wanted in (
                relation.get("Id"),
                relation.get("Type", "").rpartition("/")[2],
            ):
                return _inside(part, relation.get("Target", ""))
        return None

    def relations(self, part: str, prefix: str) -> bytes | None:
        """The relationships of a header, its pictures under new names; None if it has none."""
        root = etree.fromstring(f'<Relationships xmlns="{_RELATIONS}"/>')
        for number, relation in enumerate(self.targets(part), start=1):
            kept = deepcopy(relation)
            target = relation.get("Target", "")
            if relation.get("TargetMode") == "External":
                is_link = relation.get("Type", "").endswith("/hyperlink")
                if not (is_link and re.match(r"(https?|mailto):", target)):
                    message = _("«{part}» in it fetches something from outside: {target}")
                    raise self.fault(
                        "word-file-external", message.format(part=part, target=target[:80])
                    )
            else:
                source = _inside(part, target)
                ending = splitext(source)[1].lower()
                if ending.removeprefix(".") not in PICTURES:
                    message = _("«{part}» in it holds «{other}», which is not a picture")
                    raise self.fault("word-file-active", message.format(part=part, other=source))
                name = f"media/{prefix}-{number}{ending}"
                self.pictures[f"word/{name}"] = self.content(source)
                kept.set("Target", name)
            root.append(kept)
        return etree.tostring(root) if len(root) else None


def _inside(part: str, target: str) -> str:
    """A relationship's target as the name of a part."""
    return target.lstrip("/") if target.startswith("/") else normpath(join(dirname(part), target))
