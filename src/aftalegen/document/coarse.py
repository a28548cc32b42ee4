"""Where a redline shows a text as replaced, because more changed at once than is compared."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from aftalegen.document import nodes as n
from aftalegen.document.alignment import MOST_PAIRS
from aftalegen.document.walk import current, inlines_of, plain, walk_sections
from aftalegen.document.word_changes import LONG

Part = n.Block | n.Item | n.Row


def replaced_whole(marked: n.Document) -> tuple[str, ...]:
    """The titles of the sections with so many changes at once, of their parts or their words."""
    return tuple(
        plain(current(section.title))
        for section in walk_sections(marked.sections)
        if any(map(_too_many, _siblings(section))) or any(map(_too_long, section.blocks))
    )


def _siblings(section: n.Section) -> Iterator[Sequence[Part]]:
    """The parts of a section that stand beside each other, list by list."""
    yield section.blocks
    lists = [block for block in section.blocks if isinstance(block, n.Items)]
    while lists:
        items = lists.pop().items
        yield items
        lists += [item.items for item in items if item.items is not None]
    yield from (block.rows for block in section.blocks if isinstance(block, n.Table))


def _too_many(parts: Sequence[Part]) -> bool:
    """Whether side by side so many went out and came in that none was compared with another."""
    return any(gone * came > MOST_PAIRS for gone, came in _counts((p.change, 1) for p in parts))


def _too_long(block: n.Block) -> bool:
    """Whether a text in a block was replaced that is too long to be compared word by word."""
    # Each word has a space beside it.
    sizes = ((i.change, 2 * len(getattr(i, "text", "").split())) for i in inlines_of(block))
    return not isinstance(block, n.Section) and any(
        min(gone, came) > LONG for gone, came in _counts(sizes)
    )


def _counts(sizes: Iterable[tuple[n.Change, int]]) -> Iterator[tuple[int, int]]:
    """How much went out and came in, change by change, of what follows each other."""
    for is_changed, run in groupby(sizes, key=lambda one: one[0] is not None):
        if is_changed:
            count = {"del": 0, "ins": 0}
            for change, size in run:
                count[change or "ins"] += size
            yield count["del"], count["ins"]
