"""Taking an import back: what it wrote is remembered, and only that is put back."""

import json
from collections.abc import Mapping
from pathlib import Path

from aftalegen.build.made_of import sha256
from aftalegen.build.register import write_all, write_whole
from aftalegen.build.unwritable import output_error
from aftalegen.words.faults import Errors, InputError, UsageError
from aftalegen.words.language import _
from aftalegen.words.place import Source

REMEMBERED = ".aftalegen-import.json"
"""In the project's folder: the files of the last import, as they were and as it left them."""


def write_import(folder: Path, files: Mapping[Path, bytes]) -> None:
    """Write an import's files, all or none, and remember how they were. Raises OutputError."""
    entries = {
        path.relative_to(folder).as_posix(): {
            "before": path.read_bytes().decode("utf-8"),
            "after": sha256(data),
        }
        for path, data in files.items()
    }
    remembered = folder / REMEMBERED
    earlier = remembered.read_bytes() if remembered.is_file() else None
    _remember(remembered, json.dumps(entries, ensure_ascii=False, indent=1).encode())
    try:
        write_all(files)
    except BaseException:
        if earlier is None:
            remembered.unlink(missing_ok=True)
        else:
            _remember(remembered, earlier)
        raise


def undone(folder: Path) -> tuple[Path, ...]:
    """Put back what the last import wrote; the files.

    Raises Errors with those that were changed since, and then none is touched.
    """
    entries = _entries(folder / REMEMBERED)
    back: dict[Path, bytes] = {}
    changed: list[InputError] = []
    for name, entry in entries.items():
        path, before = folder / name, entry["before"].encode("utf-8")
        now = path.read_bytes() if path.is_file() else b""
        if sha256(now) == entry["after"]:
            back[path] = before
        elif now != before:
            message = _("the file was changed after the import")
            hint = _("take the lines back by hand; nothing was taken back")
            changed.append(InputError("changed-since-import", message, Source(name, 1), hint))
    if changed:
        raise Errors(changed)
    write_all(back)
    (folder / REMEMBERED).unlink()
    return tuple(back)


def _remember(path: Path, data: bytes) -> None:
    try:
        write_whole(path, data)
    except OSError as error:
        raise output_error(path, error) from error


def _entries(path: Path) -> dict[str, dict[str, str]]:
    """What is remembered; raises UsageError where nothing is, or where it cannot be understood."""
    try:
        found = json.loads(path.read_bytes())
        entries = {str(name): {"before": str(one["before"]), "after": str(one["after"])}
                   for name, one in found.items()}  # fmt: skip
        own = all(
            name.startswith("data/municipalities/") and ".." not in name and "\\" not in name
            for name in entries
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        own, entries = False, {}
    if not own or not entries:
        message = _("there is no import to take back")
        hint = _("only the last import with --write can be taken back, once")
        raise UsageError("nothing-to-undo", message, None, hint)
    return entries
