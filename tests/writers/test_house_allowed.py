"""What comes along of a region's Word file is known by name: ordinary things pass, all else is told."""

import base64
import re
from io import BytesIO
from zipfile import ZipFile

import pytest

from aftalegen.words.faults import InputError
from aftalegen.words.picture import Unfit, picture
from aftalegen.writers.archive import timeless_zip
from tests.conftest import SmallProject
from tests.writers.test_house_file import (
    OFFICE,
    PNG,
    SHOWS,
    THEME,
    docx,
    parts,
    refused,
    with_file,
    word_file,
)
from tests.writers.test_style import png

NAMES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "wp14": "http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing",
        "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
        "w15": "http://schemas.microsoft.com/office/word/2012/wordml",
        "asvg": "http://schemas.microsoft.com/office/drawing/2016/SVG/main",
        "v": "urn:schemas-microsoft-com:vml",
        "o": "urn:schemas-microsoft-com:office:office",
        "w10": "urn:schemas-microsoft-com:office:word",
    }.items()
)


def relation(type: str, target: str, *, outside: bool = False, id: str = "rId1") -> str:
    mode = ' TargetMode="External"' if outside else ""
    return f'<Relationship Id="{id}" Type="{OFFICE}/{type}" Target="{target}"{mode}/>'


def run(*inner: str) -> str:
    return "".join(f"<w:r>{one}</w:r>" for one in inner)


def mark(kind: str) -> str:
    return f'<w:fldChar w:fldCharType="{kind}"/>'


def code(text: str) -> str:
    return f'<w:instrText xml:space="preserve">{text}</w:instrText>'


def field(*codes: str, shows: str = "1") -> str:
    """A field as Word writes it, its code over one or more runs."""
    inner = run(mark("separate"), f"<w:t>{shows}</w:t>") if shows else ""
    return run(mark("begin"), *map(code, codes)) + inner + run(mark("end"))


def simple(text: str, shows: str = "1") -> str:
    return f'<w:fldSimple w:instr="{text}"><w:r><w:t>{shows}</w:t></w:r></w:fldSimple>'


def paragraph(inner: str) -> str:
    """A paragraph that knows all names, two of which a reader may ignore."""
    return f'<w:p {NAMES} mc:Ignorable="w14 w15">{inner}</w:p>'


IMAGE = relation("image", "media/a.png")
FILES = {"word/media/a.png": PNG}
TEXT_BOX = (
    '<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor distT="0" behindDoc="0"'
    ' wp14:anchorId="1A2B"><wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="page">'
    '<wp:posOffset>100</wp:posOffset></wp:positionH><wp:extent cx="9" cy="9"/><wp:wrapNone/>'
    '<wp:docPr id="1" name="Tekstfelt"/><wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="x">'
    '<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    "<a:noFill/></wps:spPr><wps:txbx><w:txbxContent><w:p><w:r><w:t>Regionshuset</w:t></w:r></w:p>"
    "</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic>"
    '<wp14:sizeRelH relativeFrom="margin"><wp14:pctWidth>0</wp14:pctWidth></wp14:sizeRelH>'
    '</wp:anchor></w:drawing></mc:Choice><mc:Choice Requires="w15"><w:drawing/></mc:Choice>'
    '<mc:Fallback><w:pict><v:shapetype id="t" coordsize="21600,21600" o:spt="202" path="m,l"/>'
    '<v:shape id="s" style="width:10pt" type="#t" o:gfxdata="UEsDBA" stroked="f"><v:textbox>'
    "<w:txbxContent><w:p><w:r><w:t>Regionshuset</w:t></w:r></w:p></w:txbxContent></v:textbox>"
    '<w10:wrap anchorx="page"/></v:shape></w:pict></mc:Fallback></mc:AlternateContent>'
)
LOGO = (
    '<w:drawing><wp:inline distT="0"><wp:extent cx="9" cy="9"/><wp:docPr id="1" name="Logo"'
    ' descr="Region"><a:hlinkClick r:id="rId2" tgtFrame="_blank"/></wp:docPr><a:graphic>'
    '<a:graphicData uri="x"><pic:pic><pic:nvPicPr><pic:cNvPr id="0" name="a"/><pic:cNvPicPr/>'
    '</pic:nvPicPr><pic:blipFill><a:blip r:embed="rId1" cstate="print"><a:extLst><a:ext uri="{9}">'
    '<asvg:svgBlip r:embed="rId3"/></a:ext></a:extLst></a:blip><a:stretch><a:fillRect/></a:stretch>'
    "</pic:blipFill><pic:spPr/></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"
)
WATERMARK = (
    '<w:pict><v:shape id="PowerPlusWaterMarkObject1" o:spid="_x0000_s1" type="#t136" fillcolor="#ccc"'
    ' o:allowincell="f" stroked="f"><v:fill opacity=".5" o:detectmouseclick="t"/>'
    '<v:textpath style="font-family:&quot;Calibri&quot;" string="INTERN"/></v:shape></w:pict>'
)
OLD_PICTURE = '<w:pict><v:shape id="x" style="width:9pt"><v:imagedata r:id="rId1" o:title="Logo"/></v:shape></w:pict>'
CONTROL = (
    '<w:sdt><w:sdtPr><w:alias w:val="Enhed"/><w:dataBinding w:xpath="/x" w:storeItemID="{6C3C}"/>'
    "<w15:color w:val='0'/></w:sdtPr><w:sdtEndPr/><w:sdtContent><w:r><w:t>Sundhed</w:t></w:r>"
    "</w:sdtContent></w:sdt>"
)
MARKS = (
    '<w:proofErr w:type="spellStart"/><w:bookmarkStart w:id="0" w:name="x"/><w:smartTag w:uri="u"'
    ' w:element="place"><w:smartTagPr/><w:r w:rsidR="00A"><w:t>Viborg</w:t></w:r></w:smartTag>'
    '<w:bookmarkEnd w:id="0"/><!-- made by hand -->'
)
WEB = relation("hyperlink", "https://www.rm.dk/", outside=True, id="rId2")
SVG = relation("image", "media/b.svg", id="rId3")
LINKED = (
    '<w:hyperlink r:id="rId1" w:tooltip="Ring" w:history="1"><w:r><w:t>70</w:t></w:r></w:hyperlink>'
)


