"""What a person thinks of as one act, though it is several files: all of it or nothing.

Before the first file is changed, a journal lies in the act's home (the project, or the folder of
the output) that says for each file what it was and what it becomes. A run that is stopped leaves
it, and the next run of any command there finishes what it says (`settled`); what cannot be
finished, because somebody changed a file meanwhile, is taken back. What a person wrote is never
replaced: each file is compared before it is changed, and what was replaced is looked at again
before it is let go.
"""

import contextlib
import errno
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
    look_before,
    remove_empty_folders,
    taken_back,
)
from aftalegen.build.journal import journal_bytes, read_journal
from aftalegen.build.lock import locked
from aftalegen.build.place import leads_out, real, require_name, require_within
from aftalegen.build.stopped import JOURNAL, TAKEN_BACK, is_stopped
from aftalegen.build.unwritable import output_error
from aftalegen.build.whole import keep_own, lay_beside, remove_strays
from aftalegen.words.faults import OutputError


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of an act that an earlier run was stopped in, and who had changed what of it."""

    finished: bool
    files: tuple[Path, ...]
    left: tuple[Path, ...] = ()


@contextmanager
def alone(home: Path) -> Iterator[None]:
    """Hold a home from before its files are read until they are written. Raises OutputError."""
    with ExitStack() as held:
        with _told(home):
            held.enter_context(locked(home))
        yield


def carry_out(home: Path, changes: Sequence[Change]) -> None:
    """Make all changes or none; they are on the disk when this returns.

    Raises OutputError, also where a file is no longer what a change says that it was.
    """
    if not changes:
        return
    with alone(home), _told(home):
        if settled(home):
            raise changed_meanwhile(home)
        at = real(home)
        changes = [replace(change, path=_in(at, change)) for change in changes]
        try:
            with _held(at, changes):
                _begin(at, changes)
                _finish(changes)
        except BaseException:
            if is_stopped(at):
                with contextlib.suppress(OSError):  # then the next run takes it back
                    _take_back(at, changes)
            raise
        _forget(at / JOURNAL)


def settled(home: Path) -> Settled | None:
    """Finish, or take back, what an earlier run was stopped in here; None where there is nothing.

    Raises OutputError where that cannot be done.
    """
    if not is_stopped(home):
        return None
    with alone(home), _told(home):
        if not is_stopped(home):
            return None  # it was not stopped: we waited until it was done
        at = real(home)
        to_finish = (at / JOURNAL).exists()
        changes = read_journal(at / (JOURNAL if to_finish else TAKEN_BACK), at)
        files = tuple(change.path for change in changes)
        if to_finish:
            with contextlib.suppress(OutputError):  # somebody has changed something
                with _held(at, changes):
                    _finish(changes)
                _forget(at / JOURNAL)
                return Settled(True, files)
        return Settled(False, files, _take_back(at, changes))


def _in(home: Path, change: Change) -> Path:
    """Where a change is made, by the home's own name; a folder's link stays."""
    path = change.path
    require_name(path)
    require_within(path)
    whole = isinstance(change, FolderChange) and path.is_symlink()
    at = real(path) if whole else real(path.parent) / path.name
    if not at.is_relative_to(home):
        raise leads_out(path)
    return at


def _folders(home: Path, changes: Sequence[Change]) -> list[Path]:
    """The folders that are there and are written in."""
    folders = {home, *(change.path.parent for change in changes)}
    return [folder for folder in sorted(folders) if folder.is_dir()]


@contextmanager
def _held(home: Path, changes: Sequence[Change]) -> Iterator[None]:
    """Hold all folders that are written in, and leave nothing in them but what is meant to be."""
    with ExitStack() as held:
        for folder in _folders(home, changes):
            held.enter_context(locked(folder))
        yield
        for folder in _folders(home, changes):
            remove_strays(folder)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """What the system says, as an error that a person can act on."""
    try:
        yield
    except OSError as error:
        raise output_error(Path(error.filename or path), error) from error


@contextmanager
def _at(path: Path) -> Iterator[None]:
    """What the system says is said of the file that is meant, not of one beside it."""
    try:
        yield
    except OSError as error:
        number, why = error.errno or errno.EINVAL, error.strerror or str(error)
        raise OSError(number, why, str(path)) from error


def _begin(home: Path, changes: Sequence[Change]) -> None:
    """Look at all that is to be changed, and say in the journal what is going to be done."""
    for folder in _folders(home, changes):
        remove_strays(folder)
    for change in changes:
        with _at(change.path):
            look_before(change)
    try:
        for change in changes:
            if isinstance(change, FolderChange):
                with _at(change.path):
                    lay_beside(change.path, change.files)
        keep_own(home / JOURNAL, journal_bytes(home, changes), 0o600)
    except BaseException:
        for folder in _folders(home, changes):
            remove_strays(folder)
        raise


def _finish(changes: Sequence[Change]) -> None:
    """Do what the journal says, whatever of it is done. Raises OutputError where it cannot be."""
    for change in changes:
        with _at(change.path):
            changed(change)
    disk.flush_all(change.path.parent for change in changes)


def _take_back(home: Path, changes: Sequence[Change]) -> tuple[Path, ...]:
    """Put back what was; what somebody else has changed stays as it is, and is returned."""
    if (home / JOURNAL).exists():
        disk.rename(home / JOURNAL, home / TAKEN_BACK)
        disk.flush(home)
    with _held(home, changes):
        left = tuple(change.path for change in changes if not taken_back(change))
        disk.flush_all(folder for c in changes if (folder := c.path.parent).is_dir())
    for change in changes:
        remove_empty_folders(change, home)
    _forget(home / TAKEN_BACK)
    return left


def _forget(journal: Path) -> None:
    """The act is over. What lies on the disk must not say otherwise."""
    disk.remove(journal)
    disk.flush(journal.parent)
