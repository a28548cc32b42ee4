"""What a check noticed, and what a rule is."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from aftalegen.words.language import later
from aftalegen.words.place import Source

if TYPE_CHECKING:
    from aftalegen.checks.subject import AnnexUnderCheck, ProjectUnderCheck

Severity = Literal["error", "warning", "note"]
Layer = Literal["data", "templates", "rendering", "meaning", "finished", "completeness"]

LAYERS: dict[Layer, str] = {
    "data": later("Data"),
    "templates": later("Templates"),
    "rendering": later("Rendering"),
    "meaning": later("Meaning"),
    "finished": later("The finished document"),
    "completeness": later("Completeness"),
}


@dataclass(frozen=True, slots=True)
class Remark:
    """What a rule says of one place: `width` characters from the column; `cause` decided it.

    `provider` says who must provide a fact that is missing.
    """

    message: str
    source: Source | None
    hint: str | None = None
    width: int = 1
    cause: Source | None = None
    provider: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A remark with its rule and severity, and the annexes that it hits ("bundle/file name")."""

    rule: str
    severity: Severity
    message: str
    source: Source | None
    hint: str | None = None
    width: int = 1
    cause: Source | None = None
    provider: str | None = None
    annexes: tuple[str, ...] = ()
    exit_code: int = 1

    def identity(self) -> tuple[str, str, Source | None, Source | None]:
        """What makes two findings the same to the person who reads them."""
        return (self.rule, self.message, self.source, self.cause)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: what it is called, where it belongs, how grave it is, and what it is about.

    `says` names the fault in one sentence; `story` tells why it is one and what to do.
    """

    name: str
    layer: Layer
    severity: Severity
    says: str
    story: str


@dataclass(frozen=True, slots=True)
class ProjectRule(Rule):
    """A rule of the whole project: its data or its templates."""

    find: "Callable[[ProjectUnderCheck], Iterator[Remark]]"


@dataclass(frozen=True, slots=True)
class AnnexRule(Rule):
    """A rule of one annex: its words, or its finished files."""

    find: "Callable[[AnnexUnderCheck], Iterator[Remark]]"


@dataclass(frozen=True, slots=True)
class TogetherRule(Rule):
    """A rule that needs all annexes: what each of them printed, side by side."""

    find: "Callable[[ProjectUnderCheck, tuple[Printed, ...]], Iterator[tuple[Remark, str]]]"


@dataclass(frozen=True, slots=True)
class Printed:
    """A value as one annex prints it: the words, where the value was written, and the annex."""

    text: str
    source: Source
    missing: bool
    annex: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found, and in which annexes ("bundle/file name") it was looked for."""

    findings: tuple[Finding, ...]
    annexes: tuple[str, ...]

    def count(self, severity: Severity) -> int:
        """How many findings are this grave."""
        return sum(1 for finding in self.findings if finding.severity == severity)
