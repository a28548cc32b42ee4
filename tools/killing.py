"""Kills runs of every command that writes, and says whether what is left is whole.

`python -m tools.killing 2000` kills so many times, half of them before a change that the run is
about to make (`aftalegen.build.disk` is the one door for those), half at random times, and writes the
figures in docs/reliability.md. The same functions serve tests/test_killed.py.

After each kill: every file is the old one or the new one, what a person wrote is there; another
command finishes what was begun, or takes it back; the same command again gives what a run that
nobody disturbed gives, and nothing is left of the killed one.
"""

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from aftalegen.build.sent_texts import FOLDER
from tests.conftest import ROOT, SmallProject
from tools.forking import ended, forked, kill_at, quietly, warm
from tools.reliability import PAGE, record
from tools.trials import NOTE, TRIALS, Trial, in_project

Files = dict[str, bytes]
Steps = Callable[[int], None]


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


def files(folder: Path) -> Files:
    """All files but those that the program keeps for itself; of these the texts that went out."""
    return {
        p.relative_to(folder).as_posix(): p.read_bytes()
        for p in folder.rglob("*")
        if p.is_file() and _is_looked_at(f"/{p.relative_to(folder).as_posix()}")
    }


def _is_looked_at(path: str) -> bool:
    return "/.aftalegen-" not in path.removeprefix(f"/{FOLDER}")


def without_texts(found: Files) -> Files:
    """A text that is kept before it goes out is no part of what a person asked for."""
    return {name: data for name, data in found.items() if not name.startswith(FOLDER)}


def own_files(folder: Path) -> set[str]:
    """What the program keeps for itself in a folder."""
    return {p.name for p in folder.rglob(".aftalegen-*")}


# --- killing ----------------------------------------------------------------------------------


class Killed:
    """A command that is killed again and again in a project that is as it was each time."""

    def __init__(self, trial: Trial, folder: Path) -> None:
        self.trial, self.folder, self.count = trial, folder / "p", Counter[str]()
        project = SmallProject(folder / "old")
        trial.prepared(project)
        self._laid(folder / "old")
        for command in trial.earlier:
            assert self._run(*command) in (0, 1), command
        trial.then(SmallProject_at(self.folder))
        for name in (
            "note.txt",
            "output/note.txt",
            "editions/note.txt",
            "output/midtbundt/note.txt",
        ):
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(NOTE)
        self.start = folder / "start"
        shutil.rmtree(folder / "old")
        shutil.copytree(self.folder, self.start)
        self.old = files(self.start)
        begun = time.monotonic()
        read, write = os.pipe()
        watching = partial(kill_at, -1, lambda: os.write(write, b".") and None)
        code = ended(forked(in_project(self.folder, trial.command), watching))
        self.lasts = time.monotonic() - begun
        os.close(write)
        with os.fdopen(read, "rb") as told:
            self.steps = len(told.read())
        assert code in trial.said, (trial.title, code)
        self.new, self.own = files(self.folder), own_files(self.folder)
        assert self.new != self.old, trial.title

    def _laid(self, start: Path) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(start, self.folder)

    def _run(self, *command: str) -> int:
        return quietly(*in_project(self.folder, command))

    def before_step(self, step: int) -> None:
        self._once(
            lambda: ended(
                forked(in_project(self.folder, self.trial.command), partial(kill_at, step))
            )
        )

    def at_random(self, chance: random.Random) -> None:
        seconds, all_of_it = chance.uniform(0, self.lasts), chance.random() < 0.3

        def kill() -> int | None:
            child = forked(in_project(self.folder, self.trial.command))
            time.sleep(seconds)
            (os.killpg if all_of_it and os.getpgid(child) == child else os.kill)(
                child, signal.SIGKILL
            )
            code = ended(child)
            self.count["workers left"] += _left(child)
            return code

        self._once(kill)

    def _once(self, kill: Callable[[], int | None]) -> None:
        self._laid(self.start)
        self.count["kills"] += 1
        self.count["hit"] += kill() is None
        now = files(self.folder)
        for name, data in now.items():
            assert data in (self.old.get(name), self.new.get(name)), (self.trial.title, name)
        assert all(now[name] == NOTE for name in self.old if name.endswith("note.txt"))
        self.count["half"] += now not in (self.old, self.new)
        if self.count["kills"] % 2 and self.trial.command[0] != "init":
            assert self._run("fields", "aftale") in (0, 1, 2)  # whatever comes next
            then = files(self.folder)
            if self.trial.act:
                whole = [without_texts(one) for one in (self.old, self.new)]
                assert without_texts(then) in whole, (self.trial.title, "half an act")
        code = self._run(*self.trial.command)
        assert code in {*self.trial.again, *self.trial.said}, (self.trial.title, code)
        assert files(self.folder) == self.new, (self.trial.title, "differs from an undisturbed run")
        assert own_files(self.folder) == self.own, (
            self.trial.title,
            own_files(self.folder) - self.own,
        )


def SmallProject_at(folder: Path) -> SmallProject:  # noqa: N802
    project = object.__new__(SmallProject)
    project.folder = folder
    return project


def _left(group: int) -> int:
    """How many processes of a killed run go on; they have some seconds to see that it is gone."""
    end = time.monotonic() + 20
    while time.monotonic() < end:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return 0
        time.sleep(0.02)
    os.killpg(group, signal.SIGKILL)
    return 1


def kills(trial: Trial, times: int, folder: Path, chance: random.Random) -> Killed:
    """So many kills of a command: before changes that lie evenly in the run, and at random."""
    killed = Killed(trial, folder)
    at_steps = min(killed.steps, (times + 1) // 2)
    for number in range(at_steps):
        killed.before_step(1 + number * killed.steps // at_steps)
    for _number in range(times - at_steps):
        killed.at_random(chance)
    return killed


FEW = 50
"""The figures of fewer kills of a command are not written down."""


def main() -> int:
    """`[TIMES [SEED [TRIAL …]]]`."""
    times, seed, *only = (
        *sys.argv[1:],
        *("2000", str(random.randrange(10**6)))[len(sys.argv) - 1 :],
    )
    trials = [trial for trial in TRIALS if not only or trial.title in only]
    warm()
    faults = 0
    for number, trial in enumerate(trials):
        share = int(times) // len(trials) + (number < int(times) % len(trials))
        with tempfile.TemporaryDirectory() as place:
            os.environ["XDG_STATE_HOME"] = f"{place}/state"
            try:
                found = kills(trial, share, Path(place), random.Random(int(seed) + number))
            except AssertionError as fault:
                print(f"{trial.title}: {fault}", file=sys.stderr, flush=True)
                faults += 1
                continue
        if share >= FEW:
            record(f"kills of `{trial.title}`", told(found.count))
    if int(times) >= FEW * len(trials):
        record("kills of all that write", told(Counter(all_told())))
    return 1 if faults else 0


COUNTS = ("kills", "hit", "half", "workers left")
TOLD = (
    "{} kills, {} while it ran: 0 torn, 0 lost, {} between old and new till the next run and 0 after "
    "it, {} processes left"
)


def told(count: Counter[str]) -> str:
    return TOLD.format(*(count[name] for name in COUNTS))


def all_told() -> dict[str, int]:
    """The figures of all commands together, as they stand on the page."""
    row = r"^\| kills of `[^|]*\| " + TOLD.replace("{}", r"(\d+)")
    rows = re.findall(row, PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    return {name: sum(int(one[n]) for one in rows) for n, name in enumerate(COUNTS)}


if __name__ == "__main__":
    sys.exit(main())
