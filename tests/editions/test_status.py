"""The status: what is approved, what fell and where, what is next, and the deadlines."""

import csv
import io
import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from aftalegen.cli.app import main
from aftalegen.writers.calendar import Event, calendar_ics
from tests.conftest import SmallProject

Run = Callable[..., int]
Told = Callable[..., dict[str, Any]]

FILE = "data/approvals/midtbundt_nordby_forebyggelse_aftale.yaml"
APPROVALS = """\
approvals:
  - {body: Udvalget, date: 2026-03-10, outcome: recommended, edition: V20260319, source: sagen}
  - {body: Rådet, date: 2026-03-20, outcome: approved, edition: V20260319, source: sagen}
  - {body: RR, date: 2026-03-20, outcome: approved, edition: V20260319, source: sagen}
"""
PLANNED = """\
  - {body: Rådet, date: 2026-03-26, outcome: planned, edition: V20260326, source: sagen}
"""
COMMITTEE = "bodies: [{name: Udvalget, source: sagen}]\n"
REGIONAL = "bodies: [{key: RR, name: Regionens råd, decides: true, source: sagen}]\n"
DEADLINES = """\
deadlines:
  - {date: 2026-04-01, what: Aftalerne er indgået, needs: approval, source: sagen}
  - {date: 2026-03-26, what: Nordby har behandlet sagen, needs: approval, municipalities: [nordby], source: sagen}
  - {date: 2027-01-01, what: Ikrafttræden, source: sagen}
"""


@pytest.fixture
def run(small_project: SmallProject) -> Run:
    return lambda *words: main([*words, "--project", str(small_project.folder)])


@pytest.fixture
def approved(small_project: SmallProject, run: Run) -> SmallProject:
    """A project with a released edition, which two of Nordby's bodies have approved."""
    assert run("release", "midtbundt", "--edition", "V20260319", "--draft") == 0
    written(small_project, APPROVALS)
    written(small_project, COMMITTEE, small_project.municipality_file)
    written(small_project, REGIONAL, "data/regions/midt.yaml")
    path = small_project.folder / "data/bundles/midtbundt.yaml"
    path.write_text(path.read_text(encoding="utf-8") + DEADLINES, encoding="utf-8")
    return small_project


def written(project: SmallProject, text: str, file: str = FILE) -> None:
    """Something more at the end of a file, that of Nordby's approvals if no other is named."""
    path = project.folder / file
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    project.write(file, before + text)


@pytest.fixture
def told(run: Run, capsys: pytest.CaptureFixture[str]) -> Told:
    def status(*words: str, code: int) -> dict[str, Any]:
        capsys.readouterr()
        assert run("status", *words, "--output", "json") == code
        (bundle,) = json.loads(capsys.readouterr().out)["bundles"]
        assert isinstance(bundle, dict)
        return bundle

    return status


