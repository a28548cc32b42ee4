"""A region's own Word file: its looks are taken, its danger is not, and no word is changed."""

import base64
import io
import re
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest

from aftalegen.build.formats import FORMATS, in_house_style
from aftalegen.build.made_of import inputs_of
from aftalegen.document.walk import plain
from aftalegen.records.project import Project
from aftalegen.words import faults as errors
from aftalegen.words.faults import InputError
from tests.conftest import SmallProject
from tests.reading_back import docx_blocks

STYLE = "templates/house/style.yaml"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PARTS = "application/vnd.openxmlformats-officedocument.wordprocessingml"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="png" ContentType="image/png"/><Default Extension="exe" ContentType="x/y"/>'
    '<Default Extension="svg" ContentType="image/svg+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{PARTS}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{PARTS}.styles+xml"/>'
    f'<Override PartName="/word/header3.xml" ContentType="{PARTS}.header+xml"/></Types>'
)
SETUP = (
    '<w:headerReference w:type="default" r:id="rId7"/><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="2000" w:right="1500" w:bottom="1400" w:left="1700" w:header="600"'
    ' w:footer="600" w:gutter="0"/>'
)
STYLES = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="en-US"/></w:rPr></w:rPrDefault>'
    '</w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
    '<w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Overskrift1"><w:name w:val="heading 1"/>'
    '<w:basedOn w:val="Normal"/><w:pPr><w:numPr><w:numId w:val="9"/></w:numPr>'
    '<w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:color w:val="8A1C1C"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Overskrift"><w:name w:val="TOC Heading"/>'
    '<w:basedOn w:val="Overskrift1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="Something else"/></w:style>'
)
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAAAAADRSSBWAAAAC0lEQVR4nGNsYAAAAQYAgiXEWDgAAAAASUVORK5CYII="
)
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
THEME = f'<a:theme xmlns:a="{A}" name="Region"><a:themeElements/></a:theme>'.encode()
SHOWS = f'<w:p><w:r><w:drawing><a:blip xmlns:a="{A}" r:embed="rId1"/></w:drawing></w:r></w:p>'
HEADER = (
    '<w:p><w:pPr><w:pStyle w:val="Overskrift1"/></w:pPr><w:r><w:t>Region Midt</w:t></w:r></w:p>'
)


def word_file(
    *,
    setup: str = SETUP,
    styles: str = STYLES,
    header: str = HEADER,
    types: str = TYPES,
    relations: str = "",
    document_relations: str = "",
    more: dict[str, bytes] | None = None,
) -> bytes:
    """A Word file as small as it can be."""
    data = io.BytesIO()
    with ZipFile(data, "w") as archive:
        for name, text in {
            "[Content_Types].xml": types,
            "_rels/.rels": _relations(
                f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
            ),
            "word/document.xml": f"<w:document {W} {R}><w:body><w:p/><w:sectPr>{setup}"
            "</w:sectPr></w:body></w:document>",
            "word/styles.xml": f"<w:styles {W}>{styles}</w:styles>",
            "word/header3.xml": f"<w:hdr {W} {R}>{header}</w:hdr>",
            "word/_rels/document.xml.rels": _relations(
                f'<Relationship Id="rId7" Type="{OFFICE}/header" Target="header3.xml"/>'
                f'<Relationship Id="rId1" Type="{OFFICE}/styles" Target="styles.xml"/>{document_relations}'
            ),
            "word/_rels/header3.xml.rels": _relations(relations),
            **(more or {}),
        }.items():
            archive.writestr(name, text)
    return data.getvalue()


def _relations(inner: str) -> str:
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{package}">{inner}</Relationships>'


def with_file(project: SmallProject, data: bytes, name: str = "region.docx") -> SmallProject:
    (project.folder / "templates/house" / name).write_bytes(data)
    project.change(STYLE, "word_file: null", f"word_file: {name}")
    return project


def new_without_file(project: SmallProject) -> SmallProject:
    project.change(STYLE, "word_file: region.docx", "word_file: null")
    return project


def docx(project: SmallProject) -> bytes:
    return in_house_style(project.document(), "docx", Project(project.folder))


def parts(data: bytes) -> dict[str, str]:
    with ZipFile(io.BytesIO(data)) as archive:
        return {n: archive.read(n).decode("utf-8", "replace") for n in archive.namelist()}


def style_in(styles: str, id: str) -> str:
    (found,) = re.findall(rf'<w:style [^>]*w:styleId="{id}".*?</w:style>', styles, re.DOTALL)
    return re.sub(r' xmlns:\w+="[^"]*"', "", str(found))


def refused(project: SmallProject, data: bytes) -> InputError:
    with_file(project, data)
    with pytest.raises(InputError) as caught:
        docx(project)
    assert caught.value.exit_code == errors.INPUT
    return caught.value


