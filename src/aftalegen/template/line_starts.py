"""Where a list may begin: words must not become one because a line happens to begin so."""

import re
from collections.abc import Sequence

from markdown_it.token import Token

from aftalegen.document.nodes import Inlines
from aftalegen.document.walk import plain
from aftalegen.words import danish
from aftalegen.words.faults import InputError
from aftalegen.words.language import _
from aftalegen.words.place import Source

_ORDINAL = re.compile(rf"(?:{danish.ORDINAL})\b")
_KEY_AT_END = re.compile(r"\{#[a-z0-9-]+\}\s*\Z")


def refuse_unparted(
    opened: Token, text: Sequence[str], source: Source | None, ends: str = ""
) -> None:
    """Refuse what begins in the middle of a paragraph, where it can be by chance.

    `ends` is what the line before may end with all the same.
    """
    first = opened.map[0] if opened.map else 0
    words = _KEY_AT_END.sub("", text[first - 1] if first else "").rstrip()
    if not words or (ends and words.endswith(ends)):
        return
    raise InputError(
        "list-in-paragraph",
        _("the line begins with «{sign}», and would become a list or a page break").format(
            sign=text[first].split()[0]
        ),
        source,
        _("put a blank line before it, or break the line elsewhere if it is one sentence"),
    )


def refuse_ordinal(inlines: Inlines, source: Source | None) -> None:
    """Refuse an item that is a date or an ordinal: «1. kvartal» is not the item «kvartal»."""
    if _ORDINAL.match(plain(inlines)):
        raise InputError(
            "date-as-list",
            _("the line begins with a date or a counting word, and would become a list"),
            source,
            _("break the line elsewhere, so that it does not begin with «1. »"),
        )


def require_words(inlines: Inlines, source: Source | None) -> None:
    """Refuse a heading, a paragraph or an item that is only a key."""
    if not plain(inlines).strip():
        raise InputError(
            "text-without-words",
            _("there are no words here: a heading, a paragraph or an item is empty"),
            source,
            _("write the words before its key, or delete the line"),
        )
