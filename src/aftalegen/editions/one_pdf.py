"""All annexes of a bundle in one PDF, with the pages that others made as they are."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from aftalegen.document.nodes import Document
from aftalegen.document.style import Style
from aftalegen.editions.annex_index import NO_LABEL, Line
from aftalegen.editions.enclosed import Enclosed
from aftalegen.words.faults import OutputError
from aftalegen.words.language import _
from aftalegen.words.place import visible

ALL_IN_ONE = "Alle bilag.pdf"


@dataclass(frozen=True, slots=True)
class Part:
    """An annex in the order of the case: its row in the index, and it or its sheet."""

    line: Line
    document: Document
    enclosed: Enclosed | None = None

    @property
    def labelled(self) -> tuple[str, Document]:
        """It with what stands before its title."""
        label = self.line.label
        return (f"Bilag {label}" if label != NO_LABEL else ""), self.document

    @property
    def pages(self) -> int:
        """The pages that others made, and that stand behind its sheet."""
        looked = self.enclosed.looked if self.enclosed else None
        return looked.pages if looked else 0

    @property
    def other(self) -> tuple[str, bytes] | None:
        """The name and the bytes of a PDF that somebody else made."""
        if not self.pages or self.enclosed is None or self.enclosed.other is None:
            return None
        ending, data = self.enclosed.other
        return self.enclosed.file_name + ending, data


def all_in_one(cover: Document, parts: Sequence[Part], style: Style) -> bytes:
    """The one PDF behind its cover and contents: PDF/A and PDF/UA, but for pages of others."""
    from aftalegen.writers.pdf import documents_pdf

    labelled = [part.labelled for part in parts]
    pdf = documents_pdf(replace(cover, cover=True), labelled, style, [part.pages for part in parts])
    others = [part.other for part in parts]
    if not any(others):
        return pdf
    from aftalegen.writers.others_pdf import Unfit, with_others

    try:
        return with_others(pdf, others)
    except Unfit as unfit:
        message = _("the PDF of «{name}» could not be made: {reason}")
        reason = visible(unfit.detail)
        raise OutputError("pdf-failed", message.format(name=ALL_IN_ONE, reason=reason)) from unfit


def first_pages(pdf: bytes, parts: int) -> tuple[int, ...]:
    """The page on which each part of the one PDF begins, the first page of all being 1."""
    from aftalegen.writers.others_pdf import bookmarked_pages

    return bookmarked_pages(pdf)[-parts:]
