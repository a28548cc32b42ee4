"""What a template for agenda items sees as `item`: all that is known of one case for one body.

Fields are plain values; where one was written stands in `places`, by its name. A value without a
place is the program's own, or quotes an agreement.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from typing import Any

from aftalegen.records import Written
from aftalegen.template.values import Leaf, View
from aftalegen.words.place import Source

Places = Mapping[str, Source]
MISSING = {
    "body": "organ", "meeting": "mødedato", "municipality": "kommunens navn",
    "amount": "årligt beløb", "case_number": "sagsnummer", "kle": "KLE-nummer",
    "document_id": "dokumentnummer", "unknown": "ændringer siden den behandlede udgave",
}  # fmt: skip
"""What a placeholder says is awaited, by the field; other fields are told where they are known."""


@dataclass(frozen=True, slots=True)
class ItemAgreement:
    """An agreement that the case is about."""

    municipality: str | None
    task: str
    edition: str
    amount: int | None
    price_level: str | None
    basis: str | None
    places: Places = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ItemLaw:
    """A provision that the agreement is made by."""

    text: str
    content: str
    places: Places = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ItemChange:
    """What changed in a place: words out and in, the text now, why, and in which agreements.

    `kind` is changed, inserted, removed or moved; `now` is "" where it is too long to be shown.
    """

    kind: str
    where: str
    words: str
    now: str
    cause: str | None
    of: str


@dataclass(frozen=True, slots=True)
class ItemChanges:
    """What changed since an edition that a body saw on a day; `unchanged` sections were compared.

    Without an edition nobody has seen the agreement. `unknown` is missing where an edition that was
    seen is not kept here, and otherwise empty.
    """

    edition: str | None
    body: str | None
    day: date | None
    own: bool
    unchanged: int
    unknown: str | None
    passages: tuple[ItemChange, ...] = ()
    places: Places = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ItemDecision:
    """What a body decided before, as the profile tells it."""

    line: str
    body: str
    day: date
    wording: str | None
    edition: str | None
    stands: bool
    places: Places = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ItemAnnex:
    """An annex of the item, as its list tells it."""

    number: int
    name: str
    line: str
    open: bool
    state: str
    document_id: str | None
    provider: str | None


@dataclass(frozen=True, slots=True)
class ItemDay:
    """A day that comes: a deadline, or a body that the case goes on to."""

    day: date
    what: str
    places: Places = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ItemReservation:
    """What a party took exception to, and what was answered."""

    who: str
    what: str
    answer: str | None


@dataclass(frozen=True, slots=True)
class Item:
    """A case for a body: who hears it, what it is about, and what is recommended.

    `together`: the earlier decisions stand under one heading; `schedule`: the days that come are
    told with the facts. `drafts` agreements lack `awaited` facts.
    """

    party: str
    municipal: bool
    generic: bool
    municipality: str | None
    body: str | None
    meeting: date | None
    decides: bool
    decider: str
    again: bool
    case_number: str | None
    kle: str | None
    document_id: str | None
    open: str
    owner: str
    recommends: str
    verb: str
    route: tuple[str, ...]
    tasks: tuple[str, ...]
    together: bool
    schedule: bool
    drafts: int
    awaited: int
    breach: str | None
    agenda_by: date | None
    agenda_sent: date | None
    agreements: tuple[ItemAgreement, ...]
    law: tuple[ItemLaw, ...]
    changes: ItemChanges
    earlier: ItemChanges
    past: tuple[ItemDecision, ...]
    annexes: tuple[ItemAnnex, ...]
    deadlines: tuple[ItemDay, ...]
    next: tuple[ItemDay, ...]
    reservations: tuple[ItemReservation, ...]
    places: Places = field(default_factory=dict)


def item_view(item: Any, written: Written) -> View:
    """A part of an item as a template sees it; lists of parts are lists of views."""
    places: Places = getattr(item, "places", {})

    def seen(name: str) -> Any:
        value = getattr(item, name)
        if is_dataclass(value):
            return item_view(value, written)
        if isinstance(value, tuple):
            return tuple(item_view(v, written) if is_dataclass(v) else Leaf(v) for v in value)
        return Leaf(value, places.get(name), MISSING.get(name, "oplysning"))

    names = (part.name for part in fields(item) if part.name != "places")
    return View({}, written, (), {name: seen(name) for name in names})
