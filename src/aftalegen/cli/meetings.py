"""`aftalegen meetings`: the meeting days of bodies from a workbook; shown first, then written."""

from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

from aftalegen.build.act import alone
from aftalegen.build.undoing import MEETINGS, undone, write_remembered
from aftalegen.cli import console, options
from aftalegen.cli.declaring import argument, flag
from aftalegen.cli.lines import Line
from aftalegen.proceedings.calendars import Calendar, calendars_in
from aftalegen.records.finding import find_project
from aftalegen.records.project import Project
from aftalegen.words.danish import short_date
from aftalegen.words.faults import DONE, FINDINGS, UsageError
from aftalegen.words.language import _, plural


def meetings(
    workbook: Annotated[
        Path | None, argument("WORKBOOK", "Columns: Kommune, Organ, Dato; a row or a cell a day.")
    ] = None,
    write: Annotated[bool, flag("--write", "Write the changes to the data files.")] = False,
    undo: Annotated[bool, flag("--undo", "Take back what was written last.")] = False,
    project: options.Folder = None,
) -> int:
    """Tell what is new; write it whole or not at all. Exit code 1: there is some, not written."""
    opened = Project(find_project(project))
    if undo:
        with alone(opened.folder):
            files = undone(opened.folder, MEETINGS)
        for path in files:
            console.result(path.relative_to(opened.folder).as_posix())
        console.summary(plural("{n} file taken back", "{n} files taken back", len(files)))
        return DONE
    if workbook is None:
        message = _("which workbook?")
        raise UsageError("workbook-missing", message, None, "aftalegen meetings moeder.xlsx")
    with alone(opened.folder) if write else nullcontext():
        found, changed = calendars_in(opened, workbook)
        files_changed = changed.files(opened.folder)
        console.results(line for one in found for line in _lines(one))
        if write and files_changed:
            write_remembered(opened.folder, files_changed, MEETINGS)
            for file in files_changed:
                console.result(file.path.relative_to(opened.folder).as_posix())
        elif files_changed:
            console.talk(_("nothing was written; write it with: --write"))
    console.summary(
        plural("{n} meeting day", "{n} meeting days", sum(len(one.new) for one in found)),
        plural("{n} body", "{n} bodies", len(found)),
        plural("{n} file written", "{n} files written", len(files_changed) if write else 0),
    )
    return DONE if write or not files_changed else FINDINGS


def _lines(one: Calendar) -> Iterator[Line]:
    """What comes to a body's calendar, and what the workbook has not."""
    days = ", ".join(map(short_date, one.new)) or _("nothing new")
    yield Line(f"{one.party}, {one.body.name}: {days}")
    if one.left_out:
        days = ", ".join(map(short_date, one.left_out))
        yield Line("  " + _("in the data, and not in the workbook: {days}").format(days=days))
