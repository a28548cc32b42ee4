"""Agreements of a bundle: the annexes of each, its approvals, and its standing by all of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from pydantic import BaseModel, ValidationError

from aftalegen.records import Known, Written, read_record
from aftalegen.records.agreement import Approval, Approvals, Reservation
from aftalegen.records.bodies import KnownBody, Party, bodies_of, body_called
from aftalegen.records.kinds import kind_of
from aftalegen.records.project import Project
from aftalegen.records.proposals import WrittenProposal, read_register, register_files_of
from aftalegen.records.released import FOLDER, edition_names
from aftalegen.records.selected import BundleAnnex, annexes_of
from aftalegen.records.standing import AgreementStanding, Hashes, Released, agreement_standing
from aftalegen.records.template import Kind
from aftalegen.words.package import of_few_values
from aftalegen.words.place import KeyPath, Source

LOCAL = "lokalt-bilag"


class Part(NamedTuple):
    """What must be known of an annex to tell which agreement it belongs to."""

    key: str
    municipality: str
    task: str
    template: str


@dataclass(frozen=True, slots=True)
class WrittenApproval:
    """An approval, and where it is written; `reserved` are the ids of its reservations that stand
    in the register of proposals."""

    approval: Approval
    written: Written
    path: KeyPath
    reserved: tuple[str, ...] = ()

    @property
    def source(self) -> Source:
        """The place of it."""
        return self.written.place(self.path)


class Agreements:
    """The agreements of a project and what is decided about them; editions are read once."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._released: dict[str, Mapping[str, _Index]] = {}
        self._kinds: dict[str, Kind | None] = {}

    def kind_of(self, template: str) -> Kind | None:
        """The kind of document that a template makes; None where it cannot be read."""
        if template not in self._kinds:
            self._kinds[template] = kind_of(self.project.folder / "templates", template)
        return self._kinds[template]

    def about(self, agreement: BundleAnnex, parts: Iterable[Part]) -> tuple[str, ...]:
        """The keys of what an approval of an agreement is about: itself and its local annexes.

        A local annex goes with each agreement of its municipality on its task; an annex whose
        template is gone does too, so that nobody has approved what is not there.
        """
        own = agreement.record
        return tuple(
            part.key
            for part in parts
            if (part.municipality, part.task) == (own.municipality, own.task)
            if part.key == agreement.document_key or self.kind_of(part.template) in (None, LOCAL)
        )

    def of(self, annexes: Iterable[BundleAnnex]) -> list[BundleAnnex]:
        """Those of the annexes that are agreements; a local annex without one is its own."""
        annexes = list(annexes)
        agreements = [a for a in annexes if self.kind_of(a.template) != LOCAL]
        pairs = {(a.municipality, a.task) for a in agreements}
        return [a for a in annexes if a in agreements or (a.municipality, a.task) not in pairs]

    def over(self, annex: BundleAnnex) -> list[BundleAnnex]:
        """The agreements that an annex of a bundle goes with: itself, where it is one."""
        own, every = (annex.municipality, annex.task), annexes_of(annex.bundle)
        near = [a for a in every if (a.municipality, a.task) == own]
        agreements = self.of(near)
        itself = [a for a in agreements if a.index == annex.index]
        return itself or agreements

    def approvals(self, agreement: BundleAnnex) -> tuple[WrittenApproval, ...]:
        """What is written of an agreement's approvals, also where it was written before.

        Each has the reservations that the register of proposals has of its body and day too.
        """
        found = self._written_approvals(agreement)
        reserved = self._reserved(agreement)
        if not (found and reserved):
            return found
        bodies = self.bodies(agreement)
        return tuple(_with_reservations(one, bodies, reserved) for one in found)

    def _reserved(self, agreement: BundleAnnex) -> tuple[tuple[Party, WrittenProposal], ...]:
        """The reservations about an agreement in the register of proposals, of either party."""
        region = agreement.bundle.record.region
        parties: dict[str, Party] = {region: "region", agreement.municipality: "municipality"}
        return tuple(
            (parties[row.register.party], row)
            for party in parties
            for file in register_files_of(self.project, agreement.bundle.key, party, agreement.task)
            for row in read_register(self.project, file).rows()
            if row.proposal.kind == "reservation" and row.proposal.state != "withdrawn"
            if row.proposal.template in (None, agreement.template)
        )

    def _written_approvals(self, agreement: BundleAnnex) -> tuple[WrittenApproval, ...]:
        known = self._written(agreement.approvals_key)
        found = [
            WrittenApproval(one, known.written, ("approvals", index))
            for index, one in enumerate(known.record.approvals if known else ())
            if known
        ]
        municipality = self.project.municipality(agreement.municipality)
        task = municipality.record.tasks.get(agreement.task)
        for index, one in enumerate(task.approvals if task else ()):
            path = ("tasks", agreement.task, "approvals", index)
            found.append(WrittenApproval(one, municipality.written, path))
        return tuple(found)

    def bodies(self, agreement: BundleAnnex) -> tuple[KnownBody, ...]:
        """The bodies of both parties of an agreement."""
        municipality = self.project.municipality(agreement.municipality).record
        region = self.project.region(agreement.bundle.record.region).record
        return (
            *bodies_of("municipality", municipality.council, municipality.bodies),
            *bodies_of("region", region.decided_by, region.bodies),
        )

    def editions(self, agreement: BundleAnnex) -> dict[str, Released]:
        """What the released editions say of an agreement and its local annexes."""
        found = {}
        for name, index in self._index(agreement.bundle.key).items():
            hashes = {annex.key: annex.substance_sha256 for annex in index.annexes}
            about = self.about(agreement, map(_Annex.part, index.annexes))
            found[name] = Released({key: hashes[key] for key in about}, index.draft)
        return found

    def standing(
        self,
        agreement: BundleAnnex,
        now: Hashes,
        until: date | None = None,
        released: Mapping[str, Released] | None = None,
    ) -> AgreementStanding:
        """How far an agreement is, by what is decided (up to a day) and released."""
        approvals = [one.approval for one in self.approvals(agreement)]
        return agreement_standing(
            [one for one in approvals if until is None or one.date <= until],
            self.bodies(agreement),
            {**self.editions(agreement), **(released or {})},
            now,
        )

    def _written(self, agreement: str) -> Known[Approvals] | None:
        """What is written of an agreement's approvals; None where nothing is."""
        file = f"data/approvals/{agreement}.yaml"
        if not (self.project.folder / file).exists():
            return None
        return read_record(self.project.folder / file, file, Approvals)

    def _index(self, bundle: str) -> Mapping[str, "_Index"]:
        if bundle not in self._released:
            names = edition_names(self.project, bundle)
            read = {name: _read(self.project, bundle, name) for name in names}
            self._released[bundle] = {name: one for name, one in read.items() if one}
        return self._released[bundle]


