"""The conductor of checks: builds every annex in memory and asks every rule.

Annexes are checked where they are built, in processes of their own; only what was found comes
back, with the values that each annex prints.
"""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal, TypeVar

from aftalegen.build.annex import BuiltAnnex, Wanted
from aftalegen.build.builder import Builder
from aftalegen.build.cover import Freezing
from aftalegen.build.formats import ARCHIVED
from aftalegen.build.jobs import process_count, worked
from aftalegen.build.made_of import project_hash
from aftalegen.checks import completeness, proposals, requirements
from aftalegen.checks.finding import Checked, Printed
from aftalegen.checks.proof import OURS, Beside, MakeBeside, Passed, Proof, Refused
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
    without_quotes,
)
from aftalegen.document.nodes import Document
from aftalegen.records.project import Project
from aftalegen.records.selected import BundleAnnex, Selected
from aftalegen.template.facts import AnnexFacts
from aftalegen.words.faults import AftalegenError, Fault
from aftalegen.words.place import Source

T = TypeVar("T")

ONLY_IN_DRAFTS = (
    *completeness.BEFORE_FINAL, *proposals.BEFORE_FINAL, *requirements.BEFORE_FINAL
)  # fmt: skip
"""The rules whose findings a draft may have, and a final edition may not."""

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


@dataclass(frozen=True, slots=True)
class _Asked:
    """What came of all of them, and of what goes out beside them."""

    checked: Checked
    annexes: tuple[BuiltAnnex, ...]
    beside: tuple[Beside, ...]
    errors: tuple[AftalegenError, ...]


def nothing_beside(
    _builder: Builder, _annex: BuiltAnnex, _every: Sequence[BuiltAnnex]
) -> tuple[Beside, ...]:
    """That an annex goes out alone."""
    return ()


def checked(
    project: Project,
    selected: Selected,
    processes: int | None = None,
    formats: Sequence[str] = ARCHIVED,
) -> Checked:
    """Every rule asked of the selected annexes and of the project; one fault hides no other."""
    wanted = [Wanted(one, tuple(formats), {}) for one in selected.annexes]
    return _asked(project, selected, wanted, processes, _checked_annex).checked


def proved(
    project: Project,
    selected: Selected,
    stage: Stage = "as-marked",
    passed: Sequence[Passed] = (),
    *,
    beside: MakeBeside = nothing_beside,
    formats: Sequence[str] = ARCHIVED,
    processes: int | None = None,
    follow: Follow[_Annex] = unwatched,
) -> Proof | Refused:
    """The annexes that were selected, built and checked, as the proof that they may go out.

    Errors stop them, but of a rule that was `passed` with a reason. What is missing or not
    confirmed is an error as for `check --final`, by the stage: of all annexes, of none, or of
    those that are not marked as drafts. What goes out `beside` an annex is asked of like it.
    """
    made_of = project_hash(project.folder)  # before anything is read
    wanted = [
        Wanted(one, tuple(formats), {}, freezing=_freezing(one, stage)) for one in selected.annexes
    ]
    asked = _asked(project, selected, wanted, processes, _built_and_checked, follow, beside)
    findings = final(asked.checked.findings, _finals(asked, stage))
    let_through = {one.rule for one in passed}
    stops = [f for f in findings if f.severity == "error" and f.rule not in let_through]
    errors = (*selected.errors, *asked.errors)
    if stops or errors:
        return Refused(Checked(findings, asked.checked.annexes), asked.annexes, errors)
    rules = {finding.rule for finding in findings if finding.severity == "error"}
    used = tuple(one for one in passed if one.rule in rules)
    draft = stage == "draft"
    return Proof(OURS, made_of, asked.annexes, findings, used, draft, asked.beside)


def _freezing(annex: BundleAnnex, stage: Stage) -> Freezing | None:
    """What an annex is frozen as, where the stage is that of a release."""
    if stage == "as-marked":
        return None
    record = annex.bundle.record
    return Freezing(record.edition, record.edition_date, stage == "draft")


