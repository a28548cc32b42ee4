"""Linux, Windows and macOS: what of it can be tried on any of them."""

import errno
import importlib.util
import os
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path, PurePosixPath

import pytest
import yaml
from pydantic import TypeAdapter

from aftalegen.build.unwritable import output_error
from aftalegen.cli.app import main
from aftalegen.records.types import FileName
from tests.conftest import ROOT, SmallProject
from tools.killing import environment, files

pytestmark = pytest.mark.slow

CI = ROOT / ".github" / "workflows" / "ci.yml"
ALL = ("--format", "docx,pdf,txt,json", "--jobs", "1")


def said(
    project: SmallProject, more: dict[str, str], *options: str
) -> "subprocess.CompletedProcess[bytes]":
    command = [sys.executable, *options, "-m", "aftalegen", "build", "--format", "txt"]
    return subprocess.run(
        [*command, "--project", str(project.folder)],
        env={**environment(), "AFTALEGEN_LANG": "da", **more}, capture_output=True, check=False,
    )  # fmt: skip


# --- consoles ---


@pytest.mark.parametrize(
    ("more", "options"),
    [
        ({"PYTHONIOENCODING": "cp1252"}, ()),
        ({"PYTHONIOENCODING": "ascii:strict"}, ()),
        ({"PYTHONIOENCODING": "cp850"}, ("-X", "utf8=0")),
        ({"LC_ALL": "C"}, ()),
    ],
    ids=["Windows", "ASCII", "DOS", "C"],
)
def test_what_is_said_is_utf8_whatever_the_console_is(
    small_project: SmallProject, more: dict[str, str], options: tuple[str, ...]
) -> None:
    done = said(small_project, more, *options)

    assert done.returncode == 0, done.stderr
    assert "Aftale Sønderå.txt" in done.stdout.decode("utf-8")
    assert "årligt beløb afventer" in done.stderr.decode("utf-8")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere, file names are always Unicode")
def test_a_python_without_danish_file_names_is_told_what_to_do(small_project: SmallProject) -> None:
    done = said(small_project, {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"}, "-X", "utf8=0")

    assert done.returncode == 4
    assert "fejl[ascii-file-names]" in done.stderr.decode("utf-8")
    assert b"PYTHONUTF8=1" in done.stderr


def test_no_file_is_opened_in_the_encoding_of_the_machine(small_project: SmallProject) -> None:
    done = said(
        small_project, {}, "-X", "warn_default_encoding", "-W", "error::EncodingWarning:aftalegen"
    )

    assert done.returncode == 0, done.stderr
    assert b"EncodingWarning" not in done.stderr


# --- line ends and letters ---


def read_files(project: SmallProject) -> list[Path]:
    """The files that a project is read from."""
    return [p for name in ("data", "templates") for p in (project.folder / name).rglob("*.*")]


def built(project: SmallProject, out: Path) -> dict[str, bytes]:
    assert main(["build", "--project", str(project.folder), "--out", str(out), *ALL]) == 0
    return files(out)


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_files_with_other_line_ends_give_the_same_bytes(
    small_project: SmallProject, tmp_path: Path, end: str
) -> None:
    before = built(small_project, tmp_path / "før")
    for path in read_files(small_project):
        text = path.read_text(encoding="utf-8")
        path.write_text(text, encoding="utf-8", newline=end)

    assert built(small_project, tmp_path / "efter") == before


def test_files_in_the_letters_of_macos_give_the_same_bytes(
    small_project: SmallProject, tmp_path: Path
) -> None:
    before = built(small_project, tmp_path / "før")
    for path in read_files(small_project):
        text = path.read_text(encoding="utf-8")
        path.write_text(unicodedata.normalize("NFD", text), encoding="utf-8")

    assert built(small_project, tmp_path / "efter") == before


def test_a_project_may_lie_in_any_folder(small_project: SmallProject, tmp_path: Path) -> None:
    before = built(small_project, tmp_path / "ud")
    for name in ("Å a\u030a æøå", "mellem  rum & 'tegn'", "{% x %} {0} %s #let", "x" * 80):
        small_project.folder = shutil.move(small_project.folder, tmp_path / name)
        assert built(small_project, tmp_path / "ud" / name) == before


# --- names ---


def test_the_repository_can_be_checked_out_on_windows_and_macos() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    names = [name for name in listed.stdout.decode().split("\0") if name]
    taken = TypeAdapter[str](FileName)
    alike = {unicodedata.normalize("NFC", name).casefold() for name in names}

    assert len(alike) == len(names)
    for name in names:
        assert len(name) < 150, name
        assert name == unicodedata.normalize("NFC", name), name
        for part in PurePosixPath(name).parts:
            assert part.startswith(".") or taken.validate_python(part) == part, name


def test_line_ends_are_the_same_in_every_checkout() -> None:
    assert "* text=auto eol=lf\n" in (ROOT / ".gitattributes").read_text(encoding="utf-8")


def test_too_long_a_path_on_windows_says_that_it_is_the_length(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = Path("x" * 260)
    error = OSError(errno.ENOENT, "The system cannot find the path specified")
    with monkeypatch.context() as windows:
        windows.setattr(os, "name", "nt")
        hint = output_error(path, error).hint

    assert hint is not None
    assert hint.startswith("the name is too long")


# --- the matrix ---


def test_ci_runs_on_three_systems_and_four_pythons_without_make() -> None:
    tree = yaml.safe_load(CI.read_text(encoding="utf-8"))
    (job,) = tree["jobs"].values()
    matrix = job["strategy"]["matrix"]
    commands = [step["run"] for step in job["steps"] if "run" in step]

    assert {name.split("-")[0] for name in matrix["system"]} == {"ubuntu", "windows", "macos"}
    assert matrix["python"] == ["3.11", "3.12", "3.13", "3.14"]
    assert any("pytest" in command for command in commands)
    for command in commands:
        python, dash, module, *rest = command.split()
        assert (python, dash) == ("python", "-m")
        assert importlib.util.find_spec(module), command
        for word in rest:
            assert not word.endswith(".txt") or (ROOT / word).is_file(), command
