"""The door to the disk: every call of the program that changes a file or a folder stands here.

Nothing is asked here. Whether something may be replaced is known by those who call, and a test
holds that nobody else changes anything. What was flushed is there after a power cut; of the rest
nobody knows.
"""

import contextlib
import errno
import os
import stat
from collections.abc import Iterable
from pathlib import Path

from aftalegen.words.language import _

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_ADD = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
_AS_IT_IS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
"""A link is not followed, and a pipe is not waited for."""

_NOT_TO_BE_FLUSHED = (errno.EINVAL, errno.EOPNOTSUPP, errno.ENOTSUP, errno.ENOSYS)


def write_new(path: Path, data: bytes, mode: int = 0o666) -> None:
    """Write a file that is not there yet; the process's mask says who may read it."""
    with os.fdopen(os.open(path, _NEW, mode), "wb") as file:
        file.write(data)


def append(path: Path, data: bytes) -> None:
    """Add bytes to a file, which is made if it is not there."""
    with os.fdopen(os.open(path, _ADD | _AS_IT_IS, 0o666), "ab", buffering=0) as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(_("it is not a file"))
        file.write(data)


def flush(path: Path) -> None:
    """Force a file, or the names in a folder, to the disk, where the file system can."""
    if os.name == "nt" and path.is_dir():
        return  # no folder can be opened there
    handle = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _NOT_TO_BE_FLUSHED:
            raise
    finally:
        os.close(handle)


def flush_all(paths: Iterable[Path]) -> None:
    """Force files and the names in folders to the disk, each once."""
    for path in dict.fromkeys(paths):
        flush(path)


def rename(old: Path, new: Path) -> None:
    """Give a file or folder another name; a file that has it is replaced."""
    old.replace(new)


def link(old: Path, new: Path) -> None:
    """Give a file one more name, which nothing has. Not all file systems can."""
    new.hardlink_to(old)


def make_folder(path: Path) -> None:
    """Make a folder in one that is there."""
    path.mkdir()


def make_private_folder(path: Path) -> None:
    """Make a folder that only this user may look into."""
    make_folders(path.parent)
    path.mkdir(mode=0o700, exist_ok=True)


def make_folders(folder: Path) -> list[Path]:
    """Make a folder and those that it lies in; those that were made, the outermost first."""
    if folder.is_dir():
        return []
    made = make_folders(folder.parent)
    with contextlib.suppress(FileExistsError):
        make_folder(folder)
        made.append(folder)
    return made


def remove(path: Path) -> None:
    """Remove a file, or a link."""
    path.unlink()


def remove_folder(path: Path) -> None:
    """Remove an empty folder."""
    path.rmdir()


def remove_tree(path: Path) -> None:
    """Remove a folder with all that is in it; what cannot be removed stays."""
    for folder, folders, files in os.walk(path, topdown=False):
        here = Path(folder)
        for name in (*files, *folders):
            one = here / name
            with contextlib.suppress(OSError):
                remove_folder(one) if one.is_dir() and not one.is_symlink() else remove(one)
    with contextlib.suppress(OSError):
        remove_folder(path)


def make_like(new: Path, old: Path) -> None:
    """Give what replaces a file or folder its mode, and its owner where we may."""
    known = old.stat()
    if os.name == "posix":
        with contextlib.suppress(OSError):  # only root gives files away
            os.chown(new, known.st_uid, known.st_gid)
    new.chmod(stat.S_IMODE(known.st_mode))


# --- reading what others may have put there ---------------------------------------------------


def bytes_at(path: Path, most: int | None = None) -> bytes:
    """What is in a file, at most so many bytes of it.

    Raises OSError also for a pipe or a device, which would be waited for.
    """
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(_("it is not a file"))
        return file.read() if most is None else file.read(most)
