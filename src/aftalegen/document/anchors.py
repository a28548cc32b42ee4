"""What two long sequences have in common in order, found in time that grows with their length.

What occurs once in each is an anchor; of anchors that cross, the longest chain that does not
stays (patience). Between two anchors there is little left to compare.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence

Pair = tuple[int, int]


def anchors(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Pair]:
    """The places of what stands once in both, in the order of both."""
    before, after = _once(old), _once(new)
    return in_order((at, after[one]) for one, at in before.items() if one in after)


def ends_in_common(old: Sequence[object], new: Sequence[object]) -> tuple[int, int]:
    """How many are the same at the beginning, and how many of the rest at the end."""
    least, start, end = min(len(old), len(new)), 0, 0
    while start < least and old[start] == new[start]:
        start += 1
    while end < least - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return start, end


def alike(old: Sequence[Iterable[Hashable]], new: Sequence[Iterable[Hashable]]) -> list[Pair]:
    """The places of those that share what no other has, each with the one it shares most with."""
    before, after = _only_in(old), _only_in(new)
    shared = Counter((at, after[one]) for one, at in before.items() if one in after)
    best: dict[int, Pair] = {}
    taken: set[int] = set()
    for pair, _count in sorted(shared.items(), key=lambda found: (-found[1], found[0])):
        if pair[0] not in best and pair[1] not in taken:
            best[pair[0]] = pair
            taken.add(pair[1])
    return in_order(best.values())


def in_order(pairs: Iterable[Pair]) -> list[Pair]:
    """The longest chain of pairs in which both places grow; each place is in one pair only."""
    ends: list[int] = []  # the smallest second place that a chain of this length ends with
    chain: list[tuple[Pair, int | None]] = []
    last: list[int] = []  # where in `chain` a chain of this length ends
    for pair in sorted(pairs):
        length = bisect_left(ends, pair[1])
        chain.append((pair, last[length - 1] if length else None))
        ends[length : length + 1] = [pair[1]]
        last[length : length + 1] = [len(chain) - 1]
    found: list[Pair] = []
    at = last[-1] if last else None
    while at is not None:
        pair, at = chain[at]
        found.append(pair)
    return found[::-1]


def _once(all: Sequence[Hashable]) -> dict[Hashable, int]:
    """Where each stands that stands there once."""
    counts = Counter(all)
    return {one: at for at, one in enumerate(all) if counts[one] == 1}


def _only_in(all: Sequence[Iterable[Hashable]]) -> dict[Hashable, int]:
    """Which one each thing is in, of those that are in one only."""
    found: dict[Hashable, int | None] = {}
    for at, things in enumerate(all):
        for thing in set(things):
            found[thing] = None if thing in found else at
    return {thing: at for thing, at in found.items() if at is not None}
