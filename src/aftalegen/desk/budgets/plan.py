"""What a workbook would change in a project."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from aftalegen.desk.budgets.grouping import each_kind_once
from aftalegen.desk.budgets.headings import Wanted
from aftalegen.desk.budgets.likely import require_likely, unit_questions
from aftalegen.desk.budgets.names import names_of
from aftalegen.desk.budgets.row import STATUSES
from aftalegen.desk.budgets.rows import Rows, Skipped, Told
from aftalegen.desk.budgets.totals import Total
from aftalegen.records import Known
from aftalegen.records.municipality import Budget, Municipality
from aftalegen.records.project import Project
from aftalegen.records.sheet import Sheet, read_workbook
from aftalegen.words import danish
from aftalegen.words.amount import Unit
from aftalegen.words.faults import AftalegenError, Errors, InputError, UsageError, did_you_mean
from aftalegen.words.language import _
from aftalegen.words.place import Source

NAME_LENGTH = 300


@dataclass(frozen=True, slots=True)
class Change:
    """A budget that the workbook changes; `told` is the row, `look` what to look at besides."""

    told: Told
    municipality: str
    task: str
    old: Budget
    new: Budget
    look: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """All that a workbook says: what changes, what does not, what was not read, what is refused."""

    changes: tuple[Change, ...]
    unchanged: int
    same: int
    kept: tuple[Skipped, ...]
    skipped: tuple[Skipped, ...]
    errors: tuple[AftalegenError, ...]
    totals: tuple[Total, ...] = ()

    @property
    def kroner(self) -> int:
        """What is imported, added up: also amounts that stand already."""
        return self.same + sum(change.told.amount or 0 for change in self.changes)


def budget_plan(
    project: Project,
    workbook: Path,
    sheet: str | None = None,
    task: str | None = None,
    column: str | None = None,
    unit: Unit | None = None,
) -> Plan:
    """What the workbook would change; raises errors only where nothing can be said at all."""
    file = workbook.name
    only = project.keys("tasks")
    chosen = project.task_key(task) if task else only[0] if len(only) == 1 else None
    rows = Rows(names_of(project), Wanted(chosen, column, unit))
    sheets = read_workbook(workbook, file)
    for found in _chosen(sheets, sheet):
        rows.read(found)
    rows.skipped += [
        Skipped(s.place(1, 1), _("the sheet is hidden; name it with --sheet to read it"))
        for s in sheets
        if s.hidden and sheet is None
    ]
    if column is not None and not rows.told and not rows.errors:
        message = _("no table of budgets has the column «{name}»").format(name=column)
        hint = _("write the heading as it stands in the sheet, or the letter of the column")
        raise UsageError("unknown-column", message, Source(file, 1), hint)
    if not rows.told and not rows.errors:
        message = _("there is no table of budgets in the workbook")
        hint = _(
            "a table has a header row with «Kommune», «Opgave» and «Beløb», "
            "and a row for each municipality and task"
        )
        raise InputError("no-table", message, Source(file, 1), hint)
    planned = _Planned(project)
    once = _each_once(rows.told, rows.errors)
    for told in once:
        planned.take(told)
    asked = unit_questions(planned.compared)
    errors = each_kind_once(Errors([*rows.errors, *planned.errors, *asked]).errors)
    return Plan(
        tuple(planned.changes), planned.unchanged, planned.same, tuple(planned.kept),
        tuple(rows.skipped), errors, tuple(rows.totals),
    )  # fmt: skip


def _chosen(sheets: Iterable[Sheet], name: str | None) -> tuple[Sheet, ...]:
    """The sheets to read: the named one, or all that are not hidden."""
    if name is None:
        return tuple(sheet for sheet in sheets if not sheet.hidden)
    found = tuple(s for s in sheets if s.name.casefold() == name.casefold())
    if not found:
        message = _("there is no sheet «{name}» in the workbook").format(name=name)
        raise UsageError(
            "unknown-sheet", message, None, did_you_mean(name, (s.name for s in sheets))
        )
    return found


def _each_once(told: list[Told], errors: list[AftalegenError]) -> list[Told]:
    """One row for each municipality and task; rows that say different things are refused."""
    first: dict[tuple[str, str], Told] = {}
    for row in told:
        earlier = first.setdefault((row.municipality, row.task), row)
        if earlier is row or not any(row.says()) or row.says() == earlier.says():
            continue
        if not any(earlier.says()):
            first[row.municipality, row.task] = row
            continue
        message = _("the same municipality and task stand in {place} with other values")
        hint = _("keep one of them, or choose a sheet with --sheet")
        errors.append(InputError("row-twice", message.format(place=earlier.place), row.place, hint))
    return list(first.values())


class _Planned:
    """Compares what was told with what stands."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.changes: list[Change] = []
        self.unchanged = 0
        self.kept: list[Skipped] = []
        self.errors: list[AftalegenError] = []
        self.same = 0
        self.compared: list[tuple[Told, int | None]] = []

    def take(self, told: Told) -> None:
        known = self.project.municipality(told.municipality)
        if told.task not in known.record.tasks:
            message = _("{file} has nothing for the task «{task}»")
            hint = _("add the task there first, or correct the cell")
            message = message.format(file=known.written.file, task=told.task)
            self.errors.append(InputError("task-without-facts", message, told.place, hint))
            return
        old = known.record.tasks[told.task].budget
        self.compared.append((told, old.fixed_annual))
        try:
            new = _new_budget(old, told)
        except AftalegenError as error:
            self.errors.append(error)
            return
        if told.provisional and told.amount != old.fixed_annual:
            why = _("«{note}» ({place}): {amount} is not confirmed, and is not written").format(
                note=told.provisional.text[:80],
                place=told.provisional.place.key,
                amount=danish.kr(told.amount or 0),
            )
            self.kept.append(Skipped(told.place, why))
        elif new is None:
            why = _("no amount in the cell; {amount} stays").format(amount=amount_text(old))
            self.kept.append(Skipped(told.place, why))
        elif new == old:
            self.unchanged += 1
            self.same += told.amount or 0
        else:
            task = self.project.task(told.task).record.name
            look = tuple(_to_look_at(known, told.task, old, new))
            self.changes.append(Change(told, known.record.name, task, old, new, look))


