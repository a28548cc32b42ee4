"""A case: a body that hears about annexes of a bundle, on a day, in the words of its profile."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from aftalegen.records import Known
from aftalegen.records.agenda import FIRST, Agenda, AgendaProfile
from aftalegen.records.agreements import Agreements, WrittenApproval
from aftalegen.records.bodies import KnownBody, Party, body_called, body_meant
from aftalegen.records.bundle import Bundle
from aftalegen.records.municipality import Municipality
from aftalegen.records.project import Project
from aftalegen.records.region import Region
from aftalegen.records.selected import BundleAnnex, Selected
from aftalegen.words.faults import InputError, UsageError, did_you_mean
from aftalegen.words.language import _
from aftalegen.words.place import Source


@dataclass(frozen=True, slots=True)
class AskedCase:
    """What cases are asked for: of whom, on what task, for which body and day, or for all.

    `each`: of a bundle that is named, the cases of its municipalities and not its region's.
    """

    who: tuple[str, ...] = ()
    task: str | None = None
    body: str | None = None
    day: date | None = None
    generic: bool = False
    each: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """A body that hears about some annexes on a day; neither is known where it is for all.

    `approvals` are all those of its agreements, `planned` the one that this meeting is.
    """

    party: Party
    owner: Known[Municipality] | Known[Region]
    annexes: tuple[BundleAnnex, ...]
    agreements: tuple[BundleAnnex, ...]
    bodies: tuple[KnownBody, ...]
    body: KnownBody | None
    meeting: date | None
    approvals: tuple[WrittenApproval, ...]
    planned: WrittenApproval | None
    profile: Known[AgendaProfile]

    @property
    def bundle(self) -> Known[Bundle]:
        """The bundle that the annexes are of."""
        return self.annexes[0].bundle

    @property
    def agenda(self) -> Agenda | None:
        """What the party says of its agendas."""
        return self.owner.record.agenda

    @property
    def decider(self) -> KnownBody:
        """The party's own body that decides."""
        return next(b for b in self.bodies if b.party == self.party and b.decides)


def selected_cases(project: Project, asked: AskedCase) -> tuple[Selected, tuple[Case, ...]]:
    """The annexes that cases are about, and the cases: one for a municipality, or for a bundle.

    A bundle that is named is its region's case, and its municipalities' where nobody is named.
    Raises UsageError for a body that the party has not, or a day before the edition's.
    """
    selected = project.select(asked.who, asked.task, None)
    named = {key for kind, key in project.named(asked.who) if kind == "bundles"}
    known = Agreements(project)
    bundles: dict[str, list[BundleAnnex]] = {}
    for annex in selected.annexes:
        bundles.setdefault(annex.bundle.key, []).append(annex)
    found: list[Case] = []
    for key, annexes in bundles.items():
        if asked.generic:
            found.append(_case(project, known, "municipality", annexes, asked))
        elif key in named and not asked.each:
            found.append(_case(project, known, "region", annexes, asked))
        else:
            for own in _by_municipality(annexes):
                found.append(_case(project, known, "municipality", own, asked))
    return selected, tuple(found)


def _by_municipality(annexes: Sequence[BundleAnnex]) -> Iterator[list[BundleAnnex]]:
    own: dict[str, list[BundleAnnex]] = {}
    for annex in annexes:
        own.setdefault(annex.municipality, []).append(annex)
    yield from own.values()


def _case(
    project: Project,
    known: Agreements,
    party: Party,
    annexes: Sequence[BundleAnnex],
    asked: AskedCase,
) -> Case:
    owner: Known[Municipality] | Known[Region] = (
        project.municipality(annexes[0].municipality)
        if party == "municipality"
        else project.region(annexes[0].bundle.record.region)
    )
    bodies = tuple(b for b in known.bodies(annexes[0]) if b.party == party)
    agreements = known.of(annexes)
    if party == "region" and asked.body:
        annexes = _of_council(project, annexes, asked.body)
        agreements = known.of(annexes)
    approvals = _approvals(known, agreements)
    body, planned = (None, None) if asked.generic else _hears(party, bodies, approvals, asked)
    meeting = asked.day or (planned.approval.date if planned else None)
    if meeting is None and body:  # its next ordinary one
        ready = annexes[0].bundle.record.edition_date
        meeting = next((day for day in body.meetings if day >= ready), None)
    written = planned.written.place((*planned.path, "date")) if planned else None
    _require_after_edition(annexes[0].bundle.record, meeting, written)
    return Case(
        party, owner, tuple(annexes), tuple(agreements), known.bodies(annexes[0]), body, meeting,
        approvals, planned, _profile(project, party, owner, generic=asked.generic),
    )  # fmt: skip


def _of_council(
    project: Project, annexes: Sequence[BundleAnnex], body: str
) -> Sequence[BundleAnnex]:
    """The annexes of a health council's municipalities, where the body is one; or all."""
    own = [
        annex
        for annex in annexes
        if project.municipality(annex.municipality).record.health_council.name == body
    ]
    return own or annexes


def _approvals(known: Agreements, agreements: Sequence[BundleAnnex]) -> tuple[WrittenApproval, ...]:
    """All approvals of the agreements, each once, in the order of their days."""
    found = {one.source: one for agreement in agreements for one in known.approvals(agreement)}
    return tuple(sorted(found.values(), key=lambda one: one.approval.date))


def _hears(
    party: Party,
    bodies: Sequence[KnownBody],
    approvals: Sequence[WrittenApproval],
    asked: AskedCase,
) -> tuple[KnownBody, WrittenApproval | None]:
    """The body that hears the case: the one named, or whose meeting is planned, or who decides."""
    planned = [
        (body, one)
        for one in approvals
        if one.approval.outcome == "planned"
        if (body := body_called(bodies, one.approval.body, party))
    ]
    if asked.body:
        named = body_meant(bodies, asked.body)
        if named is None:
            names = [body.name for body in bodies]
            message = _("the party has no body «{name}»").format(name=asked.body)
            hint = _("its bodies: {names}").format(names=", ".join(names))
            near = did_you_mean(asked.body, names)
            raise UsageError(
                "not-a-body-of-the-party", message, None, f"{near}; {hint}" if near else hint
            )
        planned = [(body, one) for body, one in planned if body == named]
    if asked.day:
        planned = [(body, one) for body, one in planned if one.approval.date == asked.day]
    if planned:
        return planned[-1]
    named = body_meant(bodies, asked.body) if asked.body else None
    return named or next(body for body in bodies if body.decides), None


def _require_after_edition(bundle: Bundle, meeting: date | None, place: Source | None) -> None:
    if meeting and meeting < bundle.edition_date:
        message = _("the meeting on {day} is before edition {edition} was made")
        hint = _("check the day, or the edition in data/bundles/")
        message = message.format(day=meeting.isoformat(), edition=bundle.edition)
        raise UsageError("meeting-before-edition", message, place, hint)


def _profile(
    project: Project, party: Party, owner: Known[Municipality] | Known[Region], *, generic: bool
) -> Known[AgendaProfile]:
    """The profile of a party's items; raises InputError, where the party names it, if not there."""
    agenda = None if generic else owner.record.agenda
    if agenda is None or agenda.profile is None:
        return project.agenda(FIRST[party])
    try:
        return project.agenda(agenda.profile)
    except InputError as error:
        if error.rule != "no-such-record":
            raise
        raise error.at(owner.written.place(("agenda", "profile"))) from error
