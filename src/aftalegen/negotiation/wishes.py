"""Which municipalities ask for the same: equal words at the same place, their own values aside."""

from collections.abc import Sequence

from aftalegen.document.nodes import Field
from aftalegen.document.walk import walk_inlines
from aftalegen.negotiation.aligning import as_compared
from aftalegen.negotiation.edits import Edit
from aftalegen.negotiation.received import Proposal, Received

Wish = tuple[str, ...]

_SHORTEST = 4
"""Letters of a value that is told apart; a shorter one is a word like others."""


class Wishes:
    """What all files that came back ask for, by what is the same in several."""

    def __init__(self, found: Sequence[Received]) -> None:
        self._who: dict[Wish, list[str]] = {}
        self._values = {id(one): _values(one) for one in found}
        for one in found:
            for proposal in one.proposals:
                self._who.setdefault(self._wish(one, proposal), []).append(_name(one))

    def others(self, received: Received, proposal: Proposal) -> tuple[str, ...]:
        """The other files' municipalities that ask for the same, each once."""
        who = dict.fromkeys(self._who[self._wish(received, proposal)])
        return tuple(name for name in who if name != _name(received))

    def _wish(self, received: Received, proposal: Proposal) -> Wish:
        values = self._values[id(received)]
        edit = proposal.edit
        said = edit.was, edit.now, *(one.text for one in proposal.thread[:1])
        return (edit.kind, _passage(edit), *(_aside(text, values) for text in said))


def _name(received: Received) -> str:
    return received.municipality


def _passage(edit: Edit) -> str:
    """Where a passage is written, which is the same for all municipalities."""
    line = None if edit.sent is None else edit.sent.line
    if line is None or line.source is None:
        return "" if line is None else f"{line.kind} {line.label}"
    return f"{line.source.file}:{line.source.line}"


def _values(received: Received) -> tuple[tuple[str, str], ...]:
    """A municipality's own values and the keys of their facts, the longest first."""
    found = {
        as_compared(inline.text): inline.source.key
        for inline in walk_inlines(received.base.document)
        if isinstance(inline, Field) and inline.source and len(inline.text) >= _SHORTEST
    }
    return tuple(sorted(found.items(), key=lambda one: (-len(one[0]), one)))


def _aside(text: str, values: tuple[tuple[str, str], ...]) -> str:
    """Words with the keys of the municipality's own values in their places."""
    said = as_compared(text)
    for value, key in values:
        said = said.replace(value, f"«{key}»")
    return said
