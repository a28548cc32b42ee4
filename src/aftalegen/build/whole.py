"""Files and folders in one step: whole or not at all, and no stray after the next run.

Everything that is written goes through here, under the lock of its folder.
"""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from aftalegen.build.lock import locked

_TEMPORARY, _NEW, _OLD = ".aftalegen-*.tmp", ".aftalegen-new ", ".aftalegen-old "


def write_whole(path: Path, data: bytes) -> None:
    """Put bytes in a file in one step, alone in its folder.

    Raises OSError, and OutputError where another run holds the folder.
    """
    with locked(path.parent):
        remove_strays(path.parent)
        put(path, data)


def write_folder_whole(folder: Path, files: Mapping[str, bytes]) -> None:
    """Put files in a folder in one step; a folder that is there is replaced. Raises OSError.

    A run that is killed between the two renames leaves the earlier folder
    beside; `remove_strays` puts it back.
    """
    with locked(folder.parent):
        remove_strays(folder.parent)
        new = folder.with_name(f"{_NEW}{folder.name}")
        old = folder.with_name(f"{_OLD}{folder.name}")
        try:
            new.mkdir()
            for name, data in files.items():
                (new / name).parent.mkdir(parents=True, exist_ok=True)
                (new / name).write_bytes(data)
            if folder.exists():
                folder.rename(old)
            new.rename(folder)
        finally:
            remove_strays(folder.parent)


def put(path: Path, data: bytes) -> None:
    """Put bytes in a file of a folder that we hold: a temporary file beside it, then a rename."""
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


def remove_strays(folder: Path) -> None:
    """Remove what killed runs left; we hold the lock, so nobody is writing it now."""
    for old in folder.glob(f"{_OLD}*"):
        now = folder / old.name.removeprefix(_OLD)
        if now.exists():
            shutil.rmtree(old, ignore_errors=True)
        else:
            old.rename(now)  # killed between the two renames
    for new in folder.glob(f"{_NEW}*"):
        shutil.rmtree(new, ignore_errors=True)
    for stray in (*folder.glob(_TEMPORARY), *folder.glob(f"*/{_TEMPORARY}")):
        with contextlib.suppress(OSError):
            stray.unlink()


def _umask() -> int:
    """The process's file mode mask; mkstemp would leave files that only their owner may read."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
