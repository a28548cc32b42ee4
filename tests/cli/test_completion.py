"""Completion: the shell asks over typer's protocol, and is told the project's names."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from aftalegen.cli.app import main
from aftalegen.cli.completion import SHELLS, fitting
from tests.conftest import ROOT, SmallProject

Streams = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _in_the_project(small_project: SmallProject, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.chdir(small_project.folder)
    for edition in ("V20260319", "V20260224"):
        (small_project.folder / "editions" / "midtbundt" / edition).mkdir(parents=True)
    yield


def completed(
    typed: str, monkeypatch: pytest.MonkeyPatch, capsys: Streams, shell: str = "bash"
) -> list[str]:
    """What a shell is told when Tab is pressed after what is typed."""
    monkeypatch.setenv("_AFTALEGEN_COMPLETE", f"complete_{shell}")
    monkeypatch.setenv("COMP_WORDS", typed)
    monkeypatch.setenv("COMP_CWORD", str(len(typed.split(" ")) - 1))
    monkeypatch.setenv("_TYPER_COMPLETE_ARGS", typed)
    monkeypatch.setenv("_TYPER_COMPLETE_WORD_TO_COMPLETE", typed.split(" ")[-1])
    monkeypatch.setenv("_TYPER_COMPLETE_FISH_ACTION", "get-args")
    with pytest.raises(SystemExit) as ended:
        main([])
    assert ended.value.code == 0
    return capsys.readouterr().out.split("\n")[:-1]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("aftalegen bu", ["build", "bundle"]),
        ("aftalegen build ", ["nordby", "soenderaa", "midtbundt"]),
        ("aftalegen build nordby s", ["soenderaa"]),
        ("aftalegen build Søn", ["Sønderaa"]),
        ("aftalegen build --task ", ["forebyggelse"]),
        ("aftalegen build --bundle m", ["midtbundt"]),
        ("aftalegen build --format docx,p", ["docx,pdf"]),
        ("aftalegen preview no", ["nordby"]),
        ("aftalegen bundle ", ["midtbundt"]),
        ("aftalegen deviations --reference s", ["soenderaa"]),
        ("aftalegen check --select excluded", ["excluded-term"]),
        ("aftalegen check --select data,excluded", ["data,excluded-term"]),
        ("aftalegen explain nord", ["nordby"]),
        ("aftalegen redline --from V", ["V20260224", "V20260319"]),
        ("aftalegen --lang ", ["da", "en"]),
        ("aftalegen completion f", ["fish"]),
        ("aftalegen build x", []),
    ],
)
def test_names_are_completed_where_they_are_typed(
    typed: str, told: list[str], monkeypatch: pytest.MonkeyPatch, capsys: Streams
) -> None:
    assert completed(typed, monkeypatch, capsys) == (told or [""])


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(
    "name", ["$(touch PWNED)", "\\$(touch PWNED)", "`touch PWNED`", 'a";b', "a b"]
)
def test_a_files_name_that_is_no_key_never_reaches_a_shell(
    shell: str,
    name: str,
    small_project: SmallProject,
    monkeypatch: pytest.MonkeyPatch,
    capsys: Streams,
) -> None:
    for kind in ("bundles", "municipalities", "tasks", "regions"):
        (small_project.folder / f"data/{kind}/{name}.yaml").touch()
        (small_project.folder / "editions" / name / "V20990101").mkdir(parents=True, exist_ok=True)
        (small_project.folder / "editions/midtbundt" / name).mkdir(exist_ok=True)

    for typed in ("build ", "bundle ", "build --task ", "redline --from ", "explain ", "preview "):
        told = "\n".join(completed(f"aftalegen {typed}", monkeypatch, capsys, shell))
        assert name not in told
        assert "PWNED" not in told
        assert "V20990101" not in told


@pytest.mark.parametrize("typed", ["$(touch PWNED),", "`x`,d", "nordby;"])
def test_what_was_typed_is_not_said_back_to_a_shell_unless_it_is_words(
    typed: str, monkeypatch: pytest.MonkeyPatch, capsys: Streams
) -> None:
    for option in ("build --format ", "check --select ", "build "):
        assert completed(f"aftalegen {option}{typed}", monkeypatch, capsys) == [""]


@pytest.mark.parametrize("shell", SHELLS)
def test_every_shell_is_answered(
    shell: str, monkeypatch: pytest.MonkeyPatch, capsys: Streams
) -> None:
    told = "\n".join(completed("aftalegen build nord", monkeypatch, capsys, shell))
    assert "nordby" in told
    assert "soenderaa" not in told


def test_without_a_project_there_is_nothing_to_complete(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Streams
) -> None:
    monkeypatch.chdir(tmp_path)
    assert completed("aftalegen build n", monkeypatch, capsys) == [""]


def test_the_project_that_is_named_is_asked(
    small_project: SmallProject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Streams
) -> None:
    monkeypatch.chdir(tmp_path)
    typed = f"aftalegen build --project {small_project.folder} n"
    assert completed(typed, monkeypatch, capsys) == ["nordby"]


def test_a_name_is_completed_as_it_was_begun() -> None:
    assert fitting(["ringkoebing-skjern", "randers"], "Ringkø") == ["Ringkøbing-skjern"]
    assert fitting(["ringkoebing-skjern"], "") == ["ringkoebing-skjern"]


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_of_a_shell_is_shown(shell: str, capsys: Streams) -> None:
    assert main(["completion", shell]) == 0
    assert "_AFTALEGEN_COMPLETE" in capsys.readouterr().out


def test_an_unknown_shell_is_wrong_use(capsys: Streams) -> None:
    assert main(["completion", "bahs"]) == 2
    assert "did you mean «bash»?" in capsys.readouterr().err


@pytest.mark.skipif(os.name == "nt" or shutil.which("bash") is None, reason="needs bash")
def test_bash_itself_completes_with_the_script(tmp_path: Path) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    program = programs / "aftalegen"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m aftalegen "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    script = (
        'eval "$(aftalegen completion bash)"; COMP_WORDS=(aftalegen build no); COMP_CWORD=2;'
        ' _aftalegen_completion aftalegen; echo "${COMPREPLY[@]}"'
    )
    env = {
        **os.environ,
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT / "src"),
    }
    done = subprocess.run(["bash", "-c", script], env=env, capture_output=True, text=True)

    assert (done.stdout, done.stderr) == ("nordby\n", "")
