"""All rules, and what they find."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from aftalegen.checks import (
    amounts_and_dates,
    approvals,
    combinations,
    completeness,
    data,
    edition_names,
    files,
    finished,
    items,
    meaning,
    names,
    neighbours,
    proposals,
    register,
    requirement_places,
    requirements,
    templates,
    typed_numbers,
)
from aftalegen.checks.finding import LAYERS, AnnexRule, Printed, ProjectRule, TogetherRule
from aftalegen.checks.subject import AnnexUnderCheck, ProjectUnderCheck
from aftalegen.words.faults import AftalegenError, Fault, Rule, each_error
from aftalegen.words.refusals import REFUSALS

RULES: tuple[AnnexRule | ProjectRule | TogetherRule, ...] = (
    *data.RULES,
    *files.RULES,
    *names.RULES,
    *amounts_and_dates.RULES,
    *approvals.RULES,
    *combinations.RULES,
    *register.RULES,
    *requirements.RULES,
    *templates.RULES,
    *meaning.RULES,
    *neighbours.RULES,
    *typed_numbers.RULES,
    *edition_names.RULES,
    *finished.RULES,
    *items.RULES,
    *proposals.RULES,
    *completeness.RULES,
)
"""The rules, in the order of the layers."""

ALL: tuple[Rule, ...] = (*RULES, *REFUSALS)
"""Everything that the program can say is wrong."""

IN_CHECK = tuple(rule for rule in ALL if rule.layer in LAYERS)
"""What `check` can say is wrong."""


def rule_named(name: str) -> Rule | None:
    """The rule with this name, or None."""
    return next((rule for rule in ALL if rule.name == name), None)


def project_findings(project: ProjectUnderCheck) -> tuple[Fault, ...]:
    """What is wrong with the data and the templates as a whole."""
    found = [
        _named(rule, fault)
        for rule in RULES
        if isinstance(rule, ProjectRule)
        for fault in rule.find(project)
    ]
    unread = (
        *project.unreadable,
        *templates.unreadable(project),
        *files.misnamed_files(project),
        *requirement_places.unfit_requirements(project),
    )
    return (*refused(unread), *found)


def annex_findings(annex: AnnexUnderCheck, name: str) -> tuple[Fault, ...]:
    """What is wrong with one annex, called `name` in the findings."""
    return tuple(
        _named(rule, fault, (name,))
        for rule in RULES
        if isinstance(rule, AnnexRule)
        if not items.not_of_items(annex, rule.name)
        for fault in rule.find(annex)
    )


def together_findings(
    project: ProjectUnderCheck, printed: tuple[Printed, ...]
) -> tuple[Fault, ...]:
    """What is seen only when all annexes lie beside each other."""
    return tuple(
        _named(rule, fault, (annex,))
        for rule in RULES
        if isinstance(rule, TogetherRule)
        for fault, annex in rule.find(project, printed)
    )


def refused(errors: Iterable[AftalegenError], annexes: tuple[str, ...] = ()) -> Iterator[Fault]:
    """Errors as findings under their own names."""
    for error in errors:
        for one in each_error(error):
            yield replace(one.fault, annexes=annexes)


def merged(findings: Iterable[Fault]) -> tuple[Fault, ...]:
    """Each finding once, with all annexes that it hits, in the order of their places.

    What a rule of templates says of a line that building already refuses is left out.
    """
    together: dict[tuple[object, ...], Fault] = {}
    hit: dict[tuple[object, ...], dict[str, None]] = {}
    for finding in findings:
        key = finding.identity()
        together.setdefault(key, finding)
        hit.setdefault(key, {}).update(dict.fromkeys(finding.annexes))
    names = {rule.name for rule in REFUSALS}
    lines = {_line(f) for f in together.values() if f.rule in names and f.source}
    doubled = {rule.name for rule in RULES if rule.layer == "templates"}
    kept = [
        replace(finding, annexes=tuple(hit[key]))
        for key, finding in together.items()
        if not (finding.rule in doubled and _line(finding) in lines)
    ]
    return tuple(sorted(kept, key=_order))


_GRAVEST_FIRST = {"error": 0, "warning": 1, "note": 2}


def _order(finding: Fault) -> tuple[object, ...]:
    source = finding.source
    place = (source.file, source.line, source.column) if source else ("", 0, 0)
    return (_GRAVEST_FIRST[finding.severity], *place, finding.rule, finding.message)


def _line(finding: Fault) -> tuple[str, int]:
    return (finding.source.file, finding.source.line) if finding.source else ("", 0)


def _named(rule: Rule, fault: Fault, annexes: tuple[str, ...] = ()) -> Fault:
    """What a rule found, under the rule's name and severity."""
    return replace(fault, rule=rule.name, severity=rule.severity, annexes=annexes)
