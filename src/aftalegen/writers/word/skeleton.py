"""The package that a style's Word files are: made once, and given the words of each document.

python-docx opens our own `plain.docx`, puts in what a region's Word file gives, and every
style that the writer uses. What is different in each document is written over it with lxml,
and zipped without the time: the same document, the same bytes.

`{titel}`, `{udgave}` and `{udkast}` in a header or footer become the document's. A header
that has none of them gets a line with them, so that no page is without its edition.
"""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
from docx.document import Document as WordFile
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn
from docx.shared import Mm
from lxml import etree

from aftalegen.document.nodes import Document
from aftalegen.document.style import PLAIN, Colours, Margins, Style
from aftalegen.document.walk import current, plain
from aftalegen.writers.archive import timeless_zip
from aftalegen.writers.logo import Logo, logo_of
from aftalegen.writers.word import ooxml
from aftalegen.writers.word.body import Written
from aftalegen.writers.word.front import LOGO
from aftalegen.writers.word.house import EDGES, MARGINS, House, Taken
from aftalegen.writers.word.looks import text_width
from aftalegen.writers.word.ooxml import Element, ParagraphFormat, RunFormat, qualified
from aftalegen.writers.word.properties import core_properties, custom_property
from aftalegen.writers.word.sent import PROPERTY, Sent
from aftalegen.writers.word.styles import fit, renamed
from aftalegen.writers.words import PAGE, PAGE_OF

FILE = Path(__file__).with_name("plain.docx")
"""Our own Word file, made by `tools.plain_file`."""
_PROPERTIES = "docProps/custom.xml"
_HEADER, _FOOTER = "word/header.xml", "word/footer.xml"
_HOUSE_HEADER = "word/house-header-default.xml"
_WIDE_LETTER = 0.53  # a wide letter's width as a share of the size, so that the header is one line
_GAP = 3
_CONTENT_TYPES = {
    **{kind: f"image/{kind}" for kind in ("png", "jpeg", "gif")},
    **{kind: f"image/x-{kind}" for kind in ("emf", "wmf")},
}


@dataclass(frozen=True, slots=True, eq=False)
class Skeleton:
    """A package without a document: its parts, its page, and its headers and footers by name.

    `style` has the margins of the page; `tracking` are the settings by which edits are tracked.
    Nobody changes the elements: they are copied before.
    """

    parts: Mapping[str, bytes]
    page: Element
    edges: Mapping[str, Element]
    style: Style
    tracking: bytes


def skeleton(style: Style, language: str) -> Skeleton:
    """The package of a style; raises InputError for a Word file of a house that can't be used."""
    file = None if style.word_file is None else Path(style.word_file)
    return _made(style, language, logo_of(style), file.read_bytes() if file else b"")


@lru_cache(maxsize=8)
def _made(style: Style, language: str, logo: Logo | None, data: bytes) -> Skeleton:
    """Known by what the logo and the house's file say, not only by where they lie."""
    file = docx.Document(str(FILE))
    ours = styles = file.styles.element
    _dress(ours, style)
    for element in file.settings.element.iter(qualified("themeFontLang")):
        element.set(qualified("val"), language)
    if logo is not None:
        _relate(file, "image", Part(PackURI("/word/logo.png"), "image/png", logo.data), LOGO)
    if style.word_file is None:
        for side in Margins.model_fields:
            setattr(file.sections[0], f"{side}_margin", Mm(getattr(style.margins, side)))
    else:
        house = House(data, Path(style.word_file).name)
        _take(file, house)
        styles, style = house.styles(), house.suited(style)
    ids = fit(styles, ours, style, language)
    parts = _saved(file) | {"word/styles.xml": ooxml.part(styles)}
    fonts = etree.fromstring(parts["word/fontTable.xml"])
    _dress(fonts, style)
    edges = {
        relation.target_part.partname.lstrip("/")
        for relation in file.part.rels.values()
        if relation.reltype in (_kind("header"), _kind("footer"))
    }
    return Skeleton(
        parts | {"word/fontTable.xml": ooxml.part(fonts)},
        file.element.body.sectPr,
        {name: renamed(etree.fromstring(parts[name]), ids) for name in edges},
        style,
        _tracking(file.settings.element),
    )


def _tracking(settings: Element) -> bytes:
    """Settings by which Word and others track what is edited."""
    copy = deepcopy(settings)
    copy.insert(1, ooxml.make("trackRevisions"))  # after the zoom, says the schema
    return ooxml.part(copy)


def _dress(root: Element, style: Style) -> None:
    """Our own file says the plain style's font, size and colours: those of the house instead."""
    said = {getattr(PLAIN.colours, n): getattr(style.colours, n) for n in Colours.model_fields}
    said[PLAIN.fonts.word] = style.fonts.word
    for element in root.iter():
        for key, value in element.items():
            element.set(key, said.get(value, value))
    for size in root.iter(qualified("sz"), qualified("szCs")):
        size.set(qualified("val"), str(round(style.sizes.body * 2)))


