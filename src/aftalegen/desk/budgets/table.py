"""All budgets in one table, as economists expect it: a row for each municipality and task."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from aftalegen.desk.budgets.row import STATUSES
from aftalegen.records.municipality import Budget
from aftalegen.records.project import Project
from aftalegen.words import danish
from aftalegen.words.faults import AftalegenError
from aftalegen.writers.delimited import delimited_csv
from aftalegen.writers.sheet import Formula, Table, Value, tables_xlsx

# The words of the table are data, as those of an agreement: Danish, whoever asks for it, and
# `aftalegen import` reads them again.
COLUMNS = (
    ("Kommune", 20),
    ("Kommunekode", 14),
    ("Region", 16),
    ("Opgave", 28),
    ("Beløb (kr.)", 15),
    ("Pris- og lønniveau", 13),
    ("Status", 11),
    ("Kilde", 40),
    ("Mangler", 44),
    ("Indbyggertal", 13),
    ("Beløb pr. indbygger (kr.)", 16),
    ("Note", 44),
)
MISSING = "mangler"


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """One municipality's budget for one task, and its population where that is known."""

    municipality: str
    code: str
    region: str
    task: str
    budget: Budget
    population: int | None

    def missing(self) -> tuple[str, ...]:
        """What is not known yet, in words."""
        known = (
            ("beløb", self.budget.fixed_annual),
            ("pris- og lønniveau", self.budget.price_level),
            ("kilde", self.budget.source),
            ("indbyggertal", self.population),
        )
        return tuple(word for word, value in known if value is None)


@dataclass(frozen=True, slots=True)
class BudgetTable:
    """The budgets, and the faults of municipalities that could not be read."""

    lines: tuple[BudgetLine, ...]
    errors: tuple[AftalegenError, ...]


def budget_table(project: Project, municipalities: Iterable[str], task: str | None) -> BudgetTable:
    """The budgets of these municipalities for all their tasks, or for one, in Danish order."""
    lines: list[BudgetLine] = []
    errors: list[AftalegenError] = []
    for key in municipalities:
        try:
            lines += _lines(project, key, task)
        except AftalegenError as error:
            errors.append(error)
    in_order = sorted(lines, key=lambda line: (line.task, danish.sort_key(line.municipality)))
    return BudgetTable(tuple(in_order), tuple(errors))


def _lines(project: Project, key: str, wanted: str | None) -> Iterator[BudgetLine]:
    record = project.municipality(key).record
    region = project.region(record.region).record.name
    for task, own in record.tasks.items():
        if wanted in (None, task):
            name = project.task(task).record.name
            yield BudgetLine(record.name, record.code, region, name, own.budget, record.population)


def table_csv(table: BudgetTable) -> bytes:
    """The table for Excel in Danish, without sums."""
    rows = [(*_facts(line), per_inhabitant(line), line.budget.note) for line in table.lines]
    return delimited_csv([heading for heading, _width in COLUMNS], rows)


def per_inhabitant(line: BudgetLine) -> int | str:
    """The amount for each inhabitant to the nearest krone, half up as Excel does; or «mangler»."""
    amount, people = line.budget.fixed_annual, line.population
    if amount is None or people is None:
        return MISSING
    return (2 * amount + people) // (2 * people)


def _facts(line: BudgetLine) -> tuple[str | int | None, ...]:
    budget = line.budget
    return (
        line.municipality,
        line.code,
        line.region,
        line.task,
        budget.fixed_annual,
        budget.price_level,
        STATUSES[budget.status],
        budget.source,
        ", ".join(line.missing()) or None,
        line.population,
    )


# --- the workbook -----------------------------------------------------------------------------


def table_xlsx(table: BudgetTable, date: str) -> bytes:
    """The table as a workbook with living sums: all rows, and a sheet with the sum of each task."""
    return tables_xlsx((_all_budgets(table), _sums(table)), "aftalegen", date)


def _all_budgets(table: BudgetTable) -> Table:
    rows: list[tuple[Value, ...]] = []
    for number, line in enumerate(table.lines, 2):
        amount, people = f"E{number}", f"J{number}"
        both = f"AND(ISNUMBER({amount}),ISNUMBER({people}))"
        text = f'IF({both},ROUND({amount}/{people},0),"{MISSING}")'
        rows.append((*_facts(line), Formula(text, per_inhabitant(line)), line.budget.note))
    last = len(rows) + 1
    amounts, names = f"E2:E{last}", f"A2:A{last}"
    known = f"SUBTOTAL(2,{amounts})"
    sums: tuple[tuple[Value, ...], ...] = (
        ("I alt", None, None, "kendte beløb, de viste rækker",
         Formula(f'IF({known}=0,"{MISSING}",SUBTOTAL(9,{amounts}))', _sum(table.lines))),
        ("Antal uden beløb", None, None, "de viste rækker",
         Formula(f"SUBTOTAL(3,{names})-{known}", sum(_unknown(line) for line in table.lines))),
    )  # fmt: skip
    return Table("Budgetter", COLUMNS, rows, sums)


def _sums(table: BudgetTable) -> Table:
    """A row a task: how many have it, how many lack an amount, and the sum of those known."""
    columns = (
        ("Opgave", 34),
        ("Antal kommuner", 12),
        ("Uden beløb", 12),
        ("Sum af kendte beløb (kr.)", 20),
    )
    last = len(table.lines) + 1
    tasks, amounts = f"Budgetter!$D$2:$D${last}", f"Budgetter!$E$2:$E${last}"
    rows: list[tuple[Value, ...]] = []
    for number, task in enumerate(dict.fromkeys(line.task for line in table.lines), 2):
        lines = [line for line in table.lines if line.task == task]
        of_task = f"{tasks},A{number}"
        total = f'IF(B{number}=C{number},"{MISSING}",SUMIFS({amounts},{of_task}))'
        unknown = sum(_unknown(line) for line in lines)
        rows.append(
            (
                task,
                Formula(f"COUNTIFS({of_task})", len(lines)),
                Formula(f'COUNTIFS({of_task},{amounts},"")', unknown),
                Formula(total, _sum(lines)),
            )
        )
    return Table("Summer", columns, rows)


def _unknown(line: BudgetLine) -> bool:
    return line.budget.fixed_annual is None


def _sum(lines: Iterable[BudgetLine]) -> int | str:
    """The sum of the amounts that are known; where none is, the word for it and not zero."""
    amounts = [a for line in lines if (a := line.budget.fixed_annual) is not None]
    return sum(amounts) if amounts else MISSING
