"""The guides are followed as they are written: each command typed, each result as shown."""

import os
import shutil
from pathlib import Path

import pytest

from tools.transcripts import ROOT, Differs, difference, fits, reader

pytestmark = pytest.mark.slow

GUIDES = ("docs/aendringer.md", "docs/vejledning.md")


@pytest.mark.conformance  # 41 annexes in PDF, several times
@pytest.mark.parametrize("name", GUIDES)
def test_a_guide_can_be_followed_from_an_empty_folder(name: str, tmp_path: Path) -> None:
    page = (ROOT / name).read_text(encoding="utf-8")
    told = reader(tmp_path).follow(page)

    assert told == page, f"{difference(page, told)}\nrun: python -m tools.transcripts {name}"


# --- the follower itself ---


def followed(page: str, folder: Path) -> str:
    return reader(folder).follow(page)


def test_a_result_that_is_not_as_shown_is_seen(tmp_path: Path) -> None:
    page = "```console\n$ aftalegen --version\naftalegen 0.0.0\n```\n"
    assert followed(page, tmp_path) != page


def test_an_exit_code_that_is_not_shown_is_seen(tmp_path: Path) -> None:
    page = "```console\n$ aftalegen build\n…\n```\n"
    assert "[exit 2]" in followed(page, tmp_path)


def test_an_edit_of_lines_that_are_not_there_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("x: 1\nx: 1\n", encoding="utf-8")
    for line in ("-x: 2", "-x: 1"):
        with pytest.raises(Differs):
            followed(f"```diff\n+++ a.yaml\n{line}\n```\n", tmp_path)


def test_a_file_is_written_and_an_edit_is_made(tmp_path: Path) -> None:
    page = "```yaml a.yaml\nx: 1\ny: 2\n```\n\n```diff\n+++ a.yaml\n x: 1\n-y: 2\n+y: 3\n```\n"
    assert followed(page, tmp_path) == page
    assert (tmp_path / "a.yaml").read_text(encoding="utf-8") == "x: 1\ny: 3\n"


@pytest.mark.parametrize(
    ("shown", "lines", "same"),
    [
        (["a", "…", "d"], ["a", "b", "c", "d"], True),
        (["a … d"], ["a b c d"], True),
        (["lavet på 0,33 s"], ["lavet på 1,08 s"], True),
        (["a"], ["a", "b"], False),
        (["a.c"], ["abc"], False),
    ],
)
def test_lines_stand_for_what_came(shown: list[str], lines: list[str], same: bool) -> None:
    assert fits(shown, lines) is same


# --- the cookbook -------------------------------------------------------------------------------

COOKBOOK = "docs/cookbook.md"


def recipes() -> dict[str, str]:
    """The sections of the cookbook by their titles."""
    page = (ROOT / COOKBOOK).read_text(encoding="utf-8")
    return {part.partition("\n")[0]: part for part in page.split("\n## ")[1:]}


@pytest.mark.skipif(os.name == "nt", reason="paths are shown as on other systems")
@pytest.mark.parametrize("title", recipes())
def test_a_recipe_works_as_it_is_written(title: str, tmp_path: Path) -> None:
    for part in ("src", "data", "templates"):
        shutil.copytree(ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
    recipe = recipes()[title]
    told = reader(tmp_path, PYTHONPATH=str(tmp_path / "src")).follow(recipe)

    assert told == recipe, difference(recipe, told)
