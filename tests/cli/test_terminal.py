"""What a person sees: 80 columns, colours that can be switched off, plain text in pipes."""

import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, SmallProject

pytestmark = pytest.mark.slow

pty = pytest.importorskip("pty", reason="a terminal is needed")
ESCAPE = "\x1b["
TOO_LONG = (".docx", ".pdf", ".txt", "templates/", "data/")
"""What is never broken, so that it can be copied: the names of files."""


def on_a_terminal(folder: Path, *arguments: str, **more: str) -> str:
    """What a command shows on a terminal of 80 columns."""
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "COLUMNS": "80", "AFTALEGEN_LANG": "da"}
    env = {k: v for k, v in env.items() if k not in ("NO_COLOR", "TERM")} | more
    own, theirs = pty.openpty()
    command = [
        sys.executable,
        *(arguments if arguments[0] == "-c" else ("-m", "aftalegen", *arguments)),
    ]
    started = subprocess.Popen(command, cwd=folder, env=env, stdin=theirs, stdout=theirs, stderr=theirs)  # fmt: skip
    os.close(theirs)
    shown = b""
    while True:
        try:
            piece = os.read(own, 65536)
        except OSError:  # the other end is closed: that is how Linux says the end
            break
        if not piece:
            break
        shown += piece
    os.close(own)
    started.wait()
    return shown.decode().replace("\r\n", "\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ("--help",),
        ("build", "--help"),
        ("preview", "--help"),
        ("build", "--format", "txt"),
        ("build", "nordbyyyy"),
        ("build", "--format", "worddokument"),
        ("doctor",),
        ("deviations",),
        ("status",),
        ("plan",),
        ("check",),
        ("fields", "nordby"),
        ("explain", "nordby"),
        ("explain", "excluded-term"),
        ("verify", "."),
        ("init", "."),
    ],
)
def test_a_line_fits_the_screen_and_breaks_between_words(
    arguments: tuple[str, ...], small_project: SmallProject
) -> None:
    shown = on_a_terminal(small_project.folder, *arguments, NO_COLOR="1")
    lines = [line.rpartition("\r")[2] for line in shown.split("\n")]
    long = [line for line in lines if len(line) > 80 and len(line.split()) > 1]

    assert [line for line in long if not any(name in line for name in TOO_LONG)] == []


def test_an_amount_and_its_unit_stay_together(small_project: SmallProject) -> None:
    shown = on_a_terminal(small_project.folder, "explain", "nordby", COLUMNS="40", NO_COLOR="1")

    assert "1.234.000\u00a0kr." in shown


def test_in_a_pipe_nothing_that_draws_is_loaded(small_project: SmallProject) -> None:
    code = (
        "import sys; from aftalegen.cli.app import main; main(sys.argv[1:]);"
        " sys.exit('rich' in sys.modules)"
    )
    for arguments in (("--help",), ("fields", "nordby"), ("build", "nordbyy"), ("doctor",)):
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments], cwd=small_project.folder,
            env={**os.environ, "PYTHONPATH": str(ROOT / "src")}, capture_output=True,
        )  # fmt: skip
        assert done.returncode == 0


@pytest.mark.parametrize(
    ("package", "arguments"), [("docx", ("build", "nordby")), ("rich", ("build", "nordbyy"))]
)
def test_a_package_that_somebody_removed_is_told_in_a_line(
    package: str, arguments: tuple[str, ...], small_project: SmallProject
) -> None:
    small_project.change("templates/house/style.yaml", "123B4F", "004040")  # a house of its own
    without = (
        f"import sys; sys.modules[{package!r}] = None; from aftalegen.cli.app import run; run()"
    )
    shown = on_a_terminal(small_project.folder, "-c", without, *arguments)

    assert f"fejl[package-missing]: der mangler pakker: {package}" in shown
    assert "Traceback" not in shown


def test_help_is_not_cut(small_project: SmallProject) -> None:
    assert "..." not in on_a_terminal(small_project.folder, "--help").replace("KOMMANDO ...", "")


