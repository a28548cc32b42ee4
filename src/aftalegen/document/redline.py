"""Document x Document -> Document: the new one, with what came in and what went out marked.

Sections are aligned by key, other blocks, items and rows by likeness, words one
by one. A part that changed places is gone where it was and new where it is.

What a redline promises, for documents that `numbering` has numbered: with every change accepted it
is the new document exactly, and with every one rejected, and numbered anew, it has the words,
numbers, labels, references and looks of the old, but that paragraphs have numbers as in the new
one, since a document has them or has not. What is not printed (keys of blocks, decisions,
the facts of the file) and the widths and alignment of columns are the new document's. Neighbours
of one look are one in both.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from aftalegen.document import nodes as n
from aftalegen.document.alignment import Profile, aligned
from aftalegen.document.walk import Part, inlines_of, mapped, plain
from aftalegen.document.word_changes import joined, word_changes, words_of
from aftalegen.words.place import Source


def redline(old: n.Document, new: n.Document) -> n.Document:
    """The new document with the changes since the old marked; the file's own facts are new's."""
    return replace(
        new,
        edition_before="" if old == new else old.edition,
        draft_before="" if old == new else old.draft,
        header=word_changes(old.header, new.header),
        title=word_changes(old.title, new.title),
        subtitle=word_changes(old.subtitle, new.subtitle),
        facts=_each(old.facts, new.facts),
        sections=_each(old.sections, new.sections),
    )


def section_redline(old: n.Section, new: n.Section) -> n.Section:
    """One section with the changes since the old one marked, wherever the two stand."""
    marked: n.Section = _marked(old, new)
    return marked


# --- marks ------------------------------------------------------------------------------------


def _each(old: tuple[Any, ...], new: tuple[Any, ...]) -> tuple[Any, ...]:
    """Parts that stand together, each with its marks."""
    return tuple(_marked(was, now) for was, now in aligned(old, new, _profile, _fits))


def _marked(old: Part | None, new: Part | None) -> Any:
    """One part from two that were aligned, so they fit; None where there is only one of them."""
    if new is None:
        assert old is not None
        return replace(old, change="del")
    if old is None:
        return replace(new, change="ins")
    if old == new:
        return new
    match old, new:
        case n.Section(), n.Section():
            title = word_changes(old.title, new.title)
            return replace(new, title=title, blocks=_blocks(old, new))
        case n.Paragraph(), n.Paragraph():
            return replace(new, inlines=word_changes(old.inlines, new.inlines))
        case n.Items(), n.Items():
            return replace(new, items=_each(old.items, new.items))
        case n.Item(), n.Item():
            nested = _marked(old.items, new.items) if old.items or new.items else None
            return replace(new, inlines=word_changes(old.inlines, new.inlines), items=nested)
        case n.Table(), n.Table():
            caption, rows = word_changes(old.caption, new.caption), _each(old.rows, new.rows)
            return replace(new, caption=caption, header=_marked(old.header, new.header), rows=rows)
        case n.Row(), n.Row():
            return replace(new, cells=_cells(old.cells, new.cells))
        case n.Signatures(), n.Signatures():
            pairs = zip(old.parties, new.parties, strict=True)
            return replace(new, parties=tuple(_signature(was, now) for was, now in pairs))
        case n.Fact(), n.Fact():
            return replace(new, value=word_changes(old.value, new.value))
        case _:
            raise AssertionError(f"{old} and {new} do not fit")


def _blocks(old: n.Section, new: n.Section) -> tuple[n.Block, ...]:
    """The blocks of a section. Where it got its first subsection, or lost its last, the numbers of
    its own paragraphs are of another form (8.1 was 8.0.1), so all its own text is replaced.
    """
    if _is_divided(old) == _is_divided(new) or not (_has_points(old) and _has_points(new)):
        return _each(old.blocks, new.blocks)
    gone = tuple(replace(block, change="del") for block in old.blocks)
    came = tuple(replace(block, change="ins") for block in new.blocks)
    # LibreOffice would give the next heading the looks of text, were the subsections last.
    return (*came, *gone) if _is_divided(new) else (*gone, *came)


def _is_divided(section: n.Section) -> bool:
    return any(isinstance(block, n.Section) for block in section.blocks)


def _has_points(section: n.Section) -> bool:
    return any(isinstance(block, n.Paragraph) and block.number for block in section.blocks)


def _cells(old: tuple[n.Inlines, ...], new: tuple[n.Inlines, ...]) -> tuple[n.Inlines, ...]:
    return tuple(word_changes(was, now) for was, now in zip(old, new, strict=True))


def _signature(old: n.Signature, new: n.Signature) -> n.Signature:
    return n.Signature(word_changes(old.party, new.party), _cells(old.roles, new.roles))


# --- what a part is known by ------------------------------------------------------------------


def _profile(part: Part) -> Profile[Part]:
    match part:
        case n.Section():  # known by its key, whatever it says
            return Profile(part, part.key)
        case n.Fact():
            return Profile(part, part.label)
        case n.Row(cells=cells):
            first = plain(cells[0]) if cells else ""
            return Profile(part, first or None, _words(i for cell in cells for i in cell))
        case _:
            key = part.key if isinstance(part, n.Paragraph | n.Table | n.Item) else None
            return Profile(part, key, _words(inlines_of(part)))


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

    return replace(mapped(document, left, kept), edition_before="", draft_before="")
