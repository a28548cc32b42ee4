"""The text of a Word file that went out unreleased is kept, so that what comes back can be read."""

import gzip
import os
import time
from pathlib import Path

import pytest

from aftalegen.build import sent_texts
from aftalegen.build.sent_texts import FOLDER
from aftalegen.cli.app import main
from aftalegen.negotiation.base import Named
from aftalegen.words.faults import InputError
from tests.conftest import SmallProject
from tests.editing import Editor
from tests.negotiation.test_received import MONEY, came_back, told

BUILD = ("build", "nordby", "--format", "docx")
RELEASE = ("release", "midtbundt", "--edition", "V20260319", "--draft")


def run(project: SmallProject, *command: str) -> None:
    assert main([*command, "--jobs", "1", "--project", str(project.folder)]) in (0, 1)


def built(project: SmallProject) -> bytes:
    """Nordby's Word file, as `build` writes it."""
    run(project, *BUILD)
    return (project.folder / "output/midtbundt/Aftale Nordby.docx").read_bytes()


def kept(project: SmallProject) -> list[str]:
    return sorted(path.name for path in (project.folder / FOLDER).glob("*"))


def say(project: SmallProject, words: str) -> None:
    """Write other words in the template."""
    text = (project.folder / project.section_file).read_text(encoding="utf-8")
    project.write(project.section_file, text.rstrip() + f"\n\n{words}\n")


def edited(docx: bytes) -> bytes:
    editor = Editor(docx)
    editor.silently("om året", "om måneden")
    return editor.saved()


def test_a_file_comes_back_when_the_project_says_something_else(
    small_project: SmallProject,
) -> None:
    docx = built(small_project)
    say(small_project, "Et nyt stykke.")

    back = came_back(small_project, edited(docx))
    assert told(back) == [f"silently changed in 2: «året» -> «måneden» @ {MONEY}"]
    assert back.base.state == "sent"


def test_a_file_comes_back_when_the_annex_cannot_be_made_any_more(
    small_project: SmallProject,
) -> None:
    docx = built(small_project)
    say(small_project, "{{ findes.ikke }}")

    assert came_back(small_project, docx).nothing_changed


@pytest.mark.parametrize("later", ["Et nyt stykke.", "{{ findes.ikke }}"])
def test_a_file_without_its_property_is_known_by_the_words_of_the_text_that_was_sent(
    small_project: SmallProject, later: str
) -> None:
    """Also where an edition was released before, and where the annex cannot be made any more."""
    run(small_project, *RELEASE)
    small_project.change(small_project.section_file, "om året", "om året, FIKTIV")
    small_project.change("data/bundles/midtbundt.yaml", "V20260319", "V20260320")
    small_project.change("data/bundles/midtbundt.yaml", "2026-03-19", "2026-03-20")
    editor = Editor(edited(built(small_project)))
    editor.without_property()
    say(small_project, later)
    docx = editor.saved()

    with pytest.raises(InputError, match=r"9[0-9] % of it is as in Aftale Nordby, V20260320"):
        came_back(small_project, docx)
    back = came_back(small_project, docx, Named("nordby", "forebyggelse", "V20260320"))
    assert told(back) == [f"silently changed in 2: «året» -> «måneden» @ {MONEY}"]
    assert back.base.state == "sent"


def test_a_redline_comes_back_when_the_project_says_something_else(
    small_project: SmallProject,
) -> None:
    run(small_project, *RELEASE)
    say(small_project, "Et nyt stykke.")
    run(small_project, "redline", "nordby", "--format", "docx")
    (docx,) = (small_project.folder / "output").rglob("*Nordby*ændringer siden V20260319.docx")
    say(small_project, "Og et til.")

    back = came_back(small_project, edited(docx.read_bytes()))
    assert told(back) == [f"silently changed in 2: «året» -> «måneden» @ {MONEY}"]


