"""Records: every fault of the data is told at once, with its place and what to do."""

from typing import Any

import pytest
from pydantic import BaseModel

from aftalegen.records import parse_yaml, record_from
from aftalegen.records.bundle import Annex, Bundle
from aftalegen.records.municipality import Budget, Municipality, ServiceBudget
from aftalegen.records.types import FileName, IsoDate
from aftalegen.words import danish
from aftalegen.words.fact import Record
from aftalegen.words.faults import AftalegenError, InputError, each_error
from tests.conftest import BUNDLE, MUNICIPALITY

NORDBY = (
    MUNICIPALITY.replace("NAME", "Nordby")
    .replace("CODE", "901")
    .replace("AMOUNT", "1_234_000")
    .replace('CVR"', '90000004"')
    .replace("PART", "1234000")
)


def faults(text: str, model: type[BaseModel]) -> tuple[AftalegenError, ...]:
    with pytest.raises(AftalegenError) as caught:
        record_from(parse_yaml(text, "x.yaml"), "x", model)
    return each_error(caught.value)


def fault(text: str, model: type[BaseModel]) -> Any:
    (only,) = faults(text, model)
    assert isinstance(only, InputError)
    return only


def read(text: str, model: type[BaseModel]) -> Any:
    return record_from(parse_yaml(text, "x.yaml"), "x", model).record


def test_a_record_holds_what_was_written() -> None:
    record = read(NORDBY, Municipality)

    assert record.tasks["forebyggelse"].budget.fixed_annual == 1_234_000
    assert record.code == "901"


def test_a_record_is_frozen() -> None:
    record = read("fixed_annual: 1\nstatus: fictitious\n", Budget)

    with pytest.raises(ValueError, match="frozen"):
        record.fixed_annual = 2


def test_a_misspelt_key_is_one_fault_and_says_which_one_is_meant() -> None:
    found = fault("fixed_anual: 1\nstatus: fictitious\n", Budget)

    assert (found.rule, found.source.line, found.hint) == (
        "unknown-key", 1, "did you mean «fixed_annual»?",
    )  # fmt: skip


def test_an_unknown_key_beside_one_that_is_missing_hides_nothing() -> None:
    found = faults("beloeb: 1\nstaus: fictitious\nstats: fictitious\n", Budget)

    assert {(one.rule, one.source.key) for one in found if one.source} == {
        ("missing-key", "fixed_annual"),
        ("unknown-key", "beloeb"),
        ("unknown-key", "staus"),
        ("unknown-key", "stats"),
    }


def test_an_unknown_key_names_the_nearest_known_one() -> None:
    found = fault("fixed_anual: 1\nfixed_annual: 1\nstatus: fictitious\n", Budget)

    assert (found.rule, found.source.line, found.hint) == (
        "unknown-key", 1, "did you mean «fixed_annual»?",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "model", "text", "near"),
    [
        (
            "fixed_annual:",
            "price_levl: x\n      fixed_annual:",
            Municipality,
            NORDBY,
            "price_level",
        ),
        ("          amount:", "          nam: x\n          amount:", Municipality, NORDBY, "name"),
        (
            "template: aftale, file_name: Aftale N",
            "leter: a, template: aftale, file_name: Aftale N",
            Bundle,
            BUNDLE,
            "letter",
        ),
    ],
    ids=["in a task", "in a list", "in an annex"],
)
def test_an_unknown_key_deep_in_a_record_names_the_nearest_too(
    old: str, new: str, model: type[BaseModel], text: str, near: str
) -> None:
    assert old in text
    found = fault(text.replace(old, new), model)

    assert found.rule == "unknown-key"
    assert f"«{near}»" in str(found.hint)


def test_a_missing_key_is_told_where_its_record_begins() -> None:
    found = fault(NORDBY.replace("      status: fictitious\n", ""), Municipality)

    assert found.rule == "missing-key"
    assert found.source.key == "tasks.forebyggelse.budget.status"
    assert NORDBY.splitlines()[found.source.line - 1] == "    budget:"


@pytest.mark.parametrize(
    ("text", "rule", "line"),
    [
        ("fixed_annual: [1]\nstatus: missing", "wrong-type", 1),
        ("fixed_annual: true\nstatus: missing", "wrong-type", 1),
        ("fixed_annual: -1\nstatus: missing", "wrong-type", 1),
        ("fixed_annual: 4,4220001 mio.\nstatus: missing", "not-an-amount", 1),
        ("fixed_annual: 1.5\nstatus: missing", "not-an-amount", 1),
        ("fixed_annual: null\nstatus: mising", "not-allowed", 2),
        ("fixed_annual: null\nstatus: missing\nservices: x", "wrong-type", 3),
        ("fixed_annual: null\nstatus: missing\nservices:\n  - x", "wrong-type", 4),
        ('fixed_annual: null\nstatus: missing\nnote: ""\nsource: ""', "wrong-type", 4),
        ("- fixed_annual", "not-a-mapping", 1),
        ("", "not-a-mapping", 1),
    ],
)
def test_a_value_of_the_wrong_kind_is_told_on_its_line(text: str, rule: str, line: int) -> None:
    found = fault(text, Budget)

    assert (found.rule, found.source.line) == (rule, line)
    assert found.hint


