"""Files and folders in one step: whole or not at all, and no stray after the next run.

Everything that is written goes through here, under the lock of its folder. What is replaced keeps
its owner, its mode and its links; nothing is written through a link that leads out of the project.
What is kept or flushed is on the disk when it is said to be; what is only `put` can be made again,
and may be lost in a power cut of the next seconds.
"""

import contextlib
import errno
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from aftalegen.build import disk
from aftalegen.build.lock import locked
from aftalegen.build.place import real, require_name, require_within

_TEMPORARY, _NEW, _OLD = ".aftalegen-*.tmp", ".aftalegen-new ", ".aftalegen-old "


def write_whole(path: Path, data: bytes) -> None:
    """Put bytes in a file in one step, alone in its folder, and on the disk.

    Raises OSError, and OutputError where another run holds the folder or a link leads out.
    """
    require_within(path)
    with locked(path.parent):
        remove_strays(path.parent)
        keep(path, data)


def write_folder_whole(folder: Path, files: Mapping[str, bytes]) -> None:
    """Put files in a folder that is not there yet, in one step, and on the disk. Raises OSError."""
    require_name(folder)
    require_within(folder)
    with locked(folder.parent):
        remove_strays(folder.parent)
        try:
            laid = lay_beside(folder, files)
            if folder.exists():
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(folder))
            disk.rename(laid, folder)
            disk.flush(folder.parent)
        finally:
            remove_strays(folder.parent)


def new_beside(folder: Path) -> Path:
    """Where a folder lies before it gets its name."""
    return folder.with_name(f"{_NEW}{folder.name}")


def old_beside(folder: Path) -> Path:
    """Where a folder lies while another gets its name."""
    return folder.with_name(f"{_OLD}{folder.name}")


def lay_beside(folder: Path, files: Mapping[str, bytes]) -> Path:
    """The files in a folder beside its place, on the disk; we hold the folder that it lies in."""
    new = new_beside(folder)
    disk.flush_all(made.parent for made in disk.make_folders(folder.parent))
    disk.make_folder(new)
    folders = {new}
    for name, data in files.items():
        folders.update(disk.make_folders((new / name).parent))
        disk.write_new(new / name, data)
    disk.flush_all(new / name for name in files)
    disk.flush_all(sorted(folders, reverse=True))
    return new


def put(path: Path, data: bytes) -> None:
    """Put bytes in a file of a folder that we hold: a temporary file beside it, then a rename.

    A link stays, and what it leads to is replaced.
    """
    at = real(path) if path.is_symlink() else path
    disk.make_folders(at.parent)
    with _beside(at, data) as temporary:
        disk.rename(temporary, at)


def put_flushed(path: Path, data: bytes) -> None:
    """As `put`, and the bytes are on the disk before the file gets its name."""
    at = real(path) if path.is_symlink() else path
    disk.flush_all(made.parent for made in disk.make_folders(at.parent))
    with _beside(at, data) as temporary:
        disk.flush(temporary)
        disk.rename(temporary, at)


def put_new(path: Path, data: bytes) -> None:
    """As `put_flushed`; raises FileExistsError where somebody has put a file there."""
    disk.flush_all(made.parent for made in disk.make_folders(path.parent))
    with _beside(path, data) as temporary:
        disk.flush(temporary)
        try:
            disk.link(temporary, path)
        except FileExistsError:
            raise
        except OSError:  # no second name on this file system
            disk.rename(temporary, path)
        else:
            disk.remove(temporary)


def keep(path: Path, data: bytes) -> None:
    """As `put_flushed`, and the file's name is on the disk too."""
    put_flushed(path, data)
    disk.flush((real(path) if path.is_symlink() else path).parent)


def keep_own(path: Path, data: bytes, mode: int = 0o666) -> None:
    """As `keep`, for what the program keeps for itself: a link in its place is replaced."""
    with _beside(path, data, mode) as temporary:
        disk.flush(temporary)
        disk.rename(temporary, path)
    disk.flush(path.parent)


@contextlib.contextmanager
def _beside(at: Path, data: bytes, mode: int | None = None) -> Iterator[Path]:
    """Bytes in a temporary file beside a place, like what stands there; gone if that fails."""
    temporary = at.with_name(f".aftalegen-{os.urandom(6).hex()}.tmp")
    try:
        disk.write_new(temporary, data, mode or 0o666)
        if mode is None and at.exists():
            disk.make_like(temporary, at)
        yield temporary
    except BaseException:
        with contextlib.suppress(OSError):
            disk.remove(temporary)
        raise


def remove_strays(folder: Path) -> None:
    """Remove what killed runs left; we hold the lock, so nobody is writing it now."""
    for old in folder.glob(f"{_OLD}*"):
        now = folder / old.name.removeprefix(_OLD)
        if now.exists():
            disk.remove_tree(old)
        else:
            disk.rename(old, now)  # killed between the two renames
    for new in folder.glob(f"{_NEW}*"):
        disk.remove_tree(new)
    for stray in folder.glob(_TEMPORARY):
        with contextlib.suppress(OSError):
            disk.remove(stray)


def remove_strays_below(folder: Path) -> None:
    """Remove what killed runs left, however deep; looking everywhere takes its time."""
    remove_strays(folder)
    for stray in folder.rglob(_TEMPORARY):
        with contextlib.suppress(OSError):
            disk.remove(stray)
