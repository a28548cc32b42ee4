"""Approvals: does what a body approved still stand in the text as it is now, and what changed?

An approval is of one agreement and the local annexes that go with it, in the edition that it
names. Only a change of substance makes it fall. Whether it stands is told by `records`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from aftalegen.document.difference import SectionChange, difference
from aftalegen.document.nodes import Document
from aftalegen.document.substance import substance_hash
from aftalegen.editions.edition import Edition, Editions
from aftalegen.editions.working import WorkingAnnex
from aftalegen.records.agreement import Approval
from aftalegen.records.agreements import Agreements, part_of
from aftalegen.records.bodies import KnownBody
from aftalegen.records.project import Project
from aftalegen.records.selected import BundleAnnex
from aftalegen.records.standing import AgreementStanding, Judged, State, state_of
from aftalegen.words.place import Source

Where = tuple[str, SectionChange | None]
"""The file name of an annex and a section that changed in it; None: all of it came or went."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One approval of an agreement, where it is written, and how it stands now.

    `aside` tells that the text has changed since without any change of substance.
    """

    agreement: BundleAnnex
    approval: Approval
    body: KnownBody | None
    source: Source
    state: State
    where: tuple[Where, ...] = ()
    aside: bool = False

    @property
    def where_text(self) -> str:
        """What changed in words, each section once: '4.1 Målgruppe, 5 Økonomi'."""
        return ", ".join(dict.fromkeys(map(_where_text, self.where)))


@dataclass(frozen=True, slots=True)
class AgreementApprovals:
    """One agreement: how far it is, and each of its approvals."""

    agreement: BundleAnnex
    standing: AgreementStanding
    approvals: tuple[Standing, ...]


def agreements_approvals(
    editions: Editions, annexes: Sequence[WorkingAnnex]
) -> Iterator[AgreementApprovals]:
    """How far each agreement is and how its approvals stand, in the order of the bundle.

    `annexes` are all those of the municipalities in question; agreements of which a part could
    not be made are left out.
    """
    known = Agreements(editions.project)
    for agreement in known.of(annex.selection for annex in annexes):
        bundle = agreement.bundle.key
        of_bundle = [one for one in annexes if one.selection.bundle.key == bundle]
        about = set(known.about(agreement, (part_of(one.selection) for one in of_bundle)))
        own = [one for one in of_bundle if one.selection.document_key in about]
        if any(annex.errors for annex in own):
            continue  # what is wrong with them is told
        documents = [annex.document for annex in own if annex.document]
        found = known.standing(agreement, {one.key: substance_hash(one) for one in documents})
        places = [one.source for one in known.approvals(agreement)]
        yield AgreementApprovals(
            agreement,
            found,
            tuple(
                _standing(editions, known, agreement, judged, place, documents)
                for judged, place in zip(found.approvals, places, strict=True)
            ),
        )


def require_approved_editions(project: Project, annexes: Sequence[BundleAnnex]) -> None:
    """Refuse to let out what says that it is approved in an edition that is not whole.

    How far an agreement is stands on its cover, and rests on what manifests tell. Raises InputError
    or Errors.
    """
    editions, known = Editions(project), Agreements(project)
    for agreement in known.of(annexes):
        for one in known.approvals(agreement):
            if one.approval.edition:
                editions.get(agreement.bundle.key, one.approval.edition)


def stood_in(editions: Editions, edition: Edition, standing: Standing) -> bool:
    """Whether an approval stood in the text of a released edition."""
    released = Agreements(editions.project).editions(standing.agreement)
    then = released.get(standing.approval.edition or "")
    now = released[edition.name].hashes
    state = state_of(standing.approval, then.hashes if then else None, now)
    return state == standing.approval.outcome


def _standing(
    editions: Editions,
    known: Agreements,
    agreement: BundleAnnex,
    judged: Judged,
    place: Source,
    now: Sequence[Document],
) -> Standing:
    approval, state = judged.approval, judged.state
    edition = editions.get(agreement.bundle.key, approval.edition) if approval.edition else None
    released = known.editions(agreement).get(approval.edition or "")
    if edition is None or released is None:
        return Standing(agreement, approval, judged.body, place, state)
    before = [one for one in edition.documents if one.key in released.hashes]
    if state == "fallen":
        where = tuple(differences(before, now))
        return Standing(agreement, approval, judged.body, place, state, where)
    stands = state in ("approved", "recommended", "noted")
    aside = stands and [*map(_words, before)] != [*map(_words, now)]
    return Standing(agreement, approval, judged.body, place, state, (), aside)


def _words(document: Document) -> Document:
    """A document without its status and its logs, which approvals themselves change."""
    facts = tuple(fact for fact in document.facts if not fact.label.startswith("Status"))
    sections = tuple(section for section in document.sections if section.substance)
    return replace(document, facts=facts, sections=sections, draft="")


def differences(then: Iterable[Document], now: Iterable[Document]) -> Iterator[Where]:
    """What of substance differs between two editions of a municipality's annexes for a task."""
    before = {document.key: document for document in then}
    for document in now:
        old = before.pop(document.key, None)
        if old is None:
            yield document.file_name, None
        elif substance_hash(old) != substance_hash(document):
            for section in difference(old, document).comparison.sections:
                yield document.file_name, section
    for document in before.values():
        yield document.file_name, None


def _where_text(where: Where) -> str:
    """The section that changed: '4.1 Målgruppe'; of a whole annex its file name."""
    name, section = where
    if section is None:
        return name
    return f"{section.number_after or section.number_before} {section.title}".strip()
