"""What came back is decided before an edition is final, and the text says what was decided."""

from collections.abc import Callable

import pytest

from aftalegen.checks.run import checked, final
from aftalegen.cli.app import main
from aftalegen.records.project import Project
from aftalegen.words.faults import Fault
from tests.conftest import SmallProject

REGISTER = "data/proposals/midtbundt/V20260319/nordby.forebyggelse.yaml"
PLACE = "    template: aftale\n    section: parter\n"
WAS = "Aftalen er mellem Region Midt og Nordby Kommune, jf. afsnit 2."
PROPOSED = "Aftalen er indgået mellem Region Midt og Nordby Kommune, jf. afsnit 3."
EDIT = f"{PLACE}    kind: change\n    was: {WAS}\n    proposed: {PROPOSED}\n"
DECIDED = "    decided_by: Styregruppen\n    decided_on: 2026-03-25\n"
ACCEPTED = f"{EDIT}    state: accepted-local\n{DECIDED}"
REJECTED = f"{EDIT}    state: rejected\n    answer: Nej.\n{DECIDED}"
DEFERRED = f"{EDIT}    state: deferred\n    answer: Senere.\n{DECIDED}"
ADDENDUM = "    addenda: [{number: 1, amends: V20260319, edition: V20260401}]\n"

Found = Callable[[], list[str]]


def findings(project: SmallProject) -> tuple[Fault, ...]:
    opened = Project(project.folder)
    return checked(opened, opened.select((), None, None), 1, ()).findings


def registered(project: SmallProject, *rows: str) -> None:
    items = (f"  - id: nordby-{n:02}\n{row}" for n, row in enumerate(rows, 1))
    project.write(REGISTER, "proposals:\n" + "".join(items))


@pytest.fixture
def rules(small_project: SmallProject) -> Found:
    """The rules of proposals that find something."""
    known = ("proposal", "accepted", "rejected", "answered", "deferred", "reservation")
    return lambda: [f.rule for f in findings(small_project) if f.rule.startswith(known)]


def said(project: SmallProject) -> None:
    """The text says what was proposed; "afsnit 3" there is only the number of the same section."""
    project.change(
        "templates/aftale/01-parter.md", "Aftalen er mellem", "Aftalen er indgået mellem"
    )


def test_what_nobody_decided_is_a_warning_in_a_draft_and_an_error_in_what_is_final(
    small_project: SmallProject,
) -> None:
    registered(small_project, EDIT)
    (one,) = [f for f in findings(small_project) if f.rule == "proposal-undecided"]
    assert (one.severity, one.annexes) == ("warning", ("midtbundt/Aftale Nordby",))
    assert one.message == "nordby-01 is not decided: «– → indgået»"
    assert final([one])[0].severity == "error"
    assert final([one], {"midtbundt/Aftale Nordby"})[0].severity == "error"
    assert final([one], {"midtbundt/Aftale Sønderå"})[0].severity == "warning"


@pytest.mark.parametrize(
    ("row", "in_text", "told"),
    [
        (ACCEPTED, False, ["accepted-not-in-text"]),
        (ACCEPTED, True, []),
        (REJECTED, False, []),
        (REJECTED, True, ["rejected-but-in-text"]),
        (EDIT, True, ["proposal-undecided", "proposal-base-gone"]),
        (f"{EDIT}    state: withdrawn\n", True, []),
        (f"{EDIT}    state: noted\n", False, ["proposal-without-answer"]),
    ],
)
def test_the_text_says_what_was_decided(
    small_project: SmallProject, rules: Found, row: str, in_text: bool, told: list[str]
) -> None:
    registered(small_project, row)
    if in_text:
        said(small_project)
    assert rules() == told


def test_what_was_accepted_in_other_words_is_looked_for_in_those(
    small_project: SmallProject, rules: Found
) -> None:
    adopted = f"    adopted: {WAS.replace('mellem', 'sluttet mellem')}\n"
    registered(small_project, ACCEPTED + adopted)
    assert rules() == ["accepted-not-in-text"]
    small_project.change("templates/aftale/01-parter.md", "er mellem", "er sluttet mellem")
    assert rules() == []


