"""Whether what bodies decided still stands, and how far their agreement is: one pure function.

It is handed the records of approvals, the bodies, and hashes of substance; `status`, plan,
overview, cover, index, calendar and JSON all ask it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from aftalegen.records.agreement import Approval, Reservation
from aftalegen.records.bodies import PARTIES, KnownBody, Party, body_called

State = Literal[
    "approved", "recommended", "noted", "fallen", "unknown", "postponed", "rejected", "planned"
]
"""What is left of an approval. "unknown": its edition was not released here, or its body is none
of the parties'."""

Progress = Literal["draft", "for-decision", "final", "approved", "approved-with-reservations"]
"""How far an agreement is: for-decision and final are those of a released edition."""

PROGRESS_WORDS: Mapping[Progress, str] = {
    "draft": "Udkast",
    "for-decision": "Til politisk behandling",
    "final": "Endelig",
    "approved-with-reservations": "Godkendt med forbehold",
    "approved": "Godkendt",
}
"""How documents and pages say it, the least first."""

Hashes = Mapping[str, str]
"""What annexes say of substance: a hash of each by its key."""


@dataclass(frozen=True, slots=True)
class Released:
    """A released edition of an agreement and the annexes that stand or fall with it."""

    hashes: Hashes
    draft: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """An approval, the body that it is by, if that is known, and what is left of it."""

    approval: Approval
    body: KnownBody | None
    state: State


@dataclass(frozen=True, slots=True)
class AgreementStanding:
    """How far an agreement is, by its approvals; `lacking` are the parties that lack one."""

    progress: Progress
    approvals: tuple[Judged, ...]
    lacking: tuple[Party, ...]
    reservations: tuple[Reservation, ...]


def agreement_standing(
    approvals: Sequence[Approval],
    bodies: Sequence[KnownBody],
    editions: Mapping[str, Released],
    now: Hashes,
) -> AgreementStanding:
    """What is left of each approval, and what they come to; `now` is of the text as it is.

    Of each party the last word of its deciding bodies counts.
    """
    judged = tuple(_judged(one, bodies, editions, now) for one in approvals)
    last = {party: _last_word(judged, party) for party in PARTIES}
    lacking = tuple(p for p, word in last.items() if word is None or word.state != "approved")
    open_ones = tuple(r for w in last.values() if w for r in w.approval.open_reservations)
    if not lacking:
        progress: Progress = "approved-with-reservations" if open_ones else "approved"
    else:
        same = [edition for edition in editions.values() if edition.hashes == now]
        progress = "draft" if not same else "for-decision"
        if any(not edition.draft for edition in same):
            progress = "final"
    return AgreementStanding(progress, judged, lacking, open_ones)


def least(found: Iterable[Progress]) -> Progress:
    """The one that is least far; of none, a draft."""
    return min(found, key=[*PROGRESS_WORDS].index, default="draft")


def _judged(
    approval: Approval,
    bodies: Sequence[KnownBody],
    editions: Mapping[str, Released],
    now: Hashes,
) -> Judged:
    body = body_called(bodies, approval.body, approval.party)
    edition = editions.get(approval.edition or "")
    state = state_of(approval, edition.hashes if edition else None, now)
    if body is None and approval.outcome not in ("planned", "postponed"):
        state = "unknown"
    elif state == "approved" and body and not body.decides:
        state = "recommended"  # who recommends approves nothing
    return Judged(approval, body, state)


def _last_word(judged: Sequence[Judged], party: Party) -> Judged | None:
    """The last time that a deciding body of a party approved or rejected."""
    words = [
        one
        for one in judged
        if one.body and one.body.decides and one.body.party == party
        if one.approval.outcome in ("approved", "rejected")
    ]
    return sorted(words, key=lambda one: one.approval.date)[-1] if words else None


def state_of(approval: Approval, then: Hashes | None, now: Hashes) -> State:
    """What is left of an approval, by what the annexes say of substance: a hash of each by key.

    `then` is of the edition that it names (None: it was not released here), `now` of the text
    as it is. An annex that the body never saw, or that is gone, makes it fall like another word.
    """
    if approval.outcome in ("planned", "postponed", "rejected"):
        return approval.outcome
    if then is None:
        return "unknown"
    return approval.outcome if then == now else "fallen"
