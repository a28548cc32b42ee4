"""No room, no permission, a locked file, too long a name: the old file stays, the rest is made."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from aftalegen.cli.app import main
from tests.conftest import SmallProject
from tools.killing import environment, files, own_files

Streams = pytest.CaptureFixture[str]
BOTH = ("build", "--format", "docx,txt", "--jobs", "1")


def outcome(capsys: Streams, project: SmallProject, out: Path) -> tuple[int, str]:
    capsys.readouterr()
    code = main([*BOTH, "--project", str(project.folder), "--out", str(out)])
    return code, capsys.readouterr().err


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """A small disk of its own, mounted with the options given; mounted again with others."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = False

    def mount(options: str) -> Path:
        nonlocal mounted
        more = "remount," if mounted else ""
        command = ["mount", "-t", "tmpfs", "-o", more + options, "tmpfs", str(place)]
        try:
            done = subprocess.run(command, capture_output=True, check=False)
        except OSError:
            pytest.skip("there is no mount here")
        if done.returncode != 0:
            pytest.skip("a disk can be mounted by root only")
        mounted = True
        return place

    yield mount
    if mounted:
        subprocess.run(["umount", str(place)], check=True)


def all_files(project: SmallProject, tmp_path: Path) -> dict[str, bytes]:
    out = tmp_path / "alt"
    assert main([*BOTH, "--project", str(project.folder), "--out", str(out)]) == 0
    return files(out)


def test_out_of_disk_leaves_whole_files_and_says_so(
    small_project: SmallProject, tmp_path: Path, disk: Callable[[str], Path], capsys: Streams
) -> None:
    right = all_files(small_project, tmp_path)
    place = disk("size=16k")
    code, said = outcome(capsys, small_project, place / "output")

    assert code == 4
    assert "No space left on device" in said
    assert "make room on the disk" in said
    assert [n for n, data in files(place / "output").items() if right[n] != data] == []

    disk("size=1m")
    assert outcome(capsys, small_project, place / "output")[0] == 0
    assert files(place / "output") == right
    assert own_files(place / "output") == {".aftalegen-written.json"}


def test_out_of_disk_at_any_size_leaves_old_or_new_files(
    small_project: SmallProject, tmp_path: Path, disk: Callable[[str], Path], capsys: Streams
) -> None:
    old = all_files(small_project, tmp_path)
    small_project.change("data/municipalities/nordby.yaml", "1_234_000", "7_654_000")
    new = all_files(small_project, tmp_path)
    for pages in range(6, 16):
        place = disk(f"size={4 * pages}k")
        code, _said = outcome(capsys, small_project, place / "output")
        assert code in (0, 4)
        found = files(place / "output")
        assert [n for n, data in found.items() if data not in (old[n], new[n])] == []


@pytest.mark.skipif(sys.platform == "win32", reason="limits on files are a thing of POSIX")
def test_a_file_that_may_not_grow_is_left_out_and_the_small_ones_are_made(
    small_project: SmallProject, tmp_path: Path
) -> None:
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000));"
        "from aftalegen.cli.app import main; sys.exit(main(sys.argv[1:]))"
    )
    arguments = [*BOTH, "--project", str(small_project.folder), "--out", str(tmp_path / "out")]
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], env=environment(), capture_output=True, check=False
    )  # fmt: skip

    assert done.returncode == 4
    assert b"File too large" in done.stderr
    assert {Path(n).suffix for n in files(tmp_path / "out")} == {".txt"}


def test_a_disk_that_became_read_only_keeps_what_was_there(
    small_project: SmallProject, disk: Callable[[str], Path], capsys: Streams
) -> None:
    place = disk("size=1m")
    outcome(capsys, small_project, place / "output")
    before = files(place / "output")
    small_project.change("data/municipalities/nordby.yaml", "1_234_000", "7_654_000")
    disk("ro")
    code, said = outcome(capsys, small_project, place / "output")

    assert code == 4
    assert "error[not-written]" in said
    assert files(place / "output") == before


