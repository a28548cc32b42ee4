"""HTML: one page that is read alike on screen, on paper and by a screen reader."""

import re
from dataclasses import replace
from html import escape

import pytest
from lxml import etree

from aftalegen.document.nodes import (
    Block,
    CrossRef,
    Document,
    Field,
    Item,
    Items,
    Paragraph,
    Row,
    Section,
    Signature,
    Signatures,
    Table,
    Text,
)
from aftalegen.document.numbering import numbered
from aftalegen.document.style import Colours, Style
from aftalegen.records.project import Project
from aftalegen.words.place import Source
from aftalegen.writers.web import document_body, document_html
from aftalegen.writers.web.looks import NIGHT, contrast, dark
from aftalegen.writers.web.markup import element, joined, line
from tests.conftest import ROOT, SmallProject
from tests.documents import annex, saying, words
from tests.writers.test_style import png

STYLE: Style = Project(ROOT).style


def document(*blocks: Block) -> Document:
    """A document of one section, "Penge"."""
    return numbered(replace(saying("x"), sections=(Section("penge", words("Penge"), blocks),)))


def page(document: Document) -> str:
    return document_html(document, STYLE).decode()


def main(*blocks: Block) -> str:
    """The section's blocks as HTML, on one line."""
    section = page(document(*blocks)).split("</h2>\n")[2].split("</section>")[0]
    return section.replace("\n", "")


def written(*blocks: Block) -> str:
    """The section's blocks as the preview shows them to those who write, on one line."""
    section = document_body(document(*blocks), STYLE).split("</h2>\n")[2].split("</section>")[0]
    return section.replace("\n", "")


def tree(document: Document) -> etree._Element:
    return etree.HTML(page(document))


# --- one page for all ---


def test_the_page_says_its_language_its_title_and_its_landmarks() -> None:
    html = tree(annex("norddjurs", "Horisontal samarbejdsaftale"))

    assert html.get("lang") == "da-DK"
    assert html.findtext("head/title") == (
        "Horisontal samarbejdsaftale for patientrettet forebyggelse"
        " mellem Region Midtjylland og Norddjurs Kommune (udkast V20260319)"
    )
    landmarks = ("header", "nav", "main")
    assert [e.tag for e in html.iter() if e.tag in landmarks] == list(landmarks)
    assert len(html.findall(".//h1")) == 1


def test_every_line_of_the_contents_leads_to_its_section() -> None:
    html = tree(annex("norddjurs", "Horisontal samarbejdsaftale"))
    sections = {e.get("id") for e in html.iter("section")}
    links = [a.get("href", "") for a in html.iter("a")]

    assert links[0] == "#parter-og-baggrund"
    assert {link.removeprefix("#") for link in links} <= sections


def test_no_anchor_is_used_twice() -> None:
    html = tree(annex("norddjurs", "Horisontal samarbejdsaftale"))
    anchors = [e.get("id") for e in html.iter() if e.get("id")]

    assert len(anchors) == len(set(anchors))


def test_a_table_says_what_its_columns_are() -> None:
    table = Table(
        words("Beløb"), ("left", "right"), (60, 40),
        Row((words("Hvad"), words("Kr."))), (Row((words("Løn"), words("5"))),),
    )  # fmt: skip

    assert main(table) == (
        '<div class="table"><table><caption>Beløb</caption>'
        '<colgroup><col style="width:60%"><col style="width:40%"></colgroup>'
        '<thead><tr><th scope="col">Hvad</th><th scope="col" class="right">Kr.</th></tr></thead>'
        '<tbody><tr><td>Løn</td><td class="right">5</td></tr></tbody></table></div>'
    )


def test_the_page_asks_nothing_of_the_net_and_runs_no_script() -> None:
    html = page(annex("norddjurs", "Horisontal samarbejdsaftale"))

    assert "default-src 'none'; style-src 'unsafe-inline'; img-src data:" in html
    assert not re.search(r"<script|<link|https?://|\burl\(|@import", html)


def test_the_logo_is_in_the_page_with_its_words(small_project: SmallProject) -> None:
    path = small_project.folder / "logo.png"
    path.write_bytes(png(300, 100))
    style = STYLE.model_copy(update={"logo": str(path), "logo_text": "Region & Midt"})
    html = document_html(document(), style).decode()

    assert '<img class="logo" src="data:image/png;base64,iVBOR' in html
    assert 'alt="Region &amp; Midt" style="width:48.0mm;height:16.0mm"' in html


def test_a_fonts_name_stays_a_name() -> None:
    fonts = STYLE.fonts.model_copy(update={"word": '</style>"; x'})
    html = document_html(document(), STYLE.model_copy(update={"fonts": fonts})).decode()

    assert '--fonts: "\\3c \\2f style\\3e \\22 \\3b  x", "Carlito", sans-serif' in html


# --- where it was written ---


def test_a_value_says_where_it_was_written_to_those_who_write() -> None:
    source = Source("data/a.yaml", 14, 3, "budget.fixed_annual")
    paragraph = Paragraph((Field("5 kr.", source=source),))

    assert main(paragraph) == '<p><span class="field">5 kr.</span></p>'
    assert written(paragraph) == (
        '<p><span class="field" data-source="data/a.yaml:14"'
        ' title="data/a.yaml:14 budget.fixed_annual">5 kr.</span></p>'
    )


