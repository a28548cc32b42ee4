"""A region's Word file is read as Word reads it, whatever program it went through."""

import re
from io import BytesIO
from zipfile import ZipFile

import pytest

from aftalegen.words.picture import picture, sound
from aftalegen.writers.word.measures import is_yes, twips_of
from tests.conftest import SmallProject
from tests.writers.test_house_allowed import paragraph, relation, run
from tests.writers.test_house_file import (
    PNG,
    SETUP,
    A,
    R,
    W,
    docx,
    parts,
    refused,
    style_in,
    with_file,
    word_file,
)

HEADER = "word/house-header-default.xml"


def made(project: SmallProject, **file: object) -> dict[str, str]:
    """The parts of the small agreement in the style of a Word file."""
    return parts(docx(with_file(project, word_file(**file))))  # type: ignore[arg-type]


def shown(part: str) -> str:
    return "".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", part))


def text(words: str) -> str:
    return run(f'<w:t xml:space="preserve">{words}</w:t>')


def body(inner: str) -> dict[str, bytes]:
    return {
        "word/document.xml": f"<w:document {W} {R}><w:body>{inner}</w:body></w:document>".encode()
    }


def page(made: dict[str, str]) -> dict[str, str]:
    found = re.search("<w:pgMar ([^>]*)/>", made["word/document.xml"])
    assert found is not None
    return dict(re.findall(r'w:(\w+)="([^"]*)"', found[1]))


# --- lengths, and yes or no ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "twips"),
    [("1134", 1134), ("1133.8582677165355", 1134), ("-2268", -2268), ("2.5cm", 1417),
     ("25.4mm", 1440), ("1in", 1440), ("12pt", 240), ("1pc", 240), (" 0 ", 0)],
)  # fmt: skip
def test_a_length_is_read_in_whole_twips(said: str, twips: int) -> None:
    assert twips_of(said) == twips


@pytest.mark.parametrize("said", ["-", "wide", "1,5cm", "1e9", "nan", "12 px"])
def test_what_is_no_length_is_none(said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        twips_of(said)


def test_yes_and_no_are_said_in_many_ways() -> None:
    assert [is_yes(word) for word in ("1", "true", "on", "0", "false", "off", "False")] == [
        *(True, True, True),
        *(False, False, False, False),
    ]


@pytest.mark.parametrize(
    ("old", "new", "margins"),
    [
        ('w:top="2000"', 'w:top="1133.858"', {"top": "1134"}),
        ('w:top="2000"', 'w:top="3.5cm"', {"top": "1984"}),
        ('w:top="2000"', 'w:top="-2268"', {"top": "-2268"}),
        (' w:footer="600" w:gutter="0"', "", {"footer": "720", "gutter": "0"}),
        ('w:gutter="0"', 'w:gutter="567"', {"gutter": "567", "left": "1700"}),
    ],
)
def test_margins_are_the_files(
    small_project: SmallProject, old: str, new: str, margins: dict[str, str]
) -> None:
    assert page(made(small_project, setup=SETUP.replace(old, new))).items() >= margins.items()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('w:left="1700"', 'w:left="-10"', "negative length: left is -10"),
        ('w:left="1700"', 'w:left="bred"', "the length «bred»"),
        ('w:h="16838"', 'w:h="15840"', "its last page is not A4"),
        ('w:top="2000"', 'w:top="-9000"', "too little room"),
    ],
)
def test_a_page_that_nothing_can_be_written_on_is_told(
    small_project: SmallProject, old: str, new: str, told: str
) -> None:
    error = refused(small_project, word_file(setup=SETUP.replace(old, new)))
    assert error.rule == "word-file-page"
    assert told in error.message


@pytest.mark.parametrize(("said", "there"), [("", True), (' w:val="off"', False)])
def test_the_first_page_differs_if_it_says_so(
    small_project: SmallProject, said: str, there: bool
) -> None:
    file = made(small_project, setup=f"{SETUP}<w:titlePg{said}/>")
    assert ("<w:titlePg" in file["word/document.xml"]) == there


# --- the page of the last section, with what it takes over ---------------------------------------