def _finals(asked: _Asked, stage: Stage) -> frozenset[str]:
    """The names of the annexes that go out as final, and of what goes out beside them."""
    documents = {annex_name(one.selection): one.document for one in asked.annexes}
    documents |= {one.name: one.document for one in asked.beside}
    match stage:
        case "draft":
            return frozenset()
        case "final":
            return frozenset(documents)
        case "as-marked":
            return frozenset(name for name, one in documents.items() if one and not one.draft)


def _asked(
    project: Project,
    selected: Selected,
    wanted: Sequence[Wanted],
    processes: int | None,
    work: Callable[[Builder, Wanted], _Annex],
    follow: Follow[_Annex] = unwatched,
    make: MakeBeside = nothing_beside,
) -> _Asked:
    """What every rule says of the annexes wanted, and the annexes where `work` hands them on."""
    count = process_count(processes, len(wanted))
    pdf = any("pdf" in one.formats for one in wanted)
    builder = Builder(project, alone=count == 1 and pdf)
    done = dict(follow(worked(builder, wanted, count, work), len(wanted)))
    annexes = [done[place] for place in range(len(wanted))]
    built = tuple(
        replace(annex.built, selection=one.selection)
        for annex, one in zip(annexes, wanted, strict=True)
        if annex.built
    )
    beside, errors = _made_beside(builder, built, make)
    annexes += [_looked_through(builder, one.name, one) for one in beside]
    whole = _subject(builder)
    findings = [*refused(selected.errors), *refused(errors), *project_findings(whole)]
    for annex in annexes:
        findings += annex.findings
    printed = tuple(value for annex in annexes for value in annex.printed)
    findings += together_findings(whole, printed)
    places = {annex_name(one): one.place() for one in selected.annexes}
    found = tuple(_placed(finding, places) for finding in merged(findings))
    errors = (*(error for annex in built for error in annex.errors), *errors)
    return _Asked(Checked(found, tuple(places)), built, beside, errors)


def _made_beside(
    builder: Builder, built: Sequence[BuiltAnnex], make: MakeBeside
) -> tuple[tuple[Beside, ...], tuple[AftalegenError, ...]]:
    """What goes out beside annexes, and what keeps some of it from being made."""
    made: list[Beside] = []
    errors: list[AftalegenError] = []
    for annex in built:
        try:
            made += make(builder, annex, built) if annex.document else ()
        except AftalegenError as error:
            errors.append(error)
    return tuple(made), tuple(errors)


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
        if finding.rule in ONLY_IN_DRAFTS
        and (annexes is None or any(name in annexes for name in finding.annexes))
        else finding
        for finding in findings
    )


def annex_name(selection: BundleAnnex) -> str:
    """What an annex is called in findings: its bundle and its file name."""
    return f"{selection.bundle.key}/{selection.file_name}"


def under_check(
    project: ProjectUnderCheck, template: str, facts: AnnexFacts, document: Document
) -> AnnexUnderCheck:
    """An annex as the rules see it."""
    passages = passages_of(document, f"templates/{template}")
    return AnnexUnderCheck(project, facts, template, document, passages)


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
    facts, template = builder.annex_facts(wanted.selection), wanted.selection.template
    annex = under_check(_subject(builder), template, facts, document)
    return _Annex(annex_findings(annex, name), tuple(_printed(annex, name)), built)


def _looked_through(builder: Builder, name: str, one: Beside) -> _Annex:
    """What goes out beside an annex, looked through like it, but for what it quotes."""
    document = without_quotes(one.document)
    annex = under_check(_subject(builder), one.template, one.facts, document)
    if one.facts.item:  # which is asked of what it quotes too
        annex = replace(annex, document=one.document)
    return _Annex(annex_findings(annex, name), tuple(_printed(annex, name)), None)


def _printed(annex: AnnexUnderCheck, name: str) -> Iterable[Printed]:
    """The values that the rules of all annexes together ask for, each once."""
    found: dict[Printed, None] = {}
    for field in fields_of(annex.passages):
        unconfirmed = annex.unconfirmed(field)
        if field.source and (field.missing or unconfirmed or "kr." in field.text):
            found[Printed(field.text, field.source, field.missing, name, unconfirmed)] = None
    return found
