"""Document -> DOCX.

The layers, lowest first: `words`, `ooxml` (elements), `looks` (styles as data),
`styles` and `numbering` (parts), `pages` (estimate), `targets` (bookmarks),
`tracked` (changes), `house` and `house_styles` (a region's own Word file), `body` (the match
over the nodes), `package` (zip).
"""

from aftalegen.document.nodes import Document, Revision
from aftalegen.document.style import Style
from aftalegen.writers.word.body import written
from aftalegen.writers.word.house import house_of
from aftalegen.writers.word.package import packed


def document_docx(document: Document, style: Style, revision: Revision | None = None) -> bytes:
    """A document as a DOCX file; the same document gives the same bytes.

    What is marked as changed is a tracked change by the revision's author and of its day;
    if none is given, by the document's own author on the day of its edition.
    """
    revision = revision or Revision(document.author, document.edition_date)
    house = house_of(style)
    if house is not None:
        style = house.suited(style)
    return packed(document, style, written(document, style, revision, house), house)


__all__ = ["document_docx"]
