"""The status as a table for Excel and as a calendar."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from aftalegen.editions.status import AgreementStatus, BundleStatus, Meeting
from aftalegen.records.recurring import Duty
from aftalegen.records.standing import PROGRESS_WORDS, State
from aftalegen.writers.calendar import Event, calendar_ics
from aftalegen.writers.delimited import delimited_csv

COLUMNS = (
    "Samling", "Kommune", "Opgave", "Aftalens status", "Organ", "Dato", "Udfald", "Udgave",
    "Står ved magt", "Ændret siden", "Åbne forbehold", "Dagsorden senest", "Overskredet",
    "Sendt ud trods fejl",
)  # fmt: skip
"""The headings: the table is Danish whatever the terminal speaks, as the agreements are."""

DEADLINE_ALARM, MEETING_ALARM, AGENDA_ALARM, DUTY_ALARM = 14, 7, 2, 30
"""So many days before something is due, the calendar reminds of it."""

OUTCOMES = {
    "approved": "godkendt",
    "recommended": "anbefalet",
    "noted": "taget til efterretning",
    "postponed": "udsat",
    "rejected": "afvist",
    "planned": "planlagt",
}
STANDS: Mapping[State, str] = {
    "approved": "ja",
    "recommended": "ja",
    "noted": "ja",
    "fallen": "nej, faldet",
    "unknown": "kan ikke afgøres",
    "postponed": "",
    "rejected": "",
    "planned": "",
}


def status_csv(found: Sequence[BundleStatus]) -> bytes:
    """A line a meeting, as Excel in Danish opens it; a task without meetings has one of its own,
    and so has what went out although the checks called it wrong.
    """
    rows: list[tuple[str, ...]] = []
    for bundle in found:
        for task in bundle.tasks:
            reached = PROGRESS_WORDS[task.standing.progress]
            head = (bundle.bundle.key, task.name, task.agreement.task, reached)
            rows += [(*head, *_cells(meeting), "") for meeting in task.meetings]
            if not task.meetings:
                rows.append((*head, *[""] * (len(COLUMNS) - len(head))))
        for one in bundle.despite:
            rows.append((bundle.bundle.key, *[""] * (len(COLUMNS) - 2), one.sentence()))
    return delimited_csv(COLUMNS, rows)


def _cells(meeting: Meeting) -> tuple[str, ...]:
    standing, approval = meeting.standing, meeting.standing.approval
    return (
        approval.body,
        approval.date.isoformat(),
        OUTCOMES[approval.outcome],
        approval.edition or "",
        STANDS[standing.state],
        standing.where_text,
        "; ".join(one.what for one in approval.open_reservations),
        meeting.agenda_by.isoformat() if meeting.agenda_by else "",
        "ja" if meeting.overdue else "",
    )


def status_ics(found: Sequence[BundleStatus], stamp: datetime) -> bytes:
    """The deadlines, the planned meetings and their agendas, as whole days."""
    name = " + ".join(bundle.bundle.record.title for bundle in found)
    events = (event for bundle in found for event in _events(bundle))
    about = "\n".join(one.sentence() for bundle in found for one in bundle.despite)
    return calendar_ics(name, list(_told_apart(events)), stamp, about)


def _told_apart(events: Iterable[Event]) -> Iterator[Event]:
    """The events, those that would have the same uid with a number before it."""
    seen: Counter[str] = Counter()
    for event in events:
        seen[event.uid] += 1
        number = seen[event.uid]
        yield event if number == 1 else replace(event, uid=f"{number}-{event.uid}")


def _events(bundle: BundleStatus) -> Iterator[Event]:
    record, key = bundle.bundle.record, bundle.bundle.key
    for one in bundle.deadlines:
        deadline = one.deadline
        uid = _uid("deadline", key, deadline.what)
        about = _about(record.title, record.case_number)
        yield Event(uid, deadline.date, deadline.what, about, DEADLINE_ALARM)
    for duty in bundle.duties:
        yield _duty_event(key, duty, record.case_number)
    for task in bundle.tasks:
        # In the order of the file: a day that is moved past another does not take its place.
        for meeting in sorted(task.meetings, key=lambda one: one.standing.source.line):
            if meeting.standing.state == "planned":
                yield from _meeting_events(record.title, task, meeting)


def _duty_event(bundle: str, duty: Duty, case_number: str | None) -> Event:
    """A duty on its next day, and again as often as it comes."""
    one, about = duty.requirement.record, _about(duty.requirement.known.record.title, case_number)
    assert duty.due is not None
    if duty.unconfirmed:
        about += "\nGrundlaget er ikke bekræftet."
    uid = _uid("duty", bundle, duty.requirement.known.key, one.key)
    text = f"{about}\n{one.basis}"
    return Event(uid, duty.due, duty.what, text, DUTY_ALARM, duty.every, duty.until)


def _meeting_events(title: str, task: AgreementStatus, meeting: Meeting) -> Iterator[Event]:
    """A planned meeting, and the last day for its agenda, in Danish as the agreements are."""
    approval = meeting.standing.approval
    where = (task.agreement.document_key, approval.body, approval.edition or "")
    about = _about(f"{title} {approval.edition or ''}".strip(), meeting.case_number)
    text = f"{task.name}: {approval.body}"
    yield Event(_uid("meeting", *where), approval.date, text, about, MEETING_ALARM)
    if meeting.agenda_by:
        text = f"Dagsorden ud: {task.name}, {approval.body}"
        about = "\n".join(filter(None, (about, approval.agenda_waived)))
        yield Event(_uid("agenda", *where), meeting.agenda_by, text, about, AGENDA_ALARM)


def _about(title: str, case_number: str | None) -> str:
    return f"{title}\nSag {case_number}" if case_number else title


def _uid(*parts: str) -> str:
    """The same for the same meeting or deadline, also when its day is moved."""
    return f"{sha256('|'.join(parts).encode()).hexdigest()[:32]}@aftalegen"
