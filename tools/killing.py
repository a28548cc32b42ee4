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
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path

from tests.conftest import ROOT, SmallProject
from tools.reliability import record

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
    """All files but those that the program keeps for itself."""
    return {
        p.relative_to(folder).as_posix(): p.read_bytes()
        for p in folder.rglob("*")
        if p.is_file() and "/.aftalegen-" not in f"/{p.relative_to(folder).as_posix()}"
    }


def own_files(folder: Path) -> set[str]:
    """What the program keeps for itself in a folder."""
    return {p.name for p in folder.rglob(".aftalegen-*")}


# --- a run in a process of its own, forked from this one, which knows the program already -------

CHANGES = ("write_new", "append", "flush", "rename", "link", "make_folder", "remove",
           "remove_folder", "make_like")  # fmt: skip


def kill_at(step: int, count: Callable[[], None] | None = None) -> None:
    """Have this process killed before its n-th change of the disk; a file's bytes half written."""
    from aftalegen.build import disk

    steps = 0

    def watched(real: Callable[..., None], *given: object) -> None:
        nonlocal steps
        steps += 1
        if count is not None:
            count()
        if steps == step:
            if real.__name__ == "write_new" and step % 2:
                path, data = given[:2]
                assert isinstance(data, bytes)
                real(path, data[: len(data) // 2])
            os.kill(os.getpid(), signal.SIGKILL)
        real(*given)

    for name in CHANGES:
        setattr(disk, name, partial(watched, getattr(disk, name)))


def forked(arguments: Sequence[str], before: Callable[[], None] = lambda: None) -> int:
    """Start a run in a process group of its own, after something else there; its number."""
    child = os.fork()
    if child:
        return child
    code = 70
    try:
        os.setsid()
        said = os.open(os.devnull, os.O_RDWR)
        for stream in range(3):
            os.dup2(said, stream)
        os.environ |= {"AFTALEGEN_LANG": "en", "PYTHONPATH": str(ROOT / "src")}
        before()
        from aftalegen.cli.app import main

        code = main(list(arguments))
    finally:
        os._exit(code)


def ended(child: int) -> int | None:
    """The exit code of a run; None where it was killed."""
    _child, status = os.waitpid(child, 0)
    return None if os.WIFSIGNALED(status) else os.waitstatus_to_exitcode(status)


def quietly(*arguments: str) -> int:
    code = ended(forked(arguments))
    assert code is not None
    return code


def warm() -> None:
    """Import what each run needs; not typst, whose threads a fork would lose."""
    from aftalegen.cli.commands import command_names, module_of

    for name in command_names():
        import_module(f"aftalegen.cli.{module_of(name)}")
    for name in (
        "docx",
        "openpyxl",
        "lxml.etree",
        "aftalegen.writers.word",
        "aftalegen.writers.sheet",
    ):
        import_module(name)
    assert "typst" not in sys.modules


# --- what is killed ---------------------------------------------------------------------------

EDITION = ("--edition", "V20260319", "--draft", "--jobs", "1")
RELEASE = ("release", "midtbundt", *EDITION)
NORDBY = "data/municipalities/nordby.yaml"
NOTE = b"en note, som et menneske har skrevet"


@dataclass(frozen=True)
class Trial:
    """A command, what was run before it, and what of it a person thinks of as one act."""

    command: tuple[str, ...]
    earlier: tuple[tuple[str, ...], ...] = ()
    prepared: Callable[[SmallProject], None] = lambda _project: None
    then: Callable[[SmallProject], None] = lambda _project: None
    act: bool = False
    again: tuple[int, ...] = (0,)
    said: tuple[int, ...] = (0,)
    name: str = ""

    @property
    def title(self) -> str:
        return self.name or self.command[0]


def _other_amount(project: SmallProject) -> None:
    text = (project.folder / NORDBY).read_text(encoding="utf-8")
    project.write(NORDBY, text.replace("1_234_000", "7_654_000").replace("1234000", "7654000"))


def _edited(project: SmallProject) -> None:
    _other_amount(project)
    (project.folder / "output/midtbundt/Aftale Nordby.txt").write_bytes(NOTE)


def _edited_schema(project: SmallProject) -> None:
    for name in ("law", "task"):
        (project.folder / f"schemas/{name}.schema.json").write_bytes(b'{"mit": "eget"}')
    (project.folder / "schemas/bundle.schema.json").unlink()


def _workbook(project: SmallProject) -> None:
    from aftalegen.writers.sheet import Table, tables_xlsx

    head = [("Kommune", 10), ("Opgave", 10), ("Ramme (kr.)", 10)]
    rows = [("Nordby", "forebyggelse", 2_000_000), ("Sønderå", "forebyggelse", 3_000_000)]
    data = tables_xlsx([Table("Rammer", head, rows)], "test", "2026-01-01")
    (project.folder / "budgets.xlsx").write_bytes(data)


def _approvals(project: SmallProject) -> None:
    for name in ("nordby", "soenderaa"):
        file = f"data/municipalities/{name}.yaml"
        project.change(file, "    local:\n", (
            "    approvals:\n      - {body: Rådet, date: 2026-03-17, outcome: noted, source: sagen}\n"
            "    local:\n"))  # fmt: skip


def _key(project: SmallProject) -> None:
    command = ("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f")
    subprocess.run([*command, project.folder.parent / "key"], check=True)


def _folder(project: SmallProject) -> None:
    (project.folder / "ny").mkdir()


TXT = ("--format", "docx,txt,json", "--jobs", "1")
BUILT = (("build", *TXT),)
RELEASED = (RELEASE,)
IMPORT = ("import", "budgets.xlsx", "--write")
BUNDLE = ("bundle", "midtbundt", "--zip", "--jobs", "1")
REPORT = ("--out", "output/rapport")
TRIALS = (
    Trial(("init", "ny"), act=True),
    Trial(("init", "ny"), prepared=_folder, act=True, name="init, in a folder"),
    Trial(("build", *TXT)),
    Trial(("build", *TXT), BUILT, then=_edited, name="build, over an edited file"),
    Trial(("build", "--format", "docx,txt", "--jobs", "2", "--full"), BUILT, then=_other_amount,
          name="build, in processes"),
    Trial(("addendum", "--from", "V20260319", "--format", "docx"), RELEASED, then=_other_amount),
    Trial(("redline", "--format", "docx", "--jobs", "1"), RELEASED, then=_other_amount),
    Trial(("deviations", "--format", "xlsx")),
    Trial(("status", "--output", "csv", "--out", "output/status.csv")),
    Trial(("approval", "--move", "--write"), prepared=_approvals, act=True),
    Trial(RELEASE, act=True, again=(0, 4)),
    Trial(("sign", "editions/midtbundt/V20260319", "--key", "../key"), RELEASED, prepared=_key,
          act=True),
    Trial(("rebuild", "midtbundt", "--edition", "V20260319", "--format", "docx"), RELEASED),
    Trial(BUNDLE, act=True, name="bundle"),
    Trial(BUNDLE, (BUNDLE,), then=_other_amount, act=True, name="bundle, over an earlier one"),
    Trial(("overview", "midtbundt"), BUILT),
    Trial(("check", "--select", "data", "--output", "sarif", "--out", "output/fund.sarif")),
    Trial(IMPORT, prepared=_workbook, act=True),
    Trial(("import", "--undo"), (IMPORT,), prepared=_workbook, act=True, again=(0, 2),
          name="import --undo"),
    Trial(("export",)),
    Trial(("schema",), act=True),
    Trial(("schema",), (("schema",),), then=_edited_schema, act=True, name="schema, over edited ones"),
)  # fmt: skip


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
        code = ended(forked(self._arguments(*trial.command), watching))
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

    def _arguments(self, *command: str) -> list[str]:
        """The command, on files of this project."""
        in_it = [str(self.folder / c) if c in ("ny", "budgets.xlsx", "../key") or c.startswith(
                 ("output/", "editions/")) else c for c in command]  # fmt: skip
        return in_it if command[0] in ("init", "sign") else [*in_it, "--project", str(self.folder)]

    def _run(self, *command: str) -> int:
        return quietly(*self._arguments(*command))

    def before_step(self, step: int) -> None:
        self._once(
            lambda: ended(forked(self._arguments(*self.trial.command), partial(kill_at, step)))
        )

    def at_random(self, chance: random.Random) -> None:
        seconds, all_of_it = chance.uniform(0, self.lasts), chance.random() < 0.3

        def kill() -> int | None:
            child = forked(self._arguments(*self.trial.command))
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
                assert then in (self.old, self.new), (self.trial.title, "half an act")
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


def main() -> None:
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(10**6)
    warm()
    total: Counter[str] = Counter()
    for number, trial in enumerate(TRIALS):
        share = times // len(TRIALS) + (number < times % len(TRIALS))
        with tempfile.TemporaryDirectory() as place:
            os.environ["XDG_STATE_HOME"] = f"{place}/state"
            found = kills(trial, share, Path(place), random.Random(seed + number))
        count, total = found.count, total + found.count
        record(f"kills of `{trial.title}`", told(count) + f", {found.steps} changes in a run")
    record("kills of all that write", told(total))


def told(count: Counter[str]) -> str:
    return (
        f"{count['kills']} kills, {count['hit']} while it ran: 0 torn, 0 lost, {count['half']} between"
        f" old and new till the next run, 0 after it; {count['workers left']} processes left"
    )


if __name__ == "__main__":
    main()
