"""`data/proposals/<bundle>/<edition>/<party>.<task>.yaml`: what came back, and what was answered.

One file holds what one party said to one edition of its agreement on a task: edits in a returned
Word file, comments, reservations of a body, an authority's conditions and advice. What can be
worked out is not written: the place in the template or the data, the printed number, which other
parties wish the same, and whether the words are in the text by now.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import StringConstraints

from aftalegen.records import Known, read_record
from aftalegen.records.project import Project
from aftalegen.records.released import is_edition_name
from aftalegen.records.selected import BundleAnnex
from aftalegen.records.types import NOTE, IsoDate, Key, Name, Prose
from aftalegen.words.fact import Record, fact, optional
from aftalegen.words.faults import AftalegenError, InputError, did_you_mean
from aftalegen.words.language import _
from aftalegen.words.place import KeyPath, Source

FOLDER = "data/proposals"

Kind = Literal[
    "change", "add", "remove", "move", "comment", "question", "reservation", "condition", "advice"
]
State = Literal[
    "new", "accepted-all", "accepted-local", "rejected", "deferred", "noted", "withdrawn"
]
TEXT_KINDS = ("change", "add", "remove", "move")
"""Kinds that ask for other words in the text."""
ACCEPTED = ("accepted-all", "accepted-local")
OPEN = ("new",)
"""States in which nobody has decided."""
ANSWERED = ("rejected", "deferred", "noted")
"""States that a party must be told the reason of."""

FROM_A_PROPOSAL = "tilbagemelding "
"""How the source of a fact that was changed for a proposal begins; its id follows."""

ProposalId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*-[0-9]{2,5}$")]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Received(Record):
    """Received: a file that came back; its hash tells that it has been read."""

    sha256: Sha256 = fact("SHA-256: of the file, so that it is read once.")
    received_on: IsoDate = fact("Received on: the date.", examples=["2026-03-02"])
    sender: Name = fact(
        "Sender: a municipality, a unit or an authority; never a person.",
        examples=["Herning Kommune"],
    )
    template: Key = fact("Template: that of the annex that it is.")
    tracking: Literal["all", "partly", "none"] | None = optional(
        "Tracking: whether all, some or none of the changes in it were tracked."
    )
    saved_by: Name | None = optional("Saved by: the program that saved it last.")
    converted_by: Name | None = optional("Converted by: the program that made a Word file of it.")


class Proposal(Record):
    """Proposal: one thing that a party wishes, asks or takes exception to, and what came of it.

    `was` and `proposed` are whole passages, as they were printed in the edition and as the party
    wants them. `adopted` is what was taken in instead, where it is accepted in other words.
    """

    id: ProposalId = fact(
        "Id: the party's key and a number; never used again.", examples=["herning-07"]
    )
    kind: Kind = fact(
        "Kind: change, add, remove, move, comment, question, reservation, condition or advice."
    )
    untracked: bool = fact(
        "Untracked: true where the text was changed without tracking.", default=False
    )
    template: Key | None = optional("Template: that of the annex; needed where it has several.")
    section: Key | None = optional("Section: its key in the template.", examples=["oekonomi"])
    block: Key | None = optional("Block: the key of the paragraph, item or table, if it has one.")
    passage: int | None = optional(
        "Passage: its number among the edition's; of what is added, that of the passage before it.",
        ge=0,
    )
    was: Prose | None = optional("Was: the passage as it was sent out.")
    proposed: Prose | None = optional("Proposed: the passage as the party wants it.")
    value_of: Name | None = optional(
        "Value of: the key in the data that the edited words are the value of: an amount, a date.",
        examples=["tasks.forebyggelse.budget.fixed_annual"],
    )
    value: int | IsoDate | None = optional(
        "Value: what the party wants that to be, as it is written in the data."
    )
    comment: Prose | None = optional("Comment: in the party's own words.")
    theme: Name | None = optional(
        "Theme: what it is about, as the answers are sorted.", examples=["merforbrug"]
    )
    body: Name | None = optional("Body: who said it, where a body did; never a person.")
    body_date: IsoDate | None = optional("Body's date: of the meeting.")
    source: Name | None = optional("Source: minutes, a letter or a case.")
    same_as: ProposalId | None = optional(
        "Same as: another party's, where it is the same wish in other words."
    )
    state: State = fact(
        "State: new, accepted-all (for everyone), accepted-local (for this party), rejected, "
        "deferred (to an addendum), noted or withdrawn.",
        default="new",
    )
    adopted: Prose | None = optional(
        "Adopted: the passage as it was accepted, where that is not as proposed."
    )
    answer: Prose | None = optional("Answer: what the party is told.")
    reason: Prose | None = optional(
        "Reason: why; needed where others who wish the same were answered otherwise."
    )
    decided_by: Name | None = optional("Decided by: a body or a function; never a person.")
    decided_on: IsoDate | None = optional("Decided on: the date.")
    decision: Key | None = optional("Decision: the key of the one behind it in data/decisions/.")
    addendum: int | None = optional("Addendum: the number of the one that takes it up.", ge=1)
    note: str | None = optional(NOTE)

    @property
    def words(self) -> str | None:
        """The passage as it is to stand if it is accepted."""
        return self.adopted or self.proposed


class Proposals(Record):
    """Proposals: what a party has said to an edition, and what was answered.

    The file is named after the party and the task, with «.» between, in a folder of the edition.
    """

    party: Name | None = optional(
        "Party: its name, where the file is named after no municipality or region: an authority."
    )
    last: int | None = optional(
        "Last: the highest number that was given in this file; it never gets lower.", ge=0
    )
    received: tuple[Received, ...] = fact("Received: the files that came back.", default=())
    proposals: tuple[Proposal, ...] = fact("Proposals: in the order of their numbers.")


@dataclass(frozen=True, slots=True)
class Register:
    """What one party has said to one edition on a task, where it is written."""

    bundle: str
    edition: str
    party: str
    task: str
    known: Known[Proposals]

    @property
    def file(self) -> str:
        """The file's name in the project."""
        return self.known.written.file

    def rows(self) -> Iterator["WrittenProposal"]:
        """Its proposals with their places."""
        for index, one in enumerate(self.known.record.proposals):
            yield WrittenProposal(one, self, ("proposals", index))


