"""Where each value of a municipality's annexes comes from, and where it ends up."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from aftalegen.document.nodes import Document, Field, Inline, Section
from aftalegen.document.numbering import reference_text
from aftalegen.document.walk import inlines_of, plain, walk_blocks
from aftalegen.words.place import Source

TITLE_PAGE = ""
"""The section of what stands before the first one."""


@dataclass(frozen=True, slots=True)
class Origin:
    """A value: where it was written, how it is printed, and in which sections.

    `texts` are the ways it is printed; `sections` are told as in running text ("afsnit 14",
    "appendiks B.1", or the title where it has no number), "" for the title page.
    """

    source: Source
    texts: tuple[str, ...]
    sections: tuple[str, ...]
    missing: bool


def origins(document: Document) -> tuple[Origin, ...]:
    """Every value of a document by its place in the data, in the order of the files."""
    found: dict[Source, list[tuple[str, str, bool]]] = {}
    for section, field in _fields(document):
        if field.source is not None:
            found.setdefault(field.source, []).append((field.text, section, field.missing))
    return tuple(
        Origin(
            source,
            tuple(dict.fromkeys(text for text, _section, _missing in uses)),
            tuple(dict.fromkeys(section for _text, section, _missing in uses)),
            any(missing for _text, _section, missing in uses),
        )
        for source, uses in sorted(found.items())
    )


def _fields(document: Document) -> Iterator[tuple[str, Field]]:
    """Every value with the section it stands in, in reading order."""
    title_page = (*document.title, *document.subtitle)
    yield from _each(TITLE_PAGE, title_page)
    for fact in document.facts:
        yield from _each(TITLE_PAGE, fact.value)
    here = TITLE_PAGE
    for block in walk_blocks(document.sections):
        if isinstance(block, Section):
            told = reference_text(block) if block.number else plain(block.title)
            here = told.replace("\u00a0", " ")
        yield from _each(here, inlines_of(block))


def _each(section: str, inlines: Iterable[Inline]) -> Iterator[tuple[str, Field]]:
    for inline in inlines:
        if isinstance(inline, Field):
            yield section, inline
