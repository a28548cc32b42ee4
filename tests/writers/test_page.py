"""What a page has besides the text, alike in Word and PDF: its header, and what is on the first."""

import io
from dataclasses import replace
from zipfile import ZipFile

from lxml import etree
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTTextContainer

from aftalegen.document.nodes import Fact, Field, Paragraph, Signature, Signatures
from aftalegen.document.open_points import open_points
from aftalegen.document.redline import redline
from aftalegen.document.style import PLAIN
from aftalegen.writers.pdf import document_pdf
from aftalegen.writers.pdf.values import document_values
from aftalegen.writers.word import document_docx
from tests.documents import agreement, paragraph, section, words

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
WHOSE = "Ærø Kommune · Akutsygepleje"
NOW = agreement(section("a", paragraph("Nu.")), header=words(WHOSE), draft="UDKAST")
BEFORE = replace(
    agreement(section("a", paragraph("Før.")), header=words(WHOSE), draft="UDKAST"),
    edition="V20260224",
)


def test_each_page_but_the_first_says_whose_agreement_it_is_and_of_which_edition() -> None:
    first, second, *_others = pages(document_pdf(NOW, PLAIN))
    header = "".join(part(document_docx(NOW, PLAIN), "word/header.xml").itertext())

    assert WHOSE not in first
    assert second.startswith(WHOSE)
    assert "UDKAST" in second
    assert header == f"{WHOSE}UDKAST · V20260319"


def test_each_page_of_a_redline_says_between_which_editions() -> None:
    marked = redline(BEFORE, NOW)
    header = part(document_docx(marked, PLAIN), "word/header.xml")

    assert all("V20260224 → V20260319" in page for page in pages(document_pdf(marked, PLAIN))[1:])
    assert said(header, "del") == "V20260224"
    assert said(header, "ins") == "V20260319"


def test_each_page_of_a_redline_says_how_it_is_read_and_no_other_does() -> None:
    key = "nye ord er understreget"

    assert all(key in page for page in pages(document_pdf(redline(BEFORE, NOW), PLAIN)))
    assert not any(key in page for page in pages(document_pdf(NOW, PLAIN)))


def test_only_words_within_a_paragraph_are_lined_and_whole_blocks_have_a_ground() -> None:
    old = agreement(section("a", paragraph("Kommunen betaler.")))
    new = agreement(section("a", paragraph("Regionen betaler."), paragraph("Helt nyt afsnit.")))
    (part,) = document_values(redline(old, new))["blocks"]
    words_changed, added = part["blocks"]

    assert "whole" not in words_changed
    assert added["whole"]
    assert [inline["whole"] for inline in added["inlines"]] == [True]


def test_a_redline_of_texts_of_one_edition_says_since_which() -> None:
    marked = redline(replace(BEFORE, edition=NOW.edition), NOW)

    assert "Ændringer siden V20260319" in pages(document_pdf(marked, PLAIN))[1]


def test_the_first_page_has_a_header_and_a_footer_in_which_nothing_is_said() -> None:
    docx = document_docx(NOW, PLAIN)
    (setup,) = part(docx, "word/document.xml").iter(f"{W}sectPr")
    relations = {
        one.get("Id"): one.get("Target") for one in part(docx, "word/_rels/document.xml.rels")
    }
    first = [one for one in setup if one.get(f"{W}type") == "first"]

    assert setup.find(f"{W}titlePg") is not None
    assert [one.tag for one in first] == [f"{W}headerReference", f"{W}footerReference"]
    for one in first:
        blank = part(docx, f"word/{relations[one.get(R)]}")
        assert [child.tag for child in blank] == [f"{W}p"]
        assert "".join(blank.itertext()) == ""


FACTS = (
    Fact("Regionen", words("Region Midtjylland\nCVR-nr. 29190925"), place="party"),
    Fact("Kommunen", words("Ærø Kommune\nCVR-nr. 28856075"), place="party"),
    Fact("Sagsnummer", (Field("[sagsnummer afventer]", missing=True),)),
    Fact("Bilag", words("1h til sag 4"), place="foot"),
)
TITLED = agreement(
    section("a", paragraph("Nu.")), facts=FACTS, title=words("Aftale om akutsygepleje")
)


def test_the_parties_stand_beside_each_other_and_the_annex_at_the_foot() -> None:
    said = ("CVR-nr. 29190925", "CVR-nr. 28856075", "1h til sag 4")
    region, municipality, foot = places_of(document_pdf(TITLED, PLAIN), said)

    assert region[1] == municipality[1]
    assert municipality[0] > region[0] + 150
    assert foot[1] < (PLAIN.margins.bottom + 6) * 72 / 25.4


def test_signatures_stand_in_columns_that_no_page_parts() -> None:
    parties = tuple(Signature(words(one), (words(f"{one}s formand"),)) for one in ("A", "B"))
    for lines in range(30, 40):
        blocks = (*(paragraph("Linje.") for _ in range(lines)), Signatures(parties))
        pdf = pages(document_pdf(agreement(section("a", *blocks)), PLAIN))
        assert sum("As formand" in page and "Bs formand" in page for page in pdf) == 1
    (table,) = part(
        document_docx(agreement(section("a", *blocks)), PLAIN), "word/document.xml"
    ).iter(f"{W}tbl")
    (row,) = table.iter(f"{W}tr")
    assert row.find(f"{W}trPr/{W}cantSplit") is not None
    assert len(row.findall(f"{W}tc")) == 2


def test_what_is_missing_is_counted_once_and_not_where_a_redline_takes_it_out() -> None:
    twice = agreement(
        section("a", paragraph("x")), section("b", Paragraph(FACTS[2].value)), facts=FACTS
    )
    gone = redline(twice, agreement(section("a", paragraph("x"))))

    assert [(one.what, one.sections) for one in open_points(twice)] == [("sagsnummer", ("b",))]
    assert open_points(gone) == ()


def places_of(pdf: bytes, texts: tuple[str, ...]) -> list[tuple[float, float]]:
    """Where lines that begin with these texts stand on the first page: from the left and below."""
    first = next(iter(extract_pages(io.BytesIO(pdf))))
    lines = [line for box in first if isinstance(box, LTTextContainer) for line in box]
    found = []
    for text in texts:
        (line,) = [one for one in lines if text in one.get_text()]  # type: ignore[attr-defined]
        found.append((line.x0, line.y0))
    return found


def part(docx: bytes, name: str) -> etree._Element:
    with ZipFile(io.BytesIO(docx)) as archive:
        return etree.fromstring(archive.read(name))


def said(root: etree._Element, change: str) -> str:
    return "".join(text for mark in root.iter(f"{W}{change}") for text in mark.itertext())


def pages(pdf: bytes) -> list[str]:
    return [
        "".join(box.get_text() for box in page if isinstance(box, LTTextContainer))
        for page in extract_pages(io.BytesIO(pdf))
    ]
