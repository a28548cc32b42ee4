"""`aftalegen plan`: what would change if the project were released now."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from aftalegen.approvals import Standing
from aftalegen.cli import console
from aftalegen.comparison import Aside, Comparison, SectionChange
from aftalegen.danish import short_date
from aftalegen.errors import DONE, FINDINGS, AftalegenError, Errors, UsageError, did_you_mean
from aftalegen.language import _, later, plural
from aftalegen.plan import AnnexPlan, BundlePlan, Cause, Plan, planned
from aftalegen.project import Project, find_project

SHAPES = ("text", "json")
FORMAT = 1
"""The version of the JSON's form."""

LONGEST = 160
"""So much of an inserted or removed text is shown; a redline shows it all."""


def plan(who: tuple[str, ...], before: str | None, output: str, project: Path | None) -> int:
    """Tell what changes, why, and what it asks for; exit code 1 when there is something to tell."""
    if output not in SHAPES:
        message = _("the format «{name}» is not known").format(name=output)
        raise UsageError("unknown-format", message, None, did_you_mean(output, SHAPES))
    opened = Project(find_project(project))
    found = planned(opened, who, None, before)
    if output == "json":
        console.result(json.dumps(_tree(found), ensure_ascii=False, indent=1))
    else:
        for bundle in found.bundles:
            for line in _lines(bundle, opened):
                console.result(line)
    for key in found.unreleased:
        console.warning(_("{bundle} has no such edition, and was not compared").format(bundle=key))
    errors = [*found.errors, *(error for bundle in found.bundles for error in bundle.errors)]
    if errors:
        together = Errors(errors)
        console.errors(together.errors, opened.folder, {})
        return together.exit_code
    return FINDINGS if any(bundle.something_to_tell for bundle in found.bundles) else DONE


# --- for people -------------------------------------------------------------------------------

_KINDS = {
    "changed": later("changed section"),
    "inserted": later("new section"),
    "removed": later("removed section"),
    "moved": later("moved section"),
}
_MATTERS = {
    "edition": later("edition"),
    "date": later("date"),
    "draft": later("draft mark"),
    "title page": later("title page"),
    "number": later("section numbers"),
    "form": later("numbers of references, looks and spaces"),
    "section": later("sections where nothing is agreed (the change log)"),
}


def _lines(bundle: BundlePlan, project: Project) -> Iterator[str]:
    draft = f" ({_('draft')})" if bundle.draft else ""
    yield f"{bundle.bundle}: {bundle.before}{draft} -> {bundle.after}"
    changed = [annex for annex in bundle.annexes if annex.changed]
    same = [annex for annex in bundle.annexes if not annex.changed]
    if changed:
        yield from _changed(changed, project)
    for label, keys in (
        (_("New annexes"), [document.file_name for document in bundle.added]),
        (_("Annexes that go"), [annex.key for annex in bundle.removed]),
    ):
        if keys:
            yield f"{label}: {', '.join(keys)}"
    if same:
        yield _("Unchanged: {annexes}, in each {sections} compared").format(
            annexes=plural("{n} annex", "{n} annexes", len(same)),
            sections=_counts(annex.comparison.unchanged for annex in same),
        )
    aside = {fact.matter for annex in bundle.annexes for fact in annex.comparison.aside}
    if aside:
        yield _("Changed without substance: {matters}").format(
            matters=", ".join(_(word) for matter, word in _MATTERS.items() if matter in aside)
        )
    for error in bundle.stale:
        yield _("To be confirmed: {what}").format(what=f"{error.source} {error.message}")
    for standing in bundle.fallen:
        yield _("Approval that falls: {what}").format(what=approval_line(standing, project))
    counts = (
        plural("{n} annex changed", "{n} annexes changed", len(changed)),
        plural("{n} unchanged", "{n} unchanged", len(same)),
        plural("{n} new", "{n} new", len(bundle.added)),
        plural("{n} gone", "{n} gone", len(bundle.removed)),
        plural("{n} deviation to confirm", "{n} deviations to confirm", len(bundle.stale)),
        plural("{n} approval falls", "{n} approvals fall", len(bundle.fallen)),
    )
    yield f"{bundle.bundle}: {', '.join(counts)}"


def _changed(annexes: list[AnnexPlan], project: Project) -> Iterator[str]:
    """The changes, those that are alike told once with the municipalities they are in."""
    yield _("Changed: {annexes}, in each {changed} changed and {same} unchanged").format(
        annexes=plural("{n} annex", "{n} annexes", len(annexes)),
        changed=_counts(len(annex.comparison.sections) for annex in annexes),
        same=_counts(annex.comparison.unchanged for annex in annexes),
    )
    yield f"  {_names(annexes, project)}"
    alike: dict[tuple[SectionChange, tuple[Cause, ...]], list[AnnexPlan]] = {}
    for annex in annexes:
        for section, causes in zip(annex.comparison.sections, annex.causes, strict=True):
            alike.setdefault((section, causes), []).append(annex)
    for (section, causes), where in alike.items():
        number = section.number_after or section.number_before
        yield f"  {number} {section.title} ({section.key}): {_(_KINDS[section.kind])}"
        yield from _passages(section)
        for cause in dict.fromkeys(Cause(c.decision, c.title, None) for c in causes):
            if cause.decision:
                yield "    " + _("cause: {what}").format(what=f"{cause.decision}: {cause.title}")
        files = dict.fromkeys(c.source.file for c in causes if c.source)
        if files:
            yield "    " + _("written in: {files}").format(files=", ".join(files))
        names = _("all of them") if len(where) == len(annexes) else _names(where, project)
        yield "    " + _("annexes: {names}").format(names=names)


