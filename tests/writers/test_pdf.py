"""The PDF writer: what it promises about words, bytes, tags and faults."""

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pikepdf
import pytest
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTTextContainer

from aftalegen.document.nodes import (
    Block,
    Break,
    CrossRef,
    Document,
    Fact,
    Field,
    Item,
    Items,
    PageBreak,
    Paragraph,
    Row,
    Section,
    Signature,
    Signatures,
    Table,
    Text,
)
from aftalegen.document.style import Colours, Fonts, Margins, Sizes, Style
from aftalegen.words import language
from aftalegen.words.faults import InputError, OutputError
from aftalegen.writers.pdf import document_pdf
from tests.documents import words
from tests.reading_back import marked_words

STYLE = Style(
    fonts=Fonts(word="Calibri", pdf="Carlito"),
    sizes=Sizes(body=11, table=10, small=9, title=26, subtitle=14, section=15, subsection=12),
    colours=Colours(
        text="1A1A1A",
        heading="123B4F",
        muted="5A646B",
        rule="9AA7AE",
        table_header="E6ECEF",
        placeholder="FFF1C2",
        placeholder_text="6B4E00",
    ),
    margins=Margins(top=28, bottom=26, left=28, right=26),
)


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language, "_translation", None)
    language.use_language("en")


def document(*blocks: Block, contents: bool = False, draft: str = "") -> Document:
    return Document(
        key="agreement",
        file_name="aftale",
        title=(Text("Aftale om "), Field("knogler")),
        subtitle=words("mellem to parter"),
        facts=(Fact("Udgave", words("V20260319")),),
        edition="V20260319",
        edition_date="2026-03-19",
        author="Region Midt",
        contents=contents,
        draft=draft,
        sections=(Section("first", words("Formål"), blocks, number="1"),),
    )


TABLE = Table(
    caption=words("Budget"),
    align=("left", "right"),
    widths=(60, 40),
    header=Row((words("Post"), words("Beløb"))),
    rows=(Row((words("Løn"), (Field("5.500.000 kr."),))),),
)


# --- words -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value",
    [
        '*x* | <b> #let {{ 7 }} & "« \\ \\" $a$ _u_ `k` @z [n] // c /* d */ ~ -- ... \'',
        "  to  mellemrum   foran og i",
        "\\u{41} \\n %(values)s %s {0}",
        "#" * 300 + " " + "ord  med to mellemrum " * 20 + "slut",
        "knogleskørhed " * 30 + "slut",
        "½ € → ≥ ő Ж Ω ☐ ✓ é",
    ],
)
def test_a_value_comes_out_unchanged(value: str) -> None:
    page = blocks(document_pdf(document(Paragraph((Text("<"), Field(value), Text(">")))), STYLE))

    assert f"<{value}>" in page


@pytest.mark.parametrize("new_line", ["\n", "\r\n", "\r", "\u2028", "\t"])
def test_a_new_line_or_tab_in_a_value_keeps_its_words_apart(new_line: str) -> None:
    page = blocks(document_pdf(document(Paragraph((Field(f"Vej 1{new_line}Aarhus"),))), STYLE))

    assert "Vej 1 Aarhus" in page


def test_every_node_is_printed_in_order() -> None:
    inner = Items(False, (Item(words("indeni"), label="–"),))
    rich = document(
        Paragraph((Text("fed", strong=True), Break(), CrossRef("second", "afsnit 1.1"))),
        Items(True, (Item(words("et"), inner, "a)"), Item(words("to"), label="b)"))),
        TABLE,
        Section("second", words("Under"), (Paragraph(words("dybt")),), level=2, number="1.1"),
        PageBreak(),
        Signatures((Signature((Field("Fonden"),), (words("Formand"),)),)),
        contents=True,
        draft="UDKAST",
    )

    text = " ".join(" ".join(blocks(document_pdf(rich, STYLE))).split())

    assert text == (
        "Region Midt UDKAST Aftale om knogler mellem to parter Udgave V20260319 Indhold 1 Formål "
        "fed afsnit 1.1 a) et – indeni b) to Budget Post Beløb Løn 5.500.000 kr. 1.1 Under dybt "
        "Fonden Underskrift Navn Formand Dato Sted"
    )


