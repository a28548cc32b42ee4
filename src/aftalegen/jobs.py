"""Many annexes at once: chunks of them in processes of their own.

A process keeps what it has read and what typst has laid out, so that it takes
many annexes that lie beside each other. Results come in the order that was
asked for, errors too; only the caller writes files.
"""

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from typing import TypeVar

from aftalegen.build import Builder, BuiltAnnex, BuiltFile, Wanted, as_before
from aftalegen.changes import Earlier
from aftalegen.document import Document, Field
from aftalegen.errors import OUTPUT, AftalegenError, OutputError
from aftalegen.language import _, language_in_force, use_language
from aftalegen.project import Project, Selection

Part = TypeVar("Part")
Result = TypeVar("Result")

FEW = 12
"""Up to this many annexes, one process is faster than starting two."""

MOST_UNASKED = 2
CHUNKS_EACH = 2
"""Chunks for each process: few, for typst's memory; more than one, so that they end together."""
MOST_IN_CHUNK = 16
"""A chunk's files are in memory until the last is made."""


def process_count(asked: int | None, annexes: int) -> int:
    """How many processes to use: as many as asked for, never more than annexes."""
    if asked is None:
        asked = 1 if annexes <= FEW else min(MOST_UNASKED, os.cpu_count() or 1)
    return max(1, min(asked, annexes))


def built_annexes(
    project: Project, wanted: Sequence[Wanted], processes: int, made_of: str | None = None
) -> Iterator[BuiltAnnex]:
    """Each annex in the order asked for; the failure of one never hides the others.

    Those whose files stand as they were made of the same project (its hash is
    `made_of`) are not made again.
    """
    before = [as_before(one, made_of) for one in wanted]
    rest = [one for one, annex in zip(wanted, before, strict=True) if annex is None]
    built = worked(project, rest, min(processes, len(rest)), _built)
    made = (BuiltAnnex(one.selection, *result) for one, result in zip(rest, built, strict=True))
    for annex in before:
        yield annex or next(made)


def worked(
    project: Project,
    wanted: Sequence[Wanted],
    processes: int,
    work: Callable[[Builder, Wanted], Result],
) -> Iterator[Result]:
    """What `work`, a function of a module, gives of each annex, in the order asked for."""
    if not wanted:
        return
    if processes == 1:
        builder = Builder(project)
        yield from (work(builder, one) for one in wanted)
        return
    size = min(-(-len(wanted) // (processes * CHUNKS_EACH)), MOST_IN_CHUNK)
    chunks = [wanted[start : start + size] for start in range(0, len(wanted), size)]
    orders = [[_order(one) for one in chunk] for chunk in chunks]
    pool = ProcessPoolExecutor(
        processes,
        multiprocessing.get_context(_start_method()),
        _begin,
        (project, language_in_force()),
    )
    try:
        for results in pool.map(partial(_chunk, work), orders):
            yield from results
    except BrokenProcessPool as error:
        raise _stopped() from error
    finally:
        pool.shutdown(cancel_futures=True)


def each_in_processes(
    work: Callable[[Part], Result], parts: Sequence[Part], processes: int
) -> Iterator[Result]:
    """What `work`, a function of a module, makes of each part, in the order of the parts."""
    if processes == 1:
        yield from map(work, parts)
        return
    size = -(-len(parts) // (processes * CHUNKS_EACH))
    pool = ProcessPoolExecutor(
        processes, multiprocessing.get_context(_start_method()), _begin_work, (language_in_force(),)
    )
    try:
        yield from pool.map(work, parts, chunksize=size)
    except BrokenProcessPool as error:
        raise _stopped() from error
    finally:
        pool.shutdown(cancel_futures=True)


def _stopped() -> OutputError:
    return OutputError(
        "process-stopped",
        _("a process that built annexes was stopped from outside"),
        None,
        _("the machine may lack memory; try again with --jobs 1"),
    )


def _start_method() -> str:
    """A copy of this process where that is safe, which is fast; otherwise a new one.

    A copy is safe on Linux while there is one thread; typst starts some.
    """
    alone = threading.active_count() == 1 and "typst" not in sys.modules
    return "fork" if sys.platform == "linux" and alone else "spawn"


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
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is told by the process that was started
    threading.Thread(target=_end_with_parent, daemon=True).start()
    use_language(language)


def _end_with_parent() -> None:
    """End when the process that started us is gone: killed, it can no longer tell us to."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    if sys.platform == "win32":
        parent.join()
    else:
        while os.getppid() == parent.pid:
            time.sleep(0.2)
    os._exit(OUTPUT)


def _order(wanted: Wanted) -> _Order:
    annex = wanted.selection
    return annex.bundle.key, annex.index, wanted.formats, wanted.earlier, wanted.document


def _built(builder: Builder, wanted: Wanted) -> _Made:
    annex = builder.build(wanted)
    return annex.document, annex.files, annex.errors, annex.missing


def _chunk(work: Callable[[Builder, Wanted], Result], orders: Sequence[_Order]) -> list[Result]:
    assert _builder is not None
    results = []
    for bundle, index, formats, earlier, document in orders:
        selection = Selection(_builder.project.bundle(bundle), index)
        results.append(work(_builder, Wanted(selection, formats, earlier, document)))
    return results
