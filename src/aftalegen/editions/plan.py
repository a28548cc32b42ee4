"""What would change if the project were released now: compared with a released edition."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from aftalegen.document.difference import Comparison
from aftalegen.document.nodes import Document
from aftalegen.editions.approvals import Standing, agreements_approvals, stood_in
from aftalegen.editions.decisions import decisions_of
from aftalegen.editions.edition import Edition, Editions
from aftalegen.editions.manifest import FrozenAnnex
from aftalegen.editions.working import WorkingAnnex, working_annexes
from aftalegen.records.project import Project
from aftalegen.records.selected import BundleAnnex
from aftalegen.words.faults import AftalegenError
from aftalegen.words.language import _


@dataclass(frozen=True, slots=True)
class AnnexPlan:
    """One annex that was in the edition and still is, and what differs."""

    document: Document
    selection: BundleAnnex
    comparison: Comparison

    @property
    def changed(self) -> bool:
        """Whether anything of substance differs."""
        return bool(self.comparison.sections)


@dataclass(frozen=True, slots=True)
class BundlePlan:
    """One bundle against one released edition. `fallen` are approvals that stood in it.

    `decisions` tells what each key that a passage names is. `stale` are faults of
    deviations that must be confirmed; `errors` keep annexes out.
    """

    bundle: str
    before: str
    after: str
    draft: bool
    decisions: Mapping[str, str]
    annexes: tuple[AnnexPlan, ...]
    added: tuple[Document, ...]
    removed: tuple[FrozenAnnex, ...]
    stale: tuple[AftalegenError, ...]
    fallen: tuple[Standing, ...]
    errors: tuple[AftalegenError, ...]

    @property
    def something_to_tell(self) -> bool:
        """Whether anything of substance would change, or asks for someone's word."""
        differs = any(annex.changed for annex in self.annexes)
        return bool(differs or self.added or self.removed or self.stale or self.fallen)


@dataclass(frozen=True, slots=True)
class Plan:
    """The plans of the bundles asked for; those that were never released are `unreleased`."""

    bundles: tuple[BundlePlan, ...]
    unreleased: tuple[str, ...]
    errors: tuple[AftalegenError, ...]


def planned(project: Project, who: tuple[str, ...], bundle: str | None, before: str | None) -> Plan:
    """The working project against the edition `before`, or the last one of each bundle.

    Raises UsageError where no bundle asked for has such an edition.
    """
    selected = project.select(who, None, bundle)
    editions = Editions(project)
    hint = _("release one first: aftalegen release {bundle} --edition {edition} --draft")
    found = editions.compared_with(selected.annexes, before, hint)
    return Plan(
        tuple(_bundle_plan(editions, edition, own) for edition, own in found if edition),
        tuple(own[0].bundle.key for edition, own in found if edition is None),
        selected.errors,
    )


def _bundle_plan(
    editions: Editions, edition: Edition, selected: Sequence[BundleAnnex]
) -> BundlePlan:
    """One bundle; where it is not asked for as a whole, only its chosen annexes."""
    project, bundle = editions.project, selected[0].bundle
    whole = len(selected) == len(bundle.record.annexes)
    working = working_annexes(project, selected)
    decisions = decisions_of(project, bundle.record.region)
    there = {annex.document.key for annex in working if annex.document}
    municipalities = {annex.selection.municipality for annex in working}
    return BundlePlan(
        bundle=bundle.key,
        before=edition.name,
        after=bundle.record.edition,
        draft=edition.manifest.draft,
        decisions=decisions.told,
        annexes=tuple(
            AnnexPlan(new, one.selection, decisions.difference(old, new).comparison)
            for one in working
            if (new := one.document) and (old := edition.document(new.key))
        ),
        added=tuple(
            annex.document
            for annex in working
            if annex.document and edition.document(annex.document.key) is None
        ),
        removed=tuple(
            annex
            for annex in edition.manifest.annexes
            if annex.key not in there
            and (whole or annex.municipality in municipalities)
            and not any(failed.errors for failed in working if _same(failed, annex))
        ),
        stale=tuple(error for annex in working for error in annex.stale),
        fallen=tuple(_fallen_since(editions, edition, working)),
        errors=tuple(error for annex in working for error in annex.errors),
    )


def _same(annex: WorkingAnnex, frozen: FrozenAnnex) -> bool:
    return (annex.selection.municipality, annex.selection.task) == (
        frozen.municipality,
        frozen.task,
    )


def _fallen_since(
    editions: Editions, edition: Edition, working: Sequence[WorkingAnnex]
) -> Iterator[Standing]:
    """The approvals that have fallen, without those that fell before this edition."""
    for agreement in agreements_approvals(editions, working):
        for standing in agreement.approvals:
            if standing.state == "fallen" and stood_in(editions, edition, standing):
                yield standing
