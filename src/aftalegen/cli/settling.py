"""What an earlier run was stopped in is finished before anything is read, and told."""

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from aftalegen.build.stopped import home_of, is_stopped
from aftalegen.cli import console
from aftalegen.records.finding import find_project, is_project, is_trusted
from aftalegen.words.faults import UsageError
from aftalegen.words.language import _, plural

if TYPE_CHECKING:
    from aftalegen.build.act import Settled


def settle_project(context: typer.Context, given: Path | None) -> Path | None:
    """Settle what lies in the project that a command is asked for."""
    if not context.resilient_parsing:
        with contextlib.suppress(UsageError):  # whoever needs a project tells that there is none
            _settle(find_project(given))
    return given


def settle_around(path: Path) -> None:
    """Settle what lies where a path is, and in the project that it is in; not a stranger's.

    Who only looks at something names no project to write in.
    """
    with contextlib.suppress(OSError):  # whoever writes there tells what is wrong with the place
        for folder in dict.fromkeys((path, path.parent, home_of(path))):
            if not is_project(folder) or is_trusted(folder.resolve()):
                _settle(folder)


def _settle(home: Path) -> None:
    if not is_stopped(home):
        return
    from aftalegen.build.act import settled  # which is seldom needed

    found = settled(home)
    if found is not None:
        _tell(found)


def _tell(found: "Settled") -> None:
    if found.finished:
        message = _("an earlier run was stopped while it wrote; it is finished: {files}")
    else:
        message = _("an earlier run was stopped while it wrote; it is taken back: {files}")
    count = plural("{n} file", "{n} files", len(found.files))
    console.warning(message.format(files=count))
    for path in found.left:
        message = _("{file} was changed by somebody else since, and stays as it is")
        console.warning(message.format(file=console.shown(path)))
