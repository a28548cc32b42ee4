"""The filters of templates: each turns a value into Danish text and keeps its place.

A missing value passes through, so that it still prints its placeholder.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from aftalegen.template.kinds import Unfit, require_fit
from aftalegen.template.values import Leaf, View, kind_of, refuse_unknown
from aftalegen.words import danish
from aftalegen.words.language import _


def _on(name: str, text: Callable[[Any], str]) -> Callable[[Any], Leaf]:
    """A filter for values of one kind; raises Unfit for any other, and for what it would round."""

    def apply(value: Any) -> Leaf:
        refuse_unknown(value)
        leaf = value if isinstance(value, Leaf) else Leaf(value)
        if leaf.value is None:
            return leaf
        require_fit(name, TAKES[name], kind_of(value))
        try:
            return replace(leaf, value=text(leaf.value))
        except ValueError:
            message = _("{value} cannot be told with «{filter}» without rounding")
            raise Unfit(message.format(value=leaf.value, filter=name)) from None

    return apply


def _and_list(value: Any) -> Leaf:
    """A list of texts as running text: 'a, b og c'."""
    refuse_unknown(value)
    if isinstance(value, Leaf) and value.value is None:
        return value
    require_fit("and_list", TAKES["and_list"], kind_of(value))
    items = [item if isinstance(item, Leaf) else Leaf(item) for item in value]
    for item in items:
        require_fit("and_list", str, kind_of(item))
    source = value.written.place(value.path) if isinstance(value, View) else None
    return Leaf(danish.and_list([item.text() for item in items]), source)


_WORDS: Mapping[str, tuple[type, Callable[[Any], str]]] = {
    "kr": (int, danish.kr),
    "mio_kr": (int, danish.million_kr),
    "number": (int, danish.number),
    "count_word": (int, danish.count_word),
    "date": (date, danish.long_date),
    "short_date": (date, danish.short_date),
    "cap": (str, danish.capitalized),
    "genitive": (str, danish.genitive),
}

TAKES: Mapping[str, type] = {**{name: kind for name, (kind, _text) in _WORDS.items()},
                             "and_list": tuple}  # fmt: skip
"""The kind of value that each filter takes."""

FILTERS: Mapping[str, Callable[[Any], Leaf]] = {
    **{name: _on(name, text) for name, (_kind, text) in _WORDS.items()},
    "and_list": _and_list,
}


def is_missing(value: Any) -> bool:
    """The test `x is missing`: null in the data."""
    refuse_unknown(value)
    return isinstance(value, Leaf) and value.value is None


TESTS: Mapping[str, Callable[[Any], bool]] = {"missing": is_missing}
