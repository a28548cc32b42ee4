"""`aftalegen import`: shows what a workbook would change, and writes it when asked to."""

from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

from aftalegen.build.act import alone
from aftalegen.build.undoing import IMPORT, undone, write_remembered
from aftalegen.cli import console, options
from aftalegen.cli.declaring import argument, flag, option
from aftalegen.desk.budgets.files import changed_files
from aftalegen.desk.budgets.plan import Change, Plan, amount_text, budget_plan
from aftalegen.desk.budgets.row import STATUSES
from aftalegen.desk.budgets.rows import Skipped
from aftalegen.records.finding import find_project
from aftalegen.records.project import Project
from aftalegen.words.amount import KRONER, MILLIONS, THOUSANDS, Unit, unit_named
from aftalegen.words.danish import kr
from aftalegen.words.faults import DONE, FINDINGS, UsageError, did_you_mean
from aftalegen.words.language import _, plural
from aftalegen.words.place import visible


def import_budgets(
    workbook: Annotated[Path | None, argument("WORKBOOK", "An Excel workbook (.xlsx).")] = None,
    write: Annotated[bool, flag("--write", "Write the changes to the data files.")] = False,
    sheet: Annotated[
        str | None, option("SHEET", "Only this sheet; otherwise all not hidden.")
    ] = None,
    task: Annotated[
        str | None, option("TASK", "The task, where the table has no column for it.")
    ] = None,
    column: Annotated[
        str | None, option("HEADING", "The column of the amounts, where several fit.")
    ] = None,
    unit: Annotated[
        str | None, option("UNIT", "kr, 1000 or mio, where the workbook does not say it.")
    ] = None,
    undo: Annotated[bool, flag("--undo", "Take back what the last import wrote.")] = False,
    project: options.Folder = None,
) -> int:
    """Tell the plan; write it whole or not at all. Exit code 1: there are changes, not written."""
    opened = Project(find_project(project))
    if undo:
        with alone(opened.folder):
            return _undo(opened)
    if workbook is None:
        message = _("which workbook?")
        raise UsageError("workbook-missing", message, None, "aftalegen import budgetter.xlsx")
    with alone(opened.folder) if write else nullcontext():
        plan = budget_plan(opened, workbook, sheet, task, column, _unit(unit))
        return _imported(opened, plan, write)


def _imported(opened: Project, plan: Plan, write: bool) -> int:
    """Tell a plan, and write it where that is asked for."""
    for change in plan.changes:
        _tell_change(change)
    _tell_skipped(_("left as they are:"), plan.kept)
    _tell_skipped(_("not read:"), plan.skipped)
    if plan.errors:
        code = console.errors(plan.errors, None)
        console.talk(_("nothing was written: correct the workbook, and import again"))
        _tell_counts(plan, 0)
        return code
    files = changed_files(opened, plan)
    if write and files:
        write_remembered(opened.folder, files, IMPORT)
        for file in files:
            console.result(file.path.relative_to(opened.folder).as_posix())
    elif files:
        console.talk(_("nothing was written; write it with: --write"))
    _tell_counts(plan, len(files) if write else 0)
    return DONE if write or not files else FINDINGS


_UNITS = {"kr": KRONER, "1000": THOUSANDS, "mio": MILLIONS}


def _unit(name: str | None) -> Unit | None:
    if name is None:
        return None
    found = _UNITS.get(name) or unit_named(name)
    if found is None:
        message = _("the unit «{name}» is not known").format(name=name)
        raise UsageError("unknown-unit", message, None, did_you_mean(name, _UNITS))
    return found


def _undo(project: Project) -> int:
    files = undone(project.folder, IMPORT)
    for path in files:
        console.result(path.relative_to(project.folder).as_posix())
    console.summary(plural("{n} file taken back", "{n} files taken back", len(files)))
    return DONE


def _tell_change(change: Change) -> None:
    """One change: what stands, what comes, from which cell, and what to look at."""
    place = change.told.place
    console.result(visible(f"{change.municipality}, {change.task}  ({place})"))
    old, new = change.old, change.new
    if old.fixed_annual != new.fixed_annual:
        console.result(f"  {amount_text(old)} → {amount_text(new)}")
    pairs = (
        (_("status"), STATUSES[old.status], STATUSES[new.status]),
        (_("price level"), old.price_level, new.price_level),
        (_("source"), old.source, new.source),
        (_("remark"), old.note, new.note),
    )
    for name, before, after in pairs:
        if before != after:
            shown = visible(f"{before or '–'} → {after or '–'}")
            console.result(f"  {name}: {shown}")
    for line in change.look:
        console.result("  " + _("look: {line}").format(line=line))


def _tell_skipped(heading: str, skipped: tuple[Skipped, ...]) -> None:
    if skipped:
        console.talk(heading)
    for one in skipped:
        console.talk(visible(f"  {one.place}: {one.why}"))


def _tell_counts(plan: Plan, written: int) -> None:
    """What is imported in all, and the last line: changes, the same, refused and written."""
    for total in plan.totals:
        if not total.fits:
            console.warning(f"{total.place}: {total.told()}")
    count = plan.unchanged + len(plan.changes)
    if count:
        console.result(_("imported in all: {sum}").format(sum=kr(plan.kroner)))
    console.summary(
        plural("{n} change", "{n} changes", len(plan.changes)),
        plural("{n} unchanged", "{n} unchanged", plan.unchanged),
        plural("{n} without amount", "{n} without amounts", len(plan.kept)),
        plural("{n} refused", "{n} refused", len(plan.errors)),
        plural("{n} file written", "{n} files written", written),
    )
