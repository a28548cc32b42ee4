"""`aftalegen status`: how far the approvals are, what fell, what is next, and the deadlines."""

import datetime
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from aftalegen.build.register import OutputFolder
from aftalegen.cli import console, options
from aftalegen.editions.approvals import where_text
from aftalegen.editions.for_programs import status_json
from aftalegen.editions.status import BundleStatus, DeadlineStatus, Meeting, statuses
from aftalegen.editions.status_files import status_csv, status_ics
from aftalegen.records.project import Project, find_project
from aftalegen.words.danish import short_date
from aftalegen.words.faults import DONE, FINDINGS, Errors, UsageError, did_you_mean
from aftalegen.words.language import _, later, plural

SHAPES = ("text", "json", "csv", "ics")


def status(
    who: options.Who = None,
    date: Annotated[
        str | None,
        typer.Option(
            metavar=later("DATE"),
            help=later("The day to tell about, as 2026-03-19; today if not given."),
        ),
    ] = None,
    output: Annotated[
        str, typer.Option(metavar=later("FORMAT"), help="text, json, csv, ics.")
    ] = "text",
    out: Annotated[
        Path | None,
        typer.Option(
            metavar=later("FILE"), help=later("The file to write, instead of the screen.")
        ),
    ] = None,
    project: options.Folder = None,
) -> int:
    """Tell or write the status on a day; exit code 1 when an approval fell or a day has passed."""
    if output not in SHAPES:
        message = _("the format «{name}» is not known").format(name=output)
        raise UsageError("unknown-format", message, None, did_you_mean(output, SHAPES))
    today = _date(date)
    opened = Project(find_project(project))
    selected = opened.select(tuple(who or ()), None, None)
    found = statuses(opened, selected.annexes, today)
    _give(_data(found, output), out)
    if not opened.folder.joinpath("editions").is_dir():
        console.warning(_("no edition has been released; it cannot be told what has fallen"))
    errors = [*selected.errors, *(error for bundle in found for error in bundle.errors)]
    if errors:
        together = Errors(errors)
        console.errors(together.errors, opened.folder, {})
        return together.exit_code
    return FINDINGS if any(bundle.something_to_tell for bundle in found) else DONE


def _date(day: str | None) -> datetime.date:
    """The day to tell about: the one given, or today."""
    if day is None:
        return datetime.date.today()
    try:
        return datetime.date.fromisoformat(day)
    except ValueError as error:
        message = _("«{day}» is not a date").format(day=day)
        raise UsageError("not-a-date", message, None, _("write it as 2026-03-19")) from error


def _data(found: Sequence[BundleStatus], output: str) -> bytes:
    match output:
        case "json":
            return (status_json(found) + "\n").encode()
        case "csv":
            return status_csv(found)
        case "ics":
            return status_ics(found)
        case _:
            lines = (line for bundle in found for line in _lines(bundle))
            return "".join(f"{line}\n" for line in lines).encode()


def _give(data: bytes, out: Path | None) -> None:
    """The bytes as the result, or to a file; one that was edited is kept aside."""
    if out is None:
        console.data(data)
        return
    folder = OutputFolder(out.parent)
    written = folder.write(out.name, data)
    folder.close()
    console.kept_aside(written)
    console.path(written.path)


# --- for people -------------------------------------------------------------------------------

_STATES = {
    "approved": later("stands"),
    "recommended": later("stands"),
    "noted": later("stands"),
    "fallen": later("has fallen"),
    "unknown": later("cannot be told"),
    "postponed": later("postponed"),
    "rejected": later("rejected"),
    "planned": later("planned"),
}
_OUTCOMES = {
    "approved": later("approved"),
    "recommended": later("recommended"),
    "noted": later("noted"),
    "postponed": later("postponed"),
    "rejected": later("rejected"),
    "planned": later("planned"),
}


def _lines(bundle: BundleStatus) -> Iterator[str]:
    record = bundle.bundle.record
    day = short_date(bundle.today)
    yield _("{bundle} {edition}, as it is on {day}").format(
        bundle=bundle.bundle.key, edition=record.edition, day=day
    )
    for task in bundle.tasks:
        if task.meetings:
            yield f"  {task.name}, {task.task}"
            for meeting in task.meetings:
                yield f"    {_meeting(meeting)}"
    without = dict.fromkeys(task.name for task in bundle.tasks if not task.meetings)
    if without:
        yield "  " + _("no meeting is written down: {names}").format(names=", ".join(without))
    yield "  " + _("Deadlines")
    for deadline in bundle.deadlines:
        yield f"    {_deadline(deadline)}"
    yield f"{bundle.bundle.key}: {', '.join(_counts(bundle))}"


def _meeting(meeting: Meeting) -> str:
    standing, approval = meeting.standing, meeting.standing.approval
    words = [_(_STATES[standing.state])]
    if standing.state not in ("planned", "postponed", "rejected"):
        words[0] += f" ({approval.wording or _(_OUTCOMES[approval.outcome])})"
    if standing.where:
        sections = ", ".join(dict.fromkeys(where_text(where) for where in standing.where))
        words.append(_("changed since: {sections}").format(sections=sections))
    if standing.aside:
        words.append(_("the text has since changed without substance"))
    if standing.state == "unknown":
        words.append(
            _("{edition} has not been released here").format(edition=approval.edition)
            if approval.edition
            else _("no edition is named")
        )
    if meeting.overdue:
        words.append(_("overdue: no outcome is written down"))
    if meeting.agenda_by:
        words.append(_("agenda out by {day}").format(day=short_date(meeting.agenda_by)))
    if approval.agenda_waived:
        words.append(_("that deadline is waived: {why}").format(why=approval.agenda_waived))
    edition = f" {approval.edition}" if approval.edition else ""
    return f"{short_date(approval.date)}  {approval.body}{edition}: {'; '.join(words)}"


def _deadline(one: DeadlineStatus) -> str:
    if one.days < 0:
        when = plural("{n} day ago", "{n} days ago", -one.days)
    else:
        when = plural("{n} day left", "{n} days left", one.days) if one.days else _("today")
    text = f"{short_date(one.deadline.date)}  {one.deadline.what} ({when})"
    if one.lacking:
        lacking = _("lacks approval: {n} of {asked}").format(n=len(one.lacking), asked=one.asked)
        all_of_them = len(one.lacking) == one.asked > 1
        text += f"; {lacking}" + ("" if all_of_them else f" ({', '.join(one.lacking)})")
    return text


def _counts(bundle: BundleStatus) -> Iterator[str]:
    meetings = [meeting for task in bundle.tasks for meeting in task.meetings]
    states = Counter(meeting.standing.state for meeting in meetings)
    approved = sum(task.approved for task in bundle.tasks)
    overdue = sum(meeting.overdue for meeting in meetings)
    overdue += sum(deadline.overdue for deadline in bundle.deadlines)
    yield _("{n} of {all} approved").format(n=approved, all=len(bundle.tasks))
    yield plural("{n} approval has fallen", "{n} approvals have fallen", states["fallen"])
    yield plural("{n} cannot be told", "{n} cannot be told", states["unknown"])
    yield plural("{n} meeting planned", "{n} meetings planned", states["planned"])
    yield plural("{n} overdue", "{n} overdue", overdue)
