"""What of a document is of substance: what the parties agree.

That is the words of the sections and their order. Aside are the title page, the
edition and its date, the numbers of sections and of references (which count by
what they point to), bold and italic, spaces, page breaks, the layout of lists and
tables, and sections with `substance: false`.
"""

import json
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any

from aftalegen.document.lines import Line, own_lines
from aftalegen.document.nodes import Block, CrossRef, Document, Inline, Section


def substance_hash(document: Document) -> str:
    """A hash that is the same if and only if nothing of substance differs."""
    words = json.dumps([*_tree(document.sections)], ensure_ascii=False)
    return sha256(words.encode()).hexdigest()


def _tree(blocks: Iterable[Block]) -> Iterator[Any]:
    for block in blocks:
        if isinstance(block, Section) and block.substance:
            name = (block.key, block.level, block.appendix)
            yield [name, substance(own_lines(block)), [*_tree(block.blocks)]]


def substance(lines: Iterable[Line]) -> list[tuple[str, str]]:
    """What lines say, without looks and numbers: a reference is the key it points to."""
    found = ((_kind(line), said(line.inlines)) for line in lines)
    return [(kind, words) for kind, words in found if words.strip(" |")]


def _kind(line: Line) -> str:
    # The hashes in released editions are of these words.
    return {"heading": "title", "header": "row", "item": f"item {line.depth}"}.get(
        line.kind, line.kind
    )


def said(inlines: Iterable[Inline]) -> str:
    """The words of a line, each reference as the key it points to, without looks."""
    words = (
        f"\0{i.key}\0" if isinstance(i, CrossRef) else getattr(i, "text", "\n") for i in inlines
    )
    return " ".join("".join(words).split())
