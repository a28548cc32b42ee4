"""Bundle -> what its overview shows, as plain values."""

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from aftalegen.build.formats import FORMATS
from aftalegen.desk.overview.packages import PackageLinks, packages_there
from aftalegen.document.nodes import Document, Field
from aftalegen.document.walk import awaited, missing_fields, plain, walk_inlines
from aftalegen.editions.approvals import Standing
from aftalegen.editions.despite import Told, told_despite
from aftalegen.editions.edition import Editions
from aftalegen.editions.status import AgreementStatus, DeadlineStatus, bundle_status
from aftalegen.editions.working import working_annexes
from aftalegen.proceedings.matrix import Matrix, approval_matrix
from aftalegen.records.agreements import Agreements
from aftalegen.records.bundle import Bundle
from aftalegen.records.project import Project
from aftalegen.records.selected import BundleAnnex
from aftalegen.records.standing import Progress, least
from aftalegen.words import danish
from aftalegen.words.faults import AftalegenError
from aftalegen.words.place import Source

EventKind = Literal[
    "deadline", "approved", "recommended", "noted", "postponed", "rejected", "planned", "fallen",
    "unknown",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class BudgetBar:
    """One municipality's budget for a task; `amount` in kroner, None where it is not known."""

    municipality: str
    amount: int | None
    price_level: str | None
    source: str | None


@dataclass(frozen=True, slots=True)
class TaskBudgets:
    """The budgets for one task, in the bundle's order."""

    key: str
    task: str
    bars: tuple[BudgetBar, ...]

    def known(self) -> tuple[int, ...]:
        """The amounts that are known."""
        return tuple(bar.amount for bar in self.bars if bar.amount is not None)


@dataclass(frozen=True, slots=True)
class Missing:
    """What is not known, in words, and how often."""

    what: str
    count: int


@dataclass(frozen=True, slots=True)
class Completeness:
    """How many of the facts that the annexes of one municipality print are known."""

    municipality: str
    known: int
    missing: tuple[Missing, ...]

    def lacking(self) -> int:
        """How many facts are missing."""
        return sum(missing.count for missing in self.missing)


@dataclass(frozen=True, slots=True)
class Event:
    """Something on a day: a deadline, or a body's decision, made or planned, and its standing."""

    day: datetime.date
    kind: EventKind
    what: str
    who: str
    source: str
    standing: Standing | None = None


@dataclass(frozen=True, slots=True)
class AnnexFiles:
    """One annex, and its files by format as links from the page; none if it is not built."""

    label: str
    title: str
    municipality: str
    task: str
    draft: bool
    progress: Progress
    links: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class BundleOverview:
    """All that the page shows."""

    bundle: Bundle
    budgets: tuple[TaskBudgets, ...]
    case: Matrix
    providers: tuple[tuple[str, tuple[Missing, ...]], ...]
    common: tuple[Missing, ...]
    completeness: tuple[Completeness, ...]
    events: tuple[Event, ...]
    without_approval: tuple[str, ...]
    annexes: tuple[AnnexFiles, ...]
    errors: tuple[AftalegenError, ...]
    despite: tuple[Told, ...] = ()
    packages: tuple[PackageLinks, ...] = ()


def bundle_overview(
    project: Project,
    selections: Sequence[BundleAnnex],
    there: Mapping[str, str],
    today: datetime.date,
) -> BundleOverview:
    """The overview of one bundle's annexes on a day; `there` has the link of each file by name.

    The faults of annexes are told in `errors`; the others stand all the same.
    """
    bundle = selections[0].bundle.record
    annexes = working_annexes(project, selections)
    made = {a.selection.index: a.document for a in annexes if a.document and not a.stale}
    whole = [selection for selection in selections if selection.index in made]
    lacking = _Lacking(project)
    for selection in whole:
        lacking.take(selection, made[selection.index])
    case = approval_matrix(project, bundle_status(Editions(project), annexes, today))
    events, without = _approvals(project, whole, case.status.tasks)
    progress = _progress(project, whole, case.status.tasks)
    deadlines = [
        Event(d.deadline.date, "deadline", d.deadline.what, _lacks(d), d.deadline.source)
        for d in case.status.deadlines
    ]
    return BundleOverview(
        bundle,
        _budgets(project, whole),
        case,
        lacking.by_provider(),
        _counted(lacking.common.values()),
        lacking.by_municipality(),
        tuple(sorted((*deadlines, *events), key=lambda e: (e.day, e.kind != "deadline", e.who))),
        without,
        tuple(_files(project, s, made[s.index], progress[s.index], there) for s in whole),
        tuple(error for annex in annexes for error in (*annex.errors, *annex.stale)),
        tuple(told_despite(project, selections[0].bundle.key)),
        packages_there(project, whole, there),
    )


def _lacks(one: DeadlineStatus) -> str:
    """Whose approval a deadline lacks still."""
    return f"mangler godkendelse: {len(one.lacking)} af {one.asked}" if one.lacking else ""


def _pairs(selections: Iterable[BundleAnnex]) -> tuple[tuple[str, str], ...]:
    """Each municipality and task of the annexes, once."""
    annexes = (selection.record for selection in selections)
    return tuple(dict.fromkeys((annex.municipality, annex.task) for annex in annexes))


def _budgets(project: Project, selections: Sequence[BundleAnnex]) -> tuple[TaskBudgets, ...]:
    bars: dict[str, list[BudgetBar]] = {}
    for municipality, task in _pairs(selections):
        record = project.municipality(municipality).record
        budget = record.tasks[task].budget
        bar = BudgetBar(record.name, budget.fixed_annual, budget.price_level, budget.source)
        bars.setdefault(task, []).append(bar)
    return tuple(
        TaskBudgets(task, project.task(task).record.name, tuple(found))
        for task, found in bars.items()
    )


def _approvals(
    project: Project, selections: Sequence[BundleAnnex], found: Sequence[AgreementStatus]
) -> tuple[list[Event], tuple[str, ...]]:
    """The political decisions, and the municipalities that have none on record."""
    pairs = _pairs(selections)
    several = len({task for _municipality, task in pairs}) > 1
    events: list[Event] = []
    for standing in (meeting.standing for one in found for meeting in one.meetings):
        if (standing.agreement.municipality, standing.agreement.task) in pairs:
            one = standing.approval
            what = f"{one.body}: {one.wording}" if one.wording else one.body
            edition = f" ({one.edition})" if one.edition else ""
            word = f", {project.task(standing.agreement.task).record.name}" if several else ""
            who = f"{project.municipality(standing.agreement.municipality).record.name}{word}"
            what = f"{what}{edition}"
            events.append(Event(one.date, standing.state, what, who, one.source, standing))
    decided = {(a.agreement.municipality, a.agreement.task) for a in found if a.meetings}
    names: dict[str, bool] = {}
    for municipality, task in pairs:
        name = project.municipality(municipality).record.name
        names[name] = names.get(name, False) or (municipality, task) in decided
    return events, tuple(name for name, one in names.items() if not one)


def _progress(
    project: Project, selections: Sequence[BundleAnnex], found: Sequence[AgreementStatus]
) -> dict[int, Progress]:
    """How far each annex is: as far as the agreement that it goes with."""
    known = Agreements(project)
    reached = {one.agreement.document_key: one.standing.progress for one in found}
    return {
        annex.index: least(reached.get(a.document_key, "draft") for a in known.over(annex))
        for annex in selections
    }


class _Lacking:
    """Sorts the facts of annexes by whose they are: a municipality's, or common to all."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.common: dict[Source, str] = {}
        self.known: dict[str, set[Source]] = {}
        self.missing: dict[str, dict[Source, str]] = {}
        self.providers: dict[str, dict[Source, str]] = {}

    def take(self, selection: BundleAnnex, document: Document) -> None:
        bundle = selection.bundle
        key = selection.record.municipality
        own = self.project.municipality(key).written.file
        known = self.known.setdefault(key, set())
        missing = self.missing.setdefault(key, {})
        for field in missing_fields(document):
            place = field.source or Source("", 0)
            annexed = place.file == bundle.written.file and place.key.startswith("annexes")
            whose = missing if place.file == own or annexed else self.common
            whose[place] = awaited(field.text)
            self.providers.setdefault(self._provider(place), {})[place] = awaited(field.text)
        known.update(
            inline.source
            for inline in walk_inlines(document)
            if isinstance(inline, Field) and not inline.missing
            if inline.source and inline.source.file == own
        )

    def _provider(self, place: Source) -> str:
        """Who must provide what belongs in a place."""
        folder, _slash, name = place.file.removeprefix("data/").partition("/")
        if folder == "regions":
            return self.project.region(name.removesuffix(".yaml")).record.official_name
        if folder == "bundles":
            return "Parterne sammen" if "choices" in place.key else "Sekretariatet"
        return "Kommunerne" if folder == "municipalities" else f"Den, der passer {place.file}"

    def by_provider(self) -> tuple[tuple[str, tuple[Missing, ...]], ...]:
        """What is missing by who must provide it, those with the most first."""
        most = sorted(self.providers.items(), key=lambda one: -len(one[1]))
        return tuple((who, _counted(places.values())) for who, places in most)

    def by_municipality(self) -> tuple[Completeness, ...]:
        """Each municipality in Danish order."""
        rows = [
            Completeness(
                self.project.municipality(key).record.name,
                len(self.known[key]),
                _counted(self.missing[key].values()),
            )
            for key in self.known
        ]
        return tuple(sorted(rows, key=lambda row: danish.sort_key(row.municipality)))


def _counted(words: Iterable[str]) -> tuple[Missing, ...]:
    return tuple(Missing(what, count) for what, count in Counter(words).items())


def _files(
    project: Project,
    selection: BundleAnnex,
    document: Document,
    progress: Progress,
    there: Mapping[str, str],
) -> AnnexFiles:
    annex = selection.record
    names = ((format, f"{selection.file_name}.{format}") for format in FORMATS)
    return AnnexFiles(
        f"{annex.number or ''}{annex.letter or ''}",
        plain(document.title).replace("\n", " "),
        project.municipality(annex.municipality).record.name,
        project.task(annex.task).record.name,
        bool(document.draft),
        progress,
        tuple((format, there[name]) for format, name in names if name in there),
    )
