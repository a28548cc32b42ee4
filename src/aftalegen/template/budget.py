"""How much one section may do: steps and characters are counted, so that the end is the same
on a slow machine as on a fast one.

A step is an item of a loop, a list or an included file; characters are those that are
printed, by the template itself and by its values.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from aftalegen.words.language import _

MOST_STEPS = 50_000
MOST_CHARACTERS = 1_000_000
"""Some hundred times what the longest section of ours takes."""


class OverBudget(Exception):
    """A template does more than any agreement can need."""


class _Spent:
    __slots__ = ("characters", "steps")

    def __init__(self) -> None:
        self.steps = 0
        self.characters = 0


_spent: ContextVar[_Spent] = ContextVar("_spent")


@contextmanager
def budget() -> Iterator[None]:
    """A new budget, in force inside the block."""
    before = _spent.set(_Spent())
    try:
        yield
    finally:
        _spent.reset(before)


def step() -> None:
    """Count one step; raises OverBudget for one too many. Outside a budget nothing is counted."""
    spent = _spent.get(None)
    if spent is None:
        return
    spent.steps += 1
    if spent.steps > MOST_STEPS:
        raise OverBudget(_("the template takes more than {n} steps").format(n=MOST_STEPS))


def printed(text: str) -> str:
    """The same text, counted; raises OverBudget where it is too much."""
    spent = _spent.get(None)
    if spent is not None:
        spent.characters += len(text)
        if spent.characters > MOST_CHARACTERS:
            message = _("the template prints more than {n} characters")
            raise OverBudget(message.format(n=MOST_CHARACTERS))
    return text


def counted(items: Iterable[Any]) -> Iterator[Any]:
    """The same items, each counted."""
    for item in items:
        step()
        yield item
