"""Many annexes at once, in processes of their own: see `workers`. Only the caller writes files."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import TypeVar

from aftalegen.build.builder import Builder, BuiltAnnex, BuiltFile, Wanted, as_before
from aftalegen.build.made_of import Earlier
from aftalegen.document.nodes import Document, Field
from aftalegen.records.project import Project
from aftalegen.records.selected import BundleAnnex
from aftalegen.words.faults import AftalegenError
from aftalegen.words.language import language_in_force, use_language

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
    orders = [wanted[place] for place in rest]
    for number, made in worked(project, orders, min(processes, len(rest)), _built):
        yield rest[number], BuiltAnnex(orders[number].selection, *made)


def worked(
    project: Project,
    wanted: Sequence[Wanted],
    processes: int,
    work: Callable[[Builder, Wanted], Result],
) -> Iterator[tuple[int, Result]]:
    """What `work`, a function of a module, gives of each annex, with its place, as they come."""
    if not wanted:
        return
    if processes == 1:
        builder = Builder(project, alone=any("pdf" in one.formats for one in wanted))
        for place, one in enumerate(wanted):
            yield place, work(builder, one)
        return
    from aftalegen.build.workers import in_processes

    begin = partial(_begin, project, language_in_force())
    yield from in_processes(partial(_one, work), [_order(one) for one in wanted], processes, begin)


def each_in_processes(
    work: Callable[[Part], Result], parts: Sequence[Part], processes: int
) -> Iterator[Result]:
    """What `work`, a function of a module, makes of each part, in the order of the parts."""
    if processes == 1:
        yield from map(work, parts)
        return
    from aftalegen.build.workers import in_processes

    begin = partial(_begin_work, language_in_force())
    waiting: dict[int, Result] = {}
    told = 0
    for place, result in in_processes(work, parts, processes, begin):
        waiting[place] = result
        while told in waiting:
            yield waiting.pop(told)
            told += 1


# --- in the other process ---------------------------------------------------------------------

_Order = tuple[str, int, tuple[str, ...], Mapping[str, Earlier], bool]
"""A `Wanted` with the place of its annex: a bundle is not sent, but read there."""
_Made = tuple[Document | None, tuple[BuiltFile, ...], tuple[AftalegenError, ...], tuple[Field, ...]]
"""A `BuiltAnnex` without its annex."""

_builder: Builder | None = None


def _begin(project: Project, language: str) -> None:
    global _builder
    _begin_work(language)
    _builder = Builder(project)


def _begin_work(language: str) -> None:
    # One thread for typst: a document is too small for more, and the other process has its own.
    os.environ.setdefault("RAYON_NUM_THREADS", "1")
    use_language(language)


def _order(wanted: Wanted) -> _Order:
    annex = wanted.selection
    return annex.bundle.key, annex.index, wanted.formats, wanted.earlier, wanted.document


def _built(builder: Builder, wanted: Wanted) -> _Made:
    annex = builder.build(wanted)
    return annex.document, annex.files, annex.errors, annex.missing


def _one(work: Callable[[Builder, Wanted], Result], order: _Order) -> Result:
    assert _builder is not None
    bundle, index, formats, earlier, document = order
    selection = BundleAnnex(_builder.project.bundle(bundle), index)
    return work(_builder, Wanted(selection, formats, earlier, document))
