"""One run at a time in a folder: the lock that a run holds while it writes there.

The system holds the lock and drops it when the process ends, however it ends,
so that a killed run never blocks the next one. The file says who holds it, and
goes when the lock goes.
"""

import contextlib
import errno
import json
import os
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from aftalegen.words.faults import OutputError
from aftalegen.words.language import _

LOCK = ".aftalegen-lock"
PATIENCE = 10.0
"""So many seconds does a run wait for the one before it."""

_PAUSE = 0.1
_FLAGS = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_NO_LOCKS_HERE = (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP)
_held: set[Path] = set()


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder, which is made if it is not there.

    The process that holds it may ask again. Raises OutputError with the holder
    where another run does not let go in time, and OSError where the folder
    cannot be written to.
    """
    here = folder.resolve()
    if here in _held:
        yield
        return
    made = not here.exists()
    handle = _taken(here)
    _held.add(here)
    try:
        _say_who(handle)
        yield
    finally:
        _held.discard(here)
        _let_go(handle, here / LOCK)
        if made:
            with contextlib.suppress(OSError):  # it stays if something was written in it
                here.rmdir()


def _taken(folder: Path) -> int:
    """The handle of the lock file, once we hold it."""
    path, deadline = folder / LOCK, time.monotonic() + PATIENCE
    while True:
        folder.mkdir(parents=True, exist_ok=True)  # its holder may have made and removed it
        handle = os.open(path, _FLAGS, 0o666)
        try:
            if _try_lock(handle) and _is_still(handle, path):
                return handle
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)
        if time.monotonic() >= deadline:
            raise _held_by_another(folder)
        time.sleep(_PAUSE)


if sys.platform == "win32":
    import msvcrt

    def _try_lock(handle: int) -> bool:
        os.lseek(handle, 1 << 30, os.SEEK_SET)  # beyond the text, which others must be able to read
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        os.lseek(handle, 0, os.SEEK_SET)
        return True

else:
    import fcntl

    def _try_lock(handle: int) -> bool:
        """Whether the lock is ours now. A process that is forked from ours has no part in it."""
        try:
            fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            # A file system without locks: files are still whole, only the waiting is lost.
            return error.errno in _NO_LOCKS_HERE
        return True


def _is_still(handle: int, path: Path) -> bool:
    """Whether the file that we locked is still the one with the name: its holder removes it."""
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except OSError:
        return False


def _say_who(handle: int) -> None:
    now = datetime.now().astimezone().isoformat(timespec="seconds")
    who = {"process": os.getpid(), "machine": socket.gethostname(), "since": now}
    with contextlib.suppress(OSError):  # a full disk is told when the files are written
        os.ftruncate(handle, 0)
        os.write(handle, json.dumps(who).encode())


def _let_go(handle: int, path: Path) -> None:
    try:
        path.unlink()
        os.close(handle)
    except OSError:  # Windows removes no file that is open
        os.close(handle)
        with contextlib.suppress(OSError):
            path.unlink()


def _held_by_another(folder: Path) -> OutputError:
    message = _("another run of aftalegen is writing in {folder}").format(folder=folder)
    try:
        who = json.loads((folder / LOCK).read_bytes()[:1000])
        holder = _("process {process} on {machine}, since {since}").format(**who)
    except (OSError, ValueError, TypeError, KeyError):
        holder = None
    return OutputError(
        "folder-in-use",
        f"{message} ({holder})" if holder else message,
        None,
        _("wait until it is done and try again, or choose another folder with --out"),
    )
