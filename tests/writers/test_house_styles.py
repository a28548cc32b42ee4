"""The styles of a region's Word file in one form, with all that the writer needs of each."""

import re
from collections import Counter

import pytest
from lxml import etree

from aftalegen.writers.word.style_graph import in_normal_form
from tests.conftest import SmallProject
from tests.writers.test_house_as_word import made
from tests.writers.test_house_file import STYLES, W, style_in

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def style(id: str, name: str = "", inner: str = "", kind: str = "paragraph", more: str = "") -> str:
    return f'<w:style w:type="{kind}" w:styleId="{id}"{more}><w:name w:val="{name or id}"/>{inner}</w:style>'


def based(on: str) -> str:
    return f'<w:basedOn w:val="{on}"/>'


NORMAL = style("Normal", more=' w:default="1"')


def normal_form(*styles: str) -> dict[str, str | None]:
    """What each style is based on, in normal form."""
    root = etree.fromstring(f"<w:styles {W}>{''.join(styles)}</w:styles>")
    found = in_normal_form(root)
    assert list(found.values()) == list(root)
    parents = {id: element.find(f"{WORD}basedOn") for id, element in found.items()}
    return {id: None if p is None else p.get(f"{WORD}val") for id, p in parents.items()}


@pytest.mark.parametrize(
    ("styles", "parents"),
    [
        ((NORMAL, style("A", inner=based("A"))), {"Normal": None, "A": "Normal"}),
        (
            (NORMAL, style("A", inner=based("B")), style("B", inner=based("A"))),
            {"Normal": None, "A": "Normal", "B": "A"},
        ),
        (
            (style("A", inner=based("B")), style("B", inner=based("C")), style("C", inner=based("A"))),
            {"A": None, "B": "C", "C": "A"},
        ),
        ((NORMAL, style("A", inner=based("Gone"))), {"Normal": None, "A": "Normal"}),
        ((NORMAL, style("A", inner=based("T")), style("T", kind="table")), {"Normal": None, "A": "Normal", "T": None}),
        ((NORMAL, style("Normal", inner=based("Normal"))), {"Normal": None}),
        ((style("A", more=' w:default="on"', inner=based("B")), style("B")), {"A": None, "B": None}),
    ],
)  # fmt: skip
def test_each_style_is_based_on_another_one_that_there_is(
    styles: tuple[str, ...], parents: dict[str, str | None]
) -> None:
    assert normal_form(*styles) == parents


def test_of_two_styles_with_one_id_the_one_that_is_meant_stays() -> None:
    twice = style("Normal", "Andet"), NORMAL
    root = etree.fromstring(f"<w:styles {W}>{''.join(twice)}</w:styles>")
    assert in_normal_form(root)["Normal"][0].get(f"{WORD}val") == "Normal"


def test_no_two_styles_have_one_name_and_none_has_no_id() -> None:
    nameless = '<w:style w:styleId="C"/>'
    no_id = '<w:style w:type="paragraph"><w:name w:val="Min stil"/></w:style>'
    root = etree.fromstring(
        f"<w:styles {W}>{style('A', 'x')}{style('B', 'X')}{nameless}{no_id}</w:styles>"
    )

    found = in_normal_form(root)

    assert {id: s[0].get(f"{WORD}val") for id, s in found.items()} == {
        "A": "x", "B": "X (B)", "C": "C", "minstil": "Min stil"
    }  # fmt: skip
    assert {s.get(f"{WORD}type") for s in found.values()} == {"paragraph"}


def test_one_style_of_a_kind_is_the_default_in_the_document(small_project: SmallProject) -> None:
    own = style("Basis", "Grundtekst", more=' w:default="true"') + style(
        "To", more=' w:default="1"'
    )

    styles = made(small_project, styles=own)["word/styles.xml"]

    defaults = re.findall(r'<w:style [^>]*w:default="[^>]*', styles)
    assert Counter(re.findall(r'w:type="(\w+)"', "".join(defaults))) == {
        "paragraph": 1, "character": 1, "table": 1, "numbering": 1
    }  # fmt: skip
    assert 'w:name w:val="Normal"' in style_in(styles, "Normal")


