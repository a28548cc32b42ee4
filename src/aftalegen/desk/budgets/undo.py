"""Taking an import back: what it wrote is remembered, and only that is put back."""

import json
from collections.abc import Sequence
from pathlib import Path

from aftalegen.build import disk
from aftalegen.build.act import carry_out
from aftalegen.build.change import FileChange
from aftalegen.build.made_of import sha256
from aftalegen.build.unwritable import output_error
from aftalegen.words.faults import Errors, InputError, UsageError
from aftalegen.words.language import _
from aftalegen.words.place import Source

REMEMBERED = ".aftalegen-import.json"
"""In the project's folder: the files of the last import, as they were and as it left them."""


def write_import(folder: Path, files: Sequence[FileChange]) -> None:
    """Write an import's files and remember how they were, all or nothing. Raises OutputError."""
    entries = {
        change.path.relative_to(folder).as_posix(): {
            "before": (change.before or b"").decode("utf-8"),
            "after": sha256(change.after or b""),
        }
        for change in files
    }
    remembered = folder / REMEMBERED
    try:
        earlier = disk.bytes_at(remembered) if remembered.exists() else None
    except OSError as error:
        raise output_error(remembered, error) from error
    told = json.dumps(entries, ensure_ascii=False, indent=1).encode()
    carry_out(folder, [*files, FileChange(remembered, earlier, told)])


def undone(folder: Path) -> tuple[Path, ...]:
    """Put back what the last import wrote; the files. Whoever calls holds the folder.

    Raises Errors with those that were changed since, and then none is touched.
    """
    remembered = folder / REMEMBERED
    told, entries = _entries(remembered)
    back: list[FileChange] = []
    changed: list[InputError] = []
    for name, entry in entries.items():
        path, before = folder / name, entry["before"].encode("utf-8")
        now = path.read_bytes() if path.is_file() else b""
        if sha256(now) == entry["after"]:
            back.append(FileChange(path, now, before))
        elif now != before:
            message = _("the file was changed after the import")
            hint = _("take the lines back by hand; nothing was taken back")
            changed.append(InputError("changed-since-import", message, Source(name, 1), hint))
    if changed:
        raise Errors(changed)
    carry_out(folder, [*back, FileChange(remembered, told, None)])
    return tuple(change.path for change in back)


def _entries(path: Path) -> tuple[bytes, dict[str, dict[str, str]]]:
    """What is remembered, as it is written and as it is read; raises UsageError for nothing."""
    told = b""
    try:
        told = disk.bytes_at(path)
        found = json.loads(told)
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
    return told, entries
