"""Lines as they are told: in a pipe their text, on a screen with colours, or as rows of a table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Words = str | Sequence[tuple[str, str]]
"""A text, or pieces of one, each with its colour ("" for none)."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line; where it does not fit a screen, what follows stands `hang` columns in.

    `screen` is what a screen shows of lines that are broken for a pipe already.
    """

    words: Words
    hang: int = 4
    screen: Words | None = None

    @property
    def shown(self) -> Words:
        """What a screen shows."""
        return self.words if self.screen is None else self.screen

    @property
    def plain(self) -> str:
        """The line without colours."""
        words = self.words
        return words if isinstance(words, str) else "".join(text for text, _colour in words)


@dataclass(frozen=True, slots=True)
class Row(Line):
    """A line that is a row of a table on a screen, `indent` columns in."""

    cells: tuple[Words, ...] = ()
    indent: int = 0


def as_text(lines: Iterable[Line]) -> bytes:
    """Lines as a file has them: plain, in UTF-8."""
    return "".join(f"{line.plain}\n" for line in lines).encode()
