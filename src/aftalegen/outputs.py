"""Files on disk: whole or not at all, and never over what a person has edited.

What was written, and of what it was made, is remembered in
`.aftalegen-written.json` in the output folder: a file that differs from what we
wrote there has been edited since, and is kept aside under a new name.
"""

import contextlib
import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from aftalegen.changes import Earlier, Inputs, sha256
from aftalegen.errors import OutputError
from aftalegen.language import _

REGISTER = ".aftalegen-written.json"


@dataclass(frozen=True, slots=True)
class Written:
    """What became of one file; `kept_aside` is where an edited one was moved to."""

    path: Path
    outcome: Literal["written", "unchanged"]
    kept_aside: Path | None = None


@dataclass(frozen=True, slots=True)
class _Entry:
    """What the register knows of a file: the hash of its bytes, and what they were made of."""

    bytes: str
    inputs: Inputs | None = None


class OutputFolder:
    """A folder that files are written to, with its register of what was written.

    With `rewrite`, a file that already has the right bytes is written all the same.
    """

    def __init__(self, folder: Path, *, rewrite: bool = False) -> None:
        self.folder = folder
        self.rewrite = rewrite
        self._entries = _read_register(folder / REGISTER)

    def earlier(self, name: str) -> Earlier | None:
        """How a file was left and how it stands now; None for one that is neither."""
        path, entry = self.folder / name, self._entries.get(name)
        try:
            now = sha256(path.read_bytes())
        except FileNotFoundError:
            return Earlier(entry.inputs, "removed") if entry else None
        except OSError:
            return Earlier(None, "edited")  # writing it tells what is wrong
        if entry is None:
            return Earlier(None, "edited")
        return Earlier(entry.inputs, "intact" if entry.bytes == now else "edited")

    def write(self, name: str, data: bytes, inputs: Inputs | None = None) -> Written:
        """Write one file; `name` is relative, with forward slashes. Raises OutputError."""
        path = self.folder / name
        entry = self._entries.get(name)
        try:
            before = path.read_bytes() if path.exists() else None
            if before == data and not self.rewrite:
                self._entries[name] = _Entry(sha256(data), inputs)
                return Written(path, "unchanged")
            aside = None
            ours = before is None or (entry is not None and entry.bytes == sha256(before))
            if before != data and not ours:
                aside = _free_name(path)
                path.rename(aside)
            try:
                write_whole(path, data)
            except OSError:
                if aside is not None:
                    aside.rename(path)  # nothing came in its place
                raise
        except OSError as error:
            raise output_error(path, error) from error
        self._entries[name] = _Entry(sha256(data), inputs)
        return Written(path, "written", aside)

    def left(self, name: str) -> Written:
        """A file that stands as it was written, and need not be written again."""
        return Written(self.folder / name, "unchanged")

    def close(self) -> None:
        """Write the register. Raises OutputError."""
        path = self.folder / REGISTER
        entries = {name: asdict(entry) for name, entry in self._entries.items()}
        text = json.dumps(entries, ensure_ascii=False, indent=0, sort_keys=True)
        try:
            write_whole(path, text.encode())
        except OSError as error:
            raise output_error(path, error) from error


def _read_register(path: Path) -> dict[str, _Entry]:
    """The entries of a register; one that cannot be understood is as if it were not there."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {name: entry for name, value in found.items() if (entry := _entry(value))}


def _entry(value: Any) -> _Entry | None:
    """An entry as it stands in the register; until 0.1.0 that was the hash of the bytes only."""
    if isinstance(value, str):
        return _Entry(value)
    try:
        inputs = value["inputs"]
        return _Entry(value["bytes"], Inputs(**inputs) if inputs else None)
    except (KeyError, TypeError):
        return None


def write_whole(path: Path, data: bytes) -> None:
    """Put bytes in a file in one step: a temporary file beside it, then a rename."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".aftalegen-", suffix=".tmp", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


def write_all(files: Mapping[Path, bytes]) -> None:
    """Put bytes in several files that exist: all of them, or none. Raises OutputError."""
    before: dict[Path, bytes] = {}
    try:
        for path, data in files.items():
            before[path] = path.read_bytes()
            write_whole(path, data)
    except BaseException as error:
        for path, data in before.items():
            with contextlib.suppress(OSError):
                if path.read_bytes() != data:
                    write_whole(path, data)
        if isinstance(error, OSError):
            raise output_error(path, error) from error
        raise


def _umask() -> int:
    """The process's file mode mask; mkstemp would leave files that only their owner may read."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def _free_name(path: Path) -> Path:
    """A name beside the file that is not taken: 'x (rettet 1).docx'."""
    number = 1
    while (aside := path.with_name(f"{path.stem} (rettet {number}){path.suffix}")).exists():
        number += 1
    return aside


def output_error(path: Path, error: OSError) -> OutputError:
    """What the system said, as an error a person can act on."""
    locked = isinstance(error, PermissionError)
    hint = (
        _("close the file if it is open in Word, and see that you may write in the folder")
        if locked
        else _("see that the folder exists, has room and may be written to")
    )
    why = error.strerror or str(error)
    message = _("{file} could not be written: {why}").format(file=path, why=why)
    return OutputError("not-written", message, None, hint)
