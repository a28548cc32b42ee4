"""Where something was written: file, line, column and key path, and the line to be shown.

The lowest layer. A `Source` follows a value from the YAML file to the last
report, and a template line from the Markdown file to the finished paragraph.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

KeyPath = tuple[str | int, ...]

WIDTH = 100
"""The widest a line may be shown; a longer one is cut around the place."""
_NO_TEXT = re.compile("\x00|\ufffd|^PK\x03\x04")
MOST_SHOWN = 2_000_000
"""Characters of a file that are looked through."""


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """A place in a file of the project.

    `file` is relative to the project, with forward slashes; `line` and
    `column` count from 1; `key` is the dotted key path, `""` for a template. In a
    workbook `sheet` is the sheet's name and `key` the cell's ("C7").
    """

    file: str
    line: int
    column: int = 1
    key: str = ""
    sheet: str = ""

    def __str__(self) -> str:
        if self.sheet:
            return f"{self.file} {self.sheet}!{self.key}"
        return f"{self.file}:{self.line}:{self.column}"


def dotted(path: KeyPath) -> str:
    """A key path as people write it: ("tasks", "x", "offers", 0) -> 'tasks.x.offers[0]'."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def told_place(place: Source | None, *names: str) -> dict[str, Any]:
    """What is told of a place to programs, by name; None where there is no place."""
    return {name: getattr(place, name) if place else None for name in names}


@dataclass(frozen=True, slots=True)
class Snippet:
    """A line as it can be shown; `caret` counts from 0, None where the whole line is meant."""

    number: int
    text: str
    caret: int | None


def snippet(source: Source, project: Path, width: int = WIDTH) -> Snippet | None:
    """The line of a place, cut to a width, or None if the file cannot be read."""
    path = project / source.file
    try:
        if not (path.is_file() and path.resolve().is_relative_to(project.resolve())):
            return None  # what lies outside of the project is not shown either
        with path.open(encoding="utf-8", errors="replace") as file:
            line = file.read(MOST_SHOWN).split("\n")[source.line - 1]
    except (OSError, ValueError, IndexError):
        return None
    if _NO_TEXT.search(line):
        return None
    cut = max(0, source.column - width // 2) if len(line) > width else 0
    lead, start = ("…", 1) if cut else ("", 0)
    pointed = source.column > 1 or source.key
    caret = source.column - 1 - cut + start if pointed else None
    return Snippet(source.line, lead + visible(line[cut : cut + width]), caret)


def visible(text: str) -> str:
    """Text in which nothing can steer what shows it."""
    return "".join(c if c.isprintable() or c == "\u00a0" else "·" for c in text)
