"""`data/agendas/<key>.yaml`: how a body's agenda items are laid out, and a party's own case."""

from typing import Literal

from aftalegen.records.types import CASE_NUMBER, NOTE, SOURCE, Key, Name
from aftalegen.words.fact import Record, fact, optional

FIRST = {"municipality": "standard-kommune", "region": "standard-region"}
"""The profile of a party that names none."""


class Heading(Record):
    """Heading: a part of the item, and what it is called there."""

    slot: Key = fact(
        "Slot: the key of a section in the item's template.", examples=["sagsfremstilling"]
    )
    text: Name = fact(
        "Text: the heading; with {body} and {date} there is one for each earlier decision.",
        examples=["Sagsfremstilling", "Beslutning i {body} den {date}"],
    )


class Line(Record):
    """Line: what stands below the title, with its label."""

    label: Name = fact("Label: what stands before it.", examples=["Sagsnummer"])
    value: Literal[
        "kle", "case_number", "document_id", "open", "route", "decided_by", "body", "meeting"
    ] = fact(
        "Value: kle, case_number, document_id, open, route, decided_by, body or meeting.",
        examples=["case_number"],
    )


class Verbs(Record):
    """Verbs: what a body that decides, or only recommends, is asked to do; {body} decides."""

    decides: Name = fact("Decides: for a body that decides.", examples=["godkendes"])
    recommends: Name = fact(
        "Recommends: for a body that only recommends.", examples=["anbefales godkendt"]
    )
    one_for_all: bool = fact(
        "One for all: true where one recommendation follows the item through all bodies, with the "
        "word for the one that decides.",
        default=False,
    )

    def asked_of(self, decides: bool) -> str:
        """What a body is asked to do, that decides or only recommends."""
        return self.decides if decides or self.one_for_all else self.recommends


class AgendaProfile(Record):
    """Agenda: headings in their order, and words, of a municipality's or a region's items."""

    name: Name = fact("Name: whose items are laid out like this.")
    headings: tuple[Heading, ...] = fact("Headings: in their order; parts without one are left.")
    lines: tuple[Line, ...] = fact("Lines: below the title, in their order.", default=())
    open: Name = fact("Open: how an open item is marked.", default="Åben")
    closed: Name = fact("Closed: how a closed item is marked.", default="Lukket")
    owner: Name = fact(
        "Owner: who recommends, where the party names nobody; a function, never a person.",
        default="Forvaltningen",
    )
    recommends: Name = fact("Recommends: what stands after the owner.", default="indstiller, at")
    verbs: Verbs = fact("Verbs: what the body is asked to do.")
    decision_line: Name = fact(
        "Decision: how an earlier decision is told, with {body} and {date}.",
        default="Beslutning i {body} den {date}",
    )
    short_dates: bool = fact("Short dates: true for 17-03-2026 in decisions.", default=False)
    annex_line: Name = fact(
        "Annex: how an annex is listed, with {name}, {document_id} and {case_number}.",
        default="{name} ({document_id})",
    )
    source: Name = fact(SOURCE)
    note: str | None = optional(NOTE)


class Agenda(Record):
    """Party's agenda: how its items are laid out, and what its case is called."""

    profile: Key | None = optional(
        "Profile: a file in data/agendas/; without it, the standard one.", examples=["norddjurs"]
    )
    case_number: Name | None = optional(CASE_NUMBER, title="sagsnummer", examples=["25/678"])
    kle: Name | None = optional("KLE: the number in KL's plan of subjects.", title="KLE-nummer")
    document_id: Name | None = optional("Document number: of the item.", title="dokumentnummer")
    owner: Name | None = optional(
        "Owner: who recommends; a function, never a person.",
        examples=["Direktøren for Sundhed, Læring og Trivsel"],
    )
    open: bool = fact("Open: false for an item behind closed doors.", default=True)
    route: tuple[Name, ...] = fact(
        "Route: the bodies that the case goes through, by key or name.", default=()
    )
    source: Name = fact(SOURCE)
