"""What a Word file says, as pieces: words that stay, came in or went out, and who changed them.

The end of a paragraph is a piece too, so that paragraphs that were split or joined are read as
any other edit. A `Passage` is what was one paragraph, or one row, before the edits.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

State = Literal["kept", "ins", "del", "undone"]
"""`undone`: somebody brought it in, and somebody took it out again; it is in neither text."""

UNNAMED = "?"
"""A move whose other end is not told."""
MARK = "\n"
"""The end of a paragraph, as a piece."""
BETWEEN_CELLS = " | "
"""What stands between the words of two cells where they are told in one."""


@dataclass(frozen=True, slots=True)
class Edited:
    """How something was changed, by whom, and the name of the pair where it was moved."""

    state: State = "kept"
    author: str = ""
    date: str = ""
    move: str = ""


KEPT = Edited()


@dataclass(frozen=True, slots=True)
class Piece:
    """Words, or the end of a paragraph, and what was done to them."""

    text: str
    edited: Edited = KEPT

    @property
    def state(self) -> State:
        """Whether it stays, came in, went out, or both."""
        return self.edited.state

    @property
    def ends(self) -> bool:
        """Whether it is the end of a paragraph."""
        return self.text == MARK


@dataclass(slots=True)
class Passage:
    """A paragraph or a row as it was before the edits; a paragraph has one cell.

    `anchors` are the bookmarks that begin in it, `comments` the ids of those that do, and `row`
    is what became of the row as a whole, None for a paragraph. `split`: it came back as several,
    and nobody tracked that.
    """

    cells: list[list[Piece]] = field(default_factory=lambda: [[]])
    anchors: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    row: Edited | None = None
    split: bool = False

    @property
    def pieces(self) -> Iterator[Piece]:
        """All pieces, cell by cell."""
        return (piece for cell in self.cells for piece in cell)

    @property
    def before(self) -> tuple[str, ...]:
        """What each cell said before the tracked edits."""
        return tuple(said_before(cell) for cell in self.cells)

    @property
    def now(self) -> tuple[str, ...]:
        """What each cell says with all edits carried out."""
        return tuple(said_now(cell) for cell in self.cells)

    def says(self, words: tuple[str, ...]) -> bool:
        """Whether these are its words, and nothing was done to them: asked of most passages."""
        return (
            len(self.cells) == len(words)
            and not self.split
            and all(
                all(piece.edited is KEPT for piece in cell)
                and "".join([piece.text for piece in cell]).removesuffix(MARK) == said
                for cell, said in zip(self.cells, words, strict=True)
            )
        )

    def whole(self) -> State | None:
        """The one thing that was done to all of its words, None where that differs."""
        states = {piece.state for piece in self.pieces if piece.text.strip()}
        if self.row is not None and self.row.state != "kept":
            return self.row.state
        return states.pop() if len(states) == 1 else None


def joined(parts: Sequence[Passage], said: str) -> Passage:
    """Parts of what was one paragraph, as that; a space that went where it was split is put back.

    `said` is what it said as it was sent.
    """
    whole = Passage(split=True)
    pieces = whole.cells[0]
    for part in parts:
        whole.anchors += part.anchors
        whole.comments += part.comments
        if pieces and pieces[-1].ends:
            pieces.pop()
            end = len(said_before(pieces))
            if said[end : end + 1].isspace() and not said_before(part.pieces)[:1].isspace():
                pieces.append(Piece(" "))
        pieces += part.pieces
    return whole


def carried_out(passages: Iterable[Passage]) -> list[Passage]:
    """The passages as if all edits were accepted: nothing shows them any more."""
    found: list[Passage] = []
    open_ = Passage()
    for one in passages:
        if one.row is not None:
            if one.row.state in ("kept", "ins"):
                cells = [[Piece(said_now(cell))] for cell in one.cells]
                found.append(Passage(cells, list(one.anchors), list(one.comments), KEPT))
            continue
        open_.comments += one.comments
        for piece in one.pieces:
            if piece.state not in ("kept", "ins"):
                continue
            if not piece.ends:
                open_.cells[0].append(Piece(piece.text))
            elif open_.cells[0]:
                found.append(open_)
                open_ = Passage()
    return [*found, open_] if open_.cells[0] else found


def said_before(pieces: Iterable[Piece]) -> str:
    """The words without what came in; the last paragraph's end is none of them."""
    return "".join(p.text for p in pieces if p.state in ("kept", "del")).removesuffix(MARK)


def said_now(pieces: Iterable[Piece]) -> str:
    """The words without what went out."""
    return "".join(p.text for p in pieces if p.state in ("kept", "ins")).removesuffix(MARK)
