"""What stands beside the agreement's own words: text boxes, notes, headers and footers."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest

from aftalegen.negotiation.base import Base
from aftalegen.negotiation.opening import WordFile
from aftalegen.negotiation.running import INTO, Read, local_name
from aftalegen.negotiation.walking import read_body
from aftalegen.words.signs import as_compared
from aftalegen.writers.word import edges
from aftalegen.writers.word.ooxml import Element
from aftalegen.writers.word.sent import edges_known_by

_EDGES = ("hdr", "ftr")
_PAGE_NUMBERS = re.compile(r"\b\d+\b")


@dataclass(frozen=True, slots=True)
class Edge:
    """A header or footer that was changed without tracking: what it said, and says."""

    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Beside:
    """Words in boxes, in notes, in headers that were edited with tracking; and silent edits.

    `edges_unknown`: what the headers and footers said when the file was sent cannot be told, as
    the house's own Word file says something else by now; so they were not compared.
    """

    words: tuple[str, ...]
    edges: tuple[Edge, ...]
    edges_unknown: bool = False


def beside(file: WordFile, read: Read, base: Base) -> Beside:
    """What stands beside the agreement, that was not sent so."""
    words = [as_compared(text) for text in read.boxes]
    parts = {part: local_name(part) in _EDGES for part in file.beside}
    here = [part for part, is_edge in parts.items() if is_edge]
    known = file.sent.edges if file.sent else ""
    # Most are as they were sent: then nobody asks what they said. The hash has the words that are
    # taken out with tracking too, and no numbers: it does not see every tracked edit.
    as_sent = known == edges_known_by(here) and not any(map(_is_tracked, here))
    said: list[str] = []
    for part, is_edge in parts.items():
        if is_edge and as_sent:
            continue
        inner = read_body(part, ours=base.ours)
        words += map(as_compared, inner.boxes)
        before, now, is_edited = _words(inner)
        if is_edge:
            said.append(before)
        if is_edited or not is_edge:
            words.append(now)
    told = tuple(text for text in words if text)
    if base.style is None or file.sent is None or as_sent:
        return Beside(told, ())
    sent = edges(base.document, base.style)
    if known not in ("", edges_known_by(sent)):
        return Beside(told, (), edges_unknown=True)
    return Beside(told, tuple(_silent(said, sent)))


def _is_tracked(part: Element) -> bool:
    """Whether a part has tracked edits."""
    return any(local_name(element) in INTO for element in part.iter())


def _silent(said: Iterable[str], edges_sent: Iterable[Element]) -> Iterator[Edge]:
    """Headers and footers that say something else than was sent; each of their words once.

    A program may write one for each kind of page, and put the pages' numbers in.
    """
    sent = [_words(read_body(one))[0] for one in edges_sent]
    was, now = ({_without_numbers(text): text for text in texts if text} for texts in (sent, said))
    gone = [text for key, text in was.items() if key not in now]
    came = [text for key, text in now.items() if key not in was]
    for old, new in zip_longest(gone, came, fillvalue=""):
        yield Edge(old, new)


def _without_numbers(text: str) -> str:
    return " ".join(_PAGE_NUMBERS.sub("", text).split())


def _words(part: Read) -> tuple[str, str, bool]:
    """What a part said before the tracked edits, what it says with them, whether it has any."""
    passages = part.passages
    before, now = (
        as_compared(" ".join(text for one in texts for text in one))
        for texts in ([one.before for one in passages], [one.now for one in passages])
    )
    return before, now, any(p.state != "kept" for one in passages for p in one.pieces)
