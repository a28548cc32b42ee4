"""Annexes of a bundle that are no agreement: made of what the project has of all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from aftalegen.document.nodes import Document
from aftalegen.editions.annex_index import NO_LABEL, Line, one_line
from aftalegen.editions.manifest import IssuedEnclosure, NamedFile
from aftalegen.records.standing import PROGRESS_WORDS

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A document that is an annex of a whole bundle, with its place in the case."""

    document: Document
    number: int | None = None
    letter: str | None = None
    open: bool = True
    document_id: str | None = None

    @property
    def label(self) -> str:
        """Its number and letter in the case: '4'; a dash where it has none."""
        return f"{self.number or ''}{self.letter or ''}" or NO_LABEL

    @property
    def file_name(self) -> str:
        """The name of its files, without an ending."""
        name = self.document.file_name
        return name if self.label == NO_LABEL else f"Bilag {self.label} - {name}"

    def line(self, case_number: str | None) -> Line:
        """Its row in the index."""
        return Line(
            label=self.label,
            title=one_line(self.document.title),
            task=NO_LABEL,
            municipality=NO_LABEL,
            edition=self.document.edition,
            status=PROGRESS_WORDS["draft" if self.document.draft else "final"],
            open="Åben" if self.open else "Lukket",
            document_id=self.document_id or NO_LABEL,
            case_number=case_number or NO_LABEL,
            file_name=self.file_name,
        )

    def issued(self, files: Sequence[NamedFile]) -> IssuedEnclosure:
        """It as the manifest tells it."""
        return IssuedEnclosure(
            number=self.number,
            letter=self.letter,
            title=one_line(self.document.title),
            edition=self.document.edition,
            open=self.open,
            document_id=self.document_id,
            draft=bool(self.document.draft),
            files=tuple(files),
        )


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
