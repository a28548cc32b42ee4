"""Document -> PDF (PDF/A-2a and PDF/UA-1), by typst.

`values.py` says what is printed, `document.typ` how it looks. The standards are
on for drafts too: they make a missing glyph or a broken structure an error.
"""

import contextlib
import datetime
import json
import re
import threading
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import typst

from aftalegen.document.nodes import Document, Field, Items, Paragraph, Section, Table
from aftalegen.document.style import Style
from aftalegen.document.walk import inlines_of, names_rows, plain, walk_blocks, walk_inlines
from aftalegen.words.faults import AftalegenError, InputError, OutputError, did_you_mean
from aftalegen.words.language import _
from aftalegen.words.place import Source
from aftalegen.writers.logo import Logo, logo_of
from aftalegen.writers.pdf.tags import TableTags, heard
from aftalegen.writers.pdf.values import document_values, part_values
from aftalegen.writers.words import CONTENTS, PAGE, PAGE_OF, SIGN_ABOVE, SIGN_BELOW

HERE = Path(__file__).parent

# The fixed words of the page, in the language of the agreements.
WORDS = {
    "contents": CONTENTS,
    "page": f"{PAGE}{{n}}{PAGE_OF}{{of}}",
    "sign_above": SIGN_ABOVE,
    "sign_below": SIGN_BELOW,
    "marks": [
        "Sådan læses ændringerne: ",
        "nye ord",
        " er understreget, ",
        "udgåede",
        " gennemstreget; hele nye afsnit har farvet bund.",
    ],
}

# Per-document metadata stands last: what differs at the top makes every paragraph new to typst.
MAIN = """\
#import "document.typ": about, house, properties, whole
#show: house.with(%(language)s, %(region)s)
#let document_values = json(bytes(%(values)s))
#whole(document_values)
#set document(..properties(document_values))
#about(document_values)
"""

# Nothing of a document, and one of what most documents have.
READY = """\
#import "document.typ": about, house, properties, whole
#show: house.with("da", "DK")
#set document(title: "–")
= Aftale
*Part* _part_ 1
#table(columns: 2)[a][b]
"""

MANY = """\
#import "document.typ": house, properties, together
#show: house.with(%(language)s, %(region)s)
#let cover = json(bytes(%(cover)s))
#together(cover, json(bytes(%(parts)s)))
#set document(..properties(cover))
"""

_NO_GLYPH = re.compile(r'the text `"(?P<text>.+)"` could not be displayed', re.DOTALL)
_NOT_ALLOWED = re.compile(r'disallowed codepoint `"(?P<text>.+?)"`', re.DOTALL)
_PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
_CODE_POINT = re.compile(r"\\u\{([0-9a-fA-F]+)\}")

# A compiler can't be used by two threads at once.
_one_at_a_time = threading.Lock()


def document_pdf(document: Document, style: Style) -> bytes:
    """A document as PDF: the same bytes for the same document and style."""
    return _compiled(MAIN, (document,), style, values=document_values(document))


def documents_pdf(
    cover: Document,
    parts: Sequence[tuple[str, Document]],
    style: Style,
    behind: Sequence[int] = (),
) -> bytes:
    """Labelled documents as one PDF: behind a cover, a bookmark and contents for each.

    The pages are numbered through, and the cover says whose and of when it is. `behind` are the
    pages that somebody will put behind each part, which are counted.
    """
    cover = replace(cover, contents=True)
    values = [part_values(one, label, str(place)) for place, (label, one) in enumerate(parts)]
    for value, pages in zip(values, behind, strict=False):
        value["behind"] = pages
    documents = (cover, *(document for _label, document in parts))
    return _compiled(MANY, documents, style, cover=document_values(cover), parts=values)


def ready(style: Style) -> None:
    """Typst reads its library, the layout and the fonts, which takes as long for one document as
    for a hundred. What is wrong with them is told where a document is made.
    """
    with contextlib.suppress(AftalegenError, typst.TypstError), _one_at_a_time:
        _compiler(style.model_dump_json(), logo_of(style)).compile(
            input=READY.encode(), format="pdf", pdf_standards=["a-2a", "ua-1"]
        )