def meetings(bundle: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = bundle["municipalities"][0]["meetings"]
    return found


def test_an_approval_stands_while_nothing_of_substance_has_changed(
    approved: SmallProject, told: Told
) -> None:
    approved.change("data/bundles/midtbundt.yaml", "V20260319", "V20260326")
    bundle = told("--date", "2026-03-21", code=0)
    assert [m["state"] for m in meetings(bundle)] == ["recommended", "approved", "approved"]
    assert all(m["changed_without_substance"] for m in meetings(bundle))
    assert [m["approved"] for m in bundle["municipalities"]] == [True, False]


def test_an_approval_falls_with_a_word_and_it_is_told_where(
    approved: SmallProject, told: Told, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    approved.change(approved.municipality_file, "amount: 1234000", "amount: 2_000_000")
    bundle = told("--date", "2026-03-21", code=1)
    assert [m["state"] for m in meetings(bundle)] == ["fallen", "fallen", "fallen"]
    assert meetings(bundle)[1]["where"][0]["section"]["key"] == "oekonomi"
    assert not bundle["municipalities"][0]["approved"]

    run("status", "--date", "2026-03-21")
    assert (
        "20-03-2026  Rådet V20260319: has fallen (approved); changed since: 2 Økonomi"
        in capsys.readouterr().out
    )


def test_an_edition_that_was_not_released_here_cannot_be_told(
    approved: SmallProject, told: Told, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    approved.change(FILE, "V20260319", "V20260224")
    bundle = told("--date", "2026-03-21", code=0)
    assert [m["state"] for m in meetings(bundle)] == ["unknown"] * 3
    run("status", "--date", "2026-03-21")
    assert "cannot be told (approved); V20260224 has not been released here" in (
        capsys.readouterr().out
    )


def test_an_annex_that_the_body_never_saw_makes_its_approval_fall(
    approved: SmallProject, told: Told
) -> None:
    for name in ("template.yaml", "01-parter.md", "02-oekonomi.md"):
        text = (approved.folder / "templates/aftale" / name).read_text(encoding="utf-8")
        kind = "kind: lokalt-bilag\n" if name == "template.yaml" else ""
        approved.write(f"templates/bilag/{name}", kind + text)
    approved.change(
        "data/bundles/midtbundt.yaml",
        "annexes:\n",
        "annexes:\n  - {municipality: nordby, task: forebyggelse, template: bilag,"
        " file_name: Bilag Nordby}\n",
    )
    where = meetings(told("--date", "2026-03-21", code=1))[1]["where"]
    assert where == [{"annex": "Bilag Nordby", "section": None}]


def test_a_planned_meeting_is_next_with_the_day_of_its_agenda(
    approved: SmallProject, told: Told
) -> None:
    written(approved, PLANNED)
    municipality = told("--date", "2026-03-26", code=0)["municipalities"][0]
    assert municipality["next"] == "2026-03-26"
    assert municipality["meetings"][-1]["agenda_by"] == "2026-03-20"
    assert not municipality["meetings"][-1]["overdue"]


def test_a_planned_meeting_without_an_outcome_is_overdue_the_day_after(
    approved: SmallProject, told: Told
) -> None:
    written(approved, PLANNED)
    assert meetings(told("--date", "2026-03-27", code=1))[-1]["overdue"]


def test_a_deadline_tells_who_lacks_an_approval_and_is_overdue_when_it_has_passed(
    approved: SmallProject, told: Told
) -> None:
    def deadlines(day: str, code: int) -> list[tuple[str, int, list[str], bool]]:
        found = told("--date", day, code=code)["deadlines"]
        return [(d["date"], d["days_left"], d["lacking"], d["overdue"]) for d in found]

    assert deadlines("2026-04-01", 0) == [
        ("2026-03-26", -6, [], False),
        ("2026-04-01", 0, ["Sønderå"], False),
        ("2027-01-01", 275, [], False),
    ]
    assert deadlines("2026-04-02", 1)[1] == ("2026-04-01", -1, ["Sønderå"], True)


def test_a_deadline_of_another_municipality_is_left_out(approved: SmallProject, told: Told) -> None:
    days = [d["date"] for d in told("sønderå", "--date", "2026-03-21", code=0)["deadlines"]]
    assert days == ["2026-04-01", "2027-01-01"]


def test_a_date_that_is_none_is_a_wrong_use(small_project: SmallProject, run: Run) -> None:
    assert run("status", "--date", "26. marts") == 2


def test_without_a_date_it_is_today(
    approved: SmallProject, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Fixed(date):
        @classmethod
        def today(cls) -> "Fixed":
            return cls(2026, 3, 25)

    monkeypatch.setattr("aftalegen.cli.writing.datetime", SimpleNamespace(date=Fixed))
    assert told(code=0)["date"] == "2026-03-25"


# --- table and calendar -----------------------------------------------------------------------


def output(approved: SmallProject, run: Run, name: str, day: str = "2026-03-21") -> bytes:
    path = approved.folder / f"status.{name}"
    run("status", "--date", day, "--output", name, "--out", str(path))
    return path.read_bytes()


def test_the_table_opens_in_danish_excel(approved: SmallProject, run: Run) -> None:
    data = output(approved, run, "csv")
    assert data.startswith("\ufeffSamling;Kommune;".encode()) and b"\r\n" in data
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))
    assert [(r["Kommune"], r["Aftalens status"], r["Organ"], r["Står ved magt"]) for r in rows] == [
        ("Nordby", "Godkendt", "Udvalget", "ja"),
        ("Nordby", "Godkendt", "Rådet", "ja"),
        ("Nordby", "Godkendt", "RR", "ja"),
        ("Sønderå", "Til politisk behandling", "", ""),
    ]


def events(data: bytes) -> list[dict[str, str]]:
    """The events of a calendar, unfolded and unescaped."""
    text = data.decode().replace("\r\n ", "")
    found = []
    for part in text.split("BEGIN:VEVENT\r\n")[1:]:
        lines = part.split("BEGIN:VALARM")[0].split("\r\n")
        pairs = (line.split(":", 1) for line in lines if line)
        found.append({k: re.sub(r"\\([,;\\])", r"\1", v) for k, v in pairs})
    return found


def test_the_calendar_has_deadlines_meetings_and_agendas(approved: SmallProject, run: Run) -> None:
    written(approved, PLANNED)
    found = events(output(approved, run, "ics"))
    assert [(e["DTSTART;VALUE=DATE"], e["SUMMARY"]) for e in found] == [
        ("20260326", "Nordby har behandlet sagen"),
        ("20260401", "Aftalerne er indgået"),
        ("20270101", "Ikrafttræden"),
        ("20260326", "Nordby: Rådet"),
        ("20260320", "Dagsorden ud: Nordby, Rådet"),
    ]
    assert {e["DTSTAMP"] for e in found} == {"20260321T000000Z"}
    assert len({e["UID"] for e in found}) == 5


def test_the_calendar_is_the_same_on_the_same_day_and_moves_what_is_moved(
    approved: SmallProject, run: Run
) -> None:
    written(approved, PLANNED)
    first = output(approved, run, "ics")
    assert output(approved, run, "ics") == first

    approved.change(FILE, "2026-03-26", "2026-03-30")
    moved = output(approved, run, "ics", "2026-03-22")
    newer = [e["SEQUENCE"] for e in events(moved)], [e["SEQUENCE"] for e in events(first)]
    assert all(int(new) > int(old) for new, old in zip(*newer, strict=True))
    assert [e["UID"] for e in events(moved)] == [e["UID"] for e in events(first)]
    assert moved != first


def test_the_calendar_says_the_number_of_the_case_also_when_it_reminds(
    approved: SmallProject, run: Run
) -> None:
    """The municipality's own for its council's meeting, the bundle's for the bundle's deadlines."""
    written(approved, PLANNED)
    approved.change("data/bundles/midtbundt.yaml", "edition:", "case_number: FIKTIV-1\nedition:")
    agenda = "agenda: {case_number: 25/678, source: sagen}\ntasks:"
    approved.change(approved.municipality_file, "tasks:", agenda)
    calendar = output(approved, run, "ics")
    about = {e["SUMMARY"]: e["DESCRIPTION"] for e in events(calendar)}
    assert "Sag FIKTIV-1" in about["Ikrafttræden"]
    assert "Sag 25/678" in about["Nordby: Rådet"]
    assert "Sag 25/678" in about["Dagsorden ud: Nordby, Rådet"]
    reminders = calendar.decode().replace("\r\n ", "").split("BEGIN:VALARM")[1:]
    assert sum("Sag 25/678" in one.split("END:VALARM")[0] for one in reminders) == 2


def test_two_meetings_of_a_body_are_two_events(approved: SmallProject, run: Run) -> None:
    written(approved, PLANNED + PLANNED.replace("03-26", "03-30"))
    uids = [e["UID"] for e in events(output(approved, run, "ics"))]
    assert len(set(uids)) == len(uids) == 7


@given(some.text(some.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"])))
@example("Ændring af målgruppen, " * 12)
def test_lines_of_a_calendar_are_short_and_say_what_was_given(text: str) -> None:
    event = Event("a@b", date(2026, 3, 26), text, "", 7)
    data = calendar_ics("Navn", [event], datetime(2026, 3, 19, tzinfo=UTC))
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert data.endswith(b"END:VCALENDAR\r\n") and b"\n" not in data.replace(b"\r\n", b"")
    (found,) = events(data)
    assert found["SUMMARY"] == " ".join(text.splitlines())
    assert b"TRIGGER:-P7D" in data
