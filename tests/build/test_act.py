"""What a person thinks of as one act: all of it or nothing, and never over what others wrote."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from aftalegen.build import disk
from aftalegen.build.act import Settled, carry_out, settled
from aftalegen.build.change import FileChange, new_folder, sums_of
from aftalegen.build.stopped import JOURNAL, TAKEN_BACK, home_of
from aftalegen.cli.app import main
from aftalegen.words.faults import OutputError
from tests.conftest import SmallProject
from tools.trials import TRIALS, ready

posix = pytest.mark.skipif(os.name == "nt", reason="links, pipes and modes are the systems' own")


class Stopped(BaseException):
    """The run is killed here."""


def stopped_before(
    monkeypatch: pytest.MonkeyPatch, what: str, name: str, do: Callable[[], None] | None = None
) -> None:
    """Stop the run, or do something, before this is done with a file of that name; once."""
    real, done = getattr(disk, what), []

    def watched(*paths: Path) -> None:
        if not done and paths[-1].name == name:
            done.append(name)
            if do is None:
                for function in ("rename", "remove", "write_new", "link", "flush"):
                    monkeypatch.setattr(disk, function, _dead)
                raise Stopped
            do()
        real(*paths)

    monkeypatch.setattr(disk, what, watched)


def _dead(*_given: object) -> None:
    raise OSError("a run that is killed does nothing more")


@pytest.fixture
def two(tmp_path: Path) -> list[FileChange]:
    """Two files that are to become new."""
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_bytes(b"gammel")
    return [FileChange(tmp_path / name, b"gammel", b"ny") for name in ("a.yaml", "b.yaml")]


def stop(
    monkeypatch: pytest.MonkeyPatch, home: Path, changes: list[FileChange], name: str = "b.yaml"
) -> None:
    with monkeypatch.context() as patched:
        stopped_before(patched, "rename", name)
        with pytest.raises(Stopped):
            carry_out(home, changes)
    assert (home / JOURNAL).exists()


def in_all(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_the_next_run_finishes_what_was_begun(
    tmp_path: Path, two: list[FileChange], monkeypatch: pytest.MonkeyPatch
) -> None:
    stop(monkeypatch, tmp_path, two)
    assert (tmp_path / "a.yaml").read_bytes() == b"ny"
    assert (tmp_path / "b.yaml").read_bytes() == b"gammel"

    assert settled(tmp_path) == Settled(True, (tmp_path / "a.yaml", tmp_path / "b.yaml"))
    assert in_all(tmp_path) == {"a.yaml": b"ny", "b.yaml": b"ny"}
    assert settled(tmp_path) is None


@pytest.mark.parametrize("changed", ["a.yaml", "b.yaml"])
def test_where_somebody_changed_a_file_since_the_others_are_taken_back_and_it_stays(
    tmp_path: Path, two: list[FileChange], monkeypatch: pytest.MonkeyPatch, changed: str
) -> None:
    stop(monkeypatch, tmp_path, two)
    (tmp_path / changed).write_bytes(b"rettet")

    found = settled(tmp_path)

    assert found is not None
    assert (found.finished, found.left) == (False, (tmp_path / changed,))
    assert in_all(tmp_path) == {"a.yaml": b"gammel", "b.yaml": b"gammel", changed: b"rettet"}


def test_a_run_that_was_stopped_while_it_took_back_is_taken_back(
    tmp_path: Path, two: list[FileChange], monkeypatch: pytest.MonkeyPatch
) -> None:
    stop(monkeypatch, tmp_path, two)
    (tmp_path / JOURNAL).rename(tmp_path / TAKEN_BACK)

    assert settled(tmp_path) == Settled(False, (tmp_path / "a.yaml", tmp_path / "b.yaml"))
    assert in_all(tmp_path) == {"a.yaml": b"gammel", "b.yaml": b"gammel"}


def test_a_file_that_is_no_longer_what_was_read_keeps_all_as_they_are(
    tmp_path: Path, two: list[FileChange]
) -> None:
    (tmp_path / "b.yaml").write_bytes(b"rettet imens")

    with pytest.raises(OutputError) as caught:
        carry_out(tmp_path, two)
    assert caught.value.rule == "changed-meanwhile"
    assert in_all(tmp_path) == {"a.yaml": b"gammel", "b.yaml": b"rettet imens"}


def test_what_is_saved_in_the_last_moment_is_seen_and_comes_back(
    tmp_path: Path, two: list[FileChange], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An editor writes in the file after we compared it, just before ours gets its name."""
    stopped_before(
        monkeypatch, "rename", "b.yaml", lambda: (tmp_path / "b.yaml").write_bytes(b"gemt nu") and None
    )  # fmt: skip

    with pytest.raises(OutputError) as caught:
        carry_out(tmp_path, two)
    assert caught.value.rule == "changed-meanwhile"
    assert in_all(tmp_path) == {"a.yaml": b"gammel", "b.yaml": b"gemt nu"}


