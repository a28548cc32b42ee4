"""What was changed with tracking, in one cell or paragraph.

Neighbours of one author are one edit, as a person who replaces three words has made one.
"""

from collections.abc import Iterable, Iterator

from aftalegen.negotiation.pieces import UNNAMED, Piece, said_before, said_now
from aftalegen.negotiation.spans import GAP, Kind, Span


def tracked_spans(pieces: list[Piece]) -> Iterator[Span]:
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
    if piece.ends and first.move and piece.edited.move == UNNAMED:
        return first.author == piece.edited.author  # an end does not tell which move it is of
    return (first.author, first.move) == (piece.edited.author, piece.edited.move)


def _group(group: list[Piece], at: int, whole: str) -> Span:
    while group[-1].state == "kept":
        group = group[:-1]
    was, now = said_before(group), said_now(group)
    end = at + _length(group)
    edited = group[0].edited
    if all(piece.state == "undone" for piece in group):
        return Span("", "".join(piece.text for piece in group), at, end, "undone", edited)
    return Span(was, now, at, min(end, len(whole)), _kind(group, at, whole), edited)


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
