"""`aftalegen explain`: the long story of a rule, or where the values of an annex come from."""

from itertools import groupby
from typing import Annotated

from aftalegen.build.builder import Builder
from aftalegen.checks.finding import BEYOND, LAYERS
from aftalegen.checks.rules import ALL, rule_named
from aftalegen.cli import console, options
from aftalegen.cli.completion import rules_or_municipalities
from aftalegen.cli.console import SEVERITIES
from aftalegen.cli.declaring import argument
from aftalegen.document.origins import Origin, origins
from aftalegen.records.finding import find_project
from aftalegen.records.project import Project
from aftalegen.records.selected import BundleAnnex
from aftalegen.words.danish import ascii_key
from aftalegen.words.faults import (
    DONE,
    AftalegenError,
    Rule,
    UsageError,
    did_you_mean,
)
from aftalegen.words.language import _, plural
from aftalegen.words.place import visible

SHOWN = 48
"""So many characters of a value are shown."""


def explain(
    what: Annotated[
        str, argument("RULE|MUNICIPALITY", "A rule, or a municipality.", rules_or_municipalities)
    ],
    task: options.Task = None,
    project: options.Folder = None,
) -> int:
    """Tell about a rule, or about a municipality's annexes; returns the exit code."""
    rule = rule_named(what)
    if rule is not None:
        _tell_rule(rule)
        return DONE
    opened = Project(find_project(project))
    key = ascii_key(what)
    if key not in opened.keys("municipalities"):
        message = _("«{what}» is neither a rule nor a municipality here").format(what=what)
        known = (*(rule.name for rule in ALL), *opened.keys("municipalities"))
        raise UsageError("unknown-what", message, None, did_you_mean(what, known))
    selected = opened.select((key,), task, None)
    builder = Builder(opened)
    errors: list[AftalegenError] = list(selected.errors)
    values = 0
    for selection in selected.annexes:
        try:
            values += _tell_annex(builder, selection)
        except AftalegenError as error:
            errors.append(error)
    code = console.errors(errors, opened.folder)
    console.summary(
        plural("{n} annex", "{n} annexes", len(selected.annexes)),
        plural("{n} value", "{n} values", values),
    )
    return code


def _tell_rule(rule: Rule) -> None:
    severity, layer = _(SEVERITIES[rule.severity]), _({**LAYERS, **BEYOND}[rule.layer])
    console.result(f"{rule.name} ({severity}; {layer})")
    for text in (rule.says, rule.story):
        console.result("")
        console.paragraph(_(text))


def _tell_annex(builder: Builder, selection: BundleAnnex) -> int:
    """A line for each value of an annex, below the file that it is from."""
    found = origins(builder.annex_document(selection))
    lines = [(0, f"{selection.bundle.key}/{selection.file_name}")]
    for file, values in groupby(found, lambda value: value.source.file):
        lines += [(1, file), *((2, _line(value)) for value in values)]
    console.tree(lines)
    console.result("")
    return len(found)


def _line(value: Origin) -> str:
    text = " / ".join(value.texts).replace("\n", " ")
    shown = text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
    sections = ", ".join(number or _("title page") for number in value.sections)
    return visible(f"{value.source.line:>4}  {value.source.key}: {shown}  → {sections}")
