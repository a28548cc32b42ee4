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
from aftalegen.writers.words import SIGN_ABOVE, SIGN_BELOW, missing_told

_LEFT_OUT = ("subtitle", "caption")
"""What has no paragraph where it has no words."""

_OF_TABLES = ("caption", "header", "row")


@dataclass(frozen=True)
class Printed:
    """A passage of a Word file as it was sent: its cells, its line, and the section it stands in.

    What is no line of the document (who sends it, the line to sign on) has an empty anchor.
    What is `derived` may say something else on another day. `number` is the line's, from 1. The
    section is without what stands in it. `point` is the number of the paragraph that the line is,
    or belongs to; "" where that has none.
    """

    anchor: str
    cells: tuple[Inlines, ...]
    line: Line | None = None
    section: Section | None = None
    derived: bool = False
    number: int = 0
    point: str = ""

    @property
    def place(self) -> str:
        """The number that the passage is cited by: its paragraph's, else its section's."""
        return self.point or (self.section.number if self.section else "")

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
    for words in (document.author if document.cover else "", document.draft):
        if words:
            yield _beside(words)
    sections = walk_sections(document.sections)
    bookmarks = targets(document)
    here: Section | None = None
    facts = iter(document.facts)
    point = ""
    for number, line in enumerate(document_lines(document), start=1):
        name = anchor(number)
        match line.kind:
            case "heading":
                if here is None and (missing := missing_told(document)):
                    yield _beside(missing)
                here, point = replace(next(sections), blocks=()), ""
                name = bookmarks[here.key].bookmark
            case "role":
                yield from (_beside(f"{words}\t", here) for words in SIGN_ABOVE)
                yield Printed(name, line.cells, line, here, number=number)
                yield _beside("".join(f"{words}\t" for words in SIGN_BELOW), here)
                continue
            case "fact":
                fact = next(facts)
                cells = ((Text(f"{fact.label}{fact.gap}"), *fact.value),)
                yield Printed(name, cells, line, here, is_derived(fact), number)
                continue
            case "paragraph":
                point = line.label
                if point and line.key in bookmarks:
                    name = bookmarks[line.key].bookmark
            case kind if kind in _LEFT_OUT and not line.cells[0]:
                continue
        of_point = "" if line.kind in _OF_TABLES else point
        yield Printed(name, line.cells, line, here, number=number, point=of_point)


def _beside(words: str, here: Section | None = None) -> Printed:
    """What is no line of the document: who sends it, or what stands before a line to fill in."""
    return Printed("", ((Text(words),),), None, here)


def section_numbers(document: Document) -> Mapping[str, str]:
    """The number of each section by its bookmark, as references say it."""
    return {target.bookmark: target.number for target in targets(document).values()}
