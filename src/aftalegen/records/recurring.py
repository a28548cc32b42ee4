"""Duties that come again: when each is due, and which of them nothing tells that it was done."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from aftalegen.records.bundle import Bundle
from aftalegen.records.choices import chosen_of
from aftalegen.records.confidence import UNCONFIRMED
from aftalegen.records.project import Project
from aftalegen.records.requirement_sets import (
    Requirements,
    WrittenRequirement,
    events_about,
    events_of,
    requirements_of,
    written,
)
from aftalegen.records.requirements import Recurs
from aftalegen.records.selected import BundleAnnex
from aftalegen.words.faults import AftalegenError
from aftalegen.words.months import months_after

MONTHS = {"half-year": 6, "year": 12, "two-years": 24, "four-years": 48}
MOST = 200
"""So many times a duty is followed; it never comes to that."""


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty of a bundle on one day: when it is due next; None where that is not known, or over.

    `days` are left to it, negative when it has passed without being done; `done` is when it was
    done last. `until` is the last day on which it can come again.
    """

    requirement: WrittenRequirement
    due: date | None
    days: int
    done: date | None
    until: date | None

    @property
    def overdue(self) -> bool:
        """Whether it should have been done."""
        return self.due is not None and self.days < 0

    @property
    def every(self) -> int:
        """So many months lie between two times; 0 for once."""
        recurs = self.requirement.record.recurs
        return MONTHS.get(recurs.every or "", 0) if recurs else 0

    @property
    def unconfirmed(self) -> bool:
        """Whether its basis is a draft, or not confirmed."""
        return self.requirement.record.confidence in UNCONFIRMED

    @property
    def what(self) -> str:
        """The duty with who has it and to whom, in Danish as the agreements are."""
        one = self.requirement.record
        who = " til ".join(filter(None, (one.who, one.to)))
        return f"{one.what.rstrip('.')} ({who})" if who else one.what.rstrip(".")


def duties(
    project: Project, annexes: Sequence[BundleAnnex], today: date
) -> tuple[tuple[Duty, ...], tuple[AftalegenError, ...]]:
    """The duties of annexes of one bundle, by the sets that apply to them, and what is wrong."""
    sets = requirements_of(project)
    if not (sets.sets and annexes):
        return (), sets.errors
    try:
        found = tuple(_duties(project, sets, annexes, today))
    except AftalegenError as error:
        return (), (*sets.errors, error)
    return tuple(sorted(found, key=lambda duty: duty.due or date.max)), sets.errors


def _duties(
    project: Project, sets: Requirements, annexes: Sequence[BundleAnnex], today: date
) -> Iterator[Duty]:
    bundle = annexes[0].bundle
    events = events_of(project, bundle.key)
    about: dict[str, list[BundleAnnex]] = {}
    known = {found.key: found for found in sets.sets}
    for annex in annexes:
        for found in sets.about(annex):
            about.setdefault(found.key, []).append(annex)
    for key, own in about.items():
        of_set = {one.record.key: one for one in written(known[key])}
        until = expiry(project, own)
        for one in of_set.values():
            concerned = {a.municipality for a in own if one.is_about(a.task, bundle.record.region)}
            if one.record.recurs is None or not concerned:
                continue
            done = events_about(events, one.record.key)
            times = [
                sum(m in (e.municipalities or concerned) for e, _place in done) for m in concerned
            ]
            when = islice(_due(one.record.recurs, of_set, bundle.record, until), min(times), None)
            due = next(when, None)
            if due is not None and until is not None and due > until:
                due = None
            last = done[-1][0].date if done else None
            yield Duty(one, due, (due - today).days if due else 0, last, until)


def expiry(project: Project, annexes: Sequence[BundleAnnex]) -> date | None:
    """The last day of agreements, where all have a fixed duration and it is known."""
    ends = [_expiry(project, annex) for annex in annexes]
    known = [day for day in ends if day is not None]
    return max(known) if len(known) == len(ends) and known else None


def _expiry(project: Project, annex: BundleAnnex) -> date | None:
    chosen = chosen_of(annex.bundle, annex.task, project.municipality(annex.municipality))
    made = {key: value for key, (value, _place) in chosen.items()}
    ends = made.get("expires_on") if made.get("duration") == "fixed" else None
    return date.fromisoformat(str(ends)) if ends else None


def _due(
    recurs: Recurs, known: Mapping[str, WrittenRequirement], bundle: Bundle, expires: date | None
) -> Iterator[date]:
    """The days on which something is due."""
    first = _first(recurs, known, bundle, expires)
    step = MONTHS.get(recurs.every or "", 0)
    if first is not None:
        yield from (months_after(first, step * n) for n in range(MOST if step else 1))


def _first(
    recurs: Recurs, known: Mapping[str, WrittenRequirement], bundle: Bundle, expires: date | None
) -> date | None:
    """The first day on which something is due; sets with circles are not used."""
    if recurs.first:
        return recurs.first
    start: date | None = None
    if recurs.after == "entry-into-force":
        start = bundle.enters_into_force
    elif recurs.after == "expiry":
        start = expires
    elif recurs.after and recurs.after in known:
        other = known[recurs.after].record.recurs
        start = _first(other, known, bundle, expires) if other else None
    return months_after(start, recurs.months) if start else None
