"""Finds a project (`templates/` and `data/municipalities/` side by side), and files of records."""

import os
from collections.abc import Callable
from pathlib import Path

from aftalegen.words.alphabet import is_key
from aftalegen.words.faults import InputError, UsageError, did_you_mean
from aftalegen.words.language import _
from aftalegen.words.place import Source


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


def require_record(folder: Path, kind: str, key: str, known: Callable[[], tuple[str, ...]]) -> None:
    """Refuse a record whose file is not there, telling near ones of the `known` keys."""
    file = f"data/{kind}/{key}.yaml"
    if not is_key(key):
        raise InputError(
            "not-a-key",
            _("the file's name cannot be a key"),
            Source(file, 1),
            _("name it with small letters a to z, digits and hyphens"),
        )
    if not (folder / file).exists():
        raise InputError(
            "no-such-record",
            _("the file data/{kind}/{key}.yaml is named, but is not there").format(
                kind=kind, key=key
            ),
            Source(file, 1),
            did_you_mean(key, known()),
        )
