"""The conductor of checks: builds every annex in memory and asks every rule.

Annexes are checked where they are built, in processes of their own; only what was found comes
back, with the values that each annex prints.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from aftalegen.build.builder import Builder, Wanted
from aftalegen.build.formats import ARCHIVED
from aftalegen.build.jobs import process_count, worked
from aftalegen.checks.finding import Checked, Printed
from aftalegen.checks.rules import (
    annex_findings,
    merged,
    project_findings,
    refused,
    together_findings,
)
from aftalegen.checks.subject import (
    AnnexUnderCheck,
    ProjectUnderCheck,
    fields_of,
    passages_of,
)
from aftalegen.document.nodes import Document
from aftalegen.records.project import Project
from aftalegen.records.selected import BundleAnnex, Selected
from aftalegen.template.facts import AnnexFacts
from aftalegen.words.faults import Fault


@dataclass(frozen=True, slots=True)
class _Annex:
    """What came of one annex."""

    findings: tuple[Fault, ...]
    printed: tuple[Printed, ...]


def checked(
    project: Project,
    selected: Selected,
    processes: int | None = None,
    formats: Sequence[str] = ARCHIVED,
) -> Checked:
    """Every rule asked of the selected annexes and of the project; one fault hides no other."""
    wanted = [Wanted(one, tuple(formats), {}) for one in selected.annexes]
    count = process_count(processes, len(wanted))
    builder = Builder(project, alone=count == 1 and "pdf" in formats)
    done = dict(worked(builder, wanted, count, _checked_annex))
    annexes = [done[place] for place in range(len(wanted))]
    whole = _subject(builder)
    findings = list(refused(selected.errors))
    findings += project_findings(whole)
    for annex in annexes:
        findings += annex.findings
    printed = tuple(value for annex in annexes for value in annex.printed)
    findings += together_findings(whole, printed)
    return Checked(merged(findings), tuple(annex_name(one) for one in selected.annexes))


def final(findings: tuple[Fault, ...]) -> tuple[Fault, ...]:
    """The findings as they count for a final edition: a missing fact is an error."""
    return tuple(
        replace(finding, severity="error") if finding.rule == "fact-missing" else finding
        for finding in findings
    )


def annex_name(selection: BundleAnnex) -> str:
    """What an annex is called in findings: its bundle and its file name."""
    return f"{selection.bundle.key}/{selection.file_name}"


def under_check(
    project: ProjectUnderCheck, facts: AnnexFacts, document: Document
) -> AnnexUnderCheck:
    """An annex as the rules see it."""
    passages = passages_of(document, f"templates/{facts.annex.template}")
    return AnnexUnderCheck(project, facts, document, passages)


@lru_cache(maxsize=1)
def _subject(builder: Builder) -> ProjectUnderCheck:
    return ProjectUnderCheck(builder.project, builder.templates)


def _checked_annex(builder: Builder, wanted: Wanted) -> _Annex:
    """One annex built and looked through, in the process that built it."""
    name = annex_name(wanted.selection)
    built = builder.build(wanted)
    document = built.document
    if document is None:
        return _Annex(tuple(refused(built.errors, (name,))), ())
    facts = builder.annex_facts(wanted.selection)
    annex = under_check(_subject(builder), facts, document)
    printed = tuple(
        Printed(field.text, field.source, field.missing, name)
        for field in fields_of(annex.passages)
        if field.source and (field.missing or "kr." in field.text)
    )
    return _Annex(annex_findings(annex, name), tuple(dict.fromkeys(printed)))
