"""Each sign of the source is in the PDF once, in its place, and inside the paper."""

import io
from collections.abc import Iterator
from dataclasses import replace

import pytest
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTChar, LTComponent

from aftalegen.document.nodes import Block, Fact, Field, Item, Items, Paragraph, Row, Table, Text
from aftalegen.writers.pdf import document_pdf
from tests.documents import words
from tests.writers.test_pdf import STYLE, blocks, document

POINTS = 72 / 25.4
FOOT, LEFT, RIGHT = 60, 28 * POINTS, (210 - 26) * POINTS
WIDE = [
    "patientrettetforebyggelse.henvisninger@nordhavkommune.example",
    "https://nordhavkommune.example/sundhed/forebyggelse/henvisning?id=12345678901234567890",
    "DK5000400440116243000000000000000000000000",
    "speciallægepraksisplanlægningskoordinatorfunktionsbeskrivelse",
    "brgmstrktkmmnlfrvltnngskrdntrfnktnbskrvlsrknsks",
    "a" * 300,
]


def letters(pdf: bytes, page: int = 0) -> list[LTChar]:
    def within(component: LTComponent) -> Iterator[LTChar]:
        if isinstance(component, LTChar):
            yield component
        for part in component if hasattr(component, "__iter__") else ():
            yield from within(part)

    pages = [list(within(page)) for page in extract_pages(io.BytesIO(pdf))]
    last = pages[page - 1 :] if page else pages
    return [letter for found in last for letter in found if letter.get_text().strip()]


@pytest.mark.parametrize("word", WIDE)
@pytest.mark.parametrize("place", ["paragraph", "item", "item in an item", "fact", "title"])
def test_a_word_that_is_too_long_stays_inside_the_paper(word: str, place: str) -> None:
    inner = Items(True, (Item((Field(word),)),))
    block: dict[str, Block] = {
        "item": inner,
        "item in an item": Items(True, (Item(words("ord"), inner),)),
    }
    one = document(block.get(place, Paragraph((Text("Skriv til "), Field(word)))))
    if place in ("fact", "title"):
        one = replace(one, facts=(Fact("Kontakt", (Field(word),)),), title=words(word))

    pdf = document_pdf(one, STYLE)

    assert word in "".join(blocks(pdf)).replace("\u00ad", "")
    assert min(one.x0 for one in letters(pdf)) > LEFT - 1
    assert max(one.x1 for one in letters(pdf)) < RIGHT + 1


@pytest.mark.parametrize("word", WIDE)
def test_a_word_that_is_too_long_stays_in_its_cell(word: str) -> None:
    bare = Row((words("|"), words("|"), words("|")))
    row = Row((words("|"), (Field(word),), words("|")))
    table = Table((), ("left",) * 3, (30, 40, 30), bare, (row,))

    pdf = document_pdf(document(table), STYLE)

    assert word in [said.replace("\u00ad", "") for said in blocks(pdf)]
    bars = [one for one in letters(pdf, 2) if one.get_text() == "|"]
    row_top = min(one.y0 for one in bars) + 1
    _first, second, third = sorted({round(one.x0) for one in bars})
    inside = [
        one
        for one in letters(pdf, 2)
        if one.y0 < row_top and one.y0 > FOOT and one.get_text() != "|"
    ]
    assert len(inside) > len(word) * 0.8  # some are drawn as one
    assert min(one.x0 for one in inside) > second - 1
    assert max(one.x1 for one in inside) < third


@pytest.mark.parametrize(
    "name", ["x\u030a og q\u0303", "M\u0302ira", "\u1e0d\u0304", "\u00f3\u0331z"]
)
def test_an_accent_without_a_code_is_said_once(name: str) -> None:
    pdf = document_pdf(document(Paragraph((Text("Fra "), Field(name), Text(" til")))), STYLE)

    assert f"Fra {name} til" in blocks(pdf)


def test_a_figure_behind_a_name_from_right_to_left_stays_behind_it() -> None:
    name = "\u05d0\u05d2\u05d5\u05d3\u05ea"
    pdf = document_pdf(document(Paragraph((Text("Q "), Field(name), Text(" 7 Z")))), STYLE)

    found = {one.get_text(): one.x0 for one in letters(pdf)}
    assert found["Q"] < min(found[sign] for sign in name)
    assert max(found[sign] for sign in name) < found["7"] < found["Z"]
    assert found[name[0]] > found[name[-1]]
