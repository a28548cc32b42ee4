"""What is no returned agreement is told for what it is, with what to do; nothing is written."""

import copy
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from aftalegen.cli.app import main
from aftalegen.negotiation.base import Bases, Named
from aftalegen.negotiation.opening import opened
from aftalegen.negotiation.received import received
from aftalegen.records.project import Project
from aftalegen.words.faults import InputError
from tests.conftest import SmallProject
from tests.editing import Editor
from tests.negotiation.register import fill
from tests.negotiation.test_received import came_back, sent, told

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ODT = b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.text"
STRICT = (
    ("http://schemas.openxmlformats.org/wordprocessingml/2006/main",
     "http://purl.oclc.org/ooxml/wordprocessingml/main"),
    ("http://schemas.openxmlformats.org/officeDocument/2006/relationships",
     "http://purl.oclc.org/ooxml/officeDocument/relationships"),
    ("http://schemas.openxmlformats.org/officeDocument/2006/custom-properties",
     "http://purl.oclc.org/ooxml/officeDocument/customProperties"),
    ("http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes",
     "http://purl.oclc.org/ooxml/officeDocument/docPropsVTypes"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "data", "says", "hint"),
    [
        ("svar.docx", b"", "is empty", "save it out of the e-mail"),
        ("~$svar.docx", b"\x05Jurist", "only Word's mark", "close the document"),
        ("svar.doc", OLE + bytes(600), "old Word document", "save it as a Word document"),
        ("svar.xls", OLE + "Workbook".encode("utf-16-le"), "an old Excel file", "as .xlsx"),
        ("svar.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "by a password", "without one"),
        ("svar.pdf", b"%PDF-1.7 ...", "is a PDF", "ask for the Word file"),
        ("svar.rtf", b"{\\rtf1 Aftale}", "Rich Text", "save it as a Word document"),
        ("svar.odt", ODT, "OpenDocument", "save it as a Word document"),
        ("svar.htm", b"<!DOCTYPE html><p>Aftale", "a web page", "save it as a Word document"),
        ("svar.gdoc", b'{"url": "https://docs.google.com/x"}', "link to a document", "download it"),
        ("svar.docx", b"PK\x03\x04 damaged", "is damaged", "ask for it again"),
        ("svar.txt", b"Aftalen", "is not a Word document", "choose the agreement"),
    ],
)
def test_what_is_no_word_file_is_called_what_it_is(
    name: str, data: bytes, says: str, hint: str
) -> None:
    with pytest.raises(InputError, match=says) as caught:
        opened(data, name)

    assert hint in (caught.value.hint or "")
    assert caught.value.source is not None and caught.value.source.file == name


def with_part(docx: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The file with one part changed, or put in."""
    with ZipFile(io.BytesIO(docx)) as archive:
        parts = {one: archive.read(one) for one in archive.namelist()}
    parts[name] = change(parts.get(name, b""))
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for one, part in parts.items():
            archive.writestr(one, part)
    return file.getvalue()


def test_entities_are_refused_and_never_read(small_project: SmallProject) -> None:
    def declared(part: bytes) -> bytes:
        return part.replace(b"?>", b'?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>', 1)

    with pytest.raises(InputError, match="declares entities"):
        opened(with_part(sent(small_project), "word/document.xml", declared), "svar.docx")


def test_what_unpacks_to_more_than_can_be_read_is_refused_before_it_is(
    small_project: SmallProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    docx = with_part(sent(small_project), "word/media/a.bin", lambda _part: bytes(210_000_000))
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda *_: pytest.fail("it was read"))

    with pytest.raises(InputError, match="unpacks to more"):
        opened(docx, "svar.docx")


def test_elements_without_end_are_refused(small_project: SmallProject) -> None:
    deep = b"<w:sdt><w:sdtContent>" * 5000 + b"</w:sdtContent></w:sdt>" * 5000

    def nested(part: bytes) -> bytes:
        return part.replace(b"<w:body>", b"<w:body>" + deep)

    with pytest.raises(InputError, match="is damaged"):
        opened(with_part(sent(small_project), "word/document.xml", nested), "svar.docx")


def test_a_workbook_is_no_agreement(small_project: SmallProject) -> None:
    def workbook(part: bytes) -> bytes:
        return part.replace(b'/officeDocument" Target=', b'/other" Target=')

    with pytest.raises(InputError, match="packed like one"):
        opened(with_part(sent(small_project), "_rels/.rels", workbook), "svar.docx")


def test_a_file_that_word_saved_strictly_is_read(small_project: SmallProject) -> None:
    editor = Editor(sent(small_project))
    editor.replace("årligt", "hvert andet år")
    docx = editor.saved()
    with ZipFile(io.BytesIO(docx)) as archive:
        names = archive.namelist()

    def strictly(part: bytes) -> bytes:
        for usual, strict in STRICT:
            part = part.replace(usual.encode(), strict.encode())
        return part

    for name in names:
        docx = with_part(docx, name, strictly)

    (line,) = told(came_back(small_project, docx))
    assert line.startswith("changed in 1: «årligt»")


def test_the_body_may_have_another_name(small_project: SmallProject) -> None:
    docx = sent(small_project)
    with ZipFile(io.BytesIO(docx)) as archive:
        body, relations = (
            archive.read("word/document.xml"),
            archive.read("word/_rels/document.xml.rels"),
        )
    docx = with_part(docx, "word/document2.xml", lambda _: body)
    docx = with_part(docx, "word/_rels/document2.xml.rels", lambda _: relations)
    for name in ("_rels/.rels", "[Content_Types].xml"):
        docx = with_part(
            docx, name, lambda p: p.replace(b"word/document.xml", b"word/document2.xml")
        )
    docx = with_part(docx, "word/document.xml", lambda _: b"<w:nothing")

    assert came_back(small_project, docx).nothing_changed


def test_a_copy_of_a_passage_with_its_anchor_is_new_words(small_project: SmallProject) -> None:
    editor = Editor(sent(small_project))
    paragraph = editor.paragraph("Rammen er")
    parent = paragraph.getparent()
    assert parent is not None
    parent.append(copy.deepcopy(paragraph))

    (line,) = told(came_back(small_project, editor.saved()))
    assert line.startswith("silently added in ")


def test_marks_without_a_date_or_an_author_are_read(small_project: SmallProject) -> None:
    editor = Editor(sent(small_project))
    editor.replace("årligt", "hvert andet år")
    docx = with_part(
        editor.saved(),
        "word/document.xml",
        lambda part: part.replace(b'w:author="Jurist"', b"").replace(b"2026-04-01T09:30:00Z", b""),
    )

    (line,) = told(came_back(small_project, docx))
    assert line.startswith("changed in 1: «årligt» -> «hvert andet år»")


def test_the_whole_text_deleted_and_put_in_anew_is_told_passage_by_passage(
    small_project: SmallProject,
) -> None:
    editor = Editor(sent(small_project))
    editor.replace("Rammen er 1.234.000\u00a0kr. om året.", "Rammen er 5 kr. om året.")

    (line,) = told(came_back(small_project, editor.saved()))
    assert line.startswith(
        "changed in 2: «Rammen er 1.234.000\u00a0kr. om året.» -> «Rammen er 5 kr."
    )


def test_words_in_a_text_box_and_in_notes_are_beside_the_agreement(
    small_project: SmallProject,
) -> None:
    box = (
        b"<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>Husk moms</w:t></w:r></w:p></w:txbxContent>"
        b"</w:pict></w:r></w:p>"
    )
    docx = with_part(
        sent(small_project), "word/document.xml", lambda p: p.replace(b"</w:p>", box, 1)
    )
    back = came_back(small_project, docx)

    assert back.beside.words == ("Husk moms",)
    assert told(back) == []


@pytest.mark.parametrize("command", ["answer", "feedback", "proposals"])
def test_what_we_wrote_of_the_proposals_is_no_agreement_that_came_back(
    small_project: SmallProject, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(small_project)
    of = ("midtbundt",) if command == "feedback" else ()
    own = ("--format", "docx", "--project", str(small_project.folder))
    assert main([command, *of, *own]) == 0
    files = [*(small_project.folder / "output").glob("*.docx")]
    assert files
    for file in files:
        code, _out, err = receive(capsys, small_project, str(file), "--write")
        assert code == 3
        assert f"{file.name}:1:1" in err
        assert "made beside the agreements and is none" in err
        assert "choose the agreement that came back" in err
        bare = Editor(file.read_bytes())
        bare.without_property()
        file.write_bytes(bare.saved())
        assert receive(capsys, small_project, str(file), "--write")[0] == 3


# --- many files -----------------------------------------------------------------------------------


def receive(
    capsys: pytest.CaptureFixture[str], project: SmallProject, *arguments: str
) -> tuple[int, str, str]:
    code = main(["receive", *arguments, "--project", str(project.folder)])
    shown = capsys.readouterr()
    return code, shown.out, shown.err


def test_a_folder_a_zip_and_files_beside_them_are_told_each_once(
    small_project: SmallProject, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    editor = Editor(sent(small_project))
    editor.replace("årligt", "hvert andet år")
    folder = tmp_path / "retur"
    folder.mkdir()
    (folder / "nordby.docx").write_bytes(editor.saved())
    (folder / "kopi.docx").write_bytes(editor.saved())
    (folder / ".DS_Store").write_bytes(b"x")
    with ZipFile(tmp_path / "mail.zip", "w") as archive:
        archive.writestr("svar/soenderaa.docx", sent(small_project, "soenderaa"))
        archive.writestr("__MACOSX/svar/._soenderaa.docx", b"x")
        archive.writestr("følgebrev.pdf", b"%PDF-1.4")

    code, out, err = receive(capsys, small_project, str(folder), str(tmp_path / "mail.zip"))

    assert code == 3
    assert out.count(".docx") == 2
    assert "nothing changed" in out and "«årligt»" not in err
    assert "mail.zip!følgebrev.pdf" in err and "is a PDF" in err


@pytest.mark.parametrize(("edit", "expected"), [(False, 0), (True, 1)])
def test_the_exit_code_says_whether_there_is_something_to_answer(
    small_project: SmallProject,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    edit: bool,
    expected: int,
) -> None:
    editor = Editor(sent(small_project))
    if edit:
        editor.insert("årligt", " i maj")
    (tmp_path / "svar.docx").write_bytes(editor.saved())

    assert receive(capsys, small_project, str(tmp_path / "svar.docx"))[0] == expected


def test_nothing_is_written_in_the_project(
    small_project: SmallProject, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def state() -> dict[Path, bytes]:
        return {p: p.read_bytes() for p in small_project.folder.rglob("*") if p.is_file()}

    (tmp_path / "svar.docx").write_bytes(sent(small_project))
    before = state()
    receive(capsys, small_project, str(tmp_path / "svar.docx"), "--output", "json")

    assert state() == before


def test_a_file_that_is_not_there_or_no_file_at_all_is_told(
    small_project: SmallProject, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert receive(capsys, small_project)[0] == 2
    code, _out, err = receive(capsys, small_project, str(tmp_path / "svar.docx"))
    assert code == 3 and "file-unreadable" in err


def test_of_a_redline_of_another_municipality_nothing_is_mixed_up(
    small_project: SmallProject,
) -> None:
    bases = Bases(Project(small_project.folder))
    whose = [
        received(bases, sent(small_project, who), who, Named()).municipality
        for who in ("soenderaa", "nordby")
    ]

    assert whose == ["soenderaa", "nordby"]
