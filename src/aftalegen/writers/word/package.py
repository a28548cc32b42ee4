"""The parts of a DOCX file and the zip around them: the same document, the same bytes."""

from functools import lru_cache

from aftalegen.document.nodes import Document
from aftalegen.document.style import Style
from aftalegen.document.walk import current, plain
from aftalegen.writers.archive import timeless_zip
from aftalegen.writers.logo import Logo, logo_of
from aftalegen.writers.word import ooxml
from aftalegen.writers.word.body import LOGO, Written
from aftalegen.writers.word.house import PICTURES, House
from aftalegen.writers.word.house_edges import edge_parts, own_parts, relations_of, types_of
from aftalegen.writers.word.house_styles import house_styles
from aftalegen.writers.word.looks import text_width
from aftalegen.writers.word.ooxml import ParagraphFormat, RunFormat, make
from aftalegen.writers.word.styles import fonts_part, styles_part
from aftalegen.writers.word.words import PAGE, PAGE_OF

_PARTS = "application/vnd.openxmlformats-officedocument."
_CONTENT = f"{_PARTS}wordprocessingml."
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_WORD_2013 = "15"
_WIDE_LETTER = 0.53  # a wide letter's width as a share of the size, so that the header is one line
_GAP = 3


def packed(document: Document, style: Style, body: Written, house: House | None = None) -> bytes:
    """The whole file, with the looks of the house's own Word file where it has one."""
    logo = logo_of(style)
    parts = {
        **_house_parts(style, document.language, logo, house),
        **(edge_parts(house, style, document) if house else {}),
        "docProps/core.xml": ooxml.core_properties(
            _title(document), document.author, document.language, document.edition_date
        ),
        "word/document.xml": body.xml,
        "word/numbering.xml": body.numbering,
        "word/header.xml": _header(document, style),
        "word/footer.xml": _footer(body.pages),
    }
    return timeless_zip(parts)


def _title(document: Document) -> str:
    return plain(current(document.title)).replace("\n", " ")


# --- per document -----------------------------------------------------------------------------


def _header(document: Document, style: Style) -> bytes:
    """Title to the left, on one line; the draft mark and the edition to the right."""
    root = make("hdr")
    paragraph = ooxml.paragraph(root, ParagraphFormat("Header"))
    mark = f"{document.draft} · " if document.draft else ""
    line = text_width(style) / 20 / (style.sizes.small * _WIDE_LETTER)
    room = int(line) - len(mark) - len(document.edition) - _GAP
    ooxml.run(paragraph, f"{shortened(_title(document), room)}\t")
    if document.draft:
        ooxml.run(paragraph, document.draft, RunFormat("DraftMark", strong=True))
        ooxml.run(paragraph, " · ")
    ooxml.run(paragraph, document.edition)
    return ooxml.part(root)


def shortened(text: str, letters: int) -> str:
    """Text of so many letters at the most, cut between two words where that is possible."""
    if len(text) <= letters:
        return text
    cut = text[: max(letters - 1, 1)]
    return f"{cut.rpartition(' ')[0] or cut}…"


def _footer(pages: int) -> bytes:
    """ "Side 2 af 14" to the right; Word computes both numbers while it lays out."""
    root = make("ftr")
    paragraph = ooxml.paragraph(root, ParagraphFormat("Footer"))
    ooxml.run(paragraph, PAGE)
    ooxml.field(paragraph, "PAGE", "2")
    ooxml.run(paragraph, PAGE_OF)
    ooxml.field(paragraph, "NUMPAGES", str(pages))
    return ooxml.part(root)


# --- the same for every document of a house ---------------------------------------------------


@lru_cache(maxsize=8)
def _house_parts(
    style: Style, language: str, logo: Logo | None, house: House | None
) -> dict[str, bytes]:
    """The parts that are prepared once; read only."""
    pictures = {} if logo is None else {LOGO: f"{_OFFICE}relationships/image logo.png"}
    own = {} if house is None else own_parts(house)
    styles = (
        styles_part(style, language) if house is None else house_styles(house, style, language)[0]
    )
    return {
        **({} if logo is None else {"word/logo.png": logo.data}),
        **own,
        "[Content_Types].xml": _content_types(house),
        "_rels/.rels": _relationships(
            {
                "rId1": f"{_OFFICE}relationships/officeDocument word/document.xml",
                "rId2": f"{_PACKAGE}relationships/metadata/core-properties docProps/core.xml",
                "rId3": f"{_OFFICE}relationships/extended-properties docProps/app.xml",
            }
        ),
        "docProps/app.xml": _application(),
        "word/_rels/document.xml.rels": _relationships(
            {
                f"rId{name.capitalize()}": f"{_OFFICE}relationships/{name} {name}.xml"
                for name in ("styles", "numbering", "settings", "fontTable", "header", "footer")
            }
            | pictures
            | {id: f"{_OFFICE}relationships/{target}" for id, target in relations_of(house)}
        ),
        "word/fontTable.xml": fonts_part(style),
        "word/settings.xml": _settings(language),
        "word/styles.xml": styles,
    }


def _settings(language: str) -> bytes:
    """Word 2013's layout, Danish signs; no wish to update fields, since Word would ask."""
    uri = "http://schemas.microsoft.com/office/word"
    mode = make("compatSetting", name="compatibilityMode", uri=uri, val=_WORD_2013)
    return ooxml.part(
        make(
            "settings",
            make("zoom", percent="100"),
            make("defaultTabStop", val="709"),
            make("characterSpacingControl", val="doNotCompress"),
            make("compat", mode),
            make("themeFontLang", val=language),
            make("decimalSymbol", val=","),
            make("listSeparator", val=";"),
        )
    )


def _content_types(house: House | None) -> bytes:
    types = {
        "/docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties",
        "/word/document.xml": f"{_CONTENT}document.main",
        **{
            f"/word/{name}.xml": f"{_CONTENT}{name}"
            for name in ("fontTable", "footer", "header", "numbering", "settings", "styles")
        },
        **({} if house is None else {name: f"{_PARTS}{kind}" for name, kind in types_of(house)}),
    }
    overrides = "".join(
        f'<Override PartName="{name}" ContentType="{type}+xml"/>' for name, type in types.items()
    )
    return (
        f'{_DECLARATION}<Types xmlns="{_PACKAGE}content-types">'
        f'{_picture_types(house)}<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    ).encode()


def _picture_types(house: House | None) -> str:
    """Our logo is a PNG; a house's header may have pictures of other kinds."""
    endings = {"png"} | {name.rpartition(".")[2] for name in (house.pictures if house else ())}
    return "".join(
        f'<Default Extension="{ending}" ContentType="image/{PICTURES[ending]}"/>'
        for ending in sorted(endings)
    )


def _relationships(targets: dict[str, str]) -> bytes:
    """Relationships from ids to "type target"."""
    pairs = {id: target.split(" ") for id, target in targets.items()}
    lines = "".join(
        f'<Relationship Id="{id}" Type="{type}" Target="{target}"/>'
        for id, (type, target) in pairs.items()
    )
    return (
        f'{_DECLARATION}<Relationships xmlns="{_PACKAGE}relationships">{lines}</Relationships>'
    ).encode()


def _application() -> bytes:
    return (
        f'{_DECLARATION}<Properties xmlns="{_OFFICE}extended-properties">'
        "<Application>aftalegen</Application></Properties>"
    ).encode()
