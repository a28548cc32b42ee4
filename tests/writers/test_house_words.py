"""What a region's header says: the agreement's words in their places, nobody's open changes."""

from dataclasses import replace

import pytest

from aftalegen.build.formats import FORMATS
from aftalegen.document.walk import plain
from aftalegen.records.project import Project
from tests.conftest import SmallProject
from tests.writers.test_house_allowed import field, paragraph, relation, run, said_of, simple
from tests.writers.test_house_as_word import HEADER, made, shown, text
from tests.writers.test_house_file import SETUP, W, parts, with_file, word_file


def cut(word: str) -> str:
    """A mark as Word cuts it when it checks the spelling."""
    spelling = '<w:proofErr w:type="spellStart"/>'
    return text("{") + spelling + text(word[:2]) + text(word[2:]) + spelling + text("}")


@pytest.mark.parametrize(
    "inner",
    [
        text("{titel}, {udgave}{udkast}"),
        cut("titel") + text(", ") + cut("udgave") + cut("udkast"),
        text("{ Titel }, {UDGAVE") + text("}{udkast}"),
    ],
)
def test_a_mark_is_known_however_it_is_cut(small_project: SmallProject, inner: str) -> None:
    document = small_project.document()
    said = f"{plain(document.title)}, {document.edition}{document.draft}"
    assert shown(made(small_project, header=paragraph(inner))[HEADER]) == said


@pytest.mark.parametrize(
    "inner",
    [
        text("{dato}"),
        text("{titel"),
        text("titel}"),
        text("{ti") + run("<w:tab/>") + text("tel}"),
        run('<w:pict><v:shape id="x"><v:textpath string="{udkast}"/></v:shape></w:pict>'),
    ],
)
def test_a_brace_that_is_no_mark_is_told(small_project: SmallProject, inner: str) -> None:
    assert said_of(small_project, inner).rule == "word-file-mark"


@pytest.mark.parametrize(
    ("header", "footer", "line"),
    [
        ("Region", "", "{titel} · {udkast} · {udgave}"),
        ("{titel}", "", "{udkast} · {udgave}"),
        ("{titel} {udkast}", "", "{udgave}"),
        ("{udgave}", "", ""),
        ("Region", "{udgave}", ""),
    ],
)
def test_a_line_says_what_no_part_of_the_page_says(
    small_project: SmallProject, header: str, footer: str, line: str
) -> None:
    feet = {"word/footer4.xml": f"<w:ftr {W}><w:p>{text(footer)}</w:p></w:ftr>".encode()}
    below = '<w:footerReference w:type="default" r:id="rId8"/>'
    leads = relation("footer", "footer4.xml", id="rId8")

    file = word_file(
        header=f"<w:p>{text(header)}</w:p>",
        setup=below + SETUP,
        document_relations=leads,
        more=feet,
    )
    document = replace(small_project.document(), draft="UDKAST")
    style = Project(with_file(small_project, file).folder).style

    said = shown(parts(FORMATS["docx"].write(document, style))[HEADER])

    words = {"{titel}": plain(document.title), "{udgave}": document.edition, "{udkast}": "UDKAST"}
    expected = header + line
    for one, word in words.items():
        expected = expected.replace(one, word)
    assert said == expected


# --- what lives, what becomes words ---------------------------------------------------------------

CONTROL = (
    "<w:sdt><w:sdtPr><w:id w:val='7'/><w:placeholder/><w:dataBinding w:xpath='{path}'"
    " w:storeItemID='{{X}}'/><w:text/></w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"
)
TITLE = "/ns1:coreProperties[1]/ns0:title[1]"


@pytest.mark.parametrize("inner", [text("Skabelonens") + text(" titel"), run("")])
def test_a_control_that_shows_the_title_shows_the_agreements(
    small_project: SmallProject, inner: str
) -> None:
    control = paragraph(CONTROL.format(path=TITLE, inner=inner))

    header = made(small_project, header=control)[HEADER]

    assert shown(header).startswith(plain(small_project.document().title))
    assert "Skabelonens" not in header
    assert 'w:xpath="/ns1:coreProperties[1]/ns0:title[1]"' in header
    assert "placeholder" not in header


def test_a_control_that_shows_something_else_becomes_words(small_project: SmallProject) -> None:
    control = paragraph(CONTROL.format(path="/x/Company", inner=text("Region Midt")))
    header = made(small_project, header=control)[HEADER]
    assert "Region Midt" in header
    assert "sdt" not in header


