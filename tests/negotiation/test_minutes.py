"""What bodies and authorities said is read from a workbook, each row with its cell."""

from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest

from aftalegen.cli.app import main
from aftalegen.records.project import Project
from aftalegen.records.proposals import Proposals, read_register
from tests.conftest import SmallProject

FOLDER = "data/proposals/midtbundt/V20260319"
HEAD = ("Kommune", "Opgave", "Organ", "Dato", "Tema", "Tekst")
NORDBY = ("Nordby", "forebyggelse", "Rådet", "20-03-2026", "økonomi", "Godkendt med forbehold for økonomien. FIKTIV")  # fmt: skip
SOENDERAA = ("Sønderå Kommune", "Forebyggelse", "Rådet", "24/3 2026", None, "Lønnen skal dækkes. FIKTIV")  # fmt: skip
Receive = Callable[..., int]


def workbook(path: Path, *rows: Sequence[str | None]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Forbehold"
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


@pytest.fixture
def receive(small_project: SmallProject, tmp_path: Path) -> Receive:
    def run(*rows: Sequence[str | None], write: bool = True) -> int:
        file = workbook(tmp_path / "forbehold.xlsx", *rows)
        words = ["receive", str(file), "--project", str(small_project.folder)]
        return main([*words, "--write"] if write else words)

    return run


def register(project: SmallProject, name: str) -> Proposals:
    return read_register(Project(project.folder), f"{FOLDER}/{name}.yaml").known.record


def everything(project: SmallProject) -> dict[Path, bytes]:
    return {p: p.read_bytes() for p in project.folder.rglob("*") if p.is_file()}


def test_rows_are_shown_and_nothing_is_written_until_it_is_asked_for(
    receive: Receive, small_project: SmallProject, capsys: pytest.CaptureFixture[str]
) -> None:
    before = everything(small_project)
    assert receive(HEAD, NORDBY, write=False) == 1
    assert everything(small_project) == before
    said = capsys.readouterr()
    assert "Nordby Kommune, forebyggelse: reservation (Rådet 20-03-2026)" in said.out
    assert "where: Forbehold!F2" in said.out
    assert "nothing was written" in said.err


def test_each_row_is_a_reservation_of_its_municipality_with_its_cell(
    receive: Receive, small_project: SmallProject
) -> None:
    assert receive(("Forbehold pr. 1. april",), HEAD, NORDBY, SOENDERAA) == 0
    (one,) = register(small_project, "nordby.forebyggelse").proposals
    assert (one.id, one.kind, one.theme, one.body, str(one.body_date), one.source) == (
        "nordby-01",
        "reservation",
        "økonomi",
        "Rådet",
        "2026-03-20",
        "forbehold.xlsx Forbehold!F3",
    )
    (other,) = register(small_project, "soenderaa.forebyggelse").proposals
    assert (str(other.body_date), other.theme) == ("2026-03-24", None)
    assert main(["check", "--project", str(small_project.folder)]) in (0, 1)


def test_the_same_rows_twice_change_nothing_and_a_longer_table_adds_the_rest(
    receive: Receive, small_project: SmallProject
) -> None:
    receive(HEAD, NORDBY)
    before = everything(small_project)
    assert receive(HEAD, NORDBY) == 0
    assert receive(HEAD, NORDBY, write=False) == 0
    assert everything(small_project) == before
    assert receive(HEAD, (None,) * 6, SOENDERAA, NORDBY, NORDBY) == 0
    assert len(register(small_project, "nordby.forebyggelse").proposals) == 1
    assert len(register(small_project, "soenderaa.forebyggelse").proposals) == 1


def test_a_reservation_that_stands_with_its_approval_is_not_written_again(
    receive: Receive, small_project: SmallProject
) -> None:
    small_project.write("data/approvals/midtbundt_nordby_forebyggelse_aftale.yaml", f"""\
approvals:
  - body: Rådet
    party: municipality
    date: 2026-03-20
    outcome: approved
    reservations:
      - what: {NORDBY[5]}
    edition: V20260319
    source: sagen
""")  # fmt: skip
    before = everything(small_project)
    assert receive(HEAD, NORDBY) == 0
    assert everything(small_project) == before


def test_a_reservation_is_of_the_edition_that_the_body_handled(
    receive: Receive, small_project: SmallProject
) -> None:
    small_project.write("data/approvals/midtbundt_nordby_forebyggelse_aftale.yaml", """\
approvals:
  - {body: Rådet, party: municipality, date: 2026-03-20, outcome: approved, edition: V20260319, source: sagen}
""")  # fmt: skip
    for old, new in (("V20260319", "V20260601"), ("2026-03-19", "2026-06-01")):
        small_project.change("data/bundles/midtbundt.yaml", old, new)
    assert receive(HEAD, NORDBY, SOENDERAA) == 0
    assert register(small_project, "nordby.forebyggelse")
    there = [path.parent.name for path in small_project.folder.rglob("soenderaa.forebyggelse.yaml")]
    assert there == ["V20260601"], "of what nobody has recorded, the edition is that of today"


def test_an_authority_lays_down_conditions_and_gives_advice(
    receive: Receive, small_project: SmallProject
) -> None:
    head = (*HEAD[:5], "Slags", "Tekst")
    said = ("Prøvestyrelsen", "forebyggelse", None, None, None)
    rows = (*said, "Vilkår", "Tilbuddet evalueres. FIKTIV"), (*said, "råd", "Overvej tolk. FIKTIV")
    assert receive(head, *rows) == 0
    found = register(small_project, "proevestyrelsen.forebyggelse")
    assert found.party == "Prøvestyrelsen"
    assert [(one.id, one.kind) for one in found.proposals] == [
        ("proevestyrelsen-01", "condition"),
        ("proevestyrelsen-02", "advice"),
    ]
    assert main(["proposals", "--project", str(small_project.folder)]) == 0


@pytest.mark.parametrize(
    ("row", "cell", "told"),
    [
        ({0: "Nordbyen"}, "A3", "«Nordbyen» is neither a municipality nor a region here"),
        ({0: None}, "F3", "«kommune» is empty"),
        ({1: "forebygelse"}, "B3", "there is no task «forebygelse»"),
        ({2: None}, "F3", "«organ» is empty"),
        ({2: "Anne Hansen"}, "C3", "is it the name of a person?"),
        ({3: "i går"}, "D3", "«i går» is not a date"),
        ({3: None}, "F3", "«dato» is empty"),
    ],
)
def test_a_cell_that_is_wrong_is_told_and_no_row_is_written(
    receive: Receive,
    small_project: SmallProject,
    capsys: pytest.CaptureFixture[str],
    row: dict[int, str | None],
    cell: str,
    told: str,
) -> None:
    before = everything(small_project)
    wrong = [row.get(n, said) for n, said in enumerate(SOENDERAA)]
    assert receive(HEAD, NORDBY, wrong) == 3
    assert everything(small_project) == before
    said = capsys.readouterr().err
    assert told in said
    assert f"Forbehold!{cell}" in said


def test_every_wrong_cell_of_a_row_is_told_at_once(
    receive: Receive, capsys: pytest.CaptureFixture[str]
) -> None:
    assert receive(HEAD, ("Nordbyen", "forebygelse", "Anne Hansen", "i går", None, "Hm.")) == 3
    said = capsys.readouterr().err
    assert [f"Forbehold!{cell}2" in said for cell in "ABCD"] == [True] * 4


def test_a_workbook_without_the_columns_is_told(
    receive: Receive, capsys: pytest.CaptureFixture[str]
) -> None:
    assert receive(("Kommune", "Beløb"), ("Nordby", "1")) == 3
    assert "head the columns: kommune, opgave, organ, dato, tema, tekst" in capsys.readouterr().err
