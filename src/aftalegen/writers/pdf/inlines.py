"""Inlines as the values that `document.typ` prints: words, or an object where there is more to say.

In a redline a value says of itself whether it is new or gone.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any, assert_never

from aftalegen.document import nodes as n

Value = dict[str, Any]

_APART = re.compile("[\u0300-\u036f\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc]")
"""Accents that have no code with their letter, and letters that are written from right to left."""
_NEW_LINE = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Around:
    """What holds for all that is in a place: the change above, what is gone.

    `gone` are the keys of sections that a redline takes out, perhaps to stand elsewhere; `points`
    has the section of each paragraph that can be referred to.
    """

    change: n.Change = None
    gone: frozenset[str] = frozenset()
    points: Mapping[str, str] = field(default_factory=dict)
    lined: bool = False

    def within(self, change: n.Change, *, lined: bool = False) -> "Around":
        """The same inside a node with this change of its own.

        A block that changed as a whole is shown by what is behind it; where there is nothing
        (`lined`) its words are lined.
        """
        if not change or self.change:
            return self
        return replace(self, change=change, lined=lined)

    def behind(self) -> Value:
        """That a block changed as a whole."""
        return {"bar": True, "whole": True} if self.change and not self.lined else {}


def inline_values(inlines: n.Inlines, around: Around) -> list[Any]:
    """Inlines as values; those of a change begin and end it, and are told to belong to a block."""
    made: list[Any] = [_inline(inline, around) for inline in inlines]
    for value in made if around.behind() else ():
        if _change(value):
            value["whole"] = True
    groups = [(change, list(group)) for change, group in groupby(made, _change)]
    for (change, group), after in zip(groups, [*groups[1:], (None, [])], strict=False):
        if change:
            group[0]["begins"] = True
            group[-1]["ends"] = "apart" if after[0] else "alone"
    return made


def _change(value: Any) -> n.Change:
    return value.get("change") if isinstance(value, dict) else None


def _inline(inline: n.Inline, around: Around) -> str | Value:
    """One inline as a value: "words" alone, or an object where there is more to say than a line."""
    change = around.change or inline.change
    match inline:
        case n.Break():
            return {"kind": "text", "text": "\n"}
        case n.Field(missing=True):
            return _styled({"kind": "missing", "text": shown(inline.text)}, inline, change)
        case n.Text() | n.Field():
            return _styled(shown(inline.text), inline, change)
        case n.CrossRef(key=key, text=text):
            # A reference to a paragraph leads to the heading above it.
            target = around.points.get(key, key)
            value: Value = {"kind": "reference", "key": target, "text": shown(text)}
            if target in around.gone and (change == "del" or key in around.points):
                value["gone"] = True
            return _styled(value, inline, change)
    assert_never(inline)


def shown(text: str) -> str:
    """Text with "\n" as its only line break; a tab, which has no width in typst, is a space."""
    if text.isprintable():
        return text
    return _NEW_LINE.sub("\n", text).replace("\t", " ")


def _styled(
    words: str | Value, inline: n.Text | n.Field | n.CrossRef, change: n.Change
) -> str | Value:
    apart = not inline.text.isascii() and bool(_APART.search(inline.text))
    if not (inline.strong or inline.emphasis or change or apart or "\n" in words):
        return words
    value = {"kind": "text", "text": words} if isinstance(words, str) else words
    looks = {"strong": inline.strong, "emphasis": inline.emphasis}
    more = {"apart": True} if apart else {}
    return {**value, **looks, **more, **({"change": change} if change else {})}
