"""What was changed in a returned file, edit by edit: what nobody tracked, and what was tracked."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from aftalegen.negotiation.aligning import Pair
from aftalegen.negotiation.pieces import BETWEEN_CELLS, KEPT, UNNAMED, Edited, Passage, Piece, State
from aftalegen.negotiation.places import NOT_OURS, Place, TitlePage, places, text_place
from aftalegen.negotiation.printed import Printed
from aftalegen.negotiation.silent import Rulers, rulers
from aftalegen.negotiation.spans import GAP, Kind
from aftalegen.negotiation.tracked import tracked_spans
from aftalegen.words.signs import as_compared


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit: what it was, what it is now, who made it, and where the words are written.

    `sent` is the passage it is in, or after; None at the very beginning. What is `tracked` has an
    author and a date where the file tells them. It begins at letter `at` of the `cell` as it was
    sent; `to` is where something moved stands now.
    """

    kind: Kind
    tracked: bool
    was: str
    now: str
    sent: Printed | None
    places: tuple[Place, ...]
    edited: Edited = KEPT
    to: Printed | None = None
    cell: int = 0
    at: int = 0

    def within(self, letters: int) -> str:
        """The words that it stands in as they were sent, so many letters to each side of it."""
        if self.sent is None or self.cell >= len(self.sent.cells):
            return ""
        said = self.sent.words[self.cell]
        start, end = max(self.at - letters, 0), self.at + len(self.was) + letters
        start = said.rfind(" ", 0, start) + 1 if start else 0
        end = said.find(" ", end) if end < len(said) else -1
        cut = said[start:] if end < 0 else said[start:end]
        return f"{'… ' if start else ''}{cut}{' …' if end >= 0 else ''}"


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
            if pair.more or pair.moved or not pair.passage.says(pair.sent.words):
                found.edits += _within(pair.passage, pair, found, title_page)
            before = (pair.sent, *pair.more)[-1]
    found.edits = _moves(found.edits)
    return found


def _gone(pair: Pair, title_page: TitlePage) -> Iterator[Edit]:
    sent = pair.sent
    if sent is not None and as_compared("".join(sent.words)):
        where = (text_place(sent, title_page),)
        yield Edit("removed", False, BETWEEN_CELLS.join(sent.words), "", sent, where)


def _came(passage: Passage, before: Printed | None, title_page: TitlePage) -> Iterator[Edit]:
    """A passage that the text which was sent does not have, at least before the edits."""
    where = (NOT_OURS if before is None else text_place(before, title_page),)
    was, now = (BETWEEN_CELLS.join(texts) for texts in (passage.before, passage.now))
    if was.strip(" |"):
        yield Edit("added", False, "", was, before, where)
        yield from (
            Edit("changed", True, one.was, one.now, before, where, one.edited)
            for cell in passage.cells
            for one in tracked_spans(cell)
        )
    elif now.strip(" |"):
        yield Edit("added", True, "", now, before, where, _by(passage.pieces, passage))
    elif undone := "".join(piece.text for piece in passage.pieces).strip():
        by = _by(passage.pieces, passage)
        yield Edit("undone", True, "", undone, before, where, by)


def _within(passage: Passage, pair: Pair, found: Found, title_page: TitlePage) -> Iterator[Edit]:
    """The edits of a passage that is known: first those that nobody tracked."""
    assert pair.sent is not None
    ruled = rulers(passage, _in_one(pair))
    if not pair.sent.derived:
        yield from _untracked(passage, pair, ruled, found, title_page)
    for one in _tracked(passage, pair, ruled, title_page):
        if one.kind == "changed" and as_compared(f"<{one.was}>") == as_compared(f"<{one.now}>"):
            found.typography += 1
        else:
            yield one


def _untracked(
    passage: Passage, pair: Pair, ruled: Rulers, found: Found, title_page: TitlePage
) -> Iterator[Edit]:
    sent = pair.sent
    assert sent is not None
    printed, where = _in_one(pair), (text_place(sent, title_page),)
    was, now = (BETWEEN_CELLS.join(texts) for texts in (printed.words, passage.before))
    if pair.moved:
        yield Edit("moved", False, now, now, sent, where)
    if passage.split:
        yield Edit("split", False, "", "", sent, where)
    if pair.more:
        yield Edit("joined", False, "", "", sent, where)
    if ruled is None:
        yield Edit("changed", False, was, now, sent, where)
    elif as_compared("".join(printed.words)) and not as_compared("".join(passage.before)):
        yield Edit("removed", False, was, "", sent, where)
    else:
        found.typography += sum(1 for ruler in ruled if ruler.typography)
        for cell, ruler in enumerate(ruled):
            for one in ruler.edits():
                at = places(printed, cell, one.start, one.end, title_page)
                begin = one.start
                yield Edit("changed", False, one.was, one.now, sent, at, cell=cell, at=begin)


def _tracked(passage: Passage, pair: Pair, ruled: Rulers, title_page: TitlePage) -> Iterator[Edit]:
    sent = pair.sent
    assert sent is not None
    where: tuple[Place, ...] = (text_place(sent, title_page),)
    if passage.whole() == "del":
        was = BETWEEN_CELLS.join(passage.before)
        yield Edit("removed", True, was, "", sent, where, _by(passage.pieces, passage))
        return
    for cell, pieces in enumerate(passage.cells):
        for one in tracked_spans(pieces):
            at, start = where, 0
            if ruled is not None:
                start, end = ruled[cell].sent(one.start), ruled[cell].sent(one.end)
                at = places(_in_one(pair), cell, start, end, title_page)
            yield Edit(one.kind, True, one.was, one.now, sent, at, one.edited, cell=cell, at=start)


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


def _moves(found: list[Edit]) -> list[Edit]:
    """The two ends of a move as one edit, at the place where the words were.

    By the name that Word gives both; else by their words, as other editors only delete and insert.
    """
    gone: dict[tuple[object, ...], list[Edit]] = {}
    for edit in found:
        if (name := _moved(edit, "del")) is not None:
            gone.setdefault(name, []).append(edit)
    became: dict[int, Edit | None] = {}
    for edit in found:
        name = _moved(edit, "ins")
        if name is not None and gone.get(name):
            start = gone[name].pop(0)
            became[id(start)] = replace(start, kind="moved", now=edit.now, to=edit.sent)
            became[id(edit)] = None
    return [one for edit in found if (one := became.get(id(edit), edit)) is not None]


def _moved(edit: Edit, end: State) -> tuple[object, ...] | None:
    """What the one end of a move has in common with the other; None for what can be none."""
    kind, words = ("removed", edit.was) if end == "del" else ("added", edit.now)
    by = edit.edited
    if by.state == end and by.move not in ("", UNNAMED):
        return (by.move,)
    if edit.kind != kind or len(words.split()) <= GAP:
        return None
    return (edit.tracked, by.author, as_compared(words))
