"""What shows beside an annex that a requirement is met: other documents, approvals, events."""

from collections.abc import Mapping
from datetime import date

from aftalegen.checks.judged import (
    APPROVED,
    DONE,
    FAILS,
    FIELD,
    NO_ADDENDUM,
    NO_FACT,
    NOT_APPROVED,
    NOT_DONE,
    NOT_DUE,
    NOT_KEPT,
    NOT_TOLD,
    RESERVED,
    TOO_LATE,
    Asked,
    Seen,
)
from aftalegen.records.agreement import Approval
from aftalegen.records.bodies import Party
from aftalegen.records.conditions import Condition, condition_of
from aftalegen.records.requirements import MetBy
from aftalegen.words.danish import and_list, short_date
from aftalegen.words.place import Source

PARTIES: Mapping[Party, str] = {"municipality": "kommunen", "region": "regionen"}


def beside(asked: Asked, met: MetBy, key: str) -> Seen:
    """Another document that belongs to the agreement."""
    facts = asked.annex.facts
    match met.document:
        case "local-annex":
            agreements = asked.annex.project.agreements
            for index, one in enumerate(facts.bundle.record.annexes):
                own = (one.municipality, one.task) == (facts.municipality.key, facts.task.key)
                if own and agreements.kind_of(one.template) == "lokalt-bilag":
                    place = facts.bundle.written.place(("annexes", index))
                    return Seen("met", FIELD, one.file_name or one.template, (place,))
            return Seen("lacking", NO_FACT, "lokalt bilag", (facts.annex.place("template"),))
        case "addendum":
            return _addenda(asked, condition_of(met.test or "set"))
        case _:
            told = done(asked, key, met)
            told = done(asked, key, met)
            return told if told.answer != "undecided" else Seen("undecided", NOT_KEPT)


def _addenda(asked: Asked, test: Condition) -> Seen:
    known, task = asked.annex.facts.municipality, asked.annex.facts.task.key
    seen = Seen("not-relevant", NO_ADDENDUM)
    for index, one in enumerate(known.record.tasks[task].addenda):
        place = known.written.place(("tasks", task, "addenda", index))
        day = date.fromisoformat(f"{one.edition[1:5]}-{one.edition[5:7]}-{one.edition[7:]}")
        if test.kind == "date<=" and not test.passes(day):
            return Seen("lacking", FAILS, f"tillægsaftale {one.number} ({one.edition})", (place,))
        seen = Seen("met", FIELD, f"tillægsaftale {one.number} ({one.edition})", (place,))
    return seen


def approved(asked: Asked, met: MetBy) -> Seen:
    """Whether the deciding bodies of both parties approved what the text says now, in time."""
    standing = asked.standing
    if standing is None:
        return Seen("undecided", NOT_TOLD)
    if standing.lacking:
        what = and_list([PARTIES[party] for party in standing.lacking])
        return Seen("lacking", NOT_APPROVED, what, tuple(asked.approved_at.values())[-1:])
    found = [
        (one.approval, asked.approved_at.get(index))
        for index, one in enumerate(standing.approvals)
        if one.state == "approved"
    ]
    last, place = max(found, key=lambda one: one[0].date)
    test = condition_of(met.test or "set")
    why = RESERVED if standing.reservations else APPROVED
    return _in_time(test, last, why, (place,) if place else ())


def _in_time(test: Condition, last: Approval, why: str, places: tuple[Source, ...]) -> Seen:
    day = short_date(last.date)
    if test.kind == "date<=" and not test.passes(last.date):
        return Seen("lacking", TOO_LATE, day, places)
    return Seen("met", why, day, places)


def done(asked: Asked, key: str, met: MetBy | None) -> Seen:
    """What events tell of a duty: done for now, overdue, or not due yet."""
    own = asked.annex.facts.municipality.key
    events = [
        (event, place)
        for event, place in asked.events
        if event.requirement == key and (not event.municipalities or own in event.municipalities)
    ]
    due, test = asked.due.get(key), condition_of((met.test if met else None) or "set")
    if due is None and test.kind == "date<=":
        due = None if events else test.day
    if due is not None and due < asked.today:
        return Seen("lacking", NOT_DONE, short_date(due))
    if events:
        (first, at), (event, place) = events[0], events[-1]
        if test.kind == "date<=" and not test.passes(first.date):
            return Seen("lacking", FAILS, short_date(first.date), (at,))
        return Seen("met", DONE, short_date(event.date), (place,))
    return Seen("undecided", NOT_DUE, short_date(due)) if due else Seen("undecided", NOT_KEPT)
