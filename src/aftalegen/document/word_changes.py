"""Two texts of inlines to one, with what went out and what came in marked word by word.

A date and an amount are one word each, so that nobody reads half a number. What
is too unlike to be read with marks in it is replaced whole.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import chain, groupby, islice

from aftalegen.document.anchors import Pair, anchors, ends_in_common
from aftalegen.document.nodes import Break, Change, CrossRef, Field, Inline, Inlines, Text
from aftalegen.words.danish import MONTHS

TOO_UNLIKE = 0.35
"""Below this share of words in common, marks within a text hide more than they show."""

LONG = 1000
"""So many words and spaces are compared each with each; longer texts between their anchors."""

_IN_A_ROW = 7  # words and spaces that are an anchor together, where single words are none
_DEEPEST = 20  # so often anchors are looked for between anchors
_SMALL_ISLAND = 3  # letters that stay between two replacements: «og» among changes is no anchor
_PIECE = re.compile(
    rf"""\d{{1,2}}\.\s(?:{"|".join(MONTHS)})(?:\s\d{{4}})?   # a date
    |\d[\d.,]*(?<![.,])(?:\s(?:mio\.\s)?kr\.)?      # a number, perhaps an amount
    |\w+(?:-\w+)*-?                                 # a word
    |\s+
    |.""",
    re.VERBOSE | re.DOTALL,
)
_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a space or a mark, and the inline it is a piece of; `said` is what is compared."""

    words: str
    inline: Inline
    said: tuple[object, ...]


_Said = tuple[object, ...]
_Block = tuple[int, int, int, int, bool]


@dataclass(slots=True)
class _Step:
    """What goes out and what comes in at one place; both alike where nothing changed."""

    old: list[Token]
    new: list[Token]
    same: bool


def word_changes(old: Inlines, new: Inlines) -> Inlines:
    """The new inlines with marks: what is only new is "ins", what is only old is "del".

    What stays has the nodes of `new`; a node that changed in part is cut there.
    """
    if old == new:
        return new
    return tuple(_inlines(_marked(_readable(_steps(_tokens(old), _tokens(new))))))


def words_of(text: str) -> list[str]:
    """The words of a text as they are compared, without spaces and punctuation."""
    return [piece for piece in _PIECE.findall(text) if _WORD.search(piece)]


def joined(inlines: Inlines) -> Inlines:
    """The same inlines with neighbours of one kind and look as one, and nothing empty."""
    result: list[Inline] = []
    for inline in inlines:
        if isinstance(inline, Text | Field) and not inline.text:
            continue
        last = result[-1] if result else None
        if isinstance(inline, Text | Field) and last is not None and _alike(last, inline):
            assert isinstance(last, Text | Field)
            result[-1] = replace(last, text=last.text + inline.text)
        else:
            result.append(inline)
    return tuple(result)


def _alike(one: Inline, other: Text | Field) -> bool:
    """Whether two pieces differ in their words only; each placeholder stands for itself."""
    if isinstance(other, Field) and other.missing:
        return False
    return isinstance(one, type(other)) and replace(one, text=other.text) == other


# --- tokens -----------------------------------------------------------------------------------


def _tokens(inlines: Inlines) -> list[Token]:
    return [token for inline in inlines for token in _pieces(inline)]


def _pieces(inline: Inline) -> Iterator[Token]:
    """The words of an inline; a reference, a placeholder and a line break are whole."""
    match inline:
        case Break():
            yield Token("\n", inline, ("break",))
        case CrossRef(key=key, text=text):
            yield Token(text, inline, ("reference", key, text, inline.strong, inline.emphasis))
        case Field(missing=True, text=text):
            yield Token(text, inline, ("missing", text, inline.strong, inline.emphasis))
        case Text(text=text) | Field(text=text):
            for words in _PIECE.findall(text):
                yield Token(words, inline, (words, inline.strong, inline.emphasis))


def _inlines(tokens: Sequence[tuple[Token, Change]]) -> Iterator[Inline]:
    """Tokens as inlines again, those of one inline and one change in one piece."""
    start = 0
    for end in range(1, len(tokens) + 1):
        first, change = tokens[start]
        if end < len(tokens) and tokens[end][0].inline is first.inline and tokens[end][1] == change:
            continue
        if isinstance(first.inline, Text | Field):
            words = "".join(token.words for token, _change in tokens[start:end])
            yield replace(first.inline, text=words, change=change)
        else:
            for token, _change in tokens[start:end]:
                yield replace(token.inline, change=change)
        start = end


