"""The register of what came back: read strictly, with places; one wish is known as one."""

from collections.abc import Sequence
from datetime import date

import pytest

from aftalegen.records.agreements import Agreements
from aftalegen.records.project import Project
from aftalegen.records.proposals import (
    WrittenProposal,
    next_number,
    party_name,
    read_register,
    register_files,
    registers_of,
)
from aftalegen.records.selected import BundleAnnex
from aftalegen.records.wishes import Wishes, differing_answers
from aftalegen.records.wording import is_made, is_there, plain_words, word_edits
from aftalegen.words.faults import AftalegenError, each_error
from tests.conftest import SmallProject

FOLDER = "data/proposals/midtbundt/V20260319"
NORDBY = f"{FOLDER}/nordby.forebyggelse.yaml"
SOENDERAA = f"{FOLDER}/soenderaa.forebyggelse.yaml"
ONE = """\
proposals:
  - id: nordby-01
    kind: change
    template: aftale
    section: oekonomi
    was: Rammen er 1.234.000 kr. om året.
    proposed: Rammen er 1.234.000 kr. om året, som Nordby Kommune ikke overskrider.
"""
OTHER = (
    ONE.replace("nordby", "soenderaa")
    .replace("Nordby", "Sønderå")
    .replace("1.234.000 kr.", "[årligt beløb afventer]")
)


def rows(project: SmallProject) -> list[WrittenProposal]:
    registers, errors = registers_of(Project(project.folder))
    assert errors == ()
    return [row for register in registers for row in register.rows()]


def faults(project: SmallProject, file: str = NORDBY) -> Sequence[AftalegenError]:
    with pytest.raises(AftalegenError) as caught:
        read_register(Project(project.folder), file)
    return each_error(caught.value)


def test_a_proposal_remembers_its_line_and_is_new_until_it_is_answered(
    small_project: SmallProject,
) -> None:
    small_project.write(NORDBY, ONE)
    (row,) = rows(small_project)
    assert row.proposal.state == "new"
    assert str(row.place("section")) == f"{NORDBY}:5:5"
    assert party_name(Project(small_project.folder), row.register) == "Nordby Kommune"


@pytest.mark.parametrize(
    ("old", "new", "rule", "place"),
    [
        ("kind: change", "kind: changed", "not-allowed", f"{NORDBY}:3:5"),
        ("nordby-01", "nordby-a", "wrong-form", f"{NORDBY}:2:5"),
        ("section:", "afsnit:", "unknown-key", f"{NORDBY}:5:5"),
    ],
)
def test_a_register_is_read_strictly(
    small_project: SmallProject, old: str, new: str, rule: str, place: str
) -> None:
    small_project.write(NORDBY, ONE.replace(old, new))
    (error,) = faults(small_project)
    assert (error.rule, str(error.source)) == (rule, place)


@pytest.mark.parametrize(
    "file",
    [
        "data/proposals/midtbundt/nordby.forebyggelse.yaml",
        "data/proposals/midtbundt/V2026/nordby.forebyggelse.yaml",
        f"{FOLDER}/nordby.yaml",
        f"{FOLDER}/nordby.rygestop.yaml",
        "data/proposals/andre/V20260319/nordby.forebyggelse.yaml",
    ],
)
def test_a_register_is_named_after_what_it_is_about(small_project: SmallProject, file: str) -> None:
    small_project.write(file, ONE)
    assert register_files(Project(small_project.folder)) == (file,)
    (error,) = faults(small_project, file)
    assert (error.rule, error.source and error.source.file) == ("proposals-file-name", file)


def test_an_authority_says_who_it_is(small_project: SmallProject) -> None:
    file, text = f"{FOLDER}/styrelsen.forebyggelse.yaml", ONE.replace("nordby-01", "styrelsen-01")
    small_project.write(file, text)
    (error,) = faults(small_project, file)
    assert error.rule == "proposals-of-nobody"

    small_project.write(file, f"party: Styrelsen (FIKTIV)\n{text}")
    (row,) = rows(small_project)
    assert party_name(Project(small_project.folder), row.register) == "Styrelsen (FIKTIV)"


def test_a_number_is_never_given_twice_even_if_what_had_it_is_gone(
    small_project: SmallProject,
) -> None:
    small_project.write(NORDBY, f"last: 7\n{ONE}")
    small_project.write(NORDBY.replace("0319", "0326"), ONE.replace("-01", "-03"))
    registers, _errors = registers_of(Project(small_project.folder))
    assert next_number(registers, "nordby") == 8
    assert next_number(registers, "soenderaa") == 1


