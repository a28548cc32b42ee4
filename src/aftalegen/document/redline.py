"""Document x Document -> Document: the new one, with what came in and what went out marked.

Sections are aligned by key, other blocks, items and rows by likeness, words one
by one. A part that changed places is gone where it was and new where it is.

What a redline promises, for documents that `numbering` has numbered: with every change accepted it
is the new document exactly, and with every one rejected, and numbered anew, it has the words,
numbers, labels, references and looks of the old. What is not printed (keys of blocks, decisions,
the facts of the file) and the widths and alignment of columns are the new document's. Neighbours
of one look are one in both.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from aftalegen.document import nodes as n
from aftalegen.document.alignment import Profile, aligned
from aftalegen.document.walk import Part, inlines_of, mapped, plain
from aftalegen.document.word_changes import joined, word_changes, words_of
from aftalegen.words.place import Source

Marked = TypeVar("Marked", n.Fact, n.Section, n.Items, n.Item, n.Row)
ABlock = TypeVar("ABlock", bound=n.Block)


def redline(old: n.Document, new: n.Document) -> n.Document:
    """The new document with the changes since the old marked; the file's own facts are new's."""
    facts = aligned(old.facts, new.facts, _fact_profile, _fits)
    sections = aligned(old.sections, new.sections, _profile, _fits)
    return replace(
        new,
        title=word_changes(old.title, new.title),
        subtitle=word_changes(old.subtitle, new.subtitle),
        facts=tuple(_fact(was, now) for was, now in facts),
        sections=tuple(_section(was, now) for was, now in sections),
    )


def section_redline(old: n.Section, new: n.Section) -> n.Section:
    """One section with the changes since the old one marked, wherever the two stand."""
    return _section(old, new)


# --- marks ------------------------------------------------------------------------------------


def _fact(old: n.Fact | None, new: n.Fact | None) -> n.Fact:
    if old is None or new is None:
        return _whole(old, new)
    return replace(new, value=word_changes(old.value, new.value))


def _section(old: n.Section | None, new: n.Section | None) -> n.Section:
    if old is None or new is None:
        return _whole(old, new)
    if old == new:
        return new
    blocks = aligned(old.blocks, new.blocks, _profile, _fits)
    return replace(
        new,
        title=word_changes(old.title, new.title),
        blocks=tuple(_block(was, now) for was, now in blocks),
    )


def _whole(old: Marked | None, new: Marked | None) -> Marked:
    """A part that is there in one of the two documents only."""
    if new is not None:
        return replace(new, change="ins")
    assert old is not None
    return replace(old, change="del")


def _block(old: n.Block | None, new: n.Block | None) -> n.Block:
    """One block from two that were aligned, so they are of one kind and fit."""
    if new is None:
        assert old is not None
        return replace(old, change="del")
    if old is None:
        return replace(new, change="ins")
    if old == new:
        return new
    match old, new:
        case n.Section(), n.Section():
            return _section(old, new)
        case n.Paragraph(), n.Paragraph():
            return replace(new, inlines=word_changes(old.inlines, new.inlines))
        case n.Items(), n.Items():
            return _items(old, new)
        case n.Table(), n.Table():
            return _table(old, new)
        case n.Signatures(), n.Signatures():
            pairs = zip(old.parties, new.parties, strict=True)
            return replace(new, parties=tuple(_signature(was, now) for was, now in pairs))
        case _:
            raise AssertionError(f"{old} and {new} do not fit")


def _items(old: n.Items, new: n.Items) -> n.Items:
    pairs = aligned(old.items, new.items, _item_profile, _fits)
    return replace(new, items=tuple(_item(was, now) for was, now in pairs))


def _item(old: n.Item | None, new: n.Item | None) -> n.Item:
    if old is None or new is None:
        return _whole(old, new)
    nested: n.Items | None
    match old.items, new.items:
        case n.Items() as was, n.Items() as now:
            nested = _items(was, now)
        case None, None:
            nested = None
        case was, now:
            nested = _whole(was, now)
    return replace(new, inlines=word_changes(old.inlines, new.inlines), items=nested)


def _table(old: n.Table, new: n.Table) -> n.Table:
    rows = aligned(old.rows, new.rows, _row_profile, _fits)
    return replace(
        new,
        caption=word_changes(old.caption, new.caption),
        header=_row(old.header, new.header),
        rows=tuple(_row(was, now) for was, now in rows),
    )


def _row(old: n.Row | None, new: n.Row | None) -> n.Row:
    if old is None or new is None:
        return _whole(old, new)
    pairs = zip(old.cells, new.cells, strict=True)
    return replace(new, cells=tuple(word_changes(was, now) for was, now in pairs))


def _signature(old: n.Signature, new: n.Signature) -> n.Signature:
    roles = zip(old.roles, new.roles, strict=True)
    return n.Signature(
        word_changes(old.party, new.party), tuple(word_changes(was, now) for was, now in roles)
    )


# --- what a part is known by ------------------------------------------------------------------


def _profile(block: ABlock) -> Profile[ABlock]:
    if isinstance(block, n.Section):  # known by its key, whatever it says
        return Profile(block, block.key)
    key = block.key if isinstance(block, n.Paragraph | n.Table) else None
    return Profile(block, key, _words(inlines_of(block)))


def _item_profile(item: n.Item) -> Profile[n.Item]:
    return Profile(item, item.key, _words(inlines_of(n.Items(False, (item,)))))


def _row_profile(row: n.Row) -> Profile[n.Row]:
    first = plain(row.cells[0]) if row.cells else ""
    return Profile(row, first or None, _words(i for cell in row.cells for i in cell))


def _fact_profile(fact: n.Fact) -> Profile[n.Fact]:
    return Profile(fact, fact.label)


def _words(inlines: Iterable[object]) -> tuple[str, ...]:
    return tuple(words_of(" ".join(getattr(inline, "text", " ") for inline in inlines)))


def _fits(old: object, new: object) -> bool:
    """Whether two parts can be one with marks in it; otherwise one is gone and the other new."""
    match old, new:
        case n.Section(), n.Section():
            return (old.key, old.level, old.appendix) == (new.key, new.level, new.appendix)
        case n.Items(), n.Items():
            return old.ordered == new.ordered
        case n.Item(items=n.Items() as was), n.Item(items=n.Items() as now):
            return was.ordered == now.ordered
        case n.Table(), n.Table():
            return len(old.header.cells) == len(new.header.cells)
        case n.Signatures(), n.Signatures():
            return [len(p.roles) for p in old.parties] == [len(p.roles) for p in new.parties]
        case n.Fact(), n.Fact():
            return old.label == new.label
        case _:
            return type(old) is type(new)


# --- and the new one back -----------------------------------------------------------------------


def accepted(document: n.Document) -> n.Document:
    """The document with every change carried out: no marks, nothing that was to go."""
    return without(document, "del")


def without(document: n.Document, drop: n.Change) -> n.Document:
    """The document without what is marked so, and without marks."""

    def left(inlines: n.Inlines, _source: Source | None) -> n.Inlines:
        return joined(tuple(replace(i, change=None) for i in inlines if i.change != drop))

    def kept(part: Part) -> Part | None:
        return None if part.change == drop else replace(part, change=None)

    return mapped(document, left, kept)
