"""What a person thinks of as one act, though it is several files: all of it or nothing.

Before the first file is changed, a journal lies in the act's home (the project, or the folder of
the output) that says for each file what it was and what it becomes. A run that is stopped leaves
it, and the next run of any command there finishes what it says (`settled`); what cannot be
finished, because somebody changed a file meanwhile, is taken back. What a person wrote is never
replaced: each file is compared before it is changed, and what was replaced is looked at again
before it is let go.
"""

import contextlib
import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from aftalegen.build import disk
from aftalegen.build.change import (
    Change,
    FolderChange,
    changed,
    changed_meanwhile,
    let_go,
    look_before,
    remove_empty_folders,
    taken_back,
)
from aftalegen.build.journal import JOURNAL, TAKEN_BACK, journal_bytes, read_journal
from aftalegen.build.lock import locked
from aftalegen.build.place import leads_out, real
from aftalegen.build.unwritable import output_error
from aftalegen.build.whole import keep_own, lay_beside, remove_strays
from aftalegen.records.project import is_project
from aftalegen.words.faults import OutputError


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of an act that an earlier run was stopped in, and who had changed what of it."""

    finished: bool
    files: tuple[Path, ...]
    left: tuple[Path, ...] = ()


def home_of(path: Path) -> Path:
    """Where the journal of an act lies that writes here: the project, or the file's own folder."""
    return next((folder for folder in real(path).parents if is_project(folder)), path.parent)


@contextmanager
def alone(home: Path) -> Iterator[None]:
    """Hold a home from before its files are read until they are written. Raises OutputError."""
    with ExitStack() as held:
        try:
            held.enter_context(locked(home))
        except OSError as error:
            raise output_error(home, error) from error
        yield


def carry_out(home: Path, changes: Sequence[Change]) -> None:
    """Make all changes or none; they are on the disk when this returns.

    Raises OutputError, also where a file is no longer what a change says that it was.
    """
    if not changes:
        return
    place = home
    with alone(home), ExitStack() as held:
        try:
            if settled(home):
                raise changed_meanwhile(home)
            for change in changes:
                place = change.path
                look_before(change)
            at, place = real(home), home
            changes = [replace(change, path=_in(at, change)) for change in changes]
            held.callback(_remove_empty_folders, changes, at)
            _hold(changes, held)
            _write_down(at, changes)
            try:
                _finish(at, changes)
            except BaseException:
                with contextlib.suppress(OSError):  # then the next run takes it back
                    _take_back(at, changes)
                raise
        except OSError as error:
            raise output_error(Path(error.filename or place), error) from error


def settled(home: Path) -> Settled | None:
    """Finish, or take back, what an earlier run was stopped in here; None where there is nothing.

    Raises OutputError where that cannot be done.
    """
    if not _is_stopped(home):
        return None
    with alone(home), ExitStack() as held:
        if not _is_stopped(home):
            return None  # it was not stopped: we waited until it was done
        at = real(home)
        to_finish = (at / JOURNAL).exists()
        try:
            changes = read_journal(at / (JOURNAL if to_finish else TAKEN_BACK), at)
            held.callback(_remove_empty_folders, changes, at)
            _hold(changes, held)
            files = tuple(change.path for change in changes)
            if to_finish:
                with contextlib.suppress(OutputError):  # somebody has changed something
                    _finish(at, changes)
                    return Settled(True, files)
            return Settled(False, files, _take_back(at, changes))
        except OSError as error:
            raise output_error(Path(error.filename or home), error) from error


def _is_stopped(home: Path) -> bool:
    """Whether a journal lies here: ours, or that of somebody who works in the same project."""
    there = [path for name in (JOURNAL, TAKEN_BACK) if (path := home / name).exists()]
    return any(is_project(home) or _is_ours(path) for path in there)


def _is_ours(path: Path) -> bool:
    return os.name != "posix" or path.lstat().st_uid == os.geteuid()


def _in(home: Path, change: Change) -> Path:
    """Where a change is made, by the home's own name; a folder's link stays."""
    path = change.path
    whole = isinstance(change, FolderChange) and path.is_symlink()
    at = real(path) if whole else real(path.parent) / path.name
    if not at.is_relative_to(home):
        raise leads_out(path)
    return at


def _hold(changes: Sequence[Change], held: ExitStack) -> None:
    """The locks of all folders that are there and are written in."""
    for folder in sorted({change.path.parent for change in changes}):
        if folder.is_dir():
            held.enter_context(locked(folder))


def _remove_empty_folders(changes: Sequence[Change], home: Path) -> None:
    for change in changes:
        remove_empty_folders(change, home)


def _write_down(home: Path, changes: Sequence[Change]) -> None:
    """Lay new folders beside their places, and say in the journal what is going to be done."""
    folders = {home, *(change.path.parent for change in changes)}
    for folder in folders:
        remove_strays(folder)
    try:
        for change in changes:
            if isinstance(change, FolderChange):
                lay_beside(change.path, change.files)
        keep_own(home / JOURNAL, journal_bytes(home, changes), 0o600)
    except BaseException:
        for folder in folders:
            remove_strays(folder)
        raise


def _finish(home: Path, changes: Sequence[Change]) -> None:
    """Do what the journal says, whatever of it is done. Raises OutputError where it cannot be."""
    for change in changes:
        changed(change)
    disk.flush_all(change.path.parent for change in changes)
    disk.remove(home / JOURNAL)
    disk.flush(home)
    for change in changes:
        let_go(change)


def _take_back(home: Path, changes: Sequence[Change]) -> tuple[Path, ...]:
    """Put back what was; what somebody else has changed stays as it is, and is returned."""
    if (home / JOURNAL).exists():
        disk.rename(home / JOURNAL, home / TAKEN_BACK)
        disk.flush(home)
    elif not (home / TAKEN_BACK).exists():
        return ()  # it is done
    left = tuple(change.path for change in changes if not taken_back(change))
    disk.flush_all(folder for c in changes if (folder := c.path.parent).is_dir())
    disk.remove(home / TAKEN_BACK)
    disk.flush(home)
    return left
