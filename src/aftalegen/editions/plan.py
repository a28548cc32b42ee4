"""What would change if the project were released now: compared with a released edition."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aftalegen.document.difference import Comparison, difference
from aftalegen.document.nodes import Document
from aftalegen.editions.approvals import Editions, Standing, differences, grouped, standings
from aftalegen.editions.causes import known_causes
from aftalegen.editions.edition import Edition, edition_names, load_edition
from aftalegen.editions.manifest import FrozenAnnex
from aftalegen.editions.redlines import Causes
from aftalegen.editions.working import WorkingAnnex, working_annexes
from aftalegen.records.project import Project
from aftalegen.records.selected import BundleAnnex
from aftalegen.words.faults import AftalegenError, UsageError
from aftalegen.words.language import _


@dataclass(frozen=True, slots=True)
class AnnexPlan:
    """One annex that was in the edition and still is, and what differs."""

    document: Document
    municipality: str
    task: str
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
    own: dict[str, list[BundleAnnex]] = {}
    for selection in selected.annexes:
        own.setdefault(selection.bundle.key, []).append(selection)
    editions = {key: _edition(project, key, before) for key in own}
    if own and not any(editions.values()):
        message = _("no edition has been released that this can be compared with")
        hint = _("release one first: aftalegen release {bundle} --edition {edition} --draft")
        first = next(iter(own.values()))[0].bundle
        hint = hint.format(bundle=first.key, edition=first.record.edition)
        raise UsageError("nothing-released", message, None, hint)
    return Plan(
        tuple(
            _bundle_plan(project, edition, own[key]) for key, edition in editions.items() if edition
        ),
        tuple(key for key, edition in editions.items() if edition is None),
        selected.errors,
    )


def _edition(project: Project, bundle: str, name: str | None) -> Edition | None:
    known = edition_names(project, bundle)
    if name is None:
        return load_edition(project, bundle, known[-1]) if known else None
    return load_edition(project, bundle, name) if name in known else None


def _bundle_plan(project: Project, edition: Edition, selected: Sequence[BundleAnnex]) -> BundlePlan:
    """One bundle; where it is not asked for as a whole, only its chosen annexes."""
    bundle = selected[0].bundle
    whole = len(selected) == len(bundle.record.annexes)
    working = working_annexes(project, selected)
    causes = known_causes(project, bundle.record.region)
    there = {annex.document.key for annex in working if annex.document}
    municipalities = {annex.municipality for annex in working}
    made = [annex for annex in working if annex.document]
    return BundlePlan(
        bundle=bundle.key,
        before=edition.name,
        after=bundle.record.edition,
        draft=edition.manifest.draft,
        decisions={key: decided.told for key, decided in causes.decisions.items()},
        annexes=tuple(
            _annex_plan(old, annex, causes)
            for annex in made
            if annex.document and (old := edition.document(annex.document.key))
        ),
        added=tuple(
            annex.document
            for annex in made
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
        fallen=tuple(_fallen_since(project, edition, working)),
        errors=tuple(error for annex in working for error in annex.errors),
    )


def _annex_plan(old: Document, annex: WorkingAnnex, causes: Causes) -> AnnexPlan:
    assert annex.document is not None
    comparison = difference(old, annex.document, causes.terms, causes.texts).comparison
    return AnnexPlan(annex.document, annex.municipality, annex.task, comparison)


def _same(annex: WorkingAnnex, frozen: FrozenAnnex) -> bool:
    return (annex.municipality, annex.task) == (frozen.municipality, frozen.task)


def _fallen_since(
    project: Project, edition: Edition, working: Sequence[WorkingAnnex]
) -> list[Standing]:
    """The approvals that have fallen, without those that fell before this edition."""
    editions = Editions(project)
    own = {key[1:]: annexes for key, annexes in grouped(working).items()}
    result = []
    for standing in standings(project, editions, working):
        if standing.state == "fallen":
            approved = editions.get(edition.bundle, standing.approval.edition or "")
            assert approved is not None
            keys = {a.document.key for a in own[standing.municipality, standing.task] if a.document}
            then = [document for document in approved.documents if document.key in keys]
            base = [document for document in edition.documents if document.key in keys]
            if not any(differences(then, base)):
                result.append(standing)
    return result
