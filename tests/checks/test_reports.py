"""Reports validate against the schemas of those who read them, and point at the right line."""

import json
import re
from pathlib import Path

import jsonschema
import pytest
from lxml import etree

from aftalegen.checks.finding import Checked
from aftalegen.checks.reports import REPORTS
from aftalegen.checks.rules import ALL
from aftalegen.words.alphabet import forbidden_character
from aftalegen.words.faults import Fault, Rule
from aftalegen.words.place import Source

SCHEMAS = Path(__file__).parent / "schemas"
PLACE = Source("templates/aftale/06-roller.md", 14, 32)
AWKWARD = 'a % b, c: d\n«é» <tag> & "quoted" \u2028'

FOUND = Checked(
    (
        Fault(
            "«kræft» er ude", PLACE, "ret teksten", 5, Source("data/decisions/2026-02-24-maalgruppe.yaml", 9),
            rule="excluded-term", annexes=("midt/Aftale Nordby", "midt/Aftale Sønderå"),
        ),
        Fault(AWKWARD, Source("data/x, y.yaml", 1), rule="double-space", severity="warning", annexes=("midt/Aftale Nordby",)),
        Fault("forkert\x07", rule="cvr-invalid"),
        Fault("«beløb» mangler", Source("data/n.yaml", 3), rule="fact-missing", severity="note", provider="Nordby Kommune"),
        Fault("ukendt", rule="not-yet-a-rule", exit_code=3),
    ),
    ("midt/Aftale Nordby", "midt/Aftale Sønderå", "øst/Aftale Byen"),
)  # fmt: skip
NOTHING = Checked((), ("midt/Aftale Nordby",))


@pytest.mark.parametrize("checked", [FOUND, NOTHING, Checked((), ())])
def test_sarif_validates_against_its_schema(checked: Checked) -> None:
    schema = json.loads((SCHEMAS / "sarif-2.1.0.json").read_text(encoding="utf-8"))

    log = json.loads(REPORTS["sarif"](checked, "min mappe/projekt"))

    jsonschema.Draft202012Validator(schema).validate(log)


def test_sarif_points_at_the_words_and_at_the_decision() -> None:
    (run,) = json.loads(REPORTS["sarif"](FOUND, "projekt"))["runs"]
    first = run["results"][0]

    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "projekt/templates/aftale/06-roller.md"
    assert place["region"] == {"startLine": 14, "startColumn": 32, "endColumn": 37}
    assert first["relatedLocations"][0]["physicalLocation"]["region"]["startLine"] == 9
    rules = run["tool"]["driver"]["rules"]
    assert [rules[r["ruleIndex"]]["id"] for r in run["results"] if "ruleIndex" in r] == [
        r["ruleId"] for r in run["results"] if "ruleIndex" in r
    ]


@pytest.mark.parametrize("checked", [FOUND, NOTHING, Checked((), ())])
def test_junit_validates_against_jenkins_schema(checked: Checked) -> None:
    schema = etree.XMLSchema(etree.parse(SCHEMAS / "junit-10.xsd"))

    report = etree.fromstring(REPORTS["junit"](checked, "").encode())

    schema.assertValid(report)


def test_junit_has_a_case_for_each_annex_and_fails_those_with_errors() -> None:
    report = etree.fromstring(REPORTS["junit"](FOUND, "").encode())
    cases = {
        (case.get("classname"), case.get("name")): [f.get("type") for f in case.iter("failure")]
        for case in report.iter("testcase")
    }

    assert cases == {
        ("project", "cvr-invalid"): ["cvr-invalid"],
        ("project", "fact-missing"): [],
        ("project", "not-yet-a-rule"): ["not-yet-a-rule"],
        ("midt", "Aftale Nordby"): ["excluded-term"],
        ("midt", "Aftale Sønderå"): ["excluded-term"],
        ("øst", "Aftale Byen"): [],
    }
    assert report.get("tests") == "6"
    assert report.get("failures") == "4"


def test_github_commands_stand_on_a_line_each_and_are_escaped() -> None:
    lines = REPORTS["github"](FOUND, "projekt").splitlines()

    assert lines[0].startswith(
        "::error file=projekt/templates/aftale/06-roller.md,line=14,col=32,endColumn=37,"
        "title=excluded-term::«kræft» er ude%0A"
    )
    assert "file=projekt/data/x%2C y.yaml," in lines[1]
    assert "::a %25 b, c: d%0A«é»" in lines[1]
    assert all(re.match(r"::(error|warning|notice) ", line) for line in lines[:1])
    assert [line for line in lines if "fact-missing" in line] == [
        "::notice title=fact-missing::1 fact is missing"
    ]


def test_json_lines_are_the_findings_of_json() -> None:
    whole = json.loads(REPORTS["json"](FOUND, ""))
    lines = [json.loads(line) for line in REPORTS["jsonl"](FOUND, "").split("\n") if line]

    assert whole["findings"] == lines
    assert (whole["version"], whole["errors"], whole["warnings"], whole["notes"]) == (1, 3, 1, 1)
    assert lines[0]["place"] == {
        "file": "templates/aftale/06-roller.md", "line": 14, "column": 32, "end_column": 37, "key": "",
    }  # fmt: skip


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.name)
def test_a_rule_tells_what_is_wrong_and_why(rule: Rule) -> None:
    assert rule.says.endswith(".") and rule.story.endswith(".")
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule.name)


def test_a_finding_without_a_place_has_one_in_sarif_for_code_hosts_refuse_the_rest() -> None:
    (run,) = json.loads(REPORTS["sarif"](FOUND, ""))["runs"]

    places = [
        [p["physicalLocation"]["artifactLocation"]["uri"] for p in r["locations"]]
        for r in run["results"]
    ]
    assert all(len(each) == 1 for each in places)
    assert places[2] == ["README.md"]


@pytest.mark.parametrize("report", REPORTS)
def test_a_folder_of_any_name_is_told_in_utf_8(report: str) -> None:
    told = REPORTS[report](FOUND, "min mappe/æ #1%, b:c/\udce6")

    assert told.encode("utf-8", "backslashreplace")
    if report == "sarif":
        assert "min%20mappe/%C3%A6%20%231%25%2C%20b%3Ac/%E6/templates" in told
    if report == "github":
        assert "file=min mappe/æ #1%25%2C b%3Ac/" in told
    if report == "junit":
        etree.fromstring(told.encode())


@pytest.mark.parametrize("report", ["json", "jsonl", "sarif", "junit"])
def test_a_report_for_programs_steers_no_terminal(report: str) -> None:
    said = "a\x1b[2J\x9b\u202eb\x07"
    place = Source(f"data/{said}.yaml", 1)
    fault = Fault(said, place, said, rule="cvr-invalid", annexes=(f"midt/{said}",))

    told = REPORTS[report](Checked((fault,), ()), "")

    assert not forbidden_character(told)
    if report == "json":
        assert json.loads(told)["findings"][0]["message"] == said
