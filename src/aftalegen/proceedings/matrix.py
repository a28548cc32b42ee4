"""The approval matrix: agreements by bodies, with what each decided, and who is next, by when.

In Danish whatever the terminal speaks, as the agreements are. The rows are made once; the screen,
the document and the workbook print them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from aftalegen.editions.status import AgreementStatus, BundleStatus, Meeting
from aftalegen.editions.status_files import OUTCOMES, STANDS
from aftalegen.proceedings.reach import Needed, Way, needed
from aftalegen.records.agreements import Agreements
from aftalegen.records.bodies import KnownBody, Party
from aftalegen.records.project import Project
from aftalegen.records.standing import PROGRESS_WORDS
from aftalegen.words.danish import short_date
from aftalegen.words.language import _, later, plural

PARTIES: dict[Party, str] = {"municipality": "kommunen", "region": "regionen"}
HEADINGS = ("Kommune", "Udvalg", "Kommunens råd", "Regionen", "Næste skridt")
NOTHING = "–"

_WAYS: dict[Way, str] = {
    "planned": "planlagt {meeting}",
    "ordinary": "ordinært møde {meeting}",
    "breach": "møde {meeting}, kun med begrundet fristbrud",
    "extraordinary": "ekstraordinært møde senest {deadline}",
    "unknown": "mødedage kendes ikke",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A body of an agreement's parties: what it did last, its meeting that is planned, and what is
    needed of it."""

    body: KnownBody
    last: Meeting | None
    planned: Meeting | None
    needed: Needed | None


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """An agreement and its bodies: those that have been asked, and those that must decide."""

    status: AgreementStatus
    name: str
    lines: tuple[Line, ...]

    @property
    def progress(self) -> str:
        """How far the agreement is."""
        return PROGRESS_WORDS[self.status.standing.progress]

    @property
    def needed(self) -> tuple[Needed, ...]:
        """What must still be decided."""
        return tuple(line.needed for line in self.lines if line.needed)

    def cells(self) -> tuple[str, ...]:
        """The row below `HEADINGS`; each thing on a line of its own."""
        committees = [one for one in self.lines if one.body.party == "municipality"]
        council = [one for one in committees if one.body.decides]
        region = [one for one in self.lines if one.body.party == "region"]
        parts = ([one for one in committees if not one.body.decides], council, region)
        done = tuple(_told(part) for part in parts)
        coming = "\n".join(next_steps(self.needed))
        return (f"{self.name}\n{self.progress}", *done, coming or NOTHING)


@dataclass(frozen=True, slots=True)
class Matrix:
    """The agreements of a bundle on a day."""

    status: BundleStatus
    rows: tuple[MatrixRow, ...]

    @property
    def needed(self) -> tuple[Needed, ...]:
        """What must still be decided of all agreements."""
        return tuple(one for row in self.rows for one in row.needed)


def approval_matrix(project: Project, status: BundleStatus) -> Matrix:
    """The matrix of a bundle, as it is on the day of its status."""
    known = Agreements(project)
    several = len({one.agreement.task for one in status.tasks}) > 1
    rows = []
    for one in status.tasks:
        bodies = known.bodies(one.agreement)
        deadlines = status.bundle.record.deadlines
        wanted = tuple(needed(one, bodies, deadlines, status.today))
        lines = (_line(one, body, wanted) for body in bodies)
        kept = tuple(line for line in lines if line.needed or line.last or line.planned)
        task = project.task(one.agreement.task).record.name
        rows.append(MatrixRow(one, f"{one.name}, {task}" if several else one.name, kept))
    return Matrix(status, tuple(rows))


def _line(status: AgreementStatus, body: KnownBody, wanted: Sequence[Needed]) -> Line:
    own = [m for m in status.meetings if m.standing.body == body]
    held = [m for m in own if m.standing.state != "planned"]
    planned = [m for m in own if m.standing.state == "planned"]
    asked = next((one for one in wanted if one.body == body), None)
    return Line(body, held[-1] if held else None, planned[0] if planned else None, asked)


# --- in words -----------------------------------------------------------------------------------


def _told(lines: Sequence[Line]) -> str:
    """What bodies did and what is planned; one that decides alone is not named again."""
    alone = len(lines) == 1 and lines[0].body.decides
    told = []
    for line in lines:
        said = [meeting_words(one) for one in (line.last, line.planned) if one]
        name = "" if alone else f"{short_name(line.body)}: "
        told.append(f"{name}{', '.join(said) or 'ikke behandlet'}")
    return "\n".join(told) or NOTHING


def short_name(body: KnownBody) -> str:
    """What a body is called where there is little room."""
    council = "rådet" if body.party == "municipality" else "regionen"
    return body.key or (council if body.council else body.name)


def meeting_words(meeting: Meeting) -> str:
    """One meeting: its outcome, day and edition, and what became of it."""
    approval, state = meeting.standing.approval, meeting.standing.state
    about = [approval.edition] if approval.edition else []
    if state in ("fallen", "unknown"):
        about.append(STANDS[state].removeprefix("nej, "))
    if approval.open_reservations:
        about.append(f"forbehold: {len(approval.open_reservations)}")
    if approval.extraordinary:
        about.append("ekstraordinært")
    if meeting.late or approval.agenda_waived:
        about.append("fristbrud")
    if meeting.overdue:
        about.append("udfald mangler")
    words = f"{OUTCOMES[approval.outcome]} {short_date(approval.date)}"
    return words + (f" ({', '.join(about)})" if about else "")


