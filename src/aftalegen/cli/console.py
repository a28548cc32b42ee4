"""All that the program says at the terminal. Results to stdout, talk to stderr."""

import contextlib
import os
import shutil
import sys
import textwrap
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from aftalegen.words.faults import AftalegenError, OutputError, UsageError, each_error
from aftalegen.words.language import _
from aftalegen.words.place import Source
from aftalegen.words.place import snippet as line_at
from aftalegen.words.place import visible as visible  # what commands show of names

if TYPE_CHECKING:
    from aftalegen.build.register import Written

_CODES = {"bold": "1", "red": "31", "green": "32", "yellow": "33", "blue": "34"}

MOST_WORDS = 2_000
MOST_ERRORS = 100
"""Characters of a message, and errors, that are told."""


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


def data(content: bytes) -> None:
    """What was asked for as bytes, its line ends as they are on every system."""
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def path(of: Path) -> None:
    """A file or folder that was asked for, as the person would type it."""
    result(shown(of))


def shown(of: Path) -> str:
    """A path as the person would type it."""
    here = Path.cwd()
    return str(of.relative_to(here)) if of.is_relative_to(here) else str(of)


def talk(line: str) -> None:
    """A line about the work, for the person; where nobody can hear it, nothing is said."""
    _print_lines(*_fitting(line, sys.stderr))


def kept_aside(file: "Written") -> None:
    """That a file had been edited, and where the person's version is; nothing where it was not."""
    if file.kept_aside:
        message = _("{file} had been edited by hand; your version is kept as {aside}")
        warning(message.format(file=file.path.name, aside=file.kept_aside.name))


def _print_lines(*lines: str) -> None:
    """Lines for the person that fit already."""
    with contextlib.suppress(OSError):
        print("\n".join(lines), file=sys.stderr)


def hint(line: str) -> None:
    """A line for the person who looks at results; none when they go to a file."""
    if sys.stdout.isatty():
        talk(line)


def warning(text: str) -> None:
    """A warning: done, but look at this."""
    word = _("warning")
    first, *more = _fitting(f"{word}: {text}", sys.stderr)
    _print_lines(first.replace(word, paint(word, "yellow"), 1), *more)


def mark(word: str, health: str, width: int, text: str) -> None:
    """A line of what was asked for, after a word that says how it is."""
    style = {"ok": "green", "note": "yellow", "fault": "red"}[health]
    indent = " " * (width + 4)
    first, *more = _fitting(f"  {word.ljust(width)}  {text}", sys.stdout, indent)
    result("\n".join((first.replace(word, paint(word, style, sys.stdout), 1), *more)))


def step(command: str) -> None:
    """The next step, where something was asked for."""
    result("\n".join(_fitting(_("next: {command}").format(command=command), sys.stdout)))


def is_read_by_a_person() -> bool:
    """Whether the results go to a terminal, not to a file or to another program."""
    return sys.stdout.isatty()


def _fitting(text: str, stream: TextIO, indent: str = "    ") -> list[str]:
    """Text in lines of the terminal's width, broken between words; as it is in a pipe."""
    if not stream.isatty() or not text or "\n" in text:
        return [text]
    width = max(shutil.get_terminal_size().columns, 40)
    return textwrap.wrap(
        text, width, subsequent_indent=indent, break_on_hyphens=False, break_long_words=False
    )


def errors(found: Iterable[AftalegenError], project: Path | None, hits: Mapping[str, int]) -> None:
    """Every error once, with its place, the line it stands on, and what to do.

    `hits` counts the annexes that an error keeps from being built, by identity.
    """
    every = [single for error in found for single in each_error(error)]
    for single in every[:MOST_ERRORS]:
        _print_lines(*_error_lines(single, project, hits.get(repr(single.identity()), 0)), "")
    if len(every) > MOST_ERRORS:
        talk(_("… and {n} more errors").format(n=len(every) - MOST_ERRORS))


def _error_lines(error: AftalegenError, project: Path | None, hits: int) -> list[str]:
    hits_word, help_word = _("hits"), _("help")
    lines = _headline(error)
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
        hanging = " " * len(f"{indent} = {help_word}: ")
        lines += _fitting(f"{indent} = {help_word}: {_plain(error.hint)}", sys.stderr, hanging)
    return lines


def _headline(error: AftalegenError) -> list[str]:
    """What is wrong, after its kind."""
    word = _("error")
    kind = f"{word}[{error.rule}]: "
    first, *more = _fitting(kind + _plain(error.message), sys.stderr)
    lead = f"{paint(kind[:-2], 'red')}: "
    return [lead + paint(first.removeprefix(kind), "bold"), *(paint(m, "bold") for m in more)]


def snippet(
    source: Source, project: Path | None, width: int = 1, stream: TextIO | None = None
) -> list[str]:
    """The line of a place with carets under its `width` characters, if the file can be read."""
    found = line_at(source, project) if project and not source.sheet else None
    if found is None:
        return []
    number, bar = str(found.number), paint("|", "blue", stream)
    gap = " " * len(number)
    lines = [f"{gap} {bar}", f"{number} {bar} {found.text}"]
    caret = 0 if found.caret is None and width > 1 else found.caret
    if caret is not None:
        carets = "^" * max(1, min(width, len(found.text) - caret))
        lines.append(f"{gap} {bar} {' ' * caret}{paint(carets, 'red', stream)}")
    return lines


def _plain(text: str) -> str:
    """What an error says, as several lines of a readable length."""
    cut = text if len(text) <= MOST_WORDS else f"{text[:MOST_WORDS]} …"
    return "\n".join(visible(line) for line in cut.split("\n"))


def paint(text: str, style: str, stream: TextIO | None = None) -> str:
    """The text in a colour where the stream, stderr unless another is named, is a terminal."""
    if not (stream or sys.stderr).isatty() or not _shows_colours():
        return text
    return f"\x1b[{_CODES[style]}m{text}\x1b[0m"


def _shows_colours() -> bool:
    """Whether colours are wanted, and understood: the old console of Windows shows their codes."""
    names = os.environ
    known = os.name != "nt" or "WT_SESSION" in names or "TERM" in names
    return known and not names.get("NO_COLOR") and names.get("TERM") != "dumb"


def progress(done: int, total: int, what: str) -> None:
    """A line that is written over, on a terminal only."""
    if sys.stderr.isatty() and total > 1:
        end = "\r\x1b[K" if done == total else ""
        print(f"\r\x1b[K{done}/{total} {what[:60]}{end}", end="", file=sys.stderr, flush=True)


def usage(error: UsageError) -> None:
    """A wrong use of the command line."""
    _print_lines(*_error_lines(error, None, 0))