def _passages(section: SectionChange) -> Iterator[str]:
    """The words in and out; of a whole section that came or went only how much."""
    if section.kind in ("inserted", "removed"):
        yield "    " + plural("{n} passage", "{n} passages", len(section.passages))
        return
    for passage in section.passages:
        for sign, runs in (("-", passage.words_out), ("+", passage.words_in)):
            for words in runs:
                yield f"    {sign} {_short(words)}"


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= LONGEST else line[:LONGEST] + " …"


def _counts(numbers: Iterable[int]) -> str:
    """How many sections: '107 afsnit', or '6-107 afsnit' where annexes differ."""
    found = sorted(set(numbers))
    if len(found) == 1:
        return plural("{n} section", "{n} sections", found[0])
    return _("{least}-{most} sections").format(least=found[0], most=found[-1])


def _names(annexes: list[AnnexPlan], project: Project) -> str:
    """Whose annexes, each municipality with a count where it has several."""
    names = Counter(project.municipality(annex.municipality).record.name for annex in annexes)
    return ", ".join(f"{name} ({n})" if n > 1 else name for name, n in names.items())


def approval_line(standing: Standing, project: Project) -> str:
    """An approval on one line: whose, of what, when, in which edition, and what changed since."""
    approval = standing.approval
    name = project.municipality(standing.municipality).record.name
    sections = ", ".join(dict.fromkeys(where_text(where) for where in standing.where))
    return (
        f"{name}, {standing.task}: {approval.body} {short_date(approval.date)}"
        f" ({approval.edition}): {sections}"
    )


def where_text(where: tuple[str, SectionChange | None]) -> str:
    """The section that changed: '4.1 Målgruppe'; of a whole annex its file name."""
    name, section = where
    if section is None:
        return name
    return f"{section.number_after or section.number_before} {section.title}".strip()


# --- for programs -----------------------------------------------------------------------------


def _tree(found: Plan) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "bundles": [_bundle(bundle) for bundle in found.bundles],
        "not_compared": list(found.unreleased),
    }


def _bundle(bundle: BundlePlan) -> dict[str, Any]:
    return {
        "bundle": bundle.bundle,
        "from": bundle.before,
        "from_draft": bundle.draft,
        "to": bundle.after,
        "changed": [_annex(annex) for annex in bundle.annexes if annex.changed],
        "unchanged": [_annex(annex) for annex in bundle.annexes if not annex.changed],
        "added": [document.key for document in bundle.added],
        "removed": [annex.key for annex in bundle.removed],
        "deviations": [_stale(error) for error in bundle.stale],
        "approvals": [approval_tree(standing) for standing in bundle.fallen],
    }


def _annex(annex: AnnexPlan) -> dict[str, Any]:
    return {
        "key": annex.document.key,
        "municipality": annex.municipality,
        "task": annex.task,
        "file_name": annex.document.file_name,
        **comparison_tree(annex.comparison, annex.causes),
    }


def comparison_tree(
    comparison: Comparison, causes: tuple[tuple[Cause, ...], ...]
) -> dict[str, Any]:
    """A comparison as plain values."""
    return {
        "sections": [
            {**section_tree(section), "passages": _passage_trees(section, of_section)}
            for section, of_section in zip(comparison.sections, causes, strict=True)
        ],
        "sections_unchanged": comparison.unchanged,
        "aside": [_aside(fact) for fact in comparison.aside],
    }


def section_tree(section: SectionChange) -> dict[str, Any]:
    """What became of a section, without its words."""
    return {
        "key": section.key,
        "kind": section.kind,
        "number_before": section.number_before,
        "number_after": section.number_after,
        "title": section.title,
    }


def _passage_trees(section: SectionChange, causes: tuple[Cause, ...]) -> list[dict[str, Any]]:
    return [
        {
            "before": passage.before,
            "after": passage.after,
            "words_out": list(passage.words_out),
            "words_in": list(passage.words_in),
            "decision": cause.decision,
            "file": cause.source.file if cause.source else None,
            "line": cause.source.line if cause.source else None,
        }
        for passage, cause in zip(section.passages, causes, strict=True)
    ]


def _aside(fact: Aside) -> dict[str, str]:
    return {
        "matter": fact.matter,
        "where": fact.where,
        "before": fact.before,
        "after": fact.after,
    }


def _stale(error: AftalegenError) -> dict[str, Any]:
    place = error.source
    return {
        "rule": error.rule,
        "file": place.file if place else None,
        "line": place.line if place else None,
        "message": error.message,
        "hint": error.hint,
    }


def approval_tree(standing: Standing) -> dict[str, Any]:
    """An approval and how it stands, as plain values."""
    approval = standing.approval
    day: date = approval.date
    return {
        "municipality": standing.municipality,
        "task": standing.task,
        "body": approval.body,
        "date": day.isoformat(),
        "outcome": approval.outcome,
        "edition": approval.edition,
        "state": standing.state,
        "changed_without_substance": standing.aside,
        "where": [
            {"annex": name, "section": section_tree(section) if section else None}
            for name, section in standing.where
        ],
    }
