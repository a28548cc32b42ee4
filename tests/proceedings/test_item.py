"""`aftalegen item`: what a body gets to read about an agreement, and what stops it."""

import json
from pathlib import Path

import pytest

from tests.complete import BUNDLE
from tests.proceedings.case import (
    APPROVALS,
    BUNDLE_FILE,
    MUNICIPALITY,
    SECTION,
    WHO,
    FiktivCase,
)
from tests.reading_back import docx_blocks, pdf_blocks

ITEM = "templates/dagsordenspunkt"
PROFILE = "data/agendas/norddjurs.yaml"


@pytest.fixture
def case(tmp_path: Path) -> FiktivCase:
    return FiktivCase(tmp_path / "projekt")


def stopped(case: FiktivCase, capsys: pytest.CaptureFixture[str], rule: str, *words: str) -> str:
    """What is said where an item does not go out; nothing may have been written."""
    out = case.folder.parent / "ud"
    code = case.run("item", *(words or (WHO,)), "--out", str(out))
    said = capsys.readouterr()
    assert code in (1, 2, 3)
    assert f"error[{rule}]" in said.err + said.out
    assert not list(out.rglob("*.docx"))
    return said.err + said.out


# --- what it says -----------------------------------------------------------------------------


def test_it_tells_what_changed_since_this_body_saw_it_and_what_did_not(case: FiktivCase) -> None:
    case.change(SECTION, "senest 24 timer", "senest 12 timer")
    told = case.text(WHO)

    assert "udgave V20260319, som Rådet fik forelagt den 24. marts 2026" in told
    assert "12.6 Brud på persondatasikkerheden\tud: «24», ind: «12»" in told
    assert "Teksten er uændret i øvrigt (" in told
    assert "ændringsliste siden V20260319" in told


def test_a_text_that_is_the_same_is_told_as_such(case: FiktivCase) -> None:
    told = case.text(WHO)
    assert "Teksten er uændret i forhold til udgave V20260319, som Rådet behandlede den" in told
    assert "tilrettede" not in told


def test_an_edition_that_is_not_kept_here_is_a_placeholder_and_not_silence(
    case: FiktivCase,
) -> None:
    case.change(APPROVALS, "edition: V20260319\n    source: opdigtet\n  - body: Rådet\n"
                "    date: 2026-04-30", "edition: V20260301\n    source: opdigtet\n"
                "  - body: Rådet\n    date: 2026-04-30")  # fmt: skip
    told = case.text(WHO)
    assert told.startswith("UDKAST")
    assert "[ændringer siden den behandlede udgave afventer]" in told


def test_an_amount_that_is_not_known_is_said_and_the_item_is_a_draft(case: FiktivCase) -> None:
    case.change(MUNICIPALITY, "fixed_annual: 1_234_000", "fixed_annual: null")
    case.change(MUNICIPALITY, "status: fictitious", "status: missing")
    case.change(
        MUNICIPALITY, "services: [{name: sygdomsmestring, amount: 1_234_000}]", "services: []"
    )
    told = case.text(WHO)
    assert told.startswith("UDKAST")
    assert "er ikke oplyst: [årligt beløb afventer]" in told


def test_a_body_that_only_recommends_is_asked_to_recommend(case: FiktivCase) -> None:
    for_committee = (WHO, "--body", "UD", "--date", "2026-04-10")
    assert "Region Midtjylland godkendes." in case.text(*for_committee)  # one for all, as the case
    case.change(PROFILE, ", one_for_all: true", "")
    assert "anbefales godkendt." in case.text(*for_committee)
    assert "Region Midtjylland godkendes." in case.text(WHO)


def test_earlier_decisions_have_a_heading_each_or_stand_together_as_the_profile_says(
    case: FiktivCase,
) -> None:
    told = case.text(WHO)
    assert "Beslutning i Udvalget den 20-03-2026\n\nTiltrådt." in told
    case.change(MUNICIPALITY, "profile: norddjurs", "profile: standard-kommune")
    told = case.text(WHO)
    assert "Tidligere beslutninger\n\nBeslutning i Udvalget den 20. marts 2026: Tiltrådt." in told


def test_a_breach_that_is_reasoned_is_printed(case: FiktivCase) -> None:
    reason = "agenda_sent: 2026-04-28\n    agenda_waived: Fristen i loven er den 1. maj."
    case.change(APPROVALS, "outcome: planned", f"outcome: planned\n    {reason}")
    told = case.text(WHO)
    assert "overholder ikke fristen for dagsordenen, som er den 24. april 2026" in told
    assert "dagsordenen er sendt ud den 28. april 2026" in told
    assert "Begrundelsen er: Fristen i loven er den 1. maj." in told


def test_the_list_of_an_open_item_hides_the_title_of_a_closed_annex(case: FiktivCase) -> None:
    case.change(
        BUNDLE_FILE, "file_name: FIKTIV Bilag 2,", "file_name: FIKTIV Bilag 2, open: false,"
    )
    told = case.text(WHO)
    assert "Lukket bilag" in told
    assert "FIKTIV Bilag 2" not in told


def test_reservations_and_answers_stand_in_it(case: FiktivCase) -> None:
    reservation = "reservations: [{what: Overhead skal afklares., answer: Det sker i et tillæg.}]"
    case.change(APPROVALS, "wording: Godkendt", f"wording: Godkendt\n    {reservation}")
    register = case.folder / f"data/proposals/{BUNDLE}/V20260319"
    register.mkdir(parents=True)
    (register / f"{WHO}.patientrettet-forebyggelse.yaml").write_text("proposals: []\n")
    told = case.text(WHO)
    assert "Fiktivby Kommune: Rådet 24-03-2026: «Overhead skal afklares.»" in told
    assert "Svar: Det sker i et tillæg." in told


