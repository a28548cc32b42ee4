"""`aftalegen requirements`: what is answered of each requirement, where, and what a letter says."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from aftalegen.cli.app import main
from tests.conftest import ROOT, SmallProject
from tests.reading_back import docx_blocks, pdf_blocks

HEAD = "set: krav\ntitle: Krav til aftaler\napplies: {templates: [aftale]}\nrequirements:\n"
FILE = "data/requirements/krav.yaml"
Ask = Callable[..., Any]


def requirement(met_by: str, key: str = "rammen", **more: str) -> str:
    told = {"kind": "content", "confidence": "found", **more}
    lines = "".join(f"    {name}: {value}\n" for name, value in told.items())
    return f"""\
  - key: {key}
    what: Rammen står i aftalen.
    basis: loven § 1
    source: sagen
    met_by: {met_by}
{lines}"""


@pytest.fixture
def ask(small_project: SmallProject, capsys: pytest.CaptureFixture[str]) -> Ask:
    """The answers of the first requirement, as JSON tells them."""

    def asked(text: str, *words: str, code: int = 0) -> Any:
        small_project.write(FILE, HEAD + text)
        command = ["requirements", "--format", "json", "--date", "2026-03-20", *words]
        assert main([*command, "--project", str(small_project.folder)]) == code
        found = json.loads(capsys.readouterr().out)
        return found["sets"][0]["requirements"][0]["answers"]

    return asked


def places(answer: Any) -> list[str]:
    return [f"{place['file']}:{place['line']}" for place in answer["places"]]


# --- what is answered -------------------------------------------------------------------------


def test_a_section_that_is_there_meets_it_with_its_place_for_all_at_once(ask: Ask) -> None:
    (answer,) = ask(requirement("{section: oekonomi, block: rammebeloeb}", key="a"), "nordby")
    assert answer["answer"] == "met"
    assert places(answer) == ["templates/aftale/02-oekonomi.md:5"]


def test_agreements_of_which_the_same_is_said_stand_together_and_others_apart(ask: Ask) -> None:
    lacking, met = ask(requirement("{field: budget.fixed_annual}"))
    assert (met["answer"], lacking["answer"]) == ("met", "lacking")
    assert met["agreements"] == ["midtbundt/nordby/forebyggelse/aftale"]
    assert places(met) == ["data/municipalities/nordby.yaml:16"]
    assert places(lacking) == ["data/municipalities/soenderaa.yaml:16"]


def test_a_section_whose_text_is_an_open_place_lacks_it(ask: Ask) -> None:
    lacking, _met = ask(requirement("{section: oekonomi, block: rammebeloeb}"))
    assert lacking["agreements"] == ["midtbundt/soenderaa/forebyggelse/aftale"]
    assert places(lacking) == ["data/municipalities/soenderaa.yaml:16"]


@pytest.mark.parametrize(
    ("field", "test", "answer"),
    [
        ("choices.notice_months", ">= 6", "met"),
        ("choices.notice_months", ">= 7", "lacking"),
        ("choices.overhead", "in included", "met"),
        ("choices.overhead", "in separate", "lacking"),
        ("bundle.enters_into_force", "date<= 2027-01-01", "met"),
        ("bundle.enters_into_force", "date<= 2026-12-31", "lacking"),
        ("task.legal_bases", "in sundhedsloven_118_d_1", "met"),
        ("choices.duration", ">= 6 måneder", "lacking"),
    ],
)
def test_a_fact_is_asked_with_a_test(field: str, test: str, answer: str, ask: Ask) -> None:
    (found,) = ask(requirement(f"{{field: {field}, test: '{test}'}}"))
    assert found["answer"] == answer
    assert places(found)


@pytest.mark.parametrize(
    ("choice", "answer"),
    [
        ("duration: indefinite", "met"),
        ("duration: fixed\n  expires_on: 2027-06-30", "met"),
        ("duration: fixed\n  expires_on: 2027-06-29", "lacking"),
        ("duration: fixed", "lacking"),
    ],
)
def test_how_long_an_agreement_is_counts_in_whole_months(
    choice: str, answer: str, ask: Ask, small_project: SmallProject
) -> None:
    small_project.change("data/bundles/midtbundt.yaml", "overhead: included", choice)
    (found,) = ask(requirement('{field: choices.duration, test: ">= 6 måneder"}'))
    assert found["answer"] == answer


@pytest.mark.parametrize("confidence", ["draft", "inferred", "unverified"])
@pytest.mark.parametrize(
    "met_by", ["{section: oekonomi}", "{section: parter, field: choices.overhead}"]
)
def test_what_rests_on_a_draft_is_never_met(confidence: str, met_by: str, ask: Ask) -> None:
    (found,) = ask(requirement(met_by, confidence=confidence))
    assert found["answer"] == "undecided"
    assert [seen["answer"] for seen in found["seen"]][1:] == ["met"] * met_by.count(":")
    assert places(found)[0] == f"{FILE}:7"


def test_a_fact_that_is_not_confirmed_cannot_decide_it(
    ask: Ask, small_project: SmallProject
) -> None:
    file = small_project.municipality_file
    small_project.change(
        file, "city: Byen, confidence: found", "city: Byen, confidence: unverified"
    )
    (found,) = ask(requirement("{field: municipality.address.street}"), "nordby")
    assert found["answer"] == "undecided"
    assert "unverified" in found["seen"][0]["what"]


def test_all_that_is_named_must_be_there(ask: Ask) -> None:
    (found,) = ask(requirement("{section: oekonomi, field: choices.duration}"), "nordby")
    assert found["answer"] == "lacking"


DEVIATION = """\
    deviations:
      - {section: oekonomi, block: BLOCK, template: aftale, action: replace, text: Andre ord.,
         reason: FIKTIV, agreed_by: Styregruppen, agreed_on: 2026-03-01}
