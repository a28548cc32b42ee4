"""Tracked changes in Word: rejecting them gives the old agreement, accepting the new one."""

from collections import Counter
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given
from lxml import etree

from aftalegen.document.nodes import CrossRef, Document, Fact, Paragraph, Revision, Table
from aftalegen.document.numbering import numbered
from aftalegen.document.redline import redline
from aftalegen.document.style import PLAIN
from aftalegen.writers.word import document_docx
from tests.document.test_redline import in_a_section
from tests.documents import agreement as agreed
from tests.documents import paragraph, section, words
from tests.generated import edits, whole_documents
from tests.reading_back import differences, docx_blocks, expected_blocks
from tests.tracked import changes, resolved

pytestmark = pytest.mark.slow

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@whole_documents
@given(edits())
def test_accepting_in_word_gives_the_new_agreement_and_rejecting_the_old(
    pair: tuple[Document, Document],
) -> None:
    old, new = pair
    docx = document_docx(redline(old, new), PLAIN)

    assert differences(expected_blocks(new), docx_blocks(resolved(docx, "accept"))) == []
    assert differences(expected_blocks(old), docx_blocks(resolved(docx, "reject"))) == []


@whole_documents
@given(edits())
def test_every_change_has_a_number_of_its_own(pair: tuple[Document, Document]) -> None:
    docx = document_docx(redline(*pair), PLAIN)

    numbers = Counter(mark.get(f"{_W}id") for mark in changes(docx))
    assert not [number for number, count in numbers.items() if count > 1]


def test_a_change_bears_the_author_and_day_of_its_revision() -> None:
    old, new = agreement("parter"), agreement("parter", "klager")
    docx = document_docx(redline(old, new), PLAIN, Revision("Regionsrådet", "2026-03-18"))

    assert {(m.get(f"{_W}author"), m.get(f"{_W}date")) for m in changes(docx)} == {
        ("Regionsrådet", "2026-03-18T00:00:00Z")
    }


def test_without_a_revision_the_change_is_the_agreements_own() -> None:
    docx = document_docx(redline(agreement("a"), agreement("a", "b")), PLAIN)

    assert {mark.get(f"{_W}author") for mark in changes(docx)} == {"Region Midtjylland"}


def test_an_agreement_without_changes_has_no_marks() -> None:
    assert list(changes(document_docx(redline(agreement("a"), agreement("a")), PLAIN))) == []


def test_a_fact_of_another_label_leaves_no_empty_column_on_the_title_page() -> None:
    edition = Fact("Udgave", words("V1"), place="edition")
    old, new = (
        replace(agreement("a"), facts=(Fact(label, words("Udkast"), place="edition"), edition))
        for label in ("Status pr. 1. februar 2026", "Status pr. 1. marts 2026")
    )
    docx = document_docx(redline(old, new), PLAIN)

    assert len([*body_of(docx).iter(f"{_W}tc")]) == 2


@pytest.mark.parametrize("keys", [("b", "a"), ("b", "c", "a"), ("c",)])
def test_sections_that_moved_came_or_went_are_counted_right(keys: tuple[str, ...]) -> None:
    old, new = agreement("a", "b"), agreement(*keys)
    docx = document_docx(redline(old, new), PLAIN)

    assert headings(resolved(docx, "accept")) == [f"{n} {key}" for n, key in enumerate(keys, 1)]
    assert headings(resolved(docx, "reject")) == ["1 a", "2 b"]


@pytest.mark.parametrize("came", [True, False])
@pytest.mark.parametrize("captioned", [True, False])
def test_nothing_is_left_of_a_section_with_a_table_that_vanishes(
    came: bool, captioned: bool
) -> None:
    pair = with_and_without_a_table(captioned)
    docx = document_docx(redline(*(pair[::-1] if came else pair)), PLAIN)

    for decision, document in (("accept", pair[0 if came else 1]), ("reject", pair[came])):
        assert blocks_in(resolved(docx, decision)) == blocks_in(document_docx(document, PLAIN))


def test_a_heading_that_vanishes_with_a_table_was_no_heading_before() -> None:
    """LibreOffice leaves the first paragraph before a table that vanishes, and would count it."""
    with_table, without = with_and_without_a_table(captioned=True)
    body = body_of(document_docx(redline(without, with_table), PLAIN))

    was = [change[0][0].get(f"{_W}val") for change in body.iter(f"{_W}pPrChange")]
    assert was == ["Thin"]


def test_between_a_heading_that_is_gone_and_its_table_stands_what_is_left_neither_way() -> None:
    """LibreOffice leaves the last paragraph before a table that is gone, and would count it."""
    docx = document_docx(redline(*with_and_without_a_table(captioned=False)), PLAIN)

    (table,) = body_of(docx).iter(f"{_W}tbl")
    before = table.getprevious()
    assert before is not None
    marks = [mark.tag for mark in before.iterfind(f"{_W}pPr/{_W}rPr/*")]
    assert marks == [f"{_W}ins", f"{_W}del"]


def test_a_reference_that_is_gone_goes_on_saying_its_number() -> None:
    referring = agreed(section("a", Paragraph((CrossRef("b"),))), section("b", paragraph("B.")))
    old, new = (
        numbered(replace(referring, sections=sections))
        for sections in (referring.sections, (section("ny", paragraph("Ny.")), *referring.sections))
    )
    body = body_of(document_docx(redline(old, new), PLAIN))

    (gone,) = [run for mark in body.iter(f"{_W}del") for run in mark.iter(f"{_W}fldChar")][:1]
    assert gone.get(f"{_W}fldLock") == "true"
    there = [mark for mark in body.iter(f"{_W}fldChar") if mark.get(f"{_W}fldLock") is None]
    assert there


def test_a_draft_mark_that_went_is_tracked_on_the_title_page_and_in_the_header() -> None:
    draft, final = (replace(agreement("a"), draft=mark, edition=mark) for mark in ("UDKAST", "-"))
    final = replace(final, draft="")
    with ZipFile(BytesIO(document_docx(redline(draft, final), PLAIN))) as archive:
        for name in ("word/document.xml", "word/header.xml"):
            root = etree.fromstring(archive.read(name))
            assert "UDKAST" in [text.text for text in root.iter(f"{_W}delText")]


def with_and_without_a_table(captioned: bool) -> tuple[Document, Document]:
    (tabled,) = in_a_section(("a", "b")).sections
    if not captioned:
        bare = (b for b in tabled.blocks if isinstance(b, Table))
        tabled = replace(tabled, blocks=tuple(replace(b, caption=()) for b in bare))
    sections = agreement("x", "y").sections
    return (
        numbered(replace(agreement("x"), sections=(sections[0], tabled, sections[1]))),
        agreement("x", "y"),
    )


def body_of(docx: bytes) -> etree._Element:
    with ZipFile(BytesIO(docx)) as archive:
        return etree.fromstring(archive.read("word/document.xml"))[0]


def blocks_in(docx: bytes) -> list[str]:
    """What kind each block of a body is of, with its style."""
    return [
        style.get(f"{_W}val", "") if (style := block.find(f".//{_W}pStyle")) is not None else ""
        for block in body_of(docx)
    ]


def headings(docx: bytes) -> list[str]:
    return [said.words for said in docx_blocks(docx) if said.kind == "heading 1"][1:]


def agreement(*keys: str) -> Document:
    return agreed(*(section(key, paragraph(f"Teksten i {key}.")) for key in keys))
