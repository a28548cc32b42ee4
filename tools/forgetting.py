"""Power cuts: what a run writes is recorded, and every disk that a cut could leave is made.

`python -m tools.forgetting` tries `release`, `import` and `bundle` whole, and writes the figures in
docs/reliability.md; tests/test_forgotten.py tries some of each.

The model forgets more than file systems do. Of a file's bytes only what was forced to the disk is
sure: of the rest nothing, the first half or all may be there. Of names only those are sure whose
folder was forced to the disk: of the rest any number from the first on (as a journal keeps them), all
but one, or just one (as none promises not to). After each change that a run makes, each such disk is
laid out, an ordinary run settles what lies there, and all must be old or new; after the last one, new.
"""

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path
from unittest.mock import patch

from aftalegen.build import disk
from aftalegen.build.act import settled
from tests.conftest import SmallProject
from tools.killing import Files, files, without_texts
from tools.reliability import record
from tools.trials import TRIALS, ready

Event = tuple[str, tuple[Path | bytes, ...]]
Entry = tuple[int, str]
"""A folder's number, and a name in it."""
Names = dict[Entry, int]
RECORDED = (
    "write_new",
    "append",
    "flush",
    "rename",
    "link",
    "make_folder",
    "remove",
    "remove_folder",
)
ROOT = 0


# --- recording --------------------------------------------------------------------------------


@contextmanager
def recording(events: list[Event]) -> Iterator[None]:
    """Everything that goes through the door is written down, in its order."""
    real = {name: getattr(disk, name) for name in RECORDED}

    def told(name: str, *given: Path | bytes | int) -> None:
        real[name](*given)
        kept = tuple(one.absolute() if isinstance(one, Path) else one for one in given[:2])
        events.append((name, tuple(one for one in kept if not isinstance(one, int))))

    try:
        for name in RECORDED:
            setattr(disk, name, partial(told, name))
        yield
    finally:
        for name, function in real.items():
            setattr(disk, name, function)


# --- the disk ---------------------------------------------------------------------------------


