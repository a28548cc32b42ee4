"""Document -> DOCX.

The layers, lowest first: `ooxml` and `picture` (elements), `looks` (styles as data), `styles` and
`numbering` (parts), `pages` (estimate), `targets` (bookmarks), `tracked` (changes), `writing`
(paragraphs and runs), `front` and `body` (the match over the blocks), `house` (a region's own Word
file), `skeleton` (the package of a style), `sent` (by what it is known when it comes back).
"""

from aftalegen.document.nodes import Document, Revision
from aftalegen.document.style import Style
from aftalegen.writers.word.body import written
from aftalegen.writers.word.sent import sent
from aftalegen.writers.word.skeleton import packed, skeleton


def document_docx(document: Document, style: Style, revision: Revision | None = None) -> bytes:
    """A document as a DOCX file; the same document gives the same bytes.

    What is marked as changed is a tracked change by the revision's author and of its day;
    if none is given, by the document's own author on the day of its edition.
    """
    revision = revision or Revision(document.author, document.edition_date)
    made = skeleton(style, document.language)
    body = written(document, made.style, revision, made.page)
    return packed(made, document, body, sent(document, revision if body.marked else None))


__all__ = ["document_docx"]