def test_a_bundle_comes_back_when_the_project_says_something_else(
    small_project: SmallProject,
) -> None:
    run(small_project, "bundle", "midtbundt")
    (docx,) = (small_project.folder / "output").rglob("*Nordby*.docx")
    say(small_project, "Et nyt stykke.")

    assert came_back(small_project, docx.read_bytes()).nothing_changed


def test_the_same_text_is_kept_once_and_its_file_is_left_alone(small_project: SmallProject) -> None:
    built(small_project)
    (name,) = kept(small_project)
    os.utime(small_project.folder / FOLDER / name, (1, 1))
    run(small_project, *BUILD, "--full")

    assert kept(small_project) == [name]
    assert (small_project.folder / FOLDER / name).stat().st_mtime == 1


def test_other_words_are_another_text(small_project: SmallProject) -> None:
    built(small_project)
    say(small_project, "Et nyt stykke.")
    built(small_project)

    assert len(kept(small_project)) == 2


def test_processes_give_the_texts_of_their_annexes_back(small_project: SmallProject) -> None:
    command = ["build", "--format", "docx", "--jobs", "2", "--project", str(small_project.folder)]

    assert main(command) == 0
    assert len(kept(small_project)) == 2


def test_what_cannot_come_back_is_not_kept(small_project: SmallProject) -> None:
    run(small_project, "build", "--format", "txt,json")

    assert not (small_project.folder / FOLDER).exists()


def test_a_text_that_is_released_is_given_up_and_read_from_the_edition(
    small_project: SmallProject,
) -> None:
    run(small_project, "build", "--format", "docx")
    nordby, _soenderaa = kept(small_project)
    run(small_project, *RELEASE)  # Nordby's lacks nothing, and was sent without the draft's mark

    assert kept(small_project) == [nordby]
    docx = small_project.folder / "output/midtbundt/Aftale Sønderå.docx"
    say(small_project, "Et nyt stykke.")
    assert came_back(small_project, docx.read_bytes()).base.state == "released"


def test_of_one_annex_the_newest_texts_are_kept(
    small_project: SmallProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sent_texts, "NEWEST", 2)
    run(small_project, "build", "soenderaa", "--format", "docx")
    files = [built(small_project)]
    for words in ("Et.", "To."):
        time.sleep(0.02)
        say(small_project, words)
        files.append(built(small_project))

    names = kept(small_project)
    assert [sum(f".{who}." in name for name in names) for who in ("nordby", "soenderaa")] == [2, 1]
    assert came_back(small_project, files[1]).nothing_changed
    with pytest.raises(Exception, match="the text that was edited is not here"):
        came_back(small_project, files[0])


def test_a_text_that_was_changed_where_it_lies_is_not_believed(small_project: SmallProject) -> None:
    docx = built(small_project)
    (name,) = kept(small_project)
    path = small_project.folder / FOLDER / name
    text = gzip.decompress(path.read_bytes())
    say(small_project, "Et nyt stykke.")

    for data in (gzip.compress(text.replace("året".encode(), b"dagen")), b"", b"\x1f\x8b", text):
        path.write_bytes(data)
        with pytest.raises(Exception, match="the text that was edited is not here"):
            came_back(small_project, docx)


def test_a_file_that_names_a_place_elsewhere_finds_nothing(small_project: SmallProject) -> None:
    docx = built(small_project)
    say(small_project, "Et nyt stykke.")
    editor = Editor(docx)
    said = editor.parts["docProps/custom.xml"]
    editor.parts["docProps/custom.xml"] = said.replace(b"|V20260319|", b"|../../V20260319|")

    with pytest.raises(Exception, match="the text that was edited is not here"):
        came_back(small_project, editor.saved())


def test_a_project_that_cannot_be_written_to_is_told_and_the_file_is_made(
    small_project: SmallProject, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (small_project.folder / FOLDER).write_text("FIKTIV")  # no folder can be made here
    run(small_project, *BUILD, "--out", str(tmp_path / "ud"))

    assert "the text could not be kept" in capsys.readouterr().err
    assert (tmp_path / "ud/midtbundt/Aftale Nordby.docx").exists()
