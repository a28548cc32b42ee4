"""What was changed without tracking: the words that were sent beside those that came back."""

from collections.abc import Iterator
from dataclasses import dataclass

from aftalegen.document.nodes import Change, Text
from aftalegen.document.word_changes import word_changes
from aftalegen.negotiation.pieces import Passage
from aftalegen.negotiation.printed import Printed
from aftalegen.negotiation.spans import GAP, Span
from aftalegen.words.signs import as_compared


@dataclass(frozen=True, slots=True)
class Ruler:
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

    def edits(self) -> Iterator[Span]:
        """The words that differ, those with little between them as one."""
        if self.typography:
            return
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


def _span(steps: list[tuple[str, Change]], at: int) -> Span:
    while steps and steps[-1][1] is None:
        steps = steps[:-1]
    was = "".join(text for text, change in steps if change != "ins")
    now = "".join(text for text, change in steps if change != "del")
    return Span(was, now, at, at + len(was))


Rulers = tuple[Ruler, ...] | None


def rulers(passage: Passage, sent: Printed) -> Rulers:
    """One for each cell; None where a row has other cells than it had."""
    if len(passage.cells) != len(sent.cells):
        return None
    return tuple(map(_ruler, sent.words, passage.before))


def _ruler(was: str, now: str) -> Ruler:
    if was == now:
        return Ruler(((was, None),))
    marked = word_changes((Text(was),), (Text(now),))
    steps = tuple((one.text, one.change) for one in marked if isinstance(one, Text))
    return Ruler(steps, as_compared(was) == as_compared(now))
