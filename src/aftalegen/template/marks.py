"""Marks of two or three private-use characters: of a value that was printed, and of a line.

A value's mark stands in the Markdown in its place, so that data is never parsed. A
line's mark ends each line of a template that is not blank, so that a line of the
result knows where it came from, and one whose tags let nothing through is known too.
"""

import re
from collections.abc import Mapping, Sequence
from enum import Enum

from aftalegen.document.nodes import CrossRef, Field, Signatures
from aftalegen.words.place import Source

MARK = "\ue000"
"""Begins a value's mark; the next character is FIRST plus the value's number."""
FIRST = 0xF0000
MARKS = re.compile(f"{MARK}([\U000f0000-\U000ffffd])")

_LINE = "\ue001"
_LINE_MARK = re.compile(f"{_LINE}([\U000f0000-\U000ffffd])([\U000f0000-\U000ffffd])")
# What is not closed goes on to the end, so that a text is gone through once whatever is in it.
_COMMENT, _BLOCK = r"\{%#(?:.*?#%\}|.*)", r"\{%(?:.*?%\}|.*)"
_PRINTED = r"\{\{(?:.*?\}\}|.*)"
COMMENT, BLOCK, PRINTED = (re.compile(one, re.DOTALL) for one in (_COMMENT, _BLOCK, _PRINTED))
"""What Jinja takes out of a template: what nobody is to read, what chooses, what is printed."""

_STATEMENTS = re.compile(f"{_COMMENT}|{_BLOCK}", re.DOTALL)
_TAG = re.compile(f"{_COMMENT}|{_BLOCK}|{_PRINTED}", re.DOTALL)

CHOICE = "\ue002"
"""Begins a paragraph that is no text: where a choice begins, one of its alternatives, its end."""


class ChoicePart(Enum):
    """What a choice that is not made is written with; `value` is the sign after CHOICE."""

    BEGIN = "b"
    ALTERNATIVE = "a"
    END = "e"

    @property
    def markdown(self) -> str:
        """It in Markdown, beginning a paragraph of its own."""
        return f"\n\n{CHOICE}{self.value}"


Value = Field | CrossRef | Signatures
Lines = tuple[Source | None, ...]
"""For each line of the rendered Markdown, the template line that it came from."""


def mark(index: int) -> str:
    """The mark of the value with this number."""
    return MARK + chr(FIRST + index)


def marked(found: str, values: Sequence[Value]) -> Value:
    """The value whose mark was found."""
    return values[ord(found[1]) - FIRST]


def with_line_marks(text: str, file: int) -> str:
    """The text of the file with this number, with a mark at the end of each line within no tag.

    A line of nothing but tags is not indented: what it brings stands where it would without.
    """
    here = chr(FIRST + file)
    inside = {n for tag in _TAG.finditer(text) for n in _newlines(text, tag)}
    words = _STATEMENTS.sub(_blanked, text).split("\n")
    lines, position = [], 0
    for number, line in enumerate(text.split("\n"), 1):
        position += len(line)
        if line.strip() and position not in inside:
            shown = line if words[number - 1].strip() else line.lstrip()
            lines.append(f"{shown}{_LINE}{here}{chr(FIRST + number)}")
        else:
            lines.append(line)
        position += 1
    return "\n".join(lines)


def without_line_marks(text: str, files: Mapping[int, str]) -> tuple[str, Lines]:
    """The rendered text, and for each of its lines the place in the template.

    A line whose tags let nothing through is gone; a blank line of the template stays.
    """
    lines: list[str] = []
    places: list[Source | None] = []
    for line in text.split("\n"):
        place = None
        for found in _LINE_MARK.finditer(line):
            place = Source(files[ord(found[1]) - FIRST], ord(found[2]) - FIRST)
        words = _LINE_MARK.sub("", line)
        if place is None or words.strip():
            lines.append(words)
            places.append(place)
    return "\n".join(lines), tuple(places)


def _blanked(found: "re.Match[str]") -> str:
    """As many spaces and line ends as what was found."""
    return re.sub(r"[^\n]", " ", found[0])


def _newlines(text: str, tag: "re.Match[str]") -> list[int]:
    """The positions of the newlines within a tag."""
    return [i for i in range(tag.start(), tag.end()) if text[i] == "\n"]
