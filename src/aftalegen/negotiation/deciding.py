"""What is decided about proposals -> the files that change, tried in a copy before any is written.

What is accepted is written into the text where it lies in one place. The proof is the documents:
the annex says what was proposed, and all others that changed are told.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from aftalegen.build.changed_texts import ChangedTexts
from aftalegen.document.difference import SectionChange, difference
from aftalegen.document.nodes import Document
from aftalegen.editions.working import WorkingAnnex, working_annexes
from aftalegen.negotiation.carrying_out import Trial, carry_out
from aftalegen.negotiation.spots import is_said
from aftalegen.records.editing import Scalar, edited
from aftalegen.records.project import Project
from aftalegen.records.proposals import (
    ACCEPTED,
    ANSWERED,
    TEXT_KINDS,
    Proposal,
    State,
    WrittenProposal,
    registers_of,
)
from aftalegen.records.selected import BundleAnnex
from aftalegen.records.wishes import Wishes
from aftalegen.words.faults import Errors, InputError, UsageError, did_you_mean
from aftalegen.words.language import _

ORDER = tuple(Proposal.model_fields)
"""The keys of a proposal in the order in which the files have them."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is decided, by whom and when, and what the party is told."""

    state: State
    answer: str | None = None
    reason: str | None = None
    decided_by: str | None = None
    decided_on: date | None = None
    decision: str | None = None
    addendum: int | None = None
    adopted: str | None = None
    theme: str | None = None

    def values(self) -> dict[str, Scalar]:
        """What is written of it."""
        found: dict[str, Scalar] = {}
        for name in (field.name for field in fields(self)):
            value = getattr(self, name)
            if value is not None:
                found[name] = value.isoformat() if isinstance(value, date) else value
        return found


Verdicts = Sequence[tuple[WrittenProposal, Verdict]]


@dataclass(frozen=True, slots=True)
class ChangedAnnex:
    """An annex that says something else than before; `own` where a proposal was about it."""

    document: Document
    sections: tuple[SectionChange, ...]
    own: bool


@dataclass(frozen=True, slots=True)
class Decided(ChangedTexts):
    """What becomes of proposals: the texts before and after, and the annexes that change."""

    rows: tuple[WrittenProposal, ...]
    annexes: tuple[ChangedAnnex, ...]


class Book:
    """All registers of a project, read once."""

    def __init__(self, project: Project) -> None:
        self.project = project
        registers, errors = registers_of(project)
        if errors:
            raise Errors(errors)
        self.rows = tuple(row for register in registers for row in register.rows())
        self.by_id = {row.proposal.id: row for row in self.rows}

    def called(self, ids: Sequence[str], *, same: bool) -> tuple[WrittenProposal, ...]:
        """The proposals with these ids, and those that are the same wish, if they are meant too.

        Raises UsageError for an id that is not there.
        """
        for id in ids:
            if id not in self.by_id:
                message = _("there is no proposal «{id}»").format(id=id)
                raise UsageError("unknown-proposal", message, None, did_you_mean(id, self.by_id))
        found = [self.by_id[id] for id in ids]
        if same:
            together = Wishes(self.project, self.rows)
            wishes = {together.of(row) for row in found}
            open_ones = (row for row in self.rows if row.proposal.state == "new")
            found += [row for row in open_ones if together.of(row) in wishes]
        return tuple({row.proposal.id: row for row in found}.values())


def lacking(verdict: Verdict) -> tuple[str, ...]:
    """What a verdict must say, so that a party can be told it, and does not: keys of a proposal."""
    needed = ["decided_by"] if verdict.state in (*ACCEPTED, *ANSWERED) else []
    needed += ["answer"] if verdict.state in ANSWERED else []
    return tuple(key for key in needed if getattr(verdict, key) is None)


def decided(project: Project, verdicts: Verdicts) -> Decided:
    """What becomes of the project where these proposals are decided so; nothing is written.

    Raises Errors and InputError where an accepted one must be written by hand.
    """
    with TemporaryDirectory(prefix="aftalegen-") as folder:
        trial = Trial(project, Path(folder))
        for row, verdict in verdicts:
            values = verdict.values()
            file = row.register.file
            trial.put(file, edited(trial.text(file), file, row.path, values, ORDER))
        registers = tuple(trial.before)
        for row, verdict in verdicts:
            if verdict.state in ACCEPTED:
                whole = row.proposal.model_copy(update=_set(verdict))
                for annex in _annexes(project, row):
                    carry_out(trial, annex.document_key, whole)
        touched = set(trial.before) - set(registers)
        annexes = tuple(_proved(project, trial, verdicts, touched)) if touched else ()
        return Decided(trial.texts(), tuple(row for row, _verdict in verdicts), annexes)


def _set(verdict: Verdict) -> dict[str, object]:
    names = (field.name for field in fields(verdict))
    return {name: value for name in names if (value := getattr(verdict, name)) is not None}


def _annexes(project: Project, row: WrittenProposal) -> list[BundleAnnex]:
    """The annexes whose words are meant: the party's own; of a party without one, the first."""
    register, one = row.register, row.proposal
    every = project.select((), register.task, register.bundle).annexes
    fitting = [annex for annex in every if one.template in (None, annex.template)]
    own = [annex for annex in fitting if annex.municipality == register.party]
    if own:
        return own[:1]
    return fitting[:1] if one.state != "accepted-local" else fitting


def _proved(
    project: Project, trial: Trial, verdicts: Verdicts, touched: Collection[str]
) -> Iterator[ChangedAnnex]:
    """The annexes that change; raises where one cannot be made, or does not say what it should."""
    then = _made(Project(trial.folder), touched)
    errors = [error for one in then.values() for error in (*one.errors, *one.stale)]
    before = _made(project, touched)
    known = {(e.rule, e.message) for b in before.values() for e in (*b.errors, *b.stale)}
    new = [error for error in errors if (error.rule, error.message) not in known]
    if new:
        raise Errors(new)
    own: set[str] = set()
    for row, verdict in verdicts:
        if verdict.state in ACCEPTED and row.proposal.kind in TEXT_KINDS:
            for annex in _annexes(project, row):
                document = then[annex.document_key].document
                words = verdict.adopted or row.proposal.proposed
                if document and not is_said(document, row.proposal.was, words):
                    raise _not_proved(row)
                own.add(annex.document_key)
    for key, one in then.items():
        old, made = before[key].document if key in before else None, one.document
        if old is not None and made is not None and old != made:
            sections = difference(old, made).comparison.sections
            if sections:
                yield ChangedAnnex(made, sections, key in own)


def _made(project: Project, files: Collection[str]) -> dict[str, WorkingAnnex]:
    """The annexes that may be made of some files, as they are now, each by its key."""
    every = project.select((), None, None).annexes
    wanted = [annex for annex in every if any(_may_be_of(annex, file) for file in files)]
    return {one.selection.document_key: one for one in working_annexes(project, wanted)}


def _may_be_of(annex: BundleAnnex, file: str) -> bool:
    """Whether an annex may be made of a file: of other municipalities', tasks' and bundles' none
    is."""
    own = {
        "municipalities": annex.municipality,
        "tasks": annex.task,
        "bundles": annex.bundle.key,
    }
    room, kind, *name = file.split("/")
    return room != "data" or kind not in own or name == [f"{own[kind]}.yaml"]


def _not_proved(row: WrittenProposal) -> InputError:
    message = _("{id}: the words were changed, and the annex does not say what was proposed")
    hint = _("write it by hand, and run this again")
    return InputError("proposal-by-hand", message.format(id=row.proposal.id), row.place(), hint)
