"""Which part of an old text became which part of a new one, in order.

Parts that are equal go together, then those with the same key, then those that
have enough words in common. The order stays: of two parts that changed places,
one is gone and new. Each is compared with each as long as they are few; between anchors they are.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Generic, TypeVar

from aftalegen.document.anchors import Pair, alike, anchors, ends_in_common

T = TypeVar("T")

LEAST = 0.35
"""The share of words in common from which two parts are one that changed."""

_SAME_KEY = 0.95
MOST_PAIRS = 40_000
"""So many pairs of parts are compared; where there are more and no anchors, none is."""

_DEEPEST = 20  # so often anchors are looked for between anchors


@dataclass(frozen=True, slots=True)
class Profile(Generic[T]):
    """What a part is known by: its key if it has one, its words, and how often each is in it."""

    part: T
    key: str | None
    said: tuple[str, ...] = ()
    words: Counter[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "words", Counter(self.said))


def aligned(
    old: Sequence[T],
    new: Sequence[T],
    profile: Callable[[T], Profile[T]],
    fits: Callable[[T, T], bool],
    depth: int = 0,
) -> list[tuple[T | None, T | None]]:
    """Pairs in the order of both; a part without its match is paired with None.

    `fits` says whether two parts could be one at all. What is gone stands before
    what is new at the same place.
    """
    start, end = ends_in_common(old, new)
    gone, came = old[start : len(old) - end], new[start : len(new) - end]
    return [
        *zip(old[:start], new[:start], strict=True),
        *_pairs(gone, came, profile, fits, depth),
        *zip(old[len(old) - end :], new[len(new) - end :], strict=True),
    ]


def _pairs(
    old: Sequence[T],
    new: Sequence[T],
    profile: Callable[[T], Profile[T]],
    fits: Callable[[T, T], bool],
    depth: int,
) -> list[tuple[T | None, T | None]]:
    """Those that are few compared each with each, many between their anchors; else none."""
    alone: list[tuple[T | None, T | None]]
    alone = [*((part, None) for part in old), *((None, part) for part in new)]
    if not old or not new:
        return alone
    before, after = [profile(part) for part in old], [profile(part) for part in new]
    if len(old) * len(new) <= MOST_PAIRS:
        return _most_alike(before, after, fits)
    fixed = _anchors(before, after, fits) if depth < _DEEPEST else []
    if not fixed:
        return alone
    pairs: list[tuple[T | None, T | None]] = []
    for (i, j), (k, m) in pairwise([(-1, -1), *fixed, (len(old), len(new))]):
        between = aligned(old[i + 1 : k], new[j + 1 : m], profile, fits, depth + 1)
        pairs += between
        pairs += [(old[k], new[m])] if k < len(old) else []
    return pairs


def _anchors(
    old: Sequence[Profile[T]], new: Sequence[Profile[T]], fits: Callable[[T, T], bool]
) -> list[Pair]:
    """Parts of many that surely go together: equal ones; those with one key; those alike."""
    for find in (_equal, _of_one_key, _sharing_words):
        found = [
            (i, j)
            for i, j in find(old, new)
            if fits(old[i].part, new[j].part) and likeness(old[i], new[j]) >= LEAST
        ]
        if found:
            return found
    return []


def _equal(old: Sequence[Profile[T]], new: Sequence[Profile[T]]) -> list[Pair]:
    return anchors([one.part for one in old], [one.part for one in new])


def _of_one_key(old: Sequence[Profile[T]], new: Sequence[Profile[T]]) -> list[Pair]:
    return anchors([one.key for one in old], [one.key for one in new])


def _sharing_words(old: Sequence[Profile[T]], new: Sequence[Profile[T]]) -> list[Pair]:
    return alike([*map(_traits, old)], [*map(_traits, new)])


def _traits(one: Profile[T]) -> set[tuple[str, ...]]:
    """The words of a part, and which of them follow each other."""
    return {*((word,) for word in one.said), *pairwise(one.said)}


def _most_alike(
    before: Sequence[Profile[T]], after: Sequence[Profile[T]], fits: Callable[[T, T], bool]
) -> list[tuple[T | None, T | None]]:
    """The alignment with the largest sum of likeness."""
    old, new = [one.part for one in before], [one.part for one in after]
    like = [
        [likeness(one, other) if fits(one.part, other.part) else 0.0 for other in after]
        for one in before
    ]
    best = _best_sums(like)
    pairs: list[tuple[T | None, T | None]] = []
    came: list[tuple[T | None, T | None]] = []
    i = j = 0
    while i < len(old) and j < len(new):
        if like[i][j] >= LEAST and best[i][j] == best[i + 1][j + 1] + like[i][j]:
            pairs += [*came, (old[i], new[j])]
            came = []
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            pairs.append((old[i], None))
            i += 1
        else:
            came.append((None, new[j]))
            j += 1
    pairs += [(part, None) for part in old[i:]]
    return [*pairs, *came, *((None, part) for part in new[j:])]


def _best_sums(like: list[list[float]]) -> list[list[float]]:
    """For each place in both, the most likeness that can be had from there to the end."""
    columns = len(like[0])
    best = [[0.0] * (columns + 1) for _row in range(len(like) + 1)]
    for i in range(len(like) - 1, -1, -1):
        row, below = best[i], best[i + 1]
        for j in range(columns - 1, -1, -1):
            together = below[j + 1] + like[i][j] if like[i][j] >= LEAST else 0.0
            row[j] = max(together, below[j], row[j + 1])
    return best


def likeness(one: Profile[T], other: Profile[T]) -> float:
    """How alike two parts are: 1 for equal ones, 0 with no word in common."""
    if one.part == other.part:
        return 1.0
    if one.key is not None and one.key == other.key:
        return _SAME_KEY
    total = one.words.total() + other.words.total()
    if not total:
        return 0.0
    fewer, more = sorted((one.words, other.words), key=len)
    return 2 * sum(min(count, more[word]) for word, count in fewer.items()) / total
