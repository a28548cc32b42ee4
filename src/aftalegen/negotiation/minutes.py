"""A table of what bodies and authorities said, in a workbook -> rows of the register.

Councils approve with reservations, and authorities lay down conditions; neither comes as an edit
of a text. Each row says who, about which task, by which body and when, and what; the cell that
says it is its source. Without a column for the kind, a row is a reservation.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial

from aftalegen.checks.names import require_no_person
from aftalegen.editions.edition import edition_folder
from aftalegen.negotiation.told import KINDS
from aftalegen.records.agreements import Agreements
from aftalegen.records.cells import Cell
from aftalegen.records.project import Project
from aftalegen.records.proposals import Kind, Proposal, Register
from aftalegen.records.selected import BundleAnnex
from aftalegen.records.sheet import Sheet, workbook_of
from aftalegen.records.sheet_table import SheetRow, day_in, rows_below, text_in
from aftalegen.records.wording import plain_words
from aftalegen.words.danish import ascii_key
from aftalegen.words.faults import AftalegenError, Errors, InputError, did_you_mean
from aftalegen.words.language import _, in_both
from aftalegen.words.place import Source

HEADINGS = {
    "party": ("kommune", "part", "myndighed", "afsender", "municipality", "party", "authority"),
    "task": ("opgave", "task"),
    "body": ("organ", "body"),
    "body_date": ("dato", "mødedato", "date"),
    "theme": ("tema", "theme"),
    "comment": ("tekst", "forbehold", "text"),
    "kind": ("slags", "kind"),
    "bundle": ("samling", "bundle"),
}
"""The headings that are understood, in small letters."""
_NEEDED = ("party", "task", "comment")
_KINDS: tuple[Kind, ...] = ("reservation", "condition", "advice", "comment", "question")
_OF_AUTHORITIES: tuple[Kind, ...] = ("condition", "advice")


@dataclass(frozen=True, slots=True)
class Said:
    """One row: who said what about a task, and the cell that says it.

    `template` where one agreement of several is meant, `source` where that is not the cell.
    """

    bundle: str
    edition: str
    party: str
    name: str
    task: str
    kind: Kind
    comment: str
    body: str | None
    body_date: date | None
    theme: str | None
    place: Source
    annexes: tuple[BundleAnnex, ...]
    authority: bool = False
    template: str | None = None
    source: str | None = None


def new_ones(
    project: Project, registers: Iterable[Register], said: Iterable[Said]
) -> tuple[Said, ...]:
    """What neither the register has, nor the approval that it was said with; each once."""
    agreements = Agreements(project)
    there = {_key(register, row, row.comment or "")
             for register in registers for row in register.known.record.proposals}  # fmt: skip
    found: dict[tuple[object, ...], Said] = {}
    for one in said:
        key = _key(one, one, one.comment)
        if key not in there and not _stands_with_approval(agreements, one):
            found.setdefault(key, one)
    return tuple(found.values())


def _key(at: Register | Said, one: Proposal | Said, words: str) -> tuple[object, ...]:
    """What makes two rows the same: the words of a body on a day, to whichever edition."""
    said = plain_words(words).casefold()
    return at.bundle, at.party, at.task, one.kind, one.body, one.body_date, said


def _stands_with_approval(agreements: Agreements, one: Said) -> bool:
    """Whether a reservation is written with its approval, in data/approvals/."""
    if one.kind != "reservation":
        return False
    words = plain_words(one.comment).casefold()
    return any(
        approval.approval.date == one.body_date
        and any(plain_words(r.what).casefold() == words for r in approval.approval.reservations)
        for agreement in agreements.of(one.annexes)
        for approval in agreements.approvals(agreement)
    )


def said_in(project: Project, data: bytes, file: str, edition: str | None) -> tuple[Said, ...]:
    """Every row of a workbook; raises Errors with the cell of each that cannot be taken in."""
    reader = _Reader(project, edition)
    found: list[Said] = []
    errors: list[AftalegenError] = []
    sheets = [one for one in workbook_of(data, file) if not one.hidden]
    rows = [(s, row) for s in sheets for row in rows_below(s, HEADINGS, _NEEDED)]
    if not rows:
        raise _no_table(file, sheets)
    for sheet, row in rows:
        if "comment" not in row:
            continue  # a body that had nothing to say
        try:
            found.append(reader.said(sheet, row))
        except AftalegenError as error:
            errors.append(error)
    if errors:
        raise Errors(errors)
    return tuple(found)


def _no_table(file: str, sheets: list[Sheet]) -> InputError:
    message = _("the workbook has no table with the columns kommune, opgave and tekst")
    hint = _("head the columns: kommune, opgave, organ, dato, tema, tekst")
    place = sheets[0].place(1, 1) if sheets else Source(file, 1)
    return InputError("minutes-without-table", message, place, hint)


class _Reader:
    """Reads rows of one project's parties, tasks and bundles."""

    def __init__(self, project: Project, edition: str | None) -> None:
        self.project = project
        self.edition = edition
        self.agreements = Agreements(project)
        self.annexes = project.select((), None, None).annexes

    def said(self, sheet: Sheet, row: SheetRow) -> Said:
        """A row; raises Errors at each cell that cannot be taken in."""
        _require_each(
            partial(self._party, row),
            partial(self._task, row),
            partial(_body, row),
            partial(day_in, row, "body_date"),
        )
        kind = _kind(row)
        party, name, authority = self._party(row)
        task = self._task(row)
        annexes = self._annexes(row, party, task, authority)
        body, day = _body(row), day_in(row, "body_date")
        if kind == "reservation" and (body is None or day is None):
            missing = "organ" if body is None else "dato"
            message = _("a reservation is of a body and a day, and «{column}» is empty")
            hint = _("write the body and the day of its meeting, as in data/approvals/")
            raise _wrong(row["comment"], message.format(column=missing), hint)
        first = annexes[0].bundle
        if self.edition is not None:
            edition_folder(self.project, first.key, self.edition)  # which refuses what is no name
        edition = self.edition or self._handled(annexes, body, day) or first.record.edition
        said = row["comment"]
        return Said(
            first.key, edition, party, name, task, kind, said.words(), body, day,
            text_in(row, "theme"), said.place, tuple(annexes), authority,
        )  # fmt: skip

    def _party(self, row: SheetRow) -> tuple[str, str, bool]:
        """The key and name of who said it, and whether it is an authority without a record."""
        kind, said = _kind(row), text_in(row, "party")
        if said is None:
            raise _wrong(row["comment"], _("«kommune» is empty in this row"), None)
        key, project = ascii_key(said), self.project
        if key in project.keys("municipalities"):
            return key, project.municipality(key).record.official_name, False
        if key in project.keys("regions"):
            return key, project.region(key).record.official_name, False
        if key and kind in _OF_AUTHORITIES:
            require_no_person(said, row["party"].place)
            return key, said, True
        message = _("«{name}» is neither a municipality nor a region here").format(name=said)
        known = (*project.keys("municipalities"), *project.keys("regions"))
        hint = did_you_mean(key, known) or _(
            "an authority's row has «vilkår» or «råd» as its slags"
        )
        raise _wrong(row["party"], message, hint)

    def _task(self, row: SheetRow) -> str:
        said = text_in(row, "task")
        if said is None:
            raise _wrong(row["comment"], _("«opgave» is empty in this row"), None)
        tasks = self.project.keys("tasks")
        key = ascii_key(said)
        if key in tasks:
            return key
        named = {self.project.task(one).record.name.casefold(): one for one in tasks}
        if said.casefold() in named:
            return named[said.casefold()]
        message = _("there is no task «{name}»").format(name=said)
        raise _wrong(row["task"], message, did_you_mean(key, tasks))

    def _annexes(self, row: SheetRow, party: str, task: str, authority: bool) -> list[BundleAnnex]:
        """The annexes that a row is about: of one bundle, which the row names where several fit."""
        bundle = text_in(row, "bundle")
        found = [
            one
            for one in self.annexes
            if one.task == task
            and bundle in (None, one.bundle.key)
            and (authority or party in (one.municipality, one.bundle.record.region))
        ]
        bundles = [*dict.fromkeys(one.bundle.key for one in found)]
        if len(bundles) == 1:
            return found
        cell = row.get("bundle", row["task"])
        if not bundles:
            raise _wrong(cell, _("no annex is of this party and this task"), None)
        message = _("several bundles have this task: {bundles}").format(bundles=", ".join(bundles))
        raise _wrong(cell, message, _("name one of them in a column with the heading «samling»"))

    def _handled(
        self, annexes: list[BundleAnnex], body: str | None, day: date | None
    ) -> str | None:
        """The edition that a body handled on a day, where that is recorded."""
        for agreement in self.agreements.of(annexes):
            for one in self.agreements.approvals(agreement):
                if one.approval.date == day and one.approval.body == body:
                    return one.approval.edition
        return None


def _require_each(*reads: Callable[[], object]) -> None:
    """Read each cell, and refuse all that are wrong at once."""
    errors = []
    for read in reads:
        try:
            read()
        except AftalegenError as error:
            errors.append(error)
    if errors:
        raise Errors(errors)


def _body(row: SheetRow) -> str | None:
    said = text_in(row, "body")
    if said is not None:
        require_no_person(said, row["body"].place)
    return said


def _kind(row: SheetRow) -> Kind:
    said = text_in(row, "kind")
    if said is None:
        return "reservation"
    for kind in _KINDS:
        if said.casefold() in {kind, *in_both(KINDS[kind])}:
            return kind
    message = _("the kind «{kind}» is not known").format(kind=said)
    raise _wrong(row["kind"], message, did_you_mean(said, [_(KINDS[one]) for one in _KINDS]))


def _wrong(cell: Cell, message: str, hint: str | None) -> InputError:
    return InputError("minutes-row", message, cell.place, hint)
