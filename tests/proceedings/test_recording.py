"""`aftalegen approval`: what bodies decided, recorded as people say it, and taken back."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from aftalegen.cli.app import main
from aftalegen.writers.sheet import table_xlsx
from tests.conftest import SmallProject

Run = Callable[..., int]

FILE = "data/approvals/midtbundt_nordby_forebyggelse_aftale.yaml"
RESERVED = "data/proposals/midtbundt/V20260319/nordby.forebyggelse.yaml"
PLANNED = """\
# Nordbys aftale. FIKTIV
approvals:
  - body: Udvalget  # det nye
    date: 2026-03-20
    outcome: recommended
    edition: V20260319
    source: sagen
  # mødet efter påske
  - body: Rådet
    date: 2026-04-21
    outcome: planned
    edition: V20260319
    source: sagen
"""
BODIES = """\
bodies:
  - {key: UV, name: Udvalget, decides: false, source: sagen}
  - name: Rådet
    meetings: [2026-03-24, 2026-04-21]
    source: sagen
"""
REGIONAL = "bodies: [{key: RR, name: Regionens råd, decides: true, source: sagen}]\n"


@pytest.fixture
def small(small_project: SmallProject) -> SmallProject:
    added = {small_project.municipality_file: BODIES, "data/regions/midt.yaml": REGIONAL}
    for file, text in added.items():
        before = (small_project.folder / file).read_text(encoding="utf-8")
        small_project.write(file, before + text)
    small_project.write(FILE, PLANNED)
    return small_project


@pytest.fixture
def run(small: SmallProject) -> Run:
    return lambda *words: main(["approval", *words, "--project", str(small.folder)])


def text(small: SmallProject, file: str = FILE) -> str:
    return (small.folder / file).read_text(encoding="utf-8")


# --- what is written ----------------------------------------------------------------------------


def test_nothing_is_written_before_it_is_asked_for(
    small: SmallProject, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("nordby", "rådet", "21-04-2026", "godkendt") == 1
    assert text(small) == PLANNED
    told = capsys.readouterr().out
    assert "Nordby: Rådet 21-04-2026, approved (V20260319)" in told
    assert "-    outcome: planned" in told and "+    outcome: approved" in told


def test_a_planned_meeting_becomes_what_it_came_to_and_comments_stay(
    small: SmallProject, run: Run
) -> None:
    assert run("nordby", "rådet", "21-04-2026", "godkendt", "--write") == 0
    assert text(small) == PLANNED.replace(
        "outcome: planned\n", "outcome: approved\n    wording: Godkendt\n"
    )


def test_a_meeting_that_was_held_on_another_day_than_planned_is_still_that_meeting(
    small: SmallProject, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("nordby", "rådet", "24-03-2026", "godkendt", "--write") == 0
    assert text(small) == PLANNED.replace("2026-04-21", "2026-03-24").replace(
        "outcome: planned\n", "outcome: approved\n    wording: Godkendt\n"
    )
    assert "was planned for 21-04-2026" in capsys.readouterr().out


def test_what_nobody_planned_stands_in_the_order_of_the_days(small: SmallProject, run: Run) -> None:
    words = ("RR", "25-03-2026", "Tiltrådt", "--source", "referat")
    assert run("nordby", *words, "--agenda-sent", "20.3.2026", "--write") == 0
    assert text(small) == PLANNED.replace(
        "  # mødet efter påske\n",
        """\
  - body: Regionens råd
    date: 2026-03-25
    outcome: approved
    wording: Tiltrådt
    edition: V20260319
    agenda_sent: 2026-03-20
    source: referat
  # mødet efter påske
