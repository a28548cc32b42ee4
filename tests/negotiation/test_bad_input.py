"""What people and programs do to a file besides editing it: told for what it is, or no edit."""

import re
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from aftalegen.cli.app import main
from tests.conftest import SmallProject
from tests.editing import Editor, run
from tests.negotiation.test_received import PARTIES, W, came_back, sent, told
from tests.negotiation.test_wrong_files import with_part

BODY = "word/document.xml"


def test_a_comment_without_a_range_is_told_at_its_paragraph(small_project: SmallProject) -> None:
    editor = Editor(sent(small_project))
    editor.comment("årligt", "Hvorfor?")
    for mark in list(editor.root.iter(f"{W}commentRangeStart", f"{W}commentRangeEnd")):
        parent = mark.getparent()
        assert parent is not None
        parent.remove(mark)

    assert told(came_back(small_project, editor.saved())) == [
        f"comment in 1: «» -> «» @ {PARTIES}",
        "  Jurist: Hvorfor?",
    ]


def test_a_comment_in_the_contents_is_told(small_project: SmallProject) -> None:
    editor = Editor(sent(small_project))
    editor.comment("årligt", "Mangler et afsnit?")
    marks = list(editor.root.iter(f"{W}commentRangeStart", f"{W}commentRangeEnd"))
    marks += [one.getparent() for one in editor.root.iter(f"{W}commentReference")]
    contents = next(editor.root.iter(f"{W}sdtContent"))
    paragraph = next(contents.iter(f"{W}p"))
    for mark in marks:
        paragraph.append(mark)

    lines = told(came_back(small_project, editor.saved()))
    assert lines[1:] == ["  Jurist: Mangler et afsnit?"] and lines[0].startswith("comment in")


def test_a_date_of_1970_is_read(small_project: SmallProject) -> None:
    editor = Editor(sent(small_project))
    editor.replace("årligt", "hvert andet år")
    docx = with_part(
        editor.saved(), BODY, lambda part: part.replace(b"2026-04-01T09", b"1970-01-01T00")
    )

    (proposal,) = came_back(small_project, docx).proposals
    assert proposal.edit.edited.date.startswith("1970-01-01")


def test_styles_with_other_names_and_words_in_another_direction_are_no_edits(
    small_project: SmallProject,
) -> None:
    def other(part: bytes) -> bytes:
        numbered = re.sub(rb'(<w:pStyle w:val=")[^"]*"', rb'\g<1>709"', part)
        return numbered.replace(b"<w:t", b"<w:rPr/><w:t", 0).replace(
            b'<w:lang w:val="da-DK"', b'<w:rtl/><w:lang w:bidi="xx-XX"'
        )

    assert came_back(small_project, with_part(sent(small_project), BODY, other)).nothing_changed


def test_a_field_that_a_program_made_plain_words_is_no_edit(small_project: SmallProject) -> None:
    editor = Editor(sent(small_project))
    paragraph = editor.paragraph("jf.")
    for one in list(paragraph.iter(f"{W}fldChar", f"{W}instrText")):
        parent = one.getparent()
        assert parent is not None
        parent.remove(one)

    assert told(came_back(small_project, editor.saved())) == []


def test_a_number_written_by_hand_before_a_passage_is_told_without_its_words(
    small_project: SmallProject,
) -> None:
    editor = Editor(sent(small_project))
    paragraph = editor.paragraph("Rammen er")
    first = next(paragraph.iterchildren(f"{W}r"))
    first.addprevious(run("2.1 "))

    (line,) = told(came_back(small_project, editor.saved()))
    assert line.startswith("silently changed in 2: «» -> «2.1 »")


def test_cells_that_were_merged_are_one_change_of_the_row(small_project: SmallProject) -> None:
    editor = Editor(sent(small_project))
    row = next(editor.paragraph("sygdomsmestring").iterancestors(f"{W}tr"))
    first, second = row.iterchildren(f"{W}tc")
    for paragraph in list(second.iterchildren(f"{W}p")):
        first.append(paragraph)
    row.remove(second)

    (line,) = told(came_back(small_project, editor.saved()))
    assert line.startswith("silently changed in 2: «sygdomsmestring | 1.234.000")


def test_a_section_that_was_moved_without_tracking_is_told_as_moved(
    small_project: SmallProject,
) -> None:
    editor = Editor(sent(small_project))
    small = editor.paragraph("Rammen er")
    editor.paragraph("Parterne evaluerer").addprevious(small)

    (line,) = told(came_back(small_project, editor.saved()))
    assert line.startswith("silently moved in 2: «Rammen er")


def test_macros_are_told_and_the_words_are_read(
    small_project: SmallProject, capsys: pytest.CaptureFixture[str]
) -> None:
    editor = Editor(sent(small_project))
    editor.replace("årligt", "hvert andet år")
    relations = "word/_rels/document.xml.rels"
    macro = (
        b'<Relationship Id="rId99" Type="http://schemas.microsoft.com/office/2006/relationships/'
        b'vbaProject" Target="vbaProject.bin"/></Relationships>'
    )
    docx = with_part(editor.saved(), relations, lambda p: p.replace(b"</Relationships>", macro))
    docx = with_part(docx, "word/vbaProject.bin", lambda _part: b"FIKTIV")
    kind = b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
    docx = with_part(docx, "[Content_Types].xml", lambda p: p.replace(b"</Types>", kind))
    file = small_project.folder / "svar.docm"
    file.write_bytes(docx)

    assert main(["receive", str(file), "--project", str(small_project.folder)]) == 1
    assert "the file has macros; they were not run" in capsys.readouterr().out


def test_what_is_tracked_in_many_ways_on_one_word_is_told_by_author(
    small_project: SmallProject,
) -> None:
    editor = Editor(sent(small_project), "A")
    editor.insert("årligt", " eller oftere")
    editor.who = "B"
    editor.insert("Aftalen", " og bilag")

    authors = {p.edit.edited.author for p in came_back(small_project, editor.saved()).proposals}
    assert authors == {"A", "B"}


def test_a_file_name_of_a_mac_is_shown_composed(
    small_project: SmallProject, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "retur"
    folder.mkdir()
    (folder / "Søndera\u030a.docx").write_bytes(sent(small_project, "soenderaa"))
    with ZipFile(folder / "mail.zip", "w") as archive:
        archive.writestr("a\u030a.docx", sent(small_project))

    assert main(["receive", str(folder), "--project", str(small_project.folder)]) == 0
    shown = capsys.readouterr().out
    assert "Sønderå.docx" in shown and "å.docx" in shown


def test_a_signed_file_is_read(small_project: SmallProject) -> None:
    docx = with_part(sent(small_project), "_xmlsignatures/sig1.xml", lambda _part: b"<Signature/>")

    assert came_back(small_project, docx).nothing_changed
    assert ZipFile(BytesIO(docx)).testzip() is None