# --- what is taken ------------------------------------------------------------------------------


def test_the_files_own_style_takes_the_place_of_ours(small_project: SmallProject) -> None:
    styles = parts(docx(with_file(small_project, word_file())))["word/styles.xml"]

    heading = style_in(styles, "Heading1")
    assert 'w:val="heading 1"' in heading
    assert "8A1C1C" in heading
    assert 'w:styleId="HouseHeading1"' in styles  # which meant something else in the file
    assert 'w:val="Something else"' in style_in(styles, "HouseHeading1")


def test_a_style_that_the_file_lacks_is_ours(small_project: SmallProject) -> None:
    without = parts(docx(small_project))["word/styles.xml"]

    styles = parts(docx(with_file(small_project, word_file())))["word/styles.xml"]

    assert style_in(styles, "Heading2") == style_in(without, "Heading2")


def test_the_numbers_are_the_models_and_not_the_files(small_project: SmallProject) -> None:
    styles = parts(docx(with_file(small_project, word_file())))["word/styles.xml"]

    assert re.findall(r'numId w:val="(\d+)"', style_in(styles, "Heading1")) == ["1"]
    assert re.findall(r'numId w:val="(\d+)"', style_in(styles, "TOCHeading")) == ["0"]
    assert "<w:keepNext/>" in style_in(styles, "Heading1")
    assert re.findall(r'<w:lang [^>]*w:val="([^"]+)"', styles) == ["da-DK"]


def test_the_header_and_the_margins_are_the_files(small_project: SmallProject) -> None:
    picture = f'<Relationship Id="rId1" Type="{OFFICE}/image" Target="media/image4.png"/>'
    data = word_file(header=HEADER + SHOWS, relations=picture, more={"word/media/image4.png": PNG})

    made = parts(docx(with_file(small_project, data)))

    header = made["word/house-header-default.xml"]
    assert "Region Midt" in header
    assert 'w:pStyle w:val="Heading1"' in header
    assert "IEND" in made["word/media/header-default-1.png"]
    assert "media/header-default-1.png" in made["word/_rels/house-header-default.xml.rels"]
    assert 'w:left="1700"' in made["word/document.xml"]
    assert 'r:id="rId-house-header-default"' in made["word/document.xml"]
    assert 'r:id="rIdFooter"' in made["word/document.xml"]  # it has none: ours counts the pages


def test_a_header_without_the_edition_gets_it_below(small_project: SmallProject) -> None:
    header = parts(docx(with_file(small_project, word_file())))["word/house-header-default.xml"]

    assert small_project.document().edition in header


def test_a_header_says_the_documents_words_where_it_asks_for_them(
    small_project: SmallProject,
) -> None:
    asks = "<w:p><w:r><w:t>{titel}, udgave {udgave}{udkast}</w:t></w:r></w:p>"

    made = parts(docx(with_file(small_project, word_file(header=asks))))

    document = small_project.document()
    text = re.findall(r"<w:t[^>]*>([^<]*)</w:t>", made["word/house-header-default.xml"])
    said = f"{plain(document.title)}, udgave {document.edition}{document.draft}"
    assert text == [said]


@pytest.mark.parametrize("format", ["docx", "pdf"])
def test_the_file_changes_no_word_and_the_pdf_not_at_all(
    small_project: SmallProject, format: str
) -> None:
    document = small_project.document()
    without = FORMATS[format].write(document, Project(small_project.folder).style)

    with_file(small_project, word_file())
    housed = FORMATS[format].write(document, Project(small_project.folder).style)

    assert housed == without if format == "pdf" else docx_blocks(housed) == docx_blocks(without)


def test_nothing_that_hangs_by_the_file_comes_along(small_project: SmallProject) -> None:
    theme = f'<Relationship Id="rId2" Type="{OFFICE}/theme" Target="theme/theme1.xml"/>'
    template = f'<Relationship Id="rId3" Type="{OFFICE}/attachedTemplate" Target="file:///x" TargetMode="External"/>'
    comments = f'<Relationship Id="rId4" Type="{OFFICE}/comments" Target="comments.xml"/>'
    picture = f'<Relationship Id="rId1" Type="{OFFICE}/image" Target="media/a.png"/>'
    data = word_file(
        document_relations=theme + template + comments,
        header=SHOWS,
        relations=picture,
        more={
            "word/theme/theme1.xml": THEME,
            "word/comments.xml": b"<comments/>",
            "word/media/a.png": PNG,
            "word/media/_rels/a.png.rels": _relations(template).encode(),
            "docProps/custom.xml": b"<x/>",
        },
    )

    made = parts(docx(with_file(small_project, data)))

    ours = parts(docx(new_without_file(small_project))).keys() - {"word/header.xml"}
    assert made.keys() - ours == {
        "word/house-header-default.xml",
        "word/_rels/house-header-default.xml.rels",
        "word/media/header-default-1.png",
        "word/house-theme.xml",
    }
    assert "file:///x" not in "".join(made.values())


