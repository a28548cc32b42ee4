"""`data/decisions/<date>-<key>.yaml`: who decided what, when and why."""

from typing import Literal

from aftalegen.records.types import NOTE, SOURCE, IsoDate, Key, Name, Prose
from aftalegen.words.fact import Record, fact, optional


class TermRule(Record):
    """Term: a term that the decision puts in or out of a target group."""

    term: Name = fact("Term: the word as it stands in texts.")
    status: Literal["in", "out"] = fact("Status: in or out of the target group.")
    tasks: tuple[Key, ...] = fact("Tasks: keys of the tasks that it concerns.")
    regions: tuple[Key, ...] = fact("Regions: keys of the regions that it concerns.")


class TermException(Record):
    """Exception: a phrase in which a term that is out may stand all the same."""

    term: Name = fact("Term: one that a decision puts out.")
    phrase: Name = fact("Phrase: the words in which it may stand.")
    reason: Prose = fact("Reason: why it may stand there.")


class Decision(Record):
    """Decision: who decided what, when and why.

    `tasks` and `regions` are those whose agreements it concerns. A decision
    that `supersedes` another does so term by term: what it does not name stays.
    """

    body: Name = fact("Body: who decided; never a person.")
    date: IsoDate = fact("Date: of the decision.", examples=["2026-03-18"])
    title: Name = fact("Title: in a few words.")
    decided: Prose = fact("Decided: what was decided; may be printed in agreements.")
    reason: Prose = fact("Reason: why; may be printed in agreements.")
    source: Name = fact(SOURCE)
    tasks: tuple[Key, ...] = fact("Tasks: keys of the tasks whose agreements it concerns.")
    regions: tuple[Key, ...] = fact("Regions: keys of the regions whose agreements it concerns.")
    terms: tuple[TermRule, ...] = fact(
        "Terms: words that come into or go out of a target group.", default=()
    )
    exceptions: tuple[TermException, ...] = fact(
        "Exceptions: phrases in which a term that is out may stand.", default=()
    )
    supersedes: tuple[Key, ...] = fact(
        "Supersedes: keys of earlier decisions, term by term.", default=()
    )
    note: str | None = optional(NOTE)