LAST = SETUP.partition("/>")[2]
FIRST = '<w:headerReference w:type="first" r:id="rId8"/>'
EVEN = '<w:headerReference w:type="even" r:id="rId8"/>'
SECOND = {"word/header4.xml": f"<w:hdr {W}><w:p>{text('Havnegade 1')}</w:p></w:hdr>".encode()}
LEADS = relation("header", "header4.xml", id="rId8")
SETTINGS = relation("settings", "settings.xml", id="rId9")


def section(setup: str) -> str:
    return f"<w:p><w:pPr><w:sectPr>{setup}</w:sectPr></w:pPr></w:p>"


def settings(inner: str) -> dict[str, bytes]:
    return {"word/settings.xml": f"<w:settings {W}>{inner}</w:settings>".encode()}


def test_a_header_that_the_last_section_does_not_name_is_that_of_the_section_before(
    small_project: SmallProject,
) -> None:
    sections = section(SETUP + FIRST) + section(LAST) + f"<w:sectPr>{LAST}<w:titlePg/></w:sectPr>"
    more = body(sections) | SECOND

    file = made(small_project, more=more, document_relations=LEADS)

    assert "Region Midt" in file[HEADER]
    assert "Havnegade 1" in file["word/house-header-first.xml"]


def test_what_tracking_remembers_of_a_page_is_no_page(small_project: SmallProject) -> None:
    before = '<w:sectPrChange w:id="1" w:author="A"><w:sectPr><w:pgSz w:w="1" w:h="1"/></w:sectPr></w:sectPrChange>'
    assert page(made(small_project, setup=SETUP + before))["left"] == "1700"


def test_pages_that_do_not_differ_have_no_header_of_their_own(small_project: SmallProject) -> None:
    file = made(
        small_project,
        setup=FIRST + EVEN.replace("rId8", "rId8") + SETUP,
        more=SECOND | settings('<w:evenAndOddHeaders w:val="0"/>'),
        document_relations=LEADS + SETTINGS,
    )
    assert not [name for name in file if "house-header" in name and name != HEADER]


def test_even_pages_have_their_own_header_and_our_page_numbers(small_project: SmallProject) -> None:
    told = '<w:mirrorMargins/><w:defaultTabStop w:val="1304"/><w:evenAndOddHeaders/>'
    more = SECOND | settings(told)
    file = made(small_project, setup=EVEN + SETUP, more=more, document_relations=LEADS + SETTINGS)

    assert shown(file["word/house-header-even.xml"]).startswith("Havnegade 1")
    edition = small_project.document().edition
    assert edition in file["word/house-header-even.xml"]  # no page is without it
    footers = re.findall(r'footerReference w:type="(\w+)" r:id="(\w+)"', file["word/document.xml"])
    assert sorted(footers) == [("default", "rIdFooter"), ("even", "rIdFooter")]
    order = re.findall(r"<w:(mirror\w+|track\w+|default\w+|even\w+)", file["word/settings.xml"])
    assert order == sorted(
        order, key=["mirrorMargins", "trackRevisions", "defaultTabStop", "evenAndOddHeaders"].index
    )
    assert 'w:defaultTabStop w:val="1304"' in file["word/settings.xml"]


# --- parts by what leads to them ----------------------------------------------------------------


