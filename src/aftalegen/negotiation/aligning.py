"""Which passage of a returned file is which passage of the text that was sent.

By the anchors first; where they are gone by equal words in order, then by likeness. Words are
compared as people read them: another kind of space, dash or quotation mark is the same word.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from aftalegen.document.alignment import Profile, aligned
from aftalegen.document.word_changes import words_of
from aftalegen.negotiation.pieces import Passage, joined
from aftalegen.negotiation.printed import Printed
from aftalegen.words.signs import as_compared


@dataclass(frozen=True, slots=True)
class Pair:
    """A passage that came back and what it was when it was sent; one of them may be missing.

    A passage that was joined with those after it, without tracking, has them in `more`. `moved`:
    it has another place than it had, and nobody tracked that.
    """

    passage: Passage | None
    sent: Printed | None
    more: tuple[Printed, ...] = ()
    moved: bool = False


def paired(passages: Sequence[Passage], sent: Sequence[Printed]) -> tuple[Pair, ...]:
    """The two texts side by side, in the order in which the passages came back."""
    passages = _unsplit(passages, sent)
    known = _by_anchor(passages, sent)
    known |= _by_words(passages, sent, known)
    firsts = {here: there[0] for here, there in known.items()}
    in_order = _in_order(firsts)
    for here, there in _by_likeness(passages, sent, known, in_order).items():
        known[here] = (there,)
        in_order.add(here)
    return tuple(_pairs(passages, sent, known, in_order))


def _pairs(
    passages: Sequence[Passage],
    sent: Sequence[Printed],
    known: dict[int, tuple[int, ...]],
    in_order: set[int],
) -> list[Pair]:
    found: list[Pair] = []
    met = {there for places in known.values() for there in places}
    following = 0
    for here, passage in enumerate(passages):
        places = known.get(here, ())
        if not places:
            found.append(Pair(passage, None))
            continue
        if here in in_order:
            found += [Pair(None, sent[n]) for n in range(following, places[0]) if n not in met]
            following = max(following, places[-1] + 1)
        more = tuple(sent[n] for n in places[1:])
        found.append(Pair(passage, sent[places[0]], more, here not in in_order))
    return [
        *found,
        *(Pair(None, one) for n, one in enumerate(sent) if n >= following and n not in met),
    ]


def _by_anchor(passages: Sequence[Passage], sent: Sequence[Printed]) -> dict[int, tuple[int, ...]]:
    """By the bookmarks; one that was copied along with its words counts where it is first.

    Where words went, their bookmark may stay behind in the next passage, which still says its own.
    """
    names = _names(sent)
    found: dict[int, tuple[int, ...]] = {}
    met: set[str] = set()
    for here, passage in enumerate(passages):
        own = {name: names[name] for name in passage.anchors if name in names and name not in met}
        met |= own.keys()
        places = sorted(own.values())
        if len(places) > 1:
            said = _key(passage.before)
            places = [n for n in places if _key(sent[n].words) == said][:1] or places
        if places:
            found[here] = tuple(places)
    return found


def _names(sent: Sequence[Printed]) -> dict[str, int]:
    return {one.anchor: place for place, one in enumerate(sent) if one.anchor}


def _unsplit(passages: Sequence[Passage], sent: Sequence[Printed]) -> list[Passage]:
    """The passages, those in one that are the parts of what was one, though nobody tracked that."""
    names = _names(sent)
    found: list[Passage] = []
    at = 0
    while at < len(passages):
        one = passages[at]
        own = {names[name] for name in one.anchors if name in names}
        if len(own) == 1 and one.row is None:
            whole = sent[own.pop()]
            parts = 1 if one.says(whole.words) else _parts(passages[at:], whole, names)
            if parts > 1:
                one = joined(passages[at : at + parts], "".join(whole.words))
                at += parts - 1
        found.append(one)
        at += 1
    return found


def _parts(passages: Sequence[Passage], sent: Printed, names: Mapping[str, int]) -> int:
    """How many passages say together what was sent as one; the first has its anchor."""
    whole, said = _letters(sent.words), _letters(passages[0].before)
    parts = 1
    while said != whole and whole.startswith(said) and parts < len(passages):
        one = passages[parts]
        if one.row is not None or any(names.get(n) != names[sent.anchor] for n in one.anchors):
            return 1
        said += _letters(one.before)
        parts += 1
    return parts if said == whole else 1


def _letters(cells: Sequence[str]) -> str:
    return "".join(as_compared("".join(cells)).split())


def _by_words(
    passages: Sequence[Passage], sent: Sequence[Printed], known: dict[int, tuple[int, ...]]
) -> dict[int, tuple[int, ...]]:
    """Of those that are left, what says the same in the same order."""
    met = {there for places in known.values() for there in places}
    here = [n for n in range(len(passages)) if n not in known]
    there = [n for n in range(len(sent)) if n not in met]
    left = [_key(passages[n].before) for n in here]
    right = [_key(sent[n].words) for n in there]
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    return {
        here[match.a + n]: (there[match.b + n],)
        for match in matcher.get_matching_blocks()
        for n in range(match.size)
        if any(left[match.a + n])
    }


def _by_likeness(
    passages: Sequence[Passage],
    sent: Sequence[Printed],
    known: dict[int, tuple[int, ...]],
    in_order: set[int],
) -> dict[int, int]:
    """Between two that are known, what has enough words in common."""
    met = {there for places in known.values() for there in places}
    fixed = [(-1, -1), *((n, known[n][-1]) for n in sorted(in_order)), (len(passages), len(sent))]
    found: dict[int, int] = {}
    for (start, first), (end, last) in pairwise(fixed):
        here = [
            n for n in range(start + 1, end) if n not in known and _key(passages[n].before) != ("",)
        ]
        there = [n for n in range(first + 1, last) if n not in met]
        if not here or not there:
            continue
        old: list[tuple[int, tuple[str, ...]]] = [(n, sent[n].words) for n in there]
        new = [(n, passages[n].before) for n in here]
        for was, now in aligned(old, new, _profile, _fits):
            if was is not None and now is not None:
                found[now[0]] = was[0]
    return found


def _profile(one: tuple[int, tuple[str, ...]]) -> Profile[tuple[int, tuple[str, ...]]]:
    return Profile(one, None, tuple(words_of(" ".join(map(as_compared, one[1])))))


def _fits(old: tuple[int, tuple[str, ...]], new: tuple[int, tuple[str, ...]]) -> bool:
    return len(old[1]) == len(new[1])


def _key(cells: Sequence[str]) -> tuple[str, ...]:
    return tuple(map(as_compared, cells))


def _in_order(places: dict[int, int]) -> set[int]:
    """The largest number of those that follow each other in both texts."""
    ends: list[int] = []
    last: list[int] = []
    before: dict[int, int | None] = {}
    for here in sorted(places):
        there = places[here]
        at = bisect_left(ends, there)
        before[here] = last[at - 1] if at else None
        ends[at : at + 1], last[at : at + 1] = [there], [here]
    found: set[int] = set()
    one: int | None = last[-1] if last else None
    while one is not None:
        found.add(one)
        one = before[one]
    return found
