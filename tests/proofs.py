"""The checks asked, for tests of what only goes out with their proof."""

from aftalegen.checks.proof import Passed, Proof
from aftalegen.checks.run import Stage, proved
from aftalegen.records.project import Project


def proof_of(
    project: Project,
    *who: str,
    stage: Stage = "as-marked",
    passed: tuple[Passed, ...] = (),
    formats: tuple[str, ...] = (),
) -> Proof:
    """The proof of all annexes of somebody; in this process alone."""
    selected = project.select(who, None, None)
    found = proved(project, selected, stage, passed, formats=formats, processes=1)
    assert isinstance(found, Proof), found
    return found
