"""Words out and words in at one place: what an edit is before it is known whose words they were."""

from dataclasses import dataclass
from typing import Literal

from aftalegen.negotiation.pieces import KEPT, Edited

Kind = Literal["changed", "added", "removed", "moved", "split", "joined", "undone", "comment"]
"""`undone`: brought in by one and taken out again by another."""

GAP = 3
"""Words between two edits of one author that make them one."""


@dataclass(frozen=True, slots=True)
class Span:
    """Words out and in; from `start` to `end` among the words before."""

    was: str
    now: str
    start: int
    end: int
    kind: Kind = "changed"
    edited: Edited = KEPT
