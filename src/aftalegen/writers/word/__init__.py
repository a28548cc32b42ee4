"""Document -> DOCX.

The layers, lowest first: `words`, `ooxml` (elements), `looks` (styles as data),
`styles` and `numbering` (parts), `pages` (estimate), `targets` (bookmarks),
`house` and `house_styles` (a region's own Word file), `body` (the match over the nodes),
`package` (zip).
"""

from aftalegen.document import Document
from aftalegen.style import Style
from aftalegen.writers.word.body import written
from aftalegen.writers.word.house import house_of
from aftalegen.writers.word.package import packed


def document_docx(document: Document, style: Style) -> bytes:
    """A document as a DOCX file; the same document gives the same bytes."""
    house = house_of(style)
    if house is not None:
        style = house.suited(style)
    return packed(document, style, written(document, style, house), house)


__all__ = ["document_docx"]
