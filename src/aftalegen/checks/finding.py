"""What the rules of checks are, and what was checked."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aftalegen.words.faults import Fault, Layer, Rule, Severity
from aftalegen.words.language import later
from aftalegen.words.place import KeyPath, Source

if TYPE_CHECKING:
    from aftalegen.checks.subject import AnnexUnderCheck, ProjectUnderCheck
    from aftalegen.records.reading import Written

LAYERS: dict[Layer, str] = {
    "data": later("Data"),
    "templates": later("Templates"),
    "rendering": later("Rendering"),
    "meaning": later("Meaning"),
    "finished": later("The finished document"),
    "completeness": later("Completeness"),
}
"""Where `check` looks, in this order."""
BEYOND: dict[Layer, str] = {
    "workbooks": later("Workbooks"),
    "editions": later("Editions and bundles"),
    "returned": later("Word files that come back"),
    "commands": later("The command line"),
    "outputs": later("Files that are written"),
}
"""Where other commands refuse something."""


def at_key(
    written: "Written", path: KeyPath, message: str, hint: str, cause: Source | None = None
) -> Fault:
    """A fault that points at a key of a file."""
    return Fault(message, written.place(path), hint, len(str(path[-1])), cause)


@dataclass(frozen=True, slots=True)
class ProjectRule(Rule):
    """A rule of the whole project: its data or its templates."""

    find: "Callable[[ProjectUnderCheck], Iterator[Fault]]"


@dataclass(frozen=True, slots=True)
class AnnexRule(Rule):
    """A rule of one annex: its words, or its finished files."""

    find: "Callable[[AnnexUnderCheck], Iterator[Fault]]"


@dataclass(frozen=True, slots=True)
class TogetherRule(Rule):
    """A rule that needs all annexes: what each of them printed, side by side."""

    find: "Callable[[ProjectUnderCheck, tuple[Printed, ...]], Iterator[tuple[Fault, str]]]"


@dataclass(frozen=True, slots=True)
class Printed:
    """A value as one annex prints it: the words, where the value was written, and the annex.

    `unconfirmed` is what its record says of a fact that somebody must confirm, else None.
    """

    text: str
    source: Source
    missing: bool
    annex: str
    unconfirmed: str | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found, and in which annexes ("bundle/file name") it was looked for."""

    findings: tuple[Fault, ...]
    annexes: tuple[str, ...]

    def count(self, severity: Severity) -> int:
        """How many findings are this grave."""
        return sum(1 for finding in self.findings if finding.severity == severity)
