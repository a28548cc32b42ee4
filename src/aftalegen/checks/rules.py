"""All rules, and what they find."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from aftalegen.checks import (
    amounts_and_dates,
    completeness,
    data,
    finished,
    meaning,
    neighbours,
    rendering,
    templates,
)
from aftalegen.checks.finding import (
    AnnexRule,
    Finding,
    Printed,
    ProjectRule,
    Remark,
    Rule,
    TogetherRule,
)
from aftalegen.checks.subject import AnnexUnderCheck, ProjectUnderCheck
from aftalegen.words.faults import AftalegenError, each_error

RULES: tuple[AnnexRule | ProjectRule | TogetherRule, ...] = (
    *data.RULES,
    *amounts_and_dates.RULES,
    *templates.RULES,
    *meaning.RULES,
    *neighbours.RULES,
    *finished.RULES,
    *completeness.RULES,
)
"""The rules, in the order of the layers."""

ALL: tuple[Rule, ...] = (*RULES, *rendering.REFUSALS)
"""The rules and what is refused before them."""


def rule_named(name: str) -> Rule | None:
    """The rule with this name, or None."""
    return next((rule for rule in ALL if rule.name == name), None)


def project_findings(project: ProjectUnderCheck) -> tuple[Finding, ...]:
    """What is wrong with the data and the templates as a whole."""
    found = [
        _finding(rule, remark)
        for rule in RULES
        if isinstance(rule, ProjectRule)
        for remark in rule.find(project)
    ]
    return (*refused((*project.unreadable, *templates.unreadable(project))), *found)


def annex_findings(annex: AnnexUnderCheck, name: str) -> tuple[Finding, ...]:
    """What is wrong with one annex, called `name` in the findings."""
    return tuple(
        _finding(rule, remark, (name,))
        for rule in RULES
        if isinstance(rule, AnnexRule)
        for remark in rule.find(annex)
    )


def together_findings(
    project: ProjectUnderCheck, printed: tuple[Printed, ...]
) -> tuple[Finding, ...]:
    """What is seen only when all annexes lie beside each other."""
    return tuple(
        _finding(rule, remark, (annex,))
        for rule in RULES
        if isinstance(rule, TogetherRule)
        for remark, annex in rule.find(project, printed)
    )


def refused(errors: Iterable[AftalegenError], annexes: tuple[str, ...] = ()) -> Iterator[Finding]:
    """Errors as findings under their own names."""
    for error in errors:
        for one in each_error(error):
            yield Finding(
                one.rule,
                "error",
                one.message,
                one.source,
                one.hint,
                annexes=annexes,
                exit_code=one.exit_code,
            )


def merged(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Each finding once, with all annexes that it hits, in the order of their places.

    What a rule of templates says of a line that building already refuses is left out.
    """
    together: dict[tuple[object, ...], Finding] = {}
    hit: dict[tuple[object, ...], dict[str, None]] = {}
    for finding in findings:
        key = finding.identity()
        together.setdefault(key, finding)
        hit.setdefault(key, {}).update(dict.fromkeys(finding.annexes))
    names = {rule.name for rule in rendering.REFUSALS}
    lines = {_line(f) for f in together.values() if f.rule in names and f.source}
    doubled = {rule.name for rule in RULES if rule.layer == "templates"}
    kept = [
        replace(finding, annexes=tuple(hit[key]))
        for key, finding in together.items()
        if not (finding.rule in doubled and _line(finding) in lines)
    ]
    return tuple(sorted(kept, key=_order))


_GRAVEST_FIRST = {"error": 0, "warning": 1, "note": 2}


def _order(finding: Finding) -> tuple[object, ...]:
    source = finding.source
    place = (source.file, source.line, source.column) if source else ("", 0, 0)
    return (_GRAVEST_FIRST[finding.severity], *place, finding.rule, finding.message)


def _line(finding: Finding) -> tuple[str, int]:
    return (finding.source.file, finding.source.line) if finding.source else ("", 0)


def _finding(rule: Rule, remark: Remark, annexes: tuple[str, ...] = ()) -> Finding:
    return Finding(
        rule.name,
        rule.severity,
        remark.message,
        remark.source,
        remark.hint,
        remark.width,
        remark.cause,
        remark.provider,
        annexes,
    )
