"""The headers and footers of a region's Word file, with the document's own words in them.

`{titel}`, `{udgave}` and `{udkast}` in a header or footer become the document's. A header
that has none of them gets a line of ours below it, so that no page is without its edition.
"""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass

from aftalegen.document.nodes import Document
from aftalegen.document.style import Style
from aftalegen.document.walk import plain
from aftalegen.writers.word import ooxml
from aftalegen.writers.word.house import Edge, House
from aftalegen.writers.word.house_styles import house_styles, renamed
from aftalegen.writers.word.ooxml import ParagraphFormat, RunFormat, qualified

OURS = ("header", "footer")


@dataclass(frozen=True, slots=True)
class PageEdges:
    """The headers and footers of the page as (kind, pages, relationship)."""

    references: tuple[tuple[str, str, str], ...]
    first: bool


def page_of(house: House | None) -> PageEdges:
    """The house's headers and footers, and ours of a kind that it has none of."""
    edges = () if house is None else house.edges
    there = {edge.kind for edge in edges if edge.pages == "default"}
    ours = tuple((kind, "default", f"rId{kind.capitalize()}") for kind in OURS if kind not in there)
    theirs = tuple((edge.kind, edge.pages, f"rId-{edge.name}") for edge in edges)
    return PageEdges((*ours, *theirs), house is None or house.title_page)


def relations_of(house: House | None) -> Iterator[tuple[str, str]]:
    """The relationships from the body, as (id, "kind target")."""
    if house is None:
        return
    if house.theme is not None:
        yield "rIdTheme", "theme theme.xml"
    for edge in house.edges:
        yield f"rId-{edge.name}", f"{edge.kind} {edge.name}.xml"


def types_of(house: House) -> Iterator[tuple[str, str]]:
    """The parts and their types, less what all types begin with and end with."""
    if house.theme is not None:
        yield "/word/theme.xml", "theme"
    for edge in house.edges:
        yield f"/word/{edge.name}.xml", f"wordprocessingml.{edge.kind}"


def own_parts(house: House) -> dict[str, bytes]:
    """What is the same in every document: the theme, the pictures and where they are used."""
    parts = dict(house.pictures)
    if house.theme is not None:
        parts["word/theme.xml"] = house.theme
    for edge in house.edges:
        if edge.relations is not None:
            parts[f"word/_rels/{edge.name}.xml.rels"] = edge.relations
    return parts


def edge_parts(house: House, style: Style, document: Document) -> dict[str, bytes]:
    """The headers and footers with the words of one document."""
    ids = house_styles(house, style, document.language)[1]
    words = {
        "{titel}": plain(document.title).replace("\n", " "),
        "{udgave}": document.edition,
        "{udkast}": document.draft,
    }
    return {f"word/{edge.name}.xml": _part(edge, ids, words, document) for edge in house.edges}


def _part(edge: Edge, ids: Mapping[str, str], words: dict[str, str], document: Document) -> bytes:
    root = renamed(deepcopy(edge.root), ids)
    said = False
    for element in root.iter(qualified("t")):
        for mark, word in words.items():
            if mark in (text := element.text or ""):
                element.text, said = text.replace(mark, word), True
    if edge.kind == "header" and edge.pages == "default" and not said:
        _own_line(root, document)
    return ooxml.part(root)


def _own_line(root: ooxml.Element, document: Document) -> None:
    """Title, draft mark and edition, without tabs: the house's stops are not known."""
    paragraph = ooxml.paragraph(root, ParagraphFormat("Header"))
    ooxml.run(paragraph, f"{plain(document.title).replace(chr(10), ' ')} · ")
    if document.draft:
        ooxml.run(paragraph, document.draft, RunFormat("DraftMark", strong=True))
        ooxml.run(paragraph, " · ")
    ooxml.run(paragraph, document.edition)
