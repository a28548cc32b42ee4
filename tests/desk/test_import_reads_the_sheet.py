"""`aftalegen import` reads a sheet as an economist does: what stands around an amount counts.

Every amount here is fictitious.
"""

from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.comments import Comment

from aftalegen.cli.app import main
from aftalegen.desk.budgets.plan import Plan, budget_plan
from aftalegen.records.cells import MAX_TEXT, SheetParser
from aftalegen.records.project import Project
from aftalegen.words.amount import MILLIONS, THOUSANDS
from aftalegen.words.faults import UsageError
from tests.conftest import TASK, SmallProject
from tests.desk.test_import import changed_part

HEAD = ("Kommune", "Opgave", "Beløb")
TASK_NAME = "forebyggelse"
Row = tuple[object, ...]


def sheet(project: SmallProject, *rows: Row, form: str = "",
          change: Callable[[openpyxl.worksheet.worksheet.Worksheet], None] = lambda _: None,
          name: str = "Rammer") -> Path:  # fmt: skip
    """A workbook with these rows; `form` is the number format of all numbers."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = name
    for row in rows:
        page.append(row)
    for cells in page.iter_rows():
        for cell in cells:
            if form and isinstance(cell.value, int | float):
                cell.number_format = form
    change(page)
    path = project.folder / "budgets.xlsx"
    book.save(path)
    return path


def said(plan: Plan) -> list[str]:
    """What the plan comes to, a line each."""
    return [
        *(f"{c.municipality}: {c.new.fixed_annual}" for c in plan.changes),
        *(f"{e.rule} {e.source.key if e.source else ''}" for e in plan.errors),
    ]


def read(project: SmallProject, *rows: Row, **more: object) -> list[str]:
    return said(budget_plan(Project(project.folder), sheet(project, *rows, **more)))  # type: ignore[arg-type]


# --- unit and price level ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "title",
    [
        "Rammer i 1.000 kr. (2026-PL)", "Alle beløb i tusinde kr.", "Beløb er i t.kr.", "(1.000 kr.)",
        "Budget 2027, 1.000 kr.", "\uf0b7 Alle tal i hele tusinde kroner", "Enhed: tkr.", "Rammer i 1000 DKK",
    ],
)  # fmt: skip
@pytest.mark.parametrize("below", [False, True], ids=["above", "below"])
def test_a_unit_above_or_below_the_table_is_that_of_its_amounts(
    small_project: SmallProject, title: str, below: bool
) -> None:
    rows: list[Row] = [HEAD, ("Sønderå", TASK_NAME, 8900)]
    rows = [*rows, (), (title,)] if below else [(title,), (), *rows]
    assert read(small_project, *rows) == ["Sønderå: 8900000"]


def test_a_unit_in_a_merged_title_a_sheets_name_or_under_the_heading_counts(
    small_project: SmallProject,
) -> None:
    row = ("Sønderå", TASK_NAME, 8900)
    titled: tuple[Row, ...] = ((None, "rammer i 1.000 kr.", None), HEAD, row)
    wanted = ["Sønderå: 8900000"]
    assert read(small_project, *titled, change=lambda page: page.merge_cells("B1:C1")) == wanted
    assert read(small_project, HEAD, row, name="Rammer i 1.000 kr.") == wanted
    assert read(small_project, HEAD, (None, None, "1.000 kr."), row) == wanted


@pytest.mark.parametrize(
    "title", ["Heraf 4 mio. kr. til drift", "Aarhus fik 1.000 kr. pr. borger", "Kreditorer"]
)
def test_an_amount_in_a_title_is_no_unit(small_project: SmallProject, title: str) -> None:
    rows: tuple[Row, ...] = ((title,), HEAD, ("Sønderå", TASK_NAME, 8_900_000))
    assert read(small_project, *rows) == ["Sønderå: 8900000"]


def test_two_units_or_two_price_levels_are_refused_with_both_places(
    small_project: SmallProject,
) -> None:
    head = ("Kommune", "Opgave", "Ramme (mio. kr., 2027-PL)")
    row = ("Sønderå", TASK_NAME, 8)
    path = sheet(small_project, ("Rammer i 1.000 kr.",), head, row)
    (error,) = budget_plan(Project(small_project.folder), path).errors
    assert (error.rule, "C2" in error.message, "A1" in error.message) == (
        "unit-conflict",
        True,
        True,
    )
    assert read(small_project, ("Rammer i 2026-priser",), head, row) == ["level-conflict A1"]
    level = ((*HEAD, "Prisniveau"), ("Sønderå", TASK_NAME, 8_000_000, "2026-pl"))
    assert read(small_project, ("Rammer 2027-PL",), *level) == ["level-conflict D3"]


@pytest.mark.parametrize("title", ["Beløb i EUR", "Alle tal i 1.000 €", "i svenske kroner"])
def test_another_currency_in_a_title_is_refused(small_project: SmallProject, title: str) -> None:
    rows: tuple[Row, ...] = ((title,), HEAD, ("Sønderå", TASK_NAME, 8_900_000))
    assert read(small_project, *rows) == ["unit-conflict A1"]


@pytest.mark.parametrize("title", ["Rammer 2027 (2026-PL)", "PL 2026", "i 2026-priser"])
def test_the_price_level_stands_in_the_title(small_project: SmallProject, title: str) -> None:
    path = sheet(small_project, (title,), HEAD, ("Sønderå", TASK_NAME, 8_000_000))
    (change,) = budget_plan(Project(small_project.folder), path).changes
    assert change.new.price_level == "2026-pl"


@pytest.mark.parametrize(
    ("form", "number", "wanted"),
    [
        ('#,##0" t.kr."', 12_250, "12250000"),
        ('0.0" mio. kr."', 12.5, "12500000"),
        ('#,##0,\\ "t.kr."', 12_250_000, "12250000"),
        ("_-* #,##0.00\\ _D_K_K_-;\\-* #,##0.00\\ _D_K_K_-", 12_250_000, "12250000"),
        ("[$kr.-406] #,##0", 12_250_000, "12250000"),
        ('[>=1000000]0.0,," mio. kr.";0" kr."', 12_250_000, "12250000"),
        ("#,##0,", 12_250_000, "unit-conflict"),
        ("[$€-2] #,##0", 12_250, "not-an-amount"),
        ("0%", 12_250, "not-an-amount"),
        ("dd-mm-yyyy", 46_000, "not-an-amount"),
        (";;;", 12_250_000, "not-an-amount"),
        ('0"000"', 12_250, "not-an-amount"),
    ],
)
def test_a_number_is_read_as_its_format_shows_it(
    small_project: SmallProject, form: str, number: float, wanted: str
) -> None:
    (line,) = read(small_project, HEAD, ("Sønderå", TASK_NAME, number), form=form)
    assert wanted in line


def test_a_format_that_says_another_unit_than_the_title_is_refused(
    small_project: SmallProject,
) -> None:
    rows: tuple[Row, ...] = (("Alle beløb i mio. kr.",), HEAD, ("Sønderå", TASK_NAME, 12))
    assert read(small_project, *rows, form='0" t.kr."') == ["unit-conflict C3"]


def test_small_amounts_without_any_unit_are_asked_about(small_project: SmallProject) -> None:
    path = sheet(small_project, HEAD, ("Sønderå", TASK_NAME, 8900))
    project = Project(small_project.folder)
    (error,) = budget_plan(project, path).errors
    assert (error.rule, "--unit 1000" in (error.hint or "")) == ("unit-missing", True)
    assert said(budget_plan(project, path, unit=THOUSANDS)) == ["Sønderå: 8900000"]
    titled = sheet(small_project, ("i 1.000 kr.",), HEAD, ("Sønderå", TASK_NAME, 8900))
    assert said(budget_plan(project, titled, unit=MILLIONS)) == ["unit-conflict A1"]


def test_near_a_thousandth_of_what_stands_is_refused_where_no_unit_is_said(
    small_project: SmallProject,
) -> None:
    assert read(small_project, HEAD, ("Nordby", TASK_NAME, 1301)) == ["unit-unlikely C2"]


def test_a_point_marks_thousands_where_the_unit_is_said(small_project: SmallProject) -> None:
    for heading, kroner in (("Beløb (1.000 kr.)", 5_123_000), ("Beløb i kr.", 5_123)):
        rows: tuple[Row, ...] = (("Kommune", "Opgave", heading), ("Sønderå", TASK_NAME, "5.123"))
        assert read(small_project, *rows) == [f"Sønderå: {kroner}"]


# --- notes and comments that hang on cells ----------------------------------------------------


def hung(at: str, text: str) -> Callable[[openpyxl.worksheet.worksheet.Worksheet], None]:
    def change(page: openpyxl.worksheet.worksheet.Worksheet) -> None:
        page[at].comment = Comment(text, "opdigtet")

    return change


THREADED = (
    "[Threaded comment]\n\nYour version of Excel allows you to read this threaded comment; however, "
    "any edits to it will get removed.\n\nComment:\n    Beløbet er i 1.000 kr."
)


@pytest.mark.parametrize(
    ("at", "text", "found"),
    [
        ("A1", "Alle beløb i 1.000 kr.", ["Nordby: 8200000"]),
        ("C2", "Beløb i mio. kr.", ["Nordby: 8200000000"]),
        ("C3", THREADED, ["Nordby: 8200000"]),
        ("B2", "Beløb i mio. kr.", ["Nordby: 8200"]),  # of another column's heading
    ],
)
def test_a_note_on_a_cell_says_the_unit_of_what_it_hangs_on(
    at: str, text: str, found: list[str], small_project: SmallProject
) -> None:
    rows = (("Rammer for 2027",), HEAD, ("Nordby", TASK_NAME, 8200))
    assert read(small_project, *rows, change=hung(at, text)) == found


@pytest.mark.parametrize("at", ["A1", "C2", "C3", "A3"])
def test_a_note_on_a_cell_says_that_an_amount_may_still_change(
    at: str, small_project: SmallProject
) -> None:
    rows = (("Rammer i 1.000 kr.",), HEAD, ("Nordby", TASK_NAME, 8200))
    path = sheet(small_project, *rows, change=hung(at, "Foreløbigt, afventer DUT"))
    plan = budget_plan(Project(small_project.folder), path)
    assert not plan.changes and "is not confirmed" in plan.kept[0].why


def test_a_note_and_a_title_that_disagree_are_refused(small_project: SmallProject) -> None:
    rows = (("Rammer i 1.000 kr.",), HEAD, ("Nordby", TASK_NAME, 8200))
    assert read(small_project, *rows, change=hung("C3", "Beløb i mio. kr.")) == ["unit-conflict C3"]


# --- what is not confirmed, and what is nothing -----------------------------------------------


@pytest.mark.parametrize("note", ["Foreløbigt, afventer DUT", "FORELØBIG", "Udkast", "skøn"])
def test_a_provisional_amount_is_not_confirmed(small_project: SmallProject, note: str) -> None:
    rows: tuple[Row, ...] = ((*HEAD, "Note"), ("Sønderå", TASK_NAME, 8_000_000, note))
    plan = budget_plan(Project(small_project.folder), sheet(small_project, *rows))
    assert (plan.changes, plan.errors, len(plan.kept)) == ((), (), 1)
    assert "8.000.000\u00a0kr. is not confirmed" in plan.kept[0].why


def test_a_provisional_sheet_and_a_confirmed_status_disagree(small_project: SmallProject) -> None:
    rows: tuple[Row, ...] = (
        ("Foreløbige rammer",), (*HEAD, "Status"), ("Sønderå", TASK_NAME, 8_000_000, "bekræftet"),
    )  # fmt: skip
    assert read(small_project, *rows) == ["status-conflict C3"]


def test_zero_is_asked_about_and_a_dash_is_nothing(small_project: SmallProject) -> None:
    assert read(small_project, HEAD, ("Sønderå", TASK_NAME, 0)) == ["zero-amount C2"]
    assert read(small_project, HEAD, ("Sønderå", TASK_NAME, "-")) == []
    row = ("Sønderå", TASK_NAME, 0, "bekræftet")
    assert read(small_project, (*HEAD, "Status"), row) == ["Sønderå: 0"]


# --- totals, columns, equal faults ------------------------------------------------------------


@pytest.mark.parametrize("name", ["I alt", "Hovedtotal", "Sum", "Kommuner i alt", "Total:"])
def test_the_sheets_own_sum_is_compared(small_project: SmallProject, name: str) -> None:
    project = Project(small_project.folder)
    for amount, fits in ((10_000_000, True), (10_500_000, False)):
        path = sheet(small_project, HEAD, ("Sønderå", TASK_NAME, 8_000_000),
                     ("Nordby", TASK_NAME, 2_000_000), (name, None, amount))  # fmt: skip
        plan = budget_plan(project, path)
        assert ([total.fits for total in plan.totals], plan.kroner) == ([fits], 10_000_000)
        assert "500.000" in plan.totals[0].told() or fits


def test_a_total_may_stand_in_the_column_of_tasks(small_project: SmallProject) -> None:
    rows: tuple[Row, ...] = (
        HEAD, ("Sønderå", TASK_NAME, 8_000_000), ("Sønderå", "I alt", 8_000_000),
    )  # fmt: skip
    plan = budget_plan(Project(small_project.folder), sheet(small_project, *rows))
    assert ([total.fits for total in plan.totals], plan.errors) == ([True], ())


def test_a_column_is_chosen_by_heading_or_letter(small_project: SmallProject) -> None:
    head = ("Kommune", "Opgave", "Budget 2026", "Ramme 2027")
    path = sheet(small_project, head, ("Sønderå", TASK_NAME, 7_000_000, 8_000_000))
    project = Project(small_project.folder)
    assert said(budget_plan(project, path)) == ["column-twice D1"]
    for column in ("ramme 2027", "D"):
        assert said(budget_plan(project, path, column=column)) == ["Sønderå: 8000000"]
    with pytest.raises(UsageError, match="Ramme 2028"):
        budget_plan(project, path, column="Ramme 2028")


def test_the_only_task_of_a_project_need_not_be_named(small_project: SmallProject) -> None:
    rows: tuple[Row, ...] = (("Kommune", "Beløb"), ("Sønderå", 8_000_000))
    assert read(small_project, *rows) == ["Sønderå: 8000000"]
    small_project.write("data/tasks/rygestop.yaml", TASK.replace("forebyggelse", "rygestop"))
    assert read(small_project, *rows) == ["column-missing A1"]


def test_equal_faults_are_told_once_with_their_cells(small_project: SmallProject) -> None:
    rows: tuple[Row, ...] = (
        HEAD, ("Sønderå", TASK_NAME, "5.123"), ("Nordby", TASK_NAME, "4.422"), ("Nordbyy", TASK_NAME, 1),
    )  # fmt: skip
    path = sheet(small_project, *rows)
    first, second = budget_plan(Project(small_project.folder), path).errors
    assert first.message == "«5.123» can be read in two ways; so too in C3 «4.422»"
    assert second.rule == "unknown-municipality"


# --- layout -----------------------------------------------------------------------------------


def test_hidden_rows_and_columns_are_not_read_and_told(small_project: SmallProject) -> None:
    def hide(page: openpyxl.worksheet.worksheet.Worksheet) -> None:
        page.row_dimensions[3].hidden = True
        page.column_dimensions["D"].hidden = True

    rows: tuple[Row, ...] = (
        (*HEAD, "Ramme"), ("Sønderå", TASK_NAME, 8_000_000, 1), ("Nordby", TASK_NAME, 9_000_000, 2),
    )  # fmt: skip
    path = sheet(small_project, *rows, change=hide)
    plan = budget_plan(Project(small_project.folder), path)
    assert said(plan) == ["Sønderå: 8000000"]
    assert {s.place.key for s in plan.skipped} == {"A3", "D1"}


def test_an_amount_over_several_rows_is_refused(small_project: SmallProject) -> None:
    rows: tuple[Row, ...] = (HEAD, ("Sønderå", TASK_NAME, 8_000_000), ("Nordby", TASK_NAME, None))
    merged = read(small_project, *rows, change=lambda page: page.merge_cells("C2:C3"))
    assert merged == ["amount-merged C2"]


def test_what_is_not_read_stops_nothing_and_what_is_read_does(small_project: SmallProject) -> None:
    row = ("Sønderå", TASK_NAME, 8_000_000)
    wanted = ["Sønderå: 8000000"]
    assert read(small_project, ("\uf0b7 Bemærk",), HEAD, row) == wanted
    assert read(small_project, (*HEAD, "Andet"), (*row, "a\u200bb")) == wanted
    assert read(small_project, (*HEAD, "Kilde"), (*row, "a\u200bb")) == ["control-character D2"]


# --- taking back ------------------------------------------------------------------------------


def test_an_import_is_taken_back_and_only_what_it_wrote(
    small_project: SmallProject, capsys: pytest.CaptureFixture[str]
) -> None:
    path = sheet(small_project, HEAD, ("Nordby", TASK_NAME, 2_000_000))
    file = small_project.folder / small_project.municipality_file
    before = file.read_bytes()
    place = ("--project", str(small_project.folder))

    assert main(["import", str(path), "--write", *place]) == 0
    file.write_bytes(written := file.read_bytes() + b"# rettet\n")
    assert main(["import", "--undo", *place]) == 3
    assert file.read_bytes() == written
    file.write_bytes(written.removesuffix(b"# rettet\n"))
    assert main(["import", "--undo", *place]) == 0
    assert file.read_bytes() == before
    assert main(["import", "--undo", *place]) == 2
    assert "changed-since-import" in capsys.readouterr().err


def test_the_same_workbook_may_repair_what_it_gave(small_project: SmallProject) -> None:
    small_project.change(
        "data/municipalities/nordby.yaml", "fixed_annual: 1_234_000\n",
        "fixed_annual: 8_900\n      source: budgets.xlsx, ark «Rammer», celle C2\n",
    )  # fmt: skip
    head = ("Kommune", "Opgave", "Beløb (1.000 kr.)")
    assert read(small_project, head, ("Nordby", TASK_NAME, 8900)) == ["Nordby: 8900000"]


# --- what other programs write ----------------------------------------------------------------


def raw(project: SmallProject, old: str, new: str, *rows: Row) -> list[str]:
    """What is read of a sheet in whose part a piece is replaced."""
    path = sheet(project, *rows)
    changed_part(path, "xl/worksheets/sheet1.xml", old.encode(), new.encode())
    return said(budget_plan(Project(project.folder), path))


def test_a_code_that_java_writes_as_a_fraction_is_the_code(small_project: SmallProject) -> None:
    rows: tuple[Row, ...] = (("Kommunekode", "Opgave", "Beløb"), (902, TASK_NAME, 8_000_000))
    assert raw(small_project, "<v>902</v>", "<v>902.0</v>", *rows) == ["Sønderå: 8000000"]


def test_a_formula_that_gives_an_empty_text_is_an_empty_cell(small_project: SmallProject) -> None:
    rows: tuple[Row, ...] = (HEAD, ("Sønderå", TASK_NAME, "=1"))
    old, new = '<c r="C2"><f>1</f><v></v></c>', '<c r="C2" t="str"><f>1</f><v></v></c>'
    assert raw(small_project, old, new, *rows) == []


def test_zero_from_a_formula_is_refused_whatever_the_status(small_project: SmallProject) -> None:
    rows: tuple[Row, ...] = ((*HEAD, "Status"), ("Sønderå", TASK_NAME, "=A9", "bekræftet"))
    old, new = '<c r="C2"><f>A9</f><v></v></c>', '<c r="C2"><f>A9</f><v>0</v></c>'
    assert raw(small_project, old, new, *rows) == ["zero-amount C2"]


def test_part_names_in_another_case_or_with_backslashes_are_the_same(
    small_project: SmallProject,
) -> None:
    path = sheet(small_project, HEAD, ("Sønderå", TASK_NAME, 8_000_000))
    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with ZipFile(path, "w") as archive:
        for name, part in parts.items():
            odd = name.replace("sheet1", "Sheet1").replace("xl/", "xl\\")
            archive.writestr(odd, part)
    assert said(budget_plan(Project(small_project.folder), path)) == ["Sønderå: 8000000"]


def test_a_huge_text_that_many_cells_share_is_made_clean_once() -> None:
    names = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    row = '<row r="{}">' + '<c t="s"><v>0</v></c>' * 40 + "</row>"
    part = f"<worksheet {names}><sheetData>{''.join(map(row.format, range(1, 301)))}</sheetData></worksheet>"
    seen: dict[str, tuple[str, str | None]] = {}
    huge = ["A" * 1_000_000]
    parser = SheetParser(
        BytesIO(part.encode()), huge, datetime(1900, 1, 1), [], seen, "b.xlsx", "A"
    )
    rows = parser.rows()
    assert sum(map(len, rows.values())) == 12_000
    assert (len(seen), len(rows[1][1].text)) == (1, MAX_TEXT + 1)
