"""An item put in a list in a YAML file, however deep, and nothing else touched.

The list is made where it is not there yet, or is empty.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from aftalegen.records import parse_yaml
from aftalegen.records.editing import Scalar, line_end, mapping_at, newline_of, scalar, value_end
from aftalegen.records.text import as_read
from aftalegen.words.faults import InputError
from aftalegen.words.language import _
from aftalegen.words.place import KeyPath, Source, dotted


def with_item(
    text: str, file: str, path: KeyPath, lines: Sequence[str], at: int | None = None
) -> str:
    """The text of a file whose list at a key path has one more item, `lines` from its dash on.

    It is the last one, or stands before the item numbered `at`. Raises InputError where that
    cannot be done without touching the rest.
    """
    parent = mapping_at(yaml.compose(text, Loader=yaml.SafeLoader), path[:-1])
    if parent is None or parent.flow_style:
        raise _cannot(file, path, 1)
    pairs = {key.value: (key, value) for key, value in parent.value}
    key, value = pairs.get(path[-1], (None, None))
    column = parent.value[0][0].start_mark.column
    newline = newline_of(text)
    if key is not None and isinstance(value, yaml.SequenceNode) and not value.flow_style:
        above = value if at is None else value.value[at - 1] if at else key
        end = line_end(text, value_end(text, above) if above is not key else key.end_mark.index)
        result = _put(text, end, value.start_mark.column, lines, newline)
    elif key is not None:
        if value.value not in ([], ""):
            raise _cannot(file, path, key.start_mark.line + 1)
        head = key.end_mark.index + 1
        end = line_end(text, max(head, value.end_mark.index))
        result = _put(text[:head] + text[end:], head, column + 2, lines, newline)
    else:
        end = line_end(text, value_end(text, parent))
        said = [f"{path[-1]}:", *(f"  {line}" for line in lines)]
        result = _put(text, end, column, said, newline)
    _require_intended(text, result, file, path, at)
    return result


def item_lines(item: Mapping[str, Scalar], column: int) -> list[str]:
    """An item from its dash at the left edge; `column` is how far in the list will stand."""
    found: list[str] = []
    for key, value in item.items():
        lead = "  " if found else "- "
        words = scalar(value, 2, False, column + len(key) + 4, "\n")
        found += f"{lead}{key}: {words}".split("\n")
    return found


def _put(text: str, at: int, column: int, lines: Sequence[str], newline: str) -> str:
    added = "".join(f"{newline}{' ' * column}{line}".rstrip() for line in lines)
    return text[:at] + added + (text[at:] or newline)


def _require_intended(before: str, after: str, file: str, path: KeyPath, at: int | None) -> None:
    """The new text must say the old one with one more item there, and nothing more."""
    old, new = (parse_yaml(as_read(text), file).value for text in (before, after))
    there = (_at(old, path) or (), _at(new, path) or ())
    place = len(there[0]) if at is None else at
    if (*there[1][:place], *there[1][place + 1 :]) != there[0] or len(there[1]) == len(there[0]):
        raise _cannot(file, path, 1)
    if _without(old, path) != _without(new, path):
        raise _cannot(file, path, 1)


def _at(tree: Any, path: KeyPath) -> Any:
    for part in path:
        tree = tree.get(part) if isinstance(tree, dict) else tree[part]
    return tree


def _without(tree: Any, path: KeyPath) -> Any:
    first, rest = path[0], path[1:]
    if isinstance(tree, tuple):
        assert isinstance(first, int)
        return (*tree[:first], _without(tree[first], rest), *tree[first + 1 :])
    if not rest:
        return {key: value for key, value in tree.items() if key != first}
    return {**tree, first: _without(tree[first], rest)}


def _cannot(file: str, path: KeyPath, line: int) -> InputError:
    message = _("nothing can be put at the end of the list without touching the rest")
    hint = _("write the key, and each item after «- », on a line of its own")
    return InputError("cannot-edit", message, Source(file, line, 1, dotted(path)), hint)
