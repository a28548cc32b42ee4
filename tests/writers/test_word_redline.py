"""Tracked changes in Word: rejecting them gives the old agreement, accepting the new one."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given

from aftalegen.document.nodes import Document, Revision
from aftalegen.document.numbering import numbered
from aftalegen.document.redline import redline
from aftalegen.document.style import PLAIN
from aftalegen.writers.word import document_docx
from tests.document.test_redline import in_a_section
from tests.documents import agreement as agreed
from tests.documents import paragraph, section
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


@pytest.mark.parametrize("keys", [("b", "a"), ("b", "c", "a"), ("c",)])
def test_sections_that_moved_came_or_went_are_counted_right(keys: tuple[str, ...]) -> None:
    old, new = agreement("a", "b"), agreement(*keys)
    docx = document_docx(redline(old, new), PLAIN)

    assert headings(resolved(docx, "accept")) == [f"{n} {key}" for n, key in enumerate(keys, 1)]
    assert headings(resolved(docx, "reject")) == ["1 a", "2 b"]


@pytest.mark.parametrize("came", [True, False])
def test_before_a_heading_that_vanishes_with_a_table_stands_a_paragraph_without_a_number(
    came: bool,
) -> None:
    """LibreOffice keeps the first paragraph before a table that vanishes, and would count it."""
    (tabled,) = in_a_section(("a", "b")).sections
    whole = numbered(replace(agreement("x"), sections=(*agreement("x").sections, tabled)))
    pair = (agreement("x"), whole) if came else (whole, agreement("x"))
    docx = document_docx(redline(*pair), PLAIN)

    marked = [mark.getparent() for mark in changes(docx)]
    ends = [rpr.getparent() for rpr in marked if rpr is not None and rpr.tag == f"{_W}rPr"]
    styles = [end[0].get(f"{_W}val") for end in ends if end is not None]
    body = [style for style in styles if style != "TOC1"]
    assert body[:2] == ["Thin", "Heading1"]


def headings(docx: bytes) -> list[str]:
    return [said.words for said in docx_blocks(docx) if said.kind == "heading 1"][1:]


def agreement(*keys: str) -> Document:
    return agreed(*(section(key, paragraph(f"Teksten i {key}.")) for key in keys))