# --- what passes --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("inner", "relations", "says"),
    [
        (run(TEXT_BOX), "", "Regionshuset"),
        (run(LOGO), IMAGE + WEB + SVG, 'r:embed="rId1"'),
        (run(WATERMARK), "", 'string="INTERN"'),
        (run(OLD_PICTURE), IMAGE, 'r:id="rId1"'),
        (CONTROL, "", "Sundhed"),
        (MARKS, "", "Viborg"),
        (LINKED, relation("hyperlink", "tel:+4578410000", outside=True), "w:hyperlink"),
        (LINKED, relation("hyperlink", "mailto:kontakt@rm.dk", outside=True), "w:hyperlink"),
        (LINKED.replace('r:id="rId1"', 'w:anchor="top"'), "", "<w:t>70</w:t>"),
        (field(" PAGE   \\* MERGEFORMAT "), "", "PAGE"),
        (field(" PA", "GE "), "", "> PA<"),
        (field("NUMPAGES \\# 0", shows=""), "", "NUMPAGES"),
        (simple(" SECTIONPAGES  \\* Arabic  \\* MERGEFORMAT "), "", "SECTIONPAGES"),
        (field(' STYLEREF "heading 1" \\n \\* MERGEFORMAT '), "", "STYLEREF"),
        (field(' HYPERLINK "https://www.rm.dk/" \\o "Region" '), "", "HYPERLINK"),
        (field(' DOCPROPERTY "Sags-id" ', shows="26/1"), "", "<w:t>26/1</w:t>"),
        (simple(" DOCPROPERTY Sag ", shows="26/1"), "", "<w:t>26/1</w:t>"),
        ('<w:r><w:rPr><w14:ligatures w14:val="all"/><w:b/></w:rPr><w:t>a</w:t></w:r>', "", "all"),
        ('<w:r><w15:what><w15:ever/></w15:what><w:t>a</w:t></w:r>', "", "<w:t>a</w:t>"),
    ],
)  # fmt: skip
def test_what_regions_have_in_their_headers_passes(
    small_project: SmallProject, inner: str, relations: str, says: str
) -> None:
    files = {**FILES, "word/media/b.svg": b"<svg/>"} if relations else {}
    data = word_file(header=paragraph(inner), relations=relations, more=files)

    made = parts(docx(with_file(small_project, data)))

    assert says in made["word/house-header-default.xml"]


def test_nothing_lives_in_the_words_of_a_property_or_a_control(small_project: SmallProject) -> None:
    header = paragraph(CONTROL + MARKS + field(" DOCPROPERTY Sag ", shows="26/1"))

    made = parts(docx(with_file(small_project, word_file(header=header))))

    said = made["word/house-header-default.xml"]
    assert not re.findall("sdt|dataBinding|bookmark|smartTag|fldChar|instrText|made by hand", said)
    assert "<w:t>26/1</w:t>" in said


