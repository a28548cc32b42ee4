"""Whole processes: wall time from start to end, and the peak memory of each."""

import contextlib
import os
import shutil
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
SAMPLE_EACH = 0.02


@dataclass(frozen=True, slots=True)
class Measured:
    """One run. `peaks` are megabytes: of the process that was started, then of its own."""

    seconds: float
    peaks: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """A command to measure; `before` makes its place ready and is not measured.

    `may_end` are the exit codes with which it has done its work.
    """

    name: str
    command: Sequence[str]
    before: Callable[[], None] = lambda: None
    after: Callable[[], None] = lambda: None
    may_end: tuple[int, ...] = (0,)


def side_by_side(cases: Sequence[Case], runs: int) -> dict[str, float]:
    """The median seconds of each case; the cases take turns, so that a busy moment hits all."""
    found: dict[str, list[float]] = {case.name: [] for case in cases}
    for _ in range(runs):
        for case in cases:
            case.before()
            found[case.name].append(run(case.command, may_end=case.may_end).seconds)
            case.after()
    return {name: statistics.median(seconds) for name, seconds in found.items()}


def run(
    command: Sequence[str], *, memory: bool = False, may_end: tuple[int, ...] = (0,)
) -> Measured:
    """Run a command to its end; a failure ends the benchmark with what it said."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    # As where it is installed: modules are compiled once, and what is printed waits in a buffer.
    for setting in ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"):
        environment.pop(setting, None)
    started = time.perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment
    )
    peaks: dict[int, float] = {}
    stop = threading.Event()
    sampler = threading.Thread(target=_sample, args=(process.pid, peaks, stop))
    if memory and sys.platform == "linux":
        sampler.start()
    said = process.communicate()[1]
    seconds = time.perf_counter() - started
    stop.set()
    if sampler.is_alive():
        sampler.join()
    if process.returncode not in may_end:
        raise SystemExit(f"{' '.join(command)}\n{said.decode(errors='replace')}")
    first = peaks.pop(process.pid, None)
    rest = sorted(peaks.values(), reverse=True)
    return Measured(seconds, () if first is None else (first, *rest))


def empty(folder: Path) -> None:
    """An empty folder in place of what was there."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)


def expect(folder: Path, ending: str, count: int) -> None:
    """Nobody is fast by making less."""
    there = [path for path in folder.rglob(f"*.{ending}") if path.stat().st_size]
    if len(there) != count:
        raise SystemExit(f"{count} {ending} expected, {len(there)} found")


def _sample(pid: int, peaks: dict[int, float], stop: threading.Event) -> None:
    while not stop.wait(SAMPLE_EACH):
        for one in _tree(pid):
            with contextlib.suppress(OSError, ValueError, IndexError):
                status = Path(f"/proc/{one}/status").read_text()
                kilobytes = int(status.split("VmHWM:")[1].split()[0])
                peaks[one] = max(peaks.get(one, 0), kilobytes / 1024)


def _tree(pid: int) -> list[int]:
    """A process and all below it."""
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        below = [int(c) for task in tasks for c in (task / "children").read_text().split()]
    except OSError:
        return [pid]
    return [pid, *(one for child in below for one in _tree(child))]
