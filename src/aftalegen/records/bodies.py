"""The bodies of both parties that handle agreements: who decides, and when agendas must be out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import StringConstraints

from aftalegen.records.types import NOTE, SOURCE, Name, Noun
from aftalegen.words import danish
from aftalegen.words.fact import Record, fact, optional
from aftalegen.words.weekdays import weekday_before

Party = Literal["municipality", "region"]
PARTIES: tuple[Party, ...] = ("municipality", "region")

DayOfYear = Annotated[str, StringConstraints(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$")]

CLOSED = ("06-05", "12-24", "12-31")
COUNCIL_WEEKDAYS = 4
"""Lov om kommunernes styrelse § 8, stk. 4: a municipal council's agenda is out so early."""


class Body(Record):
    """Body: one that handles agreements for its party.

    The party's own council decides, also where it is not listed; a municipal council's agenda
    is out four weekdays before (lov om kommunernes styrelse § 8, stk. 4).
    """

    key: Name | None = optional("Key: a short name for it.", examples=["KB"])
    name: Name = fact("Name: the body's own name.", examples=["Kommunalbestyrelsen"])
    decides: bool | None = optional(
        "Decides: true if it decides for its party, false if it recommends; without it, only the "
        "party's own council decides."
    )
    agenda_weekdays: int | None = optional(
        "Agenda: so many weekdays before a meeting the agenda is out; null if no rule is known.",
        title="frist for dagsorden",
        ge=0,
        le=60,
    )
    saturday: bool = fact("Saturday: true if Saturday counts as a weekday.", default=False)
    closed: tuple[DayOfYear, ...] = fact(
        "Closed: days of the year, as month-day, that are no weekdays though no holidays.",
        default=CLOSED,
    )
    agenda_days: int | None = optional(
        "Agenda in calendar days: how it was written before; write agenda_weekdays.", ge=0, le=60
    )
    source: Name = fact(SOURCE)
    note: str | None = optional(NOTE)


@dataclass(frozen=True, slots=True)
class KnownBody:
    """A body of one of the parties, with all that is known of it."""

    party: Party
    name: str
    key: str | None
    decides: bool
    agenda_weekdays: int | None = None
    agenda_days: int | None = None
    saturday: bool = False
    closed: tuple[str, ...] = CLOSED

    def agenda_by(self, meeting: date) -> date | None:
        """The last day on which the agenda of a meeting can be sent out, if there is a rule."""
        if self.agenda_weekdays is not None:
            return weekday_before(
                meeting, self.agenda_weekdays, saturday=self.saturday, closed=self.closed
            )
        if self.agenda_days is not None:
            return meeting - timedelta(days=self.agenda_days)
        return None

    def is_called(self, name: str) -> bool:
        """Whether it goes by a name: its own or its key."""
        return name.casefold() in (self.name.casefold(), (self.key or self.name).casefold())


def bodies_of(party: Party, council: Noun, listed: Iterable[Body]) -> tuple[KnownBody, ...]:
    """The bodies of a party: those listed, and its council, by the noun that it is called."""
    own = danish.capitalized(council.definite)
    law = COUNCIL_WEEKDAYS if party == "municipality" else None
    found = []
    for body in listed:
        is_council = body.name.casefold() == own.casefold()
        ruled = body.agenda_weekdays is not None or body.agenda_days is not None
        found.append(
            KnownBody(
                party,
                body.name,
                body.key,
                is_council if body.decides is None else body.decides,
                body.agenda_weekdays if ruled or not is_council else law,
                body.agenda_days,
                body.saturday,
                body.closed,
            )
        )
    if not any(body.is_called(own) for body in found):
        found.append(KnownBody(party, own, None, True, law))
    return tuple(found)


def body_called(bodies: Sequence[KnownBody], name: str, party: Party | None) -> KnownBody | None:
    """The body that a name is of; the municipality's before the region's, if no party is named."""
    named = (b for b in bodies if b.is_called(name) and party in (None, b.party))
    return next(named, None)
