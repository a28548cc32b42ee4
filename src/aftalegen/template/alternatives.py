"""A choice that is not made, as blocks: its placeholder, and every alternative with its text.

Alternatives that are a paragraph or two and a list are the items of a list; where one is more (a
table), each has its label in a paragraph before it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from aftalegen.document import nodes as n
from aftalegen.template.marks import CHOICE, ChoicePart


def with_choices(blocks: Sequence[n.Block]) -> tuple[n.Block, ...]:
    """Blocks in which the marks of choices stand, with the choices in their place."""
    found: list[n.Block] = []
    alternatives: list[tuple[n.Paragraph, list[n.Block]]] = []
    into = found
    for block in blocks:
        match _part(block), block:
            case ChoicePart.BEGIN, _:
                alternatives = []
            case ChoicePart.ALTERNATIVE, n.Paragraph():
                alternatives.append((block, []))
                into = alternatives[-1][1]
            case ChoicePart.END, _:
                found += _choice(found.pop(), alternatives)
                into = found
            case _:
                into.append(block)
    return tuple(found)


def _part(block: n.Block) -> ChoicePart | None:
    """The part of a choice that a paragraph is the mark of."""
    if isinstance(block, n.Paragraph) and block.inlines:
        first = block.inlines[0]
        if isinstance(first, n.Text) and first.text.startswith(CHOICE):
            return ChoicePart(first.text[1:2])
    return None


def _choice(
    introduction: n.Block, alternatives: Sequence[tuple[n.Paragraph, list[n.Block]]]
) -> Iterator[n.Block]:
    """The blocks of a choice, which has the key of the text that it will be."""
    assert isinstance(introduction, n.Paragraph)
    items = [_item(label, blocks) for label, blocks in alternatives]
    if None in items:
        yield introduction
        for label, blocks in alternatives:
            yield replace(label, inlines=(*_strong(label), n.Text(":")))
            yield from map(_without_keys, blocks)
        return
    keys = (block.key for _label, blocks in alternatives for block in blocks
            if isinstance(block, n.Paragraph))  # fmt: skip
    key = next(filter(None, keys), None)
    yield replace(introduction, key=key)
    yield n.Items(True, tuple(filter(None, items)), of=key)


def _item(label: n.Paragraph, blocks: Sequence[n.Block]) -> n.Item | None:
    """An alternative as an item; None for one that is no paragraphs, and a list at the end."""
    last = blocks[-1] if blocks else None
    below = _without_keys(last) if isinstance(last, n.Items) else None
    texts = blocks[:-1] if below else blocks
    if not texts or not all(isinstance(block, n.Paragraph) for block in texts):
        return None
    if isinstance(below, n.Items) and any(item.items for item in below.items):
        return None
    words: list[n.Inline] = [*_strong(label), n.Text(": ")]
    for index, block in enumerate(texts):
        assert isinstance(block, n.Paragraph)
        words += [*([n.Break()] if index else []), *block.inlines]
    return n.Item(tuple(words), below, source=texts[0].source)  # type: ignore[union-attr, arg-type]


def _strong(label: n.Paragraph) -> n.Inlines:
    """The words of a label, without its mark."""
    return tuple(replace(one, strong=True) for one in label.inlines[1:] if isinstance(one, n.Field))


def _without_keys(block: n.Block) -> n.Block:
    """What is not yet chosen cannot be deviated from piece by piece."""
    match block:
        case n.Paragraph() | n.Table():
            return replace(block, key=None)
        case n.Items():
            return replace(block, items=tuple(_keyless(item) for item in block.items))
        case _:
            return block


def _keyless(item: n.Item) -> n.Item:
    below = item.items and _without_keys(item.items)
    return replace(item, key=None, items=below)  # type: ignore[arg-type]
