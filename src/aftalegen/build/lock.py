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
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from aftalegen.build import disk
from aftalegen.build.place import real
from aftalegen.words.faults import OutputError
from aftalegen.words.language import _

LOCK = ".aftalegen-lock"
PATIENCE = 10.0
"""So many seconds does a run wait for the one before it."""

_NO_LOCKS_HERE = (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP)
_held: set[Path] = set()


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder, which is made if it is not there.

    The process that holds it may ask again. Raises OutputError with the holder
    where another run does not let go in time, and OSError where the folder
    cannot be written to.
    """
    here = real(folder)
    if here in _held:
        yield
        return
    made = not here.exists()
    lock = _taken(here)
    _held.add(here)
    try:
        yield
    finally:
        _held.discard(here)
        with contextlib.suppress(OSError):  # Windows removes no file that is open
            disk.remove(here / LOCK)
        lock.release()
        if made:
            with contextlib.suppress(OSError):  # it stays if something was written in it
                disk.remove_folder(here)


def remove_killed_lock(folder: Path) -> None:
    """Remove what a killed run left to say that it writes here."""
    if (folder / LOCK).exists():
        with contextlib.suppress(OSError), locked(folder):
            pass


def _taken(folder: Path) -> FileLock:
    """The lock of a folder, once we hold it."""
    lock = FileLock(folder / LOCK, poll_interval=0.1, fallback_to_soft=False, on_acquired=_say_who)
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            # Its holder may have made and removed it.
            disk.flush_all(made.parent for made in disk.make_folders(folder))
            lock.acquire(max(0.0, deadline - time.monotonic()))
            return lock
        except Timeout:
            raise _held_by_another(folder) from None
        except OSError as error:
            # A file system without locks: files are still whole, only the waiting is lost.
            if error.errno in _NO_LOCKS_HERE:
                return lock
            if error.errno != errno.ENOENT or time.monotonic() >= deadline:
                raise


def _say_who(handle: int) -> None:
    now = datetime.now().astimezone().isoformat(timespec="seconds")
    who = {"process": os.getpid(), "machine": socket.gethostname(), "since": now}
    with contextlib.suppress(OSError):  # a full disk is told when the files are written
        os.ftruncate(handle, 0)
        os.write(handle, b" " + json.dumps(who).encode())  # on Windows none may read the first byte


def _held_by_another(folder: Path) -> OutputError:
    message = _("another run of aftalegen is writing in {folder}").format(folder=folder)
    try:
        who = json.loads(disk.bytes_at(folder / LOCK, 1000)[1:])
        holder = _("process {process} on {machine}, since {since}").format(**who)
    except (OSError, ValueError, TypeError, KeyError):
        holder = None
    return OutputError(
        "folder-in-use",
        f"{message} ({holder})" if holder else message,
        None,
        _("wait until it is done and try again, or choose another folder with --out"),
    )
