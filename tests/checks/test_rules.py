"""Each rule fires on a planted fault, at its place, and is silent on the shipped project."""

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from aftalegen.build.builder import Builder
from aftalegen.checks.completeness import BEFORE_FINAL
from aftalegen.checks.finding import LAYERS, Checked
from aftalegen.checks.rules import RULES, annex_findings, rule_named
from aftalegen.checks.run import checked, under_check
from aftalegen.checks.subject import ProjectUnderCheck
from aftalegen.document.nodes import Document
from aftalegen.records.project import Project
from aftalegen.words.faults import Fault, Rule
from aftalegen.words.language import use_language
from tests.conftest import ROOT
from tests.rule_examples import AGREEMENT, EXAMPLES, NO_DATA_CAN, plant
from tools.rule_reference import (
    HEAD,
    PAGE,
    copy_of_the_project,
    entry,
    example_findings,
    refusals,
)

SHIPPED = Project(ROOT)


def findings_of(folder: Path, who: str) -> tuple[Fault, ...]:
    """What the rules say of the words of one municipality's annexes, and of the project."""
    project = Project(folder)
    return checked(project, project.select((who,), None, None), 1, ()).findings


@cache
def shipped() -> Checked:
    """The words of all annexes of the shipped project, and the files of Norddjurs'."""
    words = checked(SHIPPED, SHIPPED.select((), None, None), 2, ())
    files = checked(SHIPPED, SHIPPED.select(("norddjurs",), None, None), 1)
    return Checked((*words.findings, *files.findings), words.annexes)


def words_at(folder: Path, finding: Fault) -> str:
    assert finding.source is not None
    line = (folder / finding.source.file).read_text(encoding="utf-8").split("\n")
    start = finding.source.column - 1
    return line[finding.source.line - 1][start : start + finding.width]


@pytest.mark.parametrize("rule", EXAMPLES)
def test_a_planted_fault_is_found_at_its_place_and_stands_in_the_page(
    rule: str, tmp_path: Path
) -> None:
    use_language("da")
    example = EXAMPLES[rule]

    found = example_findings(rule, tmp_path)

    files = {f.source.file for f in found if f.source}
    assert (example.file or example.change.file) in files, found
    if example.at:
        assert example.at in {words_at(tmp_path, f) for f in found}
    named = rule_named(rule)
    assert named is not None
    assert entry(named, tmp_path, found) in PAGE.read_text(encoding="utf-8"), "run make docs"


def test_the_page_has_every_rule_and_whatever_is_refused() -> None:
    use_language("da")
    page = PAGE.read_text(encoding="utf-8")

    assert re.findall(r"^### (.+)$", page, re.MULTILINE) == [rule.name for rule in in_layers()]
    for rule in RULES:
        if rule.name in NO_DATA_CAN:
            assert entry(rule, None, ()) in page
    assert page.startswith(HEAD)
    assert page.endswith(refusals())


def in_layers() -> list[Rule]:
    return [rule for layer in LAYERS for rule in RULES if rule.layer == layer]


SAID = (*BEFORE_FINAL, "requirement-basis-unverified")
"""Notes that the shipped project has, and tells honestly."""


@pytest.mark.parametrize("rule", [r.name for r in RULES if r.name not in SAID])
def test_a_rule_is_silent_on_the_shipped_project(rule: str) -> None:
    assert [f for f in shipped().findings if f.rule == rule] == []


def test_the_shipped_project_has_no_error_and_no_warning() -> None:
    assert [f for f in shipped().findings if f.severity != "note"] == []


def test_every_rule_has_an_example_or_cannot_have_one() -> None:
    assert {rule.name for rule in RULES} == set(EXAMPLES) | NO_DATA_CAN


# --- terms, from the decision to the annexes ---


def test_a_term_that_was_decided_out_is_one_finding_for_all_annexes_it_hits(tmp_path: Path) -> None:
    folder = copy_of_the_project(tmp_path)
    plant(folder, EXAMPLES["excluded-term"])

    project = Project(folder)
    findings = checked(project, project.select((), None, None), 1, ()).findings
    (finding,) = (f for f in findings if f.severity != "note")

    assert finding.rule == "excluded-term"
    assert str(finding.source) == f"{AGREEMENT}/06-roller-og-ansvar.md:36:30"
    assert len(finding.annexes) == 19
    assert all(annex.startswith("midtjylland/") for annex in finding.annexes)
    assert finding.cause is not None
    assert finding.cause.file == "data/decisions/2026-02-24-vejledning-og-maalgruppe.yaml"
    assert (
        "depression"
        in (folder / finding.cause.file).read_text().split("\n")[finding.cause.line - 1]
    )


def test_an_exception_in_the_decision_allows_the_phrase_and_nothing_else(tmp_path: Path) -> None:
    folder = copy_of_the_project(tmp_path)
    section = folder / AGREEMENT / "06-roller-og-ansvar.md"
    phrase = "borgere med depression hører under den borgerrettede forebyggelse"
    text = section.read_text(encoding="utf-8")
    section.write_text(
        text + f"\nDog gælder, at {phrase.replace(' hører', chr(10) + 'hører')}.\n",
        encoding="utf-8",
    )
    assert [f.rule for f in findings_of(folder, "norddjurs") if f.severity == "error"] == [
        "excluded-term"
    ]

    decision = folder / "data/decisions/2026-02-24-vejledning-og-maalgruppe.yaml"
    exception = f"exceptions:\n  - term: depression\n    phrase: {phrase}\n    reason: Afgrænsningen skal siges.\n"
    decision.write_text(decision.read_text(encoding="utf-8") + exception, encoding="utf-8")
    assert [f for f in findings_of(folder, "norddjurs") if f.severity == "error"] == []

    section.write_text(
        section.read_text(encoding="utf-8") + "\nDepression alene.\n", encoding="utf-8"
    )
    assert [f.message for f in findings_of(folder, "norddjurs") if f.severity == "error"] == [
        "«Depression» is out of the target group, but is still mentioned"
    ]


def test_a_placeholder_without_the_draft_mark_is_seen() -> None:
    builder = Builder(SHIPPED)
    selection = SHIPPED.select(("norddjurs",), None, None).annexes[0]
    facts, whole = builder.annex_facts(selection), ProjectUnderCheck(SHIPPED, builder.templates)

    def rules_of(document: Document) -> set[str]:
        annex = under_check(whole, facts.annex.template, facts, document)
        return {finding.rule for finding in annex_findings(annex, "norddjurs")}

    document = builder.annex_document(selection)
    assert rules_of(document) == set()
    assert rules_of(replace(document, draft="")) == {"placeholder-in-final"}


def test_a_template_that_cannot_be_read_does_not_make_everything_seem_unused(
    tmp_path: Path,
) -> None:
    folder = copy_of_the_project(tmp_path)
    section = folder / AGREEMENT / "01-parter-og-baggrund.md"
    section.write_text("---\nkey: parter\ntitel: Parter\n---\n{% if %}", encoding="utf-8")

    found = {f.rule for f in findings_of(folder, "norddjurs") if f.severity != "note"}

    assert found == {"unknown-key"}
