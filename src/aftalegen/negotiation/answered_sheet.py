"""The workbook of proposals as it comes back -> what is decided about each, where it says so.

Headings and states are known in the language in force, and in English. What is accepted there is
written into the agreements as `decide` does it.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import get_args

from aftalegen.negotiation.deciding import Book, Verdict, Verdicts
from aftalegen.negotiation.told import STATES
from aftalegen.records.cells import Cell
from aftalegen.records.proposals import Proposal, State, WrittenProposal
from aftalegen.records.sheet import Sheet, read_workbook
from aftalegen.words import danish
from aftalegen.words.faults import AftalegenError, Errors, InputError, did_you_mean
from aftalegen.words.language import _, later

_HEADINGS = {
    "id": later("Id"),
    "state": later("State"),
    "answer": later("Answer"),
    "reason": later("Reason"),
    "decided_by": later("Decided by"),
    "decided_on": later("Decided on"),
}
Row = Mapping[str, Cell]


def answered(book: Book, path: Path) -> Verdicts:
    """What a workbook says about proposals that differs from the register.

    Raises Errors with the place of each cell that cannot be read.
    """
    found: list[tuple[WrittenProposal, Verdict]] = []
    errors: list[AftalegenError] = []
    sheets = [one for one in read_workbook(path, path.name) if not one.hidden]
    rows = [row for sheet in sheets for row in _rows(sheet)]
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


def _rows(sheet: Sheet) -> Iterator[Row]:
    """The rows below the headings, each cell by what it says."""
    head: dict[int, str] = {}
    for cells in sheet.rows.values():
        named = {column: _key(cell) for column, cell in cells.items() if not head}
        if "id" in named.values():
            head = {column: key for column, key in named.items() if key}
        elif head:
            row = {head[column]: cell for column, cell in cells.items() if column in head}
            if "id" in row:
                yield row


def _key(cell: Cell) -> str | None:
    said = cell.text.strip().casefold()
    for key, heading in _HEADINGS.items():
        if said in (heading.casefold(), _(heading).casefold()):
            return key
    return None


def _verdict(book: Book, row: Row) -> Iterator[tuple[WrittenProposal, Verdict]]:
    id = row["id"].words().strip()
    if id not in book.by_id:
        message = _("there is no proposal «{id}»").format(id=id)
        near = did_you_mean(id, book.by_id)
        raise InputError("unknown-proposal", message, row["id"].place, near)
    known = book.by_id[id]
    one = known.proposal
    told = Verdict(
        _state(row, one),
        _text(row, "answer"),
        _text(row, "reason"),
        _text(row, "decided_by"),
        _day(row),
    )
    if any(getattr(one, key) != value for key, value in _said(told)):
        yield known, told


def _said(told: Verdict) -> Iterator[tuple[str, object]]:
    for key in ("state", "answer", "reason", "decided_by", "decided_on"):
        if (value := getattr(told, key)) is not None:
            yield key, value


def _text(row: Row, key: str) -> str | None:
    words = row[key].words().strip() if key in row else ""
    return words or None


def _state(row: Row, one: Proposal) -> State:
    said = _text(row, "state")
    if said is None:
        return one.state
    for state in get_args(State):
        names = (state, STATES[state].casefold(), _(STATES[state]).casefold())
        if said.casefold() in names:
            return state  # type: ignore[no-any-return]
    message = _("the state «{state}» is not known").format(state=said)
    hint = did_you_mean(said, map(_, STATES.values()))
    raise InputError("unknown-state", message, row["state"].place, hint)


def _day(row: Row) -> date | None:
    said = _text(row, "decided_on")
    if said is None:
        return None
    found = danish.day_in(said)
    try:
        return found or date.fromisoformat(said[:10])
    except ValueError as error:
        message = _("«{day}» is not a date").format(day=said)
        hint = _("write it as 2026-03-19")
        raise InputError("not-a-date", message, row["decided_on"].place, hint) from error
