"""docs/udgaver.md: signing, verifying, exchanging an edition and losing a key, as it is shown.

`python -m tests.editions.test_signing_guide` writes into the page what the commands show now.
"""

import shutil
import tempfile
from pathlib import Path

import pytest

from tests.complete import complete_project
from tests.conftest import ROOT
from tools.transcripts import difference, reader

pytestmark = [
    pytest.mark.conformance,
    pytest.mark.skipif(
        not all(map(shutil.which, ("ssh-keygen", "sh", "cp", "rm"))),
        reason="there is no such shell",
    ),
]

PAGE = ROOT / "docs" / "udgaver.md"


def followed(folder: Path) -> str:
    """The page as it should be, followed beside a project that is FIKTIV, in an empty home."""
    complete_project(folder / "projekt")
    (folder / "nøgler").mkdir()
    one = reader(folder, HOME=str(folder / "hjem"), XDG_STATE_HOME=str(folder / "hjem"))
    one.programs = {**one.programs, **{name: (name,) for name in ("ssh-keygen", "sh", "cp", "rm")}}
    return one.follow(PAGE.read_text(encoding="utf-8"))


def test_the_page_about_editions_is_what_happens(tmp_path: Path) -> None:
    page, told = PAGE.read_text(encoding="utf-8"), followed(tmp_path)
    assert told == page, difference(page, told)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        PAGE.write_text(followed(Path(folder)), encoding="utf-8")