@pytest.mark.parametrize(
    ("row", "more", "in_text", "told"),
    [
        (DEFERRED, "", False, []),
        (DEFERRED, ADDENDUM, False, ["deferred-without-addendum"]),
        (f"{DEFERRED}    addendum: 1\n", "", False, ["deferred-without-addendum"]),
        (f"{DEFERRED}    addendum: 1\n", ADDENDUM, False, ["deferred-without-addendum"]),
        (f"{DEFERRED}    addendum: 1\n", ADDENDUM, True, []),
        (DEFERRED, ADDENDUM.replace("0401", "0325"), False, []),
    ],
)
def test_what_was_deferred_is_in_the_addendum_that_comes(
    small_project: SmallProject, rules: Found, row: str, more: str, in_text: bool, told: list[str]
) -> None:
    registered(small_project, row)
    path = small_project.folder / small_project.municipality_file
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    if in_text:
        said(small_project)
    assert rules() == told


def test_an_authority_speaks_of_every_agreement_of_the_task(
    small_project: SmallProject, rules: Found
) -> None:
    row = "  - {id: styrelsen-01, kind: condition, comment: Vilkår. FIKTIV}\n"
    text = f"party: Styrelsen (FIKTIV)\nproposals:\n{row}"
    small_project.write(REGISTER.replace("nordby", "styrelsen"), text)
    (one,) = [f for f in findings(small_project) if f.rule == "proposal-undecided"]
    assert one.annexes == ("midtbundt/Aftale Nordby", "midtbundt/Aftale Sønderå")


def test_a_reservation_stops_nothing_and_is_said(
    small_project: SmallProject, capsys: pytest.CaptureFixture[str]
) -> None:
    words = "kind: reservation, comment: Med forbehold. FIKTIV, body: Rådet, body_date: 2026-03-20"
    small_project.write(REGISTER, f"proposals:\n  - {{id: nordby-01, {words}}}\n")
    approvals = "data/approvals/midtbundt_nordby_forebyggelse_aftale.yaml"
    row = "  - {body: Rådet, date: 2026-03-20, outcome: approved, source: sagen}\n"
    small_project.write(approvals, f"approvals:\n{row}")
    (one,) = final([f for f in findings(small_project) if f.rule == "reservation-open"])
    assert (one.severity, str(one.source)) == ("note", f"{approvals}:2:5")

    main(["status", "nordby", "--date", "2026-03-21", "--project", str(small_project.folder)])
    assert "reservation: Med forbehold. FIKTIV" in capsys.readouterr().out

    small_project.change(
        REGISTER, "body_date: 2026-03-20", "state: noted, answer: Nej, body_date: 2026-03-20"
    )
    assert [f for f in findings(small_project) if f.rule == "reservation-open"] == []


def test_a_number_that_was_given_and_is_gone_is_told(
    small_project: SmallProject, rules: Found
) -> None:
    registered(small_project, EDIT)
    small_project.write(
        REGISTER, "last: 2\n" + (small_project.folder / REGISTER).read_text("utf-8")
    )
    (one,) = [f for f in findings(small_project) if f.rule == "proposal-number"]
    assert one.message == "given, and gone: nordby-02"


def test_no_person_is_named_in_the_register(small_project: SmallProject) -> None:
    registered(small_project, EDIT + "    decided_by: Anne Opdigtet\n")
    (one,) = [f for f in findings(small_project) if f.rule == "person-for-function"]
    assert one.source and one.source.file == REGISTER


def test_a_register_that_cannot_be_read_is_told_once(small_project: SmallProject) -> None:
    registered(small_project, EDIT.replace("kind: change", "kind: andet"))
    assert [f.rule for f in findings(small_project) if f.rule == "not-allowed"] == ["not-allowed"]
