"""`aftalegen status`: how far the approvals are, what fell, what is next, and the deadlines."""

import datetime
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

from aftalegen.cli import console, options
from aftalegen.cli.declaring import option
from aftalegen.cli.lines import Line, Row, as_text
from aftalegen.cli.writing import day_named, format_for, write
from aftalegen.editions.for_programs import status_json
from aftalegen.editions.status import (
    AgreementStatus,
    BundleStatus,
    DeadlineStatus,
    Meeting,
    statuses,
)
from aftalegen.editions.status_files import status_csv, status_ics
from aftalegen.proceedings.matrix import Matrix, approval_matrix, told_together
from aftalegen.proceedings.reach import Needed
from aftalegen.proceedings.said import OUTCOME_WORDS
from aftalegen.records.finding import find_project
from aftalegen.records.project import Project
from aftalegen.records.recurring import Duty
from aftalegen.words.danish import short_date
from aftalegen.words.faults import DONE, FINDINGS
from aftalegen.words.language import _, later, plural

SHAPES = ("text", "json", "csv", "ics")


def status(
    who: options.Who = None,
    date: Annotated[
        str | None, option("DATE", "The day to tell about, as 2026-03-19; today if not given.")
    ] = None,
    output: Annotated[
        str | None, option("FORMAT", "text, json, csv, ics; text if not given.")
    ] = None,
    out: Annotated[Path | None, option("FILE", "The file to write, instead of the screen.")] = None,
    project: options.Folder = None,
) -> int:
    """Tell or write the status on a day; exit code 1 when an approval fell or a day has passed."""
    shape = format_for(output, out, SHAPES, "text")
    today = day_named(date)
    opened = Project(find_project(project))
    selected = opened.select(tuple(who or ()), None, None)
    found = statuses(opened, selected.annexes, today)
    matrices = [approval_matrix(opened, one) for one in found]
    if shape == "text" and out is None:
        console.results(_all_lines(matrices))
    elif out is None:
        console.data(_data(matrices, shape, date))
    else:
        write(out, _data(matrices, shape, date))
    if not opened.folder.joinpath("editions").is_dir():
        console.warning(_("no edition has been released; it cannot be told what has fallen"))
    errors = [*selected.errors, *(error for bundle in found for error in bundle.errors)]
    if errors:
        return console.errors(errors, opened.folder)
    late = any(one.way == "extraordinary" for matrix in matrices for one in matrix.needed)
    return FINDINGS if late or any(bundle.something_to_tell for bundle in found) else DONE


def _stamp(day: str | None) -> datetime.datetime:
    """When a calendar is told: now, or as the day that was given begins."""
    if day is None:
        return datetime.datetime.now(datetime.UTC).replace(microsecond=0)
    return datetime.datetime.fromisoformat(day).replace(tzinfo=datetime.UTC)


def _data(matrices: Sequence[Matrix], output: str, day: str | None) -> bytes:
    found = [one.status for one in matrices]
    match output:
        case "json":
            return (status_json(found) + "\n").encode()
        case "csv":
            return status_csv(found)
        case "ics":
            return status_ics(found, _stamp(day))
        case _:
            return as_text(_all_lines(matrices))


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
_PROGRESS = {
    "draft": later("draft"),
    "for-decision": later("for decision"),
    "final": later("final"),
    "approved": later("approved by both parties"),
    "approved-with-reservations": later("approved with reservations"),
}
_PARTIES = {"municipality": later("the municipality"), "region": later("the region")}


def _all_lines(matrices: Sequence[Matrix]) -> Iterator[Line]:
    for one in matrices:
        yield from _lines(one.status, one.needed)


def _lines(bundle: BundleStatus, wanted: Sequence[Needed]) -> Iterator[Line]:
    record = bundle.bundle.record
    day = short_date(bundle.today)
    yield Line(
        _("{bundle} {edition}, as it is on {day}").format(
            bundle=bundle.bundle.key, edition=record.edition, day=day
        )
    )
    for task in bundle.tasks:
        if task.meetings:
            yield Line(f"  {task.name}, {task.agreement.task}: {_progress(task)}")
            yield from map(_meeting, task.meetings)
    without = dict.fromkeys(task.name for task in bundle.tasks if not task.meetings)
    if without:
        names = ", ".join(without)
        yield Line("  " + _("no meeting is written down: {names}").format(names=names))
    yield Line("  " + _("Deadlines"))
    yield from map(_deadline, bundle.deadlines)
    for line in told_together(wanted):
        yield Line(f"  {line}")
    if bundle.duties:
        yield Line("  " + _("Duties that come"))
    yield from map(_duty, bundle.duties)
    for one in bundle.despite:
        despite = _("{edition} went out ({way}) despite {rule}: {because}")
        yield Line("  " + despite.format(**one.model_dump()))
    yield Line(f"{bundle.bundle.key}: {', '.join(_counts(bundle))}")


