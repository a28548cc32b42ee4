"""Many annexes at once, in processes of their own: see `workers`. Only the caller writes files."""

import os
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from aftalegen.build.annex import BuiltAnnex, Wanted, as_before
from aftalegen.records.project import Project
from aftalegen.words.language import language_in_force, use_language

if TYPE_CHECKING:
    from aftalegen.build.builder import Builder

Part = TypeVar("Part")
Result = TypeVar("Result")

FEW = 3
"""Up to this many annexes, one process is faster than starting two."""

MOST_UNASKED = 2


def process_count(asked: int | None, annexes: int) -> int:
    """How many processes to use: as many as asked for, never more than annexes."""
    if asked is None:
        asked = 1 if annexes <= FEW else min(MOST_UNASKED, os.cpu_count() or 1)
    return max(1, min(asked, annexes))


def built_annexes(
    project: Project, wanted: Sequence[Wanted], processes: int, made_of: str | None = None
) -> Iterator[tuple[int, BuiltAnnex]]:
    """Each annex with its place in `wanted`, as they come; the failure of one hides no other.

    Those whose files stand as they were made of the same project (its hash is
    `made_of`) are not made again.
    """
    rest = []
    for place, one in enumerate(wanted):
        if before := as_before(one, made_of):
            yield place, before
        else:
            rest.append(place)
    if not rest:
        return
    from aftalegen.build.builder import Builder  # templates and all: not where nothing changed

    orders = [wanted[place] for place in rest]
    processes = min(processes, len(rest))
    builder = Builder(project, alone=processes == 1 and any("pdf" in o.formats for o in orders))
    if processes == 1:
        yield from zip(rest, builder.each(orders), strict=True)
        return
    for number, made in worked(builder, orders, processes, _built):
        yield rest[number], BuiltAnnex(orders[number].selection, *made)


def worked(
    builder: "Builder",
    wanted: Sequence[Wanted],
    processes: int,
    work: Callable[["Builder", Wanted], Result],
) -> Iterator[tuple[int, Result]]:
    """What `work`, a function of a module, gives of each annex, with its place, as they come."""
    if processes == 1:
        for place, one in enumerate(wanted):
            yield place, work(builder, one)
        return
    from aftalegen.build.workers import in_processes

    begin = partial(_begun, language_in_force(), partial(work, builder))
    yield from in_processes(begin, wanted, processes)


def each_in_processes(
    work: Callable[[Part], Result], parts: Sequence[Part], processes: int
) -> Iterator[Result]:
    """What `work`, a function of a module, makes of each part, in the order of the parts."""
    if processes == 1:
        yield from map(work, parts)
        return
    from aftalegen.build.workers import in_processes

    begin = partial(_begun, language_in_force(), work)
    waiting: dict[int, Result] = {}
    told = 0
    for place, result in in_processes(begin, parts, processes):
        waiting[place] = result
        while told in waiting:
            yield waiting.pop(told)
            told += 1


def _built(builder: "Builder", wanted: Wanted) -> tuple[Any, ...]:
    """A `BuiltAnnex` but its annex: a bundle is not sent from one process to another."""
    annex = builder.build(wanted)
    return (
        annex.document, annex.files, annex.errors, annex.missing, annex.decisions, annex.records,
        annex.progress, annex.made, annex.text,
    )  # fmt: skip


# --- in the other process ---------------------------------------------------------------------


def _begun(language: str, work: Callable[[Part], Result]) -> Callable[[Part], Result]:
    # One thread for typst: a document is too small for more, and the other process has its own.
    os.environ.setdefault("RAYON_NUM_THREADS", "1")
    use_language(language)
    return work
