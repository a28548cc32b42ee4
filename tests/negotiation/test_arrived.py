"""Many files that came back are read in several processes, and nobody can tell."""

from pathlib import Path

import pytest

from aftalegen.cli.app import main
from tests.conftest import SmallProject
from tests.editing import Editor
from tests.negotiation.test_minutes import HEAD, NORDBY, workbook
from tests.negotiation.test_received import sent

FILES = 6


@pytest.fixture
def came(small_project: SmallProject, tmp_path: Path) -> Path:
    """Six agreements, each edited otherwise, among them a workbook and two that are none."""
    folder = tmp_path / "retur"
    folder.mkdir()
    for number in range(FILES):
        editor = Editor(sent(small_project, ("nordby", "soenderaa")[number % 2]))
        editor.replace("årligt", f"hvert {number}. år")
        (folder / f"{number}.docx").write_bytes(editor.saved())
    (folder / "1-ej.docx").write_bytes(b"Aftalen")
    (folder / "4-ej.docx").write_bytes(b"PK\x03\x04 damaged")
    workbook(folder / "2-forbehold.xlsx", HEAD, NORDBY)
    return folder


@pytest.mark.parametrize("output", ["text", "json"])
def test_two_processes_say_the_same_as_one_in_the_same_order(
    small_project: SmallProject, came: Path, capsys: pytest.CaptureFixture[str], output: str
) -> None:
    def told(jobs: str) -> tuple[int, str, str]:
        own = ("--project", str(small_project.folder), "--output", output, "--jobs", jobs)
        code = main(["receive", str(came), *own])
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    code, out, err = told("2")

    assert (code, out, err) == told("1")
    assert code == 3 and err.index("1-ej.docx") < err.index("4-ej.docx")
    places = [out.index(f"{number}.docx") for number in range(FILES)]
    assert places == sorted(places)
    assert str(NORDBY[-1]) in out
