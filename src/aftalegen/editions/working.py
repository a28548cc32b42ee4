"""The project's text as it is now, annex by annex, beside the editions that were released."""

from collections.abc import Sequence
from dataclasses import dataclass

from aftalegen.build.builder import Builder
from aftalegen.document.nodes import Document
from aftalegen.records.project import Project
from aftalegen.records.selected import BundleAnnex
from aftalegen.words.faults import AftalegenError, each_error


@dataclass(frozen=True, slots=True)
class WorkingAnnex:
    """An annex as the project says it now; None where its `errors` keep it from being made.

    `stale` are its deviations that were agreed against another text than now.
    """

    selection: BundleAnnex
    document: Document | None
    stale: tuple[AftalegenError, ...]
    errors: tuple[AftalegenError, ...]


def working_annexes(project: Project, selected: Sequence[BundleAnnex]) -> tuple[WorkingAnnex, ...]:
    """Each annex as it is now; a fault of one never hides the others."""
    builder = Builder(project)
    return tuple(_working(builder, selection) for selection in selected)


def _working(builder: Builder, selection: BundleAnnex) -> WorkingAnnex:
    try:
        document, stale = builder.annex_as_confirmed(selection)
    except AftalegenError as error:
        return WorkingAnnex(selection, None, (), each_error(error))
    return WorkingAnnex(selection, document, stale, ())
