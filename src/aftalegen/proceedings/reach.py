"""Who must still decide, by when, and whether a meeting of theirs is in time for it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from aftalegen.editions.status import AgreementStatus
from aftalegen.records.bodies import KnownBody, Party
from aftalegen.records.bundle import Deadline

Way = Literal["planned", "ordinary", "breach", "extraordinary", "unknown"]
"""How a decision can be had in time: at a meeting that is planned, or at an ordinary one; only
where its agenda goes out later than the rule; only at an extraordinary meeting; or nobody can
tell, as the days of the body's meetings are not known so far ahead."""


@dataclass(frozen=True, slots=True)
class Needed:
    """A body that must still decide on an agreement, and its next meeting, if that is known.

    `again`: it has decided before, on other words. `deadline` is the first that asks for it and has
    not passed. Of an extraordinary meeting `agenda_by` is for one on the deadline's own day.
    """

    agreement: AgreementStatus
    party: Party
    body: KnownBody
    again: bool
    deadline: Deadline | None
    way: Way
    meeting: date | None
    agenda_by: date | None


def needed(
    status: AgreementStatus,
    bodies: Sequence[KnownBody],
    deadlines: Sequence[Deadline],
    today: date,
) -> Iterator[Needed]:
    """What an agreement lacks of either party, on the day `today`."""
    for party in status.standing.lacking:
        body = _deciding(status, bodies, party)
        if body is None:
            continue
        deadline = _deadline(status, party, deadlines, today)
        limit = deadline.date if deadline else None
        way, meeting, agenda = _way(status, body, limit, today)
        words = ("approved", "rejected")
        again = any(
            m.standing.body == body and m.standing.approval.outcome in words
            for m in status.meetings
        )
        yield Needed(status, party, body, again, deadline, way, meeting, agenda)


def _deciding(
    status: AgreementStatus, bodies: Sequence[KnownBody], party: Party
) -> KnownBody | None:
    """Who decides for a party: who did so last or is about to, or else its council."""
    deciding = [body for body in bodies if body.party == party and body.decides]
    met = [m.standing.body for m in status.meetings if m.standing.body in deciding]
    council = (body for body in deciding if body.council)
    return met[-1] if met else next(council, next(iter(deciding), None))


def _deadline(
    status: AgreementStatus, party: Party, deadlines: Sequence[Deadline], today: date
) -> Deadline | None:
    """The first deadline that asks for a party's approval of an agreement and has not passed.

    One of named municipalities is theirs alone.
    """
    asking = [
        one
        for one in deadlines
        if one.needs and one.date >= today
        if not one.municipalities
        or (party == "municipality" and status.agreement.municipality in one.municipalities)
    ]
    return min(asking, key=lambda one: one.date, default=None)


def _way(
    status: AgreementStatus, body: KnownBody, limit: date | None, today: date
) -> tuple[Way, date | None, date | None]:
    """How a body can decide in time, at which meeting, and when its agenda is to be out."""
    last = limit or date.max
    planned = sorted(
        m.standing.approval.date
        for m in status.meetings
        if m.standing.state == "planned" and m.standing.body == body
        if m.standing.approval.date >= today
    )
    if planned and planned[0] <= last:
        return "planned", planned[0], body.agenda_by(planned[0])
    ahead = [day for day in body.meetings if day >= today]
    in_time = [day for day in ahead if day <= last]
    for day in in_time:
        agenda = body.agenda_by(day)
        if agenda is None or agenda >= today:
            return "ordinary", day, agenda
    if in_time:
        return "breach", in_time[-1], body.agenda_by(in_time[-1])
    if limit is not None and (planned or (ahead and ahead[-1] > limit)):
        return "extraordinary", min((*planned, *ahead)), body.agenda_by(limit)
    return "unknown", None, None
