"""What was changed in a returned file, edit by edit: those that nobody tracked, and those tracked.

Neighbours of one author are one edit, as a person who replaces three words has made one.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Literal

from aftalegen.document.nodes import Change, Text
from aftalegen.document.word_changes import word_changes
from aftalegen.negotiation.aligning import Pair, as_read
from aftalegen.negotiation.pieces import KEPT, Edited, Passage, Piece, said_before, said_now
from aftalegen.negotiation.places import NOT_OURS, Place, TitlePage, places, text_place
from aftalegen.negotiation.printed import Printed

Kind = Literal["changed", "added", "removed", "moved", "split", "joined", "undone", "comment"]
"""`undone`: brought in by one and taken out again by another."""

GAP = 3
"""Words between two edits of one author that make them one."""
_BETWEEN_CELLS = " | "


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit: what it was, what it is now, who made it, and where the words are written.

    `sent` is the passage it is in, or after; None at the very beginning. What is `tracked` has an
    author and a date where the file tells them. `move` pairs the two ends of something moved.
    """

    kind: Kind
    tracked: bool
    was: str
    now: str
    sent: Printed | None
    places: tuple[Place, ...]
    edited: Edited = KEPT
    to: Printed | None = None


@dataclass(slots=True)
class Found:
    """The edits of a file; `typography` counts what only a program sets otherwise."""

    edits: list[Edit] = field(default_factory=list)
    typography: int = 0


def edits(pairs: Iterable[Pair], title_page: TitlePage) -> Found:
    """Every edit, in the order of the text."""
    found = Found()
    before: Printed | None = None
    for pair in pairs:
        if pair.passage is None:
            found.edits += _gone(pair, title_page)
        elif pair.sent is None:
            found.edits += _came(pair.passage, before, title_page)
        else:
            found.edits += _within(pair.passage, pair, found, title_page)
            before = (pair.sent, *pair.more)[-1]
    found.edits = _moves(found.edits)
    return found


def _gone(pair: Pair, title_page: TitlePage) -> Iterator[Edit]:
    sent = pair.sent
    if sent is not None and as_read("".join(sent.words)):
        where = (text_place(sent, title_page),)
        yield Edit("removed", False, _BETWEEN_CELLS.join(sent.words), "", sent, where)


def _came(passage: Passage, before: Printed | None, title_page: TitlePage) -> Iterator[Edit]:
    """A passage that the text which was sent does not have, at least before the edits."""
    where = (NOT_OURS if before is None else text_place(before, title_page),)
    was, now = (_BETWEEN_CELLS.join(texts) for texts in (passage.before, passage.now))
    if was.strip(" |"):
        yield Edit("added", False, "", was, before, where)
        yield from (
            Edit("changed", True, one.was, one.now, before, where, one.edited)
            for cell in passage.cells
            for one in _groups(cell)
        )
    elif now.strip(" |"):
        yield Edit("added", True, "", now, before, where, _by(passage.pieces, passage))
    elif undone := "".join(piece.text for piece in passage.pieces).strip():
        by = _by(passage.pieces, passage)
        yield Edit("undone", True, "", undone, before, where, by)


def _within(passage: Passage, pair: Pair, found: Found, title_page: TitlePage) -> Iterator[Edit]:
    """The edits of a passage that is known: first those that nobody tracked."""
    sent = pair.sent
    assert sent is not None
    printed = _in_one(pair)
    whole = passage.whole()
    where = (text_place(sent, title_page),)
    if pair.moved:
        words = _BETWEEN_CELLS.join(passage.before)
        yield Edit("moved", False, words, words, sent, where)
    if pair.more:
        yield Edit("joined", False, printed.words[-1], "", sent, where)
    rulers = _rulers(passage, printed)
    if rulers is None:
        was, now = (_BETWEEN_CELLS.join(texts) for texts in (printed.words, passage.before))
        yield Edit("changed", False, was, now, sent, where)
    elif as_read("".join(printed.words)) and not as_read("".join(passage.before)):
        yield Edit("removed", False, _BETWEEN_CELLS.join(printed.words), "", sent, where)
    else:
        for cell, ruler in enumerate(() if sent.derived else rulers):
            if ruler.typography:
                found.typography += 1
                continue
            for one in ruler.edits():
                at = places(printed, cell, one.start, one.end, title_page)
                yield Edit("changed", False, one.was, one.now, sent, at)
    if whole == "del":
        was = _BETWEEN_CELLS.join(passage.before)
        yield Edit("removed", True, was, "", sent, where, _by(passage.pieces, passage))
        return
    for cell, pieces in enumerate(passage.cells):
        for one in _groups(pieces):
            start, end = one.start, one.end
            if rulers is not None:
                start, end = rulers[cell].sent(start), rulers[cell].sent(end)
                at = places(printed, cell, start, end, title_page)
            else:
                at = where
            yield Edit(one.kind, True, one.was, one.now, sent, at, one.edited)


def _in_one(pair: Pair) -> Printed:
    """What was sent, several passages in one where they were joined without tracking."""
    assert pair.sent is not None
    if not pair.more:
        return pair.sent
    cells = [inline for one in (pair.sent, *pair.more) for cell in one.cells for inline in cell]
    return replace(pair.sent, cells=(tuple(cells),))


