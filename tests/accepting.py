"""A redline with every change accepted, or rejected: what it promises is said with these."""

from aftalegen.document import nodes as n
from aftalegen.document.numbering import counted
from aftalegen.document.redline import accepted as accepted
from aftalegen.document.redline import without


def rejected(document: n.Document) -> n.Document:
    """The document as before the changes: no marks, nothing that had come; numbered anew."""
    return renumbered(without(document, "ins"))


def renumbered(document: n.Document) -> n.Document:
    """A numbered document with all that has a number counted anew; another as it is.

    References keep their words: they are no numbers of their own place.
    """
    if not any(section.number for section in document.sections):
        return document
    return counted(document)
