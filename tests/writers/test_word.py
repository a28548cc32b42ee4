"""What the DOCX writer promises."""

import re
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
import yaml
from lxml import etree

from aftalegen.document.nodes import (
    Break,
    CrossRef,
    Document,
    Fact,
    Field,
    Item,
    Items,
    PageBreak,
    Paragraph,
    Section,
    Signature,
    Signatures,
    Text,
)
from aftalegen.document.redline import redline
from aftalegen.document.style import Style
from aftalegen.writers.word import document_docx
from aftalegen.writers.word.numbering import APPENDICES
from aftalegen.writers.word.skeleton import FILE
from tests.documents import AMOUNTS as TABLE
from tests.documents import document, paragraph, words
from tools.plain_file import plain_file

HOUSE = Path(__file__).parents[2] / "templates" / "house" / "style.yaml"
CORE = "docProps/core.xml"
HOSTILE = '*x* | <b> #let {{ 7 }} & "«'
NAMES = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
W = f"{{{NAMES['w']}}}"


@cache
def house() -> Style:
    return Style.model_validate(yaml.safe_load(HOUSE.read_text(encoding="utf-8")))


LIST = Items(ordered=True, items=(Item(words("et"), label="a)"), Item(words("to"), label="b)")))


def section(key: str, number: str, *blocks: object, **more: object) -> Section:
    return Section(key, words(key.capitalize()), blocks, number=number, **more)  # type: ignore[arg-type]


def agreement(*sections: Section) -> Document:
    return document(
        *(sections or (section("baggrund", "1", paragraph("Tekst.")),)),
        title=words("Aftale om akutsygepleje"),
        subtitle=words("mellem to parter"),
        facts=(Fact("Kommunen", (Field("Ærø Kommune"),)),),
        edition="Udgave 1.0",
        edition_date="2026-09-01",
        author="Region Syddanmark",
        contents=True,
        draft="",
    )


def part(document: Document, name: str = "word/document.xml") -> etree._Element:
    with ZipFile(BytesIO(document_docx(document, house()))) as archive:
        return etree.fromstring(archive.read(name))


def found(element: etree._Element, path: str) -> list[Any]:
    """What an XPath finds: elements or the values of attributes."""
    return list(element.xpath(path, namespaces=NAMES))  # type: ignore[arg-type]


def said(element: etree._Element) -> str:
    return "".join(t.text or "" for t in element.iter(f"{W}t"))


def with_style(document: Document, style: str) -> list[etree._Element]:
    return found(part(document), f"//w:p[w:pPr/w:pStyle/@w:val='{style}']")


def test_the_same_document_gives_the_same_bytes() -> None:
    assert document_docx(agreement(), house()) == document_docx(agreement(), house())


