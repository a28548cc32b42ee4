"""A new project builds at once, and doctor says whether it and the machine are fit."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from aftalegen.build import disk
from aftalegen.cli.app import main
from aftalegen.desk import doctor
from aftalegen.desk.doctor import observations
from aftalegen.desk.starter import PARTS, lay_out
from aftalegen.records.project import Project
from aftalegen.words.faults import OutputError, UsageError
from tests.conftest import ROOT, SmallProject

Streams = pytest.CaptureFixture[str]


# --- init ---


def test_a_new_project_builds_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Streams
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["init", "mit projekt"]) == 0
    told = capsys.readouterr()
    assert told.out.splitlines()[-1].startswith("27 municipalities, 2 bundles, ")
    assert 'next: cd "mit projekt"' in told.err

    monkeypatch.chdir("mit projekt")
    assert main(["build", "norddjurs", "--format", "txt"]) == 0
    assert main(["doctor"]) == 0


def test_a_region_takes_its_own_bundles_and_municipalities(tmp_path: Path) -> None:
    lay_out(tmp_path / "midt", "Midtjylland")
    project = Project(tmp_path / "midt")

    assert project.keys("bundles") == ("midtjylland",)
    assert len(project.keys("municipalities")) == 19
    assert "holbaek" not in project.keys("municipalities")


@pytest.mark.parametrize(("region", "rule"), [("jylland", "unknown-region"), ("sjælland", "no-bundle")])  # fmt: skip
def test_a_region_without_a_bundle_lays_nothing_out(tmp_path: Path, region: str, rule: str) -> None:
    with pytest.raises(UsageError) as caught:
        lay_out(tmp_path / "ny", region)
    assert caught.value.rule == rule
    assert not (tmp_path / "ny").exists()


def test_what_is_in_a_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "noter.txt").write_text("mine", encoding="utf-8")
    for place in (tmp_path, tmp_path / "noter.txt"):
        with pytest.raises(UsageError) as caught:
            lay_out(place, None)
        assert caught.value.rule == "folder-not-empty"
    assert [path.name for path in tmp_path.iterdir()] == ["noter.txt"]


def test_an_empty_folder_may_be_there(tmp_path: Path) -> None:
    (tmp_path / "tom").mkdir()
    lay_out(tmp_path / "tom", None)
    assert (tmp_path / "tom/README.md").is_file()


@pytest.mark.parametrize("existed", [True, False])
def test_a_project_is_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, existed: bool
) -> None:
    folder = tmp_path / "ny"
    if existed:
        folder.mkdir()
    written = disk.write_new
    count = 0

    def full_disk(path: Path, data: bytes, mode: int = 0o666) -> None:
        nonlocal count
        count += 1
        if count == 40:
            raise OSError(28, "No space left on device")
        written(path, data, mode)

    monkeypatch.setattr(disk, "write_new", full_disk)
    with pytest.raises(OutputError):
        lay_out(folder, None)
    assert folder.exists() is existed
    assert not existed or not any(folder.iterdir())


def test_every_link_in_a_new_project_leads_to_a_file(tmp_path: Path) -> None:
    lay_out(tmp_path / "ny", None)
    for page in (tmp_path / "ny").rglob("*.md"):
        if "templates" in page.parts:
            continue
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_wheel_carries_what_init_lays_out() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    included = settings["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]

    assert included == {part: f"aftalegen/desk/starter/project/{part}" for part in PARTS}
    assert all((ROOT / part).exists() for part in PARTS)


# --- doctor ---


def seen(project: SmallProject) -> list[tuple[str, str]]:
    return [(one.health, one.text) for one in observations(project.folder)]


def test_a_project_that_is_fit(small_project: SmallProject) -> None:
    found = seen(small_project)

    assert ("ok", "2 municipalities, 1 task, 1 region, 1 bundle, 0 decisions") in found
    assert ("ok", "Word (Calibri) and PDF (Carlito) can be made") in found
    assert ("ok", "2 of 2 annexes can be built") in found
    assert {health for health, _text in found} <= {"ok", "note"}
    assert not (small_project.folder / "output").exists()


def test_the_first_fault_is_the_next_step(
    small_project: SmallProject, monkeypatch: pytest.MonkeyPatch, capsys: Streams
) -> None:
    monkeypatch.chdir(small_project.folder)
    small_project.change(small_project.municipality_file, "1_234_000", "mange")

    assert main(["doctor"]) == 1
    out = capsys.readouterr().out
    assert "  error  1 fault in the data\n" in out
    assert "  error  1 of 2 annexes can be built\n" in out
    assert "next: data/municipalities/nordby.yaml:16:7: «tasks.forebyggelse.budget.fixed_annual» must be an amount in whole kroner" in out  # fmt: skip
    assert out.endswith("2 errors\n")


def test_a_font_that_is_not_there_is_a_fault(small_project: SmallProject) -> None:
    small_project.change("templates/house/style.yaml", "pdf: Carlito", "pdf: Karlito")
    assert ("fault", "Word and PDF cannot be made in the house style") in seen(small_project)


def test_missing_facts_are_a_note(small_project: SmallProject) -> None:
    assert ("note", "1 fact is missing") in seen(small_project)


def test_a_missing_package_is_a_fault(
    small_project: SmallProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "requires", lambda _name: ["typst<1,>=0.15", "findes-ikke"])
    assert ("fault", "packages are missing: findes-ikke") in seen(small_project)


def test_an_output_folder_that_is_a_file_is_a_fault(small_project: SmallProject) -> None:
    small_project.write("output", "x")
    assert seen(small_project)[-1][0] == "fault"


def test_without_a_project_the_next_step_is_init(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Streams
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["doctor"]) == 1
    out = capsys.readouterr().out
    assert "there is no project here or in any folder above" in out
    assert "aftalegen init" in out


def test_what_must_be_given_is_named(capsys: Streams) -> None:
    assert main(["init"]) == 2
    assert "FOLDER must be given" in capsys.readouterr().err


def test_git_changes_no_byte_of_an_edition_in_a_new_project(tmp_path: Path) -> None:
    lay_out(tmp_path / "p", "midtjylland")
    edition = tmp_path / "p/editions/midtjylland/V20260319"
    edition.mkdir(parents=True)
    (edition / "manifest.json").write_bytes(b"{}\n")
    git = ("git", "-c", "user.name=x", "-c", "user.email=x@example.dk", "-C", str(tmp_path / "p"))
    for command in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "a")):
        subprocess.run([*git, *command], check=True)

    clone = (
        "git",
        "clone",
        "-q",
        "-c",
        "core.autocrlf=true",
        str(tmp_path / "p"),
        str(tmp_path / "q"),
    )
    subprocess.run(clone, check=True)

    assert (tmp_path / "q/editions/midtjylland/V20260319/manifest.json").read_bytes() == b"{}\n"