def test_one_item_for_all_has_gaps_for_what_is_each_ones_own(case: FiktivCase) -> None:
    told = case.text("--generic", BUNDLE)
    for gap in ("[kommunens navn afventer]", "[organ afventer]", "[årligt beløb afventer]"):
        assert gap in told
    assert "Fiktivby" not in told


def test_a_bundle_that_is_named_is_the_regions_case(case: FiktivCase) -> None:
    told = case.text(BUNDLE)
    assert told.startswith("UDKAST\n\nGodkendelse af horisontale samarbejdsaftaler for")
    assert "Fiktivby Kommune\tpatientrettet forebyggelse\t1.234.000 kr." in told


def test_all_formats_say_the_same(case: FiktivCase) -> None:
    out = case.folder.parent / "ud"
    formats = "docx,pdf,html,txt,json"
    assert case.run("item", WHO, "--format", formats, "--out", str(out)) == 0
    files = {path.suffix: path for path in out.rglob("Dagsordenspunkt*")}
    assert set(files) == {".docx", ".pdf", ".html", ".txt", ".json"}
    asked = "horisontal samarbejdsaftale for patientrettet forebyggelse mellem Fiktivby Kommune"
    for read in (docx_blocks, pdf_blocks):
        words = " ".join(str(block) for block in read(files[_ending(read)].read_bytes()))
        assert asked.split(" mellem ")[0] in words.replace("\u00a0", " ")
    assert asked in files[".html"].read_text(encoding="utf-8").replace("\u00a0", " ")
    assert json.loads(files[".json"].read_bytes())["key"] == f"{BUNDLE}/{WHO}/dagsordenspunkt"


def _ending(read: object) -> str:
    return ".docx" if read is docx_blocks else ".pdf"


def test_what_did_not_change_is_not_written_again(
    case: FiktivCase, capsys: pytest.CaptureFixture[str]
) -> None:
    case.text(WHO)
    out = case.folder.parent / "ud"
    (path,) = out.rglob("*.txt")
    before = path.stat().st_mtime_ns
    assert case.run("item", WHO, "--format", "txt", "--out", str(out)) == 0
    assert path.stat().st_mtime_ns == before


# --- what stops it ----------------------------------------------------------------------------


def test_a_body_that_is_not_the_partys_is_refused_with_those_that_are(
    case: FiktivCase, capsys: pytest.CaptureFixture[str]
) -> None:
    said = stopped(case, capsys, "not-a-body-of-the-party", WHO, "--body", "Rodet")
    assert "Rådet" in said


def test_a_meeting_before_the_edition_is_refused(
    case: FiktivCase, capsys: pytest.CaptureFixture[str]
) -> None:
    stopped(case, capsys, "meeting-before-edition", WHO, "--date", "2026-03-25")


def test_a_planned_meeting_before_the_edition_is_refused_where_it_is_written(
    case: FiktivCase, capsys: pytest.CaptureFixture[str]
) -> None:
    case.change(APPROVALS, "date: 2026-04-30", "date: 2026-03-25")
    assert f"{APPROVALS}:15:" in stopped(case, capsys, "meeting-before-edition", WHO)


def test_an_agenda_that_is_late_without_a_reason_does_not_go_out(
    case: FiktivCase, capsys: pytest.CaptureFixture[str]
) -> None:
    case.change(APPROVALS, "outcome: planned", "outcome: planned\n    agenda_sent: 2026-04-28")
    said = stopped(case, capsys, "agenda-reason-missing")
    assert f"{APPROVALS}:15:" in said


@pytest.mark.parametrize(
    ("rule", "file", "old", "new", "place"),
    [
        ("no-such-record", MUNICIPALITY, "profile: norddjurs", "profile: nordjurs", ":17:"),
        ("agenda-route", MUNICIPALITY, "route: [UD, RÅD]", "route: []", ":16:"),
        ("agenda-route", MUNICIPALITY, "route: [UD, RÅD]", "route: [UD, BYR]", ":21:"),
        ("agenda-slot-unknown", PROFILE, "slot: lovgrundlag,", "slot: lovgrundlaget,", ":10:"),
        ("agenda-verb", PROFILE, "anbefales godkendt", "godkendes", ":24:"),
    ],
)
def test_what_the_item_is_laid_out_by_is_refused_where_it_stands(
    case: FiktivCase,
    capsys: pytest.CaptureFixture[str],
    rule: str,
    file: str,
    old: str,
    new: str,
    place: str,
) -> None:
    case.change(file, old, new)
    assert f"{file}{place}" in stopped(case, capsys, rule)


def test_a_project_without_the_template_is_told_where_to_get_it(
    case: FiktivCase, capsys: pytest.CaptureFixture[str]
) -> None:
    (case.folder / ITEM).rename(case.folder / "væk")
    assert "aftalegen init" in stopped(case, capsys, "no-such-template")


def test_a_persons_number_in_a_reservation_does_not_go_out(
    case: FiktivCase, capsys: pytest.CaptureFixture[str]
) -> None:
    register = case.folder / f"data/proposals/{BUNDLE}/V20260319"
    register.mkdir(parents=True)
    (register / f"{WHO}.patientrettet-forebyggelse.yaml").write_text(
        "last: 1\nproposals:\n  - {id: fiktivby-01, kind: comment, comment: Se 010203-1234.}\n",
        encoding="utf-8",
    )
    stopped(case, capsys, "person-name-in-item")