@pytest.mark.parametrize(
    "code", [" DOCPROPERTY Title ", ' DOCPROPERTY "title" \\* MERGEFORMAT', " TITLE "]
)
def test_the_files_title_is_not_the_agreements(small_project: SmallProject, code: str) -> None:
    for written in (field(code, shows="Brevpapir"), simple(code.replace('"', ""), "Brevpapir")):
        header = made(small_project, header=paragraph(written))[HEADER]
        assert shown(header).startswith(plain(small_project.document().title))
        assert "fldChar" not in header
        small_project.change(
            "templates/house/style.yaml", "word_file: region.docx", "word_file: null"
        )


def test_a_place_in_the_file_itself_is_no_link(small_project: SmallProject) -> None:
    header = made(small_project, header=paragraph(field(' HYPERLINK \\l "top" ', shows="op")))[
        HEADER
    ]
    assert "op" in shown(header)
    assert "HYPERLINK" not in header


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (field(" DOCPROPERTY Sag ", shows="Fejl! Ukendt dokumentegenskabsnavn."), "shows an error"),
        (field(' STYLEREF "Kontraktnavn" '), "in no agreement"),
        (simple(" STYLEREF Kontraktnavn "), "in no agreement"),
    ],
)
def test_a_field_that_would_show_an_error_is_told(
    small_project: SmallProject, written: str, told: str
) -> None:
    assert told in said_of(small_project, written).message


def test_a_style_that_there_is_not_is_not_referred_to(small_project: SmallProject) -> None:
    missing = '<w:p><w:pPr><w:pStyle w:val="Brevhoved"/></w:pPr><w:r><w:rPr><w:rStyle w:val="X"/></w:rPr><w:t>a</w:t></w:r></w:p>'
    header = made(small_project, header=missing)[HEADER]
    assert "Brevhoved" not in header
    assert 'w:val="X"' not in header


def test_a_header_is_spoken_in_the_agreements_language(small_project: SmallProject) -> None:
    english = '<w:p><w:r><w:rPr><w:lang w:val="en-US"/></w:rPr><w:t>{titel}</w:t></w:r></w:p>'
    assert "en-US" not in made(small_project, header=english)[HEADER]


# --- strangers' changes ---------------------------------------------------------------------------

WHO = 'w:id="1" w:author="Praktikant" w:date="2026-01-05T09:00:00Z"'


@pytest.mark.parametrize(
    "inner",
    [
        f"<w:ins {WHO}>{text('Region')}</w:ins>",
        f"<w:del {WHO}>{run('<w:delText>Amt</w:delText>')}</w:del>",
        f"<w:moveFrom {WHO}>{text('a')}</w:moveFrom>",
        f"<w:moveTo {WHO}>{text('a')}</w:moveTo>",
        f"<w:pPr><w:rPr><w:ins {WHO}/></w:rPr></w:pPr>",
        f"<w:pPr><w:rPr><w:del {WHO}/></w:rPr></w:pPr>",
        f"<w:sdt><w:sdtContent><w:ins {WHO}>{text('a')}</w:ins></w:sdtContent></w:sdt>",
    ],
)
def test_a_strangers_open_change_is_told_with_who_made_it(
    small_project: SmallProject, inner: str
) -> None:
    error = said_of(small_project, inner)
    assert error.rule == "word-file-tracked"
    assert "«Praktikant»" in error.message


@pytest.mark.parametrize("change", ["trPr", "tcPr"])
def test_a_row_or_cell_that_came_or_went_is_told(small_project: SmallProject, change: str) -> None:
    row = f"<w:trPr><w:del {WHO}/></w:trPr>" if change == "trPr" else ""
    cell = f"<w:tcPr><w:cellIns {WHO}/></w:tcPr>" if change == "tcPr" else ""
    table = f"<w:tbl><w:tr>{row}<w:tc>{cell}<w:p/></w:tc></w:tr></w:tbl>"
    assert (
        said_of(small_project, run("<w:t>a</w:t>") + "</w:p>" + table + "<w:p>").rule
        == "word-file-tracked"
    )


def test_an_earlier_look_is_no_change_of_words(small_project: SmallProject) -> None:
    look = f"<w:r><w:rPr><w:b/><w:rPrChange {WHO}><w:rPr/></w:rPrChange></w:rPr><w:t>a</w:t></w:r>"
    header = made(small_project, header=paragraph(look))[HEADER]
    assert "Praktikant" not in header
    assert "<w:b/>" in header