# --- what changed -----------------------------------------------------------------------------


def _steps(old: list[Token], new: list[Token]) -> list[_Step]:
    """The way from old to new; two texts that have little in common are one replacement."""
    before = [token.said for token in old]
    after = [token.said for token in new]
    start, end = ends_in_common(before, after)
    gone, came = before[start : len(old) - end], after[start : len(new) - end]
    steps = [_Step(old[:start], new[:start], True)]
    for a, b, c, d, same in _joined_blocks(_blocks(gone, came, 0)):
        steps.append(_Step(old[start + a : start + b], new[start + c : start + d], same))
    steps.append(_Step(old[len(old) - end :], new[len(new) - end :], True))
    if _likeness(steps, old, new) < TOO_UNLIKE:
        return [_Step(old, new, False)]
    return [step for step in steps if step.old or step.new]


def _blocks(old: list[_Said], new: list[_Said], depth: int) -> Iterator[_Block]:
    """Which of the old became which of the new, from and to; a long text without anchors whole."""
    if max(len(old), len(new)) <= LONG:
        for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            yield a, b, c, d, kind == "equal"
        return
    fixed = _anchors(old, new) if depth < _DEEPEST else []
    i = j = 0
    for k, m in [*fixed, (len(old), len(new))]:
        if fixed:
            for a, b, c, d, same in _blocks(old[i:k], new[j:m], depth + 1):
                yield i + a, i + b, j + c, j + d, same
        else:
            yield i, k, j, m, False
        if k < len(old):
            yield k, k + 1, m, m + 1, True
        i, j = k + 1, m + 1


def _joined_blocks(blocks: Iterable[_Block]) -> Iterator[_Block]:
    """Neighbours that are alike as one."""
    for same, alike in groupby(blocks, key=lambda block: block[4]):
        each = list(alike)
        yield each[0][0], each[-1][1], each[0][2], each[-1][3], same


def _anchors(old: list[_Said], new: list[_Said]) -> list[Pair]:
    """The words that stand once in both; where there are none, rows of words that do."""
    return anchors(old, new) or anchors(_rows(old), _rows(new))


def _rows(said: list[_Said]) -> list[tuple[_Said, ...]]:
    """What stands in a row from each word on."""
    return [tuple(said[at : at + _IN_A_ROW]) for at in range(len(said) - _IN_A_ROW + 1)]


def _likeness(steps: list[_Step], old: list[Token], new: list[Token]) -> float:
    """The share of words that stay, from 0 to 1; spaces and punctuation do not count."""
    total = _word_count(old) + _word_count(new)
    kept = sum(_word_count(step.new) for step in steps if step.same)
    return 2 * kept / total if total else 1.0


def _word_count(tokens: Sequence[Token]) -> int:
    return sum(1 for token in tokens if _WORD.search(token.words))


def _readable(steps: list[_Step]) -> list[_Step]:
    """Steps without the small islands between two changes that make them hard to read."""
    result: list[_Step] = []
    for place, step in enumerate(steps):
        following = steps[place + 1] if place + 1 < len(steps) else None
        island = (
            step.same
            and result
            and not result[-1].same
            and following is not None
            and _is_small(step.new, result[-1], following)
        )
        if result and (island or not (step.same or result[-1].same)):
            result[-1].old.extend(step.old)
            result[-1].new.extend(step.new)
        else:
            result.append(step)
    return result


def _is_small(island: Sequence[Token], before: _Step, after: _Step) -> bool:
    """Whether an island may be drowned: words go out and come in around it, more than its own."""
    if not (before.old or after.old) or not (before.new or after.new):
        return False
    letters = sum(len(token.words) for token in island if _WORD.search(token.words))
    if not letters:
        return True
    if letters > _SMALL_ISLAND:
        return False
    around = chain(before.old, before.new, after.old, after.new)
    words = islice((token for token in around if _WORD.search(token.words)), 2 * len(island))
    return len([*words]) == 2 * len(island)


def _marked(steps: list[_Step]) -> list[tuple[Token, Change]]:
    result: list[tuple[Token, Change]] = []
    for step in steps:
        if step.same:
            result += [(token, None) for token in step.new]
        else:
            result += [(token, "del") for token in step.old]
            result += [(token, "ins") for token in step.new]
    return result
