"""docs/forhandling.md is followed as it is written, with files that came back of two municipalities.

Run as a module it writes the page anew: python -m tests.negotiation.test_guide
"""

import shlex
import tempfile
from pathlib import Path

import pytest

from tests.conftest import ROOT, SmallProject
from tests.editing import Editor
from tools.transcripts import difference, reader

PAGE = ROOT / "docs" / "forhandling.md"


def came_back(folder: Path) -> None:
    """The project and what came back: two equal wishes, two that differ, a silent edit, a comment,
    an amount; as the municipalities edit the files of the edition that the guide releases first."""
    project(folder)
    files = released(folder.with_name("sendt"))
    (folder / "retur").mkdir()
    nordby = Editor(files["Aftale Nordby"], "Jurist i Nordby")
    nordby.replace("årligt", "hvert andet år")
    nordby.silently("om året", "om måneden")
    nordby.replace("1.234.000\u00a0kr.", "2.000.000\u00a0kr.")
    nordby.replace("bæres af Kommunen", "bæres af Regionen")
    nordby.comment("indgås efter", "Hvorfor denne bestemmelse?")
    (folder / "retur" / "nordby.docx").write_bytes(nordby.saved())
    nordby.without_property()
    (folder / "uden-egenskaber.docx").write_bytes(nordby.saved())
    other = Editor(files["Aftale Sønderå"], "Jurist i Sønderå")
    other.replace("årligt", "hvert andet år")
    other.replace("bæres af Kommunen", "bæres af Parterne i fællesskab")
    (folder / "retur" / "soenderaa.docx").write_bytes(other.saved())
    (folder / "gammel.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))


def project(folder: Path) -> None:
    """The project of the guide."""
    small = SmallProject(folder)
    body = "#rammebeloeb}\n\nEt merforbrug bæres af Kommunen. {#merforbrug}"
    small.change(small.section_file, "#rammebeloeb}", body)


def released(folder: Path) -> dict[str, bytes]:
    """The Word files of an edition of the same project, by name."""
    project(folder)
    edition = ("midtbundt", "--edition", "V20260319")
    follower = reader(folder)
    for command in (("release", *edition, "--draft"), ("rebuild", *edition, "--format", "docx")):
        assert follower.run(shlex.join(("aftalegen", *command)))[0] == 0, command
    return {file.stem: file.read_bytes() for file in (folder / "output").rglob("*.docx")}


@pytest.mark.slow
@pytest.mark.conformance  # from sending out to the next edition
def test_the_guide_can_be_followed(tmp_path: Path) -> None:
    came_back(tmp_path / "projekt")
    page = PAGE.read_text(encoding="utf-8")
    told = reader(tmp_path / "projekt").follow(page)

    assert told == page, f"{difference(page, told)}\nrun: python -m tests.negotiation.test_guide"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        came_back(Path(name) / "projekt")
        page = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(reader(Path(name) / "projekt").follow(page), encoding="utf-8")
