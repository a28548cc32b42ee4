"""All that the program says at the terminal. Results to stdout, talk to stderr."""

import os
import shutil
import sys
import textwrap
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TextIO

from aftalegen.errors import AftalegenError, UsageError, each_error
from aftalegen.language import _
from aftalegen.snippet import snippet, visible
from aftalegen.source import Source

_CODES = {"bold": "1", "red": "31", "green": "32", "yellow": "33", "blue": "34"}

__all__ = ["errors", "hint", "mark", "progress", "result", "talk", "usage", "visible", "warning"]


def result(line: str) -> None:
    """A line of what was asked for."""
    print(line)


def talk(line: str) -> None:
    """A line about the work, for the person."""
    print(line, file=sys.stderr)


def hint(line: str) -> None:
    """A line for the person who looks at results; none when they go to a file."""
    if sys.stdout.isatty():
        talk(line)


def warning(text: str) -> None:
    """A warning: done, but look at this."""
    word = _("warning")
    talk(f"{_paint(word, 'yellow')}: {text}")


def mark(word: str, health: str, width: int, text: str) -> None:
    """A line of what was asked for, after a word that says how it is."""
    style = {"ok": "green", "note": "yellow", "fault": "red"}[health]
    gap, indent = " " * (width - len(word)), " " * (width + 4)
    lines = _fitting(text, len(indent), sys.stdout)
    result(f"  {_paint(word, style, sys.stdout)}{gap}  " + f"\n{indent}".join(lines))


def _fitting(text: str, taken: int, stream: TextIO) -> list[str]:
    """Text in lines of the terminal's width beside what is taken; one line in a pipe."""
    if not stream.isatty():
        return [text]
    width = max(shutil.get_terminal_size().columns - taken, 20)
    return textwrap.wrap(text, width, break_on_hyphens=False) or [""]


def errors(found: Iterable[AftalegenError], project: Path | None, hits: Mapping[str, int]) -> None:
    """Every error once, with its place, the line it stands on, and what to do.

    `hits` counts the annexes that an error keeps from being built, by identity.
    """
    for error in found:
        for single in each_error(error):
            talk(_error_text(single, project, hits.get(repr(single.identity()), 0)))
            talk("")


def _error_text(error: AftalegenError, project: Path | None, hits: int) -> str:
    word, hits_word, help_word = _("error"), _("hits"), _("help")
    kind = _paint(f"{word}[{error.rule}]", "red")
    lines = [f"{kind}: {_paint(error.message, 'bold')}"]
    indent = ""
    if error.source is not None:
        number = str(error.source.line)
        indent = " " * len(number)
        lines.append(f"{indent}{_paint('-->', 'blue')} {error.source}")
        lines += _snippet(error.source, project)
    if hits:
        annexes = _("{n} annexes").format(n=hits) if hits > 1 else _("1 annex")
        lines.append(f"{indent} = {hits_word}: {annexes}")
    if error.hint:
        lines.append(f"{indent} = {help_word}: {error.hint}")
    return "\n".join(lines)


def _snippet(source: Source, project: Path | None) -> list[str]:
    """The line of a place with a caret under the column, if the file can be read."""
    found = snippet(source, project) if project else None
    if found is None:
        return []
    number, bar = str(found.number), _paint("|", "blue")
    gap = " " * len(number)
    lines = [f"{gap} {bar}", f"{number} {bar} {found.text}"]
    if found.caret is not None:
        lines.append(f"{gap} {bar} {' ' * found.caret}{_paint('^', 'red')}")
    return lines


def _paint(text: str, style: str, stream: TextIO | None = None) -> str:
    if os.environ.get("NO_COLOR") or not (stream or sys.stderr).isatty():
        return text
    return f"\x1b[{_CODES[style]}m{text}\x1b[0m"


def progress(done: int, total: int, what: str) -> None:
    """A line that is written over, on a terminal only."""
    if sys.stderr.isatty() and total > 1:
        end = "\r\x1b[K" if done == total else ""
        print(f"\r\x1b[K{done}/{total} {what[:60]}{end}", end="", file=sys.stderr, flush=True)


def usage(error: UsageError) -> None:
    """A wrong use of the command line."""
    talk(_error_text(error, None, 0))
