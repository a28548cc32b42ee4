"""docs/sagen.md is followed as it is written, from the first edition to the access to documents.

Run as a module it writes the page anew: python -m tests.proceedings.test_case_guide
"""

import os
import sys
import tempfile
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tools.transcripts import difference, reader

PAGE = ROOT / "docs" / "sagen.md"


def followed(folder: Path) -> str:
    """The page as it should be, when it has been followed in a folder."""
    one = reader(folder)
    one.env = {**one.env, "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT)))}
    one.programs = {**one.programs, "python": (sys.executable,)}
    return one.follow(PAGE.read_text(encoding="utf-8"))


@pytest.mark.conformance  # three editions, three packages and a dossier
def test_the_guide_can_be_followed(tmp_path: Path) -> None:
    page, told = PAGE.read_text(encoding="utf-8"), followed(tmp_path)

    assert told == page, (
        f"{difference(page, told)}\nrun: python -m tests.proceedings.test_case_guide"
    )
    made = list(tmp_path.rglob("*.docx"))
    assert len(made) == 3 * 6 + 1  # three packages, and the list of the dossier
    for docx in made:
        with zipfile.ZipFile(docx) as parts:
            assert "FIKTIV" in parts.read("word/document.xml").decode("utf-8"), docx.name


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        PAGE.write_text(followed(Path(name)), encoding="utf-8")
