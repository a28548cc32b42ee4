"""What changed in a line."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from aftalegen.document.lines import Line
from aftalegen.document.nodes import Change, CrossRef, Field, Inlines
from aftalegen.document.substance import said
from aftalegen.document.walk import before, current, plain
from aftalegen.words.place import Source

Terms = Sequence[tuple[str, Sequence[str]]]
"""The key of each decision and its terms, the oldest decision first."""

Texts = Mapping[str, str | None]
"""Texts by place ("data/tasks/x.yaml:target_group.midtjylland.text") with a decision's key."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A line that changed: before and after ("" where it was not), and the words in and out.

    `source` is where the changed words were written, `decision` the key of their cause, and `line`
    the line with its marks.
    """

    before: str
    after: str
    words_in: tuple[str, ...]
    words_out: tuple[str, ...]
    source: Source | None
    decision: str | None
    line: Line


def passages(
    lines: Iterable[Line], decision: str | None, terms: Terms, texts: Texts
) -> tuple[Passage, ...]:
    """The lines that say something else than before, the cause of each told if it is known.

    That is the `decision` behind the section; else the latest that names a term among the words;
    else that of the text they were written in.
    """
    return tuple(
        _passage(line, decision, terms, texts)
        for line in lines
        if said(before(line.inlines)) != said(current(line.inlines))
    )


def _passage(line: Line, decision: str | None, terms: Terms, texts: Texts) -> Passage:
    words_in, words_out = _runs(line.inlines, "ins"), _runs(line.inlines, "del")
    place = _place(line)
    return Passage(
        _shown(before(line.inlines)),
        _shown(current(line.inlines)),
        words_in,
        words_out,
        place,
        decision
        or _named(" ".join((*words_in, *words_out)), terms)
        or (texts.get(f"{place.file}:{place.key}") if place else None),
        line,
    )


def _shown(inlines: Inlines) -> str:
    """The words as one line of a table or a text shows them; "" for empty cells."""
    text = plain(inlines).strip()
    return text if text.strip(" |") else ""


def _runs(inlines: Inlines, change: Change) -> tuple[str, ...]:
    """The words of each unbroken run with this change; a run without words is its signs."""
    runs = (
        plain(tuple(run)).strip(" |")
        for marked, run in groupby(inlines, key=lambda inline: inline.change)
        if marked == change
    )
    return tuple(run.strip(" ,;") or run for run in runs if run)


def _place(line: Line) -> Source | None:
    """Where the words that came in were written; else those that went out; else the line."""
    for change in ("ins", "del"):
        for inline in line.inlines:
            if inline.change == change and isinstance(inline, Field | CrossRef) and inline.source:
                return inline.source
    return line.source


def _named(words: str, terms: Terms) -> str | None:
    """The latest decision that has one of its terms among the words."""
    for key, named in reversed(terms):
        if any(re.search(rf"\b{re.escape(term)}\b", words, re.IGNORECASE) for term in named):
            return key
    return None
