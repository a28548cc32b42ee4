"""`aftalegen export`: the table of budgets. Every amount and population here is fictitious."""

import csv
import io
from pathlib import Path

import openpyxl
import pytest

from aftalegen.cli.app import main
from aftalegen.desk.budgets.plan import budget_plan
from aftalegen.desk.budgets.table import budget_table, table_csv, table_xlsx
from aftalegen.records.project import Project
from aftalegen.records.sheet import Sheet, read_workbook
from aftalegen.writers.delimited import delimited_csv
from tests.conftest import ROOT, SmallProject


def sheets(folder: Path, tmp_path: Path) -> dict[str, Sheet]:
    project = Project(folder)
    path = tmp_path / "table.xlsx"
    path.write_bytes(
        table_xlsx(budget_table(project, project.municipalities(()), None), "2026-03-19")
    )
    return {sheet.name: sheet for sheet in read_workbook(path, "table.xlsx")}


def column(sheet: Sheet, heading: str) -> list[tuple[str, str] | None]:
    """Kind and text of the cells below a heading."""
    (at,) = [c for c, cell in sheet.rows[1].items() if cell.text == heading]
    cells = [sheet.cell(row, at) for row in sorted(sheet.rows) if row > 1]
    return [(cell.kind, cell.text) if cell else None for cell in cells]


def test_amounts_are_numbers_and_what_is_missing_is_said_not_zero(
    small_project: SmallProject, tmp_path: Path
) -> None:
    table = sheets(small_project.folder, tmp_path)["Budgetter"]
    assert column(table, "Kommune")[:2] == [("text", "Nordby"), ("text", "Sønderå")]
    assert column(table, "Beløb (kr.)")[:2] == [("number", "1234000"), None]
    assert column(table, "Mangler")[:2] == [
        ("text", "pris- og lønniveau, kilde, indbyggertal"),
        ("text", "beløb, pris- og lønniveau, kilde, indbyggertal"),
    ]
    assert column(table, "Beløb pr. indbygger (kr.)")[:2] == [("text", "mangler")] * 2


def test_sums_are_formulas_that_carry_the_value_they_give(
    small_project: SmallProject, tmp_path: Path
) -> None:
    small_project.change(
        small_project.municipality_file, 'code: "901"', 'code: "901"\npopulation: 1000'
    )
    found = sheets(small_project.folder, tmp_path)
    assert column(found["Budgetter"], "Beløb (kr.)")[2:] == [("number", "1234000"), ("number", "1")]
    assert column(found["Budgetter"], "Beløb pr. indbygger (kr.)")[0] == ("number", "1234")
    assert [cell.text for cell in found["Summer"].rows[2].values()] == [
        "forebyggelse",
        "2",
        "1",
        "1234000",
    ]

    formulas = openpyxl.load_workbook(tmp_path / "table.xlsx")["Budgetter"]
    assert formulas["E5"].value == '=IF(SUBTOTAL(2,E2:E3)=0,"mangler",SUBTOTAL(9,E2:E3))'
    assert (formulas.freeze_panes, formulas.auto_filter.ref, formulas.print_title_rows) == (
        "A2",
        "A1:L3",
        "$1:$1",
    )
    assert formulas["E2"].number_format == "[$-406]#,##0"


def test_where_no_amount_is_known_the_sum_is_missing_and_not_zero(
    small_project: SmallProject, tmp_path: Path
) -> None:
    small_project.change(small_project.municipality_file, "1_234_000", "null")
    found = sheets(small_project.folder, tmp_path)
    assert column(found["Budgetter"], "Beløb (kr.)")[2] == ("text", "mangler")
    assert column(found["Summer"], "Sum af kendte beløb (kr.)") == [("text", "mangler")]


def test_the_shipped_project_goes_to_a_workbook_and_back_without_a_change(tmp_path: Path) -> None:
    sheets(ROOT, tmp_path)
    found = budget_plan(Project(ROOT), tmp_path / "table.xlsx", None, None)
    assert (found.changes, found.unchanged, found.errors, found.kept) == ((), 43, (), ())


def test_every_text_of_a_budget_survives_the_round_trip(
    small_project: SmallProject, tmp_path: Path
) -> None:
    small_project.change(
        small_project.municipality_file,
        "      status: fictitious\n",
        '      status: fictitious\n      price_level: "2026-pl"\n      source: "=1+1; \\"sagen\\""\n'
        '      note: "to\\nlinjer, _x0041_ & <b>"\n',
    )
    sheets(small_project.folder, tmp_path)
    found = budget_plan(Project(small_project.folder), tmp_path / "table.xlsx", None, None)
    assert (found.changes, found.unchanged, found.errors) == ((), 2, ())


def test_the_same_budgets_give_the_same_bytes(small_project: SmallProject) -> None:
    project = Project(small_project.folder)
    table = budget_table(project, project.municipalities(()), None)
    assert table_xlsx(table, "2026-03-19") == table_xlsx(table, "2026-03-19")


def test_csv_is_what_excel_in_danish_opens(small_project: SmallProject) -> None:
    project = Project(small_project.folder)
    data = table_csv(budget_table(project, project.municipalities(()), None))
    assert data.startswith(b"\xef\xbb\xbfKommune;Kommunekode;")
    assert data.count(b"\r\n") == 3
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))
    assert rows[1][:5] == ["Nordby", "901", "Midt", "forebyggelse", "1234000"]


def test_a_text_that_csv_would_make_a_formula_does_not_become_one() -> None:
    assert delimited_csv(("a",), [("=1+1",), (-5,)]) == b"\xef\xbb\xbfa\r\n'=1+1\r\n-5\r\n"


def test_the_command_writes_the_municipalities_of_a_bundle_and_tells_what_is_missing(
    small_project: SmallProject, capsys: pytest.CaptureFixture[str]
) -> None:
    out = small_project.folder / "o.csv"
    assert (
        main(
            [
                "export",
                "midtbundt",
                "--task",
                "Forebyggelse",
                "--out",
                str(out),
                "--project",
                str(small_project.folder),
            ]
        )
        == 0
    )
    assert capsys.readouterr().out.splitlines() == [str(out), "2 budgets, 1 without amount"]
    assert main(["export", "--format", "ods", "--project", str(small_project.folder)]) == 2