def test_only_what_is_used_comes_along(small_project: SmallProject) -> None:
    files = {**FILES, "word/media/b.svg": b"<svg onload='alert(1)'/>"}
    data = word_file(header=paragraph(run(LOGO)), relations=IMAGE + WEB + SVG, more=files)

    made = parts(docx(with_file(small_project, data)))

    assert [name for name in made if "media" in name] == ["word/media/header-default-2.png"]
    relations = made["word/_rels/house-header-default.xml.rels"]
    assert sorted(re.findall('Id="([^"]+)"', relations)) == ["rId1", "rId2"]
    assert "extLst" not in made["word/house-header-default.xml"]


def test_settings_properties_and_data_of_the_file_stay_behind(small_project: SmallProject) -> None:
    template = relation("attachedTemplate", "file:///c:/x.dotm", outside=True, id="rId8")
    more = {
        "word/settings.xml": b"<w:settings/>",
        "word/_rels/settings.xml.rels": template.encode(),
        "docProps/custom.xml": b"<Properties>LEAK</Properties>",
        "customXml/item1.xml": b"<x>LEAK</x>",
        "word/glossary/document.xml": b"<x>LEAK</x>",
    }

    made = parts(docx(with_file(small_project, word_file(more=more))))

    assert not [name for name in made if re.search("customXml|glossary", name)]
    assert not re.search("LEAK|x.dotm", "".join(made.values()))


# --- what does not ------------------------------------------------------------------------------


def said_of(project: SmallProject, inner: str, relations: str = "", **more: bytes) -> InputError:
    data = word_file(header=paragraph(inner), relations=relations, more={**FILES, **more})
    error = refused(project, data)
    assert "«word/header3.xml»" in error.message
    assert error.hint
    return error


@pytest.mark.parametrize(
    "codes",
    [
        field(" PAGE ") + field(' DDEAUTO "cmd" "/c calc" '),
        field(" DATABASE \\c x "),
        field(' INCLUDEPICTURE "http://x/y.png" \\d '),
        field(' HYPERLINK "file:///x" '),
        field(' HYPERLINK "https://x" \\l "a" '),
        field(" DATE \\@ dd.MM.yyyy "),
        field(" SAVEDATE "),
        field(" FILENAME \\p "),
        field(" MACROBUTTON x y "),
        field(" PAGE DDE "),
        field(' STYLEREF "a\\b" '),
        field(" DOCPROPERTYX "),
        field(""),
        simple(" TIME "),
        run(mark("begin"), code(" IF ")) + field(" PAGE ") + run(code(" = 1 a b "), mark("end")),
        run(mark("begin"), code(" QUOTE "), "<w:t>DDE</w:t>", code(" x "), mark("end")),
        run(mark("begin"), code(" DOCPROPERTY ")) + simple("PAGE") + run(mark("end")),
        run(code(" DDEAUTO x ")),
        run(mark("begin"), code(" PAGE ")),
        run(mark("end")),
        run(mark("begin"), code(" PAGE "), mark("separate"), code(" DDE "), mark("end")),
        run(mark("other")),
    ],
)
def test_a_field_that_is_not_known_is_refused_with_its_code(
    small_project: SmallProject, codes: str
) -> None:
    assert said_of(small_project, codes).rule == "word-file-active"


@pytest.mark.parametrize(
    ("inner", "named"),
    [
        (run("<w:object/>"), "w:object"),
        (run("<w:dayLong/>"), "w:dayLong"),
        (run('<x:y xmlns:x="urn:x"/>'), "x:y"),
        (run("<w:pict><v:shape onclick='x'/></w:pict>"), "v:shape onclick"),
        (run('<w:pict><v:imagedata src="http://x/y.png"/></w:pict>'), "v:imagedata src"),
        (run('<w:pict><v:shape href="file:///x"/></w:pict>'), "v:shape href"),
        (run('<w:pict><v:fill o:althref="http://x"/></w:pict>'), "v:fill o:althref"),
        (run('<w:pict><v:rect style="background:url(x)"/></w:pict>'), "v:rect style"),
        (run('<w:drawing><a:blip r:embed="rId1" r:link="rId1"/></w:drawing>'), "a:blip r:link"),
        (run('<w:drawing><a:blip r:link="rId1"/></w:drawing>'), "a:blip r:link"),
        (run('<w:drawing><a:hlinkClick action="x"/></w:drawing>'), "a:hlinkClick action"),
        (run('<w:drawing><a:snd r:embed="rId1"/></w:drawing>'), "a:snd"),
    ],
)
def test_what_is_not_known_by_name_is_refused_with_its_name(
    small_project: SmallProject, inner: str, named: str
) -> None:
    error = said_of(small_project, inner, IMAGE)

    assert error.rule == "word-file-active"
    assert f"«{named}" in error.message


