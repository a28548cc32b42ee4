"""What the program keeps for itself in a folder is read with care: anybody may have put it there."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from aftalegen.build.act import settled
from aftalegen.build.lock import LOCK
from aftalegen.build.register import AHEAD, REGISTER
from aftalegen.build.stopped import JOURNAL
from aftalegen.build.undoing import APPROVAL, IMPORT
from aftalegen.cli.app import main
from aftalegen.words.faults import OutputError
from tests.conftest import SmallProject
from tools.killing import environment

posix = pytest.mark.skipif(os.name == "nt", reason="links and pipes are the systems' own")
BUILD = ("build", "nordby", "--format", "txt", "--jobs", "1")


@posix
@pytest.mark.parametrize(
    ("name", "command", "codes"),
    [
        (f"output/{AHEAD}", BUILD, (4,)),
        (f"output/{REGISTER}", BUILD, (0,)),
        (f"output/{LOCK}", BUILD, (0, 4)),
        (f"{JOURNAL}", BUILD, (4,)),
        (f"{IMPORT}", ("import", "--undo"), (2,)),
        (f"{APPROVAL}", ("approval", "--undo"), (2,)),
        ("output/midtbundt/~$tale Nordby.txt", BUILD, (0,)),
        ("editions/midtbundt/despite.json", ("status",), (0, 1)),
        ("output/midtbundt/Aftale Nordby.txt", BUILD, (4,)),
    ],
)
def test_no_command_waits_for_a_pipe_in_the_place_of_a_file(
    small_project: SmallProject, name: str, command: tuple[str, ...], codes: tuple[int, ...]
) -> None:
    path = small_project.folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(path)

    done = subprocess.run(
        [sys.executable, "-m", "aftalegen", *command, "--project", str(small_project.folder)],
        env=environment(), capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip

    assert done.returncode in codes, done.stderr


@posix
@pytest.mark.parametrize("name", [REGISTER, AHEAD, LOCK])
def test_a_link_in_the_place_of_a_note_of_ours_is_never_written_through(
    small_project: SmallProject, name: str
) -> None:
    output = small_project.folder / "output"
    output.mkdir()
    law = small_project.folder / "data/law.yaml"
    before = law.read_bytes()
    (output / name).symlink_to(law)

    assert main([*BUILD, "--project", str(small_project.folder)]) in (0, 4)
    assert law.read_bytes() == before


@posix
def test_a_journal_that_is_a_link_is_not_replaced_through_it(
    small_project: SmallProject, tmp_path: Path
) -> None:
    (tmp_path / "ude").write_bytes(b"en andens")
    (small_project.folder / JOURNAL).symlink_to(tmp_path / "ude")

    with pytest.raises(OutputError):
        settled(small_project.folder)
    assert (tmp_path / "ude").read_bytes() == b"en andens"


def test_a_document_that_a_power_cut_left_empty_is_made_again_and_not_kept_aside(
    small_project: SmallProject, capsys: pytest.CaptureFixture[str]
) -> None:
    command = [*BUILD, "--project", str(small_project.folder)]
    assert main(command) == 0
    path = small_project.folder / "output/midtbundt/Aftale Nordby.txt"
    whole = path.read_bytes()
    for lost in (b"", b"\0" * 4096):
        path.write_bytes(lost)
        capsys.readouterr()

        assert main([*command, "--explain"]) == 0
        assert "the file is empty" in capsys.readouterr().out
        assert path.read_bytes() == whole
        assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_strays_at_any_depth_are_gone_after_the_next_run(small_project: SmallProject) -> None:
    deep = small_project.folder / "output/midtbundt/Tillægsaftaler/mere"
    deep.mkdir(parents=True)
    (deep / ".aftalegen-0123.tmp").write_bytes(b"halvt")
    (small_project.folder / "output" / AHEAD).write_bytes(b"\n")  # that run was stopped

    assert main([*BUILD, "--project", str(small_project.folder)]) == 0
    assert list(deep.iterdir()) == []
