"""What is open in a document: each fact that is awaited, once, with the sections that want it."""

from collections.abc import Iterator
from dataclasses import dataclass

from aftalegen.document.nodes import Block, Document, Field, Inline, Section
from aftalegen.document.walk import awaited, inlines_of, without_summary


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """A fact that is awaited: what it is, and the keys of the sections that it is missing in.

    On the title page it stands in no section.
    """

    what: str
    sections: tuple[str, ...]


def open_points(document: Document) -> tuple[OpenPoint, ...]:
    """What is awaited, in reading order; what a redline takes out is not."""
    found: dict[str, dict[str, None]] = {}
    for key, inline in _inlines(document):
        if isinstance(inline, Field) and inline.missing and inline.change != "del":
            keys = found.setdefault(awaited(inline.text), {})
            keys |= {key: None} if key else {}
    return tuple(OpenPoint(what, tuple(keys)) for what, keys in found.items())


def _inlines(document: Document) -> Iterator[tuple[str, Inline]]:
    for fact in document.facts:
        yield from (("", inline) for inline in fact.value if fact.change != "del")
    yield from _in_blocks(without_summary(document).sections, "")


def _in_blocks(blocks: tuple[Block, ...], key: str) -> Iterator[tuple[str, Inline]]:
    for block in blocks:
        if block.change == "del":
            continue
        here = block.key if isinstance(block, Section) else key
        yield from ((here, inline) for inline in inlines_of(block))
        if isinstance(block, Section):
            yield from _in_blocks(block.blocks, here)
