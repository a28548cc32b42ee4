"""Plans and the status as JSON, in a form that programs can rely on."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from aftalegen.document.difference import SectionChange
from aftalegen.editions.approvals import Standing
from aftalegen.editions.plan import AnnexPlan, BundlePlan, Plan
from aftalegen.editions.status import AgreementStatus, BundleStatus, Meeting
from aftalegen.records.recurring import Duty
from aftalegen.records.requirement_sets import WrittenRequirement
from aftalegen.words.alphabet import json_text
from aftalegen.words.faults import AftalegenError
from aftalegen.words.place import Source, told_place

FORMAT = 1
"""The version of the forms."""


def plan_json(found: Plan) -> str:
    """A plan, indented."""
    return _json(bundles=[_plan(one) for one in found.bundles], not_compared=found.unreleased)


def status_json(found: Sequence[BundleStatus]) -> str:
    """The status of each bundle, indented."""
    return _json(bundles=[_status(bundle) for bundle in found])


def _json(**parts: Any) -> str:
    return json_text({"format": FORMAT, **parts}, indent=1, default=_day)


def _day(value: date) -> str:
    return value.isoformat()


def _place(place: Source | None) -> dict[str, Any]:
    return told_place(place, "file", "line")


# --- a plan -----------------------------------------------------------------------------------


def _plan(bundle: BundlePlan) -> dict[str, Any]:
    return {
        "bundle": bundle.bundle,
        "from": bundle.before,
        "from_draft": bundle.draft,
        "to": bundle.after,
        "decisions": bundle.decisions,
        "changed": [_annex(annex) for annex in bundle.annexes if annex.changed],
        "unchanged": [_annex(annex) for annex in bundle.annexes if not annex.changed],
        "added": [document.key for document in bundle.added],
        "removed": [annex.key for annex in bundle.removed],
        "deviations": [_stale(error) for error in bundle.stale],
        "approvals": [_approval(standing) for standing in bundle.fallen],
    }


def _annex(annex: AnnexPlan) -> dict[str, Any]:
    return {
        "key": annex.document.key,
        "municipality": annex.selection.municipality,
        "task": annex.selection.task,
        "file_name": annex.document.file_name,
        "sections": [
            {**_section(section), "passages": _passages(section)}
            for section in annex.comparison.sections
        ],
        "sections_unchanged": annex.comparison.unchanged,
        "aside": [asdict(fact) for fact in annex.comparison.aside],
    }


def _section(section: SectionChange) -> dict[str, Any]:
    """What became of a section, without its words."""
    named = ("key", "kind", "number_before", "number_after", "title")
    return {name: getattr(section, name) for name in named}


def _passages(section: SectionChange) -> list[dict[str, Any]]:
    named = ("before", "after", "words_out", "words_in", "decision")
    return [
        {**{name: getattr(one, name) for name in named}, **_place(one.source)}
        for one in section.passages
    ]


def _stale(error: AftalegenError) -> dict[str, Any]:
    place = _place(error.source)
    return {"rule": error.rule, **place, "message": error.message, "hint": error.hint}


# --- approvals and their status ---------------------------------------------------------------


def _approval(standing: Standing) -> dict[str, Any]:
    approval = standing.approval
    return {
        "municipality": standing.agreement.municipality,
        "task": standing.agreement.task,
        "body": approval.body,
        "date": approval.date,
        "outcome": approval.outcome,
        "edition": approval.edition,
        "state": standing.state,
        "decides": standing.body.decides if standing.body else None,
        "party": standing.body.party if standing.body else None,
        "reservations": [one.model_dump() for one in approval.reservations],
        "changed_without_substance": standing.aside,
        "where": [
            {"annex": name, "section": _section(section) if section else None}
            for name, section in standing.where
        ],
    }


def _status(bundle: BundleStatus) -> dict[str, Any]:
    return {
        "bundle": bundle.bundle.key,
        "edition": bundle.bundle.record.edition,
        "date": bundle.today,
        "municipalities": [_task(task) for task in bundle.tasks],
        "deadlines": [
            {
                "date": one.deadline.date,
                "what": one.deadline.what,
                "needs": one.deadline.needs,
                "days_left": one.days,
                "lacking": one.lacking,
                "overdue": one.overdue,
            }
            for one in bundle.deadlines
        ],
        "duties": [*map(duty_data, bundle.duties)],
        "despite": [one.model_dump() for one in bundle.despite],
    }


def _task(task: AgreementStatus) -> dict[str, Any]:
    return {
        "municipality": task.agreement.municipality,
        "name": task.name,
        "task": task.agreement.task,
        "agreement": task.agreement.document_key,
        "status": task.standing.progress,
        "approved": task.approved,
        "lacking": task.standing.lacking,
        "open_reservations": [one.what for one in task.standing.reservations],
        "next": task.coming.standing.approval.date if task.coming else None,
        "meetings": [_meeting(meeting) for meeting in task.meetings],
    }


def _meeting(meeting: Meeting) -> dict[str, Any]:
    return {
        **_approval(meeting.standing),
        "wording": meeting.standing.approval.wording,
        "agenda_by": meeting.agenda_by,
        "agenda_sent": meeting.standing.approval.agenda_sent,
        "agenda_late": meeting.late,
        "agenda_waived": meeting.standing.approval.agenda_waived,
        "overdue": meeting.overdue,
        **_place(meeting.standing.source),
    }


# --- requirements ----------------------------------------------------------------------------


def named_for_programs(requirement: WrittenRequirement) -> dict[str, Any]:
    """A requirement for programs: its key and its place."""
    place = requirement.place("key")
    return {"key": requirement.record.key, "file": place.file, "line": place.line}


def duty_data(duty: Duty) -> dict[str, Any]:
    """A duty for programs."""
    one = duty.requirement.record
    return {
        **named_for_programs(duty.requirement),
        "set": duty.requirement.known.key,
        "what": one.what,
        "who": one.who,
        "to": one.to,
        "due": duty.due.isoformat() if duty.due else None,
        "days_left": duty.days if duty.due else None,
        "months_between": duty.every or None,
        "last_done": duty.done.isoformat() if duty.done else None,
        "overdue": duty.overdue,
        "confidence": one.confidence,
    }