@pytest.mark.parametrize("owner", ["~$tale Nordby.docx", "~$ftale Nordby.docx"])
def test_a_file_that_is_open_in_word_is_told_with_who_has_it(
    small_project: SmallProject,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: Streams,
    owner: str,
) -> None:
    out = tmp_path / "out"
    outcome(capsys, small_project, out)
    small_project.change("data/municipalities/nordby.yaml", "1_234_000", "7_654_000")
    small_project.change(
        "data/municipalities/soenderaa.yaml", "null\n      status", "5_000\n      status"
    )
    before = files(out)
    (out / "midtbundt" / owner).write_bytes(b"\x0bInge Jensen" + b" " * 42 + b"\x0b\x00")
    replace = Path.replace

    def locked(self: Path, target: Path) -> Path:
        if target.name == "Aftale Nordby.docx":
            raise PermissionError(13, "Permission denied")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", locked)
    code, said = outcome(capsys, small_project, out)
    after = files(out)

    assert code == 4
    assert "Aftale Nordby.docx could not be written" in said
    assert "Inge Jensen has the file open in Word" in said
    assert after["midtbundt/Aftale Nordby.docx"] == before["midtbundt/Aftale Nordby.docx"]
    for name in ("Aftale Nordby.txt", "Aftale Sønderå.txt", "Aftale Sønderå.docx"):
        assert after[f"midtbundt/{name}"] != before[f"midtbundt/{name}"]
    assert own_files(out) == {".aftalegen-written.json"}


def test_too_long_a_name_is_told_and_the_other_annex_is_made(
    small_project: SmallProject, tmp_path: Path, capsys: Streams
) -> None:
    long = "x" * 240
    small_project.change(
        "data/bundles/midtbundt.yaml", "file_name: Aftale Nordby}", f"file_name: {long}}}"
    )
    out = tmp_path / "out"
    assert outcome(capsys, small_project, out)[0] == 0
    (out / "midtbundt" / f"{long}.docx").write_bytes(b"rettet")  # «… (rettet 1)» is too long
    small_project.change("data/regions/midt.yaml", "name: Midt\n", "name: Midten\n")
    small_project.change("data/regions/midt.yaml", "Region Midt\n", "Region Midten\n")
    before = files(out)
    code, said = outcome(capsys, small_project, out)
    after = files(out)

    assert code == 4
    assert "shorten file_name" in said
    assert after[f"midtbundt/{long}.docx"] == b"rettet"
    assert after["midtbundt/Aftale Sønderå.docx"] != before["midtbundt/Aftale Sønderå.docx"]
    assert own_files(out) == {".aftalegen-written.json"}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_terminal_that_takes_no_more_is_exit_4_and_no_traceback(
    small_project: SmallProject, unbuffered: str
) -> None:
    command = [sys.executable, "-m", "aftalegen", "build", "--format", "txt"]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*command, "--project", str(small_project.folder)],
            env={**environment(), "PYTHONUNBUFFERED": unbuffered}, stdout=full, stderr=subprocess.PIPE, check=False,
        )  # fmt: skip

    assert b"Traceback" not in done.stderr
    assert done.returncode == 4


def test_a_pipe_that_is_closed_is_no_traceback(small_project: SmallProject) -> None:
    command = [sys.executable, "-m", "aftalegen", "build", "--format", "txt"]
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [*command, "--project", str(small_project.folder)],
        env=environment(), stdout=write, stderr=subprocess.PIPE, check=False,
    )  # fmt: skip
    os.close(write)

    assert b"Traceback" not in done.stderr and b"Exception" not in done.stderr
    assert len(files(small_project.folder / "output")) == 2


def test_links_that_lead_out_of_the_output_folder_are_refused(
    small_project: SmallProject, tmp_path: Path, capsys: Streams
) -> None:
    outside = tmp_path / "andres"
    outside.mkdir()
    (outside / "fil").write_bytes(b"andres")
    out = tmp_path / "out"
    (out / "midtbundt").mkdir(parents=True)
    (out / "midtbundt" / "Aftale Nordby.txt").symlink_to(outside / "fil")
    code, said = outcome(capsys, small_project, out)

    assert code == 4
    assert "error[leads-out]" in said
    assert "midtbundt/Aftale Sønderå.txt" in files(out)

    (tmp_path / "ud").mkdir()
    (tmp_path / "ud" / "midtbundt").symlink_to(outside)
    assert outcome(capsys, small_project, tmp_path / "ud")[0] == 4
    assert files(outside) == {"fil": b"andres"}