@pytest.mark.parametrize(
    ("inner", "relations", "rule"),
    [
        (SHOWS, relation("oleObject", "media/a.png"), "word-file-active"),
        (SHOWS, relation("image", "https://x/a.png", outside=True), "word-file-external"),
        (SHOWS, "", "word-file-active"),
        (LINKED, relation("hyperlink", "file:///c:/x.exe", outside=True), "word-file-external"),
        (LINKED, relation("hyperlink", "media/a.png"), "word-file-active"),
        (LINKED, IMAGE, "word-file-active"),
        ("", relation("image", "https://x/a.png", outside=True), "word-file-external"),
        (SHOWS, relation("image", "media/b.png"), "word-file-picture"),
        (SHOWS, relation("image", "media/c.png"), "word-file-picture"),
    ],
)  # fmt: skip
def test_a_relation_that_does_not_fit_its_use_is_refused(
    small_project: SmallProject, inner: str, relations: str, rule: str
) -> None:
    more = {"word/media/b.png": PNG[:40], "word/media/c.png": b"<svg onload='alert(1)'/>"}
    data = word_file(header=paragraph("") + inner, relations=relations, more={**FILES, **more})

    assert refused(small_project, data).rule == rule


def test_a_part_that_is_damaged_is_named(small_project: SmallProject) -> None:
    theme = relation("theme", "theme/theme1.xml", id="rId2")
    for data in (
        word_file(more={"word/styles2.xml": b"<w:x"}, styles="<w:style>"),
        word_file(document_relations=theme, more={"word/theme/theme1.xml": b"<foo/>"}),
        word_file(header="</w:hdr><w:hdr>"),
    ):
        error = refused(small_project, data)
        assert error.rule == "word-file-unreadable"
        assert re.search(r"«word/(styles|styles2|header3|theme/theme1)\.xml»", error.message)
        small_project.change(
            "templates/house/style.yaml", "word_file: region.docx", "word_file: null"
        )


def test_styles_that_are_something_else_are_refused(small_project: SmallProject) -> None:
    with ZipFile(BytesIO(word_file())) as file:
        inside = {name: file.read(name) for name in file.namelist()}

    data = timeless_zip({**inside, "word/styles.xml": b"<foo/>"})

    assert "«word/styles.xml» in it: it begins with «foo»" in refused(small_project, data).message


def test_a_picture_in_the_theme_comes_along(small_project: SmallProject) -> None:
    theme = THEME.replace(b"</a:theme>", b'<a:blip r:embed="rId1"/></a:theme>').replace(
        b" name", f' xmlns:r="{OFFICE}" name'.encode()
    )
    rels = f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relation("image", "../media/a.png")}</Relationships>'
    data = word_file(
        document_relations=relation("theme", "theme/theme1.xml", id="rId2"),
        more={
            **FILES,
            "word/theme/theme1.xml": theme,
            "word/theme/_rels/theme1.xml.rels": rels.encode(),
        },
    )

    made = parts(docx(with_file(small_project, data)))

    assert "media/theme-1.png" in made["word/_rels/house-theme.xml.rels"]


# --- pictures -----------------------------------------------------------------------------------

EMF = (
    b"\1\0\0\0"
    + (48).to_bytes(4, "little")
    + bytes(32)
    + b" EMF"
    + bytes(4)
    + b"\x0e\0\0\0\x0c\0\0\0"
    + bytes(4)
)
WMF = b"\xd7\xcd\xc6\x9a" + bytes(36) + b"\3\0\0\0\0\0"
GIF = base64.b64decode("R0lGODlhAQABAIAAAP///wAAACwAAAAAAQABAAACAkQBADs=")


def test_a_picture_is_known_by_what_it_holds() -> None:
    assert [picture(data).kind for data in (PNG, GIF, EMF, WMF)] == ["png", "gif", "emf", "wmf"]


@pytest.mark.parametrize(
    "data", [PNG[:-20], PNG[:30], GIF[:-6], EMF[:-12], WMF[:-3], b"\xff\xd8\xff"]
)
def test_a_picture_that_is_cut_off_is_damaged(data: bytes) -> None:
    with pytest.raises(Unfit) as caught:
        picture(data)
    assert caught.value.reason == "damaged"


@pytest.mark.parametrize(("width", "height"), [(4001, 2000), (20_001, 1), (1, 20_001)])
def test_a_picture_with_too_many_points_is_not_unpacked(width: int, height: int) -> None:
    with pytest.raises(Unfit) as caught:
        picture(png(width, height))
    assert caught.value.reason == "too-large"
