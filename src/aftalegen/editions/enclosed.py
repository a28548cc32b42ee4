"""Annexes of a bundle that are no agreement: made of what the project has of all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from aftalegen.document.nodes import Document
from aftalegen.editions.annex_index import EVERY, MISSING, NO_LABEL, Line, one_line
from aftalegen.editions.manifest import IssuedEnclosure, NamedFile
from aftalegen.records.standing import PROGRESS_WORDS

if TYPE_CHECKING:
    from aftalegen.writers.others_pdf import Looked

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A document that is an annex of a whole bundle, with its place in the case.

    `other` is the ending and the bytes of a file that somebody else made, whose sheet `document`
    is, and `looked` what is in it if it is a PDF; `awaited` says who provides one that is not at
    hand. Its files are called what is `named`.
    """

    document: Document
    number: int | None = None
    letter: str | None = None
    open: bool = True
    document_id: str | None = None
    named: str | None = None
    other: tuple[str, bytes] | None = None
    looked: "Looked | None" = None
    awaited: str | None = None
    case_number: str | None = None

    @property
    def label(self) -> str:
        """Its number and letter in the case: '4'; that it has none."""
        return f"{self.number or ''}{self.letter or ''}" or NO_LABEL

    @property
    def file_name(self) -> str:
        """The name of its files, without an ending."""
        if self.named:
            return self.named
        name = self.document.file_name
        return name if self.label == NO_LABEL else f"Bilag {self.label} - {name}"

    @property
    def _awaited(self) -> str:
        return f" (foreligger ikke; leveres af {self.awaited})" if self.awaited else ""

    @property
    def _status(self) -> str:
        if self.awaited:
            return "Afventer"
        if self.other:
            return "Fra andre"
        return PROGRESS_WORDS["draft" if self.document.draft else "final"]

    def line(self, case_number: str | None) -> Line:
        """Its row in the index."""
        return Line(
            label=self.label,
            title=one_line(self.document.title) + self._awaited,
            task=EVERY,
            municipality=EVERY,
            edition=self.document.edition,
            status=self._status,
            open="Åben" if self.open else "Lukket",
            document_id=self.document_id or MISSING,
            case_number=self.case_number or case_number or MISSING,
            file_name=self.file_name,
        )

    def issued(self, files: Sequence[NamedFile]) -> IssuedEnclosure:
        """It as the manifest tells it."""
        told = IssuedEnclosure(
            number=self.number,
            letter=self.letter,
            title=one_line(self.document.title),
            edition=self.document.edition,
            open=self.open,
            document_id=self.document_id,
            draft=bool(self.document.draft),
            awaited=self.awaited,
            files=tuple(files),
        )
        if self.looked is None:
            return told
        return told.model_copy(update={"pages": self.looked.pages, "lost": self.looked.lost})


def in_case_order(
    annexes: Sequence[tuple[int | None, T]], enclosed: Sequence[tuple[int | None, T]]
) -> list[T]:
    """Annexes in their own order, each of the enclosed before the first with a higher number."""
    found = [*annexes]
    for number, one in enclosed:
        after = (
            place
            for place, (other, _) in enumerate(found)
            if number is not None and other is not None and other > number
        )
        found.insert(next(after, len(found)), (number, one))
    return [one for _number, one in found]
