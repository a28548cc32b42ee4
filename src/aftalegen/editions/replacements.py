"""Which words of a text are put in the place of which: 'kræft samt' by 'kræft, knogleskørhed samt'.

What goes out is cited with so many of the words around it that it stands only once in the text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from aftalegen.document.nodes import Inlines
from aftalegen.document.walk import plain

_NEAR = 2  # words between two changes that are cited as one


@dataclass(slots=True)
class Replacement:
    """Words that go out, and those that come in their place."""

    old: str
    new: str


@dataclass(slots=True)
class _Hunk:
    """What goes out and comes in at one place of the old text, from `start` to `end`."""

    start: int
    end: int
    into: str


def replacements(marked: Inlines) -> tuple[Replacement, ...]:
    """The words of a marked text that are replaced, each with the words that make it findable."""
    hunks, text = _hunks(marked)
    joined: list[tuple[_Hunk, _Hunk]] = []
    for hunk in hunks:
        found = _findable(hunk, text)
        while joined and len(text[joined[-1][1].end : found.start].split()) <= _NEAR:
            last, _found = joined.pop()
            into = last.into + text[last.end : hunk.start] + hunk.into
            hunk = _Hunk(last.start, hunk.end, into)
            found = _findable(hunk, text)
        joined.append((hunk, found))
    return tuple(Replacement(text[h.start : h.end].strip(), h.into.strip()) for _h, h in joined)


def _hunks(marked: Inlines) -> tuple[list[_Hunk], str]:
    """The changed places of a marked text, and the text before the changes."""
    text = ""
    hunks: list[_Hunk] = []
    for changed, run in groupby(marked, key=lambda inline: inline.change is not None):
        inlines = tuple(run)
        gone = plain(tuple(i for i in inlines if i.change != "ins"))
        if changed:
            came = plain(tuple(i for i in inlines if i.change == "ins"))
            hunks.append(_Hunk(len(text), len(text) + len(gone), came))
        text += gone
    return hunks, text


def _findable(hunk: _Hunk, text: str) -> _Hunk:
    """A hunk with the words around it without which it would be empty, cut, or found elsewhere."""
    for wider in _wider(hunk, text):
        cited = text[wider.start : wider.end].strip()
        said = re.search(r"[^\W\d_]", cited) and wider.into.strip()  # «24» alone says little
        places = re.findall(f"(?={re.escape(cited)})", text)  # «en en» is twice in «en en en»
        if said and len(places) == 1 and _is_whole(wider, text):
            return wider
    return _Hunk(0, len(text), text[: hunk.start] + hunk.into + text[hunk.end :])


def _is_whole(hunk: _Hunk, text: str) -> bool:
    """Whether a hunk begins and ends between words."""
    edges = (
        (text[: hunk.start][-1:], text[hunk.start : hunk.end][:1]),
        (
            text[hunk.start : hunk.end][-1:],
            text[hunk.end :][:1],
        ),
    )
    return not any(one.isalnum() and other.isalnum() for one, other in edges)


def _wider(hunk: _Hunk, text: str) -> Iterator[_Hunk]:
    """A hunk, and it with ever more of the words before and after it."""
    yield hunk
    while hunk.start > 0 or hunk.end < len(text):
        before = re.search(r"\S+\s*$", text[: hunk.start])
        start = before.start() if before else 0
        after = re.match(r"\s*\S+", text[hunk.end :])
        end = hunk.end + after.end() if after else len(text)
        into = text[start : hunk.start] + hunk.into + text[hunk.end : end]
        hunk = _Hunk(start, end, into)
        yield hunk
