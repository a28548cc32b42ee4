"""Data: approvals are by bodies that are known, of editions that are there, and say what is so."""

from collections.abc import Iterator
from datetime import date

from aftalegen.checks.finding import ProjectRule, at_key
from aftalegen.checks.subject import ProjectUnderCheck
from aftalegen.records.agreements import WrittenApproval
from aftalegen.records.bodies import KnownBody, body_called
from aftalegen.records.released import edition_names
from aftalegen.records.selected import BundleAnnex, annexes_of
from aftalegen.words.danish import short_date
from aftalegen.words.faults import AftalegenError, Fault, did_you_mean
from aftalegen.words.language import _, later
from aftalegen.words.place import Source

Recorded = tuple[BundleAnnex, WrittenApproval, tuple[KnownBody, ...]]


def unknown_body(project: ProjectUnderCheck) -> Iterator[Fault]:
    """Approvals by a body that neither party has."""
    for _agreement, one, bodies in recorded(project):
        name = one.approval.body
        if body_called(bodies, name, one.approval.party) is None:
            names = [body.name for body in bodies]
            hint = _("the bodies of the parties: {names}").format(names=", ".join(names))
            near = did_you_mean(name, names)
            message = _("neither party has a body «{name}»").format(name=name)
            yield _at(one, "body", message, f"{near}; {hint}" if near else hint)


def unknown_edition(project: ProjectUnderCheck) -> Iterator[Fault]:
    """Decisions on an edition that was not released, since the first one that is kept here."""
    for agreement, one, _bodies in recorded(project):
        released = edition_names(project.project, agreement.bundle.key)
        edition = one.approval.edition
        if not edition or not released or edition in released:
            continue
        if edition < released[0]:
            continue  # decided before the first one that is kept here
        if one.approval.outcome == "planned" and edition == agreement.bundle.record.edition:
            continue  # it is about to be released
        message = _("the edition {edition} of {bundle} has not been released here").format(
            edition=edition, bundle=agreement.bundle.key
        )
        hint = _("released are: {names}").format(names=", ".join(released))
        yield _at(one, "edition", message, did_you_mean(edition, released) or hint)


def recommendation_as_decision(project: ProjectUnderCheck) -> Iterator[Fault]:
    """Approvals by a body that only recommends."""
    for _agreement, one, bodies in recorded(project):
        body = body_called(bodies, one.approval.body, one.approval.party)
        if body and not body.decides and one.approval.outcome == "approved":
            message = _("{body} recommends, and does not decide").format(body=body.name)
            hint = _("write outcome: recommended, or decides: true for the body if it decides")
            yield _at(one, "outcome", message, hint)


def approval_before_edition(project: ProjectUnderCheck) -> Iterator[Fault]:
    """An edition cannot be approved before it was made."""
    for _agreement, one, _bodies in recorded(project):
        approval = one.approval
        if approval.edition is None:
            continue
        digits = approval.edition.removeprefix("V")
        if approval.date.isoformat() < f"{digits[:4]}-{digits[4:6]}-{digits[6:]}":
            message = _("{body} decided on {date}, before edition {edition} was made").format(
                body=approval.body, date=approval.date.isoformat(), edition=approval.edition
            )
            yield _at(one, "date", message, _("check the date and the edition"))


def two_editions_one_day(project: ProjectUnderCheck) -> Iterator[Fault]:
    """A body that is said to have heard two editions of an agreement on one day."""
    first: dict[tuple[str, str, str, date], WrittenApproval] = {}
    for agreement, one, bodies in recorded(project):
        body = body_called(bodies, one.approval.body, one.approval.party)
        if body is None or one.approval.edition is None:
            continue
        meeting = (agreement.approvals_key, body.party, body.name, one.approval.date)
        other = first.setdefault(meeting, one)
        if other.approval.edition != one.approval.edition:
            message = _("{body} has edition {edition} on {date} too, see {place}").format(
                body=body.name,
                edition=other.approval.edition,
                date=short_date(one.approval.date),
                place=other.source,
            )
            yield _at(one, "edition", message, _("keep the one that the minutes tell"))


def agenda_too_late(project: ProjectUnderCheck) -> Iterator[Fault]:
    """Agendas that went out later than the rule, with no reason stated."""
    for _agreement, one, bodies in recorded(project):
        approval = one.approval
        body = body_called(bodies, approval.body, approval.party)
        by = body.agenda_by(approval.date) if body else None
        if by and approval.agenda_sent and approval.agenda_sent > by and not approval.agenda_waived:
            message = _("the agenda went out on {sent}; by the rule it should be out by {day}")
            message = message.format(sent=short_date(approval.agenda_sent), day=short_date(by))
            yield _at(one, "agenda_sent", message, _("write why in agenda_waived; it is printed"))


def approval_without_agreement(project: ProjectUnderCheck) -> Iterator[Fault]:
    """Files of approvals that no agreement of a bundle is named after."""
    keys = [annex.approvals_key for annex in _agreements(project)]
    for key in project.project.keys("approvals"):
        if key not in keys:
            message = _("no agreement of a bundle is called «{key}»").format(key=key)
            hint = _("name the file bundle_municipality_task_template.yaml")
            yield Fault(
                message, Source(f"data/approvals/{key}.yaml", 1), did_you_mean(key, keys) or hint
            )