def test_an_empty_paragraph_and_an_empty_cell_are_no_fault() -> None:
    empty = replace(TABLE, caption=(), rows=(Row(((), words(""))),))

    assert document_pdf(document(Paragraph(()), empty), STYLE).startswith(b"%PDF")


def test_a_table_cell_longer_than_a_page_loses_nothing() -> None:
    tale = " ".join(f"ord{n}" for n in range(3000))
    table = replace(TABLE, widths=(90, 10), rows=(Row((words("Løn"), words(tale))),))

    pdf = document_pdf(document(table), STYLE)

    assert tale in blocks(pdf)
    assert len(pikepdf.open(io.BytesIO(pdf)).pages) > 30


# --- bytes and properties ----------------------------------------------------------------------


def test_the_same_document_gives_the_same_bytes() -> None:
    one = document(Paragraph(words("tekst")), contents=True)
    other = replace(one, title=words("Anden aftale"))

    first = document_pdf(one, STYLE)
    document_pdf(other, STYLE)

    assert document_pdf(one, STYLE) == first


def test_no_stream_ends_so_that_its_length_can_be_doubted() -> None:
    # About one stream in 256 ends so; which one depends on the house style.
    for n in range(190, 2000):
        text = "knogler og led "[n % 9 :] * (n % 31) + str(n**5)
        pdf = document_pdf(document(Paragraph(words(text))), STYLE)
        assert b"\r\nendstream" not in pdf
        if b"\r\rendstream" in pdf:
            return
    raise AssertionError("no stream ended with CR")


def page_texts(pdf: bytes) -> list[str]:
    return [
        "".join(box.get_text() for box in page if isinstance(box, LTTextContainer))
        for page in extract_pages(io.BytesIO(pdf))
    ]


def test_words_that_announce_a_list_stay_with_it() -> None:
    items = Items(ordered=False, items=(Item(words("drift"), label="•"),))
    parted = []
    for before in range(26, 46):
        filling = [Paragraph(words("Linje.")) for _ in range(before)]
        blocks = (*filling, Paragraph(words("Kommunen sørger for:")), items)
        (page,) = (t for t in page_texts(document_pdf(document(*blocks), STYLE)) if "sørger" in t)
        parted += [before] * ("drift" not in page)

    assert parted == []


def test_appendices_follow_each_other_after_the_first() -> None:
    appendices = [
        Section(key, words(f"Emne {key}"), (), appendix=True, number=f"Appendiks {key.upper()}")
        for key in "abc"
    ]
    plan = replace(document(), sections=(*document().sections, *appendices))

    pages = page_texts(document_pdf(plan, STYLE))

    assert [sum(f"Appendiks {n}" in page for n in "ABC") for page in pages] == [0, 0, 3]


def test_the_file_says_what_an_archive_asks_for() -> None:
    with pikepdf.open(io.BytesIO(document_pdf(document(), STYLE))) as pdf:
        assert str(pdf.docinfo["/Title"]) == "Aftale om knogler mellem to parter (V20260319)"
        assert str(pdf.docinfo["/Subject"]) == "mellem to parter"
        assert str(pdf.docinfo["/Keywords"]) == "Udgave: V20260319"
        assert str(pdf.docinfo["/Author"]) == "Region Midt"
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20260319000000")
        assert str(pdf.Root.Lang) == "da-DK"


def test_header_cells_are_tagged_as_header_cells_and_so_are_those_that_name_their_row() -> None:
    tags = [(role, text) for role, text in tagged(document_pdf(document(TABLE), STYLE)) if text]

    assert [text for role, text in tags if role == "TH"] == ["Post", "Beløb", "Løn"]
    assert [text for role, text in tags if role == "TD"] == ["5.500.000 kr."]


def test_a_caption_stands_in_its_table() -> None:
    with pikepdf.open(io.BytesIO(document_pdf(document(TABLE), STYLE))) as pdf:
        (table,) = (one for one in pdf.objects if _tag(one) == "/Table")
        assert [str(part.S) for part in table.K] == ["/Caption", "/THead", "/TBody"]


