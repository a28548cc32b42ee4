"""What somebody says that a body decided -> what is meant: the agreements, the body, the edition.

What cannot be so is refused with what is near: a body that neither party has, a day on which it
does not meet, an edition that it cannot have seen.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from aftalegen.proceedings.said import Said
from aftalegen.records.agreement import Approval
from aftalegen.records.agreements import Agreements
from aftalegen.records.bodies import KnownBody, Party, body_called, body_meant
from aftalegen.records.project import Project
from aftalegen.records.selected import BundleAnnex
from aftalegen.words.danish import ascii_key, short_date
from aftalegen.words.faults import AftalegenError, Errors, did_you_mean
from aftalegen.words.language import _

UNSAID = "ført uden kilde"
"""What stands as the source of what nobody gave one for."""


@dataclass(frozen=True, slots=True)
class Meant:
    """What a body decided about an agreement; `party` is said only where the name needs it."""

    body: KnownBody
    party: Party | None
    day: date
    outcome: str
    wording: str | None
    remarks: tuple[str, ...]
    edition: str | None
    sent: date | None
    source: str


def agreements_meant(project: Project, known: Agreements, said: Said) -> Sequence[BundleAnnex]:
    """The agreements that are spoken of: a municipality's one, or all of a bundle."""
    try:
        selected = project.select((said.who,), None, None)
    except AftalegenError as error:
        raise said.wrong("who", error.rule, error.message, error.hint) from error
    if selected.errors:
        raise Errors(selected.errors)
    found = known.of(selected.annexes)
    if said.agreement:
        asked = ascii_key(said.agreement)
        names = {n for one in found for n in (one.task, one.template, one.approvals_key)}
        named = [one for one in found if asked in (one.task, one.template, one.approvals_key)]
        if not named:
            message = _("no agreement is called «{name}»").format(name=said.agreement)
            raise said.wrong("agreement", "unknown-agreement", message, did_you_mean(asked, names))
        found = named
    if ascii_key(said.who) in project.keys("municipalities") and len(found) > 1:
        message = _("there are several agreements: {names}").format(
            names=", ".join(one.approvals_key for one in found)
        )
        hint = _("say which with --agreement, or in the column «Aftale»: its task or its template")
        raise said.wrong("who", "several-agreements", message, hint)
    return found


def meant_of(
    project: Project,
    known: Agreements,
    agreement: BundleAnnex,
    said: Said,
    rows: Sequence[Approval],
    named: Collection[str],
    today: date,
) -> Meant:
    """What is meant of one agreement, of which `rows` are recorded. Raises for what cannot be.

    `named` are the editions that anything recorded of the bundle names.
    """
    every = known.bodies(agreement)
    own = ascii_key(said.who) in project.keys("municipalities")
    body = _body([body for body in every if own or body.party == "region"], said)
    day = said.on("day")
    assert day is not None, "a day is always said"
    outcome, wording, remarks = said.said_outcome()
    if outcome == "approved" and not body.decides:
        outcome = "recommended"  # who recommends approves nothing
    there = [
        row for row in rows if row.date == day if body_called(every, row.body, row.party) == body
    ]
    _require_day(body, day, outcome, said, today, known=bool(there))
    usable = _usable(known, agreement, named, planned=outcome == "planned")
    if said.edition is None and outcome == "planned":
        edition: str | None = agreement.bundle.record.edition
    else:
        planned = next((row.edition for row in there if row.outcome == "planned"), None)
        edition = _edition(agreement, said, body, day, usable, planned)
    first = body_called(every, body.name, None)
    source = said.source or (str(said.places["outcome"]) if said.places else _source(agreement))
    party = None if first == body else body.party
    return Meant(body, party, day, outcome, wording, remarks, edition, said.on("sent"), source)


def _body(bodies: Sequence[KnownBody], said: Said) -> KnownBody:
    body = body_meant(bodies, said.body)
    if body is None:
        names = [body.name for body in bodies]
        called = {word for body in bodies for word in body.called}
        message = _("neither party has a body «{name}»").format(name=said.body)
        hint = _("the bodies of the parties: {names}").format(names=", ".join(names))
        near = get_close_matches(said.body.casefold(), called, cutoff=0.6)
        raise said.wrong(
            "body", "no-such-body", message, did_you_mean(near[0], near) if near else hint
        )
    return body


def _require_day(
    body: KnownBody, day: date, outcome: str, said: Said, today: date, *, known: bool
) -> None:
    """A body has not decided on a day that is ahead, nor on one when it does not meet.

    A meeting is `known` of which a row is recorded: one that was planned need not be said again.
    """
    if outcome != "planned" and day > today:
        message = _("{day} is ahead, and nobody has decided anything then").format(
            day=short_date(day)
        )
        hint = _("write «planlagt» for a meeting that is planned")
        raise said.wrong("day", "meeting-ahead", message, hint)
    days = body.meetings
    outside = bool(days) and days[0] <= day <= days[-1] and day not in days
    if outside and not known and not said.extraordinary:
        near = sorted(days, key=lambda one: abs((one - day).days))[:2]
        message = _("{body} has no ordinary meeting on {day}").format(
            body=body.name, day=short_date(day)
        )
        hint = _("near it are {days}; was it an extraordinary one, say --extraordinary").format(
            days=_(" and ").join(map(short_date, sorted(near)))
        )
        raise said.wrong("day", "no-meeting-then", message, hint)


def _usable(
    known: Agreements, agreement: BundleAnnex, named: Collection[str], *, planned: bool
) -> list[str]:
    """The editions that a body can have decided on: released ones, and older ones that are named.

    Where none was released here, the bundle's own; a meeting that is planned may name it anyway.
    """
    released, own = sorted(known.editions(agreement)), agreement.bundle.record.edition
    older = {edition for edition in named if not released or edition < released[0]}
    return sorted({*released, *older, *(() if released and not planned else (own,))})


def _edition(
    agreement: BundleAnnex,
    said: Said,
    body: KnownBody,
    day: date,
    usable: Sequence[str],
    planned: str | None,
) -> str:
    """The edition that was decided on: the one that is said or planned, or the last there was.

    Raises where the body cannot have had it.
    """
    before = [edition for edition in usable if _day_of(edition) <= day]
    wanted = said.edition or planned or next(reversed(before), None)
    if wanted in before:
        return str(wanted)
    names = {"body": body.name, "edition": wanted or "", "day": short_date(day)}
    if wanted:
        message = _("{body} cannot have decided on {edition} on {day}").format(**names)
        near = did_you_mean(wanted, before)
    else:
        message = _("no edition is known that {body} could have decided on by {day}")
        message, near = message.format(**names), did_you_mean("", usable)
    hint = near or _("release it first: aftalegen release {bundle} --edition {edition}").format(
        bundle=agreement.bundle.key, edition=agreement.bundle.record.edition
    )
    raise said.wrong("edition", "edition-not-seen", message, hint)


def _day_of(edition: str) -> date:
    return date(int(edition[1:5]), int(edition[5:7]), int(edition[7:9]))


def _source(agreement: BundleAnnex) -> str:
    """Where it comes from when nobody says it: the case, if that is known."""
    number = agreement.case_number
    return f"sag {number}" if number else UNSAID
