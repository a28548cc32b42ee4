"""The filters of templates: each turns a value into Danish text and keeps its place.

A missing value passes through, so that it still prints its placeholder.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from jinja2 import Undefined

from aftalegen.template.values import Leaf, View
from aftalegen.words import danish


def _refuse_unknown(value: Any) -> None:
    """An unknown name must not pass for a value."""
    if isinstance(value, Undefined):
        str(value)  # raises, with the name that was unknown


def _on(kind: type, text: Callable[[Any], str]) -> Callable[[Any], Leaf]:
    """A filter for values of one kind; raises TypeError for any other."""

    def apply(value: Any) -> Leaf:
        _refuse_unknown(value)
        leaf = value if isinstance(value, Leaf) else Leaf(value)
        if leaf.value is None:
            return leaf
        if not isinstance(leaf.value, kind) or isinstance(leaf.value, bool):
            raise TypeError(f"{leaf.value!r} is not {kind.__name__}")
        return replace(leaf, value=text(leaf.value))

    return apply


def _and_list(value: Any) -> Leaf:
    """A list of texts as running text: 'a, b og c'."""
    _refuse_unknown(value)
    if isinstance(value, Leaf):
        return value
    if not isinstance(value, View):
        raise TypeError("not a list")
    items = [item.text() for item in value]
    return Leaf(danish.and_list(items), value.written.place(value.path))


FILTERS: Mapping[str, Callable[[Any], Leaf]] = {
    "kr": _on(int, danish.kr),
    "mio_kr": _on(int, danish.million_kr),
    "number": _on(int, danish.number),
    "count_word": _on(int, danish.count_word),
    "date": _on(date, danish.long_date),
    "short_date": _on(date, danish.short_date),
    "cap": _on(str, danish.capitalized),
    "genitive": _on(str, danish.genitive),
    "and_list": _and_list,
}


def is_missing(value: Any) -> bool:
    """The test `x is missing`: null in the data."""
    _refuse_unknown(value)
    return isinstance(value, Leaf) and value.value is None


TESTS: Mapping[str, Callable[[Any], bool]] = {"missing": is_missing}
