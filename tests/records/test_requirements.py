"""Sets of requirements: read strictly, and refused where they contradict themselves."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftalegen.records.conditions import Value, condition_of
from aftalegen.records.project import Project
from aftalegen.records.recurring import duties
from aftalegen.records.requirement_sets import requirements_of
from aftalegen.records.selected import annexes_of
from aftalegen.words.faults import AftalegenError, each_error
from aftalegen.words.months import months_after, months_in
from tests.conftest import SmallProject

HEAD = "set: krav\ntitle: Krav\napplies: {templates: [aftale]}\nrequirements:\n"
ONE = """\
  - key: KEY
    what: Noget er gjort.
    kind: follow-up
    basis: loven
    confidence: found
    source: sagen
"""
FILE = "data/requirements/krav.yaml"


def requirement(key: str, more: str = "") -> str:
    return ONE.replace("KEY", key) + more


def wrong(project: SmallProject) -> list[AftalegenError]:
    return [
        one
        for error in requirements_of(Project(project.folder)).errors
        for one in each_error(error)
    ]


def told(project: SmallProject) -> list[tuple[str, str]]:
    """Rule and place of all that is wrong."""
    return [(e.rule, str(e.source)) for e in wrong(project)]


# --- the language of tests --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("test", "value", "passes"),
    [
        ("set", "indefinite", True), ("set", None, False), ("set", (), False),
        (">= 6", 6, True), (">= 6", 5, False), (">= 4.422.000", 4_422_000, True),
        (">= 1_000", 999, False), (">= 2 år", 24, True), (">= 2 år", 23, False),
        (">= 6", "6", False), (">= 1", True, False),
        ("<= 60", 60, True), ("<= 60", 61, False),
        ("in fixed, indefinite", "fixed", True), ("in fixed, indefinite", "kept", False),
        ("in a", ("b", "a"), True), ("in true", True, True), ("in a", None, False),
        ("date<= 2026-04-01", date(2026, 4, 1), True),
        ("date<= 2026-04-01", date(2026, 4, 2), False), ("date<= 2026-04-01", "før", False),
    ],
)  # fmt: skip
def test_a_test_says_whether_a_value_passes(test: str, value: Value, passes: bool) -> None:
    assert condition_of(test).passes(value) is passes


@pytest.mark.parametrize(
    "text",
    ["", "> 6", "== 6", ">= seks", "in", "date<= 1. april", "date<= 2026-02-30", "__import__"],
)
def test_what_is_not_in_the_language_is_refused_where_it_stands(
    text: str, small_project: SmallProject
) -> None:
    more = f"    met_by: {{field: choices.duration, test: '{text}'}}\n"
    small_project.write(FILE, HEAD + requirement("a", more))
    (error,) = wrong(small_project)
    assert (error.rule, str(error.source)) == ("requirement-test", f"{FILE}:11:39")
    assert error.hint and "date<= 2026-04-01" in error.hint


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 1, 1)), st.integers(0, 600))
def test_so_many_months_after_a_day_are_so_many_months(day: date, count: int) -> None:
    later = months_after(day, count)
    assert months_in(day, date.fromordinal(later.toordinal() - 1)) in (count, count - 1)
    assert (later.year - day.year) * 12 + later.month - day.month == count


def test_a_period_has_its_last_day_in_it() -> None:
    assert months_in(date(2027, 1, 1), date(2027, 6, 30)) == 6
    assert months_in(date(2027, 1, 1), date(2027, 6, 29)) == 5
    assert months_after(date(2027, 1, 31), 1) == date(2027, 2, 28)


# --- what contradicts itself ------------------------------------------------------------------


def test_a_set_that_ends_before_it_begins_is_refused(small_project: SmallProject) -> None:
    head = HEAD.replace("[aftale]}", "[aftale], from: 2026-02-01, to: 2026-01-01}")
    small_project.write(FILE, head + requirement("a"))
    assert told(small_project) == [("requirement-dates", f"{FILE}:3:50")]


def test_a_requirement_without_source_is_refused(small_project: SmallProject) -> None:
    small_project.write(FILE, HEAD + requirement("a").replace("    source: sagen\n", ""))
    (error,) = wrong(small_project)
    assert (error.rule, str(error.source)) == ("missing-key", f"{FILE}:5:5")
    assert "source" in error.message


def test_requirements_that_are_due_after_one_another_are_refused_once(
    small_project: SmallProject,
) -> None:
    circle = [("a", "b"), ("b", "c"), ("c", "a")]
    text = "".join(
        requirement(k, f"    recurs: {{after: {after}, months: 1}}\n") for k, after in circle
    )
    small_project.write(FILE, HEAD + text)
    (error,) = wrong(small_project)
    assert (error.rule, str(error.source)) == ("requirement-circular", f"{FILE}:11:14")
    assert "a → b → c → a" in error.message


def test_a_requirement_that_is_due_after_itself_is_refused(small_project: SmallProject) -> None:
    small_project.write(FILE, HEAD + requirement("a", "    recurs: {after: a}\n"))
    assert told(small_project) == [("requirement-circular", f"{FILE}:11:14")]


def test_one_that_leads_into_a_circle_is_not_called_one(small_project: SmallProject) -> None:
    ways = [("x", "a"), ("a", "b"), ("b", "a")]
    text = "".join(requirement(k, f"    recurs: {{after: {after}}}\n") for k, after in ways)
    small_project.write(FILE, HEAD + text)
    assert told(small_project) == [("requirement-circular", f"{FILE}:18:14")]


def test_a_requirement_due_after_none_that_is_there_is_told_the_near_one(
    small_project: SmallProject,
) -> None:
    text = requirement("status") + requirement("b", "    recurs: {after: statu, months: 6}\n")
    small_project.write(FILE, HEAD + text)
    (error,) = wrong(small_project)
    assert (error.rule, str(error.source)) == ("requirement-place-gone", f"{FILE}:17:14")
    assert error.hint and "status" in error.hint


def test_first_and_after_are_not_both_written(small_project: SmallProject) -> None:
    more = "    recurs: {first: 2027-01-01, after: expiry}\n"
    small_project.write(FILE, HEAD + requirement("a", more))
    assert told(small_project) == [("requirement-dates", f"{FILE}:11:5")]


def test_a_key_twice_in_a_set_is_refused(small_project: SmallProject) -> None:
    small_project.write(FILE, HEAD + requirement("a") + requirement("a"))
    assert told(small_project) == [("requirement-twice", f"{FILE}:11:5")]


@pytest.mark.parametrize(
    ("applies", "meet"),
    [
        ("{templates: [aftale]}", True),
        ("{templates: [bilag]}", False),
        ("{templates: [aftale], regions: [syd]}", True),
        ("{templates: [aftale], to: 2026-01-01}", False),
        ("{templates: [aftale], from: 2026-12-31}", True),
    ],
)
def test_two_sets_that_apply_to_the_same_have_no_key_in_common(
    applies: str, meet: bool, small_project: SmallProject
) -> None:
    first = HEAD.replace("{templates: [aftale]}", "{templates: [aftale], from: 2026-01-02}")
    small_project.write(FILE, first + requirement("a"))
    other = HEAD.replace("set: krav", "set: nye").replace("{templates: [aftale]}", applies)
    small_project.write("data/requirements/nye.yaml", other + requirement("a"))
    found = [("requirement-twice", "data/requirements/nye.yaml:5:5")]
    assert told(small_project) == (found if meet else [])


def test_a_key_of_the_file_that_is_misspelt_is_told_the_one_that_is_meant(
    small_project: SmallProject,
) -> None:
    head = HEAD.replace("[aftale]}", "[aftale], fra: 2026-02-01, frm: 2026-01-01}")
    small_project.write(FILE, head + requirement("a"))
    hints = [error.hint or "" for error in wrong(small_project)]
    assert any("«from»" in hint or "from" in hint for hint in hints)
    assert not any("from_" in hint for hint in hints)


# --- when it is due ---------------------------------------------------------------------------


def due(project: SmallProject, today: str) -> list[tuple[str, str | None, bool]]:
    opened = Project(project.folder)
    found, errors = duties(
        opened, annexes_of(opened.bundle("midtbundt")), date.fromisoformat(today)
    )
    assert not errors
    return [
        (d.requirement.record.key, d.due.isoformat() if d.due else None, d.overdue) for d in found
    ]


def test_duties_follow_the_agreement_and_one_another(small_project: SmallProject) -> None:
    small_project.write(FILE, HEAD + "".join((
        requirement("plan", "    recurs: {every: year, first: 2027-11-01}\n"),
        requirement("midt", "    recurs: {after: entry-into-force, months: 24}\n"),
        requirement("slut", "    recurs: {after: midt, months: 18}\n"),
        requirement("inden-udloeb", "    recurs: {after: expiry, months: -6}\n"),
    )))  # fmt: skip
    assert due(small_project, "2026-03-20") == [
        ("plan", "2027-11-01", False),
        ("midt", "2029-01-01", False),
        ("slut", "2030-07-01", False),
        ("inden-udloeb", None, False),
    ]
    file = "data/bundles/midtbundt.yaml"
    small_project.change(file, "overhead: included", "duration: fixed\n  expires_on: 2030-12-31")
    assert ("inden-udloeb", "2030-06-30", False) in due(small_project, "2026-03-20")


def test_what_was_done_meets_one_time_of_a_duty_and_the_next_one_comes(
    small_project: SmallProject,
) -> None:
    more = "    recurs: {every: year, first: 2027-11-01}\n"
    small_project.write(FILE, HEAD + requirement("plan", more))
    assert due(small_project, "2027-11-02") == [("plan", "2027-11-01", True)]

    event = "  - {requirement: plan, date: 2027-12-10, source: referatet}\n"
    small_project.write("data/events/midtbundt.yaml", f"events:\n{event}")
    assert due(small_project, "2027-12-11") == [("plan", "2028-11-01", False)]
    assert due(small_project, "2028-11-02") == [("plan", "2028-11-01", True)]


def test_what_one_municipality_did_does_not_meet_the_duty_of_another(
    small_project: SmallProject,
) -> None:
    more = "    recurs: {every: year, first: 2027-11-01}\n"
    small_project.write(FILE, HEAD + requirement("plan", more))
    event = (
        "  - {requirement: plan, date: 2027-10-10, municipalities: [nordby], source: referatet}\n"
    )
    small_project.write("data/events/midtbundt.yaml", f"events:\n{event}")
    assert due(small_project, "2027-11-02") == [("plan", "2027-11-01", True)]


def test_no_duty_comes_after_the_agreement_has_ended(small_project: SmallProject) -> None:
    more = "    recurs: {every: year, first: 2027-11-01}\n"
    small_project.write(FILE, HEAD + requirement("plan", more))
    file = "data/bundles/midtbundt.yaml"
    small_project.change(file, "overhead: included", "duration: fixed\n  expires_on: 2027-06-30")
    assert due(small_project, "2026-03-20") == [("plan", None, False)]
