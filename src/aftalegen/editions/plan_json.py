"""Plans and approvals as plain values, for JSON."""

from typing import Any

from aftalegen.document.difference import Aside, Comparison, SectionChange
from aftalegen.editions.approvals import Standing
from aftalegen.editions.plan import AnnexPlan, BundlePlan, Plan
from aftalegen.words.faults import AftalegenError

FORMAT = 1
"""The version of the form."""


def plan_tree(found: Plan) -> dict[str, Any]:
    """A plan as plain values."""
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
        "decisions": dict(bundle.decisions),
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
        **comparison_tree(annex.comparison),
    }


def comparison_tree(comparison: Comparison) -> dict[str, Any]:
    """A comparison as plain values."""
    return {
        "sections": [
            {**section_tree(section), "passages": _passage_trees(section)}
            for section in comparison.sections
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


def _passage_trees(section: SectionChange) -> list[dict[str, Any]]:
    return [
        {
            "before": passage.before,
            "after": passage.after,
            "words_out": list(passage.words_out),
            "words_in": list(passage.words_in),
            "decision": passage.decision,
            "file": passage.source.file if passage.source else None,
            "line": passage.source.line if passage.source else None,
        }
        for passage in section.passages
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
    return {
        "municipality": standing.municipality,
        "task": standing.task,
        "body": approval.body,
        "date": approval.date.isoformat(),
        "outcome": approval.outcome,
        "edition": approval.edition,
        "state": standing.state,
        "changed_without_substance": standing.aside,
        "where": [
            {"annex": name, "section": section_tree(section) if section else None}
            for name, section in standing.where
        ],
    }
