"""docs/forhandling.md is followed as it is written, with files that came back of two municipalities.

Run as a module it writes the page anew: python -m tests.negotiation.test_guide
"""

import tempfile
from pathlib import Path

import pytest

from aftalegen.records.project import Project
from aftalegen.writers.word import document_docx
from tests.conftest import ROOT, SmallProject
from tests.editing import Editor
from tools.transcripts import difference, reader

PAGE = ROOT / "docs" / "forhandling.md"


def came_back(folder: Path) -> None:
    """The project and what came back: two equal wishes, a silent edit, a comment, an amount."""
    project = SmallProject(folder)
    style = Project(folder).style
    (folder / "retur").mkdir()
    nordby = Editor(document_docx(project.document("nordby"), style), "Jurist i Nordby")
    nordby.replace("årligt", "hvert andet år")
    nordby.silently("om året", "om måneden")
    nordby.replace("1.234.000\u00a0kr.", "2.000.000\u00a0kr.")
    nordby.comment("indgås efter", "Hvorfor denne bestemmelse?")
    (folder / "retur" / "nordby.docx").write_bytes(nordby.saved())
    nordby.without_property()
    (folder / "uden-egenskaber.docx").write_bytes(nordby.saved())
    other = Editor(document_docx(project.document("soenderaa"), style), "Jurist i Sønderå")
    other.replace("årligt", "hvert andet år")
    (folder / "retur" / "soenderaa.docx").write_bytes(other.saved())
    (folder / "gammel.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))


@pytest.mark.slow
def test_the_guide_can_be_followed(tmp_path: Path) -> None:
    came_back(tmp_path / "projekt")
    page = PAGE.read_text(encoding="utf-8")
    told = reader(tmp_path / "projekt").follow(page)

    assert told == page, f"{difference(page, told)}\nrun: python -m tests.negotiation.test_guide"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        came_back(Path(name) / "projekt")
        page = PAGE.read_text(encoding="utf-8").replace("…\n[exit", "[exit")
        PAGE.write_text(reader(Path(name) / "projekt").follow(page), encoding="utf-8")
