"""What came back, told in the order of the text: equal wishes once, each with all who have it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from aftalegen.build.builder import Builder
from aftalegen.document.nodes import Document
from aftalegen.document.walk import plain, walk_sections
from aftalegen.editions.edition import Editions
from aftalegen.records.agreement import Reservation
from aftalegen.records.agreements import Agreements, WrittenApproval
from aftalegen.records.project import Project
from aftalegen.records.proposals import (
    Proposal,
    Register,
    WrittenProposal,
    party_name,
    registers_of,
)
from aftalegen.records.selected import BundleAnnex, Selected
from aftalegen.records.wishes import Wish, Wishes
from aftalegen.words import danish
from aftalegen.words.faults import AftalegenError
from aftalegen.words.place import Source


@dataclass(frozen=True, slots=True)
class Row:
    """A proposal, whose it is, and where it is written; `register` is None for the reservation of
    an approval that is written with the approval itself."""

    proposal: Proposal
    party: str
    name: str
    task: str
    place: Source
    written: WrittenProposal | None = None


@dataclass(frozen=True, slots=True)
class Issue:
    """One wish and all who have it: the first says it; `section` is as it was printed for them."""

    rows: tuple[Row, ...]
    section: str
    rank: tuple[int, ...]

    @property
    def first(self) -> Row:
        """The one whose words are shown."""
        return self.rows[0]

    @property
    def names(self) -> tuple[str, ...]:
        """Whose it is, in the order of the alphabet."""
        return tuple(dict.fromkeys(row.name for row in self.rows))


@dataclass(frozen=True, slots=True)
class Issues:
    """What came back about the annexes asked for, the faults met, and the edition shown with."""

    issues: tuple[Issue, ...]
    errors: tuple[AftalegenError, ...]
    selected: Selected
    silent: tuple[str, ...]
    edition: str
    edition_date: str

    @property
    def rows(self) -> Iterator[Row]:
        """Every proposal, in the order of the issues."""
        return (row for issue in self.issues for row in issue.rows)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which proposals are asked for: of whom, in which state, about what."""

    who: tuple[str, ...] = ()
    state: str | None = None
    theme: str | None = None
    task: str | None = None


def issues_of(project: Project, asked: Asked, made: Mapping[str, Document] | None = None) -> Issues:
    """The proposals asked for, by task and section, those that nobody tracked first.

    `made` are annexes as they are now, each by its key, where somebody has made them already.
    """
    selected = project.select(asked.who, asked.task, None)
    gathered = _Gathered(project, selected.annexes, made or {})
    rows = [row for row in gathered.rows() if _is_asked_for(row, asked)]
    groups: dict[Wish | str, list[Row]] = {}
    for row in sorted(rows, key=lambda row: danish.sort_key(row.name)):
        groups.setdefault(gathered.wish(row), []).append(row)
    found = (gathered.issue(tuple(group)) for group in groups.values())
    ordered = tuple(sorted(found, key=lambda issue: issue.rank))
    has_some = {(row.party, row.task) for row in rows}
    silent = dict.fromkeys(
        gathered.name(annex.municipality)
        for annex in selected.annexes
        if (annex.municipality, annex.task) not in has_some
    )
    newest = max((a.bundle.record for a in selected.annexes), key=lambda b: b.edition_date)
    return Issues(
        ordered,
        (*selected.errors, *gathered.errors),
        selected,
        tuple(sorted(silent, key=danish.sort_key)),
        newest.edition,
        newest.edition_date.isoformat(),
    )


def _is_asked_for(row: Row, asked: Asked) -> bool:
    one = row.proposal
    return asked.state in (None, one.state) and asked.theme in (None, one.theme)


