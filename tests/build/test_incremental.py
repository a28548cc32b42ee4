"""Building only what changed: the same files as building all, and a reason for each."""

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from aftalegen.build.formats import FORMATS, Format
from aftalegen.build.made_of import PROJECT_FOLDERS, project_hash
from aftalegen.build.sent_texts import FOLDER
from aftalegen.cli.app import main
from tests.conftest import ROOT, SmallProject

NORDBY, SOENDERAA = "midtbundt/Aftale Nordby", "midtbundt/Aftale Sønderå"
MUNICIPALITY = "data/municipalities/nordby.yaml"
MONEY = "templates/aftale/02-oekonomi.md"


def build(project: SmallProject, out: Path, *more: str) -> None:
    arguments = ["build", "--project", str(project.folder), "--out", str(out), "--jobs", "1"]
    assert main([*arguments, *more]) == 0


def files(out: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in out.rglob("*.*") if not p.name.startswith(".")}


@pytest.fixture
def reasons(
    small_project: SmallProject, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> "Reasons":
    return Reasons(small_project, tmp_path / "out", capsys)


class Reasons:
    """Builds the small project and gives what `--explain` says of each annex."""

    def __init__(
        self, project: SmallProject, out: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.project, self.out, self.capsys = project, out, capsys
        self.said = ""

    def __call__(self, *more: str) -> tuple[str, str]:
        self.capsys.readouterr()
        build(self.project, self.out, "--explain", *more)
        self.said = self.capsys.readouterr().out
        lines = dict(line.split(": ", 1) for line in self.said.splitlines() if ": " in line)
        return lines[NORDBY], lines[SOENDERAA]


def test_each_annex_is_told_why_it_was_made_or_left(reasons: Reasons) -> None:
    assert reasons() == ("new (docx, pdf)", "new (docx, pdf)")
    assert reasons() == ("unchanged (docx, pdf)", "unchanged (docx, pdf)")

    reasons.project.change(MUNICIPALITY, "1_234_000", "1_235_000")
    assert reasons() == ("the text has changed (docx, pdf)", "unchanged (docx, pdf)")

    reasons.project.change("templates/house/style.yaml", "body: 10", "body: 11")
    assert reasons() == ("the style has changed (docx, pdf)",) * 2

    assert reasons("--full") == ("asked for (docx, pdf)",) * 2
    assert "4 files written, 0 unchanged" in reasons.said


def test_an_edited_and_a_removed_file_are_made_again(reasons: Reasons) -> None:
    reasons()
    edited = reasons.out / f"{NORDBY}.docx"
    edited.write_bytes(b"mine")
    (reasons.out / f"{SOENDERAA}.pdf").unlink()

    assert reasons() == (
        "the file was edited by hand (docx), unchanged (pdf)",
        "unchanged (docx), the file was removed (pdf)",
    )
    assert edited.with_name("Aftale Nordby (rettet 1).docx").read_bytes() == b"mine"
    assert edited.read_bytes() != b"mine"


def test_another_program_makes_all_again(reasons: Reasons, monkeypatch: pytest.MonkeyPatch) -> None:
    reasons()
    monkeypatch.setattr("aftalegen.build.made_of.program_hash", lambda: "another")
    monkeypatch.setattr("aftalegen.cli.build.project_hash", lambda _folder: "another")

    assert reasons() == ("the program has changed (docx, pdf)",) * 2


def test_what_is_unchanged_is_not_even_made(
    reasons: Reasons, monkeypatch: pytest.MonkeyPatch
) -> None:
    reasons()

    def refuse(*_: object) -> bytes:
        raise AssertionError("made again")

    for name in ("docx", "pdf"):
        monkeypatch.setitem(FORMATS, name, Format(name, refuse))
    assert reasons() == ("unchanged (docx, pdf)",) * 2


def test_where_nothing_at_all_changed_the_same_is_told_and_no_annex_is_read(
    reasons: Reasons, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    reasons.project.change(MUNICIPALITY, "1_234_000", "null")
    build(reasons.project, reasons.out, "--format", "docx,json")
    first = capsys.readouterr()
    monkeypatch.setattr("aftalegen.build.builder.Builder.annex_facts", _refuse)
    build(reasons.project, reasons.out, "--format", "docx,json")
    second = capsys.readouterr()

    assert "årligt beløb afventer" in first.err
    assert second.err == first.err
    assert second.out.splitlines()[:-1] == first.out.splitlines()[:-1]
    assert "0 files written, 4 unchanged, 2 warnings" in second.out


def _refuse(*_: object) -> None:
    raise AssertionError("made again")


def test_a_file_of_another_format_is_not_taken_for_made(reasons: Reasons) -> None:
    reasons("--format", "txt")
    reasons.project.change(MUNICIPALITY, "1_234_000", "1_235_000")
    reasons("--format", "docx")

    assert reasons("--format", "docx,txt") == (
        "unchanged (docx), the text has changed (txt)",
        "unchanged (docx, txt)",
    )


def test_a_project_that_changes_while_it_is_built_is_read_again(
    reasons: Reasons, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashes = iter(("before", "after"))
    monkeypatch.setattr("aftalegen.cli.build.project_hash", lambda _folder: next(hashes))
    reasons()
    monkeypatch.setattr("aftalegen.cli.build.project_hash", lambda _folder: "before")
    monkeypatch.setattr("aftalegen.build.builder.Builder.annex_facts", _refuse)

    with pytest.raises(AssertionError, match="assert 70 == 0"):  # it was asked to make them
        build(reasons.project, reasons.out)


def test_every_file_of_a_project_counts_and_a_link_is_not_trusted(
    small_project: SmallProject,
) -> None:
    folder = small_project.folder
    seen = {project_hash(folder)}
    for path in sorted(p for part in ("data", "templates") for p in (folder / part).rglob("*.*")):
        before = path.read_bytes()
        path.write_bytes(before + b"\n")
        seen.add(project_hash(folder))
        path.write_bytes(before)
        path.rename(path.with_name("another"))
        seen.add(project_hash(folder))
        path.with_name("another").rename(path)
        assert project_hash(folder) in seen
    number = sum(1 for part in ("data", "templates") for _ in (folder / part).rglob("*.*"))
    assert len(seen - {None}) == 1 + 2 * number

    (folder / "data" / "link.yaml").symlink_to(folder / MUNICIPALITY)
    assert project_hash(folder) is None


def test_a_build_reads_nothing_of_a_project_that_does_not_count(
    small_project: SmallProject, tmp_path: Path
) -> None:
    told = subprocess.run(
        [sys.executable, "-c", READS, str(small_project.folder), str(tmp_path / "out")],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    lines = [line for line in told.stderr.splitlines() if line.startswith("READ ")]
    read = {Path(line.removeprefix("READ ")) for line in lines}

    assert len(read) > 5
    kept = FOLDER  # what is kept there goes into no document
    assert {path.parts[0] for path in read} - {kept} == set(PROJECT_FOLDERS)


READS = """
import os, sys
from aftalegen.cli.app import main
project, out = sys.argv[1:]
def tell(event, arguments):
    if event == "open" and str(arguments[0]).startswith(project + os.sep):
        os.write(2, f"READ {os.path.relpath(arguments[0], project)}\\n".encode())
sys.addaudithook(tell)
main(["build", "--project", project, "--out", out, "--jobs", "1"])
"""


def test_a_line_that_moved_changes_the_json_only(reasons: Reasons) -> None:
    reasons("--format", "json,txt")
    before = files(reasons.out)
    reasons.project.change(MUNICIPALITY, "name: Nordby\n", "# a new line\nname: Nordby\n")
    reasons("--format", "json,txt")
    after = files(reasons.out)

    assert {name for name in before if before[name] != after[name]} == {"Aftale Nordby.json"}


def test_a_register_from_before_is_understood(reasons: Reasons) -> None:
    import hashlib
    import json

    reasons()
    old = {
        p.relative_to(reasons.out).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in reasons.out.rglob("Aftale*")
    }
    (reasons.out / ".aftalegen-written.json").write_text(json.dumps(old), encoding="utf-8")

    assert reasons() == ("made on another machine or by an earlier version (docx, pdf)",) * 2
    assert reasons() == ("unchanged (docx, pdf)",) * 2


@pytest.mark.parametrize(
    "damage", ["", "[]", '{"a": 3, "b": {}}', '{"a": {"bytes": "x", "inputs": 4}}']
)
def test_a_damaged_register_never_stops_a_build(reasons: Reasons, damage: str) -> None:
    reasons()
    before = files(reasons.out)
    (reasons.out / ".aftalegen-written.json").write_text(damage, encoding="utf-8")

    reasons()

    assert files(reasons.out) == before


def test_twenty_edits_give_the_same_files_as_building_all(
    small_project: SmallProject, tmp_path: Path
) -> None:
    """Random edits of data, template and files; after each, both ways must agree."""
    chance = random.Random(5)
    kept, first = tmp_path / "kept", tmp_path / "first"
    shutil.copytree(small_project.folder, first)
    for number in range(20):
        _edit(small_project, chance, number, kept, first)
        build(small_project, kept)
        build(small_project, kept)  # now there is nothing to read
        anew = tmp_path / f"anew{number}"
        build(small_project, anew)
        ours = {n: data for n, data in files(kept).items() if "rettet" not in n}
        assert ours == files(anew), number
        build(small_project, kept, "--full")
        assert {n: d for n, d in files(kept).items() if "rettet" not in n} == ours


def _edit(
    project: SmallProject, chance: random.Random, number: int, kept: Path, first: Path
) -> None:
    amount = chance.randrange(1_000, 9_000_000)
    who = chance.choice(("nordby", "soenderaa"))
    match chance.randrange(7):
        case 0:
            path = project.folder / f"data/municipalities/{who}.yaml"
            lines = path.read_text(encoding="utf-8").splitlines()
            changed = [
                f"{line.split(':')[0]}: {amount}" if "fixed_annual" in line else line
                for line in lines
            ]
            path.write_text("\n".join(changed) + "\n", encoding="utf-8")
        case 1:
            path = project.folder / MONEY
            path.write_text(path.read_text(encoding="utf-8") + f"\nAfsnit {number}.\n", "utf-8")
        case 2:
            path = project.folder / f"data/municipalities/{who}.yaml"
            path.write_text(f"# {number}\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
        case 3:
            style = project.folder / "templates/house/style.yaml"
            text = style.read_text(encoding="utf-8")
            size = next(line for line in text.splitlines() if line.strip().startswith("body:"))
            style.write_text(text.replace(size, f"  body: {chance.choice((10, 11, 12))}"), "utf-8")
        case 4:
            for file in sorted(kept.rglob("Aftale *.pdf"))[:1]:
                file.unlink()
        case 5:
            for file in sorted(kept.rglob("Aftale *.docx"))[:1]:
                file.write_bytes(b"by hand")
        case 6:  # as it was once
            shutil.copytree(first, project.folder, dirs_exist_ok=True)


HASH = """
import sys
from pathlib import Path
from aftalegen.build import made_of
made_of.PACKAGES += ("en_pakke_til_proeven",)
print(made_of.project_hash(Path(sys.argv[1])))
"""


def test_another_version_of_a_package_is_another_program(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "templates").mkdir()
    found = []
    for text in ("version = 1", "version = 10"):
        (tmp_path / "en_pakke_til_proeven.py").write_text(text)
        command = [sys.executable, "-c", HASH, str(tmp_path)]
        place = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{tmp_path}"}
        found.append(subprocess.run(command, env=place, stdout=subprocess.PIPE, check=True).stdout)

    assert b"None" not in b"".join(found)
    assert found[0] != found[1]
