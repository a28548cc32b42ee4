"""Document -> DOCX.

The layers, lowest first: `ooxml` and `picture` (elements), `looks` (styles as data), `styles` and
`numbering` (parts), `pages` (estimate), `targets` (bookmarks), `tracked` (changes), `writing`
(paragraphs and runs), `front` and `body` (the match over the blocks), `skeleton` (the package of
our own style), `house` (a region's own Word file: its `package`, `page_setup`, `style_graph`,
`marks` and `fields`, as `measures` reads them), `styled` (the package of another style), `sent` (by
what it is known when it comes back).
"""

from lxml import etree

from aftalegen.document.nodes import Document, Revision
from aftalegen.document.redline import accepted
from aftalegen.document.style import PLAIN, Style
from aftalegen.writers.word.body import written
from aftalegen.writers.word.ooxml import Element
from aftalegen.writers.word.sent import edges_known_by, sent
from aftalegen.writers.word.skeleton import LANGUAGE, Skeleton, edges_of, packed, ready


def document_docx(document: Document, style: Style, revision: Revision | None = None) -> bytes:
    """A document as a DOCX file; the same document gives the same bytes.

    What is marked as changed is a tracked change by the revision's author and of its day;
    if none is given, by the document's own author on the day of its edition.
    """
    revision = revision or Revision(document.author, document.edition_date)
    made = _package(style, document.language)
    body = written(document, made.style, revision, made.page)
    words, ours = (accepted(document), revision) if body.marked else (document, None)
    known = sent(words, ours, edges_known_by(_edges(made, words)))
    return packed(made, document, body, known, revision)


def edges(document: Document, style: Style) -> tuple[Element, ...]:
    """The headers and footers of a document's Word file, but for the number of its pages."""
    return _edges(_package(style, document.language), document)


def _edges(made: Skeleton, document: Document) -> tuple[Element, ...]:
    author = Revision(document.author, document.edition_date)
    return tuple(map(etree.fromstring, edges_of(made, document, 0, author).values()))


def _package(style: Style, language: str) -> Skeleton:
    """The package of a style; raises InputError for a Word file of a house that can't be used."""
    if style == PLAIN and language == LANGUAGE:
        return ready()
    from aftalegen.writers.word.styled import styled  # python-docx takes its time

    return styled(style, language)


__all__ = ["document_docx", "edges"]
