"""A document -> what its Word file says, passage by passage, each with where its words stand.

The order is that of the lines, and so are the anchors' numbers: no table of them is kept.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from aftalegen.document.lines import Line, document_lines
from aftalegen.document.nodes import Document, Inlines, Section, Text
from aftalegen.document.walk import plain, walk_sections
from aftalegen.negotiation.pieces import MARK
from aftalegen.writers.word.sent import is_derived
from aftalegen.writers.word.targets import anchor, targets
from aftalegen.writers.words import SIGN_HERE

_LEFT_OUT = ("subtitle", "caption")
"""What has no paragraph where it has no words."""


@dataclass(frozen=True)
class Printed:
    """A passage of a Word file as it was sent: its cells, its line, and the section it stands in.

    What is no line of the document (the mark of a draft, the line to sign on) has an empty anchor.
    What is `derived` may say something else on another day. `number` is the line's, from 1. The
    section is without what stands in it.
    """

    anchor: str
    cells: tuple[Inlines, ...]
    line: Line | None = None
    section: Section | None = None
    derived: bool = False
    number: int = 0

    @cached_property
    def words(self) -> tuple[str, ...]:
        """What each cell says; a line break is no end of a paragraph."""
        return tuple(said(cell) for cell in self.cells)


def said(inlines: Inlines) -> str:
    """Words as they are read back, letter for letter."""
    return plain(inlines).replace(MARK, "\v")


def printed(document: Document) -> tuple[Printed, ...]:
    """The passages of a document in the order of its Word file, without its contents."""
    return tuple(_printed(document))


def _printed(document: Document) -> Iterator[Printed]:
    if document.draft:
        yield Printed("", ((Text(document.draft),),))
    sections = walk_sections(document.sections)
    bookmarks = targets(document)
    here: Section | None = None
    facts = iter(document.facts)
    for number, line in enumerate(document_lines(document), start=1):
        name = anchor(number)
        match line.kind:
            case "heading":
                here = replace(next(sections), blocks=())
                name = bookmarks[here.key].bookmark
            case "role":
                yield Printed("", ((Text(f"{SIGN_HERE}\t"),),), None, here)
            case "fact":
                cells = ((Text(f"{line.label}\t"), *line.cells[0]),)
                yield Printed(name, cells, line, here, is_derived(next(facts)), number)
                continue
            case kind if kind in _LEFT_OUT and not line.cells[0]:
                continue
        yield Printed(name, line.cells, line, here, number=number)


def section_numbers(document: Document) -> Mapping[str, str]:
    """The number of each section by its bookmark, as references say it."""
    return {target.bookmark: target.number for target in targets(document).values()}
