"""How far the approvals are: municipality by body, against the deadlines of the bundle."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from aftalegen.editions.approvals import Standing, agreements_approvals
from aftalegen.editions.despite import Told, told_despite
from aftalegen.editions.edition import Editions, by_bundle
from aftalegen.editions.working import WorkingAnnex, working_annexes
from aftalegen.records import Known
from aftalegen.records.bundle import Bundle, Deadline
from aftalegen.records.municipality import Municipality
from aftalegen.records.project import Project
from aftalegen.records.recurring import Duty, duties
from aftalegen.records.region import Region
from aftalegen.records.selected import BundleAnnex
from aftalegen.records.standing import AgreementStanding
from aftalegen.words.faults import AftalegenError


@dataclass(frozen=True, slots=True)
class Meeting:
    """An approval, past or planned. `agenda_by` is when its agenda must be out, if known.

    `late`: its agenda went out later than that. `overdue`: it was planned for a day that has
    passed, and no outcome is written down. `case_number` is the party's own for it, if known.
    """

    standing: Standing
    agenda_by: date | None
    late: bool
    overdue: bool
    case_number: str | None


@dataclass(frozen=True, slots=True)
class AgreementStatus:
    """One agreement: how far it is, and its meetings in the order of their dates."""

    agreement: BundleAnnex
    name: str
    standing: AgreementStanding
    meetings: tuple[Meeting, ...]

    @property
    def approved(self) -> bool:
        """Whether both parties have approved the text as it is now, also with reservations."""
        return not self.standing.lacking

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
    tasks: tuple[AgreementStatus, ...]
    deadlines: tuple[DeadlineStatus, ...]
    errors: tuple[AftalegenError, ...]
    despite: tuple[Told, ...] = ()
    duties: tuple[Duty, ...] = ()

    @property
    def something_to_tell(self) -> bool:
        """Whether an approval has fallen or a day has passed without what it needed."""
        meetings = [meeting for task in self.tasks for meeting in task.meetings]
        fallen = any(meeting.standing.state == "fallen" for meeting in meetings)
        late = any(meeting.overdue for meeting in meetings)
        due: tuple[DeadlineStatus | Duty, ...] = (*self.deadlines, *self.duties)
        return fallen or late or any(one.overdue for one in due)


def statuses(
    project: Project, selected: Sequence[BundleAnnex], today: date
) -> tuple[BundleStatus, ...]:
    """The status of each bundle of which annexes were selected, as it is on the day `today`."""
    editions = Editions(project)
    return tuple(_bundle_status(editions, own, today) for own in by_bundle(selected).values())


def _bundle_status(
    editions: Editions, selected: Sequence[BundleAnnex], today: date
) -> BundleStatus:
    return bundle_status(editions, working_annexes(editions.project, selected), today)


def bundle_status(editions: Editions, annexes: Sequence[WorkingAnnex], today: date) -> BundleStatus:
    """The status of the bundle of these annexes, as it is on the day `today`."""
    project, bundle = editions.project, annexes[0].selection.bundle
    due, faults = duties(project, [one.selection for one in annexes], today)
    tasks = [
        AgreementStatus(
            found.agreement,
            project.municipality(found.agreement.municipality).record.name,
            found.standing,
            tuple(_meetings(project, found.approvals, today)),
        )
        for found in agreements_approvals(editions, annexes)
    ]
    return BundleStatus(
        bundle,
        today,
        tuple(tasks),
        tuple(
            _deadline(deadline, tasks, today)
            for deadline in sorted(bundle.record.deadlines, key=lambda one: one.date)
            if _concerns(deadline, tasks)
        ),
        (*(error for annex in annexes for error in annex.errors), *faults),
        tuple(told_despite(project, bundle.key)),
        tuple(duty for duty in due if duty.due),
    )


def _meetings(project: Project, own: Iterable[Standing], today: date) -> Iterator[Meeting]:
    for standing in sorted(own, key=lambda one: one.approval.date):
        approval, body = standing.approval, standing.body
        planned = standing.state == "planned"
        wanted = body is not None and (planned or approval.agenda_sent is not None)
        agenda = body.agenda_by(approval.date) if body and wanted else None
        late = bool(agenda and approval.agenda_sent and approval.agenda_sent > agenda)
        overdue = planned and approval.date < today
        yield Meeting(standing, agenda, late, overdue, _case_number(project, standing))


def _case_number(project: Project, standing: Standing) -> str | None:
    """The number that the party of a body has for its case; else that of the agreement's."""
    annex, party = standing.agreement, standing.body.party if standing.body else None
    owner: Known[Municipality] | Known[Region] | None = None
    if party == "municipality":
        owner = project.municipality(annex.municipality)
    elif party == "region":
        owner = project.region(annex.bundle.record.region)
    agenda = owner.record.agenda if owner else None
    return (agenda and agenda.case_number) or annex.case_number


def _concerns(deadline: Deadline, tasks: Sequence[AgreementStatus]) -> bool:
    """Whether a deadline is about those asked for: about all, or about one of them by name."""
    named = deadline.municipalities
    return not named or any(task.agreement.municipality in named for task in tasks)


def _deadline(deadline: Deadline, tasks: Sequence[AgreementStatus], today: date) -> DeadlineStatus:
    left = (deadline.date - today).days
    if deadline.needs is None:
        return DeadlineStatus(deadline, left, (), 0)
    named = deadline.municipalities
    asked = [task for task in tasks if not named or task.agreement.municipality in named]
    # A deadline of named municipalities is theirs; one of all needs both parties.
    lacking = dict.fromkeys(
        task.name
        for task in asked
        if ("municipality" in task.standing.lacking if named else not task.approved)
    )
    return DeadlineStatus(
        deadline, left, tuple(lacking), len(dict.fromkeys(task.name for task in asked))
    )
