"""Kills runs of the program, and says whether what is left is whole.

`python -m tools.killing 200` kills 200 times at random, and writes the figure
in docs/reliability.md. The same functions serve tests/test_killed.py.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from itertools import count
from pathlib import Path

from tests.conftest import ROOT, SmallProject
from tools.reliability import record

AT_STEP = """
import os, signal, sys
folder, step = sys.argv[1], int(sys.argv[2])
steps = 0

def stop(event, arguments):
    global steps
    changes = event.startswith(("os.", "shutil.")) or event == "open" and arguments[2] & 3
    if changes and any(folder in os.fsdecode(a) for a in arguments if isinstance(a, (str, bytes, os.PathLike))):
        steps += 1
        if steps == step:
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(stop)
from aftalegen.cli.app import main
sys.exit(main(sys.argv[3:]))
"""
"""A run that is killed before the n-th change it makes in a folder."""

Files = dict[str, bytes]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT / "src"), "AFTALEGEN_LANG": "en"}


def started(command: Sequence[str]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, *command], env=environment(),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def run(*arguments: str) -> tuple[int, str]:
    """A run that nobody disturbs: exit code, and all that it said."""
    process = started(["-m", "aftalegen", *arguments])
    out, err = process.communicate()
    return process.returncode, (out + err).decode()


def killed_at_step(folder: Path, step: int, arguments: Sequence[str]) -> bool:
    """Whether the run was killed; it ended by itself if it has fewer steps."""
    process = started(["-c", AT_STEP, str(folder), str(step), *arguments])
    _out, err = process.communicate()
    assert process.returncode in (0, -signal.SIGKILL), err.decode()
    return process.returncode != 0


def killed_after(seconds: float, arguments: Sequence[str]) -> bool:
    process = started(["-m", "aftalegen", *arguments])
    time.sleep(seconds)
    process.kill()
    _out, err = process.communicate()
    assert process.returncode in (0, -signal.SIGKILL), err.decode()
    return process.returncode != 0


def files(folder: Path) -> Files:
    """All files but those that the program keeps for itself."""
    return {
        p.relative_to(folder).as_posix(): p.read_bytes()
        for p in folder.rglob("*")
        if p.is_file() and "/.aftalegen-" not in f"/{p.relative_to(folder).as_posix()}"
    }


def own_files(folder: Path) -> set[str]:
    """What the program keeps for itself in a folder."""
    return {p.name for p in folder.rglob(".aftalegen-*")}


class TwoStates:
    """A project that is in one of two states, and what a batch makes of each."""

    def __init__(self, folder: Path, *command: str) -> None:
        self.project = SmallProject(folder / "projekt")
        self.output = folder / "projekt" / "output"
        self.command = [*command, "--project", str(self.project.folder)]
        self.amount = "1_234_000"
        self.made: list[Files] = []
        for _state in range(2):
            code, said = run(*self.command)
            assert code == 0, said
            self.made.append(files(self.output))
            self.change()
        run(*self.command)

    def change(self) -> None:
        other = "7_654_000" if self.amount == "1_234_000" else "1_234_000"
        for whole in (self.amount, self.amount.replace("_", "")):  # and the one part of it
            part = other if "_" in whole else other.replace("_", "")
            self.project.change("data/municipalities/nordby.yaml", whole, part)
        self.amount = other

    def torn(self) -> list[str]:
        """The files that are neither as the one state has them nor as the other."""
        return [n for n, d in files(self.output).items() if d not in (m.get(n) for m in self.made)]

    def kill_and_mend(self, kill: Callable[[], bool]) -> bool:
        """Kill a run that makes the other state; build the one of before; all must be as it was."""
        before = files(self.output)
        self.change()
        killed = kill()
        assert self.torn() == []
        self.change()
        code, said = run(*self.command)
        assert code == 0, said
        assert files(self.output) == before
        assert own_files(self.output) <= {".aftalegen-written.json"}
        return killed


class Releases:
    """A project whose one edition is released again and again."""

    def __init__(self, folder: Path) -> None:
        self.project = SmallProject(folder / "projekt")
        self.output = folder / "projekt" / "editions"
        self.command = [*RELEASE, "--project", str(self.project.folder)]
        code, said = run(*self.command)
        assert code == 0, said
        self.whole = files(self.output)

    def kill_and_mend(self, kill: Callable[[], bool]) -> bool:
        """Kill a release; there is all of it or nothing, and the next one makes it so."""
        shutil.rmtree(self.output)
        killed = kill()
        there = files(self.output)
        assert there in ({}, self.whole)
        code, said = run(*self.command)
        assert code == (4 if there else 0), said
        assert "error[edition-exists]" in said if there else True
        if not there:
            assert own_files(self.output) == set()
        assert files(self.output) == self.whole
        return killed


RELEASE = ("release", "midtbundt", "--edition", "V20260319", "--draft", "--jobs", "1")
BUILD = ("build", "--format", "docx,txt,json", "--jobs", "1")
BATCH = ("build", "--format", "docx,txt", "--jobs", "2", "--full")
BUNDLE = ("bundle", "midtbundt", "--zip", "--jobs", "1")


def kills_at_random(states: TwoStates | Releases, times: int, seed: int) -> int:
    """So many kills at random times; returns how many hit a run that was going on."""
    chance = random.Random(seed)
    if isinstance(states, Releases):
        shutil.rmtree(states.output)
    begun = time.monotonic()
    run(*states.command)
    lasts = time.monotonic() - begun
    return sum(
        states.kill_and_mend(lambda: killed_after(chance.uniform(0.1, lasts), states.command))
        for _number in range(times)
    )


def kills_at_each_step(states: TwoStates | Releases, every: int) -> int:
    """Kills before each change in the output folder (or every n-th); returns how many there were."""
    for number in count():
        step = 1 + number * every
        if not states.kill_and_mend(partial(killed_at_step, states.output, step, states.command)):
            return number
    raise AssertionError


def main() -> None:
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with tempfile.TemporaryDirectory() as place:
        batch = TwoStates(Path(place) / "batch", *BATCH)
        hit = kills_at_random(batch, times, random.randrange(10**6))
        what = f"{times} kills of a batch in two processes, {hit} while it ran: 0 torn"
        record("kills at random", what)
        hit = kills_at_random(Releases(Path(place) / "a"), times, random.randrange(10**6))
        record("kills of a release", f"{times} kills at random, {hit} while it ran: 0 torn")
        steps = {
            "build": TwoStates(Path(place) / "build", *BUILD),
            "bundle": TwoStates(Path(place) / "bundle", *BUNDLE),
            "release": Releases(Path(place) / "release"),
        }
        for name, states in steps.items():
            found = kills_at_each_step(states, 1)
            record(f"kills of `{name}`", f"{found} kills, one before each change: 0 torn")


if __name__ == "__main__":
    main()
