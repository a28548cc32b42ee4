"""Inlines of Markdown: first with marks, then with the values in their places."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from markdown_it.token import Token

from aftalegen.document.nodes import Break, Field, Inline, Inlines, Signatures, Text
from aftalegen.document.walk import plain
from aftalegen.template.marks import MARK, MARKS, Value, marked
from aftalegen.words import danish
from aftalegen.words.faults import InputError
from aftalegen.words.language import _
from aftalegen.words.place import Source

_KEY = re.compile(r"\s*\{#([a-z0-9]+(?:-[a-z0-9]+)*)\}\s*\Z")


def token_inlines(token: Token, refused: Callable[[Token, Token], InputError]) -> list[Inline]:
    """The inlines of an inline token; soft breaks are spaces."""
    result: list[Inline] = []
    strong = emphasis = False
    run = ""
    for child in token.children or ():
        if child.type in ("text", "text_special"):
            run += child.content
            continue
        if child.type == "softbreak":
            run += " "
            continue
        result += split(run, strong, emphasis)
        run = ""
        match child.type:
            case "strong_open" | "strong_close":
                strong = child.type == "strong_open"
            case "em_open" | "em_close":
                emphasis = child.type == "em_open"
            case "hardbreak":
                result.append(Break())
            case _:
                raise refused(child, token)
    return result + split(run, strong, emphasis)


def split(run: str, strong: bool, emphasis: bool) -> list[Inline]:
    """A run of text as Text and, where a mark stands, a Field that holds the mark."""
    result: list[Inline] = []
    for index, part in enumerate(MARKS.split(run)):
        if index % 2:
            result.append(Field(MARK + part, strong=strong, emphasis=emphasis))
        elif part:
            result.append(Text(danish.nonbreaking(part), strong, emphasis))
    return result


def keyed(inlines: Inlines) -> tuple[Inlines, str | None]:
    """Inlines without their closing `{#key}`, and the key."""
    last = inlines[-1] if inlines else None
    if not isinstance(last, Text) or not (found := _KEY.search(last.text)):
        return inlines, None
    rest = last.text[: found.start()]
    return (*inlines[:-1], *((replace(last, text=rest),) if rest else ())), found[1]


def shown(inlines: Inlines) -> str:
    """The words of inlines as an error shows them."""
    return MARKS.sub("…", plain(inlines))


# --- with values ---


def signatures_alone(inlines: Inlines, values: Sequence[Value]) -> Signatures | None:
    """The signature block, where its mark is all that a paragraph holds."""
    if len(inlines) == 1 and (found := MARKS.fullmatch(plain(inlines))):
        value = marked(found[0], values)
        return value if isinstance(value, Signatures) else None
    return None


def filled(values: Sequence[Value], inlines: Inlines, place: Source | None) -> Inlines:
    """Inlines with the values in the place of their marks; raises InputError for signatures."""
    if Field not in map(type, inlines):
        return inlines
    result: list[Inline] = []
    for inline in inlines:
        if not isinstance(inline, Field) or not inline.text.startswith(MARK):
            result.append(inline)
            continue
        value = marked(inline.text, values)
        if isinstance(value, Signatures):
            raise InputError(
                "signatures-not-alone",
                _("{{ signatures }} must stand alone in a paragraph"),
                place,
                _("put a blank line before and after it"),
            )
        if inline.strong or inline.emphasis:
            value = replace(value, strong=inline.strong, emphasis=inline.emphasis)
        result.append(value)
    return tuple(result)


def marked_inlines(text: str, values: Sequence[Value]) -> Inlines:
    """Plain text with marks, such as a title, as inlines; no Markdown in it."""
    return filled(values, tuple(split(text, False, False)), None)
