"""The register of an output folder as a file: a line an entry, each sealed by its machine."""

import errno
import json
import os
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from aftalegen.build import disk
from aftalegen.build.here import seal, secret
from aftalegen.build.made_of import Earlier, Inputs
from aftalegen.document.nodes import Field
from aftalegen.words.place import Source

MOST = 64 * 1024**2


def read_own(path: Path) -> bytes:
    """What a file that the program keeps for itself holds; raises OSError for one too large."""
    data = disk.bytes_at(path, MOST + 1)
    if len(data) > MOST:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(path))
    return data


def read_register(path: Path) -> tuple[dict[str, Earlier], bool]:
    """The entries of a register, and whether another machine wrote some of them.

    One that cannot be understood is as if it were not there.
    """
    try:
        found = json.loads(read_own(path))
    except (OSError, ValueError, RecursionError):
        return {}, False
    if not isinstance(found, dict):
        return {}, False
    key = secret()
    known = {name: entry for name, value in found.items() if (entry := _entry(value))}
    others = {name for name, one in known.items() if one.inputs and not _is_ours(name, found, key)}
    return known | {name: Earlier(known[name].bytes) for name in others}, bool(others)


def _entry(value: Any) -> Earlier | None:
    """An entry as it stands in the register; until 0.1.0 that was the hash of the bytes only."""
    if isinstance(value, str):
        return Earlier(value)
    try:
        inputs, seen = value["inputs"], value.get("seen") or {"project": None, "missing": ()}
        missing = [
            Field(text, missing=True, source=Source(*at) if at else None)
            for text, *at in seen["missing"]
        ]
        made_of = Inputs(**inputs) if inputs else None
        return Earlier(value["bytes"], made_of, seen["project"], tuple(missing))
    except (KeyError, TypeError, ValueError):
        return None


def _written(name: str, entry: Earlier, key: bytes | None) -> str:
    """An entry as `_entry` reads it, on one line, sealed where there is a key."""
    value: dict[str, Any] = {"bytes": entry.bytes, "inputs": None, "seen": None}
    if entry.inputs:
        value["inputs"] = asdict(entry.inputs)
    if entry.project:
        missing = [[field.text, *_place(field)] for field in entry.missing]
        value["seen"] = {"project": entry.project, "missing": missing}
    if entry.inputs and key:
        value["seal"] = seal(key, _said(name, value))
    return json.dumps(value, ensure_ascii=False)


def _is_ours(name: str, found: Mapping[str, Any], key: bytes | None) -> bool:
    """Whether what a register says of a file was sealed with the key."""
    value = found[name]
    return key is not None and value.get("seal") == seal(key, _said(name, value))


def _said(name: str, value: Mapping[str, Any]) -> str:
    return repr((name, value["bytes"], value["inputs"], value.get("seen")))


def _place(field: Field) -> list[str | int]:
    place = field.source
    return [place.file, place.line, place.column, place.key] if place else []


def register_text(entries: Mapping[str, Earlier]) -> tuple[str, bool]:
    """The register with these entries as `read_register` reads it, and whether it is sealed."""
    key = secret(make=True)
    lines = [
        f"{json.dumps(name, ensure_ascii=False)}: {_written(name, entry, key)}"
        for name, entry in sorted(entries.items())
    ]
    return "{\n" + ",\n".join(lines) + "\n}\n", key is not None
