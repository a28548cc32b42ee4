"""How far the approvals are: municipality by body, against the deadlines of the bundle."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from aftalegen.editions.approvals import Standing, grouped, standings
from aftalegen.editions.despite import Told, told_despite
from aftalegen.editions.edition import Editions, by_bundle
from aftalegen.editions.working import working_annexes
from aftalegen.records import Known
from aftalegen.records.bundle import Bundle, Deadline
from aftalegen.records.municipality import Municipality
from aftalegen.records.project import Project
from aftalegen.records.selected import BundleAnnex
from aftalegen.words.faults import AftalegenError


@dataclass(frozen=True, slots=True)
class Meeting:
    """An approval, past or planned. `agenda_by` is when its agenda must be out, if known.

    `overdue`: it was planned for a day that has passed, and no outcome is written down.
    """

    standing: Standing
    agenda_by: date | None
    overdue: bool


@dataclass(frozen=True, slots=True)
class TaskStatus:
    """One municipality's meetings for one task, in the order of their dates."""

    municipality: str
    name: str
    task: str
    meetings: tuple[Meeting, ...]

    @property
    def approved(self) -> bool:
        """Whether an approval stands in the text as it is now."""
        return any(meeting.standing.state == "approved" for meeting in self.meetings)

    @property
    def coming(self) -> Meeting | None:
        """The meeting that is next, or that should have been."""
        planned = (m for m in self.meetings if m.standing.state == "planned")
        return next(planned, None)


@dataclass(frozen=True, slots=True)
class DeadlineStatus:
    """A deadline and the days left to it, negative when it has passed.

    `lacking` are the names of those that it still needs something of, out of `asked`.
    """

    deadline: Deadline
    days: int
    lacking: tuple[str, ...]
    asked: int

    @property
    def overdue(self) -> bool:
        """Whether it has passed without what it needs."""
        return self.days < 0 and bool(self.lacking)


@dataclass(frozen=True, slots=True)
class BundleStatus:
    """One bundle on one day; `errors` keep municipalities out, and `despite` is told for ever."""

    bundle: Known[Bundle]
    today: date
    tasks: tuple[TaskStatus, ...]
    deadlines: tuple[DeadlineStatus, ...]
    errors: tuple[AftalegenError, ...]
    despite: tuple[Told, ...] = ()

    @property
    def something_to_tell(self) -> bool:
        """Whether an approval has fallen or a day has passed without what it needed."""
        meetings = [meeting for task in self.tasks for meeting in task.meetings]
        fallen = any(meeting.standing.state == "fallen" for meeting in meetings)
        late = any(meeting.overdue for meeting in meetings)
        return fallen or late or any(deadline.overdue for deadline in self.deadlines)


def statuses(
    project: Project, selected: Sequence[BundleAnnex], today: date
) -> tuple[BundleStatus, ...]:
    """The status of each bundle of which annexes were selected, as it is on the day `today`."""
    editions = Editions(project)
    return tuple(_bundle_status(editions, own, today) for own in by_bundle(selected).values())


def _bundle_status(
    editions: Editions, selected: Sequence[BundleAnnex], today: date
) -> BundleStatus:
    project, bundle = editions.project, selected[0].bundle
    annexes = working_annexes(project, selected)
    found = list(standings(editions, annexes))
    made = [annex for annex in annexes if not annex.errors]
    tasks = []
    for _bundle, municipality, task in grouped(made):
        known = project.municipality(municipality)
        own = [s for s in found if (s.municipality, s.task) == (municipality, task)]
        meetings = tuple(_meetings(known.record, own, today))
        tasks.append(TaskStatus(municipality, known.record.name, task, meetings))
    return BundleStatus(
        bundle,
        today,
        tuple(tasks),
        tuple(
            _deadline(deadline, tasks, today)
            for deadline in sorted(bundle.record.deadlines, key=lambda one: one.date)
            if _concerns(deadline, tasks)
        ),
        tuple(error for annex in annexes for error in annex.errors),
        tuple(told_despite(project, bundle.key)),
    )


def _meetings(
    municipality: Municipality, own: Iterable[Standing], today: date
) -> Iterator[Meeting]:
    days = {body.name: body.agenda_days for body in municipality.bodies}
    for standing in sorted(own, key=lambda one: one.approval.date):
        approval = standing.approval
        before = days.get(approval.body) if standing.state == "planned" else None
        agenda = approval.date - timedelta(days=before) if before is not None else None
        yield Meeting(standing, agenda, standing.state == "planned" and approval.date < today)


def _concerns(deadline: Deadline, tasks: Sequence[TaskStatus]) -> bool:
    """Whether a deadline is about those asked for: about all, or about one of them by name."""
    named = deadline.municipalities
    return not named or any(task.municipality in named for task in tasks)


def _deadline(deadline: Deadline, tasks: Sequence[TaskStatus], today: date) -> DeadlineStatus:
    left = (deadline.date - today).days
    if deadline.needs is None:
        return DeadlineStatus(deadline, left, (), 0)
    named = deadline.municipalities
    asked = [task for task in tasks if not named or task.municipality in named]
    lacking = dict.fromkeys(task.name for task in asked if not task.approved)
    return DeadlineStatus(
        deadline, left, tuple(lacking), len(dict.fromkeys(task.name for task in asked))
    )
