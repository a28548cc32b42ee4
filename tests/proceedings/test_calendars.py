"""`aftalegen meetings`: the days on which bodies meet, from a workbook."""

from collections.abc import Callable, Sequence

import pytest

from aftalegen.cli.app import main
from aftalegen.writers.sheet import table_xlsx
from tests.conftest import SmallProject

Run = Callable[..., int]
NORDBY = "data/municipalities/nordby.yaml"
BODIES = """\
bodies:
  - name: Udvalget  # det nye
    decides: false
    meetings: [2026-03-10, 2026-05-12]
    source: sagen
"""
ROWS = (
    ("Nordby Kommune", "byråd", "24-03-2026"),
    ("Nordby", "Rådet", "28. april 2026; 26-05-2026"),
    ("Nordby", "udvalg", "10-03-2026, 14-04-2026"),
    ("Region Midt", "regionsråd", "25-03-2026"),
)


@pytest.fixture
def run(small_project: SmallProject) -> Run:
    text = (small_project.folder / NORDBY).read_text(encoding="utf-8")
    small_project.write(NORDBY, text + BODIES)

    def with_rows(*words: str, rows: Sequence[Sequence[str | None]] = ROWS) -> int:
        path = small_project.folder / "moeder.xlsx"
        head = [("Kommune", 20), ("Organ", 20), ("Mødedato", 20)]
        path.write_bytes(table_xlsx("Møder", head, rows, "FIKTIV", "2026-01-01"))
        return main(["meetings", str(path), *words, "--project", str(small_project.folder)])

    return with_rows


def test_days_come_to_the_calendars_and_the_rest_of_the_files_stays(
    small_project: SmallProject, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (small_project.folder / NORDBY).read_text(encoding="utf-8")
    assert run() == 1
    assert (small_project.folder / NORDBY).read_text(encoding="utf-8") == before
    assert "nordby, Rådet: 24-03-2026, 28-04-2026, 26-05-2026" in capsys.readouterr().out

    assert run("--write") == 0
    council = (
        "  - name: Rådet\n    source: moeder.xlsx Møder!C2\n"
        "    meetings: [2026-03-24, 2026-04-28, 2026-05-26]\n"
    )
    days = "[2026-03-10, 2026-05-12]"
    after = (small_project.folder / NORDBY).read_text(encoding="utf-8").replace('"', "")
    assert after == (
        before.replace(days, "[2026-03-10, 2026-04-14, 2026-05-12]") + council
    ).replace('"', "")
    assert "meetings: [2026-03-25]" in (
        (small_project.folder / "data/regions/midt.yaml").read_text(encoding="utf-8")
    )
    assert run() == 0  # nothing new

    main(["meetings", "--undo", "--project", str(small_project.folder)])
    assert (small_project.folder / NORDBY).read_text(encoding="utf-8") == before


def test_what_stands_and_is_not_in_the_workbook_is_told_and_stays(
    small_project: SmallProject, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [("Nordby", "Udvalget", "01-05-2026"), ("Nordby", "Udvalget", "01-06-2026")]
    assert run("--write", rows=rows) == 0
    assert "in the data, and not in the workbook: 12-05-2026" in capsys.readouterr().out
    assert "2026-05-01, 2026-05-12, 2026-06-01" in (
        (small_project.folder / NORDBY).read_text(encoding="utf-8")
    )


def test_all_that_cannot_be_taken_in_is_told_with_its_cell_and_nothing_is_written(
    small_project: SmallProject, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (small_project.folder / NORDBY).read_text(encoding="utf-8")
    rows = [
        ("Nordbi", "Rådet", "24-03-2026"),
        ("Nordby", "Udvalgte", "24-03-2026"),
        ("Nordby", "Rådet", "24-13-2026"),
        ("Nordby", None, "24-03-2026"),
        ("Nordby", "Rådet", "25-03-2026"),
    ]
    assert run("--write", rows=rows) == 3
    told = capsys.readouterr().err
    for rule, cell in (
        ("unknown-municipality", "A2"), ("no-such-body", "B3"), ("not-a-date", "C4"),
        ("row-incomplete", "C5"),
    ):  # fmt: skip
        assert f"error[{rule}]" in told and f"moeder.xlsx Møder!{cell}" in told
    assert (small_project.folder / NORDBY).read_text(encoding="utf-8") == before
