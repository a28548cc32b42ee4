"""Inlines of Markdown: first with marks, then with the values in their places."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace

from markdown_it.token import Token

from aftalegen.document.nodes import Break, Field, Inline, Inlines, Signatures, Text
from aftalegen.document.walk import plain
from aftalegen.template.marks import MARK, MARKS, Value, marked
from aftalegen.words import danish
from aftalegen.words.alphabet import unprintable
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


# --- what may not be left, or come in -----------------------------------------------------------

_LEFT = re.compile(
    r"\*\*|\*(?=[^\s*])|(?<=[^\s*])\*|(?<!\w)__?(?=[^\W_])|(?<=[^\W_])__?(?!\w)|~~|`|\[\^|\]\(|\\|\{#"
    r"|^#+(?=\w)|\A[-+](?=[^\W\d])|\A[0-9]{1,2}[.)](?=[^\W\d_])|^\|(?=.*\|)|<!--",
    re.MULTILINE,
)
"""Signs of Markdown that were meant to do something, and do nothing."""


def refuse_marks_left(token: Token, place: Source | None) -> None:
    """Refuse signs of Markdown that would be printed; «\\*» is meant to be."""
    raw = "".join(_as_written(child) for child in token.children or ())
    rest = _KEY.sub("", raw)
    if found := _LEFT.search(rest):
        line = rest[rest.rfind("\n", 0, found.start()) + 1 :].split("\n")[0]
        raise InputError(
            "markdown-left",
            _("«{sign}» would be printed as it stands: «{line}»").format(
                sign=found[0], line=MARKS.sub("…", line)
            ),
            _below(place, rest.count("\n", 0, found.start())),
            _("close or remove it; write «\\{sign}» where the sign itself is meant").format(
                sign=found[0][0]
            ),
        )


def _below(place: Source | None, lines: int) -> Source | None:
    return replace(place, line=place.line + lines) if place else None


def _as_written(child: Token) -> str:
    """A piece of a paragraph; what was escaped, or is bold or italic, is only some letter."""
    if child.type == "text" or (child.info == "escape" and child.content == child.markup):
        return child.content  # a backslash before a letter escapes nothing
    return (
        "\n" if child.type in ("softbreak", "hardbreak") else "a" * (child.type == "text_special")
    )


def refuse_decoded(token: Token, place: Source | None) -> None:
    """Refuse characters that no file may hold and that were written as entities: «&#8238;»."""
    for child in token.children or ():
        decoded = child.content if child.info == "entity" else ""
        if found := unprintable(decoded):
            message = _("«{written}» is the character U+{code:04X}, which cannot stand in a text")
            raise InputError(
                "control-character",
                message.format(written=child.markup, code=ord(found)),
                place,
                _("delete the character"),
            )


def split(run: str, strong: bool, emphasis: bool) -> list[Inline]:
    """A run of text as Text and, where a mark stands, a Field that holds the mark."""
    result: list[Inline] = []
    for index, part in enumerate(MARKS.split(run)):
        if index % 2:
            result.append(Field(MARK + part, strong=strong, emphasis=emphasis))
        elif part:
            words = unicodedata.normalize("NFC", part)  # an entity can bring an accent alone
            result.append(Text(danish.nonbreaking(words), strong, emphasis))
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
