"""All that the program says at the terminal. Results to stdout, talk to stderr."""

import contextlib
import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from aftalegen.errors import AftalegenError, OutputError, UsageError, each_error
from aftalegen.language import _
from aftalegen.source import Source

_CODES = {"bold": "1", "red": "31", "yellow": "33", "blue": "34"}
WIDTH = 100
"""The widest a snippet may be; a longer line is cut around the place."""

MOST_SHOWN = 2_000_000
MOST_WORDS = 2_000
MOST_ERRORS = 100
"""Characters of a file that are looked through, of a message, and errors that are told."""


def result(line: str) -> None:
    """A line of what was asked for. Raises OutputError where it cannot be told."""
    try:
        print(line)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise _not_told(error) from error


def flush() -> None:
    """See that all results are told; where they cannot be, no more is tried at the end."""
    try:
        sys.stdout.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            raise _not_told(error) from error


def _not_told(error: OSError) -> OutputError:
    message = _("the results could not be told: {why}").format(why=error.strerror or error)
    return OutputError("not-told", message, None, _("see that there is room where they are sent"))


def talk(line: str) -> None:
    """A line about the work, for the person; where nobody can hear it, nothing is said."""
    with contextlib.suppress(OSError):
        print(line, file=sys.stderr)


def warning(text: str) -> None:
    """A warning: done, but look at this."""
    word = _("warning")
    talk(f"{paint(word, 'yellow')}: {text}")


def errors(found: Iterable[AftalegenError], project: Path | None, hits: Mapping[str, int]) -> None:
    """Every error once, with its place, the line it stands on, and what to do.

    `hits` counts the annexes that an error keeps from being built, by identity.
    """
    every = [single for error in found for single in each_error(error)]
    for single in every[:MOST_ERRORS]:
        talk(_error_text(single, project, hits.get(repr(single.identity()), 0)))
        talk("")
    if len(every) > MOST_ERRORS:
        talk(_("… and {n} more errors").format(n=len(every) - MOST_ERRORS))


def _error_text(error: AftalegenError, project: Path | None, hits: int) -> str:
    word, hits_word, help_word = _("error"), _("hits"), _("help")
    kind = paint(f"{word}[{error.rule}]", "red")
    lines = [f"{kind}: {paint(_plain(error.message), 'bold')}"]
    indent = ""
    if error.source is not None:
        number = str(error.source.line)
        indent = " " * len(number)
        lines.append(f"{indent}{paint('-->', 'blue')} {_plain(str(error.source))}")
        lines += snippet(error.source, project)
    if hits:
        annexes = _("{n} annexes").format(n=hits) if hits > 1 else _("1 annex")
        lines.append(f"{indent} = {hits_word}: {annexes}")
    if error.hint:
        lines.append(f"{indent} = {help_word}: {_plain(error.hint)}")
    return "\n".join(lines)


def snippet(source: Source, project: Path | None, width: int = 1) -> list[str]:
    """The line of a place with carets under its `width` characters, if the file can be read."""
    if project is None:
        return []
    path = project / source.file
    try:
        if not (path.is_file() and path.resolve().is_relative_to(project.resolve())):
            return []  # what lies outside of the project is not shown either
        with path.open(encoding="utf-8", errors="replace") as file:
            line = file.read(MOST_SHOWN).split("\n")[source.line - 1]
    except (OSError, ValueError, IndexError):
        return []
    cut = max(0, source.column - WIDTH // 2) if len(line) > WIDTH else 0
    shown = visible(line[cut : cut + WIDTH])
    lead, start = ("…", 1) if cut else ("", 0)
    number, bar = str(source.line), paint("|", "blue")
    gap = " " * len(number)
    lines = [f"{gap} {bar}", f"{number} {bar} {lead}{shown}"]
    if source.column > 1 or source.key or width > 1:
        carets = "^" * max(1, min(width, WIDTH - (source.column - 1 - cut)))
        lead_in = " " * (source.column - 1 - cut + start)
        lines.append(f"{gap} {bar} {lead_in}{paint(carets, 'red')}")
    return lines


def visible(text: str) -> str:
    """Text in which nothing can steer the terminal."""
    return "".join(c if c.isprintable() or c == "\u00a0" else "·" for c in text)


def _plain(text: str) -> str:
    """What an error says, as several lines of a readable length."""
    cut = text if len(text) <= MOST_WORDS else f"{text[:MOST_WORDS]} …"
    return "\n".join(visible(line) for line in cut.split("\n"))


def paint(text: str, style: str) -> str:
    """The text in a colour, on a terminal only."""
    if os.environ.get("NO_COLOR") or not sys.stderr.isatty():
        return text
    return f"\x1b[{_CODES[style]}m{text}\x1b[0m"


def is_read_by_a_person() -> bool:
    """Whether the results go to a terminal, not to a file or to another program."""
    return sys.stdout.isatty()


def progress(done: int, total: int, what: str) -> None:
    """A line that is written over, on a terminal only."""
    if sys.stderr.isatty() and total > 1:
        end = "\r\x1b[K" if done == total else ""
        print(f"\r\x1b[K{done}/{total} {what[:60]}{end}", end="", file=sys.stderr, flush=True)


def usage(error: UsageError) -> None:
    """A wrong use of the command line."""
    talk(_error_text(error, None, 0))
