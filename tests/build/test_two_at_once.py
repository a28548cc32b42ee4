"""Two runs at the same time: whole and right files, or the second says who holds the folder."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from aftalegen.build import lock
from aftalegen.build.lock import LOCK, locked
from aftalegen.cli.app import main
from aftalegen.editions.edition import load_edition
from aftalegen.records.project import Project
from tests.conftest import SmallProject
from tools.killing import environment, files, own_files, run, started

pytestmark = pytest.mark.slow

HOLD = """
import sys
from pathlib import Path
from aftalegen.build.lock import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def holder(folder: Path) -> "Iterator[subprocess.Popen[str]]":
    """Another process that holds the lock of a folder until its stdin is closed."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment(),
    )  # fmt: skip
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process


EDITION = ("--edition", "V20260319", "--draft")


def build(project: SmallProject, *more: str) -> int:
    return main(["build", "--format", "txt", "--project", str(project.folder), *more])


def test_a_folder_in_use_is_told_with_its_holder_and_nothing_is_written(
    small_project: SmallProject,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(lock, "PATIENCE", 0)
    output = small_project.folder / "output"
    with holder(output) as process:
        code = build(small_project)
        said = capsys.readouterr().err

        assert code == 4
        assert "error[folder-in-use]: another run of aftalegen is writing in" in said
        assert f"(process {process.pid} on {socket.gethostname()}, since 20" in said
        assert files(output) == {}


def test_the_second_waits_for_the_first(small_project: SmallProject) -> None:
    output = small_project.folder / "output"
    with holder(output) as first:
        second = started(
            ["-m", "aftalegen", "build", "--format", "txt", "--project", str(small_project.folder)]
        )
        time.sleep(0.5)
        assert second.poll() is None
        assert first.stdin is not None
        first.stdin.close()
        second.communicate()

    assert second.returncode == 0
    assert own_files(output) == {".aftalegen-written.json"}


def test_a_killed_holder_never_blocks_the_next(
    small_project: SmallProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "PATIENCE", 0)
    output = small_project.folder / "output"
    with holder(output) as process:
        process.kill()
        process.wait()

    assert (output / LOCK).exists()
    assert build(small_project) == 0
    assert not (output / LOCK).exists()


def alive(pid: str) -> bool:
    """Whether a process runs; one that has ended may wait for someone to ask how."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
def test_the_processes_of_a_killed_run_end_with_it(small_project: SmallProject) -> None:
    bundle = "data/bundles/midtbundt.yaml"
    line = "  - {municipality: nordby, task: forebyggelse, template: aftale, file_name: Aftale Nordby}\n"
    many = "".join(line.replace("Aftale Nordby", f"Aftale {n}") for n in range(60))
    small_project.change(bundle, line, many)
    process = started(
        ["-m", "aftalegen", "build", "--jobs", "2", "--project", str(small_project.folder)]
    )
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    while not (found := children.read_text().split()) and process.poll() is None:
        time.sleep(0.01)
    assert found
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    end = time.monotonic() + 20
    while (left := [pid for pid in found if alive(pid)]) and time.monotonic() < end:
        time.sleep(0.05)
    for pid in left:
        os.kill(int(pid), signal.SIGKILL)
    process.communicate()

    assert left == []


@pytest.mark.parametrize(
    "commands",
    [
        (("build", "--format", "txt,docx"), ("build", "--format", "txt,docx")),
        (("build", "--format", "txt,docx"), ("bundle", "midtbundt", "--zip")),
        (("bundle", "midtbundt", "--zip"), ("bundle", "midtbundt", "--zip")),
        (("build", "--format", "txt,docx"), ("release", "midtbundt", *EDITION)),
    ],
    ids=["build and build", "build and bundle", "bundle and bundle", "build and release"],
)
def test_two_commands_at_once_leave_what_one_after_the_other_leaves(
    small_project: SmallProject, tmp_path: Path, commands: tuple[tuple[str, ...], ...]
) -> None:
    alone = SmallProject(tmp_path / "alene")
    for command in commands:
        assert run(*command, "--project", str(alone.folder))[0] == 0
    both = [
        started(["-m", "aftalegen", *command, "--project", str(small_project.folder)])
        for command in commands
    ]
    for process in both:
        _out, err = process.communicate()
        assert process.returncode == 0, err.decode()

    for folder in ("output", "editions"):
        assert files(small_project.folder / folder) == files(alone.folder / folder)
        assert own_files(small_project.folder / folder) == own_files(alone.folder / folder)


def test_two_releases_at_once_make_one_edition_and_the_second_is_told(
    small_project: SmallProject, tmp_path: Path
) -> None:
    command = ["-m", "aftalegen", "release", "midtbundt", *EDITION]
    both = [started([*command, "--project", str(small_project.folder)]) for _number in range(2)]
    said = [process.communicate()[1].decode() for process in both]

    assert sorted(process.returncode for process in both) == [0, 4]
    assert "error[edition-exists]" in "".join(said)
    project = Project(small_project.folder)
    assert load_edition(project, "midtbundt", "V20260319").documents
    assert own_files(small_project.folder / "editions") == set()


@pytest.mark.skipif(sys.platform == "win32", reason="there, a link needs an administrator")
def test_a_lock_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "andres").write_bytes(b"vigtigt")
    (tmp_path / "output").mkdir()
    (tmp_path / "output" / LOCK).symlink_to(tmp_path / "andres")

    with pytest.raises(OSError, match=re.escape("symbolic links")), locked(tmp_path / "output"):
        pass
    assert (tmp_path / "andres").read_bytes() == b"vigtigt"


def test_a_process_that_holds_a_folder_may_ask_again(tmp_path: Path) -> None:
    with locked(tmp_path / "output"):
        with locked(tmp_path / "output"):
            pass
        assert (tmp_path / "output" / LOCK).exists()
    assert not (tmp_path / "output").exists()  # it was made for the lock only


@pytest.mark.skipif(sys.platform == "win32", reason="there, nobody removes an open file")
@pytest.mark.parametrize("another", [False, True], ids=["removed", "removed, and another's there"])
def test_a_lock_that_its_holder_removed_is_not_taken_for_the_one_that_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, another: bool
) -> None:
    import fcntl

    path, flock = tmp_path / LOCK, fcntl.flock
    path.write_bytes(b"")

    def just_removed(handle: int, how: int) -> None:
        """Its holder lets go between the moment that we open the file and that we lock it."""
        monkeypatch.setattr(fcntl, "flock", flock)
        path.unlink()
        if another:
            path.write_bytes(b"")
        flock(handle, how)

    monkeypatch.setattr(fcntl, "flock", just_removed)
    with locked(tmp_path), path.open("rb") as there, pytest.raises(BlockingIOError):
        flock(there, fcntl.LOCK_EX | fcntl.LOCK_NB)
    assert fcntl.flock is flock