""",
    )


def test_the_first_that_is_recorded_of_an_agreement_makes_its_file(
    small: SmallProject, run: Run
) -> None:
    assert run("sønderå", "byrådet", "20-03-2026", "afvist", "--write") == 0
    assert text(small, FILE.replace("nordby", "soenderaa")) == (
        "# yaml-language-server: $schema=../../schemas/approvals.schema.json\n"
        "approvals:\n  - body: Rådet\n    date: 2026-03-20\n    outcome: rejected\n"
        "    wording: Afvist\n    edition: V20260319\n    source: ført uden kilde\n"
    )


def test_a_regional_body_decides_on_all_agreements_of_a_bundle_at_once(
    small: SmallProject, run: Run
) -> None:
    assert run("midtbundt", "RR", "25-03-2026", "godkendt", "--write") == 0
    for name in ("nordby", "soenderaa"):
        assert "body: Regionens råd" in text(small, FILE.replace("nordby", name))


def test_a_body_that_is_called_as_the_other_partys_is_told_apart(
    small: SmallProject, run: Run
) -> None:
    assert run("nordby", "regionsråd", "25-03-2026", "godkendt", "--write") == 0
    assert "body: Rådet\n    party: region\n    date: 2026-03-25" in text(small)


def test_who_recommends_is_not_said_to_have_approved(small: SmallProject, run: Run) -> None:
    assert run("nordby", "UV", "23-03-2026", "godkendt", "--write") == 0
    assert "outcome: recommended\n    wording: Godkendt\n" in text(small)


@pytest.mark.parametrize(
    "words",
    [
        ("nordby", "rådet", "21.4.2026", "godkendt"),
        ("Nordby", "Kommune", "kommunalbestyrelsen", "21.", "april", "2026", "Godkendt."),
        ("nordby", "KB", "21/4", "2026", "godkendes"),
        ("nordby", "det", "råd", "2026-04-21", "vedtaget"),
        ("nordby kommune", "byråd", "21. april 2026", "GODKENDT"),
    ],
)
def test_people_write_it_in_many_ways(small: SmallProject, run: Run, words: Sequence[str]) -> None:
    assert run(*words, "--write") == 0
    assert "date: 2026-04-21\n    outcome: approved" in text(small)


# --- remarks ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "remark"),
    [
        (("godkendt", "--with", "Overhead er ikke dækket."), "Overhead er ikke dækket."),
        (("godkendt", "med", "bemærkning", "om", "overhead"), "Bemærkning om overhead"),
        (("godkendt med forbehold", "--with", "Overhead"), "Overhead"),
    ],
)
def test_a_remark_becomes_a_reservation_that_is_open(
    small: SmallProject,
    run: Run,
    words: Sequence[str],
    remark: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run("nordby", "rådet", "21-04-2026", *words, "--write") == 0
    assert text(small, RESERVED) == (
        "# yaml-language-server: $schema=../../../../schemas/proposals.schema.json\n"
        "last: 1\nreceived: []\nproposals:\n  - id: nordby-01\n    kind: reservation\n"
        f"    template: aftale\n    comment: {remark}\n    body: Rådet\n"
        '    body_date: "2026-04-21"\n    source: sagen\n    state: new\n'
    )
    main(["status", "nordby", "--date", "2026-04-22", "--project", str(small.folder)])
    assert f"reservation: {remark}" in capsys.readouterr().out


def test_recorded_again_it_is_the_same(
    small: SmallProject, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("nordby", "rådet", "21-04-2026", "godkendt", "--with", "Overhead", "--write")
    assert run(*words) == 0
    before = text(small), text(small, RESERVED)
    assert run(*words) == 0
    assert (text(small), text(small, RESERVED)) == before
    assert "0 decisions, 1 recorded already, 0 reservations, 0 files written" in (
        capsys.readouterr().out
    )


# --- what cannot be so --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "rule", "near"),
    [
        (("nordby", "rodet", "21-04-2026", "godkendt"), "no-such-body", "«rådet»"),
        (("nordby", "rådet", "21-13-2026", "godkendt"), "not-a-date", "24-03-2026"),
        (("nordby", "rådet", "26-03-2026", "godkendt"), "no-meeting-then", "24-03-2026"),
        (("nordby", "rådet", "21-04-2126", "godkendt"), "meeting-ahead", "planlagt"),
        (("nordby", "rådet", "21-04-2026", "godkent"), "unknown-outcome", "«godkendt»"),
        (("nordby", "rådet", "21-04-2026", "godkendt", "med", "forbehold"), "remark-missing",
         "--with"),
        (("nordby", "rådet", "21-04-2026", "godkendt", "--edition", "V20260318"),
         "edition-not-seen", "«V20260319»"),
        (("sønderå", "rådet", "18-03-2026", "godkendt"), "edition-not-seen", "V20260319"),
        (("nordbi", "rådet", "21-04-2026", "godkendt"), "unknown-who", "nordby"),
        (("midtbundt", "udvalget", "20-03-2026", "godkendt"), "no-such-body", "Regionens råd"),
        (("nordby", "udvalget", "20-03-2026", "afvist"), "already-recorded", "--undo"),
        (("nordby", "rådet", "godkendt"), "nothing-asked", "aftalegen approval"),
        (("nordby", "21-04-2026", "godkendt"), "nothing-asked", "aftalegen approval"),
        (("nordby", "rådet", "21-04-2026"), "nothing-asked", "aftalegen approval"),
        (("nordby", "rådet", "21-04-2026", "godkendt", "--agreement", "aftalen"),
         "unknown-agreement", "«aftale»"),
        ((), "nothing-asked", "aftalegen approval"),
    ],
)  # fmt: skip
def test_what_cannot_be_so_is_refused_with_what_is_near(
    small: SmallProject,
    run: Run,
    capsys: pytest.CaptureFixture[str],
    words: Sequence[str],
    rule: str,
    near: str,
) -> None:
    assert run(*words, "--write") == 2
    told = capsys.readouterr().err
    assert f"error[{rule}]" in told and near in told
    assert text(small) == PLANNED


def test_an_extraordinary_meeting_is_outside_of_the_calendar(small: SmallProject, run: Run) -> None:
    words = ("nordby", "rådet", "26-03-2026", "godkendt", "--extraordinary")
    assert run(*words, "--breach", "Ministeriet venter. FIKTIV", "--write") == 0
    assert "    agenda_waived: Ministeriet venter. FIKTIV\n    extraordinary: true\n" in text(small)


def test_an_extraordinary_meeting_that_was_planned_need_not_be_said_again(
    small: SmallProject, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    day = ("nordby", "rådet", "26-03-2026")
    assert run(*day, "planlagt", "--extraordinary", "--write") == 0
    assert run("nordby", "udvalget", "26-03-2026", "tiltrådt", "--write") == 0  # meets any day
    assert run(*day, "godkendt", "--write") == 0
    once = text(small)
    assert once.count("date: 2026-03-26\n    outcome: approved") == 1
    assert once.count("extraordinary: true") == 1
    assert run(*day, "godkendt", "--write") == 0
    assert text(small) == once

    capsys.readouterr()
    assert run("nordby", "rådet", "27-03-2026", "godkendt") == 2
    assert "no-meeting-then" in capsys.readouterr().err


def test_of_several_agreements_the_one_that_is_meant_is_asked_for(
    small: SmallProject, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    small.write("templates/andet/template.yaml", "kind: samarbejdsaftale\ntitle: A\nsubtitle: B\n")
    small.change(
        "data/bundles/midtbundt.yaml",
        "sources:",
        "  - {municipality: nordby, task: forebyggelse, template: andet, file_name: Andet}\nsources:",
    )
    words = ("nordby", "rådet", "21-04-2026", "godkendt", "--write")
    assert run(*words) == 2
    assert "error[several-agreements]" in capsys.readouterr().err
    assert run(*words, "--agreement", "andet") == 0
    assert "outcome: approved" in text(small, FILE.replace("aftale", "andet"))


def test_what_stands_in_the_old_place_is_to_be_moved_first(
    small: SmallProject, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    (small.folder / FILE).unlink()
    old = "    approvals: [{body: Rådet, date: 2026-03-17, outcome: noted, source: sagen}]\n"
    small.change(small.municipality_file, "    local:\n", f"{old}    local:\n")
    assert run("nordby", "rådet", "21-04-2026", "godkendt", "--write") == 3
    told = capsys.readouterr().err
    assert "approvals-not-moved" in told and f"{small.municipality_file}:21:5" in told


# --- taken back ---------------------------------------------------------------------------------


def test_what_was_recorded_last_is_taken_back_and_new_files_go(
    small: SmallProject, run: Run
) -> None:
    words = ("nordby", "rådet", "21-04-2026", "godkendt", "--with", "Overhead", "--write")
    assert run(*words) == 0
    assert run("--undo") == 0
    assert text(small) == PLANNED
    assert not (small.folder / RESERVED).exists()
    assert run("--undo") == 2


def test_what_was_changed_since_is_not_taken_back(
    small: SmallProject, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("nordby", "rådet", "21-04-2026", "godkendt", "--write") == 0
    small.change(FILE, "Godkendt", "Godkendt enstemmigt")
    assert run("--undo") == 3
    assert "error[changed-since-import]" in capsys.readouterr().err
    assert "Godkendt enstemmigt" in text(small)


# --- a workbook ---------------------------------------------------------------------------------

HEAD = ("Kommune", "Organ", "Dato", "Udfald", "Bemærkning", "Udgave")
NORDBY = ("Nordby Kommune", "Rådet", "21-04-2026", "Godkendt", "Overhead\nTolk", "V20260319")
SOENDERAA = ("Sønderå", "byråd", "20. marts 2026", "udsat", None, None)


def workbook(small: SmallProject, *rows: Sequence[str | None], head: Sequence[str] = HEAD) -> Path:
    path = small.folder / "behandlinger.xlsx"
    columns = [(name, 20) for name in head]
    path.write_bytes(table_xlsx("Behandlinger", columns, rows, "FIKTIV", "2026-03-19"))
    return path


def test_the_rows_of_a_workbook_are_recorded_with_their_cells_as_source(
    small: SmallProject, run: Run
) -> None:
    empty = ("Sønderå", "Udvalget", "01-04-2026", None, None, None)
    assert run("--sheet", str(workbook(small, NORDBY, SOENDERAA, empty)), "--write") == 0
    assert (
        text(small)
        == PLANNED.replace(
            "outcome: planned\n", "outcome: approved\n    wording: Godkendt\n"
        ).removesuffix("source: sagen\n")
        + 'source: "behandlinger.xlsx Behandlinger!D2"\n'
    )
    assert "    comment: Overhead\n" in text(small, RESERVED)
    assert "    comment: Tolk\n" in text(small, RESERVED)
    assert "outcome: postponed" in text(small, FILE.replace("nordby", "soenderaa"))


def test_one_wrong_cell_keeps_a_whole_workbook_out_and_all_of_them_are_told(
    small: SmallProject, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = (
        ("Nordbi", "Rådet", "21-04-2026", "Godkendt", None, None),
        ("Nordby", "Rodet", "21-04-2026", "Godkendt", None, None),
        ("Nordby", "Rådet", "21-14-2026", "Godkendt", None, None),
        ("Nordby", "Rådet", "21-04-2026", "Godkent", None, None),
        ("Nordby", "Rådet", "21-04-2026", "Godkendt", None, "V20260318"),
    )
    path = workbook(small, SOENDERAA, *wrong)
    before = sorted(small.folder.rglob("*.yaml"))
    assert run("--sheet", str(path), "--write") == 3
    told = capsys.readouterr().err
    for place in ("A3", "B4", "C5", "D6", "F7"):
        assert f"behandlinger.xlsx Behandlinger!{place}" in told
    assert text(small) == PLANNED
    assert sorted(small.folder.rglob("*.yaml")) == before


@pytest.mark.parametrize(
    ("rows", "head", "said"),
    [
        ([("Nordby", "Rådet", "20-03-2026")], ("Kommune", "Organ", "Dato"), "error[no-table]"),
        ([("Nordby", None, "20-03-2026", "Godkendt")], HEAD[:4], "error[row-incomplete]"),
    ],
)
def test_a_workbook_that_lacks_something_is_refused(
    small: SmallProject,
    run: Run,
    capsys: pytest.CaptureFixture[str],
    rows: Sequence[Sequence[str | None]],
    head: Sequence[str],
    said: str,
) -> None:
    assert run("--sheet", str(workbook(small, *rows, head=head)), "--write") == 3
    assert said in capsys.readouterr().err
