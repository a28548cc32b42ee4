"""`aftalegen package`: all that a council gets; closed annexes are never among the open ones."""

import hashlib
import zipfile
from pathlib import Path

import pytest

from aftalegen.build.formats import in_house_style
from aftalegen.cli.app import main
from aftalegen.document.nodes import Document
from aftalegen.editions.annex_index import NAME
from aftalegen.proceedings.package import INDEX
from aftalegen.records.project import Project
from aftalegen.words.faults import OutputError
from tests.proceedings.case import BUNDLE_FILE, SECTION, WHO, FiktivCase
from tests.reading_back import docx_blocks


@pytest.fixture
def case(tmp_path: Path) -> FiktivCase:
    return FiktivCase(tmp_path / "projekt")


def packed(case: FiktivCase, *words: str) -> Path:
    """The folder of the one package."""
    out = case.folder.parent / "ud"
    assert case.run("package", *(words or (WHO,)), "--out", str(out)) == 0
    (folder,) = (out / "pakker").glob("*/*")
    return folder


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} if folder.is_dir() else set()


def test_it_has_all_that_the_council_needs(case: FiktivCase) -> None:
    case.change(SECTION, "senest 24 timer", "senest 12 timer")
    folder = packed(case)

    documents = (
        *("Dagsordenspunkt Fiktivby Kommune Rådet 30. april 2026", "FIKTIV aftale"),
        *("FIKTIV Bilag 2", "FIKTIV aftale ændringer siden V20260319", NAME),
        "FIKTIV aftale ændringsliste siden V20260319",
    )
    files = {f"{name}.{ending}" for name in documents for ending in ("docx", "pdf")}
    assert names(folder / "Åben") == {*files, "SHA256SUMS"}
    assert names(folder) == {"Åben", "Mail.txt", "Fiktivby Kommune åben.zip"}
    with zipfile.ZipFile(folder / "Fiktivby Kommune åben.zip") as archive:
        assert set(archive.namelist()) == {*files, "SHA256SUMS"}
    for line in (folder / "Åben/SHA256SUMS").read_text(encoding="utf-8").splitlines():
        sum_, name = line.split("  ", 1)
        assert hashlib.sha256((folder / "Åben" / name).read_bytes()).hexdigest() == sum_
    mail = (folder / "Mail.txt").read_text(encoding="utf-8")
    assert mail.startswith("Emne: Sag FIKTIV-1: Godkendelse af horisontal samarbejdsaftale")
    assert "Rådet den 30. april 2026" in mail
    assert "ændret siden udgave V20260319" in mail


def test_closed_annexes_lie_and_are_listed_apart(case: FiktivCase) -> None:
    case.change(
        BUNDLE_FILE, "file_name: FIKTIV Bilag 2,", "file_name: FIKTIV Bilag 2, open: false,"
    )
    folder = packed(case)

    assert names(folder / "Lukket") == {
        *("FIKTIV Bilag 2.docx", "FIKTIV Bilag 2.pdf", "SHA256SUMS"),
        *(f"{NAME}.docx", f"{NAME}.pdf"),
    }
    assert not any("Bilag 2" in name for name in names(folder / "Åben"))
    for path in (folder / "Åben").glob("*.docx"):
        if path.name.startswith(("Dagsorden", NAME)):
            said = " ".join(map(str, docx_blocks(path.read_bytes())))
            assert "FIKTIV Bilag 2" not in said
    with zipfile.ZipFile(folder / "Fiktivby Kommune lukket.zip") as archive:
        assert "FIKTIV Bilag 2.docx" in archive.namelist()
    assert "Lukkede bilag" in (folder / "Mail.txt").read_text(encoding="utf-8")


def test_an_annex_that_is_closed_since_is_no_longer_among_the_open_ones(case: FiktivCase) -> None:
    assert "FIKTIV Bilag 2.pdf" in names(packed(case) / "Åben")
    case.change(
        BUNDLE_FILE, "file_name: FIKTIV Bilag 2,", "file_name: FIKTIV Bilag 2, open: false,"
    )
    folder = packed(case)

    assert not any("Bilag 2" in name for name in names(folder / "Åben"))
    with zipfile.ZipFile(folder / "Fiktivby Kommune åben.zip") as archive:
        assert not any("Bilag 2" in name for name in archive.namelist())


def test_what_did_not_change_is_not_made_again(
    case: FiktivCase, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = packed(case)
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*.*")}
    written = "aftalegen.proceedings.package.in_house_style"
    monkeypatch.setattr(written, lambda *_: pytest.fail("a file was made again"))

    assert packed(case) == folder
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*.*")} == before


def test_nobody_and_not_all_is_refused(
    case: FiktivCase, capsys: pytest.CaptureFixture[str]
) -> None:
    assert case.run("package") == 2
    assert "--all" in capsys.readouterr().err


def test_where_one_file_cannot_be_made_none_is_written_and_nothing_told_as_passed(
    case: FiktivCase, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(document: Document, form: str, project: Project) -> bytes:
        if document.file_name == "FIKTIV Bilag 2":
            raise OutputError("cannot-write", "it cannot be made")
        return in_house_style(document, form, project)

    monkeypatch.setattr("aftalegen.proceedings.package.in_house_style", fails)
    case.change(SECTION, "senest 24 timer", "senest 12 timer (angst)")
    out = case.folder.parent / "ud"
    reason = ("--despite", "excluded-term", "--because", "prøve")

    assert case.run("package", WHO, *reason, "--out", str(out)) == 4
    assert [path for path in out.rglob("*") if path.is_file()] == []
    assert not list(case.folder.rglob("despite.json"))


def test_its_folders_and_zips_can_be_verified_as_they_were_issued(
    case: FiktivCase, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = packed(case)
    for path in (folder / "Åben", folder / "Fiktivby Kommune åben.zip"):
        assert main(["verify", str(path)]) == 0, capsys.readouterr()
    (folder / "Åben" / f"{INDEX}.pdf").unlink()
    capsys.readouterr()

    assert main(["verify", str(folder / "Åben")]) == 1
    assert f"missing: {INDEX}.pdf" in capsys.readouterr().out


def test_all_of_a_bundle_is_a_package_for_each_municipality_and_none_for_the_region(
    case: FiktivCase,
) -> None:
    (folder,) = packed(case, "fiktiv", "--all").parent.iterdir()

    assert folder.name == "Fiktivby Kommune"
