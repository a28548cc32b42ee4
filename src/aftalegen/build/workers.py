"""Work in processes of its own: who does which part, and the results as they come.

A process keeps what it has read and laid out, and parts that lie beside each other
have much in common. So each process has a share of its own, and they work through
their shares towards each other: the one that has finished first goes on where the
other would have come last, with parts that are like those it knows.
"""

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from typing import Any, TypeVar

from aftalegen.words.faults import OUTPUT, OutputError
from aftalegen.words.language import _

Part = TypeVar("Part")
Result = TypeVar("Result")

AHEAD = 2
"""So many parts does a process have at a time, that it need not wait for the next."""


def in_processes(
    work: Callable[[Part], Result],
    parts: Sequence[Part],
    processes: int,
    begin: Callable[[], None],
) -> Iterator[tuple[int, Result]]:
    """What `work`, a function of a module, makes of each part, with its place, as they come.

    `begin` is called first in each process. What `work` raises is raised here, and
    OutputError where a process was stopped from outside.
    """
    context: Any = multiprocessing.get_context(_start_method())
    workers = [_Worker(context, work, begin, back=number % 2 == 1) for number in range(processes)]
    try:
        yield from _Sharing(workers, parts).results()
    except (EOFError, ConnectionError) as error:
        raise OutputError(
            "process-stopped",
            _("a process that built annexes was stopped from outside"),
            None,
            _("the machine may lack memory; try again with --jobs 1"),
        ) from error
    finally:
        for worker in workers:
            worker.stop()


class _Worker:
    """A process, the connection to it, and its own share: the places of its parts.

    One that goes `back` begins with the last of them.
    """

    def __init__(
        self,
        context: Any,
        work: Callable[[Any], Any],
        begin: Callable[[], None],
        *,
        back: bool,
    ) -> None:
        self.connection, its = context.Pipe()
        self.share: deque[int] = deque()
        self.back = back
        self.process = context.Process(target=_serve, args=(its, work, begin), daemon=True)
        self.process.start()
        its.close()  # or we would never learn that it is gone

    def stop(self) -> None:
        """End the process, whatever it does."""
        self.process.terminate()
        self.process.join()
        self.connection.close()


class _Sharing:
    """Parts on their way through the workers."""

    def __init__(self, workers: Sequence[_Worker], parts: Sequence[Any]) -> None:
        self.workers, self.parts = workers, parts
        size = -(-len(parts) // len(workers))
        for number, worker in enumerate(workers):
            worker.share.extend(range(len(parts))[number * size : (number + 1) * size])

    def results(self) -> Iterator[tuple[int, Any]]:
        by_connection: dict[Any, _Worker] = {one.connection: one for one in self.workers}
        for _time in range(AHEAD):
            for worker in self.workers:
                self._give(worker)
        left = len(self.parts)
        while left:
            for ready in wait(list(by_connection)):
                worker = by_connection[ready]
                place, result, error, where = worker.connection.recv()
                if error is not None:
                    error.add_note(where)
                    raise error
                self._give(worker)
                left -= 1
                yield place, result

    def _give(self, worker: _Worker) -> None:
        """Give a worker its next part: of its own share, or what the largest would do last."""
        owner = worker if worker.share else max(self.workers, key=lambda one: len(one.share))
        if owner.share:
            from_the_end = owner.back == (owner is worker)
            place = owner.share.pop() if from_the_end else owner.share.popleft()
            worker.connection.send((place, self.parts[place]))


def _start_method() -> str:
    """A copy of this process where that is safe, which is fast; otherwise a new one.

    A copy is safe on Linux while there is one thread; typst starts some.
    """
    alone = threading.active_count() == 1 and "typst" not in sys.modules
    return "fork" if sys.platform == "linux" and alone else "spawn"


# --- in the other process ---------------------------------------------------------------------


def _serve(connection: Connection, work: Callable[[Any], Any], begin: Callable[[], None]) -> None:
    """Do the parts that come, until we are stopped, or nobody is there any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is told by the process that was started
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _keep_memory()
    begin()
    with contextlib.suppress(EOFError, ConnectionError):
        while True:
            place, part = connection.recv()
            connection.send((place, *_outcome(work, part)))


def _outcome(work: Callable[[Any], Any], part: Any) -> tuple[Any, Exception | None, str]:
    """What came of a part, and what was raised where: a traceback does not cross by itself."""
    try:
        return work(part), None, ""
    except Exception as error:
        return None, error, traceback.format_exc()


_TRIM_THRESHOLD, _TOP_PAD, _MMAP_THRESHOLD = -1, -2, -3
_MEGABYTE = 1024 * 1024


def _keep_memory() -> None:
    """Ask the C library on Linux to keep freed memory for the next part: a 25th of the time.

    Every document takes and frees the same tens of megabytes, and each page that was given
    back to the system must be made anew.
    """
    if sys.platform != "linux":
        return
    import ctypes

    with contextlib.suppress(OSError, AttributeError):  # only glibc has it
        ask = ctypes.CDLL(None).mallopt
        ask(_TRIM_THRESHOLD, 256 * _MEGABYTE)
        ask(_MMAP_THRESHOLD, 256 * _MEGABYTE)
        ask(_TOP_PAD, 64 * _MEGABYTE)


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
