"""A project that lies in a folder above may be a stranger's: it is asked about, as git does."""

import os
from pathlib import Path

import pytest

from aftalegen.cli.app import main
from aftalegen.records.finding import TRUSTED, find_project
from aftalegen.words.faults import OutputError
from tests.conftest import SmallProject

pytestmark = pytest.mark.skipif(
    os.name == "nt" or os.geteuid() != 0, reason="only root can give a project to another user"
)

STRANGER = 54321


@pytest.fixture
def inside(small_project: SmallProject, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of our own, below somebody's project."""
    folder = small_project.folder / "mit" / "arbejde"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    monkeypatch.delenv("SUDO_UID", raising=False)
    return folder


def given_away(project: SmallProject, *parts: str) -> None:
    for part in parts or (".", "data", "templates"):
        os.chown(project.folder / part, STRANGER, -1)


def test_our_own_project_above_is_found(small_project: SmallProject, inside: Path) -> None:
    assert find_project() == small_project.folder


@pytest.mark.parametrize("parts", [(), (".",), ("data",), ("templates",)])
def test_a_strangers_project_above_is_refused_with_how_to_trust_it(
    small_project: SmallProject, inside: Path, parts: tuple[str, ...],
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    given_away(small_project, *parts)
    assert main(["build"]) == 4
    told = capsys.readouterr().err
    assert "error[strangers-project]" in told
    assert f"export {TRUSTED}={small_project.folder}" in told
    assert not (small_project.folder / "output").exists()


def test_a_strangers_project_that_we_stand_in_is_refused_too(
    small_project: SmallProject, inside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given_away(small_project)
    monkeypatch.chdir(small_project.folder)
    with pytest.raises(OutputError):
        find_project()


def test_a_project_that_is_named_is_meant(
    small_project: SmallProject, inside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given_away(small_project)
    assert find_project(small_project.folder) == small_project.folder
    monkeypatch.setenv("AFTALEGEN_PROJECT", str(small_project.folder))
    assert find_project() == small_project.folder


@pytest.mark.parametrize("also", ["", "/somewhere/else"])
def test_a_project_that_is_trusted_is_found(
    small_project: SmallProject, inside: Path, also: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    given_away(small_project)
    monkeypatch.setenv(TRUSTED, os.pathsep.join((also, str(small_project.folder))))
    assert find_project() == small_project.folder
    monkeypatch.setenv(TRUSTED, "*")
    assert find_project() == small_project.folder


def test_a_relative_name_would_trust_whatever_folder_one_is_in(
    small_project: SmallProject, inside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given_away(small_project)
    monkeypatch.setenv(TRUSTED, "../..")
    with pytest.raises(OutputError):
        find_project()


@pytest.mark.parametrize("of", ["", "/", "mit"])
def test_what_lies_above_or_below_a_project_is_not_its_name(
    small_project: SmallProject, inside: Path, of: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    given_away(small_project)
    monkeypatch.setenv(TRUSTED, str(small_project.folder / of) if of == "mit" else of)
    with pytest.raises(OutputError):
        find_project()


def test_root_may_work_for_the_one_who_asked(
    small_project: SmallProject, inside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given_away(small_project)
    monkeypatch.setenv("SUDO_UID", str(STRANGER))
    assert find_project() == small_project.folder


def test_what_a_stranger_was_stopped_in_is_not_finished_by_who_only_looks(
    small_project: SmallProject, inside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A journal says what to write; a bundle that is verified may lie in anybody's project."""
    settled: list[Path] = []
    monkeypatch.setattr("aftalegen.cli.settling.is_stopped", lambda home: settled.append(home))
    bundle = small_project.folder / "output" / "samling"
    bundle.mkdir(parents=True)
    main(["verify", str(bundle)])
    assert small_project.folder in settled
    settled.clear()
    given_away(small_project)
    main(["verify", str(bundle)])
    assert settled
    assert small_project.folder not in settled