@pytest.mark.parametrize(
    "written", ["4422000", "4_422_000", '"4.422.000"', "4.422.000", "4 422 000 kr."]
)
def test_an_amount_may_be_written_in_every_unambiguous_way(written: str) -> None:
    assert read(f"name: x\namount: {written}\n", ServiceBudget).amount == 4_422_000


def test_an_ambiguous_amount_is_refused_with_both_readings() -> None:
    found = fault("name: x\namount: 4.422\n", ServiceBudget)

    assert (found.rule, found.source.line) == ("ambiguous-amount", 2)
    assert "4422 for 4.422\u00a0kr." in found.hint
    assert "4422000 for 4.422.000\u00a0kr. (4,422\u00a0mio.\u00a0kr.)" in found.hint


def test_a_code_without_quotation_marks_is_refused_with_the_remedy() -> None:
    found = fault(NORDBY.replace('"901"', "707"), Municipality)

    assert found.source.key == "code"
    assert '"707"' in found.hint


class Day(Record):
    day: IsoDate


class Named(Record):
    file_name: FileName


@pytest.mark.parametrize(
    "day",
    ["19-03-2026", "2026-3-19", "2026-02-30", "20260319", "i morgen", "null", "5", "٢٠٢٦-٠٣-١٩"],
)
def test_a_date_must_be_a_day_that_exists_written_in_one_way(day: str) -> None:
    found = fault(f"day: {day}\n", Day)

    assert found.rule == "not-a-date"
    assert str(found.hint).startswith("write it as 2026-03-19")


@pytest.mark.parametrize(
    "name",
    [
        "a/b",
        "a\\b",
        "a:b",
        "a?",
        "a*",
        'a"b',
        "<a>",
        "a|b",
        "CON",
        "nul.docx",
        "Com1",
        " a",
        "a ",
        "a.",
        "..",
        "æ" * 121,
    ],
)
def test_a_file_name_that_some_computer_refuses_is_refused(name: str) -> None:
    text = "file_name: '" + name + "'\n"

    assert fault(text, Named).rule == "file-name"


@pytest.mark.parametrize(
    "name", ["Bilag 2 - Ringkøbing-Skjern Kommune", "æ" * 120, "Console", "a.b"]
)
def test_a_danish_file_name_is_fine(name: str) -> None:
    assert read(f"file_name: {name}\n", Named).file_name == name


def test_a_key_of_an_annex_is_lower_case_words() -> None:
    text = "municipality: Norddjurs\ntask: a\ntemplate: b\nfile_name: c\n"

    assert (fault(text, Annex).rule, fault(text, Annex).source.line) == ("wrong-form", 1)


def test_all_faults_of_a_file_are_told_at_once_in_the_order_of_their_lines() -> None:
    text = NORDBY.replace('"901"', "901").replace("cvr:", "cvrr:").replace("1_234_000", "1.234")

    assert [(e.rule, e.source and e.source.key) for e in faults(text, Municipality)] == [
        ("wrong-type", "code"),
        ("unknown-key", "cvrr"),
        ("ambiguous-amount", "tasks.forebyggelse.budget.fixed_annual"),
    ]


def test_a_fault_of_a_key_stands_at_the_key() -> None:
    found = fault(NORDBY.replace("  forebyggelse:", "  Forebyggelse:"), Municipality)

    assert NORDBY.splitlines()[found.source.line - 1] == "  forebyggelse:"


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("17-03-2026", "2026-03-17"),
        ("17/3 2026", "2026-03-17"),
        ("17. marts 2026", "2026-03-17"),
        ("2026-3-17", "2026-03-17"),
        ("17.03.2026", "2026-03-17"),
        ("17/3-26", "2026-03-17"),
    ],
)
def test_a_date_as_danes_write_it_is_told_as_it_must_be_written(written: str, iso: str) -> None:
    assert str(danish.day_in(written)) == iso


def test_a_day_that_there_is_not_is_no_day() -> None:
    assert danish.day_in("30-02-2026") is None
    assert danish.day_in("i morgen") is None
    assert danish.day_in("10.2.12") is None  # a section