"""


@pytest.mark.parametrize(
    ("met_by", "answer"),
    [
        ("{section: oekonomi}", "deviates"),
        ("{section: oekonomi, block: rammebeloeb}", "deviates"),
        ("{section: oekonomi, block: andet}", "met"),
        ("{section: parter}", "met"),
    ],
)
def test_a_deviation_touches_what_it_is_of_and_nothing_else(
    met_by: str, answer: str, ask: Ask, small_project: SmallProject
) -> None:
    small_project.section("Rammen er aftalt. {#rammebeloeb}\n\nIntet andet. {#andet}")
    file = small_project.municipality_file
    deviation = DEVIATION.replace("BLOCK", "rammebeloeb")
    small_project.change(file, "    local:\n", f"{deviation}    local:\n")
    found = {tuple(one["agreements"]): one for one in ask(requirement(met_by))}
    own = next(one for keys, one in found.items() if "midtbundt/nordby/forebyggelse/aftale" in keys)
    assert own["answer"] == answer
    if answer == "deviates":
        assert places(own) == [f"{file}:{_line(small_project, file, 'section: oekonomi')}"]


def _line(project: SmallProject, file: str, words: str) -> int:
    lines = (project.folder / file).read_text(encoding="utf-8").split("\n")
    return next(number for number, line in enumerate(lines, 1) if words in line)


def test_what_is_about_another_task_is_not_relevant(ask: Ask, small_project: SmallProject) -> None:
    text = (small_project.folder / "data/tasks/forebyggelse.yaml").read_text(encoding="utf-8")
    small_project.write("data/tasks/andet.yaml", text)
    (found,) = ask(requirement("{section: oekonomi}", tasks="[andet]"))
    assert found["answer"] == "not-relevant"


# --- approvals and events ---------------------------------------------------------------------

APPROVED = """\
approvals:
  - {body: Rådet, party: municipality, date: 2026-03-24, outcome: approved, edition: V20260319, source: sagen}
  - {body: Rådet, party: region, date: DAY, outcome: approved, edition: V20260319, source: sagen}
