"""A register that another machine wrote is no authority: what it calls up to date is made again."""

import hashlib
import io
import json
import os
import stat
from pathlib import Path
from zipfile import ZipFile

import pytest

from aftalegen.build.here import KEY, secret, state_folder
from aftalegen.build.register import REGISTER
from aftalegen.cli.app import main
from tests.conftest import SmallProject

HERS = "was written on another machine or by an earlier version: all is made again"


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return another_machine(tmp_path / "hers", monkeypatch)


def another_machine(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """From here on the program runs where this folder is the user's own."""
    monkeypatch.setenv("XDG_STATE_HOME", str(folder))
    return folder / "aftalegen"


def build(project: SmallProject, *more: str) -> None:
    words = ("build", "--project", str(project.folder), "--format", "docx", "--jobs", "1")
    assert main([*words, *more]) == 0


def agreement(project: SmallProject) -> Path:
    return project.folder / "output/midtbundt/Aftale Nordby.docx"


def text_of(path: Path) -> str:
    return ZipFile(path).read("word/document.xml").decode()


def rewritten(path: Path, register: Path) -> None:
    """Another amount in a Word file, and a register that has been made to fit."""
    old = ZipFile(path)
    new = io.BytesIO()
    with ZipFile(new, "w") as archive:
        for name in old.namelist():
            archive.writestr(name, old.read(name).replace(b"1.234.000", b"9.234.000"))
    path.write_bytes(new.getvalue())
    told = json.loads(register.read_text(encoding="utf-8"))
    told["midtbundt/Aftale Nordby.docx"]["bytes"] = hashlib.sha256(new.getvalue()).hexdigest()
    told["midtbundt/Aftale Nordby.docx"]["seen"] = None
    register.write_text(json.dumps(told), encoding="utf-8")


def test_files_that_came_with_a_register_made_to_fit_say_what_the_project_says(
    small_project: SmallProject, capsys: pytest.CaptureFixture[str]
) -> None:
    build(small_project)
    rewritten(agreement(small_project), small_project.folder / "output" / REGISTER)
    assert "9.234.000" in text_of(agreement(small_project))
    capsys.readouterr()

    build(small_project)

    told = capsys.readouterr()
    assert "1.234.000" in text_of(agreement(small_project))
    assert "1 file written, 1 unchanged" in told.out
    assert HERS in told.err
    assert not list(small_project.folder.rglob("*rettet*"))


@pytest.mark.parametrize("key", ["bytes", "inputs", "seen", "seal", "name"])
def test_whatever_is_changed_in_an_entry_its_seal_no_longer_fits(
    small_project: SmallProject, key: str, capsys: pytest.CaptureFixture[str]
) -> None:
    build(small_project)
    register = small_project.folder / "output" / REGISTER
    told = json.loads(register.read_text(encoding="utf-8"))
    nordby, soenderaa = told
    if key == "name":
        told[nordby], told[soenderaa] = told[soenderaa], told[nordby]
    elif key in ("inputs", "seen"):
        told[nordby][key].popitem()
        told[nordby][key] = {**told[soenderaa][key]}
    else:
        told[nordby][key] = told[soenderaa][key]
    register.write_text(json.dumps(told), encoding="utf-8")
    capsys.readouterr()

    build(small_project)
    assert HERS in capsys.readouterr().err


def test_two_machines_in_one_folder_each_make_it_again_and_then_know_it(
    small_project: SmallProject, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    machines = (tmp_path / "hers", tmp_path / "his")
    told = []
    for machine in (machines[0], machines[0], machines[1], machines[1], machines[0]):
        another_machine(machine, monkeypatch)
        build(small_project, "--explain")
        told.append(capsys.readouterr())
    elsewhere = "made on another machine or by an earlier version (docx)"

    assert [said.out.splitlines()[0].partition(": ")[2] for said in told] == [
        "new (docx)", "unchanged (docx)", elsewhere, "unchanged (docx)", elsewhere,
    ]  # fmt: skip
    assert [HERS in said.err for said in told] == [False, False, True, False, True]
    assert "0 files written, 2 unchanged" in told[-1].out  # the bytes are the same


def test_another_machines_register_still_knows_what_nobody_edited(
    small_project: SmallProject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(small_project)
    another_machine(tmp_path / "his", monkeypatch)
    small_project.change(small_project.municipality_file, "1_234_000", "1_235_000")
    build(small_project)

    assert "1.235.000" in text_of(agreement(small_project))
    assert not list(small_project.folder.rglob("*rettet*"))


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps it in the user's own folder")
def test_the_secret_is_the_users_alone(small_project: SmallProject, state: Path) -> None:
    build(small_project)
    assert stat.S_IMODE(state.stat().st_mode) == 0o700
    assert stat.S_IMODE((state / KEY).stat().st_mode) == 0o600
    assert not (state / KEY).is_relative_to(small_project.folder)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no modes")
@pytest.mark.parametrize("mode", [0o644, 0o660])
def test_a_secret_that_others_may_know_seals_nothing(state: Path, mode: int) -> None:
    assert secret() is None
    assert secret(make=True) == secret()
    (state / KEY).chmod(mode)
    assert secret() is None


def test_where_no_secret_can_be_kept_all_is_made_again_and_that_is_told(
    small_project: SmallProject, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    (tmp_path / "full").write_bytes(b"a file, where a folder should be")
    another_machine(tmp_path / "full", monkeypatch)
    for why in ("new (docx)", "made on another machine or by an earlier version (docx)"):
        build(small_project, "--explain")
        told = capsys.readouterr()
        assert told.out.startswith(f"midtbundt/Aftale Nordby: {why}")
        assert "cannot be written to, so the next build makes all again" in told.err


def test_a_state_folder_that_is_not_a_whole_path_is_not_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As the standard says: otherwise it would lie in whatever folder one is in."""
    monkeypatch.setenv("XDG_STATE_HOME", "output/state")
    found = state_folder()
    assert found is not None
    assert found.is_absolute()
    assert found == Path.home() / ".local/state/aftalegen"
