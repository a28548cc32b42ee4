"""A Word file's parts, each found by the relationship that leads to it and not by its name."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from posixpath import join, normpath
from urllib.parse import unquote

from lxml import etree

from aftalegen.writers.word.ooxml import Element

_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/(relationships/)?(\w+)")
_WITH_A_HYPHEN = (b"custom", b"extended")
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_MANY = 50_000


class Lost(Exception):
    """A part that something leads to is not there, or no XML: its name, and why if it is no XML."""

    def __init__(self, part: str, why: str = "") -> None:
        super().__init__(part, why)
        self.part, self.why = part, why


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part leads to: another part by its name, or an address outside the file.

    `kind` is the last word of its type: "header".
    """

    kind: str
    target: str
    outside: bool


class Package:
    """The parts of a Word file that has come through the gate."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self.names = tuple(parts)
        self._parts = {name.lower(): part for name, part in with_usual_names(parts).items()}

    def relations(self, source: str = "") -> dict[str, Relation]:
        """What a part leads to, by the ids that it uses; that of the file where none is named."""
        folder, _slash, name = source.rpartition("/")
        rels = join(folder, "_rels", f"{name}.rels")
        if rels.lower() not in self._parts:
            return {}
        found = list(self.root(rels).iter(_RELATION))[:_MANY]
        return {one.get("Id", ""): _relation(one, folder) for one in found}

    def led_to(self, kind: str, source: str = "") -> str | None:
        """The first part of a kind that a part leads to."""
        found = self.relations(source).values()
        return next((r.target for r in found if r.kind == kind and not r.outside), None)

    def part(self, name: str) -> bytes:
        """The bytes of a part; Lost if there is none."""
        if name.lower() not in self._parts:
            raise Lost(name)
        return self._parts[name.lower()]

    def root(self, name: str) -> Element:
        """A part as XML; Lost if it is none."""
        try:
            return etree.fromstring(self.part(name), etree.XMLParser(resolve_entities=False))
        except etree.XMLSyntaxError as error:
            raise Lost(name, error.msg or "?") from error


def _relation(element: Element, folder: str) -> Relation:
    kind = element.get("Type", "").rpartition("/")[2]
    target = element.get("Target", "")
    if element.get("TargetMode") == "External":
        return Relation(kind, target, outside=True)
    place = normpath(join("/", folder, unquote(target.replace("\\", "/"))))
    return Relation(kind, place.lstrip("/"), outside=False)


def with_usual_names(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The parts with the usual names of their elements, should Word have saved them strictly."""
    return {name: _STRICT.sub(_usual, part) for name, part in parts.items()}


def _usual(strict: re.Match[bytes]) -> bytes:
    room, relation, name = strict.groups(b"")
    for word in _WITH_A_HYPHEN:
        name = name.replace(word + b"Properties", word + b"-properties")
    return b"http://schemas.openxmlformats.org/" + room + b"/2006/" + relation + name
