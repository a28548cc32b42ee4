"""Approvals: does what a body approved still stand in the text as it is now?

An approval of a municipality for a task is of all its annexes for that task, in
the edition that it names. Only a change of substance makes it fall.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from aftalegen.document.difference import SectionChange, difference, substance_hash
from aftalegen.document.nodes import Document
from aftalegen.editions.edition import Edition, edition_names, load_edition
from aftalegen.editions.working import WorkingAnnex
from aftalegen.records.agreement import Approval
from aftalegen.records.project import Project
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


class Editions:
    """The released editions of a project, each read once; None for one that is not there."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._read: dict[tuple[str, str], Edition | None] = {}

    def get(self, bundle: str, name: str) -> Edition | None:
        """An edition of a bundle; raises Errors for one that has been changed."""
        if (bundle, name) not in self._read:
            there = name in edition_names(self.project, bundle)
            self._read[bundle, name] = load_edition(self.project, bundle, name) if there else None
        return self._read[bundle, name]


def standings(
    project: Project, editions: Editions, annexes: Sequence[WorkingAnnex]
) -> Iterator[Standing]:
    """How each approval stands, by municipality and task in the order of the bundle.

    `annexes` are all those of the municipalities in question; those of which one could
    not be made are left out.
    """
    for (bundle, municipality, task), own in grouped(annexes).items():
        if any(annex.errors for annex in own):
            continue  # what is wrong with them is told
        known = project.municipality(municipality)
        for index, approval in enumerate(known.record.tasks[task].approvals):
            place = known.written.place(("tasks", task, "approvals", index))
            edition = editions.get(bundle, approval.edition) if approval.edition else None
            state, where, aside = _standing(approval, edition, own)
            yield Standing(municipality, task, approval, place, state, where, aside)


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
    then = _of(edition, annexes[0].municipality, annexes[0].task) if edition else []
    state = state_of(approval, _hashes(then) if edition else None, _hashes(now))
    if state == "fallen":
        return state, tuple(differences(then, now)), False
    return state, (), state in ("approved", "recommended", "noted") and then != now


def _hashes(documents: Iterable[Document]) -> dict[str, str]:
    return {document.key: substance_hash(document) for document in documents}


def _of(edition: Edition, municipality: str, task: str) -> list[Document]:
    keys = {
        annex.key
        for annex in edition.manifest.annexes
        if (annex.municipality, annex.task) == (municipality, task)
    }
    return [document for document in edition.documents if document.key in keys]


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
