"""The command line as a person sees it: what is written where, and the exit codes."""

import errno
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from aftalegen import __version__
from aftalegen.build.formats import FORMATS, Format
from aftalegen.cli.app import main
from tests.conftest import ROOT, SmallProject

Streams = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _in_the_project(small_project: SmallProject, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(small_project.folder)


def run(capsys: Streams, *arguments: str) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of a command; the time is left out."""
    code = main(list(arguments))
    streams = capsys.readouterr()
    assert "Traceback" not in streams.out + streams.err
    return code, re.sub(r"\d+[.,]\d\d s", "… s", streams.out), streams.err


# --- done ---


def test_build_tells_what_it_wrote_and_ends_with_a_summary(capsys: Streams) -> None:
    code, out, err = run(capsys, "build", "Nordby", "--format", "txt,json")

    assert code == 0
    assert out == (
        "output/midtbundt/Aftale Nordby.txt\n"
        "output/midtbundt/Aftale Nordby.json\n"
        "1 annex built, 2 files written, 0 unchanged, 0 warnings, 0 errors, … s\n"
    )
    assert err == ""
    assert "1.234.000\u00a0kr." in Path("output/midtbundt/Aftale Nordby.txt").read_text(
        encoding="utf-8"
    )


def test_word_and_pdf_are_what_build_makes_unasked(capsys: Streams) -> None:
    code, _out, err = run(capsys, "build", "nordby")

    assert (code, err) == (0, "")
    assert {p.name for p in Path("output/midtbundt").iterdir()} == {
        "Aftale Nordby.docx",
        "Aftale Nordby.pdf",
    }


def test_a_second_build_leaves_what_is_the_same(capsys: Streams) -> None:
    run(capsys, "build", "--format", "txt")
    code, out, _err = run(capsys, "build", "--format", "txt")

    assert code == 0
    assert "2 annexes built, 0 files written, 2 unchanged" in out


def test_a_missing_fact_is_a_warning_with_its_place(capsys: Streams) -> None:
    code, out, err = run(capsys, "build", "Sønderå", "--format", "txt")

    assert code == 0
    assert "1 warning, 0 errors" in out
    assert err == (
        "warning: 1 fact is missing; it stands as a marked placeholder, and the document is a draft\n"
        "  [årligt beløb afventer]  data/municipalities/soenderaa.yaml:16 tasks.forebyggelse.budget.fixed_annual\n"
    )


def test_an_edited_file_is_kept_aside_and_told(capsys: Streams) -> None:
    run(capsys, "build", "nordby", "--format", "txt")
    Path("output/midtbundt/Aftale Nordby.txt").write_text("rettet", encoding="utf-8")
    code, _out, err = run(capsys, "build", "nordby", "--format", "txt")

    assert code == 0
    assert "your version is kept as Aftale Nordby (rettet 1).txt" in err


def test_out_and_project_say_where(
    small_project: SmallProject, tmp_path: Path, capsys: Streams, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    options = ("--format", "txt", "--project", str(small_project.folder), "--out", "her")
    code, out, _err = run(capsys, "build", "nordby", *options)

    assert code == 0
    assert out.startswith("her/midtbundt/Aftale Nordby.txt\n")


def test_version_and_help(capsys: Streams) -> None:
    assert run(capsys, "--version") == (0, f"aftalegen {__version__}\n", "")
    code, out, err = run(capsys, "--help")
    assert (code, err) == (0, "")
    assert "build" in out
    code, out, _err = run(capsys, "build", "--help")
    assert code == 0
    assert all(option in out for option in ("--task", "--bundle", "--format", "--out", "--project"))


# --- wrong use: 2 ---


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("build", "--format", "pdff"), "did you mean «pdf»?"),
        (("build", "--format", ","), "no format was named"),
        (("build", "nordbyy"), "did you mean «nordby»?"),
        (("build", "--task", "forebyg"), "forebyggelse"),
        (("build", "--bundle", "midtbunt"), "did you mean «midtbundt»?"),
        (("build", "--project", "/"), "is not a project"),
        (("build", "--nope"), "--nope"),
        (("build", "--task"), "--task"),
        (("bild",), "bild"),
        (("--lang", "xx", "build"), "xx"),
        ((), "build"),
    ],
)
def test_a_wrong_use_is_told_on_stderr_and_nothing_is_written(
    capsys: Streams, arguments: tuple[str, ...], told: str
) -> None:
    code, _out, err = run(capsys, *arguments)

    assert code == 2
    assert told in err
    assert not Path("output").exists()


def test_the_misspelt_format_reads_like_this(capsys: Streams) -> None:
    assert run(capsys, "build", "--format", "docs")[1:] == (
        "",
        "error[unknown-format]: the format «docs» is not known\n = help: did you mean «docx»?\n\n",
    )


# --- wrong data: 3 ---


def test_an_error_shows_place_line_caret_and_remedy(
    small_project: SmallProject, capsys: Streams
) -> None:
    small_project.change(small_project.municipality_file, "1_234_000", "1.234")
    code, out, err = run(capsys, "build", "nordby", "--format", "txt")

    assert code == 3
    assert out == "0 annexes built, 0 files written, 0 unchanged, 0 warnings, 1 error, … s\n"
    assert (
        err.replace("\u00a0", " ")
        == """\
error[ambiguous-amount]: «tasks.forebyggelse.budget.fixed_annual» can be read in two ways: 1.234
  --> data/municipalities/nordby.yaml:16:7
   |
16 |       fixed_annual: 1.234
   |       ^
   = hits: 1 annex
   = help: write 1234 for 1.234 kr., or 1234000 for 1.234.000 kr. (1,234 mio. kr.)

"""
    )


def test_all_errors_are_told_and_the_other_annexes_are_built(
    small_project: SmallProject, capsys: Streams
) -> None:
    small_project.change(small_project.municipality_file, '"901"', "901")
    small_project.change(small_project.municipality_file, "1_234_000", "mange")
    small_project.write("data/bundles/andet.yaml", "title: [\n")
    code, out, err = run(capsys, "build", "--format", "txt")

    assert code == 3
    assert out == (
        "output/midtbundt/Aftale Sønderå.txt\n"
        "1 annex built, 1 file written, 0 unchanged, 1 warning, 3 errors, … s\n"
    )
    assert re.findall(r"error\[(.*?)\]", err) == ["yaml-syntax", "wrong-type", "not-an-amount"]


def test_an_error_of_the_template_is_told_once_with_how_many_it_hits(
    small_project: SmallProject, capsys: Streams
) -> None:
    small_project.section("{{ budgt }}")
    code, out, err = run(capsys, "build", "--format", "txt")

    assert code == 3
    assert "0 annexes built" in out and "1 error," in out
    assert err.count("error[") == 1
    assert "hits: 2 annexes" in err


def test_a_line_that_could_steer_the_terminal_is_shown_harmless(
    small_project: SmallProject, capsys: Streams
) -> None:
    small_project.change(small_project.municipality_file, "name: Nordby\n", "name: \x1b[2JNordby\n")
    code, _out, err = run(capsys, "build", "nordby", "--format", "txt")

    assert code == 3
    assert "name: ·[2JNordby" in err
    assert "\x1b" not in err


def test_a_broken_house_style_is_an_error_of_the_data(
    small_project: SmallProject, capsys: Streams
) -> None:
    small_project.change("templates/house/style.yaml", "logo: null", "logo: 5")
    code, _out, err = run(capsys, "build", "nordby", "--format", "docx")

    assert code == 3
    assert "error[wrong-type]: «logo» must be text\n" in err
    assert "--> templates/house/style.yaml:" in err


# --- unwritable: 4, and bugs: 70 ---


def test_an_output_that_cannot_be_written_is_exit_4(capsys: Streams) -> None:
    Path("output").mkdir()
    Path("output/midtbundt").write_bytes(b"en fil, hvor mappen skulle ligge")
    code, out, err = run(capsys, "build", "nordby", "--format", "txt")

    assert code == 4
    assert "0 files written" in out
    assert "error[not-written]" in err


def test_one_locked_file_does_not_stop_the_others(capsys: Streams) -> None:
    Path("output/midtbundt/Aftale Nordby.txt").mkdir(parents=True)
    code, out, err = run(capsys, "build", "--format", "txt")

    assert code == 4
    assert "Aftale Sønderå.txt" in out
    assert "Aftale Nordby.txt" in err


def test_a_bug_is_a_short_word_and_a_log(
    small_project: SmallProject, capsys: Streams, monkeypatch: pytest.MonkeyPatch
) -> None:
    def faulty(*_: object) -> bytes:
        raise ZeroDivisionError("en fejl i aftalegen")

    monkeypatch.setitem(FORMATS, "txt", Format("txt", faulty))
    code, out, err = run(capsys, "build", "nordby", "--format", "txt")

    assert (code, out) == (70, "")
    log = Path(re.findall(r"\S+\.log", err)[0])
    assert "ZeroDivisionError: en fejl i aftalegen" in log.read_text(encoding="utf-8")
    log.unlink()


def test_a_task_that_is_not_there_is_one_error(
    small_project: SmallProject, capsys: Streams
) -> None:
    small_project.change(
        "data/bundles/midtbundt.yaml", "nordby, task: forebyggelse", "nordby, task: forebygelse"
    )
    code, _out, err = run(capsys, "build", "nordby", "--format", "txt")

    assert code == 3
    assert re.findall(r"error\[(.*?)\]", err) == ["no-such-record"]
    assert "did you mean «forebyggelse»?" in err


def test_the_language_may_be_named_after_the_command(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AFTALEGEN_LANG", raising=False)
    assert main(["build", "--help", "--lang", "en"]) == 0
    assert "Only this task." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("given", "said", "hint"),
    [
        (["bild"], "there is no command bild", "build"),
        (["build", "--taks", "x"], "there is no option --taks", "--task"),
        (["build", "--task"], "something must stand after --task", "--help"),
        (["build", "--jobs", "x"], "what was given for --jobs does not fit", "processes"),
        (["verify", "a", "b"], "«b» is more than the command takes", "--help"),
        (["release", "midtjylland"], "--edition must be given", "V20260319"),
    ],
)
def test_a_command_that_is_typed_wrong_is_told_in_our_words(
    capsys: pytest.CaptureFixture[str], given: list[str], said: str, hint: str
) -> None:
    assert main(given) == 2

    told = capsys.readouterr().err
    assert said in told
    assert hint in told.partition("=")[2]


@pytest.mark.parametrize(
    "arguments",
    [
        ("export", "--format", "csv", "--out", "x.xlsx"),
        ("export", "--format", "xlsx", "--out", "x.CSV"),
        ("export", "--out", "x.docx"),
        ("deviations", "--format", "docx", "--out", "y.xlsx"),
        ("deviations", "--format", "table", "--out", "y.docx"),
        ("status", "--output", "csv", "--out", "z.ics"),
        ("status", "--out", "z.pdf"),
        ("check", "--output", "junit", "--out", "r.sarif"),
        ("overview", "midtbundt", "--out", "o.pdf"),
        ("build", "--out", "aftale.docx"),
        ("bundle", "midtbundt", "--out", "samling.zip"),
        ("schema", "--out", "law.json"),
    ],
    ids=" ".join,
)
def test_a_format_and_an_ending_that_say_different_things_are_refused(
    capsys: Streams, arguments: tuple[str, ...]
) -> None:
    code, _out, err = run(capsys, *arguments)

    assert code == 2
    assert "error[format-and-ending]" in err
    assert not Path(arguments[-1]).exists()


@pytest.mark.parametrize(
    ("arguments", "begins"),
    [
        (("export", "--out", "b.csv"), b"\xef\xbb\xbf"),
        (("export", "--out", "Budget 19.3"), b"PK"),
        (("deviations", "--out", "a.DOCX"), b"PK"),
        (("status", "--out", "frister.ics"), b"BEGIN:VCALENDAR"),
        (("status", "--out", "s.json"), b"{"),
    ],
)
def test_a_file_has_the_format_that_its_name_ends_in(
    capsys: Streams, arguments: tuple[str, ...], begins: bytes
) -> None:
    run(capsys, *arguments)

    assert Path(arguments[-1]).read_bytes().startswith(begins)


@pytest.mark.skipif(os.name == "nt", reason="the shell is not there")
@pytest.mark.parametrize(
    ("command", "streams"),
    [
        # Every command with every stream takes half a minute: a diagonal of them is enough here.
        pytest.param(
            command, streams, marks=() if (row - column) % 6 == 0 else pytest.mark.conformance
        )
        for row, command in enumerate(
            (
                "build --format txt",
                "fields nordby",
                "--help",
                "status",
                "status --output csv",
                "check --output json",
            )
        )
        for column, streams in enumerate(
            (">&-", ">&- 2>&-", "<&- >&- 2>&-", "2>&-", ">/dev/full", "| true")
        )
    ],
)
def test_streams_that_nobody_reads_are_no_fault_of_the_program(
    command: str, streams: str, tmp_path: Path
) -> None:
    log = tmp_path / "log"
    log.mkdir()
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "TMPDIR": str(log)}
    line = f"{sys.executable} -m aftalegen {command} {streams}"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", line], env=env, capture_output=True, text=True
    )

    assert done.returncode in (0, 1, 4)
    assert "Traceback" not in done.stderr
    assert list(log.glob("*.log")) == []
    for made in Path().glob("output/*/*.txt"):
        assert "aftalegen" not in made.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("error", "code", "rule"),
    [
        (MemoryError(), 4, "too-little-left"),
        (OSError(errno.EMFILE, "Too many open files"), 4, "too-little-left"),
        (OSError(errno.ENOMEM, "Cannot allocate memory"), 4, "too-little-left"),
        (ImportError("x.so: failed to map segment from shared object"), 4, "too-little-left"),
        (RuntimeError("can't start new thread"), 4, "too-little-left"),
        (PermissionError(errno.EACCES, "Permission denied", "a.docx"), 4, "system-refuses"),
        (RecursionError(), 3, "too-deep"),
        (ValueError("our own fault"), 70, ""),
    ],
)
def test_what_the_system_has_too_little_of_is_no_fault_of_the_program(
    error: Exception,
    code: int,
    rule: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fails(*_arguments: object) -> int:
        raise error

    monkeypatch.setattr("aftalegen.cli.app._exit_code", fails)

    assert main(["status"]) == code
    assert f"[{rule}]" in capsys.readouterr().err or code == 70


@pytest.mark.skipif(sys.platform != "linux", reason="asks the system for limits")
@pytest.mark.parametrize("limit", ["-n 12", "-n 8", "-v 100000", "-v 180000", "-s 200"])
def test_under_the_systems_limits_it_never_ends_as_a_bug(
    limit: str, small_project: SmallProject
) -> None:
    line = f"ulimit {limit}; {sys.executable} -m aftalegen build nordby --jobs 1"
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(
        ["bash", "-c", line], cwd=small_project.folder, env=env, capture_output=True, text=True
    )

    assert done.returncode not in (1, 70)
    assert "Traceback" not in done.stderr
