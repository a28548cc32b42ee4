"""Whether what a body decided still stands: a question of hashes, asked alike by everyone."""

from collections.abc import Mapping
from typing import Literal

from aftalegen.records.agreement import Approval

State = Literal[
    "approved", "recommended", "noted", "fallen", "unknown", "postponed", "rejected", "planned"
]
"""What is left of an approval. "unknown": the edition that it names was not released here."""


def state_of(approval: Approval, then: Mapping[str, str] | None, now: Mapping[str, str]) -> State:
    """What is left of an approval, by what the annexes say of substance: a hash of each by key.

    `then` is of the edition that it names (None: it was not released here), `now` of the text
    as it is. An annex that the body never saw, or that is gone, makes it fall like another word.
    """
    if approval.outcome in ("planned", "postponed", "rejected"):
        return approval.outcome
    if then is None:
        return "unknown"
    return approval.outcome if then == now else "fallen"
