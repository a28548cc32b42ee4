"""The case of sag 25/678: the page about it is followed, and what it promises is counted."""

import json
import os
import sys
from pathlib import Path

import pytest

from aftalegen.cli.app import main
from tools.february import DATES, ROOT, copied_project, put_at
from tools.transcripts import difference, reader

PAGE = ROOT / "docs" / "gennemgang.md"


def walked(folder: Path) -> str:
    """The page as it should be, when it has been followed in a folder."""
    one = reader(folder)
    one.env = {**one.env, "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT)))}
    one.programs = {**one.programs, "python": (sys.executable,)}
    return one.follow(PAGE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The project as the page leaves it, and the page as it should be."""
    folder = tmp_path_factory.mktemp("gennemgang")
    told = walked(folder)
    return folder / "sagen", told


@pytest.mark.conformance  # releases and bundles of two regions
def test_the_walk_through_can_be_followed_as_it_is_written(case: tuple[Path, str]) -> None:
    page, told = PAGE.read_text(encoding="utf-8"), case[1]
    assert told == page, f"{difference(page, told)}\nrun: python -m tests.test_walkthrough"


@pytest.mark.conformance  # releases and bundles of two regions
def test_the_wording_of_19_march_changes_one_section_of_19_agreements_and_nothing_else(
    case: tuple[Path, str], capsys: pytest.CaptureFixture[str]
) -> None:
    plan = ["plan", "--from", "V20260224", "--output", "json"]
    assert main([*plan, "--project", str(case[0])]) == 1

    found = json.loads(capsys.readouterr().out)["bundles"]
    midt = next(bundle for bundle in found if bundle["bundle"] == "midtjylland")
    sjaelland = next(bundle for bundle in found if bundle["bundle"] == "midt-og-vestsjaelland")
    templates = [annex["key"].rpartition("/")[2] for annex in midt["changed"]]
    assert templates == ["horisontal-samarbejdsaftale"] * 19
    for annex in midt["changed"]:
        (section,) = annex["sections"]
        (passage,) = section["passages"]
        assert (section["key"], section["number_after"]) == ("maalgruppe", "4.1")
        assert (passage["words_in"], passage["words_out"]) == (["knogleskørhed"], [])
        assert passage["decision"] == "2026-03-18-knogleskoerhed"
        assert passage["file"] == "data/tasks/patientrettet-forebyggelse.yaml"
        assert not [fact for fact in annex["aside"] if fact["matter"] == "section"]
    assert [annex["key"].rpartition("/")[2] for annex in midt["unchanged"]] == ["bilag-2"] * 19
    assert (sjaelland["changed"], len(sjaelland["unchanged"])) == ([], 24)
    assert [(a["municipality"], a["body"]) for a in midt["approvals"]] == [
        ("norddjurs", "Sundheds-, Pleje- og Omsorgsudvalget"),
        ("norddjurs", "Økonomiudvalget"),
        ("norddjurs", "Kommunalbestyrelsen"),
    ]


@pytest.mark.slow
def test_the_last_day_is_the_shipped_project(tmp_path: Path) -> None:
    folder = copied_project(tmp_path / "sagen")
    for day in DATES:
        put_at(folder, day)
    for path in (p for name in ("data", "templates") for p in (ROOT / name).rglob("*.*")):
        assert (folder / path.relative_to(ROOT)).read_bytes() == path.read_bytes()


def test_on_each_day_the_target_group_names_the_diseases_of_that_day(tmp_path: Path) -> None:
    folder = copied_project(tmp_path / "sagen")
    named = {}
    for day in DATES:
        put_at(folder, day)
        text = (folder / "data/tasks/patientrettet-forebyggelse.yaml").read_text(encoding="utf-8")
        words = ("angst", "depression", "knogleskørhed")
        named[day] = [word for word in words if word in text]
    assert named == {
        "2026-02-02": ["angst", "depression", "knogleskørhed"],
        "2026-02-24": [],
        "2026-03-17": [],
        "2026-03-19": ["knogleskørhed"],
    }


if __name__ == "__main__":  # writes into the page what its commands show now
    import tempfile

    with tempfile.TemporaryDirectory() as place:
        PAGE.write_text(walked(Path(place)), encoding="utf-8")
