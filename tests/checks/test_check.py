"""`aftalegen check` and `explain`: what they tell, in which form, and with which exit code."""

import json
from pathlib import Path

import pytest

from aftalegen.checks.run import _placed
from aftalegen.cli import console
from aftalegen.cli.app import main
from aftalegen.words.faults import Fault
from aftalegen.words.place import Source
from tests.conftest import ROOT, TEMPLATE, SmallProject
from tests.rule_examples import AGREEMENT, EXAMPLES, plant
from tools.rule_reference import copy_of_the_project

SECTION = f"{AGREEMENT}/06-roller-og-ansvar.md"


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """A copy of the project in which a term stands that was decided out."""
    folder = copy_of_the_project(tmp_path / "projekt")
    plant(folder, EXAMPLES["excluded-term"])
    return folder


def run(folder: Path, *arguments: str) -> int:
    return main(["--lang", "da", *arguments, "--project", str(folder)])


def test_a_clean_project_is_exit_0_and_tells_what_is_missing_from_whom(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(ROOT, "check", "norddjurs") == 0

    told = capsys.readouterr().out.splitlines()
    assert told[0] == "Mangler, før udgaven kan frigives, efter hvem der skal levere det:"
    assert any(line.split()[:3] == ["Norddjurs", "Kommune", "6"] for line in told)
    assert told[-1].startswith("2 bilag kontrolleret, 0 fejl, 0 advarsler, ")


def test_for_a_final_edition_each_missing_fact_is_an_error(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(ROOT, "check", "norddjurs", "--final", "--select", "completeness") == 1

    told = [line for line in capsys.readouterr().out.splitlines() if "fejl[fact-missing]" in line]
    assert len(told) == 43
    assert any("«pris- og lønniveau» mangler (2 bilag i midtjylland)" in line for line in told)


def test_in_a_pipe_a_finding_is_one_line(
    faulty: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(faulty)
    assert run(faulty, "check", "midtjylland", "--select", "excluded-term") == 1

    told = capsys.readouterr().out.splitlines()
    assert told[0] == (
        f"{SECTION}:36:30: fejl[excluded-term]: «depression» er ude af målgruppen, men nævnes "
        "stadig (19 bilag i midtjylland)"
    )
    assert told[1].startswith("38 bilag kontrolleret, 1 fejl, 0 advarsler, ")


def test_a_person_sees_the_line_the_words_the_decision_and_what_to_do(
    faulty: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(console, "is_read_by_a_person", lambda: True)
    monkeypatch.chdir(faulty)
    run(faulty, "check", "midtjylland", "--select", "excluded-term")

    assert (
        capsys.readouterr().out.split("\n\n")[0]
        == f"""\
fejl[excluded-term]: «depression» er ude af målgruppen, men nævnes stadig
  --> {SECTION}:36:30
   |
36 | Borgere med diabetes, KOL og depression kan henvises. Kommunen sender
   |                              ^^^^^^^^^^
   = besluttet: data/decisions/2026-02-24-vejledning-og-maalgruppe.yaml:27
   = rammer: 19 bilag i midtjylland
   = hjælp: ret teksten, eller skriv en undtagelse i beslutningen"""
    )


def test_the_annotation_of_github_points_at_the_line_from_the_folder_above(
    faulty: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(faulty.parent)
    run(faulty, "check", "norddjurs", "--select", "excluded-term", "--output", "github")

    line = capsys.readouterr().out.splitlines()[0]
    assert line.startswith(f"::error file=projekt/{SECTION},line=36,col=30,endColumn=40,")
    text = (faulty.parent / f"projekt/{SECTION}").read_text(encoding="utf-8").splitlines()[35]
    assert text[29:39] == "depression"


def test_data_that_cannot_be_read_is_exit_3_and_hides_no_other_finding(
    faulty: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = faulty / "data/municipalities/randers.yaml"
    broken.write_text("name: [\n", encoding="utf-8")

    assert run(faulty, "check", "norddjurs", "randers", "--output", "jsonl") == 3

    found = {json.loads(line)["rule"] for line in capsys.readouterr().out.splitlines()}
    assert {"yaml-syntax", "excluded-term"} <= found


NESTED = "{% if " + " and ".join(["budget"] * 150) + " %}\nTekst.\n{% endif %}"


@pytest.mark.parametrize(
    ("body", "line"),
    [("{% if budget %}\nTekst.", 5), ("{{ budget.fixed_annual | krr }}", 5), (NESTED, 5)],
)
def test_a_template_that_no_annex_is_made_from_is_read_too(
    small_project: SmallProject,
    body: str,
    line: int,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(small_project.folder)
    small_project.write("templates/tillaeg/template.yaml", TEMPLATE)
    name = "templates/tillaeg/01-aendring.md"
    small_project.write(name, f"---\nkey: aendring\ntitle: Ændring\n---\n{body}\n")

    assert run(small_project.folder, "check", "--output", "jsonl") == 3

    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    told = [one["place"] for one in found if one["rule"] == "template-syntax"]
    assert [(place["file"], place["line"]) for place in told] == [(name, line)]


def test_a_template_that_cannot_be_read_is_told_once_with_its_annexes(
    small_project: SmallProject, capsys: pytest.CaptureFixture[str]
) -> None:
    small_project.section("{% if budget %}\nTekst.")

    run(small_project.folder, "check", "--output", "jsonl")

    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    (told,) = [one for one in found if one["rule"] == "template-syntax"]
    assert len(told["annexes"]) == 2


def test_warnings_count_where_asked(tmp_path: Path) -> None:
    folder = copy_of_the_project(tmp_path)
    plant(folder, EXAMPLES["double-space"])
    words_only = ("--select", "double-space,meaning")

    assert run(folder, "check", "norddjurs", "--select", "double-space") == 0
    assert run(folder, "check", "norddjurs", "--strict", *words_only) == 1
    assert run(folder, "check", "norddjurs", "--strict", "--ignore", "double-space") == 0


def test_a_rule_or_form_that_does_not_exist_is_wrong_use_with_the_nearest(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(ROOT, "check", "--select", "exclude-term") == 2
    assert "excluded-term" in capsys.readouterr().err
    assert run(ROOT, "check", "--output", "sariff") == 2
    assert "sarif" in capsys.readouterr().err


def test_a_report_goes_to_a_file_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = tmp_path / "ud" / "aftalegen.sarif"
    arguments = ("--output", "sarif", "--out", str(report), "--select", "data")

    assert run(ROOT, "check", "norddjurs", *arguments) == 0

    assert json.loads(report.read_text(encoding="utf-8"))["version"] == "2.1.0"
    assert capsys.readouterr().out == ""


def test_a_rule_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(ROOT, "explain", "excluded-term") == 0
    told = capsys.readouterr().out
    assert told.startswith("excluded-term (fejl; Mening)\n")
    assert "undtagelse" in told


def test_where_the_values_of_a_municipality_come_from_and_end_up(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(ROOT, "explain", "norddjurs") == 0

    told = capsys.readouterr().out.splitlines()
    file = told.index("  data/municipalities/norddjurs.yaml")
    line = (ROOT / "data/municipalities/norddjurs.yaml").read_text(encoding="utf-8").split("\n")
    amounts = [one for one in told[file:] if "fixed_annual" in one]
    assert amounts[0].endswith("fixed_annual: 4.422.000\u00a0kr.  → Aftalen kort, afsnit 10.1")
    assert "fixed_annual" in line[int(amounts[0].split()[0]) - 1]
    assert told[-1].startswith("2 bilag, ")


def test_what_is_neither_a_rule_nor_a_municipality_is_wrong_use(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(ROOT, "explain", "norddjus") == 2
    assert "norddjurs" in capsys.readouterr().err


def test_a_finding_about_an_annex_as_a_whole_stands_where_its_bundle_names_it() -> None:
    place = Source("data/bundles/midtbundt.yaml", 9, 5, "annexes[0]")
    finding = Fault("Fejl.", annexes=("midtbundt/Aftale",))

    assert _placed(finding, {"midtbundt/Aftale": place}).source == place


def test_template_code_that_is_left_is_told_on_its_line(
    small_project: SmallProject, capsys: pytest.CaptureFixture[str]
) -> None:
    small_project.section("Tekst.\n\n{% raw %}{{ x }}{% endraw %}")
    run(small_project.folder, "check", "nordby", "--select", "finished")

    assert f"{small_project.section_file}:7" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "begins"),
    [
        (("--out", "r.sarif"), '{\n  "$schema"'),
        (("--out", "r.json"), '{\n  "version"'),
        (("--out", "r.xml"), "<?xml"),
        (("--output", "sarif", "--out", "r.json"), '{\n  "$schema"'),
    ],
)
def test_a_report_has_the_form_that_its_name_ends_in(
    small_project: SmallProject, tmp_path: Path, arguments: tuple[str, ...], begins: str
) -> None:
    *options, name = arguments
    run(small_project.folder, "check", "--select", "data", *options, str(tmp_path / name))

    assert (tmp_path / name).read_text(encoding="utf-8").startswith(begins)
