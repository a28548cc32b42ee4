"""`python -m benchmarks.flushing`: what forcing to the disk costs, for docs/reliability.md.

Each command is run in this process, and the time in `disk.flush` is set against all its time.
"""

import contextlib
import io
import os
import tempfile
import time
from pathlib import Path

from aftalegen.build import disk
from aftalegen.cli.app import main as program
from tools.reliability import record


def commands(new: str) -> dict[str, tuple[str, ...]]:
    """What is measured, in its order."""
    return {
        "one annex": ("build", "norddjurs", "--jobs", "1", "--out", new),
        "all annexes": ("build", "--full"),
        "nothing changed": ("build",),
        "an edition": ("release", "midtjylland", "--edition", "V20260319", "--draft"),
        "a bundle with zip": ("bundle", "midtjylland", "--zip"),
    }


def share(*command: str) -> tuple[float, int]:
    """How much of a command's time goes with forcing to the disk, and how often it does."""
    spent, count, real = 0.0, 0, disk.flush

    def timed(path: Path) -> None:
        nonlocal spent, count
        begun = time.perf_counter()
        real(path)
        spent, count = spent + time.perf_counter() - begun, count + 1

    disk.flush = timed
    begun = time.perf_counter()
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            assert program(list(command)) == 0
    finally:
        disk.flush = real
    return spent / (time.perf_counter() - begun), count


def main() -> None:
    with tempfile.TemporaryDirectory() as place:
        os.environ["XDG_STATE_HOME"] = f"{place}/state"
        project = f"{place}/p"
        share("init", project)
        share("build", "norddjurs", "--project", project)  # keeps the secret of the machine
        (Path(place) / "new").mkdir()
        found = {
            name: share(*command, "--project", project)
            for name, command in commands(f"{place}/new").items()
        }
    said = ", ".join(f"{name} {of:.1%} ({times} times)" for name, (of, times) in found.items())
    record("time that goes with forcing to the disk", said)


if __name__ == "__main__":
    main()
