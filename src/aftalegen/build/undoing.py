"""Taking back what a command wrote in data: it is remembered, and only that is put back."""

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

IMPORT = ".aftalegen-import.json"
APPROVAL = ".aftalegen-approval.json"
MEETINGS = ".aftalegen-meetings.json"
"""In the project's folder: the files of a command's last run, as they were and as it left them."""

Entries = dict[str, tuple[bytes | None, str]]
"""By a file's name: what was in it before (None: it was not there), and the hash of what came."""


def write_remembered(folder: Path, files: Sequence[FileChange], memory: str) -> None:
    """Write files and remember how they were, all or nothing. Raises OutputError."""
    entries = {
        change.path.relative_to(folder).as_posix(): {
            "before": None if change.before is None else change.before.decode("utf-8"),
            "after": sha256(change.after or b""),
        }
        for change in files
    }
    remembered = folder / memory
    try:
        earlier = disk.bytes_at(remembered) if remembered.exists() else None
    except OSError as error:
        raise output_error(remembered, error) from error
    told = json.dumps(entries, ensure_ascii=False, indent=1).encode()
    carry_out(folder, [*files, FileChange(remembered, earlier, told)])


def undone(folder: Path, memory: str) -> tuple[Path, ...]:
    """Put back what the last run wrote; the files. Whoever calls holds the folder.

    Raises Errors with those that were changed since, and then none is touched.
    """
    remembered = folder / memory
    told, entries = _entries(remembered)
    back: list[FileChange] = []
    changed: list[InputError] = []
    for name, (before, after) in entries.items():
        path = folder / name
        now = path.read_bytes() if path.is_file() else None
        if now is not None and sha256(now) == after:
            back.append(FileChange(path, now, before))
        elif now != before:
            message = _("the file was changed after it was written")
            hint = _("take the lines back by hand; nothing was taken back")
            changed.append(InputError("changed-since-import", message, Source(name, 1), hint))
    if changed:
        raise Errors(changed)
    carry_out(folder, [*back, FileChange(remembered, told, None)])
    return tuple(change.path for change in back)


def _entries(path: Path) -> tuple[bytes, Entries]:
    """What is remembered, as it is written and as it is read; raises UsageError for nothing."""
    told = b""
    try:
        told = disk.bytes_at(path)
        found = json.loads(told)
        entries: Entries = {
            str(name): (_before(one["before"]), str(one["after"])) for name, one in found.items()
        }
        own = all(
            name.startswith("data/") and ".." not in name and "\\" not in name for name in entries
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        own, entries = False, {}
    if not own or not entries:
        message = _("there is nothing to take back")
        hint = _("only the last run with --write can be taken back, once")
        raise UsageError("nothing-to-undo", message, None, hint)
    return told, entries


def _before(text: str | None) -> bytes | None:
    return None if text is None else str(text).encode("utf-8")
