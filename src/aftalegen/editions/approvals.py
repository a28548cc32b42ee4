"""Approvals: does what a body approved still stand in the text as it is now?

An approval of a municipality for a task is of all its annexes for that task, in
the edition that it names. Only a change of substance makes it fall.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from aftalegen.document.difference import SectionChange, difference, substance_hash
from aftalegen.document.nodes import Document
from aftalegen.editions.edition import Edition, Editions
from aftalegen.editions.working import WorkingAnnex
from aftalegen.records.agreement import Approval
from aftalegen.records.standing import State, state_of
from aftalegen.words.place import Source

Where = tuple[str, SectionChange | None]
"""The file name of an annex and a section that changed in it; None: all of it came or went."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One approval of a municipality, where it is written, and how it stands now.

    `aside` tells that the text has changed since without any change of substance.
    """

    municipality: str
    task: str
    approval: Approval
    source: Source
    state: State
    where: tuple[Where, ...] = ()
    aside: bool = False


def standings(editions: Editions, annexes: Sequence[WorkingAnnex]) -> Iterator[Standing]:
    """How each approval stands, by municipality and task in the order of the bundle.

    `annexes` are all those of the municipalities in question; those of which one could
    not be made are left out.
    """
    for (bundle, municipality, task), own in grouped(annexes).items():
        if any(annex.errors for annex in own):
            continue  # what is wrong with them is told
        known = editions.project.municipality(municipality)
        for index, approval in enumerate(known.record.tasks[task].approvals):
            place = known.written.place(("tasks", task, "approvals", index))
            edition = editions.get(bundle, approval.edition) if approval.edition else None
            state, where, aside = _standing(approval, edition, own)
            yield Standing(municipality, task, approval, place, state, where, aside)


def stood_in(editions: Editions, edition: Edition, standing: Standing) -> bool:
    """Whether an approval stood in the text of a released edition."""
    approved = editions.get(edition.bundle, standing.approval.edition or "")
    concerned = (standing.municipality, standing.task)
    then = _frozen(approved, *concerned) if approved else None
    now = _frozen(edition, *concerned)
    return state_of(standing.approval, then, now) == standing.approval.outcome


def grouped(
    annexes: Iterable[WorkingAnnex],
) -> dict[tuple[str, str, str], list[WorkingAnnex]]:
    """The annexes by bundle, municipality and task."""
    found: dict[tuple[str, str, str], list[WorkingAnnex]] = {}
    for annex in annexes:
        key = (annex.selection.bundle.key, annex.municipality, annex.task)
        found.setdefault(key, []).append(annex)
    return found


def _standing(
    approval: Approval, edition: Edition | None, annexes: Sequence[WorkingAnnex]
) -> tuple[State, tuple[Where, ...], bool]:
    now = [annex.document for annex in annexes if annex.document]
    then = _frozen(edition, annexes[0].municipality, annexes[0].task) if edition else None
    state = state_of(approval, then, {one.key: substance_hash(one) for one in now})
    before = [one for one in edition.documents if one.key in then] if edition and then else []
    if state == "fallen":
        return state, tuple(differences(before, now)), False
    return state, (), state in ("approved", "recommended", "noted") and before != now


def _frozen(edition: Edition, municipality: str, task: str) -> dict[str, str]:
    """What an edition's annexes for a task say of substance: the hash of each by its key."""
    return {
        annex.key: annex.substance_sha256
        for annex in edition.manifest.annexes
        if (annex.municipality, annex.task) == (municipality, task)
    }


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


def where_text(where: Where) -> str:
    """The section that changed: '4.1 Målgruppe'; of a whole annex its file name."""
    name, section = where
    if section is None:
        return name
    return f"{section.number_after or section.number_before} {section.title}".strip()
