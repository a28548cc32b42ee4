"""The files of a project as they stand, to see which of them a person has saved."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

Stamps = Mapping[str, tuple[int, int, int]]
"""For each file, by its name in the project: time of change, size and inode."""

WATCHED = ("data", "templates")


def stamps(project: Path) -> Stamps:
    """The files of a project now; a file that goes away meanwhile is not there."""
    found = {}
    for folder in WATCHED:
        for path in _files(project / folder):
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


def _files(folder: Path) -> Iterator[Path]:
    """The files below a folder, without those that editors keep for themselves."""
    for above, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if not name.startswith((".", "#", "~")) and not name.endswith("~"):
                yield Path(above, name)
