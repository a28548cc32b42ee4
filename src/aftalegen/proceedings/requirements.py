"""Requirements × agreements: what is answered of each, like answers together."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from aftalegen.build.builder import Builder
from aftalegen.checks.judged import GRAVEST, OTHER_SET, Answer, Asked, Judged, Seen
from aftalegen.checks.met import judged
from aftalegen.checks.requirement_places import unfit_requirements
from aftalegen.checks.run import under_check
from aftalegen.checks.subject import ProjectUnderCheck
from aftalegen.document.nodes import Document
from aftalegen.editions.approvals import AgreementApprovals, agreements_approvals
from aftalegen.editions.edition import Editions, by_bundle
from aftalegen.editions.working import WorkingAnnex, working_annexes
from aftalegen.records import Known
from aftalegen.records.project import Project
from aftalegen.records.recurring import Duty, duties
from aftalegen.records.requirement_sets import (
    Requirements,
    WrittenRequirement,
    events_of,
    requirements_of,
    written,
)
from aftalegen.records.requirements import RequirementSet
from aftalegen.records.selected import BundleAnnex, Selected
from aftalegen.words.faults import AftalegenError, Errors, UsageError, did_you_mean
from aftalegen.words.language import _, later
from aftalegen.words.place import Source

ANSWERS: Mapping[Answer, str] = {
    "met": later("met"),
    "lacking": later("lacking"),
    "deviates": later("deviates"),
    "undecided": later("cannot be decided"),
    "not-relevant": later("not relevant"),
}


@dataclass(frozen=True, slots=True)
class Group:
    """Agreements of which the same is answered, with every place of theirs."""

    answer: Answer
    seen: tuple[Seen, ...]
    agreements: tuple[BundleAnnex, ...]
    names: tuple[str, ...]
    places: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A requirement and its answers, the gravest first."""

    requirement: WrittenRequirement
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """One set: what is answered of each of its requirements."""

    known: Known[RequirementSet]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """All that was asked for, on one day; `errors` keep agreements out."""

    matrices: tuple[Matrix, ...]
    duties: tuple[Duty, ...]
    agreements: tuple[AgreementApprovals, ...]
    drafts: bool
    selected: Selected
    today: date
    errors: tuple[AftalegenError, ...]

    @property
    def counted(self) -> Mapping[Answer, int]:
        """How many requirements have each answer, by the gravest that any agreement has."""
        found = dict.fromkeys(ANSWERS, 0)
        for matrix in self.matrices:
            for line in matrix.lines:
                found[line.groups[0].answer] += 1
        return found


def answered(project: Project, who: tuple[str, ...], wanted: str | None, today: date) -> Answered:
    """The answers for the agreements of whom is named, of one set or of those that apply.

    Raises UsageError for a set that is not there, Errors for requirements that cannot be asked.
    """
    selected = project.select(who, None, None)
    builder = Builder(project)
    whole = ProjectUnderCheck(project, builder.templates)
    unfit = tuple(unfit_requirements(whole))
    if unfit:
        raise Errors(unfit)
    sets = requirements_of(project)
    of_set = _set_called(sets, wanted) if wanted else None
    annexes = working_annexes(project, selected.annexes)
    documents = {one.selection.document_key: one.document for one in annexes if one.document}
    agreements = tuple(agreements_approvals(Editions(project), annexes))
    asking = _Asking(project, builder, whole, today)
    judgements = [
        (found.agreement, one)
        for found in agreements
        for one in asking.of(found, documents[found.agreement.document_key], sets, of_set)
    ]
    due = [
        d for own in by_bundle(selected.annexes).values() for d in duties(project, own, today)[0]
    ]
    return Answered(
        tuple(_matrices(project, sets, judgements)),
        tuple(d for d in due if of_set is None or d.requirement.known is of_set),
        agreements,
        any(one.document is not None and bool(one.document.draft) for one in annexes),
        selected,
        today,
        (*selected.errors, *_errors(annexes)),
    )


def _errors(annexes: Sequence[WorkingAnnex]) -> Iterator[AftalegenError]:
    for annex in annexes:
        yield from annex.errors


def _set_called(sets: Requirements, name: str) -> Known[RequirementSet]:
    for known in sets.sets:
        if known.key == name:
            return known
    message = _("there is no set of requirements «{name}»").format(name=name)
    hint = did_you_mean(name, [known.key for known in sets.sets])
    raise UsageError(
        "unknown-requirement-set", message, None, hint or _("write one in data/requirements/")
    )


class _Asking:
    """Asks the requirements of each agreement."""

    def __init__(
        self, project: Project, builder: Builder, whole: ProjectUnderCheck, today: date
    ) -> None:
        self._project, self._builder, self._whole, self._today = project, builder, whole, today

    def of(
        self,
        found: AgreementApprovals,
        document: Document,
        sets: Requirements,
        only: Known[RequirementSet] | None,
    ) -> Iterator[Judged]:
        """What is answered for one agreement."""
        agreement = found.agreement
        about = sets.about(agreement)
        if only is not None and all(known is not only for known in about):
            place = (only.written.place(("applies",)),)
            seen = (Seen("not-relevant", OTHER_SET, places=place),)
            yield from (Judged(one, "not-relevant", seen) for one in written(only))
            return
        asked = self._asked(found, document)
        for known in about if only is None else (only,):
            yield from (judged(asked, one) for one in written(known))

    def _asked(self, found: AgreementApprovals, document: Document) -> Asked:
        agreement = found.agreement
        facts = self._builder.annex_facts(agreement)
        events = events_of(self._project, agreement.bundle.key)
        own, _faults = duties(self._project, (agreement,), self._today)
        return Asked(
            under_check(self._whole, agreement.template, facts, document),
            found.standing,
            {index: one.source for index, one in enumerate(found.approvals)},
            tuple(
                (event, events.written.place(("events", index)))
                for index, event in enumerate(events.record.events if events else ())
                if events
            ),
            {d.requirement.record.key: d.due for d in own if d.due},
            self._today,
        )


# --- together ---------------------------------------------------------------------------------


def _matrices(
    project: Project, sets: Requirements, judgements: Sequence[tuple[BundleAnnex, Judged]]
) -> Iterator[Matrix]:
    """The answers by set and requirement, in their order."""
    for known in sets.sets:
        lines = []
        for one in written(known):
            own = [(a, j) for a, j in judgements if j.requirement.is_that(one)]
            if own:
                lines.append(Line(one, tuple(_groups(project, own))))
        if lines:
            yield Matrix(known, tuple(lines))


def _groups(project: Project, judgements: Sequence[tuple[BundleAnnex, Judged]]) -> Iterator[Group]:
    """Agreements of which the same is said, the gravest answer first."""
    alike: dict[object, list[tuple[BundleAnnex, Judged]]] = {}
    for agreement, one in judgements:
        said = (one.answer, tuple((seen.answer, seen.why, seen.what) for seen in one.seen))
        alike.setdefault(said, []).append((agreement, one))
    for own in sorted(alike.values(), key=lambda group: GRAVEST.index(group[0][1].answer)):
        first = own[0][1]
        names = (project.municipality(a.municipality).record.name for a, _one in own)
        places = (place for _a, one in own for seen in one.seen for place in seen.places)
        yield Group(
            first.answer,
            first.seen,
            tuple(agreement for agreement, _one in own),
            tuple(dict.fromkeys(names)),
            tuple(dict.fromkeys(places)),
        )
