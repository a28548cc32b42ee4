"""The project's text as it is now, annex by annex, beside the editions that were released."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from aftalegen.build.builder import Builder, BuiltAnnex, Wanted
from aftalegen.build.jobs import built_annexes, process_count
from aftalegen.document.nodes import Document
from aftalegen.records.project import Project
from aftalegen.records.selected import BundleAnnex, Selected
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

    @property
    def municipality(self) -> str:
        """The key of the municipality."""
        return self.selection.municipality

    @property
    def task(self) -> str:
        """The key of the task."""
        return self.selection.task


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


# --- a whole bundle ---------------------------------------------------------------------------

Follow = Callable[[Iterable[tuple[int, BuiltAnnex]], int], Iterable[tuple[int, BuiltAnnex]]]
"""Gives the same annexes, of so many, and shows somebody how far they are."""


def unwatched(
    each: Iterable[tuple[int, BuiltAnnex]], _total: int
) -> Iterable[tuple[int, BuiltAnnex]]:
    """The annexes, where nobody looks."""
    return each


def built_annexes_of(
    project: Project,
    selected: Selected,
    formats: tuple[str, ...],
    jobs: int | None,
    follow: Follow = unwatched,
) -> tuple[tuple[BuiltAnnex, ...], tuple[AftalegenError, ...]]:
    """All that was asked for in these formats, in its order, and the faults of all of it."""
    wanted = [Wanted(annex, formats, {}) for annex in selected.annexes]
    made: dict[int, BuiltAnnex] = {}
    processes = process_count(jobs, len(wanted))
    for place, annex in follow(built_annexes(project, wanted, processes), len(wanted)):
        made[place] = annex
    built = tuple(made[place] for place in sorted(made))
    return built, (*selected.errors, *(error for annex in built for error in annex.errors))
