"""`data/regions/<key>.yaml`: the other party of the agreements."""

from typing import Annotated

from pydantic import StringConstraints

from aftalegen.records.agenda import Agenda
from aftalegen.records.bodies import Body
from aftalegen.records.types import (
    ADDRESS,
    NOTE,
    OFFICIAL_NAME,
    SIGNATORIES,
    SOURCE,
    SOURCES,
    WEBSITE,
    Address,
    IsoDate,
    Name,
    Noun,
    PartyName,
)
from aftalegen.words.fact import Record, fact, optional


class Preparatory(Record):
    """Preparatory: who signs for a region before its first day."""

    signs_as: PartyName = fact(
        "Signs as: the party as it is named above the signatures.",
        examples=["Region Østdanmark ved det Forberedende Regionsråd"],
    )
    signatories: tuple[Name, ...] = fact(SIGNATORIES)
    source: Name = fact(SOURCE)


class Region(Record):
    """Region: the other party of the agreements.

    `decided_by` is the body that decides for it, which in 2026 can be a
    preparatory regional council; `valid_from` and `valid_to` are ISO dates.
    """

    name: PartyName = fact("Name: without «Region».")
    official_name: PartyName = fact(OFFICIAL_NAME)
    cvr: Annotated[str, StringConstraints(pattern=r"^[0-9]{8}$")] | None = fact(
        "CVR number: eight digits in quotation marks; null if it is not known.", title="CVR-nummer"
    )
    decided_by: Noun = fact("Decided by: the body that decides for the region now.")
    council: Noun = fact("Council: the regional council.")
    address: Address = fact(ADDRESS)
    website: Name | None = optional(WEBSITE)
    valid_from: IsoDate = fact("Valid from: the first day of the region.", examples=["2027-01-01"])
    valid_to: IsoDate | None = optional("Valid to: the last day, or null.")
    bodies: tuple[Body, ...] = fact(
        "Bodies: those that handle agreements, and when their agendas are out.", default=()
    )
    agenda: Agenda | None = optional("Agenda: how its items are laid out, and its case.")
    signatories: tuple[Name, ...] = fact(SIGNATORIES)
    preparatory: Preparatory | None = optional(
        "Preparatory: who signs what is signed before `valid_from`."
    )
    sources: dict[str, str] = fact(SOURCES)
    note: str | None = optional(NOTE)
