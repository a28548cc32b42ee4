"""How far an agreement is: one function of approvals, bodies and hashes."""

from datetime import date

import pytest

from aftalegen.records.agreement import Approval
from aftalegen.records.bodies import KnownBody
from aftalegen.records.standing import AgreementStanding, Released, agreement_standing
from aftalegen.words.weekdays import easter_sunday, weekday_before

BODIES = (
    KnownBody("municipality", "Rådet", "KB", decides=True, agenda_weekdays=4),
    KnownBody("municipality", "Økonomiudvalget", "ØK", decides=False),
    KnownBody("region", "Regionsrådet", "RR", decides=True),
)
NOW = {"aftale": "b"}
EDITIONS = {"V20260224": Released({"aftale": "a"}, True), "V20260319": Released(NOW, True)}


def approval(body: str, edition: str = "V20260319", **more: object) -> Approval:
    told = {"body": body, "date": "2026-03-26", "outcome": "approved", "edition": edition}
    return Approval.model_validate({**told, "source": "opdigtet", **more})


def standing(*approvals: Approval, editions: dict[str, Released] = EDITIONS) -> AgreementStanding:
    return agreement_standing(approvals, BODIES, editions, NOW)


def test_only_deciding_bodies_of_both_parties_make_an_agreement_approved() -> None:
    assert standing(approval("Rådet")).lacking == ("region",)
    assert standing(approval("Rådet"), approval("RR")).progress == "approved"


@pytest.mark.parametrize("body", ["Økonomiudvalget", "Kommunalbestyrlsen i Hernng"])
def test_who_recommends_or_is_not_known_approves_nothing(body: str) -> None:
    found = standing(approval(body), approval("Regionsrådet"))
    assert found.progress == "for-decision" and found.lacking == ("municipality",)
    assert found.approvals[0].state in ("recommended", "unknown")


def test_another_text_and_another_edition_make_it_fall_or_untold() -> None:
    found = standing(approval("KB", "V20260224"), approval("RR", "V20260101"))
    assert [one.state for one in found.approvals] == ["fallen", "unknown"]
    assert found.lacking == ("municipality", "region")


def test_the_last_word_of_a_party_counts() -> None:
    no = approval("KB", outcome="rejected", date="2026-03-30")
    assert standing(no, approval("KB"), approval("RR")).lacking == ("municipality",)


def test_reservations_are_open_until_they_are_answered() -> None:
    said = {"what": "Overhead skal afklares."}
    held = approval("RR", reservations=(said,))
    found = standing(approval("KB"), held)
    assert found.progress == "approved-with-reservations"
    assert [one.what for one in found.reservations] == [said["what"]]
    answered = approval("RR", reservations=({**said, "answer": "Er i Rammen."},))
    assert standing(approval("KB"), answered).progress == "approved"


def test_without_approvals_it_is_as_far_as_its_editions() -> None:
    assert standing(editions={}).progress == "draft"
    assert standing().progress == "for-decision"
    assert standing(editions={"V20260319": Released(NOW, False)}).progress == "final"
    assert standing(editions={"V20260224": EDITIONS["V20260224"]}).progress == "draft"


# --- the agenda -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("meeting", "out"),
    [
        ("2026-03-26", "2026-03-20"),  # a Thursday: over one weekend
        ("2026-04-07", "2026-03-27"),  # over Easter
        ("2026-05-28", "2026-05-21"),  # over Whit Monday
        ("2023-05-09", "2023-05-02"),  # store bededag was the 5th of May 2023
        ("2024-04-30", "2024-04-24"),  # and is no more since 2024: the 26th is a weekday
        ("2026-06-09", "2026-06-02"),  # the 5th of June
        ("2027-01-05", "2026-12-28"),  # 31 December and 1 January
    ],
)
def test_an_agenda_is_out_four_weekdays_before(meeting: str, out: str) -> None:
    assert BODIES[0].agenda_by(date.fromisoformat(meeting)) == date.fromisoformat(out)


def test_saturday_and_other_closed_days_are_data() -> None:
    assert weekday_before(date(2026, 3, 23), 1, saturday=True) == date(2026, 3, 21)
    assert weekday_before(date(2026, 3, 23), 1, closed=["03-20"]) == date(2026, 3, 19)
    assert BODIES[1].agenda_by(date(2026, 3, 26)) is None


def test_easter_is_when_it_was() -> None:
    days = {1954: (4, 18), 1981: (4, 19), 2024: (3, 31), 2026: (4, 5), 2038: (4, 25)}
    assert {y: easter_sunday(y) for y in days} == {y: date(y, *d) for y, d in days.items()}