class _Gathered:
    """Reads the registers of some annexes, and the texts that tell where in them each stands."""

    def __init__(
        self, project: Project, annexes: Sequence[BundleAnnex], made: Mapping[str, Document]
    ) -> None:
        self.project = project
        self.annexes = annexes
        self.made = made
        self.errors: list[AftalegenError] = []
        self.editions = Editions(project)
        self._builder: Builder | None = None
        self._sections: dict[tuple[str, str, str], dict[str, tuple[int, str]]] = {}

    @cached_property
    def registers(self) -> tuple[Register, ...]:
        """The registers of parties whose annexes were asked for, and of those without an annex."""
        found, errors = registers_of(self.project)
        self.errors += errors
        asked = {(a.bundle.key, a.municipality, a.task) for a in self.annexes}
        tasks = {(a.bundle.key, a.task) for a in self.annexes}
        known = self.project.keys("municipalities")
        return tuple(
            one
            for one in found
            if (one.bundle, one.party, one.task) in asked
            or (one.party not in known and (one.bundle, one.task) in tasks)
        )

    @cached_property
    def wishes(self) -> Wishes:
        """What tells which of all are one."""
        return Wishes(self.project, (row for one in self.registers for row in one.rows()))

    def rows(self) -> Iterator[Row]:
        """Every proposal of the registers, and the reservations that stand with their approvals."""
        for register in self.registers:
            name = party_name(self.project, register)
            for row in register.rows():
                yield Row(row.proposal, register.party, name, register.task, row.place(), row)
        yield from self._reservations()

    def _reservations(self) -> Iterator[Row]:
        known, seen = Agreements(self.project), set()
        for agreement in known.of(self.annexes):
            try:
                approvals = known.approvals(agreement)
            except AftalegenError as error:
                self.errors.append(error)
                continue
            for one in approvals:
                if one.source in seen:
                    continue
                seen.add(one.source)
                own = len(one.approval.reservations) - len(one.reserved)
                for reservation in one.approval.reservations[:own]:
                    name = self.name(agreement.municipality)
                    told = _as_proposal(one, reservation)
                    yield Row(told, agreement.municipality, name, agreement.task, one.source)

    def name(self, municipality: str) -> str:
        """The official name of a municipality."""
        return self.project.municipality(municipality).record.official_name

    def wish(self, row: Row) -> Wish | str:
        """What makes rows one issue; what stands with an approval is always its own."""
        return self.wishes.of(row.written) if row.written else f"{row.place}{row.proposal.comment}"

    def issue(self, rows: tuple[Row, ...]) -> Issue:
        """Rows of one wish, where they stand in the text."""
        first = rows[0]
        tasks = [*dict.fromkeys(annex.task for annex in self.annexes)]
        index, section = self._section(first)
        silent = 0 if any(row.proposal.untracked for row in rows) else 1
        passage = first.proposal.passage or 0
        return Issue(rows, section, (tasks.index(first.task), index, silent, passage))

    def _section(self, row: Row) -> tuple[int, str]:
        """The place of a proposal's section in the text, and the section as it was printed."""
        one, written = row.proposal, row.written
        if written is None or one.section is None:
            return -1, ""
        register = written.register
        at = register.bundle, register.edition, f"{register.task}/{one.template or ''}"
        if at not in self._sections:
            self._sections[at] = dict(self._printed(register, one.template))
        return self._sections[at].get(one.section, (10_000, one.section))

    def _printed(
        self, register: Register, template: str | None
    ) -> Iterator[tuple[str, tuple[int, str]]]:
        """The sections of the text that was sent out: released, or as the project says it now."""
        document = self._document(register, template)
        for index, section in enumerate(walk_sections(document.sections) if document else ()):
            yield section.key, (index, f"{section.number} {plain(section.title)}".strip())

    def _document(self, register: Register, template: str | None) -> Document | None:
        of_task = [a for a in self.annexes if a.task == register.task]
        fitting = [a for a in of_task if template in (None, a.template)] or of_task
        own = [a for a in fitting if a.municipality == register.party] or fitting
        try:
            edition = self.editions.get(register.bundle, register.edition)
            sent = edition.document(own[0].document_key) if edition else None
            sent = sent or self.made.get(own[0].document_key)
            if sent is not None:
                return sent
            self._builder = self._builder or Builder(self.project)
            return self._builder.annex_as_confirmed(own[0])[0]
        except AftalegenError as error:
            self.errors.append(error)
            return None


def _as_proposal(one: WrittenApproval, reservation: Reservation) -> Proposal:
    """A reservation of an approval, as the register would have it; it has no id there."""
    return Proposal.model_construct(
        id="",
        kind="reservation",
        comment=reservation.what,
        body=one.approval.body,
        body_date=one.approval.date,
        source=one.approval.source,
        state="new" if reservation.answer is None else "noted",
        answer=reservation.answer,
    )


def by_task(issues: Iterable[Issue]) -> dict[str, list[Issue]]:
    """Issues by the key of their task, in their order."""
    found: dict[str, list[Issue]] = {}
    for issue in issues:
        found.setdefault(issue.first.task, []).append(issue)
    return found