# --- what the writer needs ------------------------------------------------------------------------


def test_a_heading_is_one_to_every_reader(small_project: SmallProject) -> None:
    own = NORMAL + style("Overskrift1", "Overskrift 1", based("Normal"), more=' w:customStyle="1"')
    own += style("Overskrift2", "OVERSKRIFT 2", "<w:pPr><w:outlineLvl w:val='4'/></w:pPr>")
    own += style("Indhold", "TOC Heading", based("Overskrift1"))
    own += style("Undertitel", "Subtitle", "<w:pPr><w:outlineLvl w:val='1'/></w:pPr>")

    styles = made(small_project, styles=own)["word/styles.xml"]

    levels = {
        id: re.findall(r'outlineLvl w:val="(\d)"', style_in(styles, id))
        for id in ("Heading1", "Heading2", "TOCHeading", "Subtitle")
    }
    assert levels == {
        "Heading1": ["0"], "Heading2": ["1"], "TOCHeading": ["9"], "Subtitle": ["9"],
    }  # fmt: skip
    assert 'w:name w:val="heading 1"' in style_in(styles, "Heading1")
    assert "customStyle" not in style_in(styles, "Heading1")


@pytest.mark.parametrize(
    ("own", "tabs"),
    [
        ("", [("left", "1361"), ("right", "8706")]),
        (
            '<w:tab w:val="right" w:leader="dot" w:pos="8000"/>',
            [("left", "1361"), ("right", "8000")],
        ),
        ('<w:tab w:val="end" w:pos="8000"/>', [("left", "1361"), ("end", "8000")]),
        (
            '<w:tab w:val="left" w:pos="440"/><w:tab w:val="right" w:pos="9638"/>',
            [("left", "440"), ("right", "8706"), ("clear", "9638")],
        ),
    ],
)
def test_an_entry_of_the_contents_has_its_stops(
    small_project: SmallProject, own: str, tabs: list[tuple[str, str]]
) -> None:
    toc = style("Indhold1", "toc 1", based("Normal") + f"<w:pPr><w:tabs>{own}</w:tabs></w:pPr>")

    styles = made(small_project, styles=STYLES + toc)["word/styles.xml"]

    found = re.findall(r"<w:tab ([^>]*)/>", style_in(styles, "TOC1"))
    said = [dict(re.findall(r'w:(\w+)="([^"]*)"', tab)) for tab in found]
    assert [(tab["val"], tab["pos"]) for tab in said] == tabs


@pytest.mark.parametrize(
    "defaults",
    ["", "<w:docDefaults/>", "<w:docDefaults><w:rPrDefault/></w:docDefaults>",
     "<w:docDefaults><w:pPrDefault/></w:docDefaults>"],
)  # fmt: skip
def test_the_language_is_said_if_the_file_says_none(
    small_project: SmallProject, defaults: str
) -> None:
    styles = made(small_project, styles=defaults + NORMAL)["word/styles.xml"]
    styles = re.sub(r' xmlns:\w+="[^"]*"', "", styles)
    said = '<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="da-DK"/></w:rPr></w:rPrDefault>'
    assert said in styles


def test_no_word_of_the_agreement_is_hidden(small_project: SmallProject) -> None:
    hidden = style("Normal", inner="<w:rPr><w:vanish/></w:rPr>", more=' w:default="1"')
    assert "vanish" not in made(small_project, styles=hidden)["word/styles.xml"]


def test_a_length_in_a_style_is_whole(small_project: SmallProject) -> None:
    fine = "<w:pPr><w:spacing w:after='119.5'/></w:pPr><w:rPr><w:sz w:val='21.6'/></w:rPr>"
    own = style("Normal", inner=fine, more=' w:default="1"') + style("X", "1.10")
    styles = made(small_project, styles=own)["word/styles.xml"]
    assert 'w:after="120"' in style_in(styles, "Normal")
    assert 'w:sz w:val="22"' in style_in(styles, "Normal")
    assert 'w:name w:val="1.10"' in style_in(styles, "X")
