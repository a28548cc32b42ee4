"""What the house style promises: it changes how both formats look, and never a word."""

import io
import struct
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pikepdf
import pytest
from lxml import etree
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTTextContainer

from aftalegen.build.formats import FORMATS, in_house_style
from aftalegen.build.made_of import inputs_of
from aftalegen.document.style import PLAIN, Style
from aftalegen.records.project import Project
from aftalegen.words import faults as errors
from aftalegen.words.faults import InputError
from aftalegen.writers.word.skeleton import shortened
from tests.conftest import ROOT, SmallProject
from tests.reading_back import differences, docx_blocks, expected_blocks, pdf_blocks

STYLE = "templates/house/style.yaml"
READERS = {"docx": docx_blocks, "pdf": pdf_blocks}
INLINE = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int) -> bytes:
    """A grey picture."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x80" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def with_logo(project: SmallProject, picture: bytes, name: str = "logo.png") -> None:
    (project.folder / "templates/house" / name).write_bytes(picture)
    say_logo(project, name, "Region Midts logo")


def say_logo(project: SmallProject, name: str, text: str | None) -> None:
    lines = (project.folder / STYLE).read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith("logo")]
    project.write(
        STYLE, "\n".join([*kept, f"logo: {name}", *([f"logo_text: {text}"] * bool(text))])
    )


def style_of(project: SmallProject) -> Style:
    return Project(project.folder).style


def logo_error(project: SmallProject) -> InputError:
    with pytest.raises(InputError) as caught:
        _ = style_of(project)
    return caught.value


# --- one place for the looks -------------------------------------------------------------------


@pytest.mark.parametrize("format", ["docx", "pdf"])
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('heading: "123B4F"', 'heading: "7A1F1F"'),
        ("body: 10.5\n", "body: 12\n"),
        ("left: 25", "left: 40"),
    ],
)
def test_one_value_of_the_style_changes_the_looks_and_no_word(
    small_project: SmallProject, format: str, old: str, new: str
) -> None:
    document, before = small_project.document(), style_of(small_project)
    small_project.change(STYLE, old, new)
    after = style_of(small_project)

    first, second = FORMATS[format].write(document, before), FORMATS[format].write(document, after)

    assert small_project.document() == document
    assert first != second
    assert READERS[format](first) == READERS[format](second)


# --- the logo ----------------------------------------------------------------------------------


def test_the_logo_stands_on_the_title_page_in_word(small_project: SmallProject) -> None:
    picture = png(40, 20)
    with_logo(small_project, picture)

    docx = FORMATS["docx"].write(small_project.document(), style_of(small_project))

    with ZipFile(io.BytesIO(docx)) as archive:
        assert archive.read("word/logo.png") == picture
        body = etree.fromstring(archive.read("word/document.xml"))
    (inline,) = body.iter(f"{INLINE}inline")
    assert inline.find(f"{INLINE}docPr").get("descr") == "Region Midts logo"
    assert dict(inline.find(f"{INLINE}extent").attrib) == {"cx": "1152000", "cy": "576000"}
    assert next(body.iter(f"{INLINE}inline", "{*}t")) is inline


def test_the_logo_stands_in_the_pdf_with_its_text(small_project: SmallProject) -> None:
    with_logo(small_project, png(40, 20))

    pdf = FORMATS["pdf"].write(small_project.document(), style_of(small_project))

    with pikepdf.open(io.BytesIO(pdf)) as file:
        alts = [
            str(o.Alt) for o in file.objects if isinstance(o, pikepdf.Dictionary) and "/Alt" in o
        ]
        assert alts == ["Region Midts logo"]
        assert len(file.pages[0].resources.XObject) == 1


@pytest.mark.parametrize("format", ["docx", "pdf"])
def test_the_logo_adds_no_word(small_project: SmallProject, format: str) -> None:
    document = small_project.document()
    plain = FORMATS[format].write(document, style_of(small_project))
    with_logo(small_project, png(900, 20))  # wider than the page, if it were 16 mm high

    assert READERS[format](FORMATS[format].write(document, style_of(small_project))) == READERS[
        format
    ](plain)


@pytest.mark.parametrize("name", ["nowhere.png", "../aftale/template.yaml", "/etc/hostname", "."])
def test_a_logo_that_is_not_in_the_folder_is_refused(
    small_project: SmallProject, name: str
) -> None:
    say_logo(small_project, name, "Region Midt")

    error = logo_error(small_project)

    assert (error.rule, error.exit_code) == ("logo-missing", errors.INPUT)
    assert error.source is not None
    assert error.source.file == STYLE
    assert error.source.key == "logo"


@pytest.mark.parametrize("picture", [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"", png(0, 9)])
def test_a_logo_that_is_no_png_is_refused(small_project: SmallProject, picture: bytes) -> None:
    with_logo(small_project, picture, "logo.svg")

    error = logo_error(small_project)

    assert error.rule == "logo-not-png"
    assert "SVG" in str(error.hint)


BEFORE_DATA = 33  # a PNG's first eight bytes, and its IHDR
PROFILE = chunk(b"iCCP", b"k\0\0" + zlib.compress(bytes(4_000_000), 9))
DAMAGED = {
    "cut off": png(40, 20)[:-30],
    "a head": png(40, 20)[:BEFORE_DATA],
    "a wrong sum": png(40, 20)[:30] + b"\0\0\0" + png(40, 20)[33:],
    "a wrong sum of its points": png(40, 20)[:-16] + bytes(4) + png(40, 20)[-12:],
    "no picture inside": png(40, 20)[:BEFORE_DATA]
    + chunk(b"IDAT", b"x" * 30)
    + chunk(b"IEND", b""),
    "far too large inside": png(40, 20)[:BEFORE_DATA] + PROFILE + png(40, 20)[BEFORE_DATA:],
}


@pytest.mark.parametrize("format", ["docx", "pdf", "html"])
@pytest.mark.parametrize("damage", DAMAGED)
def test_a_damaged_logo_is_told_where_the_style_names_it(
    small_project: SmallProject, format: str, damage: str
) -> None:
    with_logo(small_project, DAMAGED[damage])

    with pytest.raises(InputError) as caught:
        in_house_style(small_project.document(), format, Project(small_project.folder))

    assert (caught.value.rule, caught.value.exit_code) == ("logo-damaged", errors.INPUT)
    assert caught.value.source is not None
    assert (caught.value.source.file, caught.value.source.key) == (STYLE, "logo")


def test_a_logo_with_an_ordinary_profile_is_shown(small_project: SmallProject) -> None:
    profile = chunk(b"iCCP", b"sRGB\0\0" + zlib.compress(bytes(3000)))
    with_logo(small_project, png(40, 20)[:BEFORE_DATA] + profile + png(40, 20)[BEFORE_DATA:])

    for format in ("docx", "pdf", "html"):
        assert FORMATS[format].write(small_project.document(), style_of(small_project))


@pytest.mark.parametrize("text", [None, '""', '" "'])
def test_a_logo_must_have_a_text(small_project: SmallProject, text: str | None) -> None:
    with_logo(small_project, png(4, 2))
    say_logo(small_project, "logo.png", text)

    assert logo_error(small_project).rule == "logo-without-text"


def test_what_a_logo_shows_counts_and_not_where_it_lies(
    new_small_project: Callable[[], SmallProject],
) -> None:
    one, same, other = new_small_project(), new_small_project(), new_small_project()
    for project, picture in ((one, png(4, 2)), (same, png(4, 2)), (other, png(6, 2))):
        with_logo(project, picture)
    document = one.document()

    hashes = [inputs_of(document, style_of(project)).style for project in (one, same, other)]

    assert Path(str(style_of(one).logo)).is_absolute()
    assert hashes[0] == hashes[1] != hashes[2]


# --- extremes ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "letters", "wanted"),
    [
        ("Aftale om pleje", 15, "Aftale om pleje"),
        ("Aftale om pleje", 14, "Aftale om…"),
        ("Kommunalbestyrelse", 8, "Kommuna…"),
        ("Kommune", 0, "K…"),
    ],
)
def test_a_title_too_long_for_the_header_is_cut_between_words(
    text: str, letters: int, wanted: str
) -> None:
    assert shortened(text, letters) == wanted


LONG = "Kommunalbestyrelsessekretariatsmedarbejderuddannelsesforløb"


def test_a_word_wider_than_its_place_is_hyphenated_in_pdf(small_project: SmallProject) -> None:
    small_project.section(
        f": Indsatser\n\n| Indsats | Note |\n| :-- | :-------- |\n| {LONG} | {LONG} |"
    )
    small_project.change("templates/aftale/template.yaml", "title: Aftale om", f"title: {LONG} i")
    document = small_project.document()

    pdf = FORMATS["pdf"].write(document, style_of(small_project))

    assert differences(expected_blocks(document), pdf_blocks(pdf)) == []
    right_edge = 595 - 24 / 25.4 * 72
    for page in extract_pages(io.BytesIO(pdf)):
        boxes = [box for box in page if isinstance(box, LTTextContainer)]
        assert max(box.x1 for box in boxes) <= right_edge + 1


def test_word_says_the_edition_once_on_a_page_and_the_draft_mark_above_the_title(
    small_project: SmallProject,
) -> None:
    document = replace(small_project.document(), draft="UDKAST")

    with ZipFile(io.BytesIO(FORMATS["docx"].write(document, style_of(small_project)))) as archive:
        header, footer = (
            archive.read(f"word/{name}.xml").decode() for name in ("header", "footer")
        )
        body = etree.fromstring(archive.read("word/document.xml"))

    assert document.edition in header
    assert document.edition not in footer
    styles = [next(iter(style.attrib.values())) for style in body.iter("{*}pStyle")]
    assert styles[:3] == ["Sender", "Draft", "Title"]


def test_the_style_without_a_project_is_that_of_the_shipped_project() -> None:
    assert Project(ROOT).style == PLAIN
