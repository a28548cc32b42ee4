"""Document -> DOCX.

The layers, lowest first: `words`, `ooxml` (elements), `looks` (styles as data),
`styles` and `numbering` (parts), `pages` (estimate), `targets` (bookmarks),
`body` (the match over the nodes), `package` (zip).
"""

from aftalegen.document import Document
from aftalegen.style import Style
from aftalegen.writers.word.body import written
from aftalegen.writers.word.package import packed


def document_docx(document: Document, style: Style) -> bytes:
    """A document as a DOCX file; the same document gives the same bytes."""
    return packed(document, style, written(document, style))


__all__ = ["document_docx"]
