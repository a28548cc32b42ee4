"""Whether an earlier run was stopped in an act: every command asks before it reads."""

import os
from pathlib import Path

from aftalegen.build.place import real
from aftalegen.records.finding import is_project

JOURNAL = ".aftalegen-journal"
TAKEN_BACK = ".aftalegen-journal-back"
"""The same journal, once the act is being taken back."""


def home_of(path: Path) -> Path:
    """Where the journal of an act lies that writes here: the project, or the file's own folder."""
    return next((folder for folder in real(path).parents if is_project(folder)), path.parent)


def is_stopped(home: Path) -> bool:
    """Whether a journal lies here: ours, or that of somebody who works in the same project."""
    there = [path for name in (JOURNAL, TAKEN_BACK) if (path := home / name).exists()]
    return any(is_project(home) or _is_ours(path) for path in there)


def _is_ours(path: Path) -> bool:
    return os.name != "posix" or path.lstat().st_uid == os.geteuid()
