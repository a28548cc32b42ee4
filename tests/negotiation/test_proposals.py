"""The list of what came back: by section, silent first, equal wishes once with all who have them."""

import json
from collections.abc import Callable
from io import BytesIO

import openpyxl
import pytest

from aftalegen.cli.app import main
from tests.conftest import SmallProject
from tests.negotiation.register import fill

Run = Callable[..., int]


@pytest.fixture
def run(small_project: SmallProject) -> Run:
    fill(small_project)
    return lambda *words: main(["proposals", *words, "--project", str(small_project.folder)])


def test_equal_wishes_are_told_once_in_the_order_of_the_text(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run() == 0
    assert (
        capsys.readouterr().out
        == """\
Forebyggelse
  the agreement as a whole
    soenderaa-03  reservation  Sønderå Kommune
      Rådet 20-03-2026: «Godkendt med forbehold for økonomien. FIKTIV»
      not decided
  1 Parter
    nordby-01, soenderaa-01  change without tracking  Nordby Kommune, Sønderå Kommune
      … evaluerer Aftalen «årligt.» → «hvert andet år.» …
      not decided
  2 Økonomi
    nordby-02  change  Nordby Kommune
      … Rammen er «1.234.000» → «1.300.000» kr. om …
      «Beløbet dækker ikke lønnen. FIKTIV»
      not decided
    soenderaa-02  comment  Sønderå Kommune
      «Hvem betaler tolk? FIKTIV»
      not decided
"""
    )


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        (["nordby"], ["nordby-01", "nordby-02"]),
        (["--theme", "ramme"], ["nordby-02"]),
        (["--state", "noted"], []),
        (["--task", "forebyggelse", "soenderaa"], ["soenderaa-03", "soenderaa-01", "soenderaa-02"]),
    ],
)
def test_some_of_them_are_asked_for(
    run: Run, capsys: pytest.CaptureFixture[str], words: list[str], ids: list[str]
) -> None:
    assert run(*words, "--format", "json") == 0
    told = json.loads(capsys.readouterr().out)
    assert [p["id"] for issue in told["issues"] for p in issue["proposals"]] == ids


def test_a_state_that_is_none_is_refused(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--state", "nw") == 2
    assert "did you mean «new»?" in capsys.readouterr().err


@pytest.mark.parametrize("shape", ["docx", "pdf", "xlsx", "json", "table"])
def test_the_list_is_written_in_each_format(
    run: Run, small_project: SmallProject, shape: str
) -> None:
    out = small_project.folder / ("liste." + shape.replace("table", "txt"))
    assert run("--format", shape, "--out", str(out)) == 0
    assert out.stat().st_size > 500


def test_the_workbook_has_a_row_for_each(run: Run, small_project: SmallProject) -> None:
    out = small_project.folder / "liste.xlsx"
    assert run("--out", str(out)) == 0
    sheet = openpyxl.load_workbook(BytesIO(out.read_bytes())).active
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert [row[0] for row in rows] == [
        "Id", "soenderaa-03", "nordby-01", "soenderaa-01", "nordby-02", "soenderaa-02"
    ]  # fmt: skip
    assert rows[2][8] == "soenderaa-01"
    assert rows[2][10] == "not decided"


def test_a_reservation_that_stands_with_its_approval_is_in_the_list_too(
    run: Run, small_project: SmallProject, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is written once: the register's own reservation is not told a second time."""
    row = "{body: Rådet, date: 2026-03-20, outcome: approved, source: sagen, reservations: [{what: Husleje. FIKTIV}]}"
    small_project.write(
        "data/approvals/midtbundt_soenderaa_forebyggelse_aftale.yaml", f"approvals:\n  - {row}\n"
    )
    assert run("soenderaa", "--format", "json") == 0
    told = json.loads(capsys.readouterr().out)
    reserved = [p for i in told["issues"] for p in i["proposals"] if p["kind"] == "reservation"]
    assert sorted(p["comment"] for p in reserved) == [
        "Godkendt med forbehold for økonomien. FIKTIV",
        "Husleje. FIKTIV",
    ]


def test_where_nothing_has_come_back_it_is_said(
    small_project: SmallProject, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["proposals", "--project", str(small_project.folder)]) == 0
    assert capsys.readouterr().out == "nothing has come back\n"
