"""The package of a style, as python-docx makes it of our own `plain.docx`.

It opens that file, puts in what a region's Word file gives, and every style that the writer uses.
"""

from functools import lru_cache
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
from docx.document import Document as WordFile
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn
from docx.shared import Mm
from lxml import etree

from aftalegen.document.style import PLAIN, Colours, Style
from aftalegen.writers.logo import Logo, logo_of
from aftalegen.writers.word import ooxml
from aftalegen.writers.word.front import LOGO
from aftalegen.writers.word.house import House, Taken, house
from aftalegen.writers.word.look import points_of
from aftalegen.writers.word.marks import EDITION, MARKS
from aftalegen.writers.word.ooxml import Element, qualified
from aftalegen.writers.word.skeleton import FILE, Edge, Skeleton, our_edges, put_setting, with_page
from aftalegen.writers.word.style_graph import close_uses
from aftalegen.writers.word.styles import fit, renamed

_OURS = {
    ("header", "default"): "rIdHeader",
    ("footer", "default"): "rIdFooter",
    ("header", "first"): "rIdHeaderFirst",
    ("footer", "first"): "rIdFooterFirst",
}
_REFERENCES = ("headerReference", "footerReference")
_CONTENT_TYPES = {
    "header": CONTENT_TYPE.WML_HEADER,
    "footer": CONTENT_TYPE.WML_FOOTER,
    "theme": CONTENT_TYPE.OFC_THEME,
    **{kind: f"image/{kind}" for kind in ("png", "jpeg", "gif")},
    **{kind: f"image/x-{kind}" for kind in ("emf", "wmf")},
}


def styled(style: Style, language: str) -> Skeleton:
    """The package of a style; raises InputError for a Word file of a house that can't be used."""
    file = None if style.word_file is None else Path(style.word_file)
    return _made(style, language, logo_of(style), file.read_bytes() if file else b"")


@lru_cache(maxsize=8)
def _made(style: Style, language: str, logo: Logo | None, data: bytes) -> Skeleton:
    """Known by what the logo and the house's file say, not only by where they lie."""
    file = docx.Document(str(FILE))
    ours = styles = file.styles.element
    for element in [one for one in ours if one.get(qualified("type")) == "paragraph"]:
        ours.remove(element)  # those of the plain style
    _dress(ours, style)
    for element in file.settings.element.iter(qualified("themeFontLang")):
        element.set(qualified("val"), language)
    if logo is not None:
        _relate(file, "image", Part(PackURI("/word/logo.png"), "image/png", logo.data), LOGO)
    edges = our_edges()
    if style.word_file is None:
        for side in ("top", "bottom", "left", "right"):
            setattr(file.sections[0], f"{side}_margin", Mm(getattr(style.margins, side)))
    else:
        theirs = house(data, Path(style.word_file).name)
        edges |= _take(file, theirs)
        styles, style = theirs.styles, theirs.suited(style)
    ids = fit(styles, ours, style, language)
    parts = _saved(file) | {"word/styles.xml": ooxml.part(styles)}
    fonts = etree.fromstring(parts["word/fontTable.xml"])
    _dress(fonts, style)
    there = {s.get(qualified("styleId"), ""): s for s in styles.iter(qualified("style"))}
    for edge in edges.values():
        close_uses(renamed(edge.root, ids), there)
    return with_page(
        parts | {"word/fontTable.xml": ooxml.part(fonts)},
        {name: edge for name, edge in edges.items() if name in parts},
        style,
    )


def _dress(root: Element, style: Style) -> None:
    """Our own file says the plain style's font, size and colours: those of the house instead."""
    said = {getattr(PLAIN.colours, n): getattr(style.colours, n) for n in Colours.model_fields}
    said[PLAIN.fonts.word] = style.fonts.word
    for element in root.iter():
        for key, value in element.items():
            element.set(key, said.get(value, value))
    for size in root.iter(qualified("sz"), qualified("szCs")):
        size.set(qualified("val"), str(points_of(style.sizes.body)))


def _take(file: WordFile, house: House) -> dict[str, Edge]:
    """The house's page, its headers and footers in the place of ours, and its theme."""
    section, setup = file.element.body.sectPr, house.setup
    for name, length in setup.margins.items():
        section.find(qualified("pgMar")).set(qualified(name), str(length))
    file.sections[0].different_first_page_header_footer = setup.title_page
    for setting in setup.settings:
        put_setting(file.settings.element, setting)
    if house.theme is not None:
        _relate(file, "theme", _copied(house.theme, "theme", "theme"), "rIdTheme")
    for reference in list(section.iterchildren(*map(qualified, _REFERENCES))):
        section.remove(reference)
    edges = {}
    for (kind, pages), taken in house.edges.items():
        name = f"{kind}-{pages}"
        _relate(file, kind, _copied(taken, kind, name), f"rId-house-{name}")
        _refer(section, kind, pages, f"rId-house-{name}")
        edges[f"word/house-{name}.xml"] = Edge(taken.root, _unsaid(house, kind, pages))
    for (kind, ours), relation in _OURS.items():
        meant = [p for p in setup.pages if (p == "first") == (ours == "first")]
        bare = [pages for pages in meant if (kind, pages) not in house.edges]
        for pages in bare:
            _refer(section, kind, pages, relation)
        if not bare:
            del file.part.rels[relation]
    return edges


def _refer(section: Element, kind: str, pages: str, relation: str) -> None:
    reference = ooxml.make(f"{kind}Reference", type=pages)
    reference.set(qn("r:id"), relation)
    section.insert(0, reference)


def _unsaid(house: House, kind: str, pages: str) -> tuple[str, ...]:
    """What a line of ours is to say in a header: no page but the first is without its edition."""
    edges = [edge for (_kind, shown), edge in house.edges.items() if shown == pages]
    said = {mark for edge in edges for mark in edge.marks}
    if kind == "footer" or pages == "first" or EDITION in said:
        return ()
    return tuple(mark for mark in MARKS if mark not in said)


def _copied(taken: Taken, kind: str, name: str) -> Part:
    """A part of the house's file with its pictures and links."""
    copy = Part(PackURI(f"/word/house-{name}.xml"), _CONTENT_TYPES[kind], ooxml.part(taken.root))
    for number, reference in enumerate(taken.references, start=1):
        id, said = reference.id, reference.said
        if reference.picture is None:
            copy.load_rel(_kind("hyperlink"), said, id, is_external=True)
        else:
            place = PackURI(f"/word/media/{name}-{number}.{said}")
            picture = Part(place, _CONTENT_TYPES[said], reference.picture)
            copy.load_rel(_kind("image"), picture, id)
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
