"""The workbook of proposals as it comes back -> what is decided about each, where it says so.

Headings and states are known in Danish and in English. What is accepted there is
written into the agreements as `decide` does it.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from aftalegen.checks.names import require_no_person
from aftalegen.negotiation.deciding import Book, Verdict, Verdicts, lacking
from aftalegen.negotiation.told import STATES
from aftalegen.records.proposals import Proposal, State, WrittenProposal
from aftalegen.records.sheet import read_workbook
from aftalegen.records.sheet_table import SheetRow, day_in, rows_below, text_in
from aftalegen.words.faults import AftalegenError, Errors, InputError, did_you_mean
from aftalegen.words.language import _, in_both, later

_HEADINGS = {
    "id": later("Id"),
    "state": later("State"),
    "answer": later("Answer"),
    "reason": later("Reason"),
    "decided_by": later("Decided by"),
    "decided_on": later("Decided on"),
    "theme": later("Theme"),
}


def answered(book: Book, path: Path) -> Verdicts:
    """What a workbook says about proposals that differs from the register.

    Raises Errors with the place of each cell that cannot be read.
    """
    found: list[tuple[WrittenProposal, Verdict]] = []
    errors: list[AftalegenError] = []
    sheets = [one for one in read_workbook(path, path.name) if not one.hidden]
    headings = {key: in_both(heading) for key, heading in _HEADINGS.items()}
    rows = [row for sheet in sheets for row in rows_below(sheet, headings, ("id",)) if "id" in row]
    if not rows:
        message = _("the workbook has no column «{id}» with proposals below it")
        hint = _("write it with: aftalegen proposals --format xlsx")
        place = sheets[0].place(1, 1) if sheets else None
        raise InputError("workbook-without-proposals", message.format(id=_("Id")), place, hint)
    for row in rows:
        try:
            if row["id"].words().strip() in ("–", "-"):
                continue  # it stands with its approval
            found += _verdict(book, row)
        except AftalegenError as error:
            errors.append(error)
    if errors:
        raise Errors(errors)
    return found


def _verdict(book: Book, row: SheetRow) -> Iterator[tuple[WrittenProposal, Verdict]]:
    id = row["id"].words().strip()
    if id not in book.by_id:
        message = _("there is no proposal «{id}»").format(id=id)
        near = did_you_mean(id, book.by_id)
        raise InputError("unknown-proposal", message, row["id"].place, near)
    known = book.by_id[id]
    one = known.proposal
    told = Verdict(
        _state(row, one),
        text_in(row, "answer"),
        text_in(row, "reason"),
        text_in(row, "decided_by"),
        day_in(row, "decided_on"),
        theme=text_in(row, "theme"),
    )
    if "decided_by" in row:
        require_no_person(told.decided_by, row["decided_by"].place)
    if told.state != one.state:
        _require_whole(told, row)
    if any(getattr(one, key) != value for key, value in _said(told)):
        yield known, told


def _require_whole(told: Verdict, row: SheetRow) -> None:
    """Refuse a row that says a state, and not what the party is told with it."""
    if lacks := [_(_HEADINGS[key]) for key in lacking(told)]:
        message = _("the proposal is {state}, and these cells are empty: {columns}")
        said = _(STATES[told.state])
        hint = _("say who decided, and what the party is told")
        message = message.format(state=said, columns=", ".join(lacks))
        raise InputError("verdict-lacks", message, row["state"].place, hint)


def _said(told: Verdict) -> Iterator[tuple[str, object]]:
    for key in ("state", "answer", "reason", "decided_by", "decided_on", "theme"):
        if (value := getattr(told, key)) is not None:
            yield key, value


def _state(row: SheetRow, one: Proposal) -> State:
    said = text_in(row, "state")
    if said is None:
        return one.state
    for state in get_args(State):
        if said.casefold() in {state, *in_both(STATES[state])}:
            return state  # type: ignore[no-any-return]
    message = _("the state «{state}» is not known").format(state=said)
    hint = did_you_mean(said, map(_, STATES.values()))
    raise InputError("unknown-state", message, row["state"].place, hint)
