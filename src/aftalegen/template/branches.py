"""The Markdown of every branch of a template file, without filling it."""

import re
from collections.abc import Iterator
from itertools import pairwise

from aftalegen.document.nodes import Field
from aftalegen.template.markdown import markdown_blocks
from aftalegen.template.marks import BLOCK, COMMENT, PRINTED, Value, mark
from aftalegen.words.faults import AftalegenError, each_error
from aftalegen.words.place import Source

_STATEMENT_LINE = re.compile(r"^[ \t]*\{%(?:(?!%\}).)*%\}[ \t]*$", re.MULTILINE)


def refused_in(text: str, file: str) -> Iterator[AftalegenError]:
    """What Markdown refuses in a file's text, branch by branch, with its place.

    Each piece between statements that stand on lines of their own is read for itself; pieces
    with a table are left to building, since the rows of one table stand in several.
    """
    line = 1
    for piece in _pieces(COMMENT.sub(_blank, text)):
        if "|" not in piece:
            yield from _refused(piece, file, line)
        line += piece.count("\n")


def _pieces(text: str) -> Iterator[str]:
    """The text cut before each statement line; together they are the whole."""
    cuts = [0, *(found.start() for found in _STATEMENT_LINE.finditer(text)), len(text)]
    for start, end in pairwise(cuts):
        yield text[start:end]


def _blank(found: "re.Match[str]") -> str:
    """Nothing but the line ends of what was found."""
    return "\n" * found[0].count("\n")


def _refused(piece: str, file: str, first: int) -> Iterator[AftalegenError]:
    values: list[Value] = []

    def printed(found: "re.Match[str]") -> str:
        values.append(Field("x"))
        return mark(len(values) - 1) + _blank(found)

    body = PRINTED.sub(printed, BLOCK.sub(_blank, piece))
    lines = tuple(Source(file, first + n) for n in range(body.count("\n") + 1))
    try:
        markdown_blocks(body, lines, values)
    except AftalegenError as error:
        for one in each_error(error):
            if one.rule != "key-twice" or not BLOCK.search(_STATEMENT_LINE.sub("", piece)):
                yield one  # two branches of one line may have the same key