@dataclass
class Disk:
    """A folder as programs see it, and how much of that is sure to be there after a power cut."""

    root: Path
    names: Names = field(default_factory=dict)
    bytes: dict[int, bytes] = field(default_factory=dict)
    folders: set[int] = field(default_factory=lambda: {ROOT})
    sure_names: Names = field(default_factory=dict)
    sure_bytes: dict[int, bytes] = field(default_factory=dict)
    pending: list[dict[Entry, int | None]] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    @classmethod
    def of(cls, root: Path) -> "Disk":
        """What lies in a folder, all of it sure."""
        found = cls(root)
        for path in sorted(root.rglob("*")):
            number = next(found.numbers)
            found.names[found.entry(path)] = number
            if path.is_dir():
                found.folders.add(number)
            else:
                found.bytes[number] = path.read_bytes()
        found.sure_names, found.sure_bytes = dict(found.names), dict(found.bytes)
        return found

    def entry(self, path: Path) -> Entry:
        at, parts = ROOT, path.relative_to(self.root).parts
        for part in parts[:-1]:
            at = self.names[at, part]
        return at, parts[-1]

    def number(self, path: Path) -> int | None:
        return ROOT if path == self.root else self.names.get(self.entry(path))

    def apply(self, event: Event) -> None:
        name, (path, *more) = event
        assert isinstance(path, Path)
        if not path.is_relative_to(self.root):
            return  # the secret of this machine, and the lock's own folder
        new = more[0] if more else None
        if name in ("write_new", "append"):
            assert isinstance(new, bytes)
            self._write(path, new)
        elif name == "flush":
            self._flush(self.number(path))
        elif name == "make_folder":
            number = next(self.numbers)
            self.folders.add(number)
            self._rename({self.entry(path): number})
        elif isinstance(new, Path):
            gone = {self.entry(path): None} if name == "rename" else {}
            self._rename({**gone, self.entry(new): self.number(path)})
        elif self.number(path) is not None:  # the lock is not written through the door
            self._rename({self.entry(path): None})

    def _write(self, path: Path, data: bytes) -> None:
        number = self.number(path)
        if number is None:
            number = next(self.numbers)
            self._rename({self.entry(path): number})
        self.bytes[number] = self.bytes.get(number, b"") + data

    def _rename(self, change: dict[Entry, int | None]) -> None:
        self.pending.append(change)
        _change(self.names, change)

    def _flush(self, number: int | None) -> None:
        if number in self.bytes:
            self.sure_bytes[number] = self.bytes[number]
            return
        for change in [one for one in self.pending if any(at == number for at, _name in one)]:
            _change(self.sure_names, change)
            self.pending.remove(change)

    def after_a_cut(self) -> Iterator[Files]:
        """All that may be found, by name in the folder."""
        known = set()
        for names in self._names_after():
            for kept in (lambda _data: b"", lambda data: data[: len(data) // 2], lambda data: data):
                found = dict(self._laid(names, ROOT, "", kept))
                key = hash(tuple(sorted(found.items())))
                if key not in known:
                    known.add(key)
                    yield found

    def _names_after(self) -> Iterator[Names]:
        number = len(self.pending)
        chosen = [self.pending[:n] for n in range(number + 1)]
        chosen += [self.pending[:n] + self.pending[n + 1 :] for n in range(number)]
        chosen += [[one] for one in self.pending]
        for changes in chosen:
            names = dict(self.sure_names)
            for change in changes:
                _change(names, change)
            yield names

    def _laid(
        self, names: Names, folder: int, before: str, kept: Callable[[bytes], bytes]
    ) -> Iterator[tuple[str, bytes]]:
        for (at, name), number in names.items():
            if at == folder and number in self.folders:
                yield f"{before}{name}/", b""
                yield from self._laid(names, number, f"{before}{name}/", kept)
            elif at == folder:
                yield f"{before}{name}", self._bytes(number, kept)

    def _bytes(self, number: int, kept: Callable[[bytes], bytes]) -> bytes:
        sure, now = self.sure_bytes.get(number), self.bytes[number]
        return now if sure == now else (sure or b"") + kept(now[len(sure or b"") :])


def _change(names: Names, change: dict[Entry, int | None]) -> None:
    for entry, number in change.items():
        if number is None:
            names.pop(entry, None)
        else:
            names[entry] = number


# --- trying -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tried:
    """How many changes a run made, and how many disks a power cut could have left."""

    changes: int
    disks: int


class Between(AssertionError):
    """A disk that is neither old nor new."""


def power_cuts(
    project: Path, run: Callable[[], object], every: int = 1, drop: Iterable[str] = ()
) -> Tried:
    """Cut the power after each change of a run (or every n-th); raises Between.

    With `drop`, the disk takes no notice of these: to see that the test would find it.
    """
    old, seen = Disk.of(project), files(project)
    events: list[Event] = []
    with recording(events):
        run()
    new, disks = files(project), 0
    for number, event in enumerate(events, 1):
        if event[0] not in set(drop):
            old.apply(event)
        last = number == len(events)
        if number % every and not last:
            continue
        for found in old.after_a_cut():
            disks += 1
            _lay(project, found)
            with patch.object(disk, "flush"):  # the cut has been; now it is only slow
                settled(project)
            now = files(project)
            asked = without_texts(now)
            if now != new if last else asked not in (without_texts(seen), without_texts(new)):
                raise Between(
                    f"after change {number}, {event[0]} {event[1][0]!s}: {_other(now, new)}"
                )
    return Tried(len(events), disks)


def _lay(project: Path, found: Files) -> None:
    shutil.rmtree(project)
    project.mkdir()
    for name in found:
        if name.endswith("/"):
            (project / name).mkdir(parents=True, exist_ok=True)
    for name, data in found.items():
        if not name.endswith("/"):
            (project / name).write_bytes(data)


def _other(now: Files, new: Files) -> Sequence[str]:
    return sorted(n for n in {*now, *new} if now.get(n) != new.get(n))[:5]


def main() -> int:
    for trial in TRIALS:
        if trial.command[0] not in ("release", "import", "bundle"):
            continue
        with tempfile.TemporaryDirectory() as place:
            project = SmallProject(Path(place) / "p")
            tried = power_cuts(project.folder, ready(trial, project))
        what = f"{tried.disks} disks that a power cut could leave, after {tried.changes} changes"
        record(
            f"power cuts in `{trial.title}`", f"{what}: all old or new, and new once it was done"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
