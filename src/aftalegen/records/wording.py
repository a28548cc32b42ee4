"""What a proposal does to the words of a passage, and whether a text has them.

Two edits of one passage are two proposals, so a passage is never asked for as a whole: an edit is
known by the words out and in, and by those beside them.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from aftalegen.document.anchors import ends_in_common
from aftalegen.words.signs import as_compared

_REFERENCE = re.compile(r"\b(afsnit|bilag|punkt)\s+\d+(?:\.\d+)*", re.IGNORECASE)
BESIDE = 2
"""So many words on each side tell where an edit stands."""
NEAR = 3
"""So many words between two edits make them one, so that the words beside an edit are the same."""

Words = tuple[str, ...]


def plain_words(text: str) -> str:
    """Words as they are compared: without the looks that editors change, or numbers of references.

    >>> plain_words("jf.  afsnit\\u00a010.2 – ”ramme”")
    'jf. afsnit # - "ramme"'
    """
    return _REFERENCE.sub(r"\1 #", as_compared(text))


@dataclass(frozen=True, slots=True)
class WordEdit:
    """Words out and in at one place of a passage, and all those before and after it.

    The words that come in are from `start` up to `end` among those of the new passage.
    """

    before: Words
    out: Words
    into: Words
    after: Words
    start: int
    end: int

    def old(self, beside: int) -> Words:
        """The words that go out, with so many on each side."""
        return self._within(self.out, beside)

    def new(self, beside: int) -> Words:
        """The words that come in, with so many on each side."""
        return self._within(self.into, beside)

    def _within(self, words: Words, beside: int) -> Words:
        before = self.before[max(0, len(self.before) - beside) :]
        return (*before, *words, *self.after[:beside])


def word_edits(was: str, proposed: str) -> tuple[WordEdit, ...]:
    """The edits that make one passage of another; none where only looks differ."""
    old, new = plain_words(was).split(), plain_words(proposed).split()
    first, last = ends_in_common(old, new)
    inner = old[first : len(old) - last], new[first : len(new) - last]
    changed: list[tuple[int, int, int, int]] = []
    for kind, *places in SequenceMatcher(None, *inner, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        a, b, c, d = (first + place for place in places)
        if changed and a - changed[-1][1] <= NEAR:
            a, _b, c, _d = changed.pop()
        changed.append((a, b, c, d))
    return tuple(
        WordEdit(tuple(old[:a]), tuple(old[a:b]), tuple(new[c:d]), tuple(old[b:]), c, d)
        for a, b, c, d in changed
    )


def stands_in(words: Sequence[str], passages: Iterable[str]) -> bool:
    """Whether words stand in a row in one of the passages, each of which is plain words."""
    said = f" {' '.join(words)} "
    return any(said in f" {passage} " for passage in passages)


def is_made(was: str | None, words: str | None, passages: Sequence[str]) -> bool:
    """Whether passages say what was asked for: the words that were to come in, or none that were
    to go out. A `was` of None is for what is new, `words` of None for what is to go."""
    if words is None:
        return not stands_in(plain_words(was or "").split(), passages)
    if was is None:
        return stands_in(plain_words(words).split(), passages)
    edits = word_edits(was, words)
    return all(
        any(stands_in(edit.new(beside), passages) for beside in _beside(edit)) for edit in edits
    )


def is_there(was: str, words: str | None, passages: Sequence[str]) -> bool:
    """Whether passages still say what an edit was made in."""
    if words is None:
        return stands_in(plain_words(was).split(), passages)
    return all(
        any(stands_in(edit.old(beside), passages) for beside in _beside(edit))
        for edit in word_edits(was, words)
    )


def _beside(edit: WordEdit) -> Iterator[int]:
    """How many words beside an edit are asked for: fewer where its neighbour may have changed."""
    yield BESIDE
    yield 1
