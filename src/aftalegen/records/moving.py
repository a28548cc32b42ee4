"""The items of a YAML list moved from one file to another, and nothing else touched.

The lines go as they were written, with their comments, and so far in as the other list is.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from aftalegen.records.editing import line_end, line_start, mapping_at, newline_of, value_end
from aftalegen.words.faults import InputError
from aftalegen.words.language import _
from aftalegen.words.place import KeyPath, Source, dotted


@dataclass(frozen=True, slots=True)
class Taken:
    """The lines of a list's items, from the first dash at the left edge, with "\\n" line ends.

    `comments` stood above the list's key or behind it.
    """

    lines: tuple[str, ...]
    comments: tuple[str, ...]

    def stands_in(self, text: str) -> bool:
        """Whether exactly these lines are in a file, wherever it indents them."""
        there = [line.strip() for line in text.splitlines()]
        own = [line.strip() for line in self.lines]
        return any(there[i : i + len(own)] == own for i in range(len(there) - len(own) + 1))


def taken_out(text: str, file: str, path: KeyPath) -> tuple[str, Taken]:
    """The text of a file without the list at a key path, and the list.

    Raises InputError where it is written so that its lines cannot be told from others.
    """
    parent = mapping_at(yaml.compose(text, Loader=yaml.SafeLoader), path[:-1])
    if parent is None or parent.flow_style:
        raise cannot_move(Source(file, 1, 1, dotted(path)))
    key, value = next(pair for pair in parent.value if pair[0].value == path[-1])
    column, start = key.start_mark.column, line_start(text, key.start_mark.index)
    behind = text[key.end_mark.index : value.start_mark.index].partition(":")[2]
    head = behind.split("\n")[0].strip() if "\n" in behind else ""
    alone = text[start : key.start_mark.index].isspace() and head[:1] in ("", "#")
    if not alone or (value.flow_style and behind.strip()):
        raise cannot_move(Source(file, key.start_mark.line + 1, 1, dotted(path)))
    end = _with_comments(text, line_end(text, value_end(text, value)), column + 1)
    if value.flow_style:
        lines = _flow_items(text, value, file, path)
    else:
        first = text.index("\n", key.end_mark.index) + 1
        lines = _shifted(text[first:end].splitlines(), -value.start_mark.column)
    start, above = _comments_above(text, start, column)
    rest = text[:start] + text[end:].removeprefix("\r").removeprefix("\n")
    return rest, Taken(tuple(lines), (*above, *([head] if head else [])))


def put_in(text: str, file: str, name: str, taken: Taken) -> str:
    """The text of a file whose list `name` has these items at its end."""
    found = yaml.compose(text, Loader=yaml.SafeLoader)
    value = next((v for k, v in getattr(found, "value", ()) if k.value == name), None)
    if not isinstance(value, yaml.SequenceNode) or value.flow_style or not value.value:
        line = value.start_mark.line + 1 if value else 1
        raise cannot_move(Source(file, line, 1, name))
    column, newline = value.start_mark.column, newline_of(text)
    end = _with_comments(text, line_end(text, value_end(text, value)), column)
    added = _shifted((*taken.comments, *taken.lines), column)
    return text[:end] + newline + newline.join(added) + (text[end:] or newline)


def new_file(name: str, taken: Taken, newline: str, head: str) -> str:
    """The text of a new file with the list and no more, below the line `head`, if any."""
    lines = (*taken.comments, f"{name}:", *_shifted(taken.lines, 2))
    return "".join(line + newline for line in ((head, *lines) if head else lines))


def cannot_move(place: Source) -> InputError:
    """That the lines of a list cannot be told from others."""
    message = _("the items of the list cannot be moved without touching the rest")
    hint = _("write the key, and each item after «- », on a line of its own")
    return InputError("cannot-edit", message, place, hint)


def _shifted(lines: Sequence[str], by: int) -> list[str]:
    """Lines farther in, or farther out as far as there is space; empty ones stay so."""
    if by >= 0:
        return [" " * by + line if line.strip() else line for line in lines]
    return [re.sub(f"^ {{0,{-by}}}", "", line) for line in lines]


def _with_comments(text: str, end: int, column: int) -> int:
    """Where the lines of a value end with the comments below it that are so far in."""
    found = re.compile(rf"(?:\r?\n *)*\r?\n {{{column},}}#[^\r\n]*").match(text, end)
    return _with_comments(text, found.end(), column) if found else end


def _comments_above(text: str, start: int, column: int) -> tuple[int, list[str]]:
    """Where the comments right above a line begin that are as far in as it, and their words."""
    found = re.search(rf"(?:^ {{{column}}}#[^\n]*\n)+\Z", text[:start], re.MULTILINE)
    if found is None:
        return start, []
    return found.start(), [line.strip() for line in found[0].splitlines()]


def _flow_items(text: str, value: Any, file: str, path: KeyPath) -> list[str]:
    """The items of a list in brackets, each after a dash; a comment between them has no place."""
    items = [text[item.start_mark.index : item.end_mark.index] for item in value.value]
    between = text[value.start_mark.index : value.end_mark.index]
    for item in items:
        between = between.replace(item, "", 1)
    if between.strip("[], \r\n"):
        raise cannot_move(Source(file, value.start_mark.line + 1, 1, dotted(path)))
    return [line for item in items for line in f"- {item}".splitlines()]
