"""All records that one annex is made of, what an addendum amends, and what an item is about."""

from dataclasses import dataclass

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
class Amendment:
    """An addendum, its place in the municipality's list, and the decisions behind it in words."""

    record: Addendum
    index: int
    decided: tuple[str, ...]


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
