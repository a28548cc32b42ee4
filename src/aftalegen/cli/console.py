"""All that the program says at the terminal. Results to stdout, talk to stderr."""

import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from aftalegen.errors import AftalegenError, UsageError, each_error
from aftalegen.language import _
from aftalegen.source import Source

_CODES = {"bold": "1", "red": "31", "yellow": "33", "blue": "34"}
WIDTH = 100
"""The widest a snippet may be; a longer line is cut around the place."""


def result(line: str) -> None:
    """A line of what was asked for."""
    print(line)


def talk(line: str) -> None:
    """A line about the work, for the person."""
    print(line, file=sys.stderr)


def warning(text: str) -> None:
    """A warning: done, but look at this."""
    word = _("warning")
    talk(f"{_paint(word, 'yellow')}: {text}")


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
    if project is None or source.sheet:
        return []
    try:
        text = (project / source.file).read_text(encoding="utf-8", errors="replace")
        line = text.splitlines()[source.line - 1]
    except (OSError, IndexError):
        return []
    if "\x00" in line:
        return []  # no text file
    cut = max(0, source.column - WIDTH // 2) if len(line) > WIDTH else 0
    shown = visible(line[cut : cut + WIDTH])
    lead, start = ("…", 1) if cut else ("", 0)
    number, bar = str(source.line), _paint("|", "blue")
    gap = " " * len(number)
    lines = [f"{gap} {bar}", f"{number} {bar} {lead}{shown}"]
    if source.column > 1 or source.key:
        lines.append(f"{gap} {bar} {' ' * (source.column - 1 - cut + start)}{_paint('^', 'red')}")
    return lines


def shown_path(path: Path) -> str:
    """A path as the person would type it."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def visible(text: str) -> str:
    """Text in which nothing can steer the terminal."""
    return "".join(c if c.isprintable() else "·" for c in text)


def _paint(text: str, style: str) -> str:
    if os.environ.get("NO_COLOR") or not sys.stderr.isatty():
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