"""


@pytest.mark.parametrize(("day", "answer"), [("2026-03-31", "met"), ("2026-04-02", "lacking")])
def test_the_approval_of_both_parties_meets_it_in_time(
    day: str, answer: str, ask: Ask, small_project: SmallProject, capsys: pytest.CaptureFixture[str]
) -> None:
    project = ["--project", str(small_project.folder)]
    assert main(["release", "midtbundt", "--edition", "V20260319", "--draft", *project]) == 0
    capsys.readouterr()
    wanted = requirement("{event: approval, test: date<= 2026-04-01}", kind="approval")
    lacking = ask(wanted, "nordby")
    assert [(one["answer"], one["seen"][0]["what"]) for one in lacking] == [
        ("lacking", "kommunen og regionen")
    ]
    file = "data/approvals/midtbundt_nordby_forebyggelse_aftale.yaml"
    small_project.write(file, APPROVED.replace("DAY", day))
    (found,) = ask(wanted, "nordby")
    assert (found["answer"], places(found)) == (answer, [f"{file}:3"])


def test_an_event_meets_a_duty_and_what_is_due_and_not_told_is_lacking(
    ask: Ask, small_project: SmallProject
) -> None:
    wanted = requirement(
        "null", kind="follow-up", recurs="{every: year, first: 2026-03-01}", key="plan"
    )
    (late,) = ask(wanted)
    assert late["answer"] == "lacking"
    event = "events:\n  - {requirement: plan, date: 2026-03-10, source: referatet}\n"
    small_project.write("data/events/midtbundt.yaml", event)
    (found,) = ask(wanted)
    assert (found["answer"], places(found)) == ("met", ["data/events/midtbundt.yaml:2"])
    (found,) = ask(wanted, "--date", "2027-03-02")
    assert found["answer"] == "lacking"


@pytest.mark.parametrize("document", ["division", "site"])
def test_what_is_not_kept_here_is_not_decided(document: str, ask: Ask) -> None:
    (found,) = ask(requirement(f"{{document: {document}}}"))
    assert found["answer"] == "undecided"


def test_without_an_addendum_one_in_time_is_not_relevant(
    ask: Ask, small_project: SmallProject
) -> None:
    wanted = requirement("{document: addendum, test: date<= 2026-12-31}", kind="notice")
    assert ask(wanted)[0]["answer"] == "not-relevant"
    addendum = "    addenda: [{number: 1, amends: V20260319, edition: V20270101}]\n"
    small_project.change(small_project.municipality_file, "    local:\n", f"{addendum}    local:\n")
    assert ask(wanted)[0]["answer"] == "lacking"


# --- what cannot be asked ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("met_by", "rule", "column", "near"),
    [
        ("{section: oekonomy}", "requirement-place-gone", 14, "oekonomi"),
        ("{section: oekonomi, block: rammebelob}", "requirement-place-gone", 33, "rammebeloeb"),
        ("{field: choices.duratio}", "requirement-place-gone", 14, "duration"),
        ("{field: valg}", "requirement-place-gone", 14, ""),
        ("{field: choices.duration, test: in indefinit}", "requirement-test", 39, "indefinite"),
        ("{field: choices.overhead, test: '>= 6'}", "requirement-test", 39, ""),
        ("{field: choices.notice_months, test: date<= 2026-01-01}", "requirement-test", 44, ""),
        ("{test: set}", "requirement-test", 14, ""),
        ("{block: rammebeloeb}", "requirement-place-gone", 14, ""),
    ],
)
def test_what_points_at_nothing_is_refused_where_it_stands(
    met_by: str, rule: str, column: int, near: str, small_project: SmallProject,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    small_project.write(FILE, HEAD + requirement(met_by))
    project = ["--project", str(small_project.folder)]
    for command in (["requirements"], ["check"]):
        assert main([*command, *project]) in (1, 3)
        told = "".join(capsys.readouterr())
        assert f"{FILE}:9:{column}" in told and f"error[{rule}]" in told
        assert near in told or command == ["check"]  # in a pipe it tells a line each


@pytest.mark.parametrize(
    ("file", "text", "place"),
    [
        ("midtbundt", "{requirement: ramme, date: 2026-03-10, source: referatet}", "2:6"),
        ("midtbundt", "{requirement: rammen, date: 2026-03-10, municipalities: [nordbi], source: x}", "2:62"),
        ("midtbund", "{requirement: rammen, date: 2026-03-10, source: referatet}", "1:1"),
    ],
)  # fmt: skip
def test_an_event_of_nothing_is_refused(
    file: str, text: str, place: str, small_project: SmallProject,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    small_project.write(FILE, HEAD + requirement("{section: oekonomi}"))
    small_project.write(f"data/events/{file}.yaml", f"events:\n  - {text}\n")
    assert main(["check", "--project", str(small_project.folder)]) == 3
    assert (
        f"data/events/{file}.yaml:{place}: error[requirement-place-gone]" in capsys.readouterr().out
    )


def test_a_set_that_is_not_there_is_told_the_near_one(
    small_project: SmallProject, capsys: pytest.CaptureFixture[str]
) -> None:
    small_project.write(FILE, HEAD + requirement("{section: oekonomi}"))
    project = ["--project", str(small_project.folder)]
    assert main(["requirements", "--set", "krv", *project]) == 2
    told = capsys.readouterr().err
    assert "error[unknown-requirement-set]" in told and "krav" in told


def test_a_set_that_is_asked_for_by_name_and_applies_to_nothing_is_not_relevant(
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = ["requirements", "norddjurs", "--set", "sundhedsaftale-2024", "--format", "json"]
    assert main([*words, "--project", str(ROOT)]) == 0
    (told,) = json.loads(capsys.readouterr().out)["sets"]
    answers = {a["answer"] for line in told["requirements"] for a in line["answers"]}
    assert (len(told["requirements"]), answers) == (16, {"not-relevant"})


def test_a_project_without_requirements_goes_on_as_before(
    small_project: SmallProject, capsys: pytest.CaptureFixture[str]
) -> None:
    project = ["--project", str(small_project.folder)]
    assert main(["requirements", *project]) == 0
    assert "no set of requirements applies" in capsys.readouterr().err
    assert main(["check", *project]) == 0
    main(["status", *project])
    assert "Duties" not in capsys.readouterr().out


# --- before a final edition -------------------------------------------------------------------


def test_what_a_text_must_have_stops_a_final_edition_and_not_a_draft(
    small_project: SmallProject, capsys: pytest.CaptureFixture[str]
) -> None:
    lacked = "{field: choices.notice_months, test: '>= 7'}"
    small_project.write(FILE, HEAD + requirement(lacked))
    project = ["--project", str(small_project.folder)]
    assert main(["check", *project]) == 0
    assert "warning[requirement-not-met]" in capsys.readouterr().out
    assert main(["check", "--final", *project]) == 1
    assert "error[requirement-not-met]" in capsys.readouterr().out
    small_project.write(FILE, HEAD + requirement(lacked, level="advice"))
    main(["check", "--final", *project])
    assert "requirement-not-met" not in capsys.readouterr().out


def test_what_cannot_be_done_before_it_is_final_does_not_stop_it(
    small_project: SmallProject, capsys: pytest.CaptureFixture[str]
) -> None:
    text = requirement("{event: approval}", kind="approval") + requirement(
        "{document: division}", key="deling", kind="notice"
    )
    small_project.write(FILE, HEAD + text)
    main(["check", "--final", "--project", str(small_project.folder)])
    assert "requirement-" not in capsys.readouterr().out


# --- status and calendar ----------------------------------------------------------------------


def test_duties_stand_in_status_and_calendar(
    small_project: SmallProject, capsys: pytest.CaptureFixture[str]
) -> None:
    wanted = requirement(
        "null", kind="follow-up", recurs="{every: year, first: 2027-11-01}", who="Regionen",
        to="Sundhedsrådet",
    )  # fmt: skip
    small_project.write(FILE, HEAD + wanted)
    small_project.change(
        "data/bundles/midtbundt.yaml", "region: midt", "region: midt\ncase_number: 25/1"
    )
    words = ["status", "--project", str(small_project.folder), "--date"]
    assert main([*words, "2026-03-20"]) == 0
    told = capsys.readouterr().out
    assert "01-11-2027  Rammen står i aftalen (Regionen til Sundhedsrådet) (591 days left)" in told
    assert main([*words, "2027-11-02"]) == 1
    assert "(1 day ago)" in capsys.readouterr().out

    main([*words, "2026-03-20", "--output", "ics"])
    calendar = capsys.readouterr().out
    assert "RRULE:FREQ=YEARLY;INTERVAL=1" in calendar
    assert "DTSTART;VALUE=DATE:20271101" in calendar and "TRIGGER:-P30D" in calendar
    assert "Krav til aftaler\\nSag 25/1" in calendar

    main([*words, "2026-03-20", "--output", "json"])
    (duty,) = json.loads(capsys.readouterr().out)["bundles"][0]["duties"]
    assert (duty["due"], duty["months_between"], duty["overdue"]) == ("2027-11-01", 12, False)


def test_a_duty_that_ends_with_the_agreement_ends_in_the_calendar(
    small_project: SmallProject, capsys: pytest.CaptureFixture[str]
) -> None:
    file = "data/bundles/midtbundt.yaml"
    small_project.change(file, "overhead: included", "duration: fixed\n  expires_on: 2030-12-31")
    small_project.write(
        FILE,
        HEAD
        + requirement("null", kind="follow-up", recurs="{every: half-year, first: 2027-11-01}"),
    )
    words = ["status", "--date", "2026-03-20", "--output", "ics"]
    main([*words, "--project", str(small_project.folder)])
    assert "RRULE:FREQ=MONTHLY;UNTIL=20301231;INTERVAL=6" in capsys.readouterr().out


# --- the letter and the workbook --------------------------------------------------------------


@pytest.fixture(scope="module")
def letters(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The letter about Norddjurs' agreement in each format, on a copy of the shipped project."""
    from tools.february import copied_project

    folder = tmp_path_factory.mktemp("brev")
    project = copied_project(folder / "projekt")
    for shape in ("docx", "pdf", "xlsx"):
        words = ["requirements", "norddjurs", "--date", "2026-03-20", "--out"]
        assert main([*words, str(folder / f"krav.{shape}"), "--project", str(project)]) == 0
    return folder