def test_the_zip_tells_no_time_and_sorts_its_names() -> None:
    with ZipFile(BytesIO(document_docx(agreement(), house()))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist() == sorted(archive.namelist())


@pytest.mark.parametrize("value", [HOSTILE, "  to  blanke ", "ÆØÅ 4.422.000\u00a0kr.", "'\\\"<&>"])
def test_a_value_comes_out_unchanged(value: str) -> None:
    document = agreement(section("a", "1", Paragraph((Field(value),))))
    (written,) = with_style(document, "BodyText")
    assert said(written) == value
    assert found(written, "w:r/w:t/@xml:space") == ["preserve"]


def test_tabs_and_newlines_in_a_value_become_words_own() -> None:
    document = agreement(section("a", "1", Paragraph((Field("a\tb\nc"), Break(), Text("d")))))
    (written,) = with_style(document, "BodyText")
    kinds = [etree.QName(e).localname for e in found(written, "w:r/*")]
    assert kinds == ["t", "tab", "t", "br", "t", "br", "t"]


def test_headings_are_numbered_by_word_and_no_number_is_typed() -> None:
    subsection = section("underdel", "1.1", paragraph("Tekst."), level=2)
    document = agreement(section("del", "1", subsection))
    assert [said(p) for p in with_style(document, "Heading1")] == ["Del"]
    assert [said(p) for p in with_style(document, "Heading2")] == ["Underdel"]
    numbering = part(document, "word/numbering.xml")
    styles = found(numbering, "//w:lvl/w:pStyle/@w:val")
    printed = dict(zip(styles, found(numbering, "//w:lvl[w:pStyle]/w:lvlText/@w:val"), strict=True))
    assert printed == {
        "Heading1": "%1",
        "Heading2": "%1.%3",
        "Point": "%1.%3.%4",
    }


def test_an_appendix_and_its_subsections_have_a_numbering_of_their_own() -> None:
    inner = section("indre", "A.1", level=2)
    document = agreement(section("a", "1"), section("b", "Appendiks A", inner, appendix=True))
    (_first, heading), (below,) = (with_style(document, s) for s in ("Heading1", "Heading2"))
    numbered_by = [found(p, "w:pPr/w:numPr/w:numId/@w:val") for p in (heading, below)]
    assert numbered_by == [[str(APPENDICES)], [str(APPENDICES)]]


def test_a_heading_without_number_has_its_number_taken_away() -> None:
    (heading,) = with_style(agreement(section("a", "")), "Heading1")
    assert found(heading, "w:pPr/w:numPr/w:numId/@w:val") == ["0"]


def test_word_is_told_to_start_where_the_document_does() -> None:
    document = agreement(section("a", "Appendiks B", appendix=True))
    (heading,) = with_style(document, "Heading1")
    (num,) = found(heading, "w:pPr/w:numPr/w:numId/@w:val")
    numbering = part(document, "word/numbering.xml")
    assert found(numbering, f"//w:num[@w:numId='{num}']//w:startOverride/@w:val") == ["2"]


def test_each_ordered_list_begins_with_its_first_letter() -> None:
    document = agreement(section("a", "1", LIST, paragraph("Tekst."), LIST))
    items = with_style(document, "ListNumber")
    nums = [found(item, "w:pPr/w:numPr/w:numId/@w:val")[0] for item in items]
    assert nums[0] == nums[1] != nums[2] == nums[3]
    starts = found(part(document, "word/numbering.xml"), "//w:startOverride/@w:val")
    assert starts == ["1", "1"]


def test_a_reference_is_a_field_with_the_documents_number() -> None:
    reference = Paragraph((Text("Se "), CrossRef("klager", "afsnit 2"), Text(".")))
    document = agreement(section("a", "1", reference), section("klager", "2"))
    (written,) = with_style(document, "BodyText")
    assert said(written) == "Se afsnit 2."
    assert [e.text for e in written.iter(f"{W}instrText")] == [r" REF _Ref_klager \n \h "]
    assert found(part(document), "//w:bookmarkStart[@w:name='_Ref_klager']")


def test_a_reference_to_an_appendix_is_a_link_with_the_documents_words() -> None:
    reference = Paragraph((CrossRef("plan", "appendiks A"),))
    document = agreement(
        section("a", "1", reference), section("plan", "Appendiks A", appendix=True)
    )
    (written,) = with_style(document, "BodyText")
    assert said(written) == "appendiks A"
    assert found(written, "w:hyperlink/@w:anchor") == ["_Ref_plan"]


def test_a_long_key_still_gives_a_bookmark_that_word_takes() -> None:
    keys = ["et-meget-langt-navn-paa-et-afsnit-om-oekonomi-et", "et-meget-langt-navn-paa-et-afsnit"]
    document = agreement(*(section(key, str(n)) for n, key in enumerate(keys, start=1)))
    names = found(part(document), "//w:p[w:pPr/w:pStyle/@w:val='Heading1']/w:bookmarkStart/@w:name")
    assert len(set(names)) == 2
    assert all(re.fullmatch(r"_\w{1,39}", name) for name in names)


def test_a_missing_value_is_marked_as_a_placeholder() -> None:
    document = agreement(section("a", "1", Paragraph((Field("[beløb]", missing=True),))))
    (written,) = with_style(document, "BodyText")
    assert found(written, "w:r/w:rPr/w:rStyle/@w:val") == ["Placeholder"]


@pytest.mark.parametrize("draft", ["", "UDKAST"])
def test_merged_values_look_as_the_text_around_them(draft: str) -> None:
    document = agreement(section("a", "1", Paragraph((Field("Ærø"),))))
    (written,) = with_style(replace(document, draft=draft), "BodyText")
    assert found(written, "w:r/w:rPr/w:rStyle/@w:val") == []


def test_the_draft_mark_stands_on_the_title_page_and_in_the_header() -> None:
    document = replace(agreement(), draft="UDKAST")
    assert [said(p) for p in with_style(document, "Draft")] == ["UDKAST"]
    assert "UDKAST" in said(part(document, "word/header.xml"))
    assert not with_style(agreement(), "Draft")


def test_the_header_row_of_a_table_is_marked() -> None:
    root = part(agreement(section("a", "1", TABLE, paragraph("Efter."))))
    rows = found(root, "//w:tr")
    assert [bool(found(row, "w:trPr/w:tblHeader")) for row in rows] == [True, False]
    assert found(root, "//w:tblPr/w:tblCaption/@w:val") == ["Betaling"]


def test_the_columns_of_a_table_share_the_width_as_they_are_told() -> None:
    root = part(agreement(section("a", "1", TABLE)))
    grid = [int(w) for w in found(root, "//w:gridCol/@w:w")]
    assert grid[0] / sum(grid) == pytest.approx(0.7, abs=0.001)
    assert [int(w) for w in found(root, "//w:tr[1]/w:tc/w:tcPr/w:tcW/@w:w")] == grid


def test_tables_without_a_caption_do_not_grow_together() -> None:
    bare = replace(TABLE, caption=())
    root = part(agreement(section("a", "1", bare, bare)))
    assert not found(root, "//w:tbl[following-sibling::*[1][self::w:tbl or self::w:sectPr]]")


def test_a_signature_says_party_line_and_role_in_this_order() -> None:
    block = Signatures((Signature(words("Ærø Kommune"), (words("Borgmester"), words("Direktør"))),))
    root = part(agreement(section("a", "1", block)))
    written = [
        said(p) for p in found(root, "//w:p[starts-with(w:pPr/w:pStyle/@w:val, 'Signature')]")
    ]
    before, after = ["Underskrift", "Navn"], ["DatoSted"]
    each = ([*before, role, *after] for role in ("Borgmester", "Direktør"))
    assert written == ["Ærø Kommune", *(line for lines in each for line in lines)]


def test_a_page_break_is_a_property_of_the_next_paragraph() -> None:
    document = agreement(section("a", "1", paragraph("før"), PageBreak(), paragraph("efter")))
    before, after = with_style(document, "BodyText")
    assert not found(before, "w:pPr/w:pageBreakBefore")
    assert found(after, "w:pPr/w:pageBreakBefore")


def test_only_the_first_appendix_begins_a_page() -> None:
    appendices = (section(key, f"Appendiks {key.upper()}", appendix=True) for key in "abc")
    document = agreement(section("baggrund", "1", paragraph("Tekst.")), *appendices)

    _section, first, *others = with_style(document, "Heading1")

    assert found(first, "w:pPr/w:pageBreakBefore")
    assert not any(found(other, "w:pPr/w:pageBreakBefore") for other in others)


def test_words_that_announce_a_list_stay_with_it() -> None:
    document = agreement(section("a", "1", paragraph("Parterne:"), LIST, paragraph("Slut.")))
    announcing, last = with_style(document, "BodyText")
    assert found(announcing, "w:pPr/w:keepNext")
    assert not found(last, "w:pPr/w:keepNext")
    assert found(last, "w:pPr/w:spacing/@w:before") == ["120"]


def test_the_contents_show_number_title_and_page_without_asking_to_update() -> None:
    document = agreement(section("baggrund", "1", paragraph("Tekst.")))
    (entry,) = with_style(document, "TOC1")
    assert [t.text for t in entry.iter(f"{W}t")] == ["1", "Baggrund", "3"]
    assert not found(part(document, "word/settings.xml"), "//w:updateFields")


def test_every_field_ends() -> None:
    root = part(agreement(section("a", "1", Paragraph((CrossRef("a", "afsnit 1"),)))))
    kinds = found(root, "//w:fldChar/@w:fldCharType")
    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end") == 3


def test_the_file_says_what_an_archive_asks_for() -> None:
    draft = replace(agreement(), draft="UDKAST")
    said = {etree.QName(e).localname: e.text for e in part(draft, CORE)}
    assert said == {
        "title": "Aftale om akutsygepleje mellem to parter (udkast Udgave 1.0)",
        "subject": "mellem to parter",
        "category": "Aftale om akutsygepleje",
        "keywords": "Kommunen: Ærø Kommune",
        "contentStatus": "Udkast",
        "version": "Udgave 1.0",
        "creator": "Region Syddanmark",
        "lastModifiedBy": "Region Syddanmark",
        "language": "da-DK",
        "created": "2026-09-01T00:00:00Z",
        "modified": "2026-09-01T00:00:00Z",
    }


def test_a_redline_says_since_which_edition_it_tells_changes() -> None:
    (title, *_others) = part(redline(agreement(), replace(agreement(), edition="2.0")), CORE)
    assert title.text == (
        "Aftale om akutsygepleje mellem to parter – ændringer siden Udgave 1.0 (2.0)"
    )


def test_the_language_of_all_text_is_danish() -> None:
    styles = part(agreement(), "word/styles.xml")
    assert found(styles, "w:docDefaults//w:lang/@w:val") == ["da-DK"]


def test_a_paragraph_without_words_stands_only_where_word_wants_one() -> None:
    root = part(agreement(section("a", "1", TABLE, LIST, TABLE, paragraph("Efter."), TABLE)))
    (last,) = found(root, "//w:body/w:p[not(.//w:t) and not(.//w:fldChar)]")
    assert found(last, "following-sibling::*[1][self::w:sectPr]")


@pytest.mark.parametrize(
    ("first", "is_heading"),
    [(("Styregruppen", "Rådet"), "1"), (("Ja", "Ja"), "0"), (("Styregruppen", ""), "0")],
)
def test_the_first_column_of_a_table_is_its_heading_where_it_tells_the_rows_apart(
    first: tuple[str, ...], is_heading: str
) -> None:
    rows = tuple(replace(TABLE.rows[0], cells=(words(w), words("Tre"))) for w in first)
    root = part(agreement(section("a", "1", replace(TABLE, rows=rows), paragraph("Efter."))))
    assert found(root, "//w:tblLook/@w:firstColumn") == [is_heading]


def test_a_table_is_named_once() -> None:
    root = part(agreement(section("a", "1", TABLE)))
    assert not found(root, "//w:tblDescription")


def test_our_own_word_file_is_the_package_that_python_docx_makes_of_our_style() -> None:
    assert FILE.read_bytes() == plain_file()
