"""The bodies of both parties that handle agreements: who decides, and when agendas must be out."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import StringConstraints

from aftalegen.records.types import NOTE, SOURCE, IsoDate, Name, Noun
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
    meetings: tuple[IsoDate, ...] = fact(
        "Meetings: the days of its ordinary meetings, as far as they are known.",
        default=(),
        examples=[["2026-03-17"]],
    )
    meetings_source: Name | None = optional("Meetings' source: where those days come from.")
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
    meetings: tuple[date, ...] = ()
    council: bool = False

    def agenda_by(self, meeting: date) -> date | None:
        """The last day on which the agenda of a meeting can be sent out, if there is a rule."""
        if self.agenda_weekdays is not None:
            return weekday_before(
                meeting, self.agenda_weekdays, saturday=self.saturday, closed=self.closed
            )
        if self.agenda_days is not None:
            return meeting - timedelta(days=self.agenda_days)
        return None

    @property
    def called(self) -> tuple[str, ...]:
        """What people call it, in small letters: its name, its key, and as councils are called."""
        own = (self.name.casefold(), (self.key or self.name).casefold())
        return (*own, *(_COUNCILS[self.party] if self.council else ()))

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
                tuple(sorted(set(body.meetings))),
                is_council,
            )
        )
    if not any(body.is_called(own) for body in found):
        found.append(KnownBody(party, own, None, True, law, council=True))
    return tuple(found)


def body_called(bodies: Sequence[KnownBody], name: str, party: Party | None) -> KnownBody | None:
    """The body that a name is of; the municipality's before the region's, if no party is named."""
    named = (b for b in bodies if b.is_called(name) and party in (None, b.party))
    return next(named, None)


_COUNCILS: Mapping[Party, frozenset[str]] = {
    "municipality": frozenset({"byråd", "kommunalbestyrelse", "råd", "kb", "by", "br"}),
    "region": frozenset({"regionsråd", "forberedende regionsråd", "rr"}),
}
"""What people call a party's council, whatever it calls itself."""


def body_meant(bodies: Sequence[KnownBody], said: str) -> KnownBody | None:
    """The body that a person means: by its name or key, or as councils are called everywhere.

    «økonomiudvalg» is Økonomiudvalget, «byrådet» the council of a municipality that has a
    kommunalbestyrelse.
    """
    words = _plain(said)
    for body in bodies:
        if words in (_plain(body.name), _plain(body.key or "")) or _is_definite(body.name, words):
            return body
    for body in bodies:
        if any(words == one or _is_definite(said, one) for one in body.called):
            return body
    return None


def _plain(name: str) -> str:
    """A name without what is typed in many ways: letters' case, hyphens, an article."""
    words = re.sub(r"[^\w]+", " ", name.casefold()).strip()
    return re.sub(r"\A(?:det|den) ", "", words)


def _is_definite(name: str, indefinite: str) -> bool:
    """Whether a name is a noun's definite form: Økonomiudvalget of økonomiudvalg."""
    whole = _plain(name)
    return bool(indefinite) and whole in {f"{indefinite}{end}" for end in ("et", "en", "t", "n")}
