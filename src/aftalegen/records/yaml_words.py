"""What the YAML parser complains of, in words that help: never in the parser's own."""

import re
from collections.abc import Sequence

import yaml

from aftalegen.words.language import _, later

UNSEEN = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
"""Spaces that look like one and are none to YAML."""

_UNSEEN_PLACE = re.compile(rf"(?:^[ \t-]*|: *|\[|,|\{{)([{UNSEEN}])")

_INDENTATION = later("the indentation is wrong, or a quotation mark is missing")
_TAB = later("the line is indented with a tab")
_QUOTED_SIGN = later("the sign {sign} cannot begin a value: put the value in quotation marks")

_PROBLEMS = {
    "did not find expected ',' or ']'": later("a list in [ ] is not closed"),
    "did not find expected ',' or '}'": later("a group in { } is not closed"),
    "mapping values are not allowed in this context": later("a colon stands where none can stand"),
    "could not find expected ':'": later("a colon after a key is missing"),
    "did not find expected key": _INDENTATION,
    "did not find expected '-' indicator": later("a list's item is indented wrongly"),
    "found character that cannot start any token": _TAB,
    "found unexpected end of stream": later("a quotation mark is not closed"),
    "found unknown escape character": later("a backslash in quotation marks: write it twice"),
    "did not find expected <document start>": later(
        "the line stands outside of what the file says"
    ),
    "found undefined alias": later("an alias (*) is used"),
    "found a tab character that violates indentation": _TAB,
    "found a tab character where an indentation space is expected": _TAB,
    "block sequence entries are not allowed in this context": later("a list cannot begin here"),
    "did not find expected node content": later("a value is missing in [ ] or { }"),
    "mapping keys are not allowed in this context": later("a question mark stands alone"),
    "found unexpected document indicator": later("a quotation mark is not closed"),
    "did not find expected comment or line break": later(
        "after | and > the text begins on the next line"
    ),
    "found an indentation indicator equal to 0": later(
        "after | and > the text begins on the next line"
    ),
    "found unexpected ':'": later("a colon stands where none can stand"),
    "found duplicate anchor; first occurrence": later("an anchor (&) is used"),
    "did not find expected alphabetic or numeric character": later(
        "a value that begins with & or * must stand in quotation marks"
    ),
    "did not find expected hexdecimal number": later(
        "a backslash in quotation marks: write it twice"
    ),
    "found invalid Unicode character escape code": later(
        "a backslash in quotation marks: write it twice"
    ),
    "found undefined tag handle": later("a value that begins with ! must stand in quotation marks"),
}


def in_words(error: yaml.YAMLError, lines: Sequence[str]) -> tuple[str, int, int]:
    """What is wrong in a text that is no YAML, and the line and column (from 0) where."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line, column = (mark.line, mark.column) if mark else (0, 0)
    for near in (line, line - 1):
        if 0 <= near < len(lines) and (found := _UNSEEN_PLACE.search(lines[near])):
            return unseen_space(found[1]), near, found.start(1)
    said = str(getattr(error, "problem", None) or "")
    sign = lines[line][column : column + 1] if line < len(lines) else ""
    if said == "found character that cannot start any token" and sign.strip():
        return _(_QUOTED_SIGN).format(sign=sign), line, column
    return _(_PROBLEMS.get(said, _INDENTATION)), line, column


def unseen_space(sign: str) -> str:
    """Words for a space that cannot be told from one."""
    message = _("the space U+{code:04X} (a hard or odd space) is none to YAML; write a plain space")
    return message.format(code=ord(sign))