def agendas(found: Matrix) -> Iterator[str]:
    """What is known of agendas: when each was sent, by when it should be, and why it was late."""
    for row in found.rows:
        for meeting in row.status.meetings:
            approval = meeting.standing.approval
            if approval.agenda_sent is None and approval.agenda_waived is None:
                continue
            words = [f"dagsorden sendt {short_date(approval.agenda_sent)}"] if (
                approval.agenda_sent) else []  # fmt: skip
            if meeting.agenda_by:
                words.append(f"senest {short_date(meeting.agenda_by)}")
            if approval.agenda_waived:
                words.append(f"fristen fraviges: {approval.agenda_waived}")
            head = f"{row.name}, {approval.body} {short_date(approval.date)}"
            yield f"{head}: {'; '.join(words)}"


def way_words(one: Needed) -> str:
    """How a decision can be had: 'ordinært møde 24-03-2026'."""
    return _WAYS[one.way].format(
        meeting=short_date(one.meeting) if one.meeting else "",
        deadline=short_date(one.deadline.date) if one.deadline else "",
    )


def next_steps(found: Sequence[Needed]) -> Iterator[str]:
    """What is next for each body; those whose days are not known in one line."""
    unknown = [short_name(one.body) for one in found if one.way == "unknown"]
    yield from (next_step(one) for one in found if one.way != "unknown")
    if unknown:
        yield f"{_WAYS['unknown']}: {', '.join(unknown)}"


def next_step(one: Needed) -> str:
    """What is next for a body: when it can decide, the agenda's last day, and the deadline."""
    words = [way_words(one)]
    if one.agenda_by:
        when = "skulle ud" if one.way == "breach" else "senest"
        words.append(f"dagsorden {when} {short_date(one.agenda_by)}")
    if one.way == "extraordinary" and one.meeting:
        words.append(f"næste ordinære møde er {short_date(one.meeting)}")
    if one.deadline and one.way in ("planned", "ordinary", "breach"):
        words.append(f"frist {short_date(one.deadline.date)}")
    again = " igen" if one.again else ""
    return f"{short_name(one.body)}{again}: {', '.join(words)}"


FEW = 6
"""More parties whose meeting days are not known are counted; each stands in the matrix."""
_TOGETHER: dict[Way, str] = {
    "extraordinary": later("no ordinary meeting in time, an extraordinary one is needed: {names}"),
    "breach": later("in time only if the agenda is late and says why: {names}"),
    "unknown": later("meeting days are not known, the parties provide them: {names}"),
}


def told_together(found: Sequence[Needed]) -> Iterator[str]:
    """In a line each: who needs an extraordinary meeting, a breach, or has no known days.

    In the language in force, as it is told on the screen too.
    """
    for way, words in _TOGETHER.items():
        own = sorted((one for one in found if one.way == way), key=lambda one: one.party)
        names = dict.fromkeys(_whose(one) for one in own)
        many = way == "unknown" and len(names) > FEW
        told = plural("{n} party", "{n} parties", len(names)) if many else ", ".join(names)
        if names:
            yield _(words).format(names=told)


def _whose(one: Needed) -> str:
    """Whose body it is: that of a municipality by its name, that of the region by its own."""
    return one.agreement.name if one.party == "municipality" else one.body.name


LINE_COLUMNS = (
    ("Samling", 16), ("Kommune", 18), ("Opgave", 26), ("Aftalens status", 22), ("Part", 12),
    ("Organ", 30), ("Afgør", 8), ("Udfald", 22), ("Dato", 12), ("Udgave", 12),
    ("Står ved magt", 18), ("Åbne forbehold", 36), ("Dagsorden sendt", 14), ("Fristbrud", 36),
    ("Næste møde", 14), ("Dagsorden senest", 14), ("Frist", 12), ("Kan nås", 36),
)  # fmt: skip


def line_cells(found: Matrix) -> Iterator[tuple[str, ...]]:
    """A row for each body below `LINE_COLUMNS`."""
    for row in found.rows:
        agreement = row.status.agreement
        head = (agreement.bundle.key, row.status.name, agreement.task, row.progress)
        for line in row.lines:
            decides = "ja" if line.body.decides else "nej"
            body = (PARTIES[line.body.party], line.body.name, decides)
            yield (*head, *body, *_last_cells(line.last), *_next_cells(line))


def _last_cells(meeting: Meeting | None) -> tuple[str, ...]:
    if meeting is None:
        return ("",) * 7
    approval = meeting.standing.approval
    return (
        OUTCOMES[approval.outcome],
        short_date(approval.date),
        approval.edition or "",
        STANDS[meeting.standing.state],
        "; ".join(one.what for one in approval.open_reservations),
        _day(approval.agenda_sent),
        approval.agenda_waived or "",
    )


def _next_cells(line: Line) -> tuple[str, ...]:
    one, planned = line.needed, line.planned
    if one is None:
        day = planned.standing.approval.date if planned else None
        return (_day(day), _day(planned.agenda_by if planned else None), "", "")
    deadline = one.deadline.date if one.deadline else None
    meeting = one.meeting if one.way != "extraordinary" else None
    return (_day(meeting), _day(one.agenda_by), _day(deadline), way_words(one))


def _day(day: date | None) -> str:
    return short_date(day) if day else ""
