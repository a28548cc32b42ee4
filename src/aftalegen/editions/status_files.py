"""The status as a table for Excel and as a calendar."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from hashlib import sha256

from aftalegen.editions.approvals import where_text
from aftalegen.editions.status import BundleStatus, Meeting
from aftalegen.writers.calendar import Event, calendar_ics
from aftalegen.writers.delimited import delimited_csv

COLUMNS = (
    "bundle", "municipality", "task", "body", "date", "outcome", "edition", "state", "changed",
    "agenda_by", "overdue",
)  # fmt: skip


def status_csv(found: Sequence[BundleStatus]) -> bytes:
    """A line a meeting, as Excel in Danish opens it; a task without meetings has one of its own."""
    rows: list[tuple[str, ...]] = []
    for bundle in found:
        for task in bundle.tasks:
            head = (bundle.bundle.key, task.name, task.task)
            rows += [(*head, *_cells(meeting)) for meeting in task.meetings]
            if not task.meetings:
                rows.append((*head, *[""] * (len(COLUMNS) - len(head))))
    return delimited_csv(COLUMNS, rows)


def _cells(meeting: Meeting) -> tuple[str, ...]:
    standing, approval = meeting.standing, meeting.standing.approval
    return (
        approval.body,
        approval.date.isoformat(),
        approval.outcome,
        approval.edition or "",
        standing.state,
        ", ".join(dict.fromkeys(where_text(where) for where in standing.where)),
        meeting.agenda_by.isoformat() if meeting.agenda_by else "",
        "overdue" if meeting.overdue else "",
    )


def status_ics(found: Sequence[BundleStatus]) -> bytes:
    """The deadlines, the planned meetings and their agendas, as whole days."""
    name = " + ".join(bundle.bundle.record.title for bundle in found)
    events = (event for bundle in found for event in _events(bundle))
    return calendar_ics(name, list(_told_apart(events)))


def _told_apart(events: Iterable[Event]) -> Iterator[Event]:
    """The events, those that would have the same uid with a number before it."""
    seen: Counter[str] = Counter()
    for event in events:
        seen[event.uid] += 1
        number = seen[event.uid]
        yield event if number == 1 else replace(event, uid=f"{number}-{event.uid}")


def _events(bundle: BundleStatus) -> Iterator[Event]:
    record, key = bundle.bundle.record, bundle.bundle.key
    stamp = record.edition_date
    for one in bundle.deadlines:
        deadline = one.deadline
        uid = _uid("deadline", key, deadline.what)
        yield Event(uid, deadline.date, deadline.what, record.title, stamp)
    for task in bundle.tasks:
        for meeting in task.meetings:
            if meeting.standing.state != "planned":
                continue
            approval = meeting.standing.approval
            where = (key, task.municipality, task.task, approval.body, approval.edition or "")
            text = f"{task.name}: {approval.body}"
            about = f"{record.title} {approval.edition or ''}".strip()
            yield Event(_uid("meeting", *where), approval.date, text, about, stamp)
            if meeting.agenda_by:
                # The calendar is Danish whatever the terminal speaks, as the agreements are.
                text = f"Dagsorden ud: {task.name}, {approval.body}"
                about = approval.agenda_waived or about
                yield Event(_uid("agenda", *where), meeting.agenda_by, text, about, stamp)


def _uid(*parts: str) -> str:
    """The same for the same meeting or deadline, also when its day is moved."""
    return f"{sha256('|'.join(parts).encode()).hexdigest()[:32]}@aftalegen"
