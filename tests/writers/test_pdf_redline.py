"""Changes in PDF: its tags tell what is new and what is gone, and so do its lines."""

import json
from dataclasses import replace

from aftalegen.document.nodes import Document, Paragraph, Text
from aftalegen.document.redline import redline
from aftalegen.document.style import PLAIN
from aftalegen.writers.pdf import document_pdf
from aftalegen.writers.pdf.values import document_values
from tests.document.test_redline import in_a_section
from tests.documents import agreement as agreed
from tests.documents import items, section
from tests.reading_back import Said, differences, expected_blocks, pdf_blocks

HOW_TO_READ = "Sådan læses ændringerne"


def test_what_is_struck_through_is_gone_and_what_is_underlined_is_new() -> None:
    old = agreement("Regionen betaler hvert kvartal.", "100 kr.")
    new = agreement("Regionen betaler hver måned.", "150 kr.", ("rygestop", "75 kr."))
    pdf = document_pdf(redline(old, new), PLAIN)

    assert differences(expected_blocks(new), said(pdf, "LineThrough")) == []
    assert differences(expected_blocks(old), said(pdf, "Underline")) == []


def said(pdf: bytes, without: str) -> list[Said]:
    return [one for one in pdf_blocks(pdf, without) if not one.words.startswith(HOW_TO_READ)]


def test_the_title_page_says_how_changes_are_read_only_where_there_are_some() -> None:
    old, new = agreement("før", "1 kr."), agreement("nu", "1 kr.")

    for marked, told in ((redline(old, new), True), (redline(old, old), False)):
        words = [one.words for one in pdf_blocks(document_pdf(marked, PLAIN))]
        assert any(line.startswith(HOW_TO_READ) for line in words) is told


def test_a_section_that_moved_and_references_to_it_can_be_printed() -> None:
    old = agreed(section("a", items("x", "y")), section("b"), section("c"))
    new = agreed(section("c"), section("a", items("x")), section("b"))

    assert document_pdf(redline(old, new), PLAIN).startswith(b"%PDF")


def test_an_agreement_without_changes_has_nothing_of_a_redline_in_its_values() -> None:
    values = json.dumps(document_values(agreement("nu", "1 kr.")))

    assert not {'"change"', '"bar"', '"marks"', '"gone"'} & set(values.split(": "))
    assert "change" not in values and '"bar"' not in values


def agreement(sentence: str, amount: str, *rows: tuple[str, str]) -> Document:
    body = in_a_section(("træning", amount), *rows)
    (only,) = body.sections
    paragraph = Paragraph((Text(sentence),))
    return replace(body, sections=(replace(only, blocks=(paragraph, *only.blocks)),))
