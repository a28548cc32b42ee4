"""The plan tells what would change, and what it asks for, before anything is released."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from aftalegen.cli.app import main
from tests.conftest import SmallProject

Run = Callable[..., int]
Planned = Callable[..., dict[str, Any]]

APPROVALS = """\
approvals:
  - {body: Rådet, date: 2026-03-20, outcome: approved, edition: V20260319, source: sagen}
"""
BUNDLE = "data/bundles/midtbundt.yaml"


@pytest.fixture
def run(small_project: SmallProject) -> Run:
    return lambda *words: main([*words, "--project", str(small_project.folder)])


@pytest.fixture
def released(small_project: SmallProject, run: Run) -> SmallProject:
    """A project whose edition V20260319 was released and approved in Nordby."""
    assert run("release", "midtbundt", "--edition", "V20260319", "--draft") == 0
    small_project.write("data/approvals/midtbundt_nordby_forebyggelse_aftale.yaml", APPROVALS)
    small_project.change(BUNDLE, "V20260319", "V20260326")
    small_project.change(BUNDLE, "2026-03-19", "2026-03-26")
    return small_project


@pytest.fixture
def planned(run: Run, capsys: pytest.CaptureFixture[str]) -> Planned:
    """The plan of the one bundle as JSON."""

    def plan(*words: str, code: int) -> dict[str, Any]:
        capsys.readouterr()
        assert run("plan", *words, "--output", "json") == code
        (bundle,) = json.loads(capsys.readouterr().out)["bundles"]
        assert isinstance(bundle, dict)
        return bundle

    return plan


def test_without_a_change_of_substance_there_is_nothing_to_tell(
    released: SmallProject, planned: Planned
) -> None:
    plan = planned(code=0)
    assert (plan["from"], plan["to"]) == ("V20260319", "V20260326")
    assert plan["changed"] == [] and plan["approvals"] == []
    assert [annex["sections_unchanged"] for annex in plan["unchanged"]] == [2, 2]
    assert {fact["matter"] for fact in plan["unchanged"][1]["aside"]} >= {"edition", "date"}


def test_a_changed_word_is_told_with_section_place_and_the_approval_that_falls(
    released: SmallProject, planned: Planned
) -> None:
    released.change(released.municipality_file, "amount: 1234000", "amount: 2_000_000")
    plan = planned(code=1)

    (annex,), (same,) = plan["changed"], plan["unchanged"]
    assert (annex["municipality"], same["municipality"]) == ("nordby", "soenderaa")
    (section,) = annex["sections"]
    assert (section["key"], section["kind"], section["number_after"]) == (
        "oekonomi",
        "changed",
        "2",
    )
    (passage,) = section["passages"]
    assert (passage["file"], passage["line"]) == (released.municipality_file, 20)
    assert annex["sections_unchanged"] == 1
    (approval,) = plan["approvals"]
    assert (approval["body"], approval["state"]) == ("Rådet", "fallen")
    assert approval["where"][0]["section"]["key"] == "oekonomi"


def test_a_plan_for_one_municipality_tells_of_no_other(
    released: SmallProject, planned: Planned
) -> None:
    released.change(released.section_file, "Rammen", "Beløbet")
    plan = planned("sønderå", code=1)
    assert [annex["municipality"] for annex in plan["changed"]] == ["soenderaa"]
    assert plan["unchanged"] == plan["removed"] == plan["approvals"] == []


def test_an_annex_that_comes_or_goes_is_told(released: SmallProject, planned: Planned) -> None:
    released.change(BUNDLE, "{municipality: soenderaa, task: forebyggelse, template: aftale,",
                    "{municipality: soenderaa, task: forebyggelse, template: anden,")  # fmt: skip
    for name in ("template.yaml", "01-parter.md", "02-oekonomi.md"):
        text = (released.folder / "templates/aftale" / name).read_text(encoding="utf-8")
        released.write(f"templates/anden/{name}", text)
    plan = planned(code=1)
    assert plan["added"] == ["midtbundt/soenderaa/forebyggelse/anden"]
    assert plan["removed"] == ["midtbundt/soenderaa/forebyggelse/aftale"]


DEVIATION = """\
    deviations:
      - template: aftale
        section: oekonomi
        block: rammebeloeb
        action: replace
        text: Rammen aftales hvert år.
        reason: aftalt
        agreed_by: Rådet
        agreed_on: 2026-03-01
        base_hash: "0123456789abcdef"
"""


def test_a_deviation_to_confirm_is_told_and_its_annex_is_compared_all_the_same(
    released: SmallProject, planned: Planned, run: Run
) -> None:
    path = released.folder / "data/municipalities/soenderaa.yaml"
    path.write_text(path.read_text(encoding="utf-8") + DEVIATION, encoding="utf-8")
    assert run("build", "sønderå", "--format", "txt") == 3

    plan = planned(code=1)
    (stale,) = plan["deviations"]
    assert (stale["rule"], stale["line"]) == ("deviation-base-changed", 25)
    assert [annex["municipality"] for annex in plan["changed"]] == ["soenderaa"]


def test_an_approval_that_had_fallen_before_is_not_told_again(
    released: SmallProject, planned: Planned, run: Run
) -> None:
    released.change(released.section_file, "Rammen", "Beløbet")
    assert run("release", "midtbundt", "--edition", "V20260326", "--draft") == 0

    assert planned(code=0)["approvals"] == []
    assert len(planned("--from", "V20260319", code=1)["approvals"]) == 1


def test_a_faulty_annex_never_hides_the_others(
    released: SmallProject, planned: Planned, capsys: pytest.CaptureFixture[str]
) -> None:
    released.change(released.section_file, "Rammen", "Beløbet")
    released.change("data/municipalities/soenderaa.yaml", "status: fictitious", "status: gættet")
    plan = planned(code=3)
    assert [annex["municipality"] for annex in plan["changed"]] == ["nordby"]
    assert plan["removed"] == []


def test_the_cause_is_the_decision_behind_the_wording(
    released: SmallProject, planned: Planned, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    released.write("data/decisions/2026-03-20-alle.yaml", """\
body: Rådet
date: 2026-03-20
title: Alle er med
decided: Alle borgere er med.
reason: Det var meningen.
source: sagen
tasks: [forebyggelse]
regions: [midt]
""")  # fmt: skip
    released.change("data/tasks/forebyggelse.yaml", "Voksne borgere, source: sagen",
                    "Alle borgere, source: sagen, decision: 2026-03-20-alle")  # fmt: skip
    released.section("Rammen er for {{ target_group.text }}.")
    plan = planned(code=1)
    causes = {p["decision"] for s in plan["changed"][0]["sections"] for p in s["passages"]}
    assert causes == {None, "2026-03-20-alle"}

    run("plan")
    assert "cause: 2026-03-20-alle: Alle er med" in capsys.readouterr().out


def test_an_edition_that_is_not_there_is_a_wrong_use(
    small_project: SmallProject, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("plan") == 2
    assert "aftalegen release midtbundt --edition V20260319" in capsys.readouterr().err


def test_a_format_that_is_not_known_is_a_wrong_use(released: SmallProject, run: Run) -> None:
    assert run("plan", "--output", "yaml") == 2


def test_a_changed_edition_is_refused(released: SmallProject, run: Run) -> None:
    released.change("editions/midtbundt/V20260319/style.json", "Carlito", "Calibri")
    assert run("plan") == 3
