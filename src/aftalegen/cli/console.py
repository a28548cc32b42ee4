"""All that the program says at the terminal. Results to stdout, talk to stderr.

A pipe gets plain lines and nothing else; what a screen shows besides is made in `screen`.
"""

import contextlib
import os
import shutil
import sys
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, TypeVar

from aftalegen.cli.lines import Line, Words
from aftalegen.words import alphabet
from aftalegen.words.faults import (
    DONE,
    AftalegenError,
    Errors,
    Fault,
    OutputError,
    Severity,
)
from aftalegen.words.language import _, later
from aftalegen.words.place import WIDTH as WIDEST
from aftalegen.words.place import Source, visible
from aftalegen.words.place import snippet as line_at

if TYPE_CHECKING:
    from aftalegen.build.register import Written

MOST_WORDS = 2_000
MOST_ERRORS = 100
"""Characters of a message, and errors, that are told."""
WIDTH = 88
"""The widest a paragraph is told."""

SEVERITIES: dict[Severity, str] = {
    "error": later("error"),
    "warning": later("warning"),
    "note": later("note"),
}
COLOURS: dict[Severity, str] = {"error": "red", "warning": "yellow", "note": "blue"}

T = TypeVar("T")
Identity = tuple[str, str, Source | None]


# --- results ----------------------------------------------------------------------------------


def result(line: Words | Line) -> None:
    """A line of what was asked for. Raises OutputError where it cannot be told."""
    results([line if isinstance(line, Line) else Line(line)])


def results(lines: Iterable[Line]) -> None:
    """Lines of what was asked for; rows as a table on a screen."""
    with _telling():
        _tell(lines, sys.stdout)


def summary(*parts: str) -> None:
    """The last line: what was done, counted."""
    result(", ".join(parts))


def paragraph(text: str) -> None:
    """A text to be read, in lines of a readable length."""
    room = WIDTH
    if is_read_by_a_person():
        room = min(WIDTH, shutil.get_terminal_size().columns)
    result(textwrap.fill(text, room))


def tree(lines: Iterable[tuple[int, str]]) -> None:
    """Lines by how deep each stands below another."""
    with _telling():
        if is_read_by_a_person():
            from aftalegen.cli import screen

            screen.tree(lines, sys.stdout)
        else:
            _tell((Line("  " * depth + text) for depth, text in lines), sys.stdout)


def data(content: bytes) -> None:
    """What was asked for as bytes, its line ends as they are on every system."""
    with _telling():
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()


def path(of: Path) -> None:
    """A file or folder that was asked for, as the person would type it; never broken."""
    with _telling():
        print(alphabet.shown(shown(of)))


def shown(of: Path) -> str:
    """A path as the person would type it."""
    here = Path.cwd()
    return str(of.relative_to(here)) if of.is_relative_to(here) else str(of)


def is_read_by_a_person() -> bool:
    """Whether the results go to a terminal, not to a file or to another program."""
    return sys.stdout.isatty()


def flush() -> None:
    """See that all results are told; where they cannot be, no more is tried at the end."""
    try:
        sys.stdout.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            raise not_told(error) from error


@contextlib.contextmanager
def _telling() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise not_told(error) from error


def not_told(error: OSError) -> OutputError:
    """That the results could not be told, as an error."""
    message = _("the results could not be told: {why}").format(why=error.strerror or error)
    return OutputError("not-told", message, None, _("see that there is room where they are sent"))


def _tell(lines: Iterable[Line], stream: TextIO) -> None:
    if stream.isatty():
        from aftalegen.cli import screen

        screen.show(lines, stream)
    else:
        for line in lines:
            print(alphabet.shown(line.plain), file=stream)


# --- talk -------------------------------------------------------------------------------------


def talk(*lines: Words | Line) -> None:
    """Lines about the work, for the person; where nobody can hear them, nothing is said."""
    with contextlib.suppress(OSError):
        _tell((line if isinstance(line, Line) else Line(line) for line in lines), sys.stderr)


def package_missing(name: str) -> OutputError:
    """That a package is not there, told in plain lines: it may be the one that draws them."""
    message = _("packages are missing: {names}").format(names=name)
    said = OutputError("package-missing", message, None, _("install aftalegen anew"))
    with contextlib.suppress(OSError):
        for line in error_lines(said, None):
            print(alphabet.shown(line.plain), file=sys.stderr)
    return said


