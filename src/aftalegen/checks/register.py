"""Data: the register of proposals is whole: its numbers, what it refers to, and its answers."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from aftalegen.checks.approvals import recorded
from aftalegen.checks.finding import ProjectRule
from aftalegen.checks.subject import ProjectUnderCheck
from aftalegen.records.proposals import Register, WrittenProposal, new_id, number_of
from aftalegen.records.wishes import Wishes, differing_answers
from aftalegen.words.danish import short_date
from aftalegen.words.faults import Fault, did_you_mean
from aftalegen.words.language import _, later


def proposal_number(project: ProjectUnderCheck) -> Iterator[Fault]:
    """Ids that are not the party's own, are used twice, or were given and are gone."""
    seen: dict[str, WrittenProposal] = {}
    for row in _rows(project):
        id, party = row.proposal.id, row.register.party
        right = new_id(party, number_of(id))
        first = seen.setdefault(id, row)
        if id != right:
            message = _("«{id}» is not an id of «{party}»").format(id=id, party=party)
            yield Fault(message, row.place("id"), _("write {id}").format(id=right), len("id"))
        elif first is not row:
            message = _("the id «{id}» is used in {place} too")
            hint = _("give one of them the next number")
            yield Fault(
                message.format(id=id, place=first.place()), row.place("id"), hint, len("id")
            )
    for party, registers in groupby(_by_party(project), key=lambda one: one.party):
        yield from _gone(party, [*registers], seen)


def _by_party(project: ProjectUnderCheck) -> list[Register]:
    return sorted(project.registers, key=lambda one: one.party)


def _gone(party: str, registers: list[Register], seen: Iterable[str]) -> Iterator[Fault]:
    """The numbers of a party up to its last that none of its proposals has."""
    highest = max(registers, key=lambda one: one.known.record.last or 0)
    last = highest.known.record.last or 0
    gone = [id for n in range(1, last + 1) if (id := new_id(party, n)) not in seen]
    if gone:
        message = _("given, and gone: {ids}").format(ids=", ".join(gone))
        hint = _("get them back; what a party gives up has state: withdrawn")
        yield Fault(message, highest.known.written.place(("last",)), hint, len("last"))


def proposal_reference(project: ProjectUnderCheck) -> Iterator[Fault]:
    """Templates, decisions and other proposals that a proposal names and that are not there."""
    ids = [row.proposal.id for row in _rows(project)]
    names = {
        "template": list(project.templates.names),
        "decision": list(project.project.keys("decisions")),
        "same_as": ids,
    }
    for row in _rows(project):
        for key, known in names.items():
            said = getattr(row.proposal, key)
            if said is not None and said not in known:
                message = _("{key}: «{said}» is not there").format(key=key, said=said)
                yield Fault(message, row.place(key), did_you_mean(said, known), len(key))


def answered_differently(project: ProjectUnderCheck) -> Iterator[Fault]:
    """The same wish of several parties, answered otherwise without a reason."""
    rows = [*_rows(project)]
    if rows:
        together = Wishes(project.project, rows).together(rows)
        for first, row in differing_answers(together):
            message = _("{id} wishes the same as {other}, which is {state}").format(
                id=row.proposal.id, other=first.proposal.id, state=first.proposal.state
            )
            hint = _("answer both alike, or write why in reason:")
            yield Fault(message, row.place("state"), hint, len("state"))


def reservation_open(project: ProjectUnderCheck) -> Iterator[Fault]:
    """Reservations of a body that nobody has answered."""
    for _agreement, one, _bodies in recorded(project):
        for reservation in one.approval.open_reservations:
            what = " ".join(reservation.what.split())
            message = _("the reservation of {body} on {day} is open: «{what}»").format(
                body=one.approval.body, day=short_date(one.approval.date), what=what
            )
            yield Fault(message, one.source, _("it stops nothing; answer it in the register"))


def reservation_of_no_approval(project: ProjectUnderCheck) -> Iterator[Fault]:
    """Reservations in the register that no approval is of: what they hang by is not recorded."""
    if not any(row.proposal.kind == "reservation" for row in _rows(project)):
        return
    taken = {id for _agreement, one, _bodies in recorded(project) for id in one.reserved}
    for row in _rows(project):
        one = row.proposal
        if one.kind != "reservation" or one.state == "withdrawn" or one.id in taken:
            continue
        message = _("no body's approval has the reservation {id}").format(id=one.id)
        hint = _("write the body and the day of its meeting, as in data/approvals/")
        yield Fault(message, row.place("body"), hint, len("body"))


def _rows(project: ProjectUnderCheck) -> Iterator[WrittenProposal]:
    return (row for register in project.registers for row in register.rows())


RULES = (
    ProjectRule(
        "proposal-number", "data", "error",
        later("The id of a proposal is not its party's next number."),
        later(
            "An id is written in letters and minutes, so it means one thing for ever: the party's "
            "key and a number, over all its files. last: is the highest number that was given; one "
            "below it that is gone is told, so that no number is given twice."
        ),
        proposal_number,
    ),
    ProjectRule(
        "proposal-reference", "data", "error",
        later("A proposal refers to something that is not there."),
        later(
            "A proposal may name the template of its annex, the decision behind its answer, and "
            "another party's proposal that is the same wish. Each must be there."
        ),
        proposal_reference,
    ),
    ProjectRule(
        "answered-differently", "data", "error",
        later("The same wish of two parties is answered otherwise, and no reason is given."),
        later(
            "Parties read each other's answers. Proposals are the same wish where the same words "
            "go out and in at the same place, each party's own names and amounts aside, or where "
            "same_as: says so. A reason at one of the two is enough."
        ),
        answered_differently,
    ),
    ProjectRule(
        "reservation-of-no-approval", "data", "warning",
        later("A reservation is of a body and a day that no approval is of."),
        later(
            "A reservation in the register of proposals is the approval's own where body and day "
            "are the same; then the agreement is approved with reservations until it is answered. "
            "It is written once, here or in data/approvals/."
        ),
        reservation_of_no_approval,
    ),
    ProjectRule(
        "reservation-open", "completeness", "note",
        later("A body approved with a reservation that nobody has answered."),
        later("Open reservations do not stop a final edition. They are said, here and in status."),
        reservation_open,
    ),
)  # fmt: skip