def test_what_stands_before_the_items_of_a_list_is_told() -> None:
    def listed(ordered: bool, below: Items | None = None) -> Items:
        return Items(ordered, (Item(words("en"), below, label="a)" if ordered else "•"),))

    pdf = document_pdf(document(listed(True, listed(True)), listed(False, listed(False))), STYLE)
    with pikepdf.open(io.BytesIO(pdf)) as file:
        lists = [one for one in file.objects if _tag(one) == "/L"]
        kinds = {str(one.A[0].ListNumbering) for one in lists}
    assert kinds == {"/LowerAlpha", "/LowerRoman", "/Disc", "/None"}


def _tag(one: Any) -> str:
    return str(one.get("/S", "")) if isinstance(one, pikepdf.Dictionary) else ""


def test_a_link_says_where_it_leads() -> None:
    reference = Paragraph((CrossRef("first", "afsnit\u00a01"),))
    with pikepdf.open(io.BytesIO(document_pdf(document(reference), STYLE))) as pdf:
        links = [link for page in pdf.pages for link in page.get("/Annots", pikepdf.Array())]
        assert {str(link.Contents) for link in links} == {"Gå til Formål, afsnit 1"}


def test_sections_are_bookmarks_with_their_numbers() -> None:
    appendix = Section("budget", words("Budget"), (), appendix=True, number="Appendiks A")
    plan = replace(document(), sections=(*document().sections, appendix))

    with (
        pikepdf.open(io.BytesIO(document_pdf(plan, STYLE))) as pdf,
        pdf.open_outline() as outline,
    ):
        assert [entry.title for entry in outline.root] == ["1 Formål", "Appendiks A Budget"]


# --- faults ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("char", "name"), [("\u0e01", "U+0E01"), ("😀", "U+1F600"), ("\x07", "U+0007")]
)
def test_a_missing_glyph_is_an_error_that_names_it(char: str, name: str) -> None:
    with pytest.raises(InputError) as caught:
        document_pdf(document(Paragraph((Field(f"a{char}b"),))), STYLE)

    assert caught.value.rule == "glyph-missing"
    assert name in caught.value.message
    assert "aftale" in caught.value.message


def test_a_font_that_is_not_there_is_an_error() -> None:
    style = STYLE.model_copy(update={"fonts": Fonts(word="Calibri", pdf="Carlitto")})

    with pytest.raises(InputError) as caught:
        document_pdf(document(), style)

    assert caught.value.rule == "font-missing"
    assert "Carlito" in (caught.value.hint or "")


def test_a_reference_to_nothing_is_an_error() -> None:
    with pytest.raises(OutputError) as caught:
        document_pdf(document(Paragraph((CrossRef("nowhere", "afsnit 9"),))), STYLE)

    assert caught.value.rule == "pdf-failed"
    assert "nowhere" in caught.value.message


# --- reading a tagged PDF back -----------------------------------------------------------------


def tagged(pdf: bytes) -> Iterator[tuple[str, str]]:
    """(tag, text) of each block in the structure tree but the contents, in reading order."""
    pages = marked_words(pdf)

    def text(node: Any, page: Any) -> str:
        if isinstance(node, int):
            return pages[page].get(node, "")
        if isinstance(node, pikepdf.Array):
            return "".join(text(part, page) for part in node)
        if node.get("/Pg") is not None:
            page = node.Pg.objgen[0]
        if "/MCID" in node:
            return text(int(node.MCID), page)
        return text(node.K, page) if "/K" in node else ""

    def walk(node: Any, page: Any, tag: str) -> Iterator[tuple[str, str]]:
        if isinstance(node, pikepdf.Array):
            for part in node:
                yield from walk(part, page, tag)
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            page = node.Pg.objgen[0] if "/Pg" in node else page
            tag = str(node.S)[1:]
            if tag in ("Document", "Table", "THead", "TBody", "TR", "L", "LI", "LBody", "Div"):
                yield from walk(node.K, page, tag)
            elif tag != "TOC":
                yield tag, text(node, page)
        else:
            yield tag, text(node, page)

    with pikepdf.open(io.BytesIO(pdf)) as file:
        yield from walk(file.Root.StructTreeRoot.K, None, "")


def blocks(pdf: bytes) -> list[str]:
    return [text for _tag, text in tagged(pdf)]