def test_what_the_file_says_counts_and_not_where_it_lies(
    new_small_project: Callable[[], SmallProject],
) -> None:
    files = (word_file(), word_file(), word_file(header="<w:p/>"))
    projects = [with_file(new_small_project(), data) for data in files]

    one, same, other = (inputs_of(p.document(), Project(p.folder).style).style for p in projects)

    assert one == same != other


# --- what is refused ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["nowhere.docx", "../aftale/template.yaml", "/etc/hostname"])
def test_a_file_that_is_not_in_the_folder_is_refused(
    small_project: SmallProject, name: str
) -> None:
    small_project.change(STYLE, "word_file: null", f"word_file: {name}")

    with pytest.raises(InputError) as caught:
        _ = Project(small_project.folder).style

    assert caught.value.rule == "word-file-missing"
    assert caught.value.source is not None
    assert caught.value.source.key == "word_file"


def test_a_file_with_macros_by_its_name_is_refused(small_project: SmallProject) -> None:
    with_file(small_project, word_file(), "region.docm")

    with pytest.raises(InputError) as caught:
        _ = Project(small_project.folder).style

    assert caught.value.rule == "word-file-not-docx"


LINK = (
    f'<Relationship Id="rId1" Type="{OFFICE}/image" Target="http://x/y.png" TargetMode="External"/>'
)
PROGRAM = f'<Relationship Id="rId1" Type="{OFFICE}/image" Target="media/x.exe"/>'
FIELD = '<w:p><w:r><w:instrText> DDEAUTO c:\\\\cmd "/c calc" </w:instrText></w:r></w:p>'
LANDSCAPE = SETUP.replace('w:w="11906" w:h="16838"', 'w:w="16838" w:h="11906"')


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"not a zip", "word-file-unreadable"),
        (word_file(types="<x/>"), "word-file-unreadable"),
        (word_file(styles="<w:style>"), "word-file-unreadable"),
        (word_file(more={"word/vbaProject.bin": b""}), "word-file-active"),
        (word_file(more={"word/embeddings/a.xlsx": b""}), "word-file-active"),
        (word_file(header=FIELD), "word-file-active"),
        (word_file(header="<w:p><w:r><w:object/></w:r></w:p>"), "word-file-active"),
        (word_file(relations=PROGRAM, more={"word/media/x.exe": b""}), "word-file-active"),
        (word_file(relations=LINK), "word-file-external"),
        (word_file(header="<w:p><w:r><w:t>V20260319</w:t></w:r></w:p>"), "word-file-edition"),
        (word_file(setup=LANDSCAPE), "word-file-page"),
        (word_file(setup=""), "word-file-page"),
        (word_file(setup=SETUP.replace('left="1700"', 'left="9000"')), "word-file-page"),
    ],
)
def test_a_file_that_could_do_harm_or_cannot_be_read_is_refused(
    small_project: SmallProject, data: bytes, rule: str
) -> None:
    error = refused(small_project, data)

    assert error.rule == rule
    assert "«region.docx»" in error.message
    assert error.source is not None
    assert (error.source.file, error.source.key) == (STYLE, "word_file")


def test_a_file_that_is_refused_beside_no_style_file_is_still_told_by_its_name(
    small_project: SmallProject, tmp_path: Path
) -> None:
    file = tmp_path / "house.docx"  # as an edition keeps it: the style beside it is JSON
    file.write_bytes(word_file(header=FIELD))
    style = Project(small_project.folder).style.model_copy(update={"word_file": str(file)})

    with pytest.raises(InputError, match=r"«house\.docx»") as caught:
        FORMATS["docx"].write(small_project.document(), style)

    assert caught.value.rule == "word-file-active"


def test_entities_are_refused_before_they_are_read(small_project: SmallProject) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]>'
    root = f"<w:hdr {W}><w:p><w:r><w:t>&c;</w:t></w:r></w:p></w:hdr>".encode()
    data = io.BytesIO()
    with ZipFile(io.BytesIO(word_file())) as old, ZipFile(data, "w") as new:
        for name in old.namelist():
            new.writestr(name, bomb + root if name == "word/header3.xml" else old.read(name))

    assert refused(small_project, data.getvalue()).rule == "word-file-active"


def test_a_file_that_unpacks_beyond_all_measure_is_refused(small_project: SmallProject) -> None:
    data = io.BytesIO(word_file())
    with ZipFile(data, "a", compression=8) as archive:
        archive.writestr("word/media/big.png", b"\0" * 50_000_000)

    assert refused(small_project, data.getvalue()).rule == "word-file-too-large"
