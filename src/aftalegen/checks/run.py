"""The conductor of checks: builds every annex in memory and asks every rule.

Annexes are checked where they are built, in processes of their own; only what was found comes
back, with the values that each annex prints.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal, TypeVar

from aftalegen.build.builder import Builder, BuiltAnnex, Wanted
from aftalegen.build.cover import Freezing
from aftalegen.build.formats import ARCHIVED
from aftalegen.build.jobs import process_count, worked
from aftalegen.build.made_of import project_hash
from aftalegen.checks import completeness, proposals
from aftalegen.checks.finding import Checked, Printed
from aftalegen.checks.proof import OURS, Passed, Proof, Refused
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
from aftalegen.words.place import Source

T = TypeVar("T")

Stage = Literal["draft", "final", "as-marked"]
"""How annexes go out: all as drafts, all as final, or each as it is marked."""

Follow = Callable[[Iterable[tuple[int, T]], int], Iterable[tuple[int, T]]]
"""Gives the same annexes, of so many, and shows somebody how far they are."""


def unwatched(each: Iterable[tuple[int, T]], _total: int) -> Iterable[tuple[int, T]]:
    """The annexes, where nobody looks."""
    return each


@dataclass(frozen=True, slots=True)
class _Annex:
    """What came of one annex."""

    findings: tuple[Fault, ...]
    printed: tuple[Printed, ...]
    built: BuiltAnnex | None


def checked(
    project: Project,
    selected: Selected,
    processes: int | None = None,
    formats: Sequence[str] = ARCHIVED,
) -> Checked:
    """Every rule asked of the selected annexes and of the project; one fault hides no other."""
    wanted = [Wanted(one, tuple(formats), {}) for one in selected.annexes]
    return _asked(project, selected, wanted, processes, _checked_annex)[0]


def proved(
    project: Project,
    selected: Selected,
    stage: Stage = "as-marked",
    passed: Sequence[Passed] = (),
    *,
    formats: Sequence[str] = ARCHIVED,
    processes: int | None = None,
    follow: Follow[_Annex] = unwatched,
) -> Proof | Refused:
    """The annexes that were selected, built and checked, as the proof that they may go out.

    Errors stop them, but of a rule that was `passed` with a reason. What is missing or not
    confirmed is an error as for `check --final`, by the stage: of all annexes, of none, or of
    those that are not marked as drafts.
    """
    made_of = project_hash(project.folder)  # before anything is read
    wanted = [
        Wanted(one, tuple(formats), {}, freezing=_freezing(one, stage)) for one in selected.annexes
    ]
    found, annexes = _asked(project, selected, wanted, processes, _built_and_checked, follow)
    finals = _finals(annexes, stage)
    findings = final(found.findings, finals)
    let_through = {one.rule for one in passed}
    stops = [f for f in findings if f.severity == "error" and f.rule not in let_through]
    errors = (*selected.errors, *(error for annex in annexes for error in annex.errors))
    if stops or errors:
        return Refused(Checked(findings, found.annexes), annexes, errors)
    rules = {finding.rule for finding in findings if finding.severity == "error"}
    used = tuple(one for one in passed if one.rule in rules)
    return Proof(OURS, made_of, annexes, findings, used, stage == "draft")


def _freezing(annex: BundleAnnex, stage: Stage) -> Freezing | None:
    """What an annex is frozen as, where the stage is that of a release."""
    if stage == "as-marked":
        return None
    record = annex.bundle.record
    return Freezing(record.edition, record.edition_date, stage == "draft")


def _finals(annexes: Iterable[BuiltAnnex], stage: Stage) -> frozenset[str]:
    """The names of the annexes that go out as final."""
    match stage:
        case "draft":
            return frozenset()
        case "final":
            return frozenset(annex_name(annex.selection) for annex in annexes)
        case "as-marked":
            return frozenset(
                annex_name(annex.selection)
                for annex in annexes
                if annex.document and not annex.document.draft
            )


def _asked(
    project: Project,
    selected: Selected,
    wanted: Sequence[Wanted],
    processes: int | None,
    work: Callable[[Builder, Wanted], _Annex],
    follow: Follow[_Annex] = unwatched,
) -> tuple[Checked, tuple[BuiltAnnex, ...]]:
    """What every rule says of the annexes wanted, and the annexes where `work` hands them on."""
    count = process_count(processes, len(wanted))
    pdf = any("pdf" in one.formats for one in wanted)
    builder = Builder(project, alone=count == 1 and pdf)
    done = dict(follow(worked(builder, wanted, count, work), len(wanted)))
    annexes = [done[place] for place in range(len(wanted))]
    whole = _subject(builder)
    findings = list(refused(selected.errors))
    findings += project_findings(whole)
    for annex in annexes:
        findings += annex.findings
    printed = tuple(value for annex in annexes for value in annex.printed)
    findings += together_findings(whole, printed)
    built = tuple(
        replace(annex.built, selection=one.selection)
        for annex, one in zip(annexes, wanted, strict=True)
        if annex.built
    )
    places = {annex_name(one): one.place() for one in selected.annexes}
    found = tuple(_placed(finding, places) for finding in merged(findings))
    return Checked(found, tuple(places)), built


def _placed(finding: Fault, places: Mapping[str, Source]) -> Fault:
    """A finding about an annex as a whole stands where its bundle names the annex."""
    if finding.source is None and finding.annexes:
        return replace(finding, source=places.get(finding.annexes[0]))
    return finding


def final(findings: Iterable[Fault], annexes: Container[str] | None = None) -> tuple[Fault, ...]:
    """The findings as they count where annexes are final: a fact that is missing or not
    confirmed is an error there. Without `annexes` all of them are."""
    return tuple(
        replace(finding, severity="error")
        if finding.rule in (*completeness.BEFORE_FINAL, *proposals.BEFORE_FINAL)
        and (annexes is None or any(name in annexes for name in finding.annexes))
        else finding
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
    """What was found in one annex; its files stay in the process that built it."""
    return replace(_built_and_checked(builder, wanted), built=None)


def _built_and_checked(builder: Builder, wanted: Wanted) -> _Annex:
    """One annex built and looked through, in the process that built it."""
    name = annex_name(wanted.selection)
    built = builder.build(wanted)
    document = built.document
    if document is None:
        return _Annex(tuple(refused(built.errors, (name,))), (), built)
    facts = builder.annex_facts(wanted.selection)
    annex = under_check(_subject(builder), facts, document)
    printed = dict.fromkeys(_printed(annex, name))
    return _Annex(annex_findings(annex, name), tuple(printed), built)


def _printed(annex: AnnexUnderCheck, name: str) -> Iterator[Printed]:
    """The values that the rules of all annexes together ask for."""
    for field in fields_of(annex.passages):
        unconfirmed = annex.unconfirmed(field)
        if field.source and (field.missing or unconfirmed or "kr." in field.text):
            yield Printed(field.text, field.source, field.missing, name, unconfirmed)
