"""`aftalegen package`: what a council gets, open and closed apart, and only what changed anew."""

import hashlib
from pathlib import Path
from zipfile import ZipFile

import pytest

from aftalegen.cli.app import main
from aftalegen.editions.verify import verified
from tests.proceedings.case import BUNDLE_FILE, MUNICIPALITY, SECTION, WHO, FiktivCase
from tests.reading_back import docx_blocks

PACKAGE = "Fiktivby Kommune Rådet 30. april 2026 V20260326"
ANNEX_2 = "number: 2, file_name: FIKTIV Bilag 2"


@pytest.fixture
def case(tmp_path: Path) -> FiktivCase:
    return FiktivCase(tmp_path / "projekt")


def packed(case: FiktivCase, *words: str) -> Path:
    assert case.run("package", *(words or (WHO,))) == 0
    return case.folder / "output/fiktiv/Pakker" / PACKAGE


def names(folder: Path) -> set[str]:
    """The names of the files of a part, without endings."""
    return {path.stem for path in folder.iterdir() if path.suffix in (".docx", ".pdf")}


def index(folder: Path, name: str = "Bilagsoversigt") -> str:
    return "\n".join(one.words for one in docx_blocks((folder / f"{name}.docx").read_bytes()))


# --- what is in it ----------------------------------------------------------------------------


def test_it_has_item_annexes_index_and_mail(case: FiktivCase) -> None:
    package = packed(case)

    assert names(package / "Åbne bilag") == {
        "Bilagsoversigt",
        "Dagsordenspunkt Fiktivby Kommune Rådet 30. april 2026",
        "FIKTIV aftale",
        "FIKTIV Bilag 2",
    }
    assert not (package / "Lukkede bilag").exists()
    mail = (package / "Tekst til mail.txt").read_text(encoding="utf-8")
    assert mail.startswith("Emne: Godkendelse af ")
    assert "behandling i Rådet den 30. april 2026" in mail
    assert "Teksten er uændret siden udgave V20260319." in mail


def test_what_changed_since_this_council_saw_it_is_marked_and_listed(case: FiktivCase) -> None:
    case.change(SECTION, "senest 24 timer", "senest 12 timer")
    package = packed(case)

    changes = {
        "FIKTIV aftale ændringer siden V20260319",
        "FIKTIV aftale ændringsliste siden V20260319",
    }
    assert changes <= names(package / "Åbne bilag")
    assert all(name in index(package / "Åbne bilag") for name in changes)
    mail = (package / "Tekst til mail.txt").read_text(encoding="utf-8")
    assert "Ændret siden udgave V20260319:" in mail


def test_open_and_closed_annexes_are_never_mixed(case: FiktivCase) -> None:
    case.change(BUNDLE_FILE, ANNEX_2, f"open: false, {ANNEX_2}")
    package = packed(case)

    opened, closed = package / "Åbne bilag", package / "Lukkede bilag"
    assert names(closed) == {"FIKTIV Bilag 2", "Bilagsoversigt - lukkede bilag"}
    assert "FIKTIV Bilag 2" not in names(opened)
    assert "FIKTIV Bilag 2" not in index(opened)
    assert "Lukket bilag" in index(opened)
    assert "FIKTIV Bilag 2" in index(closed, "Bilagsoversigt - lukkede bilag")
    with ZipFile(package / "Åbne bilag.zip") as archive:
        assert not [name for name in archive.namelist() if "Bilag 2" in name]
    with ZipFile(package / "Lukkede bilag.zip") as archive:
        assert {"FIKTIV Bilag 2.docx", "FIKTIV Bilag 2.pdf", "SHA256SUMS"} <= {*archive.namelist()}
    mail = (package / "Tekst til mail.txt").read_text(encoding="utf-8")
    assert "FIKTIV Bilag 2" not in mail
    assert "sendes særskilt" in mail


def test_an_annex_that_is_closed_now_leaves_the_open_part(case: FiktivCase) -> None:
    assert "FIKTIV Bilag 2" in names(packed(case) / "Åbne bilag")
    case.change(BUNDLE_FILE, ANNEX_2, f"open: false, {ANNEX_2}")

    assert "FIKTIV Bilag 2" not in names(packed(case) / "Åbne bilag")


def test_a_closed_item_lies_among_what_is_closed(case: FiktivCase) -> None:
    case.change(MUNICIPALITY, "  profile: norddjurs", "  profile: norddjurs\n  open: false")
    package = packed(case)

    assert any("Dagsordenspunkt" in name for name in names(package / "Lukkede bilag"))
    assert not any("Dagsordenspunkt" in name for name in names(package / "Åbne bilag"))


def test_its_sums_vouch_for_every_file_and_for_each_part(case: FiktivCase) -> None:
    package = packed(case)

    assert {finding.state for finding in verified(package)} == {"as issued"}
    lines = (package / "Åbne bilag/SHA256SUMS").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 8
    for line in lines:
        data = (package / "Åbne bilag" / line[66:]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == line[:64]


# --- again ------------------------------------------------------------------------------------


def test_only_what_changed_is_made_again(
    case: FiktivCase, capsys: pytest.CaptureFixture[str]
) -> None:
    package = packed(case, "--all")
    times = {path: path.stat().st_mtime_ns for path in package.rglob("*")}
    capsys.readouterr()

    packed(case, "--all")
    assert "0 packages, 0 files, 1 unchanged" in capsys.readouterr().out
    assert {path: path.stat().st_mtime_ns for path in package.rglob("*")} == times

    case.change(SECTION, "senest 24 timer", "senest 12 timer")
    packed(case, "--all")
    assert "1 package, " in capsys.readouterr().out


def test_a_package_that_a_person_has_edited_is_not_replaced(
    case: FiktivCase, capsys: pytest.CaptureFixture[str]
) -> None:
    mail = packed(case) / "Tekst til mail.txt"
    mail.write_text("rettet i hånden", encoding="utf-8")
    case.change(SECTION, "senest 24 timer", "senest 12 timer")

    assert case.run("package", WHO) == 4
    assert "error[not-ours]" in capsys.readouterr().err
    assert mail.read_text(encoding="utf-8") == "rettet i hånden"


def test_nobody_and_everybody_must_be_said(
    case: FiktivCase, capsys: pytest.CaptureFixture[str]
) -> None:
    for words in ((), (WHO, "--all")):
        assert main(["package", *words, "--project", str(case.folder)]) == 2
        assert "error[nothing-asked]" in capsys.readouterr().err
