"""The kinds of error, and the exit codes that are a contract with scripts.

    AftalegenError
    ├── UsageError     2   wrong use of the command line
    ├── InputError     3   data or template is wrong: place, what, what now
    └── OutputError    4   an output could not be written

An error carries a `Fault`, as a check finds one: its rule (a stable English name), a message in
the language in force, the place, and a hint. Several are told at once as one `Errors`.
A bug is none of these: it ends in exit code 70 and a log.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Literal, Self

from aftalegen.words.language import _
from aftalegen.words.place import Source

DONE, FINDINGS, USAGE, INPUT, OUTPUT, BUG = 0, 1, 2, 3, 4, 70

Severity = Literal["error", "warning", "note"]
Layer = Literal[
    "data",
    "templates",
    "rendering",
    "meaning",
    "finished",
    "completeness",
    "workbooks",
    "editions",
    "returned",
    "commands",
    "outputs",
]


@dataclass(frozen=True, slots=True)
class Rule:
    """What can be wrong: its stable name, where it belongs, how grave it is.

    `says` names the fault in one sentence; `story` tells why it is one and what to do. Scripts see
    the `exit_code`, unless the same fault is told by another kind of command.
    """

    name: str
    layer: Layer
    severity: Severity
    says: str
    story: str
    exit_code: int = field(default=FINDINGS, kw_only=True)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is wrong: what, where (`width` characters from the column), what to do.

    `cause` decided it, and `provider` must provide what is missing; `annexes` are those that it
    hits ("bundle/file name").
    """

    message: str
    source: Source | None = None
    hint: str | None = None
    width: int = 1
    cause: Source | None = None
    provider: str | None = None
    rule: str = ""
    severity: Severity = "error"
    annexes: tuple[str, ...] = ()
    exit_code: int = FINDINGS

    def identity(self) -> tuple[str, str, Source | None, Source | None]:
        """What makes two faults the same to the person who reads them."""
        return (self.rule, self.message, self.source, self.cause)

    def in_a_line(self) -> str:
        """Where, what and what now, where there is only one line for it."""
        place = f"{self.source}: " if self.source else ""
        hint = f" – {self.hint}" if self.hint else ""
        return f"{place}{self.message}{hint}"


class AftalegenError(Exception):
    """Something a person can mend: rule name, message, place and what to do. Never changed."""

    exit_code = INPUT

    def __init__(
        self, rule: str, message: str, source: Source | None = None, hint: str | None = None
    ) -> None:
        super().__init__(message)
        self.fault = Fault(message, source, hint, rule=rule, exit_code=self.exit_code)

    @property
    def rule(self) -> str:
        """The stable name of what is wrong."""
        return self.fault.rule

    @property
    def message(self) -> str:
        """What is wrong, in the language in force."""
        return self.fault.message

    @property
    def source(self) -> Source | None:
        """Where it is wrong."""
        return self.fault.source

    @property
    def hint(self) -> str | None:
        """What to do about it."""
        return self.fault.hint

    def __reduce__(self) -> tuple[Any, ...]:
        """An error crosses from one process to another with all that it says."""
        return type(self), (self.rule, self.message, self.source, self.hint)

    def at(self, place: Source | None) -> Self:
        """The same error at a place that is known better."""
        return type(self)(self.rule, self.message, place, self.hint)

    def identity(self) -> tuple[str, str, Source | None]:
        """What makes two errors the same to the person who reads them."""
        return (self.rule, self.message, self.source)


class UsageError(AftalegenError):
    """The command line asks for something that does not exist."""

    exit_code = USAGE


class InputError(AftalegenError):
    """Data or template is wrong."""

    exit_code = INPUT


class OutputError(AftalegenError):
    """An output could not be written."""

    exit_code = OUTPUT


class Errors(AftalegenError):
    """Several errors told at once, each once, in the order of their places."""

    def __init__(self, errors: Iterable[AftalegenError]) -> None:
        unique = {e.identity(): e for error in errors for e in each_error(error)}
        self.errors = tuple(
            sorted(unique.values(), key=lambda e: (e.source or Source("", 0), e.rule, e.message))
        )
        self.exit_code = max((e.exit_code for e in self.errors), default=INPUT)
        super().__init__("errors", "; ".join(e.message for e in self.errors))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.errors,)


def each_error(error: AftalegenError) -> tuple[AftalegenError, ...]:
    """The single errors in an error."""
    return error.errors if isinstance(error, Errors) else (error,)


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """A hint that names the nearest known words, or all of a short list, or None."""
    names = sorted(set(known))
    near = get_close_matches(word, names, n=3, cutoff=0.6)
    if near:
        return _("did you mean {names}?").format(names=" / ".join(f"«{n}»" for n in near))
    if names and len(names) <= 12:
        return _("known: {names}").format(names=", ".join(names))
    return None
