"""What commands that write take: a file, its format (asked for, or of its name), and a day."""

import datetime
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path

import typer

from aftalegen.build.formats import FORMATS, require_format
from aftalegen.build.place import require_name
from aftalegen.build.register import OutputFolder
from aftalegen.cli import console
from aftalegen.cli.lines import Line
from aftalegen.cli.settling import settle_around
from aftalegen.words.danish import day_in
from aftalegen.words.faults import UsageError
from aftalegen.words.language import _

ENDINGS: Mapping[str, tuple[str, ...]] = {
    "text": ("txt",),
    "table": ("txt",),
    "github": ("txt",),
    "html": ("html", "htm"),
    "junit": ("xml",),
    "sarif": ("sarif", "json"),
}
"""The endings of a format's files, where they are not its name."""

OFTEN = frozenset(
    {
        *("doc", "docm", "docx", "odt", "rtf", "pdf", "txt", "md", "htm", "html", "ppt", "pptx"),
        *("xls", "xlsm", "xlsx", "ods", "csv", "ics", "json", "jsonl", "sarif", "xml"),
        *("yaml", "yml", "zip"),
    }
)
"""Endings that say what a file is."""


def format_for(asked: str | None, out: Path | None, known: Sequence[str], unasked: str) -> str:
    """The format to write: the one asked for, or the one that the file's name ends in.

    Raises UsageError where the two say different things, or one of them is not known.
    """
    if asked is not None:
        require_format(asked, known)
    ending = _ending(out) if out is not None else ""
    fits = [name for name in known if ending in ENDINGS.get(name, (name,))]
    if not ending or asked in fits:
        return asked or unasked
    if asked is None and fits:
        return fits[0]
    if asked is None and ending not in OFTEN:
        require_format(ending, known)
    if ending not in OFTEN:
        return asked or unasked
    format = asked or unasked
    message = _("«{file}» is no name for a file in the format {format}")
    endings = ", ".join(f".{e}" for n in known for e in ENDINGS.get(n, (n,)))
    raise UsageError(
        "format-and-ending",
        message.format(file=out, format=format),
        None,
        _("the format and the ending must fit; known: {endings}").format(endings=endings),
    )


def require_file(context: typer.Context, out: Path | None) -> Path | None:
    """What an earlier run was stopped in where a file is to be written is settled first."""
    if out is not None and not context.resilient_parsing:
        settle_around(out)
    return out


def require_folder(context: typer.Context, out: Path | None) -> Path | None:
    """Refuse a file's name where a folder is meant, unless there is such a folder."""
    require_file(context, out)
    if out is not None and _ending(out) in {*OFTEN, *FORMATS} and not out.is_dir():
        message = _("«{file}» is a file's name, and a folder is meant").format(file=out)
        hint = _("name a folder; the files in it get their names from data/bundles/")
        raise UsageError("format-and-ending", message, None, hint)
    return out


def _ending(path: Path) -> str:
    """'csv' for 'Budget.CSV'; nothing for 'Budget 19.3', which is only a name with a point."""
    ending = path.suffix.removeprefix(".").lower()
    return ending if re.fullmatch("[a-z][a-z0-9]{1,6}", ending) else ""


def day_named(day: str | None) -> datetime.date:
    """The day to tell about: the one given, also as Danes write it, or today."""
    if day is None:
        return datetime.date.today()
    try:
        return day_in(day) or datetime.date.fromisoformat(day)
    except ValueError as error:
        message = _("«{day}» is not a date").format(day=day)
        raise UsageError("not-a-date", message, None, _("write it as 2026-03-19")) from error


def show_or_write(
    shape: str, out: Path | None, usual: Path, lines: Iterable[Line], data: Callable[[], bytes]
) -> None:
    """Show a table or JSON where no file is named; all else is a file, by its usual name if need
    be."""
    if out is None and shape == "table":
        console.results(lines)
    elif out is None and shape == "json":
        console.data(data())
    else:
        write(out or usual.with_name(f"{usual.name}.{shape}"), data())


def write(path: Path, data: bytes) -> None:
    """Write a file and tell it; one that was edited by hand is kept aside."""
    put(path, data)
    console.path(path)


def put(path: Path, data: bytes) -> None:
    """Write a file and tell only what was kept aside for it."""
    require_name(path)
    with closing(OutputFolder(path.parent)) as folder:
        written = folder.write(path.name, data)
    console.kept_aside(written)
