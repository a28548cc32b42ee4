"""`aftalegen approval`: moves approvals to the agreements that they are of; shown first."""

from contextlib import nullcontext
from typing import Annotated

from aftalegen.build.act import alone, carry_out
from aftalegen.cli import console, options
from aftalegen.cli.declaring import flag
from aftalegen.cli.lines import Line
from aftalegen.desk.approvals_moved import approvals_moved
from aftalegen.records.finding import find_project
from aftalegen.records.project import Project
from aftalegen.words.faults import DONE, FINDINGS, UsageError
from aftalegen.words.language import _, plural

COLOURS = {"+": "green", "-": "red", "@": "cyan"}


def approval(
    move: Annotated[
        bool, flag("--move", "Move approvals from the municipalities' files to data/approvals/.")
    ] = False,
    write: Annotated[bool, flag("--write", "Write the changes to the data files.")] = False,
    project: options.Folder = None,
) -> int:
    """Tell the move; write it whole or not at all. Exit code 1: something is to be moved."""
    opened = Project(find_project(project))
    if not move:
        message, hint = _("what is to be done?"), "aftalegen approval --move"
        raise UsageError("nothing-asked", message, None, hint)
    with alone(opened.folder) if write else nullcontext():
        return _moved(opened, write)


def _moved(opened: Project, write: bool) -> int:
    """Tell what is moved, and write it where that is asked for."""
    found = approvals_moved(opened)
    files = found.files(opened.folder)
    if write:
        carry_out(opened.folder, files)
        for file in files:
            console.result(file.path.relative_to(opened.folder).as_posix())
    else:
        console.results(Line([(line, COLOURS.get(line[:1], ""))]) for line in found.difference())
    for one in found.moved:
        if len(one.to) > 1:
            message = _("{place}: the task has several agreements, and each gets the approvals")
            console.warning(message.format(place=one.source))
    if files and not write:
        console.talk(_("nothing was written; write it with: --write"))
    count = sum(one.count for one in found.moved)
    console.summary(
        plural("{n} approval moved", "{n} approvals moved", count)
        if write
        else plural("{n} approval to be moved", "{n} approvals to be moved", count),
        plural("{n} file written", "{n} files written", len(files) if write else 0),
    )
    return DONE if write or not files else FINDINGS
