"""Finds a project (`templates/` and `data/municipalities/` side by side), and files of records.

A project that was found and not named may be a stranger's, laid in a folder above for others to
stumble on; so it is asked about, as git does with `safe.directory`.
"""

import os
import shlex
from collections.abc import Callable
from pathlib import Path

from aftalegen.records.files import lies_there
from aftalegen.words.alphabet import is_key
from aftalegen.words.faults import InputError, OutputError, UsageError, did_you_mean
from aftalegen.words.language import _
from aftalegen.words.place import Source


def find_project(given: Path | None = None, start: Path | None = None) -> Path:
    """The folder of the project: the given one, AFTALEGEN_PROJECT, or the nearest one upwards.

    Raises UsageError where there is none, OutputError where the one that was found is another
    user's and nobody said that it is trusted.
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
            _require_trusted(folder)
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
            _("the file {file} is named, but is not there").format(file=file),
            Source(file, 1),
            lies_there(folder / "data" / kind, f"{key}.yaml") or did_you_mean(key, known()),
        )


TRUSTED = "AFTALEGEN_SAFE_DIRECTORY"
"""Names the projects of others that are trusted, as PATH names folders; `*` is all of them."""


def is_trusted(folder: Path) -> bool:
    """Whether a project is ours, or somebody said that it is trusted.

    Windows does not say whose a folder is.
    """
    if os.name == "nt" or _owners(folder) <= _ourselves():
        return True
    trusted = os.environ.get(TRUSTED, "").split(os.pathsep)
    return "*" in trusted or any(
        Path(one).is_absolute() and Path(one).resolve() == folder for one in trusted
    )


def _require_trusted(folder: Path) -> None:
    """Refuse a project that another user laid there."""
    if is_trusted(folder):
        return
    message = _("{folder} is another user's project, and nobody said that it is trusted")
    hint = _("name it with --project, or trust it from now on: export {name}={folder}")
    raise OutputError(
        "strangers-project",
        message.format(folder=folder),
        None,
        hint.format(name=TRUSTED, folder=shlex.quote(str(folder))),
    )


def _owners(folder: Path) -> set[int]:
    return {part.stat().st_uid for part in (folder, folder / "templates", folder / "data")}


def _ourselves() -> set[int]:
    """The user, and for root the one who asked for it with sudo."""
    us, asked_by = {os.geteuid()}, os.environ.get("SUDO_UID", "")
    return us | {int(asked_by)} if us == {0} and asked_by.isdecimal() else us
