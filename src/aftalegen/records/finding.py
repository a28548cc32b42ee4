"""Finds the folder of a project: `templates/` and `data/municipalities/` lie there side by side."""

import os
from pathlib import Path

from aftalegen.words.faults import UsageError
from aftalegen.words.language import _


def find_project(given: Path | None = None, start: Path | None = None) -> Path:
    """The folder of the project: the given one, AFTALEGEN_PROJECT, or the nearest one upwards.

    Raises UsageError where there is none.
    """
    named = given or (Path(p) if (p := os.environ.get("AFTALEGEN_PROJECT")) else None)
    if named is not None:
        if not is_project(named):
            raise UsageError(
                "no-project",
                _("{folder} is not a project").format(folder=named),
                None,
                _("a project has the folders templates/ and data/municipalities/"),
            )
        return named.resolve()
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if is_project(folder):
            return folder
    raise UsageError(
        "no-project",
        _("there is no project here or in any folder above"),
        None,
        _("go to the project's folder, or say where it is with --project"),
    )


def is_project(folder: Path) -> bool:
    """Whether a folder is a project's."""
    return (folder / "templates").is_dir() and (folder / "data" / "municipalities").is_dir()
