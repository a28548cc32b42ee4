"""Files on disk: whole or not at all, and never over what a person has edited.

What was written, and of what it was made, is remembered in
`.aftalegen-written.json` in the output folder: a file that differs from what we
wrote there has been edited since, and is kept aside under a new name. Of what a
file was made is believed only where this machine sealed it (`here`); what another
one wrote says no more than that a file was not edited since. The register is
written last, so a list of sums is written ahead: a run that is killed leaves
files that the next one knows as ours.
"""

import contextlib
import re
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from aftalegen.build import disk
from aftalegen.build.lock import locked
from aftalegen.build.made_of import Earlier, Inputs, sha256
from aftalegen.build.place import leads_out, real, require_output
from aftalegen.build.remembered import read_own, read_register, register_text
from aftalegen.build.unwritable import output_error
from aftalegen.build.whole import keep_own, put, remove_strays, remove_strays_below
from aftalegen.document.nodes import Field

REGISTER = ".aftalegen-written.json"
AHEAD = ".aftalegen-ahead"
"""The sums of the files that a run is about to write; gone when the run ends well."""

_AHEAD_LINE = re.compile(r"([0-9a-f]{64}) (.+)")


@dataclass(frozen=True, slots=True)
class Written:
    """What became of one file; `kept_aside` is where an edited one was moved to."""

    path: Path
    outcome: Literal["written", "unchanged"]
    kept_aside: Path | None = None


class OutputFolder:
    """A folder that files are written to, with its register of what was written.

    It is locked until it is closed, so that no other run writes there meanwhile.
    With `rewrite`, a file that already has the right bytes is written all the same.
    `is_from_elsewhere`: files in it are of another machine, and none of those is up to date.
    `is_remembered`: what was written is, once it is closed, so that the next run need not.
    Raises OutputError where the folder is in use or cannot be written to.
    """

    def __init__(self, folder: Path, *, rewrite: bool = False) -> None:
        self.folder = folder
        self.rewrite = rewrite
        self._open = ExitStack()
        self._open.enter_context(_writing_in(folder))
        self._root = real(folder)
        self._inside: dict[Path, bool] = {}
        self.is_remembered = True
        self._entries, self.is_from_elsewhere = read_register(folder / REGISTER)
        self._found = dict(self._entries)
        self._announced = False
        for name, hash in _read_ahead(folder / AHEAD):
            path = folder / name
            if self._holds(path) and path.is_file() and sha256(path.read_bytes()) == hash:
                self._entries[name] = Earlier(hash)

    def earlier(self, name: str) -> Earlier | None:
        """How a file was left and how it stands now; None for one that is neither."""
        path, entry = self.folder / name, self._entries.get(name)
        edited = Earlier("", state="edited")
        if not self._holds(path):
            return edited  # writing it tells what is wrong
        try:
            now = disk.bytes_at(path)
        except FileNotFoundError:
            return replace(entry, state="removed") if entry else None
        except OSError:
            return edited
        if is_empty(now):
            return Earlier("", state="empty")
        return entry if entry and entry.bytes == sha256(now) else edited

    def _holds(self, path: Path) -> bool:
        """Whether a file lies in the folder, also after links are followed."""
        if path.parent not in self._inside:
            self._inside[path.parent] = self._leads_in(path.parent)
        return self._inside[path.parent] and (not path.is_symlink() or self._leads_in(path))

    def _leads_in(self, path: Path) -> bool:
        try:
            return real(path).is_relative_to(self._root)
        except OSError:  # links in a circle
            return False

    def write(self, name: str, data: bytes, inputs: Inputs | None = None) -> Written:
        """Write one file; `name` is relative, with forward slashes. Raises OutputError."""
        path, entry = self.folder / name, self._entries.get(name)
        if not self._holds(path):
            raise leads_out(path)
        hash = sha256(data)
        try:
            before = disk.bytes_at(path) if path.exists() else None
            if before == data and not self.rewrite:
                self._entries[name] = Earlier(hash, inputs)
                return Written(path, "unchanged")
            aside = None
            ours = is_empty(before) or (entry and entry.bytes == sha256(before or b""))
            if before != data and not ours:
                aside = free_name(path)
            self._announce(name, hash)
            _replace(path, data, aside)
        except OSError as error:
            raise output_error(path, error) from error
        self._entries[name] = Earlier(hash, inputs)
        return Written(path, "written", aside)

    def _announce(self, name: str, hash: str) -> None:
        """Say what is about to be written, before it is: we may be killed before the register."""
        if not self._announced:
            disk.append(self.folder / AHEAD, b"\n")  # the last line may be torn
            self._announced = True
        disk.append(self.folder / AHEAD, f"{hash} {name}\n".encode())

    def left(self, name: str) -> Written:
        """A file that stands as it was written, and need not be written again."""
        return Written(self.folder / name, "unchanged")

    def withdraw(self, below: str, kept: Collection[str]) -> tuple[Path, ...]:
        """Remove files of ours below a folder that are no longer meant; the edited ones stay."""
        gone = []
        for name in [n for n in self._entries if n.startswith(f"{below}/") and n not in kept]:
            earlier = self.earlier(name)
            if earlier and earlier.state == "intact":
                try:
                    disk.remove(self.folder / name)
                except OSError as error:
                    raise output_error(self.folder / name, error) from error
                del self._entries[name]
                gone.append(self.folder / name)
        return tuple(gone)

    def saw(self, name: str, project: str, missing: tuple[Field, ...]) -> None:
        """Remember of what project a file that stands as it was written is made, and what lacks."""
        self._entries[name] = replace(self._entries[name], project=project, missing=missing)

    def close(self) -> None:
        """Write the register, if it says something new, and let others in. Raises OutputError."""
        path = self.folder / REGISTER
        with self._open:
            try:
                if self._entries != self._found:
                    text, self.is_remembered = register_text(self._entries)
                    keep_own(path, text.encode("utf-8", "replace"))
                with contextlib.suppress(FileNotFoundError):
                    disk.remove(self.folder / AHEAD)
            except OSError as error:
                raise output_error(path, error) from error


def _replace(path: Path, data: bytes, aside: Path | None) -> None:
    """Put bytes in a file; what is there is first moved aside, and comes back if that fails."""
    if aside is not None:
        disk.rename(path, aside)
        disk.flush(path.parent)
    try:
        put(path, data)
    except OSError:
        if aside is not None:
            disk.rename(aside, path)
        raise


def _read_ahead(path: Path) -> set[tuple[str, str]]:
    """The names and hashes that killed runs announced."""
    try:
        text = read_own(path).decode("utf-8", "replace")
    except OSError:
        return set()
    return {(m[2], m[1]) for line in text.split("\n") if (m := _AHEAD_LINE.fullmatch(line))}


@contextmanager
def _writing_in(folder: Path) -> Iterator[None]:
    """Alone in a folder, and what killed runs left in it is gone. Raises OutputError."""
    with ExitStack() as held:
        try:
            require_output(folder)
            held.enter_context(locked(folder))
        except OSError as error:
            raise output_error(folder, error) from error
        with contextlib.suppress(OSError):
            stopped = (folder / AHEAD).exists()
            (remove_strays_below if stopped else remove_strays)(folder)
        yield


def is_empty(data: bytes | None) -> bool:
    """Whether nothing is there that a person can have written: what a power cut leaves."""
    return data is None or not data.strip(b"\0")


def free_name(path: Path) -> Path:
    """A name beside the file that is not taken: 'x (rettet 1).docx'."""
    number = 1
    while (aside := path.with_name(f"{path.stem} (rettet {number}){path.suffix}")).exists():
        number += 1
    return aside
