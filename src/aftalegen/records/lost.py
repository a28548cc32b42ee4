"""What YAML would take away from a value, or add to it, without a word."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from aftalegen.records.yaml_words import UNSEEN, unseen_space
from aftalegen.words.danish import ORDINAL
from aftalegen.words.language import _

Loss = tuple[str, int, int, str, str]
"""A rule, the line and column (from 0), what is wrong, and what now."""

_COMMENT = re.compile(r"(\s*)#(?=([^\s#])?)")
_COMMENT_LINE = re.compile(r"( *)#[^\s#]")
_OUTER_SPACE = re.compile(rf"\A[-?]?([{UNSEEN}])|([{UNSEEN}])\Z|\A\w+:([{UNSEEN}])")
_QUOTED = re.compile('[„“”«»‟❝❞].*|.*[„“”«»‟❝❞"]|[‘’‚‛´`].*[‘’‚‛´`\'"]', re.DOTALL)
QUOTES = "„“”«»‟❝❞\"'‘’‚‛´`"
"""Signs that a person may take for the quotation marks of YAML."""
_MARKER = re.compile(rf"\s*(?:([-+*])|([0-9]{{1,2}}[.)])(?! (?:{ORDINAL})\b)|(\|)|(#+)) ?")


def losses(event: Any, lines: Sequence[str], typed: Any) -> Iterator[Loss]:
    """What a value that was read has lost; `typed` is what it was read as."""
    start, end, plain = event.start_mark, event.end_mark, not event.style
    if event.style not in ("|", ">"):
        rest = lines[end.line][end.column :] if end.line < len(lines) else ""
        if "#" in rest:
            yield from _cut(rest, end, plain and isinstance(typed, str))
    below = end.line + (event.style not in ("|", ">"))
    if event.value and below < len(lines) and "#" in lines[below]:
        indent = len(lines[start.line]) - len(lines[start.line].lstrip(" "))
        found = _COMMENT_LINE.match(lines[below])
        if found and len(found[1]) > indent:
            yield _comment(below, len(found[1]))
    if plain and not (event.value.isascii() and event.value[-1:] not in QUOTES):
        yield from _looks(event)
    if event.style != "|" and end.line > start.line:
        yield from _folded(lines[start.line : end.line + 1], event)


def _cut(rest: str, end: Any, near: bool) -> Iterator[Loss]:
    """A comment that could be the rest of the value: «sag #25/678»."""
    found = _COMMENT.match(rest)
    if found and (found[2] or (near and len(found[1]) == 1)):
        yield _comment(end.line, end.column + len(found[1]))


def _comment(line: int, column: int) -> Loss:
    return (
        "text-cut",
        line,
        column,
        _("from «#» on the line is a comment, and is not part of the value"),
        _("put the value in quotation marks; write a comment on a line of its own: «# …»"),
    )


def _looks(event: Any) -> Iterator[Loss]:
    """Quotation marks that are none, and spaces that cannot be seen."""
    value, start = event.value, event.start_mark
    if found := _OUTER_SPACE.search(value):
        sign = next(filter(None, found.groups()))
        yield ("unseen-space", start.line, start.column, unseen_space(sign),
               _("delete it and write a plain space, or none"))  # fmt: skip
    if _QUOTED.fullmatch(value) and _around_all(value):
        message = _("the quotation marks are part of the text: to YAML only \" and ' are any")
        hint = _('write "{value}" with plain quotation marks')
        yield ("typographic-quotes", start.line, start.column, message,
               hint.format(value=value.strip(QUOTES)))  # fmt: skip


def _around_all(value: str) -> bool:
    """Whether quotation marks stand around the whole, or only at one of its ends."""
    return not set(value[1:-1]) & set("„“”«»‟❝❞") and len(value) > 1


def _folded(written: Sequence[str], event: Any) -> Iterator[Loss]:
    """Items of a list that are folded into one line."""
    marks = 0
    for number, line in enumerate(written):
        found = _MARKER.match(line) if number or event.style != ">" else None
        if not line.strip():
            marks = 0
        elif found and found.end() > len(found[0].rstrip()) > 0:
            marks += 1
        if marks > 1:
            yield (
                "folded-list",
                event.start_mark.line + number,
                0,
                _("the lines are folded into one, and a list in them is lost"),
                _("write | and not > before a text of several lines"),
            )
            return
