"""Who must still decide, whether it can be reached, and the matrix of agreements by bodies."""

import csv
import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from aftalegen.cli.app import main
from aftalegen.editions.status import statuses
from aftalegen.proceedings.matrix import Matrix, approval_matrix
from aftalegen.records.project import Project
from aftalegen.records.sheet import read_workbook
from tests.conftest import SmallProject

FILE = "data/approvals/midtbundt_nordby_forebyggelse_aftale.yaml"
DEADLINE = """\
deadlines:
  - {date: 2026-04-01, what: Aftalerne er indgået, needs: approval, source: sagen}
"""
APPROVED = """\
approvals:
  - body: Rådet
    date: 2026-03-20
    outcome: approved
    edition: V20260319
    agenda_sent: 2026-03-18
    agenda_waived: Ministeriet venter. FIKTIV
    source: sagen
"""
REGION = "bodies: [{key: RR, name: Rådet, decides: true, source: sagen}]\n"


@pytest.fixture
def small(small_project: SmallProject) -> SmallProject:
    add(small_project, "data/bundles/midtbundt.yaml", DEADLINE)
    add(small_project, "data/regions/midt.yaml", REGION)
    return small_project


def add(small: SmallProject, file: str, text: str) -> None:
    small.write(file, (small.folder / file).read_text(encoding="utf-8") + text)


def council(small: SmallProject, *days: str) -> None:
    """The calendar of Nordby's council, whose agenda is out four weekdays before."""
    text = f"bodies:\n  - {{key: BY, name: Rådet, agenda_weekdays: 4, meetings: [{', '.join(days)}], source: sagen}}\n"
    add(small, small.municipality_file, text)


def made(small: SmallProject, day: str) -> Matrix:
    project = Project(small.folder)
    found = statuses(
        project, project.select(("nordby",), None, None).annexes, date.fromisoformat(day)
    )
    return approval_matrix(project, found[0])


def steps(small: SmallProject, day: str) -> list[str]:
    return made(small, day).rows[0].cells()[-1].split("\n")


@pytest.mark.parametrize(
    ("days", "today", "step"),
    [
        (["2026-03-24", "2026-04-28"], "2026-03-17",
         "BY: ordinært møde 24-03-2026, dagsorden senest 18-03-2026, frist 01-04-2026"),
        (["2026-03-24", "2026-04-28"], "2026-03-18",
         "BY: ordinært møde 24-03-2026, dagsorden senest 18-03-2026, frist 01-04-2026"),
        (["2026-03-24", "2026-04-28"], "2026-03-19",
         "BY: møde 24-03-2026, kun med begrundet fristbrud, dagsorden skulle ud 18-03-2026, "
         "frist 01-04-2026"),
        (["2026-02-24", "2026-04-28"], "2026-03-19",
         "BY: ekstraordinært møde senest 01-04-2026, dagsorden senest 26-03-2026, "
         "næste ordinære møde er 28-04-2026"),
        (["2026-01-27", "2026-02-24"], "2026-03-19", "mødedage kendes ikke: BY, RR"),
        (["2026-01-27", "2026-03-19"], "2026-03-19",
         "BY: møde 19-03-2026, kun med begrundet fristbrud, dagsorden skulle ud 13-03-2026, "
         "frist 01-04-2026"),
        ([], "2026-03-19", "mødedage kendes ikke: BY, RR"),
        # Maundy Thursday to Easter Monday 2026 are 2 to 6 April.
        (["2026-04-08"], "2026-04-02",
         "BY: møde 08-04-2026, kun med begrundet fristbrud, dagsorden skulle ud 30-03-2026"),
    ],
)  # fmt: skip
def test_whether_a_council_can_decide_in_time(
    small: SmallProject, days: list[str], today: str, step: str
) -> None:
    council(small, *days)
    assert steps(small, today)[0] == step


def test_a_meeting_that_is_planned_comes_before_the_calendar(small: SmallProject) -> None:
    council(small, "2026-03-24", "2026-04-28")
    small.write(
        FILE, "approvals:\n  - {body: BY, date: 2026-03-30, outcome: planned, source: sagen}\n"
    )
    assert steps(small, "2026-03-19")[0] == (
        "BY: planlagt 30-03-2026, dagsorden senest 24-03-2026, frist 01-04-2026"
    )


