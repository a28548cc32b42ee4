"""What a requirement asks of an annex, and what is answered: why, and where that is written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Literal

from aftalegen.checks.subject import AnnexUnderCheck
from aftalegen.records.requirement_sets import WrittenRequirement
from aftalegen.records.requirements import Event
from aftalegen.records.standing import AgreementStanding
from aftalegen.template.targets import Agreed, Target, agreed_deviations, found_target
from aftalegen.words.faults import AftalegenError
from aftalegen.words.language import later
from aftalegen.words.place import Source

Answer = Literal["met", "lacking", "deviates", "undecided", "not-relevant"]
GRAVEST: tuple[Answer, ...] = ("lacking", "deviates", "undecided", "met", "not-relevant")
FOR_EVER = 10_000
"""The months of what has no end."""

SECTION = later("section {what}")
FIELD = later("{what}")
NO_SECTION = later("the section «{what}» is not in the agreement")
NO_BLOCK = later("the text «{what}» is not in the agreement")
EMPTY = later("the section «{what}» says nothing")
GAP = later("the text has an open place: {what}")
DEVIATES = later("a deviation touches it: a lawyer must say whether it is still met")
NO_FACT = later("{what} is not there")
FAILS = later("{what} is not as required")
NOT_CONFIRMED = later("{what} is not confirmed")
NOT_KEPT = later("what shows it is not kept here")
NOTHING_SHOWS = later("nothing here shows whether it is met")
APPROVED = later("approved by both parties, last on {what}")
RESERVED = later("approved by both parties with open reservations, last on {what}")
TOO_LATE = later("approved by both parties on {what}, after the last day")
NOT_APPROVED = later("the approval of {what} is lacking")
NOT_TOLD = later("approvals were not asked for")
DONE = later("done on {what}")
NOT_DONE = later("nothing tells that it was done; it was due on {what}")
NOT_DUE = later("it is due on {what}")
DRAFT_BASIS = later("its basis is not in force or not confirmed")
OTHER_TASK = later("it is about other tasks or regions")
OTHER_SET = later("the set is not about this agreement")
NO_ADDENDUM = later("there is no addendum")
"""Why an answer is what it is; `{what}` is told with it."""


@dataclass(frozen=True, slots=True)
class Seen:
    """An answer, why (one of those above), with what, and where that is written."""

    answer: Answer
    why: str
    what: str = ""
    places: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """A requirement and the answer for one annex; `seen` is what the annex itself shows.

    The two differ where the basis is not confirmed.
    """

    requirement: WrittenRequirement
    answer: Answer
    seen: tuple[Seen, ...]


@dataclass(frozen=True)
class Asked:
    """An annex, with what is known of it besides its text: approvals, events, when it is due."""

    annex: AnnexUnderCheck
    standing: AgreementStanding | None = None
    approved_at: Mapping[int, Source] = field(default_factory=dict)
    events: Sequence[tuple[Event, Source]] = ()
    due: Mapping[str, date] = field(default_factory=dict)
    today: date = date.min

    @cached_property
    def names(self) -> Mapping[str, Any]:
        """What the names of templates stand for."""
        return self.annex.project.templates.names_for(self.annex.facts)

    @cached_property
    def touched(self) -> tuple[tuple[Agreed, Target], ...]:
        """The deviations of the annex, each with what it deviates from."""
        facts, found = self.annex.facts, []
        agreed = agreed_deviations(facts.municipality, facts.task.key, self.annex.template)
        base = self.annex.project.templates.base(self.annex.template, facts) if agreed else None
        for one in agreed:
            try:
                found.append((one, found_target(base, one))) if base else None
            except AftalegenError:
                continue  # a deviation that hits nothing is told
        return tuple(found)


def told(seen: Seen, words: Callable[[str], str]) -> str:
    """Why, in a language: what `words` makes of each message."""
    return words(seen.why).format(what=seen.what)
