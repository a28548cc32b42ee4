"""The journal of an act, as it lies in its home while the act is carried out.

It holds all that is needed to finish the act, and to take it back. One that came with somebody's
project is trusted no more than its data: it can only change files of that very project, and only
those that are as it says they were.
"""

import json
import re
from base64 import b64decode, b64encode
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from aftalegen.build import disk
from aftalegen.build.change import Change, FileChange, FolderChange
from aftalegen.build.place import real
from aftalegen.words.faults import OutputError
from aftalegen.words.language import _

MOST = 512 * 1024**2
_NAME = re.compile(r"(?![./])[^\\:\0]+|\.gitignore|\.gitattributes|\.aftalegen-[a-z]+\.json")


def journal_bytes(home: Path, changes: Sequence[Change]) -> bytes:
    """The journal of these changes in a home."""
    return json.dumps([_told(home, change) for change in changes], ensure_ascii=False).encode()


def read_journal(path: Path, home: Path) -> tuple[Change, ...]:
    """The changes that a journal tells; raises OutputError for one that tells none, OSError."""
    try:
        found = json.loads(disk.bytes_at(path, MOST))
        return tuple(_change(home, told) for told in found)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        message = _("{file} cannot be understood: a run was stopped here, or somebody wrote it")
        hint = _("see whether the files are as they should be, and remove it")
        raise OutputError("journal-unreadable", message.format(file=path), None, hint) from error


def _told(home: Path, change: Change) -> dict[str, Any]:
    name = change.path.relative_to(home).as_posix()
    if isinstance(change, FolderChange):
        return {"folder": name, "before": change.before, "after": dict(change.after)}
    return {"file": name, "before": _text(change.before), "after": _text(change.after)}


def _change(home: Path, told: dict[str, Any]) -> Change:
    before, after = told["before"], told["after"]
    if "folder" in told:
        return FolderChange(_path(home, told["folder"]), _sums(before), after=_sums(after) or {})
    return FileChange(_path(home, told["file"]), _data(before), _data(after))


def _path(home: Path, name: str) -> Path:
    path = home / name
    parts = name.split("/")
    if not all(_NAME.fullmatch(p) for p in parts) or not real(path).is_relative_to(real(home)):
        raise ValueError(name)
    return path


def _sums(told: dict[str, str] | None) -> dict[str, str] | None:
    return None if told is None else {str(name): str(value) for name, value in told.items()}


def _text(data: bytes | None) -> str | None:
    return None if data is None else b64encode(data).decode()


def _data(text: str | None) -> bytes | None:
    return None if text is None else b64decode(text, validate=True)
