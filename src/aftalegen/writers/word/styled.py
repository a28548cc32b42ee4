"""The package of a style, as python-docx makes it of our own `plain.docx`.

It opens that file, puts in what a region's Word file gives, and every style that the writer uses.
"""

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

from aftalegen.document.style import PLAIN, Colours, Margins, Style
from aftalegen.writers.logo import Logo, logo_of
from aftalegen.writers.word import ooxml
from aftalegen.writers.word.front import LOGO
from aftalegen.writers.word.house import EDGES, MARGINS, House, Taken
from aftalegen.writers.word.ooxml import Element, qualified
from aftalegen.writers.word.skeleton import FILE, Skeleton, with_page
from aftalegen.writers.word.styles import fit, renamed

_CONTENT_TYPES = {
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
    return with_page(
        parts | {"word/fontTable.xml": ooxml.part(fonts)},
        {name: renamed(etree.fromstring(parts[name]), ids) for name in edges},
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