def test_the_same_wish_is_one_whoever_has_it(small_project: SmallProject) -> None:
    """The party's own name, and its amount in the passage, make no other wish."""
    small_project.write(NORDBY, ONE)
    small_project.write(SOENDERAA, OTHER)
    found = rows(small_project)
    together = Wishes(Project(small_project.folder), found).together(found)
    assert [len(group) for group in together.values()] == [2]

    small_project.change(SOENDERAA, "ikke overskrider", "helst ikke overskrider")
    found = rows(small_project)
    assert len(Wishes(Project(small_project.folder), found).together(found)) == 2


def test_a_wish_in_other_words_is_the_same_where_somebody_says_so(
    small_project: SmallProject,
) -> None:
    small_project.write(NORDBY, ONE)
    small_project.write(SOENDERAA, OTHER.replace("proposed: ", "proposed: Altså er "))
    small_project.change(SOENDERAA, "    kind:", "    same_as: nordby-01\n    kind:")
    found = rows(small_project)
    assert len(Wishes(Project(small_project.folder), found).together(found)) == 1


@pytest.mark.parametrize(("reason", "told"), [("", 1), ("    reason: Kun her.\n", 0)])
def test_another_answer_to_the_same_wish_asks_for_a_reason(
    small_project: SmallProject, reason: str, told: int
) -> None:
    small_project.write(NORDBY, f"{ONE}    state: rejected\n")
    small_project.write(SOENDERAA, f"{OTHER}    state: accepted-local\n{reason}")
    found = rows(small_project)
    together = Wishes(Project(small_project.folder), found).together(found)
    assert len([*differing_answers(together)]) == told


def test_looks_and_numbers_of_references_are_no_other_words() -> None:
    assert plain_words("jf.  afsnit\u00a010.2 – ”ramme”") == plain_words('jf. afsnit 11 - "ramme"')


WAS = "Kommunen svarer inden 14 dage, og Regionen inden 30 dage."
FIRST = "Kommunen svarer inden 21 dage, og Regionen inden 30 dage."
SECOND = "Kommunen svarer inden 14 dage, og Regionen straks."
BOTH = "Kommunen svarer inden 21 dage, og Regionen straks."


def test_an_edit_is_known_by_the_words_beside_it() -> None:
    (edit,) = word_edits(WAS, FIRST)
    assert (edit.old(2), edit.new(1)) == (
        ("svarer", "inden", "14", "dage,", "og"),
        ("inden", "21", "dage,"),
    )


@pytest.mark.parametrize(("proposed", "made"), [(FIRST, True), (SECOND, True), (WAS, True)])
def test_two_edits_of_one_passage_are_both_made_in_it(proposed: str, made: bool) -> None:
    assert is_made(WAS, proposed, [BOTH]) is made
    assert is_made(WAS, FIRST, [SECOND]) is False
    assert is_there(WAS, FIRST, [SECOND]), "the other edit leaves the words of this one"
    assert not is_there(WAS, FIRST, [BOTH])


def test_what_is_new_stands_in_the_text_and_what_goes_does_not() -> None:
    assert is_made(None, FIRST, [FIRST])
    assert not is_made(None, FIRST, [WAS])
    assert is_made(WAS, None, [FIRST])
    assert not is_made(WAS, None, [WAS])


RESERVED = """\
proposals:
  - id: nordby-01
    kind: reservation
    comment: Med forbehold for økonomien. FIKTIV
    body: Rådet
    body_date: 2026-03-20
"""
APPROVED = """\
approvals:
  - {body: Rådet, date: 2026-03-20, outcome: approved, source: sagen}
"""


@pytest.mark.parametrize(
    ("state", "answered"),
    [("", False), ("    state: noted\n    answer: Det aftales i 2028.\n", True)],
)
def test_a_reservation_in_the_register_is_the_approvals_own(
    small_project: SmallProject, state: str, answered: bool
) -> None:
    small_project.write(NORDBY, RESERVED + state)
    small_project.write("data/approvals/midtbundt_nordby_forebyggelse_aftale.yaml", APPROVED)
    project = Project(small_project.folder)
    (one,) = Agreements(project).approvals(BundleAnnex(project.bundle("midtbundt"), 0))
    (reservation,) = one.approval.reservations
    assert reservation.what == "Med forbehold for økonomien. FIKTIV"
    assert (one.approval.open_reservations == ()) is answered
    assert one.approval.date == date(2026, 3, 20)


def test_a_reservation_of_another_day_or_body_is_not_the_approvals(
    small_project: SmallProject,
) -> None:
    small_project.write("data/approvals/midtbundt_nordby_forebyggelse_aftale.yaml", APPROVED)
    for old, new in (("2026-03-20", "2026-03-21"), ("body: Rådet", "body: Udvalget")):
        small_project.write(NORDBY, RESERVED.replace(old, new))
        project = Project(small_project.folder)
        (one,) = Agreements(project).approvals(BundleAnnex(project.bundle("midtbundt"), 0))
        assert one.approval.reservations == ()
