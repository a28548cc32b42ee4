"""What `item` and `package` do first: the cases that were asked for, and their items proved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from aftalegen.checks.proof import Proof, Refused
from aftalegen.cli import console
from aftalegen.cli.declaring import option
from aftalegen.cli.ways_out import asked, refused
from aftalegen.document.nodes import Document
from aftalegen.proceedings.case import AskedCase, Case, selected_cases
from aftalegen.proceedings.item import Told
from aftalegen.proceedings.items import items_of, made_items
from aftalegen.records.project import Project

Body = Annotated[str | None, option("BODY", "The body that hears it, by name or key; who decides.")]
Meeting = Annotated[str | None, option("DATE", "The day of the meeting; the one that is planned.")]


@dataclass(frozen=True, slots=True)
class ProvedCases:
    """Cases whose items may go out: each with its item, and what that tells by the item's key."""

    proof: Proof
    cases: Sequence[tuple[Case, Document]]
    told: Mapping[str, Told]


def proved_cases(
    project: Project,
    about: AskedCase,
    nothing: str,
    *,
    despite: Sequence[str] | None,
    because: Sequence[str] | None,
    jobs: int | None,
) -> ProvedCases | int:
    """The cases; where something stops them, that is told, then `nothing`, and the exit code."""
    selected, cases = selected_cases(project, about)
    told: dict[str, Told] = {}
    proof = asked(
        project, selected, despite=despite, because=because, formats=(), jobs=jobs,
        beside=items_of(cases, told),
    )  # fmt: skip
    if isinstance(proof, Refused):
        code = refused(proof, project.folder)
        console.talk(nothing)
        return code
    items = (one.document for one in made_items(project, proof, cases))
    return ProvedCases(proof, tuple(zip(cases, items, strict=True)), told)
