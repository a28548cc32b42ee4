"""`aftalegen check`: builds in memory, asks every rule, tells."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Annotated

from aftalegen.build.formats import ARCHIVED
from aftalegen.checks.finding import LAYERS, Checked
from aftalegen.checks.reports import REPORTS
from aftalegen.checks.rules import IN_CHECK
from aftalegen.checks.run import checked
from aftalegen.checks.run import final as as_final
from aftalegen.cli import console, options
from aftalegen.cli.completion import rules, words
from aftalegen.cli.declaring import flag, option
from aftalegen.cli.faults import prefix_of, tell
from aftalegen.cli.writing import format_for, put, require_file
from aftalegen.records.finding import find_project
from aftalegen.records.project import Project
from aftalegen.words.faults import DONE, FINDINGS, Fault, Rule, UsageError, did_you_mean
from aftalegen.words.language import _, decimal, plural
from aftalegen.words.refusals import REFUSALS


def check(
    who: options.Who = None,
    task: options.Task = None,
    bundle: options.OnlyBundle = None,
    output: Annotated[
        str | None,
        option(
            "FORM",
            "text, json, jsonl, junit, github or sarif; text if not given.",
            words("text", *REPORTS),
        ),
    ] = None,
    out: Annotated[
        Path | None,
        option("FILE", "Write the report here instead of telling it.", callback=require_file),
    ] = None,
    select: Annotated[
        str, option("RULES", "Only these rules or layers; several with a comma.", rules)
    ] = "",
    ignore: Annotated[str, option("RULES", "All but these rules or layers.", rules)] = "",
    strict: Annotated[bool, flag("--strict", "Exit code 1 for warnings too.")] = False,
    final: Annotated[
        bool, flag("--final", "What is missing or not confirmed is an error.")
    ] = False,
    project: options.Folder = None,
    jobs: options.Jobs = None,
) -> int:
    """Check what was asked for, tell what was found; returns the exit code."""
    started = perf_counter()
    if output is not None and output not in ("text", *REPORTS):
        message = _("the output «{name}» is not known").format(name=output)
        hint = did_you_mean(output, ("text", *REPORTS))
        raise UsageError("unknown-output", message, None, hint)
    form = format_for(output, out, ("text", *REPORTS), "text")
    if form == "text" and out is not None:
        message = _("--out writes a report: name its form with --output")
        raise UsageError("unknown-output", message, None, ", ".join(REPORTS))
    wanted = _wanted(select, ignore)
    opened = Project(find_project(project))
    selected = opened.select(tuple(who or ()), task, bundle)
    files = not select or "rendering" in select  # words alone need none
    found = checked(opened, selected, jobs, ARCHIVED if files else ())
    findings = as_final(found.findings) if final else found.findings
    told = replace(found, findings=tuple(f for f in findings if _is_wanted(f, wanted)))
    prefix = prefix_of(opened.folder)
    if form == "text":
        tell(told, opened.folder, prefix)
        console.result(_summary(told, wanted, perf_counter() - started))
    else:
        _write(REPORTS[form](told, prefix), out)
        console.talk(_summary(told, wanted, perf_counter() - started))
    return _exit_code(told, strict)


def _write(text: str, out: Path | None) -> None:
    if out is None:
        console.result(text.rstrip("\n"))
        return
    put(out, text.encode("utf-8", "backslashreplace"))
    console.talk(str(out))


def _wanted(select: str, ignore: str) -> frozenset[str]:
    """The names of the rules to tell of; raises UsageError for one that is not known."""
    everything = frozenset(rule.name for rule in IN_CHECK)
    refusals = frozenset(rule.name for rule in REFUSALS)
    chosen = _named(select) | refusals if select else everything
    return chosen - _named(ignore)


def _named(names: str) -> frozenset[str]:
    """Rules by name, or all of a layer by its."""
    found: set[str] = set()
    for name in (part.strip() for part in names.split(",")):
        if not name:
            continue
        named = _of(name, IN_CHECK)
        if not named:
            message = _("there is no rule «{name}»").format(name=name)
            known = (*(rule.name for rule in IN_CHECK), *LAYERS)
            hint = did_you_mean(name, known) or _("docs/regler.md has them all")
            raise UsageError("unknown-rule", message, None, hint)
        found |= named
    return frozenset(found)


def _of(name: str, rules: Iterable[Rule]) -> set[str]:
    return {rule.name for rule in rules if name in (rule.name, rule.layer)}


def _is_wanted(finding: Fault, wanted: frozenset[str]) -> bool:
    """Whether a finding is told: those of unknown errors always are."""
    return finding.rule in wanted or finding.rule not in {rule.name for rule in IN_CHECK}


def _summary(told: Checked, wanted: frozenset[str], seconds: float) -> str:
    rules = Counter(finding.rule for finding in told.findings)
    missing, unconfirmed = rules["fact-missing"], rules["unconfirmed-in-final"]
    parts = [
        plural("{n} annex checked", "{n} annexes checked", len(told.annexes)),
        plural("{n} error", "{n} errors", told.count("error")),
        plural("{n} warning", "{n} warnings", told.count("warning")),
    ]
    if "fact-missing" in wanted:
        parts.append(plural("{n} fact is missing", "{n} facts are missing", missing))
    if unconfirmed:
        parts.append(plural("{n} is not confirmed", "{n} are not confirmed", unconfirmed))
    return ", ".join([*parts, f"{decimal(seconds, 2)} s"])


def _exit_code(told: Checked, strict: bool) -> int:
    """The gravest: data that cannot be read before findings; warnings count where asked."""
    codes = [f.exit_code for f in told.findings if f.severity == "error"]
    if strict and told.count("warning"):
        codes.append(FINDINGS)
    return max(codes, default=DONE)
