"""What a page has besides the text, alike in Word and PDF: its header, and what is on the first."""

import io
from dataclasses import replace
from zipfile import ZipFile

from lxml import etree
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTTextContainer

from aftalegen.document.redline import redline
from aftalegen.document.style import PLAIN
from aftalegen.writers.pdf import document_pdf
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
