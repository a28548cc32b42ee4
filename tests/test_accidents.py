"""The accidents that happened when the program was tried as a new user would: each is stopped."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from aftalegen.cli.app import main
from tests.complete import BUNDLE, EDITION, complete_project
from tests.reading_back import docx_blocks

SECTION = "templates/horisontal-samarbejdsaftale/06-roller-og-ansvar.md"
RECORD = f"data/bundles/{BUNDLE}.yaml"
OWN = "data/municipalities/fiktivby.yaml"
APPROVALS = (
    "data/approvals/fiktiv_fiktivby_patientrettet-forebyggelse_horisontal-samarbejdsaftale.yaml"
)

Run = Callable[..., int]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return complete_project(tmp_path / "projekt")


@pytest.fixture
def run(folder: Path) -> Run:
    return lambda *words: main([*words, "--project", str(folder)])


def change(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")


def release(run: Run, edition: str = EDITION) -> int:
    return run("release", BUNDLE, "--edition", edition)


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("Borgere med angst kan henvises.", "excluded-term"),
        ("Se afsnit 99.", "typed-number-in-template"),
    ],
)
def test_a_final_edition_was_released_with_words_that_check_calls_wrong(
    words: str, rule: str, folder: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder / SECTION
    path.write_text(path.read_text(encoding="utf-8") + f"\n{words}\n", encoding="utf-8")

    assert run("check") == release(run) == run("bundle", BUNDLE) == 1
    told = capsys.readouterr()
    assert told.out.count(f"error[{rule}]") == 3 and "complete" not in told.out
    assert not (folder / "editions").exists() and not (folder / "output").exists()


def test_a_page_for_the_council_said_approved_where_the_approval_had_fallen(
    folder: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert release(run) == 0
    approve(folder)
    change(folder, OWN, "1_234_000", "1_300_000")

    run("status", "--date", "2026-03-27")
    assert capsys.readouterr().out.count("has fallen") == 2
    run("overview", BUNDLE, "--out", str(folder / "side.html"))
    page = (folder / "side.html").read_text(encoding="utf-8")
    kinds = re.findall(r'<span class="kind">(\w+)</span>', page)
    assert kinds == ["Faldet", "Faldet"]
    assert "Status: udkast" in page and "Godkendt; ændret siden: " in page


def approve(folder: Path) -> None:
    said = [
        {"body": body, "date": "2026-03-26", "outcome": "approved", "edition": EDITION, "source": "opdigtet"}
        for body in ("Rådet", "Regionsrådet")
    ]  # fmt: skip
    (folder / APPROVALS).write_text(json.dumps({"approvals": said}), encoding="utf-8")


def test_a_sheet_headed_in_thousands_became_agreements_about_eight_thousand_kroner(
    folder: Path, run: Run
) -> None:
    change(folder, OWN, "fixed_annual: 1_234_000", "fixed_annual: null")
    change(folder, OWN, "amount: 1_234_000", "amount: null")
    change(folder, OWN, "status: fictitious", "status: missing")
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["FIKTIV, rammer i 1.000 kr. (2026-PL)"])
    sheet.append(["Kommune", "Ramme 2027"])
    sheet.append(["Fiktivby", 8200])
    book.save(folder / "rammer.xlsx")

    told = ("--task", "patientrettet-forebyggelse", "--write")
    assert run("import", str(folder / "rammer.xlsx"), *told) == 0
    assert "fixed_annual: 8_200_000" in (folder / OWN).read_text(encoding="utf-8")


def cover(folder: Path, run: Run) -> str:
    """What the agreement's title page in Word says that it is."""
    assert run("build", "fiktivby", "--format", "docx", "--full") == 0
    docx = (folder / f"output/{BUNDLE}/FIKTIV aftale.docx").read_bytes()
    said = (block.words.partition("Status ") for block in docx_blocks(docx))
    return next(after for _before, mark, after in said if mark)


def test_a_cover_said_approved_though_nobody_had_approved(folder: Path, run: Run) -> None:
    change(folder, RECORD, "annexes:", "status: approved\nannexes:")
    assert cover(folder, run) == "Udkast"
    assert run("check") == 1  # the line is an error of its own
    change(folder, RECORD, "status: approved\n", "")

    assert release(run) == 0
    assert cover(folder, run) == "Endelig"
    approve(folder)
    assert cover(folder, run) == "Godkendt"


def test_files_of_an_april_edition_were_named_after_a_day_in_march(
    folder: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    change(folder, RECORD, "file_name: FIKTIV aftale", "file_name: FIKTIV aftale 19. marts 2026")
    change(folder, RECORD, EDITION, "V20260420")
    change(folder, RECORD, "edition_date: 2026-03-19", "edition_date: 2026-04-20")
    change(folder, RECORD, "agreement_date: 2026-03-26", "agreement_date: 2026-04-26")

    assert release(run, "V20260420") == 1
    assert "error[name-of-another-edition]: «19. marts 2026»" in capsys.readouterr().out
    assert not (folder / "editions").exists()

    change(folder, RECORD, "aftale 19. marts 2026", "aftale 20. april 2026")
    assert release(run, "V20260420") == 0