def _with_reservations(
    one: WrittenApproval,
    bodies: Sequence[KnownBody],
    reserved: Iterable[tuple[Party, WrittenProposal]],
) -> WrittenApproval:
    """An approval with the reservations that its body is registered with on its day."""
    body = body_called(bodies, one.approval.body, one.approval.party)
    own = [
        row
        for party, row in reserved
        if body and row.proposal.body_date == one.approval.date
        if body_called(bodies, row.proposal.body or "", party) == body
    ]
    whole = (*one.approval.reservations, *map(reservation_of, own))
    approval = one.approval.model_copy(update={"reservations": whole})
    return WrittenApproval(approval, one.written, one.path, tuple(r.proposal.id for r in own))


def reservation_of(row: WrittenProposal) -> Reservation:
    """A reservation in the register as one of an approval: open until something came of it."""
    one = row.proposal
    what = one.comment or one.proposed or one.id
    answer = None if one.state == "new" else one.answer or one.state
    return Reservation(what=what, answer=answer)


# --- what a manifest tells of its edition -----------------------------------------------------


class _Annex(BaseModel):
    key: str
    municipality: str
    task: str
    template: str
    substance_sha256: str

    def part(self) -> Part:
        return Part(self.key, self.municipality, self.task, self.template)


class _Index(BaseModel):
    draft: bool
    annexes: tuple[_Annex, ...]


def _read(project: Project, bundle: str, edition: str) -> _Index | None:
    """What an edition says of itself; None for one that says nothing (who reads it tells why)."""
    path = project.folder / FOLDER / bundle / edition / "manifest.json"
    try:
        return _Index.model_validate_json(of_few_values(path.read_bytes()))
    except (OSError, ValidationError):
        return None


def part_of(annex: BundleAnnex) -> Part:
    """An annex of a bundle, as far as its agreement goes."""
    return Part(annex.document_key, annex.municipality, annex.task, annex.template)
