"""The files of a project as they stand, to see which of them a person has saved."""

from collections.abc import Mapping
from pathlib import Path

from aftalegen.records.files import files_below

Stamps = Mapping[str, tuple[int, int, int]]
"""For each file, by its name in the project: time of change, size and inode."""

WATCHED = ("data", "templates")


def stamps(project: Path) -> Stamps:
    """The files of a project now; a file that goes away meanwhile is not there."""
    found = {}
    for folder in WATCHED:
        for path in files_below(project / folder):
            try:
                state = path.stat()
            except OSError:
                continue
            name = path.relative_to(project).as_posix()
            found[name] = (state.st_mtime_ns, state.st_size, state.st_ino)
    return found


def changed(before: Stamps, now: Stamps) -> tuple[str, ...]:
    """The files that are new, saved or gone."""
    names = before.keys() | now.keys()
    return tuple(sorted(name for name in names if before.get(name) != now.get(name)))