def kept_aside(file: "Written") -> None:
    """That a file had been edited, and where the person's version is; nothing where it was not."""
    if file.kept_aside:
        message = _("{file} had been edited by hand; your version is kept as {aside}")
        warning(message.format(file=file.path.name, aside=file.kept_aside.name))


def hint(line: str) -> None:
    """A line for the person who looks at results; none when they go to a file."""
    if sys.stdout.isatty():
        talk(line)


def warning(text: str) -> None:
    """A warning: done, but look at this."""
    talk(((_("warning"), "yellow"), (f": {text}", "")))


def followed(each: Iterable[T], total: int) -> Iterator[T]:
    """The same things, with how far it is and how long it takes shown to a person."""
    if total < 2 or not sys.stderr.isatty():
        yield from each
        return
    from aftalegen.cli import screen

    yield from screen.followed(each, total, sys.stderr)


# --- faults -----------------------------------------------------------------------------------


def errors(
    found: Iterable[AftalegenError],
    project: Path | None,
    hits: Mapping[Identity, int] | None = None,
) -> int:
    """Every error once, with its place, the line it stands on, and what to do; the exit code.

    `hits` counts the annexes that an error keeps from being built, by identity.
    """
    every = Errors(found).errors
    for single in every[:MOST_ERRORS]:
        talk(*error_lines(single, project, (hits or {}).get(single.identity(), 0)), "")
    if len(every) > MOST_ERRORS:
        talk(_("… and {n} more errors").format(n=len(every) - MOST_ERRORS))
    return max((single.exit_code for single in every), default=DONE)


def error_lines(error: AftalegenError, project: Path | None, hits: int = 0) -> list[Line]:
    """An error as it is told; `hits` annexes cannot be built for it."""
    told = _("{n} annexes").format(n=hits) if hits > 1 else _("1 annex") if hits else ""
    return fault_lines(error.fault, project, hits=told, stream=sys.stderr)


def fault_lines(
    fault: Fault, project: Path | None, prefix: str = "", hits: str = "", *, stream: TextIO
) -> list[Line]:
    """What is wrong, its place below `prefix`, the line there, what it hits, and what to do."""
    kind = f"{_(SEVERITIES[fault.severity])}[{fault.rule}]"
    lines = [Line(((kind, COLOURS[fault.severity]), (": ", ""), (_plain(fault.message), "bold")))]
    indent = ""
    if fault.source is not None:
        indent = " " * len(str(fault.source.line))
        place = _plain(within(prefix, str(fault.source)))
        lines.append(Line(((indent, ""), ("-->", "blue"), (f" {place}", ""))))
        lines += _snippet(fault.source, fault.width, project, stream)
    cause = fault.cause
    for name, value in (
        (_("decided"), within(prefix, f"{cause.file}:{cause.line}") if cause else ""),
        (_("hits"), hits),
        (_("help"), _plain(fault.hint or "")),
    ):
        if value:
            lead = f"{indent} = {name}: "
            lines.append(Line(lead + value, hang=len(lead)))
    return lines


def within(prefix: str, place: str) -> str:
    """A place in the project as it is from the working folder."""
    return f"{prefix}/{place}" if prefix else place


def _snippet(source: Source, width: int, project: Path | None, stream: TextIO) -> list[Line]:
    """The line of a place with carets under its `width` characters, if the file can be read."""
    number, bar = str(source.line), ("|", "blue")
    lead = len(f"{number} | …")
    room = min(WIDEST, shutil.get_terminal_size().columns - lead) if stream.isatty() else WIDEST
    found = line_at(source, project, room) if project and not source.sheet else None
    if found is None:
        return []
    gap = " " * len(number)
    lines = [
        Line(((f"{gap} ", ""), bar)),
        Line(((f"{number} ", ""), bar, (f" {found.text}", ""))),
    ]
    caret = 0 if found.caret is None and width > 1 else found.caret
    if caret is not None:
        carets = "^" * max(1, min(width, len(found.text) - caret))
        lines.append(Line(((f"{gap} ", ""), bar, (f" {' ' * caret}", ""), (carets, "red"))))
    return lines


def _plain(text: str) -> str:
    """What a fault says, as several lines of a readable length."""
    cut = text if len(text) <= MOST_WORDS else f"{text[:MOST_WORDS]} …"
    return "\n".join(visible(line) for line in cut.split("\n"))
