"""One file or folder of an act: changed, or taken back, and never over what somebody else wrote.

A change can be made again and again: whoever was stopped in the middle of one makes it again.
"""

import contextlib
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from aftalegen.build import disk
from aftalegen.build.made_of import sha256
from aftalegen.build.place import real
from aftalegen.build.whole import new_beside, old_beside, put_flushed, put_new
from aftalegen.words.faults import OutputError
from aftalegen.words.language import _
from aftalegen.words.system_files import is_left_by_a_program

Sums = Mapping[str, str]
"""The files in a folder by name, with the hash of each."""


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file as it was read (None: there was none) and as it becomes (None: it goes)."""

    path: Path
    before: bytes | None
    after: bytes | None


@dataclass(frozen=True, slots=True)
class FolderChange:
    """A folder as it was looked at (None: there was none), and the files that it is to hold."""

    path: Path
    before: Sums | None
    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    after: Sums = field(default_factory=dict)


Change = FileChange | FolderChange


def new_folder(path: Path, before: Sums | None, files: Mapping[str, bytes]) -> FolderChange:
    """The change that puts these files in the place of a folder that was looked at."""
    return FolderChange(path, before, files, {name: sha256(data) for name, data in files.items()})


def sums_of(folder: Path) -> Sums | None:
    """What is in a folder, but for what systems and editors leave; None where there is none."""
    if not folder.is_dir():
        return None
    files = (path for path in sorted(folder.rglob("*")) if path.is_symlink() or not path.is_dir())
    named = ((path.relative_to(folder).as_posix(), path) for path in files)
    return {n: _sum(path) for n, path in named if not is_left_by_a_program(n)}


def _sum(path: Path) -> str:
    return f"-> {os.readlink(path)}" if path.is_symlink() else sha256(disk.bytes_at(path))  # noqa: PTH115


def look_before(change: Change) -> None:
    """Raise OutputError or OSError for what cannot be changed, or is not what it was."""
    if isinstance(change, FolderChange):
        if sums_of(change.path) != change.before:
            raise changed_meanwhile(change.path)
        return
    if _now(change.path) != change.before:
        raise changed_meanwhile(change.path)
    if change.before is not None and not change.path.stat().st_mode & stat.S_IWUSR:
        raise OSError(_("it is read-only"))  # root could, but somebody meant it


def changed(change: Change) -> None:
    """Make a change, whatever of it is made; raises OutputError where it cannot be, OSError."""
    if isinstance(change, FolderChange):
        _changed_folder(change)
    else:
        _changed_file(change)


def taken_back(change: Change) -> bool:
    """Make a change undone, whatever of it is made; whether all is as it was before."""
    try:
        if isinstance(change, FolderChange):
            return _folder_taken_back(change)
        _changed_file(replace(change, before=change.after, after=change.before))
    except OutputError:
        return False
    return True


def remove_empty_folders(change: Change, home: Path) -> None:
    """Remove the folders that were made for a file which is not there now."""
    for folder in change.path.parents:
        if change.before is not None or folder == home:
            return
        try:
            disk.remove_folder(folder)
        except OSError:
            return  # there is something in it


def changed_meanwhile(path: Path) -> OutputError:
    """What somebody wrote between our reading and our writing."""
    message = _("{file} was changed by somebody else meanwhile").format(file=path)
    hint = _("nothing was written, and the change stands; look at it, and run this again")
    return OutputError("changed-meanwhile", message, None, hint)


# --- a file -----------------------------------------------------------------------------------


def _now(path: Path) -> bytes | None:
    try:
        return disk.bytes_at(path)
    except FileNotFoundError:
        return None


def _changed_file(change: FileChange) -> None:
    at = real(change.path) if change.path.is_symlink() else change.path
    was = at.with_name(f".aftalegen-was {at.name}~")
    _look_at(was, at, change)
    now = _now(at)
    if now == change.after:
        return
    if now != change.before:
        raise changed_meanwhile(change.path)
    if change.after is None:
        disk.rename(at, was)
    elif change.before is None:
        _put_new(at, change.after)
    else:
        with contextlib.suppress(OSError):  # no second name on this file system
            disk.link(at, was)
        put_flushed(at, change.after)
    _look_at(was, at, change)


def _put_new(at: Path, data: bytes) -> None:
    try:
        put_new(at, data)
    except FileExistsError as error:
        raise changed_meanwhile(at) from error


def _look_at(was: Path, at: Path, change: FileChange) -> None:
    """Look at what was replaced before it is let go: what somebody wrote last comes back."""
    replaced = _now(was)
    if replaced is None:
        return
    if replaced in (change.before, change.after) or (at.exists() and at.samefile(was)):
        disk.remove(was)
        return
    disk.rename(was, at)
    raise changed_meanwhile(change.path)


# --- a folder ---------------------------------------------------------------------------------


def _changed_folder(change: FolderChange) -> None:
    at, new, old = change.path, new_beside(change.path), old_beside(change.path)
    if not new.exists():
        if sums_of(at) != change.after:
            raise changed_meanwhile(at)
        return
    if sums_of(new) != change.after:
        raise changed_meanwhile(new)
    if at.exists():
        disk.make_like(new, at)
        disk.rename(at, old)
    if old.exists() and sums_of(old) != (change.before or {}):
        disk.rename(old, at)
        raise changed_meanwhile(at)
    disk.rename(new, at)


def _folder_taken_back(change: FolderChange) -> bool:
    at, new, old = change.path, new_beside(change.path), old_beside(change.path)
    ours = at.exists() and not new.exists()
    if ours and sums_of(at) != change.after:
        return False
    if ours:
        disk.rename(at, new)
    if old.exists() and not at.exists():
        disk.rename(old, at)
    disk.remove_tree(new)
    return sums_of(at) == change.before
