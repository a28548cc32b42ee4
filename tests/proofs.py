"""The checks asked, for tests of what only goes out with their proof."""

from aftalegen.checks.proof import MakeBeside, Passed, Proof
from aftalegen.checks.run import Stage, nothing_beside, proved
from aftalegen.document.nodes import Document
from aftalegen.editions.addendum import Amended, addendum_to, amended
from aftalegen.records.project import Project
from aftalegen.records.selected import BundleAnnex


def proof_of(
    project: Project,
    *who: str,
    stage: Stage = "as-marked",
    passed: tuple[Passed, ...] = (),
    formats: tuple[str, ...] = (),
    beside: MakeBeside = nothing_beside,
) -> Proof:
    """The proof of all annexes of somebody; in this process alone."""
    selected = project.select(who, None, None)
    found = proved(project, selected, stage, passed, beside=beside, formats=formats, processes=1)
    assert isinstance(found, Proof), found.checked.findings
    return found


def addendum_since(project: Project, annex: BundleAnnex, before: Document) -> Amended | None:
    """The addendum that an agreement has to what it was before, proved with it."""
    beside = addendum_to({annex.document_key: before})
    return amended(project, proof_of(project, annex.municipality, beside=beside), annex)
