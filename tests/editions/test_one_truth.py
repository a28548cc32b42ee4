"""Status, plan, overview, cover, index, calendar and JSON say the same of random approvals, bodies and editions."""

import json
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from aftalegen.build.annex import Wanted
from aftalegen.build.builder import Builder
from aftalegen.build.formats import ARCHIVED
from aftalegen.checks.proof import Passed
from aftalegen.cli.app import main
from aftalegen.desk.overview.gathering import bundle_overview
from aftalegen.document.nodes import Document
from aftalegen.document.walk import plain
from aftalegen.editions.annex_index import line_of
from aftalegen.editions.approvals import Standing, stood_in
from aftalegen.editions.edition import Editions, load_edition
from aftalegen.editions.for_programs import plan_json, status_json
from aftalegen.editions.plan import Plan, planned
from aftalegen.editions.release import released
from aftalegen.editions.status import BundleStatus, statuses
from aftalegen.editions.status_files import status_csv, status_ics
from aftalegen.records.agreements import Agreements
from aftalegen.records.project import Project
from aftalegen.records.released import edition_names
from aftalegen.records.standing import PROGRESS_WORDS
from tests.complete import EDITION, RELEASE, complete_project
from tests.conftest import SmallProject
from tests.proofs import proof_of

BUNDLE = "data/bundles/midtbundt.yaml"
FILE = "data/approvals/midtbundt_nordby_forebyggelse_aftale.yaml"
EDITIONS = ("V20260301", "V20260319")
BODIES = ("KB", "Rådet", "Udvalget", "RR", "Regionsudvalget", "Kommunalbestyrlsen")
LISTED = {
    "data/municipalities/nordby.yaml": "bodies:\n"
    "- {{key: KB, name: Rådet, decides: {}, source: opdigtet}}\n"
    "- {{name: Udvalget, decides: {}, source: opdigtet}}\n",
    "data/regions/midt.yaml": "bodies:\n"
    "- {{key: RR, name: Regionens råd, decides: {}, source: opdigtet}}\n"
    "- {{name: Regionsudvalget, decides: {}, source: opdigtet}}\n",
}

RULES = (
    "unknown-body", "unknown-edition", "recommendation-as-decision", "approval-before-edition",
    "two-editions-one-day",
)  # fmt: skip
"""What random approvals say wrong: here they go out all the same."""

approvals = st.lists(
    st.fixed_dictionaries(
        {
            "body": st.sampled_from(BODIES),
            "date": st.sampled_from(("2026-03-05", "2026-03-19", "2026-03-26")),
            "outcome": st.sampled_from(
                ("approved", "approved", "recommended", "rejected", "planned")
            ),
            "edition": st.sampled_from((*EDITIONS, "V20260101")),
            "source": st.just("opdigtet"),
            "reservations": st.sampled_from(
                ([], [{"what": "Overhead."}], [{"what": "Overhead.", "answer": "Ja."}])
            ),
        }
    ),
    max_size=5,
)


