"""`aftalegen export`: the budgets as a table for Excel."""

from typing import Annotated

from aftalegen.cli import console, options
from aftalegen.cli.declaring import option
from aftalegen.cli.writing import format_for, write
from aftalegen.desk.budgets.table import BudgetTable, budget_table, table_csv, table_xlsx
from aftalegen.records.finding import find_project
from aftalegen.records.project import Project
from aftalegen.words.language import plural

SHAPES = ("xlsx", "csv")


def export_budgets(
    who: options.Who = None,
    task: options.Task = None,
    format: Annotated[
        str | None, option("FORMAT", "xlsx or csv (for Excel in Danish); xlsx if not given.")
    ] = None,
    out: options.OutFile = None,
    project: options.Folder = None,
) -> int:
    """Write the table of budgets; returns the exit code."""
    shape = format_for(format, out, SHAPES, "xlsx")
    opened = Project(find_project(project))
    key = opened.task_key(task) if task else None
    table = budget_table(opened, opened.municipalities(tuple(who or ())), key)
    path = out or opened.folder / "output" / f"Budgetoversigt.{shape}"
    write(path, _data(table, shape, opened))
    unknown = sum(1 for line in table.lines if line.budget.fixed_annual is None)
    console.summary(
        plural("{n} budget", "{n} budgets", len(table.lines)),
        plural("{n} without amount", "{n} without amounts", unknown),
    )
    return console.errors(table.errors, opened.folder)


def _data(table: BudgetTable, shape: str, project: Project) -> bytes:
    if shape == "csv":
        return table_csv(table)
    dates = [project.bundle(key).record.edition_date for key in project.keys("bundles")]
    return table_xlsx(table, max(dates).isoformat() if dates else "2026-01-01")
