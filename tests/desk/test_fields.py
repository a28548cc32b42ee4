"""`aftalegen fields`: every name that a template may use is told, with its value and place."""

import json
import re

import pytest

from aftalegen.build.builder import Builder
from aftalegen.cli.app import main
from aftalegen.desk.fields import names_alone, template_names
from aftalegen.records.choices import declared_choices
from aftalegen.records.project import Project
from aftalegen.template.names import NAMES
from tests.conftest import ROOT, SmallProject

DECLARED = declared_choices(ROOT / "templates")


def told(small_project: SmallProject, name: str) -> tuple[str | None, bool, str]:
    project = Project(small_project.folder)
    (selection,) = project.select(("nordby",), None, None).annexes
    (found,) = [row for row in template_names(Builder(project), selection) if row.name == name]
    return (
        found.value,
        found.missing,
        f"{found.source.file}:{found.source.line}" if found.source else "",
    )


def test_a_value_is_told_with_the_line_that_it_stands_on(small_project: SmallProject) -> None:
    value, missing, place = told(small_project, "budget.fixed_annual")
    assert (value, missing) == ("1234000", False)
    file, line = place.split(":")
    text = (small_project.folder / file).read_text(encoding="utf-8").splitlines()
    assert "fixed_annual: 1_234_000" in text[int(line) - 1]


def test_what_is_missing_is_told_as_the_draft_prints_it(small_project: SmallProject) -> None:
    assert told(small_project, "local.opening_hours")[:2] == (
        "[åbnings- og dækningstider afventer]",
        True,
    )


def test_a_choice_for_the_task_comes_before_the_common_one(small_project: SmallProject) -> None:
    assert told(small_project, "choices.notice_months")[0] == "6"
    assert told(small_project, "choices.overhead")[0] == "included"


def test_the_fields_of_an_empty_list_are_told_without_a_value(small_project: SmallProject) -> None:
    assert told(small_project, "approvals[].body") == (None, False, "")
    assert told(small_project, "budget.services[].name")[0] == "sygdomsmestring"


def test_the_names_are_those_that_templates_are_given(small_project: SmallProject) -> None:
    builder = Builder(Project(small_project.folder))
    (selection,) = builder.project.select(("nordby",), None, None).annexes
    assert set(NAMES) == set(builder.templates.names_for(builder.annex_facts(selection)))


def test_the_guide_to_templates_tells_every_name() -> None:
    guide = (ROOT / "docs/skabeloner.md").read_text(encoding="utf-8")
    assert [name for name in NAMES if f"| `{name}` |" not in guide] == []


def test_every_name_has_words_and_stands_once() -> None:
    names = names_alone(DECLARED)
    assert [n.name for n in names if not n.meaning] == []
    assert len({n.name for n in names}) == len(names)


def test_every_name_that_the_shipped_templates_print_is_told() -> None:
    known = {re.sub(r"\[\]", "", row.name) for row in names_alone(DECLARED)}
    tops = "|".join(NAMES)
    for path in (ROOT / "templates").rglob("*.md"):
        for tag in re.findall(r"\{[{%](.*?)[%}]\}", path.read_text(encoding="utf-8"), re.DOTALL):
            for name in re.findall(
                rf"\b((?:{tops})(?:\.[a-z_]+)*)\b(?!\()", re.sub(r"[\"'].*?[\"']", "", tag)
            ):
                if not name.startswith("law") and not any(
                    k == name or k.startswith(f"{name}.") for k in known
                ):
                    raise AssertionError(f"{path.name}: {name}")


def test_the_table_is_80_columns_wide_and_json_says_the_same(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["fields", "norddjurs", "--project", str(ROOT)]) == 0
    lines = capsys.readouterr().out.splitlines()
    # A name, or a place, may not be broken.
    assert [line for line in lines if len(line) > 80 and " " in line.strip()] == []

    assert main(["fields", "norddjurs", "--format", "json", "--project", str(ROOT)]) == 0
    names = json.loads(capsys.readouterr().out)
    assert lines[-1] == f"{len(names)} names"
    (budget,) = [n for n in names if n["name"] == "budget.fixed_annual"]
    assert (budget["value"], budget["file"]) == ("4422000", "data/municipalities/norddjurs.yaml")
