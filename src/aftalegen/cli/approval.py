"""`aftalegen approval`: what bodies decided, recorded; shown first, and written when asked to."""

import datetime
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

from aftalegen.build.act import alone, carry_out
from aftalegen.build.changed_texts import ChangedTexts
from aftalegen.build.undoing import APPROVAL, undone, write_remembered
from aftalegen.cli import completion, console, options
from aftalegen.cli.declaring import argument, flag, option
from aftalegen.cli.lines import Line
from aftalegen.desk.approvals_moved import approvals_moved
from aftalegen.proceedings.decided_sheet import said_in_sheet
from aftalegen.proceedings.meant import UNSAID
from aftalegen.proceedings.recording import Recorded, Recording
from aftalegen.proceedings.said import OUTCOME_WORDS, Said, in_words
from aftalegen.records.finding import find_project
from aftalegen.records.project import Project
from aftalegen.words.danish import short_date
from aftalegen.words.faults import DONE, FINDINGS
from aftalegen.words.language import _, plural

COLOURS = {"+": "green", "-": "red", "@": "cyan"}


def approval(
    said: Annotated[
        list[str] | None,
        argument(
            "WHO BODY DATE OUTCOME",
            "As minutes say it: norddjurs byråd 24-03-2026 godkendt.",
            completion.names_of("municipalities", "bundles"),
        ),
    ] = None,
    remark: Annotated[
        list[str] | None,
        option("TEXT", "A remark of the body; it becomes a reservation.", name="--with"),
    ] = None,
    edition: Annotated[
        str | None,
        option("EDITION", "What was decided on; the last one if not given.", completion.editions),
    ] = None,
    agreement: Annotated[
        str | None,
        option("NAME", "Which agreement, where there are several: its task or its template."),
    ] = None,
    source: Annotated[str | None, option("TEXT", "The minutes or the case.")] = None,
    agenda_sent: Annotated[str | None, option("DATE", "When the agenda went out.")] = None,
    breach: Annotated[
        str | None, option("REASON", "Why the agenda is, or was, later than it should be.")
    ] = None,
    extraordinary: Annotated[
        bool, flag("--extraordinary", "The meeting is not in the body's calendar.")
    ] = False,
    sheet: Annotated[
        Path | None, option("WORKBOOK", "Record what the rows of a workbook say.")
    ] = None,
    move: Annotated[
        bool, flag("--move", "Move approvals from the municipalities' files to data/approvals/.")
    ] = False,
    write: Annotated[bool, flag("--write", "Write the changes to the data files.")] = False,
    undo: Annotated[bool, flag("--undo", "Take back what was recorded last.")] = False,
    project: options.Folder = None,
) -> int:
    """Tell what changes; write it whole or not at all. Exit code 1: there is some, not written."""
    opened = Project(find_project(project))
    if undo:
        with alone(opened.folder):
            return _undo(opened)
    with alone(opened.folder) if write else nullcontext():
        if move:
            return _moved(opened, write)
        if sheet is not None:
            return _recorded(opened, said_in_sheet(sheet), write)
        who, body, day, outcome = in_words(opened, said or ())
        one = Said(
            who, body, day, outcome, tuple(remark or ()), edition, agreement, source,
            agenda_sent, breach, extraordinary,
        )  # fmt: skip
        return _recorded(opened, (one,), write)


def _recorded(opened: Project, said: Sequence[Said], write: bool) -> int:
    """Tell what is recorded, and write it where that is asked for."""
    recording = Recording(opened, datetime.date.today())
    found = recording.record_all(said)
    reserved = recording.reserved()
    changed = recording.changed(reserved)
    files = changed.files(opened.folder)
    for one in found:
        console.results(_lines(one))
    _tell_files(opened, changed, write)
    if write and files:
        write_remembered(opened.folder, files, APPROVAL)
    elif files:
        console.talk(_("nothing was written; write it with: --write"))
    console.summary(
        plural("{n} decision", "{n} decisions", sum(one.new for one in found)),
        plural("{n} recorded already", "{n} recorded already", sum(not one.new for one in found)),
        plural("{n} reservation", "{n} reservations", sum(len(one.ids) for one in reserved)),
        plural("{n} file written", "{n} files written", len(files) if write else 0),
    )
    return DONE if write or not files else FINDINGS


def _lines(one: Recorded) -> Iterator[Line]:
    """What a body decided about one agreement, and what is to be known of it."""
    meant = one.meant
    line = _("{municipality}: {body} {day}, {outcome}").format(
        municipality=one.municipality, body=meant.body.name, day=short_date(meant.day),
        outcome=_(OUTCOME_WORDS[meant.outcome]),
    )  # fmt: skip
    yield Line(line + (f" ({meant.edition})" if meant.edition else ""))
    if not one.new:
        yield Line("  " + _("recorded already"))
    if one.planned and one.planned.date != meant.day:
        yield Line("  " + _("was planned for {day}").format(day=short_date(one.planned.date)))
    if one.planned and one.planned.note:
        yield Line("  " + _("is this note still true? {note}").format(note=one.planned.note))
    for remark in meant.remarks:
        yield Line("  " + _("reservation: {what}").format(what=remark))
    if meant.outcome == "recommended" and not meant.body.decides:
        yield Line("  " + _("the body recommends, and does not decide"))
    by = meant.body.agenda_by(meant.day)
    if by and meant.sent and meant.sent > by and not one.breach:
        late = _("the agenda went out later than {day}; say why with --breach")
        yield Line("  " + late.format(day=short_date(by)))
    if one.source == UNSAID and one.new:
        yield Line("  " + _("no source is said; say it with --source"))


def _tell_files(opened: Project, changed: ChangedTexts, write: bool) -> None:
    """The files that were written, or else the lines that would be."""
    if write:
        for file in changed.files(opened.folder):
            console.result(file.path.relative_to(opened.folder).as_posix())
    else:
        lines = changed.difference()
        console.results(Line([(line, COLOURS.get(line[:1], ""))]) for line in lines)


def _undo(project: Project) -> int:
    files = undone(project.folder, APPROVAL)
    for path in files:
        console.result(path.relative_to(project.folder).as_posix())
    console.summary(plural("{n} file taken back", "{n} files taken back", len(files)))
    return DONE


def _moved(opened: Project, write: bool) -> int:
    """Tell what is moved, and write it where that is asked for."""

    found = approvals_moved(opened)
    files = found.texts.files(opened.folder)
    if write:
        carry_out(opened.folder, files)
    _tell_files(opened, found.texts, write)
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