def _new_budget(old: Budget, told: Told) -> Budget | None:
    """The budget as the row has it; None where the row has no amount and one is known."""
    amount, status = told.amount, told.status
    if told.provisional and status == "confirmed":
        message = _("the status is «{status}», but {place} says «{note}»")
        hint = _("delete the one that is not so")
        note, place = told.provisional.text[:80], told.provisional.place.key
        raise InputError("status-conflict", message.format(
            status=STATUSES[status], place=place, note=note), told.place, hint)  # fmt: skip
    claims = status in ("confirmed", "fictitious") and status != old.status
    if status and amount is None and claims and old.fixed_annual is None:
        message = _("the status is «{status}», but there is no amount")
        hint = _("write the amount, or «mangler» as the status")
        raise InputError(
            "status-conflict", message.format(status=STATUSES[status]), told.place, hint
        )
    if amount is not None and status == "missing":
        message = _("the status is «{status}», but there is an amount")
        hint = _("delete the amount, or write «bekræftet» as the status")
        raise InputError(
            "status-conflict", message.format(status=STATUSES[status]), told.place, hint
        )
    if amount is None and status != "missing" and old.fixed_annual is not None:
        return None
    require_likely(old, told)
    if status is None:
        newly_known = amount is not None and old.status == "missing"
        status = "confirmed" if newly_known else old.status
    new = {
        "fixed_annual": amount,
        "status": status,
        "price_level": told.price_level or old.price_level,
        "note": told.note or old.note,
        "source": _source(old, told),
    }
    for name, text in new.items():
        if isinstance(text, str) and len(text) > NAME_LENGTH and name != "note":
            message = _("the text for {name} is longer than {n} signs")
            raise InputError("text-too-long", message.format(name=name, n=NAME_LENGTH), told.place,
                             _("shorten the text"))  # fmt: skip
    return old.model_copy(update=new)


def _source(old: Budget, told: Told) -> str | None:
    """Where the amount comes from: the cell, if it is the workbook that gives it."""
    place = told.place
    cell = f"{place.file}, ark «{place.sheet}», celle {place.key}"
    full = f"{told.source} ({cell})" if told.source and told.source != old.source else cell
    if told.amount != old.fixed_annual:
        return full
    if told.source is None or old.source in (told.source, full):
        return old.source
    return full


def _to_look_at(known: Known[Municipality], task: str, old: Budget, new: Budget) -> Iterable[str]:
    """What stays beside a new amount, and may not fit it any more."""
    if old.fixed_annual is None or old.fixed_annual == new.fixed_annual:
        return
    for key in ("note", "price_level", "services"):
        if getattr(old, key) and getattr(old, key) == getattr(new, key):
            place = known.written.place(("tasks", task, "budget", key))
            yield _("«{key}» stays; see that it fits the new amount: {place}").format(
                key=key, place=f"{place.file}:{place.line}"
            )


def amount_text(budget: Budget) -> str:
    """A budget's amount, or that it is missing."""
    return danish.kr(budget.fixed_annual) if budget.fixed_annual is not None else _("missing")
