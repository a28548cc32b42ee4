"""Files on disk: whole or not at all, and never over what a person has edited."""

import os
import stat
from contextlib import closing
from pathlib import Path

import pytest

from aftalegen.build.register import REGISTER, OutputFolder, Written
from aftalegen.build.whole import write_folder_whole
from aftalegen.words.faults import OutputError


def write(folder: Path, name: str, data: bytes) -> Written:
    with closing(OutputFolder(folder)) as outputs:
        return outputs.write(name, data)


def names(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


def test_a_file_is_written_in_folders_that_are_made(tmp_path: Path) -> None:
    written = write(tmp_path / "output", "midt/Bilag æøå.txt", b"ord")

    assert written.outcome == "written"
    assert written.path.read_bytes() == b"ord"


def test_a_file_that_would_be_the_same_is_not_rewritten(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", b"ord")
    os.utime(tmp_path / "a.txt", (1, 1))

    assert write(tmp_path, "a.txt", b"ord").outcome == "unchanged"
    assert (tmp_path / "a.txt").stat().st_mtime == 1


def test_our_own_older_file_is_replaced(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", b"gammelt")
    written = write(tmp_path, "a.txt", b"nyt")

    assert written.kept_aside is None
    assert names(tmp_path) == {"a.txt", REGISTER}


def test_a_file_that_a_person_has_edited_is_kept_aside(tmp_path: Path) -> None:
    write(tmp_path, "a.docx", b"vores")
    for round_, edited in enumerate((b"rettet", b"rettet igen"), 1):
        (tmp_path / "a.docx").write_bytes(edited)
        written = write(tmp_path, "a.docx", b"nyt")

        assert written.kept_aside == tmp_path / f"a (rettet {round_}).docx"
        assert written.kept_aside.read_bytes() == edited
        assert (tmp_path / "a.docx").read_bytes() == b"nyt"


@pytest.mark.parametrize("register", [None, b"", b"[]", b"\xff", b'{"a.txt": 5}'])
def test_a_file_that_we_do_not_know_is_kept_aside(tmp_path: Path, register: bytes | None) -> None:
    (tmp_path / "a.txt").write_bytes(b"andres")
    if register is not None:
        (tmp_path / REGISTER).write_bytes(register)

    assert write(tmp_path, "a.txt", b"vores").kept_aside is not None


def test_a_write_that_fails_leaves_what_was_there_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "a.txt", b"gammelt")

    def locked(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "replace", locked)
    with pytest.raises(OutputError) as caught:
        write(tmp_path, "a.txt", b"nyt")

    assert "Word" in str(caught.value.hint)
    assert (tmp_path / "a.txt").read_bytes() == b"gammelt"
    assert names(tmp_path) == {"a.txt", REGISTER}
    monkeypatch.undo()
    write(tmp_path, "b.txt", b"ord")
    assert names(tmp_path) == {"a.txt", "b.txt", REGISTER}


def test_a_write_that_fails_leaves_an_edited_file_under_its_own_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_bytes(b"rettet")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OutputError, match="No space left"):
        write(tmp_path, "a.txt", b"nyt")

    assert names(tmp_path) == {"a.txt"}
    assert (tmp_path / "a.txt").read_bytes() == b"rettet"


def test_a_folder_that_cannot_be_written_to_is_an_output_error(tmp_path: Path) -> None:
    (tmp_path / "output").write_bytes(b"en fil")

    with pytest.raises(OutputError) as caught:
        OutputFolder(tmp_path / "output")
    assert caught.value.exit_code == 4


def test_others_may_read_what_was_written(tmp_path: Path) -> None:
    old = os.umask(0o022)
    try:
        write(tmp_path, "a.txt", b"ord")
    finally:
        os.umask(old)

    assert stat.S_IMODE((tmp_path / "a.txt").stat().st_mode) == 0o644


def test_a_folder_that_was_being_replaced_when_the_run_was_killed_comes_back(
    tmp_path: Path,
) -> None:
    (tmp_path / ".aftalegen-old midt V1").mkdir()
    (tmp_path / ".aftalegen-old midt V1" / "a.docx").write_bytes(b"gammelt")
    (tmp_path / ".aftalegen-new midt V1").mkdir()
    write(tmp_path, "b.txt", b"ord")

    assert names(tmp_path) == {"midt V1/a.docx", "b.txt", REGISTER}


def test_a_folder_that_had_been_replaced_when_the_run_was_killed_stays(tmp_path: Path) -> None:
    (tmp_path / ".aftalegen-old midt V1").mkdir()
    (tmp_path / ".aftalegen-old midt V1" / "a.docx").write_bytes(b"gammelt")
    (tmp_path / "midt V1").mkdir()
    (tmp_path / "midt V1" / "a.docx").write_bytes(b"nyt")
    write_folder_whole(tmp_path / "midt V2", {"a.docx": b"andet"})

    assert (tmp_path / "midt V1" / "a.docx").read_bytes() == b"nyt"
    assert names(tmp_path) == {"midt V1/a.docx", "midt V2/a.docx"}
