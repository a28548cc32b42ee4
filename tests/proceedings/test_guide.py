"""docs/krav.md is followed as it is written, on the small project.

Run as a module it writes the page anew: python -m tests.proceedings.test_guide
"""

import tempfile
from pathlib import Path

import pytest

from tests.conftest import ROOT, SmallProject
from tools.transcripts import difference, reader

PAGE = ROOT / "docs" / "krav.md"


@pytest.mark.slow
def test_the_guide_can_be_followed(tmp_path: Path) -> None:
    SmallProject(tmp_path / "projekt")
    page = PAGE.read_text(encoding="utf-8")
    told = reader(tmp_path / "projekt").follow(page)

    assert told == page, f"{difference(page, told)}\nrun: python -m tests.proceedings.test_guide"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        SmallProject(Path(name) / "projekt")
        page = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(reader(Path(name) / "projekt").follow(page), encoding="utf-8")
