"""Work in processes of its own, and what they made as it comes.

A process keeps what it has read and laid out, and parts that lie beside each other have much in
common: so a process is given a few neighbours at a time.
"""

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing.synchronize import Event
from typing import Any, TypeVar

from aftalegen.words.faults import OUTPUT, OutputError
from aftalegen.words.language import _

Part = TypeVar("Part")
Result = TypeVar("Result")

NEIGHBOURS = 16
"""So many parts are given at a time; ever fewer at the end, so that all processes end together."""


def in_processes(
    begin: Callable[[], Callable[[Part], Result]], parts: Sequence[Part], processes: int
) -> Iterator[tuple[int, Result]]:
    """What is made of each part, with its place, as they come.

    `begin`, a function of a module, is called once in each process and gives the work to be done
    there. What that raises is raised here, and OutputError where a process was stopped from
    outside.
    """
    context = multiprocessing.get_context(_start_method())
    enough = context.Event()
    pool = ProcessPoolExecutor(processes, context, _begin, (begin, parts, enough))
    runs = _runs(len(parts), processes)
    try:
        running = {pool.submit(_each, run) for run in islice(runs, 2 * processes)}
        while running:
            done, running = wait(running, return_when=FIRST_COMPLETED)
            running |= {pool.submit(_each, run) for run in islice(runs, len(done))}
            for made in done:
                yield from made.result()
    except BrokenProcessPool as error:
        raise OutputError(
            "process-stopped",
            _("a process that built annexes was stopped from outside"),
            None,
            _("the machine may lack memory; try again with --jobs 1"),
        ) from error
    finally:
        enough.set()
        pool.shutdown(cancel_futures=True)


def _runs(count: int, processes: int) -> Iterator[range]:
    """The places of all parts, a few neighbours at a time."""
    first = 0
    while first < count:
        size = max(1, min(NEIGHBOURS, (count - first) // (2 * processes)))
        yield range(first, first + size)
        first += size


def _start_method() -> str:
    """A copy of this process where that is safe, which is fast; otherwise a new one.

    A copy is safe on Linux while there is one thread; typst starts some.
    """
    alone = threading.active_count() == 1 and "typst" not in sys.modules
    return "fork" if sys.platform == "linux" and alone else "spawn"


# --- in the other process ---------------------------------------------------------------------


_work: Callable[[Any], Any]
_parts: Sequence[Any]
_enough: Event


def _begin(begin: Callable[[], Callable[[Any], Any]], parts: Sequence[Any], enough: Event) -> None:
    global _work, _parts, _enough
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is told by the process that was started
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _work, _parts, _enough = begin(), parts, enough


def _each(run: range) -> list[tuple[int, Any]]:
    return [(place, _work(_parts[place])) for place in run if not _enough.is_set()]


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
