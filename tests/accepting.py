"""A redline with every change accepted, or rejected: what it promises is said with these."""

from dataclasses import replace

from aftalegen.document import nodes as n
from aftalegen.document.numbering import counted
from aftalegen.document.walk import Part, mapped
from aftalegen.document.word_changes import joined
from aftalegen.words.place import Source


def accepted(document: n.Document) -> n.Document:
    """The document with every change carried out: no marks, nothing that was to go."""
    return _without(document, "del")


def rejected(document: n.Document) -> n.Document:
    """The document as before the changes: no marks, nothing that had come; numbered anew."""
    return renumbered(_without(document, "ins"))


def _without(document: n.Document, drop: n.Change) -> n.Document:
    def left(inlines: n.Inlines, _source: Source | None) -> n.Inlines:
        return joined(tuple(replace(i, change=None) for i in inlines if i.change != drop))

    def kept(part: Part) -> Part | None:
        return None if part.change == drop else replace(part, change=None)

    return mapped(document, left, kept)


def renumbered(document: n.Document) -> n.Document:
    """A numbered document with its sections and items counted anew; another as it is.

    References keep their words: they are no numbers of their own place.
    """
    if not any(section.number for section in document.sections):
        return document
    return replace(document, sections=counted(document.sections))