def test_a_missing_fact_is_marked() -> None:
    missing = Field("[beløb afventer]", missing=True)
    assert main(Paragraph((missing,))) == '<p><mark class="missing">[beløb afventer]</mark></p>'


def test_a_paragraph_says_its_place_in_the_template_to_those_who_write() -> None:
    paragraph = Paragraph(words("Ord"), source=Source("templates/aftale/01.md", 7))
    assert main(paragraph) == "<p>Ord</p>"
    assert written(paragraph) == '<p data-source="templates/aftale/01.md:7">Ord</p>'


# --- changes ---


def test_changed_words_are_marked_together() -> None:
    changed = (
        Text("Fra "),
        Text("tre", change="del"),
        Text("fire", change="ins"),
        Text(" dage", strong=True, change="ins"),
    )
    assert main(Paragraph(changed)) == (
        "<p>Fra <del>tre</del><ins>fire<strong> dage</strong></ins></p>"
    )


def test_an_inserted_paragraph_is_marked_once() -> None:
    paragraph = Paragraph((Text("Ny", change="ins"), Text(" og mere")), change="ins")
    assert main(paragraph) == '<ins class="block"><p>Ny og mere</p></ins>'


def test_changed_items_and_rows_are_marked_within() -> None:
    items = Items(ordered=True, items=(Item(words("ud"), change="del"), Item(words("bliver"))))
    row = Row((words("Løn"), words("5")), change="ins")
    table = Table((), ("left", "left"), (50, 50), Row((words("A"), words("B"))), (row,))

    assert main(items) == (
        '<ol role="list"><li><del><span class="label">a)</span> ud</del></li>'
        '<li><span class="label">b)</span> bliver</li></ol>'
    )
    assert "<tr><td><ins>Løn</ins></td><td><ins>5</ins></td></tr>" in main(table)


def test_a_changed_table_list_or_signature_block_is_marked_as_a_whole() -> None:
    items = Items(ordered=False, items=(Item(words("et")),), change="del")
    table = Table((), ("left",), (100,), Row((words("A"),)), (), change="ins")
    signatures = Signatures((Signature(words("Regionen"), ()),), change="ins")

    assert main(items).startswith('<del class="block"><ul role="list">')
    assert main(table).startswith('<ins class="block"><div class="table">')
    assert main(signatures).startswith('<ins class="block"><div class="signatures">')


def test_a_removed_section_keeps_its_anchor_from_the_one_that_stands() -> None:
    made = saying("x")
    old = Section("penge", words("Penge"), (), change="del")
    new = Section("penge", words("Økonomi"), (), change="ins")
    refers = Section("til", words("Til"), (Paragraph((CrossRef("penge", "afsnit 1"),)),))
    html = page(replace(made, sections=(old, new, refers)))

    assert '<del class="block"><section id="penge--slettet">' in html
    assert '<ins class="block"><section id="penge">' in html
    assert '<li><del><a href="#penge--slettet">Penge</a></del></li>' in html
    assert '<a href="#penge">afsnit 1</a>' in html


def test_a_reference_to_a_section_that_is_gone_is_words_only() -> None:
    refers = Paragraph((CrossRef("penge", "afsnit 1", change="del"),))
    made = saying("x")
    gone = Section("penge", words("Penge"), (), change="del")
    html = page(replace(made, sections=(gone, Section("til", words("Til"), (refers,)))))

    assert "<p><del>afsnit 1</del></p>" in html


def test_changes_are_told_without_colours() -> None:
    css = page(document())

    assert re.search(r"ins \{[^}]*text-decoration: underline", css)
    assert re.search(r"del \{[^}]*text-decoration: line-through", css)
    assert 'ins::before { content: " [indsat: " }' in css
    assert 'del::before { content: " [slettet: " }' in css


# --- colours ---


@pytest.mark.parametrize("name", ["text", "heading", "muted"])
@pytest.mark.parametrize("background", ["paper", "ins", "del"])
def test_words_can_be_read_on_dark(name: str, background: str) -> None:
    colours = dark(STYLE.colours)
    assert contrast(colours[name][1:], colours[background][1:]) >= 4.5


def test_a_house_in_black_is_light_on_dark() -> None:
    black = dict.fromkeys(Colours.model_fields, "000000")
    assert contrast(dark(Colours(**black))["text"][1:], NIGHT) >= 4.5


# --- the one door to HTML ---


def test_elements_escape_texts_and_attributes_and_no_element_twice() -> None:
    made = element("p", "a < b", element("b", "&"), "c", title='"x" <y>', class_="z", lang=None)

    assert made == ('<p title="&quot;x&quot; &lt;y&gt;" class="z">a &lt; b<b>&amp;</b>c</p>')
    assert line("br") + joined(["<", None, [made]]) == f"<br>\n&lt;{made}"


@pytest.mark.parametrize("text", ["<script>", "a & b", "'\""])
def test_a_text_put_together_of_markup_and_a_text_is_text_again(text: str) -> None:
    assert element("p", element("b") + text) == f"<p>{escape('<b></b>' + text)}</p>"
