"""The package that a style's Word files are: made once, and given the words of each document.

Our own is ready in `plain.docx`; that of another style is made of it (`styled`). What is different
in each document is written over it with lxml, and zipped without the time: the same document, the
same bytes.

`{titel}`, `{udgave}` and `{udkast}` in a header or footer become the document's. A header
that has none of them gets a line with them, so that no page is without its edition.
"""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from zipfile import ZipFile

from lxml import etree

from aftalegen.document.nodes import Document, Revision
from aftalegen.document.style import PLAIN, Style
from aftalegen.document.walk import current, plain
from aftalegen.writers.archive import timeless_zip
from aftalegen.writers.word import ooxml
from aftalegen.writers.word.body import Written
from aftalegen.writers.word.look import text_width
from aftalegen.writers.word.marks import (
    DRAFT,
    MARKS,
    TITLE,
    editions_for_marks,
    words_for_marks,
)
from aftalegen.writers.word.ooxml import Element, ParagraphFormat, RunFormat, qualified
from aftalegen.writers.word.properties import core_properties, custom_property
from aftalegen.writers.word.sent import PROPERTY, Sent
from aftalegen.writers.word.tracked import Tracking
from aftalegen.writers.words import PAGE, PAGE_OF, draft_marks, editions

FILE = Path(__file__).with_name("plain.docx")
"""Our own Word file: the package of the plain style, written by `tools.plain_file`."""
LANGUAGE = "da-DK"
"""What our own file says that its text is written in."""
HEADER, FOOTER = "word/header.xml", "word/footer.xml"
FIRST = {"header": "word/header-first.xml", "footer": "word/footer-first.xml"}
"""What stands on the first page: nothing, and that is said, or some programs show the others."""
_PROPERTIES = "docProps/custom.xml"
_WIDE_LETTER = 0.53  # a wide letter's width as a share of the size, so that the header is one line
_GAP = 3


@dataclass(frozen=True, slots=True, eq=False)
class Edge:
    """A header or footer, and what a line of ours is to say there, since the pages do not."""

    root: Element
    says: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Skeleton:
    """A package without a document: its parts, its page, and its headers and footers by name.

    `style` has the margins of the page; `tracking` are the settings by which edits are tracked.
    Nobody changes the elements: they are copied before.
    """

    parts: Mapping[str, bytes]
    page: Element
    edges: Mapping[str, Edge]
    style: Style
    tracking: bytes


@cache
def ready() -> Skeleton:
    """The package of the plain style in our own language."""
    with ZipFile(FILE) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return with_page(parts, our_edges(), PLAIN)


def our_edges() -> dict[str, Edge]:
    """Our own header and footer, which are all words, and those of the first page without any."""
    first = {name: Edge(_blank(kind)) for kind, name in FIRST.items()}
    return {HEADER: Edge(ooxml.make("hdr"), MARKS), FOOTER: Edge(ooxml.make("ftr"))} | first


def _blank(kind: str) -> Element:
    root = ooxml.make("hdr" if kind == "header" else "ftr")
    ooxml.paragraph(root, ParagraphFormat("Normal"))
    return root


def with_page(parts: Mapping[str, bytes], edges: Mapping[str, Edge], style: Style) -> Skeleton:
    """The package of these parts, whose document says the page."""
    body = etree.fromstring(parts["word/document.xml"])[0]
    return Skeleton(parts, body[-1], edges, style, _tracking(parts["word/settings.xml"]))


def _tracking(settings: bytes) -> bytes:
    """Settings by which Word and others track what is edited."""
    root = etree.fromstring(settings)
    put_setting(root, ooxml.make("trackRevisions"))
    return ooxml.part(root)


def put_setting(settings: Element, setting: Element) -> None:
    """One more setting, in the order of the schema, or another value of one that is there."""
    stops = settings.find(qualified("defaultTabStop"))
    assert stops is not None, "our own file has it"
    if setting.tag == stops.tag:
        settings.replace(stops, setting)
    elif setting.tag == qualified("evenAndOddHeaders"):
        stops.addnext(setting)
    else:
        stops.addprevious(setting)


# --- per document -----------------------------------------------------------------------------


def packed(
    made: Skeleton, document: Document, body: Written, sent: Sent, revision: Revision
) -> bytes:
    """The whole file: what is different in each document, in the package that is not."""
    edges = edges_of(made, document, body.pages, revision)
    own = {
        "word/document.xml": body.xml,
        "word/numbering.xml": body.numbering,
        "docProps/core.xml": core_properties(document),
        _PROPERTIES: custom_property(PROPERTY, str(sent)),
    }
    if document.draft or body.marked:
        own["word/settings.xml"] = made.tracking
    return timeless_zip({**made.parts, **edges, **own})


def edges_of(
    made: Skeleton, document: Document, pages: int, revision: Revision
) -> dict[str, bytes]:
    """The headers and footers of a document's file by name; it fills so many pages.

    In a redline they say the edition before too, tracked as the revision's.
    """
    return {
        name: _footer(pages) if name == FOOTER else _edge(made, name, document, Tracking(revision))
        for name in made.edges
    }


def _title(document: Document) -> str:
    return plain(current(document.title)).replace("\n", " ")


def _edge(made: Skeleton, name: str, document: Document, tracking: Tracking) -> bytes:
    """A header or footer with the words of the document."""
    edge = made.edges[name]
    root = deepcopy(edge.root)
    words_for_marks(root, {TITLE: _title(document), DRAFT: document.draft})
    editions_for_marks(root, editions(document), tracking)
    if edge.says:
        _say(root, made.style, document, edge.says, tracking)
    return ooxml.part(root)


def _say(
    root: Element, style: Style, document: Document, says: tuple[str, ...], tracking: Tracking
) -> None:
    """A line with what it is, the draft mark and the edition, or with what of them is missing."""
    paragraph = ooxml.paragraph(root, ParagraphFormat("Header"))
    if TITLE in says:
        about = plain(current(document.header or document.title)).replace("\n", " ")
        # With a file of the house without tabs: its stops are not known.
        own = f"{about} · " if style.word_file else f"{_fitting(about, document, style)}\t"
        ooxml.run(paragraph, own)
    for mark, change in draft_marks(document) if DRAFT in says else ():
        start = len(paragraph)
        ooxml.run(paragraph, mark, RunFormat("DraftMark", strong=True))
        ooxml.run(paragraph, " · ")
        tracking.runs(paragraph, start, change)
    for edition, change in editions(document):
        start = len(paragraph)
        ooxml.run(paragraph, edition)
        tracking.runs(paragraph, start, change)


def _fitting(about: str, document: Document, style: Style) -> str:
    """As much as there is room for on one line beside the draft mark and the edition."""
    mark = f"{document.draft} · " if document.draft else ""
    line = text_width(style) / 20 / (style.sizes.small * _WIDE_LETTER)
    aside = sum(len(edition) for edition, _change in editions(document))
    return shortened(about, int(line) - len(mark) - aside - _GAP)


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
