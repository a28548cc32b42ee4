"""`data/requirements/<set>.yaml`: what agreements must live up to, on what ground, and how.

`data/events/<bundle>.yaml` says what was done of it after the agreement was made.
"""

from typing import Literal

from aftalegen.records.conditions import ConditionText
from aftalegen.records.types import (
    CONFIDENCE,
    NOTE,
    SOURCE,
    Confidence,
    IsoDate,
    Key,
    Name,
    Prose,
)
from aftalegen.words.fact import Record, fact, optional

Kind = Literal["content", "form", "approval", "publication", "follow-up", "evaluation", "notice"]
IN_TEXT: tuple[Kind, ...] = ("content", "form")
"""Kinds that a text meets or not, before anybody approves it."""

Heading = Literal["frame", "general", "goals", "target-groups", "advice", "follow-up"]
Starts = Literal["entry-into-force", "expiry"]
STARTS: tuple[Starts, ...] = ("entry-into-force", "expiry")


class Applies(Record):
    """Applies: which agreements a set is about, by template, region and the edition's date."""

    templates: tuple[Key, ...] = fact(
        "Templates: keys of the agreements' templates; none where there is no such template yet."
    )
    regions: tuple[Key, ...] = fact("Regions: their keys; without it, all.", default=())
    from_: IsoDate | None = optional("From: the first day; null for always.", alias="from")
    to: IsoDate | None = optional("To: the last day; null while it is in force.")


class MetBy(Record):
    """Met by: what shows that a requirement is met; all that is named must be there.

    `field` is a name as templates use it (`aftalegen fields`). `document` is another document
    that belongs to the agreement, `event` that both parties approved it, or what is told in
    data/events/.
    """

    section: Key | None = optional("Section: the key of a section, which is not empty.")
    block: Key | None = optional("Block: the key of a text in that section.")
    field: Name | None = optional(
        "Field: a fact, by the name that templates use.", examples=["choices.duration"]
    )
    document: Literal["division", "addendum", "local-annex", "site"] | None = optional(
        "Document: division (delingsaftale), addendum, local-annex or site (a web site)."
    )
    event: Literal["approval", "notice"] | None = optional(
        "Event: approval by both parties, or notice: what data/events/ tells."
    )
    test: ConditionText | None = optional(
        "Test: of the field, or of the event's day: set, >= 6 måneder, <= 60, in a, b, or "
        "date<= 2026-04-01; without it, that the fact is there."
    )


class Recurs(Record):
    """Recurs: when it is due; without `every`, once.

    `first` is a date; or else it is so many `months` after something.
    """

    every: Literal["half-year", "year", "two-years", "four-years"] | None = optional(
        "Every: half-year, year, two-years or four-years."
    )
    first: IsoDate | None = optional("First: the date on which it is due first.")
    after: Key | None = optional(
        "After: entry-into-force, expiry, or the key of a requirement in the set.",
        examples=["entry-into-force"],
    )
    months: int = fact(
        "Months: so many after that; negative for before.", default=0, ge=-120, le=240
    )


class Requirement(Record):
    """Requirement: what must be so, on what ground, and what meets it."""

    key: Key = fact("Key: fixed; never changed.")
    what: Prose = fact("What: the requirement in our own words.")
    kind: Kind = fact(
        "Kind: content and form (of the text), approval, publication, follow-up, evaluation or "
        "notice."
    )
    level: Literal["must", "advice"] = fact("Level: must or advice.", default="must")
    basis: Name = fact("Basis: the provision or the document that requires it.")
    confidence: Confidence = fact(CONFIDENCE)
    source: Name = fact(SOURCE)
    heading: Heading | None = optional(
        "Heading: where the letter tells it, if not by its kind: frame, general, goals, "
        "target-groups, advice or follow-up."
    )
    tasks: tuple[Key, ...] = fact("Tasks: keys; without it, all.", default=())
    regions: tuple[Key, ...] = fact("Regions: keys; without it, all.", default=())
    met_by: MetBy | None = optional("Met by: what shows that it is met; null if nothing here does.")
    who: Name | None = optional("Who: who must do it; never a person.")
    to: Name | None = optional("To: who gets it; never a person.")
    recurs: Recurs | None = optional("Recurs: when it is due.")
    note: str | None = optional(NOTE)


class RequirementSet(Record):
    """Set of requirements: those of one regime.

    The file is named after the set.
    """

    set: Key = fact("Set: its key, as the file is named.", examples=["horisontale-2026"])
    title: Name = fact("Title: of the set.")
    authority: Name | None = optional(
        "Authority: whom the letter is to; null where none approves.", title="modtager"
    )
    applies: Applies = fact("Applies: to which agreements.")
    requirements: tuple[Requirement, ...] = fact("Requirements: in the order of the letter.")
    note: str | None = optional(NOTE)


class Event(Record):
    """Event: what was done of a requirement, and when."""

    requirement: Key = fact("Requirement: its key.")
    date: IsoDate = fact("Date: when it was done.", examples=["2027-10-20"])
    municipalities: tuple[Key, ...] = fact(
        "Municipalities: whose it was; without it, all of the bundle.", default=()
    )
    what: Name | None = optional("What: in a few words, such as the item of the minutes.")
    source: Name = fact(SOURCE)
    note: str | None = optional(NOTE)


class Events(Record):
    """Events: what was done after the agreements of a bundle were made.

    The file is named after the bundle.
    """

    events: tuple[Event, ...] = fact("Events: in the order of their dates.")
