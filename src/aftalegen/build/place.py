"""Where something may be put: in the project that it seems to lie in, and not where people write.

Asked before a lock is taken, for a lock makes its folder.
"""

import errno
import os
from pathlib import Path

from aftalegen.records.finding import is_project
from aftalegen.records.released import FOLDER as EDITIONS
from aftalegen.words.faults import OutputError
from aftalegen.words.language import _

KEPT = ("data", "templates", EDITIONS)
"""The folders of a project that hold what people wrote or released: no output is put there."""


def real(path: Path) -> Path:
    """The path with its links followed; raises OSError where they lead in a circle."""
    try:
        return path.resolve()
    except RuntimeError as error:
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP)) from error


def require_within(path: Path) -> None:
    """Refuse a path that leads out of its project through a link. Raises OutputError, OSError."""
    at = real(path)
    whole = Path(os.path.abspath(path))  # noqa: PTH100 – as it is written, links and all
    for folder in whole.parents:
        if is_project(folder) and not at.is_relative_to(real(folder)):
            raise leads_out(path)


def require_output(path: Path) -> None:
    """As `require_within`; and refuse a path in data/, templates/ or editions/ of any project."""
    require_within(path)
    at = real(path)
    for folder in at.parents:
        if is_project(folder):
            name = at.relative_to(folder).parts[0]
            if name in KEPT:
                message = _("{path} is in {name}/, where no output is put")
                hint = _("name another place with --out, for example in output/")
                raise OutputError("not-an-output", message.format(path=path, name=name), None, hint)


def require_name(path: Path) -> None:
    """Refuse what cannot be replaced as a whole: «.», «..», the root, or nothing at all."""
    if path.name in ("", ".."):
        message = _("«{path}» is no name that something new can get").format(path=path)
        raise OutputError("not-an-output", message, None, _("name something new with --out"))


def leads_out(path: Path) -> OutputError:
    """A path that a link leads elsewhere."""
    message = _("{file} leads out of its folder through a link").format(file=path)
    hint = _("remove the link, or name the folder that it leads to with --out")
    return OutputError("leads-out", message, None, hint)
