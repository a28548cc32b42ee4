"""Building only what changed: the same files as building all, and a reason for each."""

import random
from pathlib import Path

import pytest

from aftalegen.build import FORMATS
from aftalegen.cli.app import main
from tests.conftest import SmallProject

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
    monkeypatch.setattr("aftalegen.changes._program_hash", lambda: "another")

    assert reasons() == ("the program has changed (docx, pdf)",) * 2


def test_what_is_unchanged_is_not_even_made(
    reasons: Reasons, monkeypatch: pytest.MonkeyPatch
) -> None:
    reasons()

    def refuse(*_: object) -> bytes:
        raise AssertionError("made again")

    for name in ("docx", "pdf"):
        monkeypatch.setitem(FORMATS, name, refuse)  # type: ignore[misc]
    assert reasons() == ("unchanged (docx, pdf)",) * 2


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

    assert reasons() == ("made by an earlier version (docx, pdf)",) * 2
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
    kept = tmp_path / "kept"
    for number in range(20):
        _edit(small_project, chance, number, kept)
        build(small_project, kept)
        anew = tmp_path / f"anew{number}"
        build(small_project, anew)
        ours = {n: data for n, data in files(kept).items() if "rettet" not in n}
        assert ours == files(anew), number
        build(small_project, kept, "--full")
        assert {n: d for n, d in files(kept).items() if "rettet" not in n} == ours


def _edit(project: SmallProject, chance: random.Random, number: int, kept: Path) -> None:
    amount = chance.randrange(1_000, 9_000_000)
    who = chance.choice(("nordby", "soenderaa"))
    match chance.randrange(6):
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
