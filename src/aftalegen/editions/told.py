"""What a manifest tells of a document, and of what the checks said of it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from aftalegen.document.nodes import Document
from aftalegen.document.walk import missing_fields
from aftalegen.editions.manifest import Despite, MissingFact, ToldFinding
from aftalegen.words.place import told_place

if TYPE_CHECKING:
    from aftalegen.checks.proof import Proof


def missing_facts(document: Document) -> Iterator[MissingFact]:
    """The placeholders that stand in a document, each place once, in reading order."""
    seen: set[MissingFact] = set()
    for field in missing_fields(document):
        fact = MissingFact(text=field.text, **told_place(field.source, "file", "line", "key"))
        if fact not in seen:
            seen.add(fact)
            yield fact


def told_findings(proof: "Proof", bundle: str) -> tuple[ToldFinding, ...]:
    """What the checks found about a bundle; what is missing is told by each annex."""
    return tuple(
        ToldFinding(
            rule=finding.rule,
            severity=finding.severity,
            annexes=finding.annexes,
            **told_place(finding.source, "file", "line", "key"),
        )
        for finding in proof.findings
        if finding.rule != "fact-missing"
        and (not finding.annexes or any(a.startswith(f"{bundle}/") for a in finding.annexes))
    )


def told_passed(proof: "Proof") -> tuple[Despite, ...]:
    """The rules that were passed, with their reasons."""
    return tuple(Despite(rule=one.rule, because=one.because) for one in proof.passed)