def _progress(task: AgreementStatus) -> str:
    """How far an agreement is, and whose approval it lacks."""
    reached = _(_PROGRESS[task.standing.progress])
    if not task.standing.lacking:
        return reached
    parties = _(" and ").join(_(_PARTIES[party]) for party in task.standing.lacking)
    return f"{reached}; " + _("not approved by {parties}").format(parties=parties)


def _meeting(meeting: Meeting) -> Row:
    standing, approval = meeting.standing, meeting.standing.approval
    words = [_(_STATES[standing.state])]
    if standing.state not in ("planned", "postponed", "rejected"):
        words[0] += f" ({approval.wording or _(OUTCOME_WORDS[approval.outcome])})"
    if standing.where:
        words.append(_("changed since: {sections}").format(sections=standing.where_text))
    if standing.aside:
        words.append(_("the text has since changed without substance"))
    words += [_("reservation: {what}").format(what=one.what) for one in approval.open_reservations]
    if standing.body is None:
        words.append(_("the body is none of the parties'"))
    elif approval.outcome == "approved" and not standing.body.decides:
        words.append(_("the body recommends, and does not decide"))
    if standing.state == "unknown" and standing.body:
        words.append(
            _("{edition} has not been released here").format(edition=approval.edition)
            if approval.edition
            else _("no edition is named")
        )
    if meeting.overdue:
        words.append(_("overdue: no outcome is written down"))
    if meeting.agenda_by:
        words.append(_("agenda out by {day}").format(day=short_date(meeting.agenda_by)))
    if approval.agenda_sent:
        day = short_date(approval.agenda_sent)
        words.append(_("agenda sent on {day}").format(day=day))
    if approval.agenda_waived:
        words.append(_("that deadline is waived: {why}").format(why=approval.agenda_waived))
    day, edition = short_date(approval.date), f" {approval.edition}" if approval.edition else ""
    colour = "red" if standing.state == "fallen" or meeting.overdue else ""
    first, *more = words
    return Row(
        f"    {day}  {approval.body}{edition}: {'; '.join(words)}",
        cells=(day, f"{approval.body}{edition}", ((first, colour), ("; ".join(["", *more]), ""))),
        indent=4,
    )


def _deadline(one: DeadlineStatus) -> Row:
    when, day, lacks = _days(one.days), short_date(one.deadline.date), ""
    if one.lacking:
        lacking = _("lacks approval: {n} of {asked}").format(n=len(one.lacking), asked=one.asked)
        all_of_them = len(one.lacking) == one.asked > 1
        lacks = lacking + ("" if all_of_them else f" ({', '.join(one.lacking)})")
    line = f"    {day}  {one.deadline.what} ({when})" + (f"; {lacks}" if lacks else "")
    return Row(
        line,
        cells=(day, when, one.deadline.what, ((lacks, "red" if one.overdue else ""),)),
        indent=4,
    )


def _duty(duty: Duty) -> Row:
    assert duty.due is not None
    when, day = _days(duty.days), short_date(duty.due)
    again = _("again every {n} months").format(n=duty.every) if duty.every else ""
    unsure = _("the basis is not confirmed") if duty.unconfirmed else ""
    aside = "; ".join(filter(None, (again, unsure)))
    line = f"    {day}  {duty.what} ({when})" + (f"; {aside}" if aside else "")
    colour = "red" if duty.overdue else ""
    return Row(line, cells=(day, ((when, colour),), duty.what, aside), indent=4)


def _days(left: int) -> str:
    """How long it is to a day, or since."""
    if left < 0:
        return plural("{n} day ago", "{n} days ago", -left)
    return plural("{n} day left", "{n} days left", left) if left else _("today")


def _counts(bundle: BundleStatus) -> Iterator[str]:
    meetings = [meeting for task in bundle.tasks for meeting in task.meetings]
    states = Counter(meeting.standing.state for meeting in meetings)
    approved = sum(task.approved for task in bundle.tasks)
    overdue = sum(meeting.overdue for meeting in meetings)
    overdue += sum(one.overdue for one in bundle.deadlines)
    overdue += sum(one.overdue for one in bundle.duties)
    yield _("{n} of {all} approved").format(n=approved, all=len(bundle.tasks))
    yield plural("{n} approval has fallen", "{n} approvals have fallen", states["fallen"])
    yield plural("{n} cannot be told", "{n} cannot be told", states["unknown"])
    yield plural("{n} meeting planned", "{n} meetings planned", states["planned"])
    yield plural("{n} overdue", "{n} overdue", overdue)