def test_an_error_is_red_and_plain_where_colours_are_not_wanted(
    small_project: SmallProject,
) -> None:
    small_project.change(small_project.municipality_file, "1_234_000", "mange")
    command = ("build", "nordby", "--format", "txt")

    assert f"{ESCAPE}31mfejl[not-an-amount]" in on_a_terminal(small_project.folder, *command)
    assert ESCAPE not in on_a_terminal(small_project.folder, *command, NO_COLOR="1")
    assert ESCAPE not in on_a_terminal(small_project.folder, *command, TERM="dumb")


STEERS = "\x1b]0;x\x07\x1b[2J"


def hostile(project: SmallProject) -> SmallProject:
    """A project whose files steer a terminal by their names, or by what a manifest says."""
    run_in(project, "release", "midtbundt", "--edition", "V20260319", "--draft")
    (project.folder / f"data/bundles/b{STEERS}.yaml").write_text("annexes: []", encoding="utf-8")
    (project.folder / f"data/municipalities/m{STEERS}.yaml").write_text("x: [", encoding="utf-8")
    (project.folder / f"templates/aftale/05{STEERS}.md").write_text("## x", encoding="utf-8")
    manifest = project.folder / "editions/midtbundt/V20260319/manifest.json"
    said = json.loads(manifest.read_text(encoding="utf-8"))
    said["tool"]["version"] = STEERS
    manifest.write_text(json.dumps(said), encoding="utf-8")
    sums = manifest.with_name("SHA256SUMS")
    lines = [
        line for line in sums.read_text(encoding="utf-8").splitlines() if "manifest" not in line
    ]
    lines.append(f"{hashlib.sha256(manifest.read_bytes()).hexdigest()}  manifest.json")
    sums.write_text("\n".join(sorted(lines, key=lambda line: line[66:])) + "\n", encoding="utf-8")
    (project.folder / "samling" / f"x{STEERS}").mkdir(parents=True)
    (project.folder / "samling" / f"y{STEERS}").write_bytes(b"")
    (project.folder / "samling/SHA256SUMS").write_text(f"{64 * '0'}  z{STEERS}\n", encoding="utf-8")
    return project


def run_in(project: SmallProject, *arguments: str) -> str:
    """What a command says in a pipe."""
    done = subprocess.run(
        [sys.executable, "-m", "aftalegen", *arguments], cwd=project.folder, capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )  # fmt: skip
    return (done.stdout + done.stderr).decode()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
@pytest.mark.conformance  # sixteen programs each
@pytest.mark.parametrize("told", ["in a pipe", "on a terminal"])
def test_no_file_steers_the_terminal(small_project: SmallProject, told: str) -> None:
    project = hostile(small_project)
    for command in (
        ("check",), ("check", "--output", "json"), ("check", "--output", "github"), ("doctor",),
        ("build", "--format", "txt"), ("status",), ("plan",), ("fields",), ("deviations",),
        ("verify", "samling"), ("rebuild", "midtbundt", "--edition", "V20260319"),
        ("redline", "--from", "V20260319"), ("build", f"no{STEERS}"), (f"no{STEERS}",),
        ("preview", "--project", f"no{STEERS}"), ("import", f"no{STEERS}.xlsx"),
    ):  # fmt: skip
        if told == "in a pipe":
            said = run_in(project, *command)
        else:
            said = on_a_terminal(project.folder, *command, NO_COLOR="1")
        assert said
        assert not re.search("[\x1b\x07]", said), (command, said)


def test_so_many_files_that_they_fill_the_screen_are_told_by_folder(tmp_path: Path) -> None:
    options = ("build", "--format", "txt", "--out", str(tmp_path), "--project", str(ROOT))
    shown = on_a_terminal(tmp_path, *options, NO_COLOR="1")

    assert "midtjylland: 38 filer\n" in shown
    assert ".txt" not in shown


def test_in_a_pipe_every_file_is_told_in_plain_text(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "aftalegen", "build", "--format", "txt", "--out", "ud"]
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "AFTALEGEN_LANG": "da"}
    done = subprocess.run(
        [*command, "--project", str(ROOT)], cwd=tmp_path, env=env, capture_output=True, text=True
    )

    assert done.stdout.count(".txt\n") == 62
    assert ESCAPE not in done.stdout + done.stderr
