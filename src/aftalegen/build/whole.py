"""Files and folders in one step: whole or not at all, and no stray after the next run.

Everything that is written goes through here, under the lock of its folder. What is replaced keeps
its owner, its mode and its links; nothing is written through a link that leads out of the project.
"""

import contextlib
import os
import shutil
import stat
import tempfile
from collections.abc import Mapping
from pathlib import Path

from aftalegen.build.lock import locked
from aftalegen.build.place import real, require_name, require_within
from aftalegen.words.language import _

_TEMPORARY, _NEW, _OLD = ".aftalegen-*.tmp", ".aftalegen-new ", ".aftalegen-old "


def write_whole(path: Path, data: bytes) -> None:
    """Put bytes in a file in one step, alone in its folder.

    Raises OSError, and OutputError where another run holds the folder or a link leads out.
    """
    require_within(path)
    with locked(path.parent):
        remove_strays(path.parent)
        put(path, data)


def write_folder_whole(folder: Path, files: Mapping[str, bytes]) -> None:
    """Put files in a folder in one step; a folder that is there is replaced. Raises OSError.

    A run that is killed between the two renames leaves the earlier folder
    beside; `remove_strays` puts it back.
    """
    require_name(folder)
    require_within(folder)
    folder = real(folder) if folder.is_symlink() else folder
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
                _make_like(new, folder)
                folder.rename(old)
            new.rename(folder)
        finally:
            remove_strays(folder.parent)


def put(path: Path, data: bytes) -> None:
    """Put bytes in a file of a folder that we hold: a temporary file beside it, then a rename.

    A link stays, and what it leads to is replaced.
    """
    at = real(path) if path.is_symlink() else path
    at.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".aftalegen-", suffix=".tmp", dir=at.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        temporary.chmod(0o666 & ~_umask())
        if at.exists():
            _make_like(temporary, at)
        temporary.replace(at)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


def bytes_at(path: Path) -> bytes:
    """What is in a file; raises OSError also for a pipe or a device, which would be waited for."""
    if path.exists() and not path.is_file():
        raise OSError(_("it is not a file"))
    return path.read_bytes()


def _make_like(new: Path, old: Path) -> None:
    """Give what replaces a file or folder its mode, and its owner where we may."""
    known = old.stat()
    if os.name == "posix":
        with contextlib.suppress(OSError):  # only root gives files away
            os.chown(new, known.st_uid, known.st_gid)
    new.chmod(stat.S_IMODE(known.st_mode))


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