def test_status_tells_who_needs_an_extraordinary_meeting_and_is_then_something_to_see(
    small: SmallProject, capsys: pytest.CaptureFixture[str]
) -> None:
    council(small, "2026-02-24", "2026-04-28")
    command = ["status", "--date", "2026-03-19", "--project", str(small.folder)]
    assert main(command) == 1
    told = capsys.readouterr().out
    assert "no ordinary meeting in time, an extraordinary one is needed: Nordby\n" in told
    assert "meeting days are not known, the parties provide them: Sønderå, Rådet\n" in told


def test_an_approval_that_fell_is_to_be_given_again_and_the_agenda_is_told(
    small: SmallProject,
) -> None:
    release = ["release", "midtbundt", "--edition", "V20260319", "--draft"]
    assert main([*release, "--project", str(small.folder)]) == 0
    council(small, "2026-03-24", "2026-04-28")
    small.write(FILE, APPROVED)
    row = made(small, "2026-03-21").rows[0]
    assert row.cells() == (
        "Nordby\nTil politisk behandling", "–", "godkendt 20-03-2026 (V20260319, fristbrud)",
        "ikke behandlet", "mødedage kendes ikke: RR",
    )  # fmt: skip

    small.change(small.municipality_file, "amount: 1234000", "amount: 2_000_000")
    cells = made(small, "2026-03-17").rows[0].cells()
    assert cells[2] == "godkendt 20-03-2026 (V20260319, faldet, fristbrud)"
    assert cells[4].startswith("BY igen: ordinært møde 24-03-2026")


# --- as files -----------------------------------------------------------------------------------


@pytest.fixture
def run(small: SmallProject) -> Callable[..., Path]:
    def written(format: str) -> Path:
        small.write(FILE, APPROVED)
        command = ["matrix", "nordby", "--date", "2026-03-21", "--format", format]
        assert main([*command, "--project", str(small.folder)]) == 0
        return small.folder / f"output/Godkendelsesmatrix.{format}"

    return written


def test_csv_is_opened_by_excel_in_danish(run: Callable[..., Path]) -> None:
    data = run("csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbfSamling;Kommune;Opgave;Aftalens status;Part;Organ;")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))
    assert [(row["Part"], row["Udfald"]) for row in rows] == [
        ("kommunen", "godkendt"), ("regionen", ""),
    ]  # fmt: skip
    council_row = next(row for row in rows if row["Udfald"])
    assert council_row["Fristbrud"] == "Ministeriet venter. FIKTIV"
    assert council_row["Dagsorden sendt"] == "18-03-2026"


def test_the_workbook_has_the_matrix_and_a_row_for_each_body(run: Callable[..., Path]) -> None:
    matrix, bodies = read_workbook(run("xlsx"), "m.xlsx")
    assert [cell.text for cell in matrix.rows[1].values()] == [
        "Kommune", "Udvalg", "Kommunens råd", "Regionen", "Næste skridt",
    ]  # fmt: skip
    assert bodies.name == "Organer"
    assert "Kan nås" in [cell.text for cell in bodies.rows[1].values()]


@pytest.mark.parametrize("format", ["html", "docx", "pdf"])
def test_the_document_is_made_in_each_format(run: Callable[..., Path], format: str) -> None:
    path = run(format)
    assert path.stat().st_size > 2000
    if format == "html":
        told = path.read_text(encoding="utf-8").replace("\u00a0", " ")
        for words in ("Godkendelsesmatrix", "Pr. 21. marts 2026", "Ministeriet venter. FIKTIV",
                      "Mødedage kendes ikke, parterne oplyser dem"):  # fmt: skip
            assert words in told


def test_on_the_screen_each_agreement_has_its_bodies_below_it(
    small: SmallProject, capsys: pytest.CaptureFixture[str]
) -> None:
    small.write(FILE, APPROVED)
    command = ["matrix", "--date", "2026-03-21", "--project", str(small.folder)]
    assert main(command) == 0
    told = capsys.readouterr().out
    assert "Nordby: Udkast\n  godkendt 20-03-2026" in told
    assert "Sønderå: Udkast\n  ikke behandlet" in told