def _by(pieces: Iterable[Piece], passage: Passage) -> Edited:
    """Who changed all of a passage: of the row as a whole, else of its first words."""
    if passage.row is not None and passage.row.state != "kept":
        return passage.row
    return next((piece.edited for piece in pieces if piece.state != "kept"), KEPT)


# --- what nobody tracked ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Span:
    """Words out and in; from `start` to `end` among the words before."""

    was: str
    now: str
    start: int
    end: int
    kind: Kind = "changed"
    edited: Edited = KEPT


@dataclass(frozen=True, slots=True)
class _Ruler:
    """What was sent beside what came back without the tracked edits, letter by letter."""

    steps: tuple[tuple[str, Change], ...]
    typography: bool = False

    def sent(self, offset: int) -> int:
        """The place in what was sent of a place in what came back."""
        here = there = 0
        for text, change in self.steps:
            if change != "del" and offset <= here + len(text):
                return there + (offset - here if change is None else 0)
            here += 0 if change == "del" else len(text)
            there += 0 if change == "ins" else len(text)
        return there

    def edits(self) -> Iterator[_Span]:
        """The words that differ, those with little between them as one."""
        at = 0
        steps: list[tuple[str, Change]] = []
        for text, change in self.steps:
            if change is None and (not steps or len(text.split()) > GAP):
                if steps:
                    yield _span(steps, at)
                    at += sum(len(t) for t, c in steps if c != "ins")
                steps, at = [], at + len(text)
            else:
                steps.append((text, change))
        if steps:
            yield _span(steps, at)


def _span(steps: list[tuple[str, Change]], at: int) -> _Span:
    while steps and steps[-1][1] is None:
        steps = steps[:-1]
    was = "".join(text for text, change in steps if change != "ins")
    now = "".join(text for text, change in steps if change != "del")
    return _Span(was, now, at, at + len(was))


def _rulers(passage: Passage, sent: Printed) -> tuple[_Ruler, ...] | None:
    """One for each cell; None where a row has other cells than it had."""
    if len(passage.cells) != len(sent.cells):
        return None
    return tuple(map(_ruler, sent.words, passage.before))


def _ruler(was: str, now: str) -> _Ruler:
    if was == now:
        return _Ruler(((was, None),))
    marked = word_changes((Text(was),), (Text(now),))
    steps = tuple((one.text, one.change) for one in marked if isinstance(one, Text))
    return _Ruler(steps, as_read(was) == as_read(now))


# --- what was tracked ---------------------------------------------------------------------------


def _groups(pieces: list[Piece]) -> Iterator[_Span]:
    """The edits of one cell or paragraph."""
    whole = said_before(pieces)
    at = 0
    group: list[Piece] = []
    for piece in pieces:
        if piece.state == "kept":
            if group and (piece.ends or len(piece.text.split()) > GAP):
                yield _group(group, at, whole)
                at += _length(group)
                group = []
            if group:
                group.append(piece)
            else:
                at += len(piece.text)
            continue
        if group and not _same(group, piece):
            yield _group(group, at, whole)
            at += _length(group)
            group = []
        group.append(piece)
    if group:
        yield _group(group, at, whole)


def _length(group: Iterable[Piece]) -> int:
    return sum(len(piece.text) for piece in group if piece.state in ("kept", "del"))


def _same(group: list[Piece], piece: Piece) -> bool:
    """Whether a piece goes on with an edit: the same author, and the same end of a move."""
    first = group[0].edited
    return (first.author, first.move) == (piece.edited.author, piece.edited.move)


def _group(group: list[Piece], at: int, whole: str) -> _Span:
    while group[-1].state == "kept":
        group = group[:-1]
    was, now = said_before(group), said_now(group)
    end = at + _length(group)
    edited = group[0].edited
    if all(piece.state == "undone" for piece in group):
        return _Span("", "".join(piece.text for piece in group), at, end, "undone", edited)
    return _Span(was, now, at, min(end, len(whole)), _kind(group, at, whole), edited)


def _kind(group: list[Piece], at: int, whole: str) -> Kind:
    """What an edit does to paragraphs; one that leaves their ends alone changes words."""
    ends = {piece.state for piece in group if piece.ends}
    words = any(piece.text.strip() for piece in group if piece.state in ("ins", "del"))
    out = any(piece.state == "del" and piece.text.strip() for piece in group)
    if "ins" in ends and not words:
        return "split"
    if "ins" in ends and not out:
        before = at == 0 and group[-1].ends
        after = at >= len(whole) and group[0].ends
        return "added" if before or after else "changed"
    if "del" in ends and not words:
        return "joined"
    return "changed"


def _moves(found: list[Edit]) -> list[Edit]:
    """The two ends of a move as one edit, at the place where the words were."""

    def name(edit: Edit) -> str:
        return edit.edited.move

    named = sorted((e for e in found if name(e) not in ("", "?")), key=name)
    ends: dict[int, Edit | None] = {}
    for _name, group in groupby(named, key=name):
        both = list(group)
        start = next((e for e in both if e.edited.state == "del"), None)
        end = next((e for e in both if e.edited.state == "ins"), None)
        if start is not None and end is not None:
            ends[id(start)] = replace(start, kind="moved", now=end.now, to=end.sent)
            ends[id(end)] = None
    return [one for e in found if (one := ends.get(id(e), e)) is not None]
