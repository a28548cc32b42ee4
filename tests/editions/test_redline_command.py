"""`aftalegen redline` and its list of changes, as a person at the terminal meets them."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from aftalegen.cli.app import main
from aftalegen.document.redline import redline
from aftalegen.document.style import PLAIN
from aftalegen.records.project import Project
from aftalegen.writers.web import document_html
from tests.conftest import ROOT, SmallProject
from tests.documents import agreement, fact
from tests.reading_back import docx_blocks
from tests.tracked import changes

Run = Callable[..., int]
BUNDLE = "data/bundles/midtbundt.yaml"
RED = "Aftale Nordby ændringer siden V20260319"
LIST = "Aftale Nordby ændringsliste siden V20260319"


@pytest.fixture
def run(small_project: SmallProject) -> Run:
    return lambda *words: main([*words, "--project", str(small_project.folder)])


@pytest.fixture
def changed(small_project: SmallProject, run: Run) -> SmallProject:
    """Released, and then Nordby's amount changed under a new edition."""
    assert run("release", "midtbundt", "--edition", "V20260319", "--draft") == 0
    small_project.change(small_project.municipality_file, "1_234_000", "1_300_000")
    small_project.change(small_project.municipality_file, "1234000", "1_300_000")
    small_project.change(BUNDLE, "V20260319", "V20260326")
    small_project.change(BUNDLE, "2026-03-19", "2026-03-26")
    return small_project


def outputs(project: SmallProject) -> set[str]:
    return {path.name for path in (project.folder / "output").rglob("*") if path.name[0] != "."}


def test_a_changed_agreement_gets_its_redline_and_its_list(changed: SmallProject, run: Run) -> None:
    assert run("redline", "nordby", "--format", "docx,pdf,html") == 0

    assert outputs(changed) == {
        "midtbundt",
        *(f"{RED}.{form}" for form in ("docx", "pdf", "html")),
        *(f"{LIST}.{form}" for form in ("docx", "pdf")),
    }
    docx = (changed.folder / "output/midtbundt" / f"{RED}.docx").read_bytes()
    assert any(mark.tag.endswith("}del") for mark in changes(docx))


def test_an_agreement_that_is_the_same_is_told_and_not_written(
    changed: SmallProject, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("redline") == 0

    told = capsys.readouterr()
    assert "Aftale Sønderå: unchanged, 2 sections compared" in told.err
    assert told.out.splitlines()[-1] == "1 annex changed, 1 unchanged, 4 files written"


def test_where_one_redline_fails_none_is_written(
    changed: SmallProject, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    changed.change("data/municipalities/soenderaa.yaml", "sygdomsmestring", "mestring 漢")

    assert run("redline") == 3

    told = capsys.readouterr().err
    assert "error[glyph-missing]" in told and "nothing was written" in told
    assert outputs(changed) == set()


def test_the_list_tells_section_before_now_and_cause(changed: SmallProject, run: Run) -> None:
    run("redline", "nordby")
    said = docx_blocks((changed.folder / "output/midtbundt" / f"{LIST}.docx").read_bytes())

    cells = [one.words.replace("\u00a0", " ") for one in said if one.kind == "cell"]
    assert cells == [
        "2 Økonomi",
        "Rammen er 1.234.000 kr. om året.",
        "Rammen er 1.300.000 kr. om året.",
        "[årsag afventer]",
        "2 Økonomi",
        "Indsats: sygdomsmestring Beløb: 1.234.000 kr.",
        "Indsats: sygdomsmestring Beløb: 1.300.000 kr.",
        "[årsag afventer]",
    ]
    sentence = "Én ændring i det aftalte: ændret tekst i afsnit\u00a02 Økonomi."
    assert sentence in [one.words for one in said]


def test_the_page_marks_what_changed_on_the_title_page_too() -> None:
    marked = redline(
        replace(agreement(), facts=(fact("Sag", "1"),)),
        replace(agreement(), facts=(fact("Id", "2"),)),
    )
    page = document_html(marked, PLAIN).decode()

    assert "<dt><del>Sag</del></dt> <dd><del>1</del></dd>" in page
    assert "<dt><ins>Id</ins></dt> <dd><ins>2</ins></dd>" in page


def test_a_redline_that_was_edited_is_kept(changed: SmallProject, run: Run) -> None:
    run("redline", "nordby")
    path = changed.folder / "output/midtbundt" / f"{RED}.docx"
    path.write_bytes(b"rettet")
    changed.change(changed.municipality_file, "1_300_000", "1_400_000")

    assert run("redline", "nordby") == 0

    assert path.with_name(f"{RED} (rettet 1).docx").read_bytes() == b"rettet"


def test_two_processes_give_the_same_files_as_one(
    changed: SmallProject, run: Run, tmp_path: Path
) -> None:
    changed.change("templates/aftale/01-parter.md", "Aftalen er", "Denne aftale er")
    for jobs in ("1", "2"):
        assert run("redline", "--jobs", jobs, "--out", str(tmp_path / jobs)) == 0

    one, two = (
        {path.name: path.read_bytes() for path in (tmp_path / jobs / "midtbundt").iterdir()}
        for jobs in ("1", "2")
    )
    assert one == two and len(one) == 8


def test_two_files_are_compared_without_a_project(
    changed: SmallProject,
    run: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run("build", "nordby", "--format", "json")
    old = next((changed.folder / "editions").rglob("nordby_*.json"))
    new = changed.folder / "output/midtbundt/Aftale Nordby.json"
    monkeypatch.chdir(tmp_path)

    assert main(["redline", str(old), str(new), "--out", "her"]) == 0

    assert {path.name for path in (tmp_path / "her").glob("*.docx")} == {
        f"{RED}.docx",
        f"{LIST}.docx",
    }


def test_a_file_that_is_not_there_is_told_with_its_name(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["redline", str(tmp_path / "a.json"), str(tmp_path / "b.json")]) == 3
    assert "a.json" in capsys.readouterr().err


def test_without_an_edition_there_is_nothing_to_compare_with(run: Run) -> None:
    assert run("redline", "nordby") == 2


def test_a_format_that_cannot_show_changes_is_refused(run: Run) -> None:
    assert run("redline", "nordby", "--format", "txt") == 2


def test_the_plain_style_is_that_of_the_shipped_project() -> None:
    assert Project(ROOT).style == PLAIN
