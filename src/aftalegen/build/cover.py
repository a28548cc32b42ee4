"""The status on a document's cover: derived from approvals and editions once its words are made."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from aftalegen.document.nodes import Document, Field
from aftalegen.document.substance import substance_hash
from aftalegen.records.agreements import Agreements, part_of
from aftalegen.records.selected import BundleAnnex
from aftalegen.records.standing import PROGRESS_WORDS, Progress, Released, least
from aftalegen.records.template import TemplateHead
from aftalegen.words import danish
from aftalegen.words.faults import AftalegenError


@dataclass(frozen=True, slots=True)
class Freezing:
    """An edition that is being released, of which a document says how it is on its day."""

    edition: str
    day: date
    draft: bool


class Covers:
    """Tells how far annexes are; `make` gives the words of another annex of the project."""

    def __init__(self, agreements: Agreements, make: Callable[[BundleAnnex], Document]) -> None:
        self._agreements = agreements
        self._make = make
        self._hashes: dict[str, str | None] = {}

    def progress(
        self, annex: BundleAnnex, document: Document, freezing: Freezing | None = None
    ) -> Progress:
        """How far the agreement is that an annex goes with; the least of them, if several."""
        over = self._agreements.over(annex)
        if not freezing and not all(map(self._agreements.editions, over)):
            return "draft"  # nobody can have approved what was never released
        self._hashes[annex.document_key] = substance_hash(document)
        return least(self._of(one, freezing) for one in over)

    def _of(self, agreement: BundleAnnex, freezing: Freezing | None) -> Progress:
        known = self._agreements
        bundle = agreement.bundle
        annexes = [BundleAnnex(bundle, i) for i in range(len(bundle.record.annexes))]
        about = set(known.about(agreement, map(part_of, annexes)))
        hashes = {a.document_key: self._hash(a) for a in annexes if a.document_key in about}
        now = {key: found for key, found in hashes.items() if found}
        if len(now) < len(hashes):
            return "draft"  # a part of it cannot be made, and that is told
        if freezing is None:
            return known.standing(agreement, now).progress
        released = {freezing.edition: Released(now, freezing.draft)}
        return known.standing(agreement, now, freezing.day, released).progress

    def _hash(self, annex: BundleAnnex) -> str | None:
        key = annex.document_key
        if key not in self._hashes:
            try:
                self._hashes[key] = substance_hash(self._make(annex))
            except AftalegenError:
                self._hashes[key] = None
        return self._hashes[key]


def with_status(
    document: Document, head: TemplateHead, progress: Progress, day: date | None
) -> Document:
    """A document whose cover says how far it is; on the day of a release, with that day.

    A fact of which the template says nothing for this annex is left out.
    """
    facts = list(document.facts)
    for index, row in enumerate(head.facts):
        if row.derived == "status":
            label = f"{row.label} pr. {danish.long_date(day)}" if day else row.label
            facts[index] = replace(
                facts[index], label=label, value=(Field(PROGRESS_WORDS[progress]),)
            )
    return replace(document, facts=tuple(fact for fact in facts if fact.value))