def _take(file: WordFile, house: House) -> None:
    """The house's page, its headers and footers in the place of ours, and its theme."""
    page = file.sections[0]
    for name in (*MARGINS, *EDGES):
        setattr(page, name, getattr(house.page, name) or 0)
    page.different_first_page_header_footer = house.page.different_first_page_header_footer
    if theme := house.theme():
        _relate(file, "theme", _copied(theme, "theme"), "rIdTheme")
    for kind, pages, edge in house.edges():
        if pages == "default":
            getattr(page, kind).is_linked_to_previous = True  # takes ours away
        relation = f"rId-house-{kind}-{pages}"
        _relate(file, kind, _copied(edge, f"{kind}-{pages}"), relation)
        reference = ooxml.make(f"{kind}Reference", type=pages)
        reference.set(qn("r:id"), relation)
        file.element.body.sectPr.insert(0, reference)


def _copied(taken: Taken, name: str) -> Part:
    """A part of the house's file with its pictures and links."""
    copy = Part(PackURI(f"/word/house-{name}.xml"), taken.content_type, ooxml.part(taken.root))
    for number, reference in enumerate(taken.references, start=1):
        target: Part | str = reference.said
        if reference.picture is not None:
            kind = reference.said
            place = PackURI(f"/word/media/{name}-{number}.{kind}")
            target = Part(place, _CONTENT_TYPES[kind], reference.picture)
        copy.load_rel(reference.type, target, reference.id, isinstance(target, str))
    return copy


def _relate(file: WordFile, kind: str, part: Part, id: str) -> None:
    file.part.load_rel(_kind(kind), part, id)


def _kind(name: str) -> str:
    return str(getattr(RELATIONSHIP_TYPE, name.upper()))


def _saved(file: WordFile) -> dict[str, bytes]:
    data = BytesIO()
    file.save(data)
    with ZipFile(data) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


# --- per document -----------------------------------------------------------------------------


def packed(made: Skeleton, document: Document, body: Written, sent: Sent) -> bytes:
    """The whole file: what is different in each document, in the package that is not."""
    about = core_properties(
        _title(document), document.author, document.language, document.edition_date
    )
    edges = _edges(made, document, body.pages)
    own = {
        "word/document.xml": body.xml,
        "word/numbering.xml": body.numbering,
        "docProps/core.xml": about,
        _PROPERTIES: custom_property(PROPERTY, str(sent)),
    }
    if document.draft or body.marked:
        own["word/settings.xml"] = made.tracking
    return timeless_zip({**made.parts, **edges, **own})


def edges(document: Document, style: Style) -> tuple[Element, ...]:
    """The headers and footers of a document's Word file, but for the number of its pages."""
    made = _edges(skeleton(style, document.language), document, pages=0)
    return tuple(map(etree.fromstring, made.values()))


def _edges(made: Skeleton, document: Document, pages: int) -> dict[str, bytes]:
    title = _title(document)
    return {
        name: _footer(pages) if name == _FOOTER else _edge(made, name, document, title)
        for name in made.edges
    }


def _title(document: Document) -> str:
    return plain(current(document.title)).replace("\n", " ")


def _edge(made: Skeleton, name: str, document: Document, title: str) -> bytes:
    """A header or footer with the words of the document."""
    root = deepcopy(made.edges[name])
    words = {"{titel}": title, "{udgave}": document.edition, "{udkast}": document.draft}
    said = False
    for element in root.iter(qualified("t")):
        for mark, word in words.items():
            if mark in (text := element.text or ""):
                element.text, said = text.replace(mark, word), True
    if name == _HEADER:
        _say(root, f"{_fitting(title, document, made.style)}\t", document)
    elif name == _HOUSE_HEADER and not said:
        _say(root, f"{title} · ", document)  # without tabs: the house's stops are not known
    return ooxml.part(root)


def _say(root: Element, title: str, document: Document) -> None:
    """A line with the title, the draft mark and the edition."""
    paragraph = ooxml.paragraph(root, ParagraphFormat("Header"))
    ooxml.run(paragraph, title)
    if document.draft:
        ooxml.run(paragraph, document.draft, RunFormat("DraftMark", strong=True))
        ooxml.run(paragraph, " · ")
    ooxml.run(paragraph, document.edition)


def _fitting(title: str, document: Document, style: Style) -> str:
    """The title as long as there is room for on one line beside the draft mark and the edition."""
    mark = f"{document.draft} · " if document.draft else ""
    line = text_width(style) / 20 / (style.sizes.small * _WIDE_LETTER)
    return shortened(title, int(line) - len(mark) - len(document.edition) - _GAP)


def shortened(text: str, letters: int) -> str:
    """Text of so many letters at the most, cut between two words where that is possible."""
    if len(text) <= letters:
        return text
    cut = text[: max(letters - 1, 1)]
    return f"{cut.rpartition(' ')[0] or cut}…"


def _footer(pages: int) -> bytes:
    """ "Side 2 af 14" to the right; Word computes both numbers while it lays out."""
    root = ooxml.make("ftr")
    paragraph = ooxml.paragraph(root, ParagraphFormat("Footer"))
    ooxml.run(paragraph, PAGE)
    ooxml.field(paragraph, "PAGE", "2")
    ooxml.run(paragraph, PAGE_OF)
    ooxml.field(paragraph, "NUMPAGES", str(pages))
    return ooxml.part(root)
