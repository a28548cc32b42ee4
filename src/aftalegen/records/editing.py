"""A value changed in a YAML file, and nothing else: comments, order and quotation marks stay.

The text is edited where the parser says that the value stands, then read back
by the strict reader; `edited` gives it only if it says what was intended.
"""

import json
import re
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml

from aftalegen.records.lost import QUOTES
from aftalegen.records.reading import Written, parse_yaml
from aftalegen.records.text import as_read
from aftalegen.words.faults import InputError
from aftalegen.words.language import _
from aftalegen.words.place import KeyPath

Scalar = str | int | bool | date | None

WIDTH = 100
"""Longer lines are folded, as in the files that are shipped."""

_PLAIN = re.compile(r"[^\W\d_](?:[^\n:#\"'{}\[\],&*!|>%@`\\]|:(?! |$)|(?<! )#|,)*")
_OTHER_READERS = re.compile(r"(?i:y|n|yes|no|on|off|true|false|null|nan|inf)")


@dataclass(frozen=True, slots=True)
class _Edit:
    start: int
    end: int
    text: str


def edited(text: str, file: str, block: KeyPath, values: Mapping[str, Scalar],
           order: Sequence[str]) -> str:  # fmt: skip
    """The text of a file with these values in the mapping at `block`.

    A key that is not there yet is put after those that stand before it in
    `order`. Raises InputError where the file is written so that this cannot be
    done safely.
    """
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    node = mapping_at(root, block)
    if node is None:
        raise _cannot(parse_yaml(text, file), block)
    present = {key.value: (key, value) for key, value in node.value}
    edits = [
        _replaced(text, present[key][1], value, node.flow_style)
        for key, value in values.items()
        if key in present
    ]
    absent = [key for key in order if key in values and key not in present]
    edits += _inserted(text, node, absent, values, order)
    result = text
    for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
        result = result[: edit.start] + edit.text + result[edit.end :]
    _require_intended(text, result, file, block, values)
    return result


def with_flow_list(text: str, file: str, block: KeyPath, key: str, days: Sequence[date]) -> str:
    """The text of a file whose mapping at `block` has a list of days, in brackets, at a key.

    Raises InputError where the list that stands there has comments, which would be lost.
    """
    node = mapping_at(yaml.compose(text, Loader=yaml.SafeLoader), block)
    if node is None or node.flow_style:
        raise _cannot(parse_yaml(text, file), block)
    said = f"{key}: [{', '.join(day.isoformat() for day in days)}]"
    indent = int(node.value[0][0].start_mark.column)
    lines = textwrap.wrap(said, WIDTH - indent, subsequent_indent="  ", break_on_hyphens=False)
    words = (newline_of(text) + " " * indent).join(lines)
    there = next((pair for pair in node.value if pair[0].value == key), None)
    if there is None:
        end = line_end(text, value_end(text, node))
        return text[:end] + newline_of(text) + " " * indent + words + text[end:]
    start, end = int(there[0].start_mark.index), value_end(text, there[1])
    end = max(end, there[0].end_mark.index + 1)
    if "#" in text[start:end]:
        raise _cannot(parse_yaml(text, file), (*block, key))
    return text[:start] + words + text[end:]


def _require_intended(
    before: str, after: str, file: str, block: KeyPath, values: Mapping[str, Scalar]
) -> None:
    """The new text must say the old one with the new values, and nothing more."""
    old, new = _read(before, file), _read(after, file)
    wanted = _with_values(old.value, block, values)
    if new.value != wanted:
        raise _cannot(old, block)


def _read(text: str, file: str) -> Written:
    return parse_yaml(as_read(text), file)


def _with_values(tree: Any, block: KeyPath, values: Mapping[str, Scalar]) -> Any:
    if not block:
        return {**tree, **{key: read_back(value) for key, value in values.items()}}
    first, rest = block[0], block[1:]
    if isinstance(tree, tuple):
        assert isinstance(first, int)
        return (*tree[:first], _with_values(tree[first], rest, values), *tree[first + 1 :])
    return {**tree, first: _with_values(tree[first], rest, values)}


def read_back(value: Scalar) -> Scalar:
    """What the reader gives for a value that was written: a day is a text there."""
    return value.isoformat() if isinstance(value, date) else value


