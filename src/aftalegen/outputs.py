"""Files on disk: whole or not at all, and never over what a person has edited.

What was written is remembered in `.aftalegen-written.json` in the output
folder: a file that differs from what we wrote there has been edited since, and
is kept aside under a new name.
"""

import contextlib
import hashlib
import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from aftalegen.errors import OutputError
from aftalegen.language import _

REGISTER = ".aftalegen-written.json"


@dataclass(frozen=True, slots=True)
class Written:
    """What became of one file; `kept_aside` is where an edited one was moved to."""

    path: Path
    outcome: Literal["written", "unchanged"]
    kept_aside: Path | None = None


class OutputFolder:
    """A folder that files are written to, with its register of what was written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._hashes = self._read_register()

    def _read_register(self) -> dict[str, str]:
        try:
            found = json.loads((self.folder / REGISTER).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def write(self, name: str, data: bytes) -> Written:
        """Write one file; `name` is relative, with forward slashes. Raises OutputError."""
        path = self.folder / name
        try:
            before = path.read_bytes() if path.exists() else None
            if before == data:
                self._hashes[name] = _hash(data)
                return Written(path, "unchanged")
            aside = None
            if before is not None and self._hashes.get(name) != _hash(before):
                aside = _free_name(path)
                path.rename(aside)
            try:
                write_whole(path, data)
            except OSError:
                if aside is not None:
                    aside.rename(path)  # nothing came in its place
                raise
        except OSError as error:
            raise _output_error(path, error) from error
        self._hashes[name] = _hash(data)
        return Written(path, "written", aside)

    def close(self) -> None:
        """Write the register. Raises OutputError."""
        path = self.folder / REGISTER
        text = json.dumps(self._hashes, ensure_ascii=False, indent=0, sort_keys=True)
        try:
            write_whole(path, text.encode())
        except OSError as error:
            raise _output_error(path, error) from error


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


def _umask() -> int:
    """The process's file mode mask; mkstemp would leave files that only their owner may read."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _free_name(path: Path) -> Path:
    """A name beside the file that is not taken: 'x (rettet 1).docx'."""
    number = 1
    while (aside := path.with_name(f"{path.stem} (rettet {number}){path.suffix}")).exists():
        number += 1
    return aside


def _output_error(path: Path, error: OSError) -> OutputError:
    locked = isinstance(error, PermissionError)
    hint = (
        _("close the file if it is open in Word, and see that you may write in the folder")
        if locked
        else _("see that the folder exists, has room and may be written to")
    )
    why = error.strerror or str(error)
    message = _("{file} could not be written: {why}").format(file=path, why=why)
    return OutputError("not-written", message, None, hint)