@pytest.mark.slow
@pytest.mark.property
@settings(max_examples=12)
@given(approvals, st.lists(st.booleans(), min_size=4, max_size=4), st.booleans(), st.booleans())
def test_all_ways_of_telling_how_far_an_agreement_is_agree(
    decided: list[dict[str, object]], decides: list[bool], changed: bool, changed_since: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        small = SmallProject(Path(folder))
        for (name, text), one in zip(LISTED.items(), (decides[:2], decides[2:]), strict=True):
            before = (small.folder / name).read_text(encoding="utf-8")
            small.write(name, before + text.format(*(str(b).lower() for b in one)))
        template = (small.folder / "templates/aftale/template.yaml").read_text(encoding="utf-8")
        small.write(
            "templates/aftale/template.yaml", f"{template}  - {{label: Status, derived: status}}\n"
        )
        small.write(FILE, json.dumps({"approvals": decided}))
        small.change(BUNDLE, "V20260319", EDITIONS[0])
        small.change(BUNDLE, "2026-03-19", "2026-03-01")
        _freeze(small, EDITIONS[0], "1. marts 2026")
        if changed:
            small.change(small.section_file, "Rammen", "Beløbet")
        small.change(BUNDLE, EDITIONS[0], EDITIONS[1])
        small.change(BUNDLE, "2026-03-01", "2026-03-19")
        _freeze(small, EDITIONS[1], "19. marts 2026")
        if changed_since:
            small.change(small.section_file, "om året", "hvert år")
        _compare(small)


def _freeze(small: SmallProject, edition: str, day: str) -> None:
    """Release an edition; its cover says what the function says as of its day."""
    project = Project(small.folder)
    passed = tuple(Passed(rule, "opdigtet") for rule in RULES)
    proof = proof_of(project, stage="draft", passed=passed, formats=ARCHIVED)
    assert released(project, proof, "midtbundt", edition).folder
    assert edition in edition_names(project, "midtbundt")
    fresh = Project(small.folder)
    loaded = load_edition(fresh, "midtbundt", edition)
    for annex in fresh.select((), None, "midtbundt").annexes:
        document = loaded.document(annex.document_key)
        assert document
        told = Agreements(fresh)
        now = told.editions(annex)[edition].hashes
        progress = told.standing(annex, now, loaded_day(loaded.manifest.edition_date)).progress
        assert _status(document) == (f"Status pr. {day}", PROGRESS_WORDS[progress])


def loaded_day(text: str) -> date:
    return date.fromisoformat(text)


def _status(document: Document) -> tuple[str, str]:
    fact = document.facts[-1]
    return fact.label.replace("\u00a0", " "), plain(fact.value)


def _compare(small: SmallProject) -> None:
    project = Project(small.folder)
    selected = project.select((), None, "midtbundt")
    found = statuses(project, selected.annexes, date(2026, 4, 1))
    status = {one.agreement.document_key: one for one in found[0].tasks}
    overview = bundle_overview(project, selected.annexes, {}, date(2026, 4, 1))
    told = json.loads(status_json(found))["bundles"][0]["municipalities"]
    by_key = {one["agreement"]: one for one in told}
    table = status_csv(found).decode("utf-8-sig")
    builder = Builder(project)
    built = [builder.build(Wanted(annex, (), {})) for annex in selected.annexes]
    for annex, made, shown in zip(selected.annexes, built, overview.annexes, strict=True):
        progress = status[annex.document_key].standing.progress
        words = PROGRESS_WORDS[progress]
        assert made.document
        assert _status(made.document) == ("Status", words)
        assert _status(builder.annex_document(annex)) == ("Status", words)
        assert made.progress == shown.progress == by_key[annex.document_key]["status"] == progress
        assert line_of(project, made, made.document).status == words
        assert f"{status[annex.document_key].name};forebyggelse;{words};" in table
    standings = [m.standing for one in found[0].tasks for m in one.meetings]
    states = [standing.state for standing in standings]
    events = [event.kind for event in overview.events if event.standing]
    assert sorted(states) == sorted(events)
    assert sorted(m["state"] for one in told for m in one["meetings"]) == sorted(states)
    _compare_calendar(status_ics(found, datetime(2026, 4, 1, tzinfo=UTC)), found[0])
    _compare_plan(project, standings)


def _compare_calendar(calendar: bytes, status: BundleStatus) -> None:
    """The meetings in it are those that the status calls planned, on the same days."""
    days = [
        (str(event["summary"]), event.decoded("dtstart"))
        for event in Calendar.from_ical(calendar).walk("VEVENT")
    ]
    planned = [
        (f"{one.name}: {m.standing.approval.body}", m.standing.approval.date)
        for one in status.tasks
        for m in one.meetings
        if m.standing.state == "planned"
    ]
    meetings = [one for one in days if not one[0].startswith("Dagsorden") and ": " in one[0]]
    assert sorted(meetings) == sorted(planned)


def _compare_plan(project: Project, standings: list[Standing]) -> None:
    """What would fall if it were released now, is what has fallen since the last edition."""
    (plan,) = planned(project, (), "midtbundt", None).bundles
    told = json.loads(plan_json(Plan((plan,), (), ())))["bundles"][0]["approvals"]
    editions = Editions(project)
    last = editions.read("midtbundt", EDITIONS[-1])
    fallen = [s for s in standings if s.state == "fallen" and stood_in(editions, last, s)]
    assert sorted(s.source.line for s in plan.fallen) == sorted(s.source.line for s in fallen)
    assert [one["state"] for one in told] == ["fallen"] * len(fallen)


def test_a_second_agreement_on_the_task_neither_shares_nor_breaks_approvals(
    small_project: SmallProject,
) -> None:
    small = small_project
    template = (small.folder / "templates/aftale/template.yaml").read_text(encoding="utf-8")
    small.write("templates/anden/template.yaml", f"kind: samarbejdsaftale\n{template}")
    small.write("templates/anden/01-a.md", "---\nkey: a\ntitle: A\n---\nOrd.\n\n{{ signatures }}\n")
    line = "  - {municipality: nordby, task: forebyggelse, template: anden, file_name: Anden}\n"
    small.change(BUNDLE, "sources:", f"{line}sources:")
    passed = (Passed("legal-basis-missing", "x"), Passed("follow-up-missing", "x"))
    passed += (Passed("entry-into-force-missing", "x"),)

    project = Project(small.folder)
    proof = proof_of(project, stage="draft", passed=passed, formats=ARCHIVED)
    released(project, proof, "midtbundt", EDITIONS[1])
    said = [
        {"body": body, "date": "2026-03-26", "outcome": "approved", "edition": EDITIONS[1], "source": "opdigtet"}
        for body in ("Rådet", "Regionsrådet")
    ]  # fmt: skip
    region = (small.folder / "data/regions/midt.yaml").read_text(encoding="utf-8")
    named = "bodies: [{name: Regionsrådet, decides: true, source: opdigtet}]\n"
    small.write("data/regions/midt.yaml", region + named)
    small.write(FILE, json.dumps({"approvals": said}))

    def reached() -> dict[str, str]:
        project = Project(small.folder)
        selected = project.select(("nordby",), None, None).annexes
        (bundle,) = statuses(project, selected, date(2026, 4, 1))
        return {one.agreement.template: one.standing.progress for one in bundle.tasks}

    assert reached() == {"aftale": "approved", "anden": "for-decision"}
    small.change("templates/anden/01-a.md", "Ord.", "Andre ord.")
    assert reached() == {"aftale": "approved", "anden": "draft"}
    small.change(small.section_file, "om året", "hvert år")
    assert reached() == {"aftale": "draft", "anden": "draft"}


@pytest.mark.slow
def test_a_complete_project_is_approved_by_both_parties(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = complete_project(tmp_path / "projekt")
    assert main([*RELEASE, "--project", str(folder)]) == 0
    said = [
        {"body": body, "date": "2026-03-26", "outcome": "approved", "edition": EDITION, "source": "opdigtet"}
        for body in ("Rådet", "Regionsrådet")
    ]  # fmt: skip
    file = "fiktiv_fiktivby_patientrettet-forebyggelse_horisontal-samarbejdsaftale.yaml"
    (folder / "data/approvals" / file).write_text(json.dumps({"approvals": said}), encoding="utf-8")
    capsys.readouterr()
    main(["status", "--date", "2026-03-27", "--output", "json", "--project", str(folder)])
    (one,) = json.loads(capsys.readouterr().out)["bundles"][0]["municipalities"]
    assert (one["status"], one["lacking"]) == ("approved", [])
    # That the log now tells of the approvals is no change of what they approved.
    assert [m["changed_without_substance"] for m in one["meetings"]] == [False, False]
    assert main(["check", "--final", "--project", str(folder)]) == 0