def _compiled(
    template: str, documents: Sequence[Document], style: Style, **values: object
) -> bytes:
    """The PDF of a main file with the values of documents; the first says what it is about."""
    document = documents[0]
    language, _dash, region = document.language.partition("-")
    main = template % {
        "language": _literal(language),
        "region": _literal(region) if region else "none",
        **{name: _literal(json.dumps(value)) for name, value in values.items()},
    }
    compiler = _compiler(style.model_dump_json(), logo_of(style))
    try:
        with _one_at_a_time:
            pdf, warnings = compiler.compile_with_warnings(
                input=main.encode(),
                format="pdf",
                pdf_standards=["a-2a", "ua-1"],
                timestamp=_midnight(document.edition_date),
            )
    except typst.TypstError as error:
        raise _told(error.message, error.hints, document) from error
    if warnings:
        raise _told(warnings[0].message, warnings[0].hints, document)
    assert isinstance(pdf, bytes)
    tables = [
        TableTags(bool(block.caption), names_rows(block))
        for one in documents
        for block in walk_blocks(one.sections)
        if isinstance(block, Table)
    ]
    return heard(_clear_stream_ends(pdf), tables)


def page_count(pdf: bytes) -> int:
    """The number of pages of a PDF that we made: its page objects stand uncompressed."""
    return len(_PAGE.findall(pdf))


@cache
def _fonts() -> typst.Fonts:
    """The house font and typst's own; what the machine has makes no difference."""
    return typst.Fonts(include_system_fonts=False, font_paths=[HERE / "fonts"])


@cache
def _compiler(style_json: str, logo: Logo | None) -> typst.Compiler:
    """The compiler of a style, which remembers what it has laid out before."""
    style = json.loads(style_json)
    _require_font(style["fonts"]["pdf"])
    style["logo"] = None
    if logo is not None:
        style["logo"] = {"data": list(logo.data), "text": logo.text, "width": logo.width}
    return typst.Compiler(
        root=HERE,
        font_paths=_fonts(),
        sys_inputs={"style": json.dumps(style), "words": json.dumps(WORDS)},
    )


def _require_font(family: str) -> None:
    """Refuse a font that is not there, or not in all four cuts: typst would take another."""
    cuts = {(font.style, font.weight) for font in _fonts().fonts() if font.family == family}
    if {("normal", 400), ("normal", 700), ("italic", 400), ("italic", 700)} <= cuts:
        return
    raise InputError(
        "font-missing",
        _(
            "the font «{family}» for PDF is not there in regular, bold, italic and bold italic"
        ).format(family=family),
        hint=did_you_mean(family, _fonts().families()),
    )


def _told(message: str, hints: list[str], document: Document) -> AftalegenError:
    """What typst said, as an error a person can act on."""
    found = _NO_GLYPH.search(message) or _NOT_ALLOWED.search(message)
    if found is None:
        return OutputError(
            "pdf-failed",
            _("the PDF of «{name}» could not be made: {reason}").format(
                name=document.file_name, reason="; ".join((message, *hints))
            ),
        )
    text = _CODE_POINT.sub(lambda code: chr(int(code[1], 16)), found["text"])
    names = ", ".join(f"«{char}» (U+{ord(char):04X})" for char in dict.fromkeys(text))
    return InputError(
        "glyph-missing",
        _("the PDF of «{name}» can't show the character {characters}").format(
            name=document.file_name, characters=names
        ),
        _place_of(text, document),
        hint=_("replace the character in the data or in the template"),
    )


def _place_of(characters: str, document: Document) -> Source | None:
    """Where one of these characters was written: a merged value's place, or its block's."""
    sought = set(characters)
    for inline in walk_inlines(document):
        if isinstance(inline, Field) and inline.source and sought & set(inline.text):
            return inline.source
    for block in walk_blocks(document.sections):
        if not sought & set(plain(tuple(inlines_of(block)))):
            continue
        if isinstance(block, Items):
            return block.items[0].source
        if isinstance(block, Section | Paragraph | Table):
            return block.source
    return None


def _clear_stream_ends(pdf: bytes) -> bytes:
    """End a stream with CR where its data ends with CR; no byte moves.

    Typst ends every stream with LF. After data that happen to end with CR (one stream in 256),
    that reads as the line end CR LF and a /Length that is one too long, against PDF/A.
    """
    return pdf.replace(b"\r\nendstream", b"\r\rendstream")


def _midnight(day: str) -> datetime.datetime:
    return datetime.datetime.combine(
        datetime.date.fromisoformat(day), datetime.time(), datetime.UTC
    )


def _literal(text: str) -> str:
    """Text as a typst string: the only two characters with a meaning in it are escaped."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