HEADINGS = (
    "Rammerne for godkendelse", "Generelt", "Sammenhæng til de nationale mål",
    "Målgrupper og grundlag for valg af indsatser", "Implementering og opfølgning",
)  # fmt: skip


def test_the_letter_has_the_headings_of_the_authority_in_their_order(letters: Path) -> None:
    word = [block.words for block in docx_blocks((letters / "krav.docx").read_bytes())]
    pdf = [block.words for block in pdf_blocks((letters / "krav.pdf").read_bytes())]
    for said in (word, pdf):
        found = [heading for words in said for heading in HEADINGS if words.endswith(heading)]
        assert found == [*HEADINGS]


def test_the_letter_says_nothing_is_met_that_rests_on_a_draft(letters: Path) -> None:
    words = [block.words for block in docx_blocks((letters / "krav.docx").read_bytes())]
    row = next(i for i, said in enumerate(words) if said.startswith("Aftalen gælder i mindst seks"))
    assert words[row + 1].startswith("Kan ikke afgøres: grundlaget er et udkast")
    assert any("[modtager afventer: skrives af Region Midtjylland]" in said for said in words)
    assert any("UDKAST" in said for said in words)
    assert not any(".yaml" in said or ".md" in said for said in words)  # places are ours


def test_the_workbook_has_a_row_for_each_answer_with_its_place(letters: Path) -> None:
    book = openpyxl.load_workbook(letters / "krav.xlsx")
    head, *rows = book["Krav"].values
    assert head[:5] == ("Sæt", "Nøgle", "Krav", "Grad", "Svar")
    by_key = {row[1]: row for row in rows}
    assert by_key["tilsyn-og-kontrol"][4] == "Opfyldt"
    assert (
        by_key["tilsyn-og-kontrol"][7]
        == "templates/horisontal-samarbejdsaftale/13-kvalitet-og-tilsyn.md:5"
    )
    assert by_key["mindste-loebetid"][4] == "Kan ikke afgøres"
    assert [row[4] for row in book["Pligter"].values][1:] == ["kapacitetsplan"]
