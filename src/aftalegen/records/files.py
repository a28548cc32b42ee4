"""Which files of a project are read: the same on every system, and none of an editor's own.

A file whose name only looks like one that is read is told, never passed over in silence.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

from aftalegen.words.faults import InputError
from aftalegen.words.language import _
from aftalegen.words.place import Source
from aftalegen.words.system_files import is_passed_over

_MEANT = {
    ".yaml": re.compile(r"(.+?)\s*\.ya?ml(?:\.te?xt)?\s*", re.IGNORECASE),
    ".md": re.compile(r"(.+?)\s*\.(?:md|markdown|mdown|mkdn?|mdtxt)(?:\.te?xt)?\s*", re.IGNORECASE),
}
"""How the names of files end that were meant to be read, by how they should end."""


def files_in(folder: Path, ending: str) -> list[Path]:
    """The files in a folder whose names end just so, by name."""
    names = _names(folder)
    return [folder / name for name in names if name.endswith(ending) and not is_passed_over(name)]


def files_below(folder: Path, ending: str = "") -> Iterator[Path]:
    """The files in a folder and the folders in it whose names end just so, by name."""
    for above, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not is_passed_over(name))
        for name in sorted(names):
            if name.endswith(ending) and not is_passed_over(name):
                yield Path(above, name)


def meant_name(name: str, ending: str) -> str | None:
    """The name that a file was meant to have: 'aarhus.yml' -> 'aarhus.yaml'; None for others."""
    if name.endswith(ending) or is_passed_over(name):
        return None
    found = _MEANT[ending].fullmatch(name)
    return found[1] + ending if found else None


def misnamed(folder: Path, file: str, ending: str) -> Iterator[InputError]:
    """The files in a folder, called `file`, that are not read because their names end otherwise."""
    for name in _names(folder):
        if meant := meant_name(name, ending):
            yield InputError(
                "file-misnamed",
                _("the file is not read: its name does not end with «{ending}»").format(
                    ending=ending
                ),
                Source(f"{file}/{name}", 1),
                _("call it «{name}», or move it away").format(name=meant),
            )


def lies_there(folder: Path, wanted: str) -> str | None:
    """What to do about a file that is not there, where one lies that was meant to be it."""
    for name in _names(folder):
        if meant_name(name, Path(wanted).suffix) == wanted:
            return _("«{name}» lies there: call it «{wanted}»").format(name=name, wanted=wanted)
    return None


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
