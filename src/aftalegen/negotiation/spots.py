"""Where in the files the words of a proposal are to be changed: a template's line, or a value."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from aftalegen.document.lines import Line, document_lines
from aftalegen.document.nodes import Document, Field, Inline, Text
from aftalegen.document.walk import plain
from aftalegen.records.wording import WordEdit, is_made, plain_words, word_edits
from aftalegen.words.place import Source

_WORD = re.compile(r"\S+")
_BESIDE = (6, 3, 2, 1)
"""So many words beside an edit are asked for, the most first, until it is found in one place."""
_NEAR = 40
"""Letters on each side by which words are found in a template's text."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Letters of a line that go out, and the words that come in their place."""

    line: Line
    start: int
    end: int
    into: str

    @property
    def inline(self) -> tuple[Inline, int] | None:
        """The words in which all of it lies, and where they begin; None where it lies in several.

        What is put in between two of them belongs to the template's words rather than to a value.
        """
        found: list[tuple[Inline, int]] = []
        at = 0
        for inline in self.line.inlines:
            first, at = at, at + len(plain((inline,)))
            if first <= self.start and self.end <= at:
                found.append((inline, first))
        texts = [one for one in found if isinstance(one[0], Text)]
        inside = [one for one in found if self.start < self.end or isinstance(one[0], Text)]
        return next(iter((*texts, *inside, *found)), None)

    @property
    def out(self) -> str:
        """The words that go out."""
        return plain(self.line.inlines)[self.start : self.end]


def line_of(document: Document, was: str) -> Line | None:
    """The line in which a proposal was made, by its words; None where none or several are so."""
    words = plain_words(was)
    said = [(plain_words(plain(line.inlines)), line) for line in document_lines(document)]
    same = [line for text, line in said if text == words]
    return same[0] if len(same) == 1 else None


def spots(document: Document, was: str, words: str) -> tuple[Spot, ...]:
    """Where the words of a proposal go out and in; none where that cannot be told, or is done."""
    whole = line_of(document, was)
    lines = [whole] if whole else [*document_lines(document)]
    found = []
    for edit in word_edits(was, words):
        spot = _only([s for line in lines for s in _in_line(line, edit, words)])
        if spot is None:
            return ()
        found.append(spot)
    return tuple(found)


def _only(found: list[Spot]) -> Spot | None:
    return found[0] if len(found) == 1 else None


def _in_line(line: Line, edit: WordEdit, words: str) -> Iterator[Spot]:
    """The places of an edit in a line, by as many words beside it as there are."""
    text = plain(line.inlines)
    places = [match.span() for match in _WORD.finditer(text)]
    said = tuple(plain_words(text).split())
    if len(said) != len(places):
        return
    for beside in _BESIDE:
        old, lead = edit.old(beside), min(beside, len(edit.before))
        at = [n for n in range(len(said) - len(old) + 1) if said[n : n + len(old)] == old]
        if at:
            yield from (_spot(line, text, places, n + lead, edit, words) for n in at)
            return


def _spot(
    line: Line, text: str, places: list[tuple[int, int]], first: int, edit: WordEdit, words: str
) -> Spot:
    new = [match.span() for match in _WORD.finditer(words)][edit.start : edit.end]
    into = words[new[0][0] : new[-1][1]] if new else ""
    if not edit.out:
        if first < len(places):
            return Spot(line, places[first][0], places[first][0], f"{into} ")
        return Spot(line, len(text.rstrip()), len(text.rstrip()), f" {into}")
    start, end = places[first][0], places[first + len(edit.out) - 1][1]
    if not into:
        end = places[first + len(edit.out)][0] if first + len(edit.out) < len(places) else end
        return Spot(line, start, end, "")
    while end > start and into and text[end - 1] == into[-1] and not into[-1].isalnum():
        end, into = end - 1, into[:-1]
    return Spot(line, start, end, into)


# --- in a file ------------------------------------------------------------------------------------


def place_of(spot: Spot) -> Source | None:
    """Where the words were written."""
    within = spot.inline
    if within and isinstance(within[0], Field) and within[0].source:
        return within[0].source
    return spot.line.source


def in_template(text: str, spot: Spot) -> str | None:
    """The text of a template with the words in place; None where they are not found just once."""
    within, source = spot.inline, spot.line.source
    if within is None or source is None or not isinstance(within[0], Text):
        return None
    said, first = within[0].text, within[1]
    start, end = spot.start - first, spot.end - first
    near = said[max(0, start - _NEAR) : start], said[start:end], said[end : end + _NEAR]
    pattern = re.compile("".join(f"({_loose(part)})" for part in near))
    lines = text.splitlines(keepends=True)
    begin = sum(map(len, lines[: source.line - 1]))
    finish = re.compile(r"\n[ \t]*\r?\n").search(text, begin)
    region = text[begin : finish.start() if finish else len(text)]
    found = [*pattern.finditer(region)]
    if len(found) != 1:
        return None
    a, b = found[0].span(2)
    return text[: begin + a] + spot.into + text[begin + b :]


def _loose(words: str) -> str:
    """A pattern for words that may be broken into lines elsewhere."""
    parts = re.split(r"(\s+)", words)
    return "".join(r"\s+" if part.isspace() else re.escape(part) for part in parts)


def is_said(document: Document, was: str | None, words: str | None) -> bool:
    """Whether a document says what was proposed."""
    return is_made(was, words, [plain_words(plain(x.inlines)) for x in document_lines(document)])
