"""What stands beside the agreement's own words is told: headers, footers, notes, text boxes."""

import pytest

from aftalegen.cli.app import main
from aftalegen.negotiation.beside import Beside, Edge
from tests.conftest import SmallProject
from tests.editing import Editor
from tests.negotiation.test_received import came_back, sent, told
from tests.negotiation.test_wrong_files import with_part
from tests.writers.test_house_file import docx as in_house
from tests.writers.test_house_file import with_file, word_file

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
BY = 'w:id="1" w:author="Jurist" w:date="2026-04-01T09:30:00Z"'
MARK = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
HEADER, FOOTER = "word/header.xml", "word/footer.xml"


def with_words(docx: bytes, part: str, old: str, new: str) -> bytes:
    def change(xml: bytes) -> bytes:
        assert old.encode() in xml
        return xml.replace(old.encode(), new.encode())

    return with_part(docx, part, change)


def test_a_header_that_was_changed_without_tracking_is_told(small_project: SmallProject) -> None:
    docx = with_words(sent(small_project), HEADER, "V20260319", "V20270101")
    back = came_back(small_project, docx)

    (edge,) = back.beside.edges
    assert edge.was.endswith("V20260319") and edge.now.endswith("V20270101")
    assert told(back) == [] and not back.nothing_changed


def test_a_footer_that_was_changed_without_tracking_is_told(small_project: SmallProject) -> None:
    docx = with_words(sent(small_project), FOOTER, "Side ", "Fortroligt. Side ")

    assert came_back(small_project, docx).beside.edges == (Edge("Side af", "Fortroligt. Side af"),)


def test_page_numbers_that_a_program_put_in_are_no_change(small_project: SmallProject) -> None:
    flat = f"<w:ftr {W}><w:p><w:r><w:t>Side 3 af 14</w:t></w:r></w:p></w:ftr>".encode()
    docx = with_part(sent(small_project), FOOTER, lambda _part: flat)

    assert came_back(small_project, docx).nothing_changed


def test_words_that_are_tracked_in_a_header_are_told(small_project: SmallProject) -> None:
    mark = f"<w:ins {BY}><w:r><w:t>Kladde </w:t></w:r></w:ins><w:r"
    docx = with_part(
        sent(small_project), HEADER, lambda part: part.replace(b"<w:r", mark.encode(), 1)
    )
    back = came_back(small_project, docx)

    assert [words.startswith("Kladde Aftale") for words in back.beside.words] == [True]
    assert back.beside.edges == ()


RUN = '<w:r><w:t xml:space="preserve">V20260319</w:t></w:r>'
OUT = f"<w:del {BY}><w:r><w:delText>V20260319</w:delText></w:r></w:del>"
NUMBER = f'{RUN}<w:ins {BY}><w:r><w:t xml:space="preserve"> 2</w:t></w:r></w:ins>'


@pytest.mark.parametrize(("edited", "says"), [(OUT, ""), (NUMBER, " V20260319 2")])
def test_words_taken_out_and_numbers_put_in_with_tracking_in_a_header_are_told(
    edited: str, says: str, small_project: SmallProject
) -> None:
    back = came_back(small_project, with_words(sent(small_project), HEADER, RUN, edited))

    assert [words.replace("\t", " ") for words in back.beside.words] == [
        f"Aftale om forebyggelse{says}"
    ]
    assert not back.nothing_changed


def test_edits_in_a_note_and_in_a_text_box_of_a_header_are_told(
    small_project: SmallProject,
) -> None:
    editor = Editor(sent(small_project))
    note = f"<w:ins {BY}><w:r><w:t>Se bilag 9.</w:t></w:r></w:ins>"
    box = "<w:pict><w:txbxContent><w:p><w:r><w:t>Kopi</w:t></w:r></w:p></w:txbxContent></w:pict>"
    editor.add_part("footnotes", f'<w:footnote w:id="2"><w:p>{note}</w:p></w:footnote>')
    docx = with_part(
        editor.saved(), HEADER, lambda p: p.replace(b"</w:p>", f"<w:r>{box}</w:r></w:p>".encode())
    )
    back = came_back(small_project, docx)

    assert set(back.beside.words) == {"Se bilag 9.", "Kopi"}
    assert back.beside.edges == ()


def test_the_words_of_a_municipalitys_own_header_are_not_compared(
    small_project: SmallProject,
) -> None:
    from aftalegen.negotiation.base import Named

    editor = Editor(sent(small_project))
    editor.without_property()
    docx = with_words(editor.saved(), HEADER, "V20260319", "Nordby Kommune")
    back = came_back(small_project, docx, Named("nordby", "forebyggelse", "V20260319"))

    assert back.nothing_changed


def test_a_header_is_told_first_and_the_exit_code_says_so(
    small_project: SmallProject, capsys: pytest.CaptureFixture[str]
) -> None:
    docx = with_words(sent(small_project), HEADER, "V20260319", "V20270101")
    (small_project.folder / "svar.docx").write_bytes(docx)
    code = main(
        ["receive", str(small_project.folder / "svar.docx"), "--project", str(small_project.folder)]
    )

    assert code == 1
    assert "Header or footer: changed without tracking" in capsys.readouterr().out


def test_headers_of_a_house_that_has_another_file_by_now_are_told_to_be_uncompared(
    small_project: SmallProject,
) -> None:
    """They cannot be known any more, and what was never changed is not called so."""
    with_file(small_project, word_file(header=MARK.format("Midtregionen")))
    docx = in_house(small_project)
    assert not came_back(small_project, docx).beside.edges_unknown
    changed = with_words(docx, with_header(docx, "Midtregionen"), "Midtregionen", "Nordby")
    with_other = word_file(header=MARK.format("Region Midt"))
    (small_project.folder / "templates/house/region.docx").write_bytes(with_other)

    assert came_back(small_project, docx).beside == Beside((), ())
    back = came_back(small_project, changed)
    assert back.beside.edges == () and back.beside.edges_unknown
    assert back.nothing_changed


def with_header(docx: bytes, words: str) -> str:
    """The part of a file that says words of a header."""
    return next(name for name, part in Editor(docx).parts.items() if words.encode() in part)
