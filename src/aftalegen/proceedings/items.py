"""The items of cases, as they go out: what the checks are asked about, and each as files."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from aftalegen.build.annex import BuiltAnnex
from aftalegen.build.builder import Builder
from aftalegen.checks.proof import Beside, MakeBeside, Proof
from aftalegen.document.nodes import Field, Inlines, Text
from aftalegen.document.walk import mapped
from aftalegen.editions.edition import Editions
from aftalegen.negotiation.rows import Asked, Row, issues_of
from aftalegen.proceedings.case import Case
from aftalegen.proceedings.item import Told, told
from aftalegen.proceedings.layout import item_document
from aftalegen.records.project import Project
from aftalegen.records.proposals import registers_of
from aftalegen.words.place import Source


def items_of(cases: Sequence[Case], kept: dict[str, Told]) -> MakeBeside:
    """What makes the items of cases, each beside its first annex; `kept` gets what they tell."""
    first = {case.annexes[0].document_key: case for case in cases}
    rows: list[Sequence[Row]] = []
    editions: list[Editions] = []

    def beside(
        builder: Builder, annex: BuiltAnnex, every: Sequence[BuiltAnnex]
    ) -> tuple[Beside, ...]:
        case = first.get(annex.selection.document_key)
        if case is None:
            return ()
        if not editions:
            editions.append(Editions(builder.project))
            rows.append(_rows(builder.project))
        found = told(builder.project, editions[0], case, every, rows[0])
        made = item_document(builder, case, found)
        kept[made.document.key] = found
        return (made,)

    return beside


def _rows(project: Project) -> Sequence[Row]:
    """What came back, where anything did."""
    registers, _errors = registers_of(project)  # what cannot be read is told by the checks
    return tuple(issues_of(project, Asked()).rows) if registers else ()


def made_items(project: Project, proof: Proof, cases: Sequence[Case]) -> Iterator[Beside]:
    """The items that were proved, in the order of the cases; values look like other words there."""
    for case in cases:
        for one in proof.beside_of(project, case.annexes[0]):
            yield replace(one, document=mapped(one.document, _as_words))


def _as_words(inlines: Inlines, _place: Source | None) -> Inlines:
    return tuple(
        Text(i.text, i.strong, i.emphasis) if isinstance(i, Field) and not i.missing else i
        for i in inlines
    )