def approvals_in_old_place(project: ProjectUnderCheck) -> Iterator[Fault]:
    """Approvals below a task, where two agreements would share them."""
    for known in project.municipalities.values():
        for task, own in known.record.tasks.items():
            if own.approvals:
                keys = [
                    annex.approvals_key
                    for annex in _agreements(project)
                    if (annex.municipality, annex.task) == (known.key, task)
                ]
                hint = _("`aftalegen approval --move` moves them to {files}").format(
                    files=", ".join(f"data/approvals/{key}.yaml" for key in keys)
                    or "data/approvals/"
                )
                message = _("approvals belong to an agreement, not to a task")
                yield at_key(known.written, ("tasks", task, "approvals"), message, hint)


def agenda_in_calendar_days(project: ProjectUnderCheck) -> Iterator[Fault]:
    """Deadlines of agendas in calendar days, as they were written before."""
    listed = [(one.written, one.record.bodies) for one in project.municipalities.values()]
    listed += [(one.written, one.record.bodies) for one in project.regions.values()]
    for written, bodies in listed:
        for index, body in enumerate(bodies):
            if body.agenda_days is not None:
                message = _("the deadline of the agenda is written in calendar days")
                hint = _(
                    "write agenda_weekdays: 4 for a municipal council; for others what they say"
                )
                yield at_key(written, ("bodies", index, "agenda_days"), message, hint)


def status_without_approval(project: ProjectUnderCheck) -> Iterator[Fault]:
    """A status that somebody typed: it has no say, and may say more than is so."""
    for bundle in project.bundles.values():
        if bundle.record.status in ("approved", "signed"):
            message = _("the status «{status}» is typed, and no approval makes it so")
            hint = _("remove the line; record approvals in data/approvals/, and the status follows")
            message = message.format(status=bundle.record.status)
            yield at_key(bundle.written, ("status",), message, hint)


def _at(one: WrittenApproval, name: str, message: str, hint: str) -> Fault:
    return at_key(one.written, (*one.path, name), message, hint)


def _agreements(project: ProjectUnderCheck) -> Iterator[BundleAnnex]:
    known = project.agreements
    for bundle in project.bundles.values():
        yield from known.of(annexes_of(bundle))


def recorded(project: ProjectUnderCheck) -> Iterator[Recorded]:
    """Each approval once, with its agreement and the bodies of its parties."""
    known = project.agreements
    seen = set()
    for agreement in _agreements(project):
        try:
            bodies, found = known.bodies(agreement), known.approvals(agreement)
        except AftalegenError:
            continue  # what cannot be read is told
        for one in found:
            if one.source not in seen:
                seen.add(one.source)
                yield agreement, one, bodies


RULES = (
    ProjectRule(
        "unknown-body", "data", "error",
        later("An approval is by a body that neither party has."),
        later(
            "An approval counts for the party whose body gave it. The bodies are the party's own "
            "council and those below bodies in the municipality's and the region's file, by name "
            "or key."
        ),
        unknown_body,
    ),
    ProjectRule(
        "unknown-edition", "data", "error",
        later("A body is said to have decided on an edition that was not released."),
        later(
            "A body approves an edition that it was given. Where a bundle has released editions, "
            "each approval names one of them, or one from before the first. A planned meeting may "
            "name the bundle's own edition."
        ),
        unknown_edition,
    ),
    ProjectRule(
        "recommendation-as-decision", "data", "error",
        later("A body that recommends is said to have approved."),
        later(
            "Only deciding bodies of both parties make an agreement approved: the council of the "
            "municipality, that of the region, and those with decides: true."
        ),
        recommendation_as_decision,
    ),
    ProjectRule(
        "approval-before-edition", "data", "error",
        later("A body decided on an edition before it was made."),
        later("An edition is named after its date, and nobody can have decided on it before."),
        approval_before_edition,
    ),
    ProjectRule(
        "two-editions-one-day", "data", "error",
        later("A body is said to have heard two editions of an agreement on one day."),
        later(
            "What a body decided counts for the text that it had before it. Of two editions at one "
            "meeting nobody can say which of them that was; the minutes can."
        ),
        two_editions_one_day,
    ),
    ProjectRule(
        "agenda-too-late", "data", "warning",
        later("An agenda went out later than the rule, and no reason is stated."),
        later(
            "A municipal council's agenda is out four weekdays before the meeting (lov om "
            "kommunernes styrelse § 8, stk. 4). What cannot wait may be decided all the same, and "
            "the agenda says why. The day is counted back over weekends and holidays; the source "
            "knows better than the program, so it only asks for the reason."
        ),
        agenda_too_late,
    ),
    ProjectRule(
        "approval-without-agreement", "data", "error",
        later("A file of approvals belongs to no agreement."),
        later(
            "The file is named after its agreement for as long as that exists: the keys of bundle, "
            "municipality, task and template with _ between them."
        ),
        approval_without_agreement,
    ),
    ProjectRule(
        "approvals-in-old-place", "data", "warning",
        later("Approvals are written below a task."),
        later(
            "Approvals belong to one agreement, so that a second one on the same task neither "
            "shares nor breaks them. Those below a task are still read, for all its agreements."
        ),
        approvals_in_old_place,
    ),
    ProjectRule(
        "agenda-in-calendar-days", "data", "warning",
        later("The deadline of an agenda is written in calendar days."),
        later("The law counts weekdays. agenda_days is still read, and may give a day too late."),
        agenda_in_calendar_days,
    ),
    ProjectRule(
        "status-without-approval", "data", "error",
        later("A bundle is said to be approved or signed without an approval."),
        later(
            "How far an agreement is, is worked out from the approvals that stand, on the cover "
            "too. Only status: draft has a say: it keeps the bundle from being final."
        ),
        status_without_approval,
    ),
)  # fmt: skip
