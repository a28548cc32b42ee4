"""All records that one annex is made of, what an addendum amends, and what an item is about."""

from dataclasses import dataclass
from typing import Literal

from aftalegen.records import Known
from aftalegen.records.agreement import Addendum
from aftalegen.records.agreements import WrittenApproval
from aftalegen.records.bundle import Bundle
from aftalegen.records.choices import Declared
from aftalegen.records.decision import Decision
from aftalegen.records.law import Law
from aftalegen.records.municipality import Municipality
from aftalegen.records.region import Region
from aftalegen.records.selected import BundleAnnex
from aftalegen.records.task import Task
from aftalegen.template.item import Item


@dataclass(frozen=True, slots=True)
class AmendedPassage:
    """A row of an addendum: where, the text before and after ("" for none), and why.

    For a section that was inserted, removed or moved, before and after are its numbers.
    """

    kind: Literal["changed", "inserted", "removed", "moved"]
    where: str
    before: str
    after: str
    cause: str | None


@dataclass(frozen=True, slots=True)
class Amendment:
    """An addendum, its place in the municipality's list, and what it amends."""

    record: Addendum
    index: int
    passages: tuple[AmendedPassage, ...]


@dataclass(frozen=True, slots=True)
class AnnexFacts:
    """All records that one annex is made of."""

    annex: BundleAnnex
    municipality: Known[Municipality]
    task: Known[Task]
    region: Known[Region]
    law: Known[Law]
    choices: Declared
    decisions: tuple[Known[Decision], ...]
    approvals: tuple[WrittenApproval, ...] = ()
    amendment: Amendment | None = None
    item: Item | None = None

    @property
    def bundle(self) -> Known[Bundle]:
        """The bundle that it is an annex of."""
        return self.annex.bundle
