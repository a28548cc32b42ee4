"""What every way out of the house does first: ask the checks, and tell what stops it."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

from aftalegen.build.formats import ARCHIVED
from aftalegen.checks.completeness import BEFORE_FINAL
from aftalegen.checks.finding import Checked
from aftalegen.checks.proof import MakeBeside, Proof, Refused, passed_by
from aftalegen.checks.run import Stage, nothing_beside, proved
from aftalegen.cli import console
from aftalegen.cli.completion import rules
from aftalegen.cli.declaring import option
from aftalegen.cli.faults import in_one_line, listed, prefix_of, tell
from aftalegen.records.project import Project
from aftalegen.records.selected import Selected
from aftalegen.words.faults import DONE, UsageError
from aftalegen.words.language import _, plural

Despite = Annotated[
    list[str] | None,
    option("RULE", "Let errors of this rule go out; told for ever with --because.", rules),
]
Because = Annotated[list[str] | None, option("REASON", "Why, for each --despite.")]


def asked(
    project: Project,
    selected: Selected,
    stage: Stage = "as-marked",
    *,
    despite: Sequence[str] | None,
    because: Sequence[str] | None,
    formats: Sequence[str] = ARCHIVED,
    jobs: int | None = None,
    beside: MakeBeside = nothing_beside,
) -> Proof | Refused:
    """The proof that annexes may go out; where they may not, what stops them has been told."""
    passed = passed_by(despite or (), because or ())
    found = proved(
        project, selected, stage, passed,
        beside=beside, formats=formats, processes=jobs, follow=console.followed,
    )  # fmt: skip
    if isinstance(found, Refused):
        cannot_be_made = {error.rule for error in found.errors}
        stops = tuple(
            f
            for f in found.checked.findings
            if f.severity == "error" and f.rule not in cannot_be_made | {*BEFORE_FINAL}
        )
        tell(replace(found.checked, findings=stops), project.folder, prefix_of(project.folder))
        _tell_unconfirmed(found.checked)
    return found


def nothing_to_pass(despite: Sequence[str] | None, because: Sequence[str] | None) -> None:
    """Refuse reasons where no check is asked: an edition was checked when it was released."""
    if despite or because:
        message = _("nothing is checked here, so there is nothing to pass")
        hint = _("leave out --despite and --because: editions were checked when they were released")
        raise UsageError("nothing-to-pass", message, None, hint)


def _tell_unconfirmed(checked: Checked) -> None:
    """What nobody has confirmed, where it stops something: by who must confirm it."""
    rule = "unconfirmed-in-final"
    found = tuple(f for f in checked.findings if f.rule == rule and f.severity == "error")
    n = len(found)
    if n:
        said = plural("{n} printed fact is not confirmed", "{n} printed facts are not confirmed", n)
        console.result(f"{_(console.SEVERITIES['error'])}[{rule}]: {said}")
        console.results(listed(replace(checked, findings=found)))


def refused(found: Refused, project: Path) -> int:
    """Tell the errors that keep annexes from being made; the exit code, the gravest of all."""
    code = console.errors(found.errors, project)
    findings = found.checked.findings
    return max((code, *(f.exit_code for f in findings if f.severity == "error")), default=DONE)


def tell_what_is_wrong(proof: Proof, project: Path) -> None:
    """What the checks found in what goes out, and what was passed with which reason."""
    prefix = prefix_of(project)
    console.talk(*(in_one_line(f, prefix) for f in proof.findings if f.severity != "note"))
    console.talk(*listed(Checked(proof.findings, ())))
    for one in proof.passed:
        console.warning(_("despite {rule}: {because}").format(rule=one.rule, because=one.because))
