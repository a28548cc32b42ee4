"""Where words of a passage were written: what must be changed for them to be others."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from aftalegen.document.nodes import CrossRef, Field, Inline, Inlines
from aftalegen.negotiation.printed import Printed, said
from aftalegen.words.place import Source

Origin = Literal["template", "data", "deviation", "title-page", "follows", "not-ours"]
"""`follows`: it follows from the rest of the text, and there is nothing to change."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where words come from; without a source nobody wrote them."""

    origin: Origin
    source: Source | None = None


TitlePage = Mapping[str, Source]
"""Where the title page of a template is written: by the label of a fact, or the kind of a line."""
NOT_OURS = Place("not-ours")
FOLLOWS = Place("follows")


def places(
    sent: Printed, cell: int, start: int, end: int, title_page: TitlePage
) -> tuple[Place, ...]:
    """The places of the letters from `start` up to `end` of a cell, each once.

    What is put in between two of them belongs to the words of the text rather than to a value, and
    spaces beside words to the words. `title_page` is where the title page of this template is
    written.
    """
    words = said(sent.cells[cell])[start:end]
    if words.strip():
        start += len(words) - len(words.lstrip())
        end = start + len(words.strip())
    touched = list(_touched(sent.cells[cell], start, end))
    found = (_place(inline, sent, title_page) for inline in touched)
    return tuple(dict.fromkeys(found)) or (text_place(sent, title_page),)


def fields_at(sent: Printed, cell: int) -> Iterator[tuple[Field, int]]:
    """The values that a cell prints, each with the letter that it begins at."""
    at = 0
    for inline in sent.cells[cell]:
        if isinstance(inline, Field):
            yield inline, at
        at += len(said((inline,)))


def text_place(sent: Printed, title_page: TitlePage) -> Place:
    """Where the words of a passage are written that are no values."""
    line = sent.line
    if line is None:
        return FOLLOWS
    if line.source is None:
        name = line.label if line.kind == "fact" else line.kind
        return Place("title-page", title_page.get(name) or title_page.get(""))
    return Place(
        "template" if line.source.file.startswith("templates/") else "deviation", line.source
    )


def _place(inline: Inline, sent: Printed, title_page: TitlePage) -> Place:
    match inline:
        case Field(source=None) | CrossRef():
            return FOLLOWS
        case Field(source=Source() as source):
            declared = source.file.startswith("templates/")  # what an alternative is called
            return Place("template" if declared else "data", source)
        case _:
            return text_place(sent, title_page)


def _touched(inlines: Inlines, start: int, end: int) -> Iterator[Inline]:
    at = 0
    beside: list[Inline] = []
    for inline in inlines:
        first, at = at, at + len(said((inline,)))
        if first < end and start < at:
            yield inline
        elif start == end and first < start < at:
            yield inline
            return
        elif start == end and first <= start <= at:
            beside.append(inline)
    words = [inline for inline in beside if not isinstance(inline, Field | CrossRef)]
    yield from (words or beside)[:1]