def packed(files: dict[str, bytes]) -> bytes:
    data = BytesIO()
    with ZipFile(data, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


def files(data: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_parts_are_found_by_what_leads_to_them(small_project: SmallProject) -> None:
    moved = {
        "word/document.xml": "word/document2.xml",
        "word/_rels/document.xml.rels": "word/_rels/document2.xml.rels",
        "word/styles.xml": "Word/Styles2.xml",
        "word/header3.xml": "top/h.xml",
        "word/_rels/header3.xml.rels": "top/_rels/h.xml.rels",
    }
    inside = {moved.get(name, name): content for name, content in files(word_file()).items()}
    for old, new in (
        (b"word/document.xml", b"/word/document2.xml"),
        (b"header3.xml", b"../top/h.xml"),
        (b'"styles.xml', b'"styles2.xml'),
    ):
        for rels in ("_rels/.rels", "word/_rels/document2.xml.rels"):
            inside[rels] = inside[rels].replace(old, new)

    file = parts(docx(with_file(small_project, packed(inside))))

    assert "Region Midt" in file[HEADER]
    assert "8A1C1C" in style_in(file["word/styles.xml"], "Heading1")


def test_a_part_that_nothing_of_ours_needs_may_be_missing(small_project: SmallProject) -> None:
    lost = relation("image", "NULL", id="rId5") + relation("footnotes", "footnotes.xml", id="rId6")
    assert HEADER in made(small_project, document_relations=lost)


def test_a_part_that_is_missing_is_named(small_project: SmallProject) -> None:
    inside = files(word_file())
    del inside["word/header3.xml"]
    assert "«word/header3.xml» in it is missing" in refused(small_project, packed(inside)).message


def test_a_file_that_was_saved_strictly_is_used(small_project: SmallProject) -> None:
    strict = b"http://purl.oclc.org/ooxml/"
    usual = re.compile(
        rb"http://schemas\.openxmlformats\.org/(word\w+|officeDocument|drawingml)/2006/"
    )
    more = {"word/media/a.png": PNG}
    shows = f'<w:p><w:r><w:drawing><a:blip xmlns:a="{A}" r:embed="rId1"/></w:drawing></w:r></w:p>'
    data = word_file(header=shows, relations=relation("image", "media/a.png"), more=more)
    inside = {name: usual.sub(strict + rb"\1/", content) for name, content in files(data).items()}

    file = parts(docx(with_file(small_project, packed(inside))))

    assert "word/media/header-default-1.png" in file
    assert "purl.oclc.org" not in "".join(file.values())


def test_a_file_without_styles_gets_ours(small_project: SmallProject) -> None:
    inside = files(word_file(header=paragraph(text("Region"))))
    rels = inside["word/_rels/document.xml.rels"]
    inside["word/_rels/document.xml.rels"] = re.sub(rb"<Relationship [^>]*styles[^>]*>", b"", rels)

    styles = parts(docx(with_file(small_project, packed(inside))))["word/styles.xml"]

    assert 'w:val="da-DK"' in styles
    assert 'w:default="1"' in re.search('<w:style [^>]*styleId="Normal"[^>]*>', styles)[0]  # type: ignore[index]


# --- what runs, what does not ---------------------------------------------------------------------


def test_a_printers_settings_are_no_program(small_project: SmallProject) -> None:
    printer = {"word/printerSettings/printerSettings1.bin": b"\0" * 20}
    leads = relation("printerSettings", "printerSettings/printerSettings1.bin", id="rId6")
    assert HEADER in made(small_project, document_relations=leads, more=printer)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (word_file(more={"word/vbaProject.bin": b""}), "could run a program"),
        (word_file(more={"word/embeddings/a.xlsx": b""}), "another program opens"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "password, or from before Word 2007"),
        (packed({**files(word_file()), "word/document.xml": f"<w:x {W}/>".encode()}), "not a Word"),
    ],
)
def test_the_reason_is_the_true_one(small_project: SmallProject, data: bytes, told: str) -> None:
    assert told in refused(small_project, data).message


@pytest.mark.parametrize("target", ["HTTPS://www.rm.dk/", "mailto:a@rm.dk?subject=Om aftalen"])
def test_a_link_is_followed_by_whoever_reads_it(small_project: SmallProject, target: str) -> None:
    link = '<w:p><w:hyperlink r:id="rId1"><w:r><w:t>her</w:t></w:r></w:hyperlink></w:p>'
    leads = relation("hyperlink", target, outside=True)
    assert "w:hyperlink" in made(small_project, header=link, relations=leads)[HEADER]


def test_a_link_to_a_file_fetches_nothing_and_is_told_as_a_link(
    small_project: SmallProject,
) -> None:
    leads = relation("hyperlink", "www.rm.dk", outside=True)
    error = refused(small_project, word_file(header="<w:p/>", relations=leads))
    assert "it has a link to «www.rm.dk»" in error.message


def test_a_picture_with_a_wrong_sum_is_written_anew() -> None:
    wrong = PNG[:-13] + bytes((PNG[-13] ^ 1,)) + PNG[-12:]

    assert sound(PNG) == PNG
    assert picture(sound(wrong)) == picture(PNG)
