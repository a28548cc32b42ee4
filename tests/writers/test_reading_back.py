"""Every format says the words of the model: same words, same order, same numbers, same marks.

This is what `check` does not look for: a file that says something else than its document is a fault
of the program, which nobody can mend in data or templates.
"""

from collections.abc import Callable
from functools import cache
from io import BytesIO
from itertools import chain
from zipfile import BadZipFile, ZipFile

import pikepdf
import pytest
from pdfminer.pdfexceptions import PDFException

from aftalegen.build.formats import FORMATS
from aftalegen.document.nodes import (
    Document,
)
from aftalegen.records.project import Project
from aftalegen.records.selected import BundleAnnex
from aftalegen.writers.about import told_title
from aftalegen.writers.text import document_blocks
from tests.conftest import ROOT
from tests.documents import annex, builder, saying
from tests.reading_back import (
    Said,
    differences,
    docx_blocks,
    expected_blocks,
    file_read,
    html_blocks,
    pdf_blocks,
)

pytestmark = pytest.mark.slow

READERS = {
    "docx": docx_blocks,
    "pdf": pdf_blocks,
    "html": html_blocks,
}
ANNEXES = [
    ("norddjurs", "Horisontal samarbejdsaftale"),
    ("norddjurs", "Bilag 2"),
    ("holbaek", "Bilag 1a"),
    ("soroe", "Bilag 3h"),
]
SHOWN = {"norddjurs", "holbaek"}
HOSTILE = '*x* | <b> #let {{ 7 }} & "«'
VALUES = [
    HOSTILE,
    "to  eller   flere mellemrum",
    "Vej 1\n8000 Byen",
    "Ærø, Øster Å, æøå ÆØÅ é ü",
    "Sundhedsrådsformandskabssekretariatsmedarbejder" * 9,
]


def read(document: Document, name: str) -> list[Said]:
    return READERS[name](FORMATS[name.split()[0]].write(document, builder().project.style))


def every_annex() -> list[BundleAnnex]:
    """All annexes of the shipped project."""
    return list(Project(ROOT).select((), None, None).annexes)


IN_SHORT = {index for index, one in enumerate(every_annex()) if one.municipality in SHOWN}
"""The annexes that are read back at each `make test`; `make conformance` takes all of them."""


@pytest.mark.parametrize(
    "place",
    [
        index if index in IN_SHORT else pytest.param(index, marks=pytest.mark.conformance)
        for index in range(len(every_annex()))
    ],
)
def test_a_file_says_the_words_of_the_model_its_title_and_its_language(place: int) -> None:
    document = builder().annex_document(every_annex()[place])
    made = {name: FORMATS[name].write(document, builder().project.style) for name in READERS}
    files = {name: file_read(name, data) for name, data in made.items()}

    expected = expected_blocks(document)
    for said in files.values():
        assert differences(expected, list(said.blocks)) == []
    assert {file.title for file in files.values()} == {told_title(document)}
    assert {said.language for said in files.values()} == {document.language}
    assert {said.headerless for said in files.values()} == {0}
    assert files["pdf"].standards == ("PDF/A-2A", "PDF/UA-1")


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("value", VALUES)
def test_a_value_is_only_words_wherever_it_stands(value: str, name: str) -> None:
    document = saying(value)
    assert differences(expected_blocks(document), read(document, name)) == []


@pytest.mark.parametrize(("municipality", "file_name"), ANNEXES)
def test_the_text_format_says_the_same(municipality: str, file_name: str) -> None:
    document = annex(municipality, file_name)
    said = chain.from_iterable(text.split() for text in document_blocks(document))
    expected = [b for b in expected_blocks(document) if b.kind != "contents"]
    expected.remove(Said("heading 1", "Indhold")) if document.contents else None
    assert list(said) == [word for block in expected for word in block.words.split()]


def test_a_missing_word_is_seen() -> None:
    document = annex("norddjurs", "Bilag 2")
    expected = expected_blocks(document)
    assert differences(expected, expected[:-1]) == [
        f"block {len(expected)}: expected {expected[-1]}, read None"
    ]


# --- files that were damaged: the readers see it ---


def in_docx(part: str, old: bytes, new: bytes, times: int = 1) -> Callable[[bytes], bytes]:
    def damage(docx: bytes) -> bytes:
        made = BytesIO()
        with ZipFile(BytesIO(docx)) as before, ZipFile(made, "w") as after:
            for name in before.namelist():
                data = before.read(name)
                if name == part:
                    assert old in data
                    data = data.replace(old, new, times)
                after.writestr(name, data)
        return made.getvalue()

    return damage


def in_pdf(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    def damage(pdf: bytes) -> bytes:
        assert old in pdf
        return pdf.replace(old, new)

    return damage


WORD, PDF_TAG = "word/document.xml", b"/Type/StructElem/S/"
DAMAGE = [
    ("docx", "blocks", in_docx(WORD, b"Klagetyper og instanser", b"Klagetyper")),
    ("pdf", "blocks", in_pdf(PDF_TAG + b"TD/", PDF_TAG + b"No/")),
    ("docx", "blocks", in_docx(WORD, b'w:val="TOCHeading"', b'w:val="BodyText"')),
    ("pdf", "blocks", in_pdf(PDF_TAG + b"H1", PDF_TAG + b"H3")),
    ("docx", "headerless", in_docx(WORD, b"<w:tblHeader/>", b"", times=-1)),
    ("pdf", "headerless", in_pdf(PDF_TAG + b"TH/", PDF_TAG + b"TD/")),
    ("docx", "title", in_docx("docProps/core.xml", b"<dc:title>Hor", b"<dc:title>Ver")),
    ("docx", "language", in_docx("word/styles.xml", b'w:val="da-DK"', b'w:val="en-US"')),
    ("pdf", "language", in_pdf(b"/Lang(da-DK)/Struct", b"/Lang(en-US)/Struct")),
    ("pdf", "standards", in_pdf(b"pdfaid:part>2<", b"pdfaid:part>3<")),
    ("pdf", "standards", in_pdf(b"pdfuaid:part>1<", b"pdfuaid:part>2<")),
]


@cache
def finished(format: str) -> bytes:
    document = annex("norddjurs", "Horisontal samarbejdsaftale")
    return FORMATS[format].write(document, builder().project.style)


@pytest.mark.parametrize(("format", "what", "damage"), DAMAGE)
def test_a_damaged_file_is_seen(format: str, what: str, damage: Callable[[bytes], bytes]) -> None:
    whole, damaged = (
        file_read(format, data) for data in (finished(format), damage(finished(format)))
    )

    assert getattr(damaged, what) != getattr(whole, what)


@pytest.mark.parametrize("format", ["docx", "pdf"])
def test_half_a_file_cannot_be_read(format: str) -> None:
    with pytest.raises((BadZipFile, pikepdf.PdfError, PDFException)):
        file_read(format, finished(format)[:5000])