def test_a_new_file_never_replaces_one_that_somebody_just_put_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "ny.yaml"
    stopped_before(monkeypatch, "link", "ny.yaml", lambda: path.write_bytes(b"en andens") and None)

    with pytest.raises(OutputError):
        carry_out(tmp_path, [FileChange(path, None, b"vores")])
    assert in_all(tmp_path) == {"ny.yaml": b"en andens"}


def test_a_note_that_comes_into_a_folder_while_it_is_replaced_is_not_removed_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "samling"
    folder.mkdir()
    (folder / "a.txt").write_bytes(b"gammel")
    change = new_folder(folder, sums_of(folder), {"a.txt": b"ny"})
    note = folder / "note.txt"
    stopped_before(
        monkeypatch, "rename", ".aftalegen-old samling", lambda: note.write_bytes(b"husk") and None
    )

    with pytest.raises(OutputError):
        carry_out(tmp_path, [change])
    assert in_all(tmp_path) == {"a.txt": b"gammel", "note.txt": b"husk"}


# --- the journal itself -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["", "[", "{}", '[{"file": 3}]', '[{"file": "a", "before": "æ", "after": null}]']
)
def test_a_journal_that_cannot_be_understood_stops_every_command_and_is_named(
    small_project: SmallProject, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    small_project.write(JOURNAL, text)
    code = main(["fields", "aftale", "--project", str(small_project.folder)])

    said = capsys.readouterr().err
    if text == "{}":  # nothing was to be done
        return
    assert code == 4
    assert "error[journal-unreadable]" in said and JOURNAL in said


@pytest.mark.parametrize(
    "name", ["../ude.txt", "/tmp/ude.txt", ".git/hooks/post-commit", "a/../../x"]
)
def test_a_journal_that_came_with_a_project_changes_nothing_outside_it(
    small_project: SmallProject, name: str
) -> None:
    told = [{"file": name, "before": None, "after": "b25k"}]
    small_project.write(JOURNAL, json.dumps(told))
    before = set(small_project.folder.parent.rglob("*"))

    with pytest.raises(OutputError) as caught:
        settled(small_project.folder)
    assert caught.value.rule == "journal-unreadable"
    assert set(small_project.folder.parent.rglob("*")) == before


@posix
def test_a_journal_in_a_folder_that_is_no_project_must_be_our_own(
    tmp_path: Path, two: list[FileChange], monkeypatch: pytest.MonkeyPatch
) -> None:
    stop(monkeypatch, tmp_path, two)
    monkeypatch.setattr(os, "geteuid", lambda: 12345)

    assert settled(tmp_path) is None


def test_the_journal_lies_in_the_project_or_beside_the_output(small_project: SmallProject) -> None:
    folder = small_project.folder
    assert home_of(folder / "output" / "midt") == folder.resolve()
    assert home_of(folder.parent / "andet" / "midt") == folder.parent / "andet"


def test_the_next_command_says_what_it_finished(
    small_project: SmallProject,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    small_project.write("a.txt", "gammel")
    changes = [FileChange(small_project.folder / "a.txt", b"gammel", b"ny")]
    stop(monkeypatch, small_project.folder, changes, "a.txt")

    assert main(["fields", "aftale", "--project", str(small_project.folder)]) in (0, 1, 2)
    said = capsys.readouterr().err
    assert "an earlier run was stopped while it wrote; it is finished: 1 file" in said
    assert (small_project.folder / "a.txt").read_bytes() == b"ny"


# --- an import is one act ---------------------------------------------------------------------


def test_a_person_who_saves_while_an_import_is_written_loses_nothing(
    small_project: SmallProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    (trial,) = [trial for trial in TRIALS if trial.title == "import"]
    run = ready(trial, small_project)
    one = small_project.folder / "data/municipalities/soenderaa.yaml"
    other = small_project.folder / "data/municipalities/nordby.yaml"
    before, saved = other.read_bytes(), one.read_bytes() + b"# husk\n"
    stopped_before(monkeypatch, "rename", one.name, lambda: one.write_bytes(saved) and None)

    assert run() == 4
    assert (one.read_bytes(), other.read_bytes()) == (saved, before)