@dataclass(frozen=True, slots=True)
class WrittenProposal:
    """A proposal, and the register that it is written in."""

    proposal: Proposal
    register: Register
    path: KeyPath

    def place(self, *path: str | int) -> Source:
        """Where it, or a key of it, is written."""
        return self.register.known.written.place((*self.path, *path))


def register_file(bundle: str, edition: str, party: str, task: str) -> str:
    """The name of the file that holds what a party said to an edition."""
    return f"{FOLDER}/{bundle}/{edition}/{party}.{task}.yaml"


def register_files(project: Project, bundle: str | None = None) -> tuple[str, ...]:
    """The files below `data/proposals/`, of one bundle or of all, in the order of their names."""
    found = (project.folder / FOLDER / (bundle or "")).rglob("*.yaml")
    return tuple(sorted(path.relative_to(project.folder).as_posix() for path in found))


def register_files_of(project: Project, bundle: str, party: str, task: str) -> Iterator[str]:
    """The files that hold what a party said on a task, to whichever edition; the oldest first."""
    folder = project.folder / FOLDER / bundle
    for edition in sorted(folder.iterdir()) if folder.is_dir() else ():
        file = register_file(bundle, edition.name, party, task)
        if (project.folder / file).exists():
            yield file


def read_register(project: Project, file: str) -> Register:
    """The register in a file; raises Errors, and InputError for a file that has not its name."""
    bundle, edition, party, task = _named(project, file)
    known = read_record(project.folder / file, file, Proposals)
    if not (_is_party(project, party) or known.record.party):
        message = _("«{key}» is no municipality or region here, and the file says no other party")
        hint = _("name the file after a municipality, or write party: and the authority's name")
        raise InputError("proposals-of-nobody", message.format(key=party), Source(file, 1), hint)
    return Register(bundle, edition, party, task, known)


def _named(project: Project, file: str) -> tuple[str, str, str, str]:
    """The bundle, edition, party and task that a file is named after."""
    parts = file.removeprefix(f"{FOLDER}/").removesuffix(".yaml").split("/")
    party, _dot, task = parts[-1].partition(".")
    if len(parts) != 3 or not is_edition_name(parts[1]) or not task:
        message = _("the file is not named after an edition, a party and a task")
        right = register_file("bundle", "V20260319", "party", "task")
        hint = _("name it {file}").format(file=right)
        raise InputError("proposals-file-name", message, Source(file, 1), hint)
    for kind, key in (("bundles", parts[0]), ("tasks", task)):
        if key not in project.keys(kind):
            message = _("the file is named after «{key}», and there is no data/{kind}/{key}.yaml")
            message = message.format(key=key, kind=kind)
            near = did_you_mean(key, project.keys(kind))
            raise InputError("proposals-file-name", message, Source(file, 1), near)
    return parts[0], parts[1], party, task


def _is_party(project: Project, key: str) -> bool:
    return key in project.keys("municipalities") or key in project.keys("regions")


def registers_of(
    project: Project, bundle: str | None = None
) -> tuple[tuple[Register, ...], tuple[AftalegenError, ...]]:
    """All registers of a bundle, or of all, and the faults of those that cannot be read."""
    found, errors = [], []
    for file in register_files(project, bundle):
        try:
            found.append(read_register(project, file))
        except AftalegenError as error:
            errors.append(error)
    return tuple(found), tuple(errors)


def registers_about(registers: Iterable[Register], annex: BundleAnnex) -> Iterator[Register]:
    """The registers of an annex's own municipality, and of parties that speak of its whole task."""
    municipalities = {one.municipality for one in annex.bundle.record.annexes}
    for one in registers:
        own = one.party == annex.municipality or one.party not in municipalities
        if own and (one.bundle, one.task) == (annex.bundle.key, annex.task):
            yield one


def party_name(project: Project, register: Register) -> str:
    """What the party of a register is called."""
    if register.known.record.party:
        return register.known.record.party
    if register.party in project.keys("municipalities"):
        return project.municipality(register.party).record.official_name
    return project.region(register.party).record.official_name


def number_of(id: str) -> int:
    """The number in an id: 7 of 'herning-07'."""
    return int(id.rpartition("-")[2])


def next_number(registers: Iterable[Register], party: str) -> int:
    """The first number that a party has never had: ids are the party's own, over all its files."""
    own = [one.known.record for one in registers if one.party == party]
    given = [number_of(row.id) for one in own for row in one.proposals]
    return max((*given, *(one.last or 0 for one in own)), default=0) + 1


def new_id(party: str, number: int) -> str:
    """An id: 'herning-07'."""
    return f"{party}-{number:02}"
