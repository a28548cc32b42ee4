"""Where outputs may be put, and what stays of the file or folder that is replaced."""

import errno
import json
import os
import stat
from pathlib import Path

import pytest

from aftalegen.build.act import carry_out
from aftalegen.build.change import FileChange, new_folder, sums_of
from aftalegen.build.register import OutputFolder
from aftalegen.build.whole import write_whole
from aftalegen.cli.app import main
from aftalegen.words.faults import AftalegenError, OutputError
from tests.conftest import SmallProject

posix = pytest.mark.skipif(os.name == "nt", reason="links and modes are the systems' own")

OUTPUTS = (
    ("build", "--format", "txt"),
    ("bundle", "midtbundt"),
    ("schema",),
    ("export",),
    ("deviations", "--format", "xlsx"),
    ("overview", "midtbundt"),
    ("status", "--output", "csv"),
    ("check", "--select", "data", "--output", "json"),
)


def run(project: SmallProject, *arguments: str) -> int:
    return main([*arguments, "--project", str(project.folder)])


def all_bytes(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}  # fmt: skip


def outside_of(project: SmallProject) -> Path:
    folder = project.folder.parent / "udenfor"
    folder.mkdir()
    return folder


@pytest.mark.parametrize("command", OUTPUTS, ids=lambda command: command[0])
@pytest.mark.parametrize(
    "place", ["data/law.yaml", "templates/aftale", "editions/midtbundt/V1", "data"]
)
def test_no_command_puts_an_output_where_people_write(
    small_project: SmallProject, command: tuple[str, ...], place: str
) -> None:
    before = all_bytes(small_project.folder)

    assert run(small_project, *command, "--out", str(small_project.folder / place)) in (2, 4)
    assert all_bytes(small_project.folder) == before


@posix
@pytest.mark.parametrize("command", OUTPUTS, ids=lambda command: command[0])
def test_no_command_writes_through_a_link_that_leads_out_of_the_project(
    small_project: SmallProject, command: tuple[str, ...]
) -> None:
    outside = outside_of(small_project)
    for name in ("output", "schemas"):
        (small_project.folder / name).symlink_to(outside)
    named = ("--out", str(small_project.folder / "output/fil.json"))

    run(small_project, *command, *(named if command[0] in ("status", "check") else ()))

    assert list(outside.iterdir()) == []


@posix
@pytest.mark.parametrize("command", OUTPUTS, ids=lambda command: command[0])
@pytest.mark.parametrize("place", [".", "..", "/", "", "ring", "ring/fil", "/dev/null/x", "fil/x"])
def test_a_place_that_cannot_be_is_an_error_of_the_outputs(
    small_project: SmallProject,
    command: tuple[str, ...],
    place: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    here = outside_of(small_project)
    monkeypatch.chdir(here)
    Path("ring").symlink_to("gnir")
    Path("gnir").symlink_to("ring")
    Path("fil").write_text("en fil", encoding="utf-8")
    if place == "/" and command[0] in ("build", "schema"):
        return  # root may write there

    code = run(small_project, *command, "--out", place)

    assert code in ((0, 2, 4) if place in (".", "..", "") else (2, 4))
    assert Path("fil").read_text(encoding="utf-8") == "en fil"


@posix
def test_a_pipe_is_no_file_to_be_read_or_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")

    with pytest.raises(OutputError, match="not a file"):
        OutputFolder(tmp_path).write("a.txt", b"ord")


@posix
def test_what_is_replaced_keeps_its_mode_and_its_link(tmp_path: Path) -> None:
    (tmp_path / "egen.yaml").write_bytes(b"gammel")
    (tmp_path / "egen.yaml").chmod(0o600)
    (tmp_path / "viborg.yaml").symlink_to("egen.yaml")

    carry_out(tmp_path, [FileChange(tmp_path / "viborg.yaml", b"gammel", b"ny")])

    assert (tmp_path / "viborg.yaml").is_symlink()
    assert (tmp_path / "egen.yaml").read_bytes() == b"ny"
    assert stat.S_IMODE((tmp_path / "egen.yaml").stat().st_mode) == 0o600


@posix
def test_a_folder_that_is_replaced_keeps_its_mode(tmp_path: Path) -> None:
    (tmp_path / "samling").mkdir(mode=0o700)

    folder = tmp_path / "samling"
    carry_out(tmp_path, [new_folder(folder, sums_of(folder), {"a.txt": b"ord"})])

    assert stat.S_IMODE((tmp_path / "samling").stat().st_mode) == 0o700


@posix
def test_a_file_that_somebody_made_read_only_keeps_all_of_them_as_they_are(tmp_path: Path) -> None:
    names = ("aarhus.yaml", "horsens.yaml")
    for name in names:
        (tmp_path / name).write_bytes(b"gammel")
    (tmp_path / "horsens.yaml").chmod(0o444)

    with pytest.raises(OutputError, match=r"horsens\.yaml .*read-only"):
        carry_out(tmp_path, [FileChange(tmp_path / name, b"gammel", b"ny") for name in names])
    assert set(all_bytes(tmp_path).values()) == {b"gammel"}


@posix
def test_a_link_in_data_that_leads_out_is_not_written_through(small_project: SmallProject) -> None:
    outside = outside_of(small_project) / "hemmelig.yaml"
    outside.write_bytes(b"hemmelig")
    link = small_project.folder / "data/municipalities/vej.yaml"
    link.symlink_to(outside)

    with pytest.raises(AftalegenError) as caught:
        write_whole(link, b"ny")
    assert caught.value.rule == "leads-out"
    assert outside.read_bytes() == b"hemmelig"


@posix
def test_links_in_a_circle_are_told_as_the_system_tells_them(tmp_path: Path) -> None:
    (tmp_path / "ring").symlink_to("ring")

    with pytest.raises(OSError) as caught:
        write_whole(tmp_path / "ring", b"ny")
    assert caught.value.errno == errno.ELOOP


def test_a_schema_that_a_person_has_edited_is_kept_aside(small_project: SmallProject) -> None:
    folder = small_project.folder / "schemas"
    assert run(small_project, "schema") == 0
    own = json.loads((folder / "law.schema.json").read_text(encoding="utf-8")) | {"mit": "eget"}
    (folder / "law.schema.json").write_text(json.dumps(own), encoding="utf-8")
    edited_in_git = (folder / "task.schema.json").read_bytes().replace(b"\n", b"\r\n")
    (folder / "task.schema.json").write_bytes(edited_in_git)

    assert run(small_project, "schema") == 0

    aside = [path.name for path in folder.iterdir() if "rettet" in path.name]
    assert aside == ["law.schema (rettet 1).json"]
    assert '"eget"' in (folder / aside[0]).read_text(encoding="utf-8")