def _cannot(written: Written, block: KeyPath) -> InputError:
    return InputError(
        "cannot-edit",
        _("the values here cannot be changed without touching the rest"),
        written.place(block),
        _("write each key on a line of its own below, and import again"),
    )


def mapping_at(node: Any, path: KeyPath) -> Any:
    """The node of the mapping at a key path, or None."""
    for part in path:
        if isinstance(part, int):
            node = node.value[part]
        else:
            node = next((value for key, value in node.value if key.value == part), None)
        if node is None:
            return None
    return node if isinstance(node, yaml.MappingNode) and node.value else None


def _replaced(text: str, node: Any, value: Scalar, flow: bool) -> _Edit:
    start, end = node.start_mark.index, value_end(text, node)
    indent = _indent(text, start)
    new = scalar(value, indent, flow, start - line_start(text, start), newline_of(text))
    return _Edit(start, end, new if end > start else f" {new}")  # nothing stood after the colon


def _inserted(text: str, node: Any, absent: Sequence[str], values: Mapping[str, Scalar],
              order: Sequence[str]) -> list[_Edit]:  # fmt: skip
    """The new keys, each after the last of those that come before it."""
    after: dict[int, list[str]] = {}
    known = [key.value for key, _value in node.value]
    for key in absent:
        before = [index for index, name in enumerate(known) if _comes_before(name, key, order)]
        after.setdefault(before[-1] if before else 0, []).append(key)
    edits = []
    for index, keys in after.items():
        key_node, last = node.value[index]
        if node.flow_style:
            words = "".join(f", {key}: {scalar(values[key], 0, True, 0, '')}" for key in keys)
            end = value_end(text, last)
            edits.append(_Edit(end, end, words))
            continue
        newline = newline_of(text)
        indent = key_node.start_mark.column
        end = line_end(text, value_end(text, last))
        lines = "".join(
            f"{newline}{' ' * indent}{key}: "
            f"{scalar(values[key], indent, False, indent + len(key) + 2, newline)}"
            for key in keys
        )
        edits.append(_Edit(end, end, lines))
    return edits


def _comes_before(name: str, key: str, order: Sequence[str]) -> bool:
    return name in order and order.index(name) < order.index(key)


def value_end(text: str, node: Any) -> int:
    """Where a value ends: its last character, not the next token, which may be far below."""
    if node.value and isinstance(node, yaml.MappingNode) and not node.flow_style:
        return value_end(text, node.value[-1][1])
    if node.value and isinstance(node, yaml.SequenceNode) and not node.flow_style:
        return value_end(text, node.value[-1])
    start, end = node.start_mark.index, node.end_mark.index
    return start + len(text[start:end].rstrip()) if end > start else int(end)


def line_start(text: str, index: int) -> int:
    """Where the line begins in which a place of a text is."""
    return text.rfind("\n", 0, index) + 1


def line_end(text: str, index: int) -> int:
    """Where it ends, before what ends a line."""
    end = text.find("\n", index)
    if end == -1:
        return len(text)
    return end - 1 if text[end - 1] == "\r" else end


def _indent(text: str, index: int) -> int:
    line = text[line_start(text, index) : index]
    return len(line) - len(line.lstrip(" "))


def newline_of(text: str) -> str:
    """What ends the lines of a text."""
    return "\r\n" if "\r\n" in text else "\n"


# --- a scalar in YAML -------------------------------------------------------------------------


def scalar(value: Scalar, indent: int, flow: bool, column: int, newline: str) -> str:
    """A value as it is written in the files: 4_422_000, null, plain words, or quoted."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return f"{value:_}"
    if isinstance(value, date):
        return value.isoformat()
    quoted = json.dumps(value, ensure_ascii=False)
    if flow:
        return quoted
    if column + len(value) > WIDTH:
        lines = textwrap.wrap(
            value, WIDTH - indent - 2, break_long_words=False, break_on_hyphens=False
        )
        if " ".join(lines) == value:
            return newline.join((">-", *(" " * (indent + 2) + line for line in lines)))
    plain = _PLAIN.fullmatch(value) and value == value.strip() and value == value.strip(QUOTES)
    return value if plain and not _OTHER_READERS.fullmatch(value) else quoted
