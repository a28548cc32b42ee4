"""Every format says the words of the model: same words, same order, same numbers."""

from functools import cache
from itertools import chain

import pytest

from aftalegen.build.builder import Builder
from aftalegen.build.formats import FORMATS
from aftalegen.checks.reading.pdf import pdf_read
from aftalegen.document.nodes import (
    Document,
    Fact,
    Field,
    Inlines,
    Item,
    Items,
    Paragraph,
    Row,
    Section,
    Table,
    Text,
)
from aftalegen.document.numbering import numbered
from aftalegen.records.project import Project
from aftalegen.writers.text import document_blocks
from tests.conftest import ROOT
from tests.reading_back import (
    Said,
    differences,
    docx_blocks,
    expected_blocks,
    html_blocks,
    pdf_blocks,
)

READERS = {
    "docx": docx_blocks,
    "pdf": pdf_blocks,
    "html": html_blocks,
    "pdf as check reads it": lambda pdf: list(pdf_read(pdf).blocks),
}
ANNEXES = [
    ("norddjurs", "Horisontal samarbejdsaftale"),
    ("norddjurs", "Bilag 2"),
    ("holbaek", "Bilag 1a"),
    ("soroe", "Bilag 3h"),
]
HOSTILE = '*x* | <b> #let {{ 7 }} & "«'
VALUES = [
    HOSTILE,
    "to  eller   flere mellemrum",
    "Vej 1\n8000 Byen",
    "Ærø, Øster Å, æøå ÆØÅ é ü",
    "Sundhedsrådsformandskabssekretariatsmedarbejder" * 9,
]


@cache
def builder() -> Builder:
    return Builder(Project(ROOT))


@cache
def annex(municipality: str, name: str) -> Document:
    """The annex of a municipality whose file name begins so."""
    made = builder()
    annexes = made.project.select((municipality,), None, None).annexes
    (document,) = (d for d in map(made.annex_document, annexes) if d.file_name.startswith(name))
    return document


def read(document: Document, name: str) -> list[Said]:
    return READERS[name](FORMATS[name.split()[0]].write(document, builder().project.style))


def agreement(value: str) -> Document:
    """A document that says a value wherever a value may stand."""
    merged: Inlines = (Text("før "), Field(value), Text(" efter"))
    inner = Items(ordered=True, items=(Item(merged), Item(merged)))
    table = Table(
        caption=merged,
        align=("left", "right"),
        widths=(60, 40),
        header=Row(((Text("Hvad"),), merged)),
        rows=(Row((merged, merged)),),
    )
    blocks = (Paragraph(merged), Items(ordered=True, items=(Item(merged, inner),)), table)
    return numbered(
        Document(
            key="aftale",
            file_name="aftale",
            title=merged,
            subtitle=merged,
            facts=(Fact("Værdi", merged),),
            edition="V20260319",
            edition_date="2026-03-19",
            author="Region Midtjylland",
            contents=True,
            draft="UDKAST",
            sections=(
                Section("foerste", merged, blocks),
                Section("plan", merged, (Section("under", merged, (), level=2),), appendix=True),
            ),
        )
    )


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize(("municipality", "file_name"), ANNEXES)
def test_a_file_says_the_words_of_the_model(municipality: str, file_name: str, name: str) -> None:
    document = annex(municipality, file_name)
    assert differences(expected_blocks(document), read(document, name)) == []


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("value", VALUES)
def test_a_value_is_only_words_wherever_it_stands(value: str, name: str) -> None:
    document = agreement(value)
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
