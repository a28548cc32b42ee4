"""What came back is written into the register once, with numbers that are never used again."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftalegen.cli.app import main
from aftalegen.records.project import Project
from aftalegen.records.proposals import Proposal, read_register
from aftalegen.records.proposals_text import with_items
from aftalegen.records.reading import parse_yaml
from tests.conftest import PRINTABLE, SmallProject
from tests.editing import Editor
from tests.negotiation.test_received import sent

NORDBY = "data/proposals/midtbundt/V20260319/nordby.forebyggelse.yaml"


def write(project: SmallProject, name: str, *edits: Callable[[Editor], object]) -> int:
    editor = Editor(sent(project), "Jens Jensen")
    for edit in edits:
        edit(editor)
    file = project.folder.parent / name
    file.write_bytes(editor.saved())
    return main(["receive", str(file), "--write", "--date", "2026-04-02", "--project", str(project.folder)])  # fmt: skip


def register(project: SmallProject) -> tuple[Proposal, ...]:
    return read_register(Project(project.folder), NORDBY).known.record.proposals


def wider(editor: Editor) -> None:
    editor.replace("årligt", "hvert andet år")


def dearer(editor: Editor) -> None:
    editor.silently("om året", "om måneden")


def test_each_edit_is_a_proposal_with_the_whole_passage(small_project: SmallProject) -> None:
    assert write(small_project, "svar.docx", wider, dearer) == 0

    silent, tracked = register(small_project)
    assert (silent.id, silent.kind, silent.untracked, silent.section) == (
        "nordby-01",
        "change",
        True,
        "oekonomi",
    )
    assert silent.was == "Rammen er 1.234.000\u00a0kr. om året."
    assert silent.proposed == "Rammen er 1.234.000\u00a0kr. om måneden."
    assert (tracked.id, tracked.untracked, tracked.state) == ("nordby-02", False, "new")
    assert (tracked.proposed or "").endswith("evaluerer Aftalen hvert andet år.")


def test_no_person_is_named(small_project: SmallProject) -> None:
    write(small_project, "svar.docx", wider, lambda e: e.comment("indgås efter", "Hvorfor?"))

    text = (small_project.folder / NORDBY).read_text(encoding="utf-8")
    assert "Jens" not in text
    assert "sender: Nordby Kommune" in text and "comment: Hvorfor?" in text


def test_the_same_file_twice_changes_nothing(
    small_project: SmallProject, capsys: pytest.CaptureFixture[str]
) -> None:
    write(small_project, "svar.docx", wider)
    before = (small_project.folder / NORDBY).read_bytes()
    capsys.readouterr()

    assert write(small_project, "svar.docx", wider) == 0
    assert (small_project.folder / NORDBY).read_bytes() == before
    assert "had been read before" in capsys.readouterr().err


def test_a_later_file_continues_the_numbers_and_tells_what_it_says_no_more(
    small_project: SmallProject, capsys: pytest.CaptureFixture[str]
) -> None:
    write(small_project, "svar.docx", wider, dearer)
    text = (small_project.folder / NORDBY).read_text(encoding="utf-8")
    small_project.write(NORDBY, text.replace("proposals:", "# vigtigt\nproposals:"))

    write(small_project, "igen.docx", wider, lambda e: e.insert("Aftalen", " (Aftalen)"))

    found = register(small_project)
    assert [one.id for one in found] == ["nordby-01", "nordby-02", "nordby-03"]
    assert "nordby-01 is not in the later file" in capsys.readouterr().err
    assert "# vigtigt\nproposals:" in (small_project.folder / NORDBY).read_text(encoding="utf-8")


def test_a_register_that_cannot_be_read_is_told_and_no_number_is_given(
    small_project: SmallProject, capsys: pytest.CaptureFixture[str]
) -> None:
    docx = small_project.folder.parent / "svar.docx"
    docx.write_bytes(sent(small_project))
    small_project.write(NORDBY, "proposals:\n  - id: nordby-07\n")

    assert main(["receive", str(docx), "--write", "--project", str(small_project.folder)]) == 3
    assert (small_project.folder / NORDBY).read_text(encoding="utf-8").endswith("nordby-07\n")
    assert "nordby.forebyggelse.yaml" in capsys.readouterr().err


def test_what_follows_from_the_text_asks_for_nothing(small_project: SmallProject) -> None:
    write(small_project, "svar.docx", lambda e: e.undo("årligt", " i maj", "B"))

    assert register(small_project) == ()


WORDS = PRINTABLE.map(lambda text: normalize("NFC", text).strip() or "x")
VALUES = st.dictionaries(st.sampled_from(("was", "proposed", "comment")), WORDS, min_size=1)


@given(VALUES, VALUES, st.sampled_from(("\n", "\r\n")))
def test_any_words_are_written_and_read_back(
    one: dict[str, str], other: dict[str, str], newline: str
) -> None:
    first, second = {"id": "a-01", **one}, {"id": "a-02", **other}
    text = with_items("", "a.yaml", [], [first], 1)
    text = with_items(text.replace("\n", newline), "a.yaml", [{"sha256": "0"}], [second], 2)

    read = parse_yaml(text.replace("\r\n", "\n"), "a.yaml").value
    assert read["proposals"] == (first, second)
    assert (read["last"], read["received"]) == (2, ({"sha256": "0"},))


def test_a_list_in_brackets_takes_the_first_one_too(tmp_path: Path) -> None:
    text = with_items("last: 0\nproposals: []\n", "a.yaml", [], [{"id": "a-01"}], 1)

    assert parse_yaml(text, "a.yaml").value["proposals"] == ({"id": "a-01"},)


def test_who_asked_for_the_same_before_is_told_with_a_file_that_comes_later(
    small_project: SmallProject, capsys: pytest.CaptureFixture[str]
) -> None:
    """The amount beside the words is each one's own, and the register says who asked."""
    other = "data/municipalities/soenderaa.yaml"
    small_project.change(other, "fixed_annual: null", "fixed_annual: 2_000_000")
    assert write(small_project, "nordby.docx", dearer) == 0
    capsys.readouterr()
    editor = Editor(sent(small_project, "soenderaa"), "Jens Jensen")
    dearer(editor)
    file = small_project.folder.parent / "soenderaa.docx"
    file.write_bytes(editor.saved())
    assert main(["receive", str(file), "--project", str(small_project.folder)]) == 1
    assert "the same: Nordby" in capsys.readouterr().out


def test_an_edited_amount_is_kept_as_the_data_write_it(small_project: SmallProject) -> None:
    write(small_project, "svar.docx", lambda e: e.replace("1.234.000\u00a0kr.", "2.000.000 kr."))
    (row,) = register(small_project)

    assert (row.value_of, row.value) == ("tasks.forebyggelse.budget.fixed_annual", 2_000_000)


def test_an_edited_date_is_kept_as_the_data_write_it(small_project: SmallProject) -> None:
    write(small_project, "svar.docx", lambda e: e.silently("januar", "februar"))
    (row,) = register(small_project)

    assert (row.value_of, row.value) == ("enters_into_force", date(2027, 2, 1))


def test_words_about_a_value_have_none(small_project: SmallProject) -> None:
    write(small_project, "svar.docx", wider, lambda e: e.delete("er 1.234.000\u00a0kr. om"))

    assert [row.value for row in register(small_project)] == [None, None]


def test_a_block_that_has_a_key_is_named_by_it(small_project: SmallProject) -> None:
    small_project.section("Rammen betales hvert år. {#ramme}")
    write(small_project, "svar.docx", lambda e: e.silently("hvert år", "hver måned"))
    (row,) = register(small_project)

    assert row.block == "ramme"
