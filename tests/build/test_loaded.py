"""What a command loads: packages take most of the time of a short run, so it loads what it needs."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.conftest import SmallProject

ROOT = Path(__file__).parents[2]
BUILD = ("build", "nordby", "--jobs", "1")

ALWAYS = {"typer", "yaml", "filelock"}
MADE = {*ALWAYS, "jinja2", "markdown_it"}


def doors() -> set[str]:
    """The packages from outside that have a door, as pyproject.toml tells them."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = told["tool"]["importlinter"]["contracts"]
    return {name for one in contracts for name in one.get("protected_modules", ())}


def loaded(folder: Path, *arguments: str) -> set[str]:
    """The modules that are there when a command ends."""
    code = (
        "import sys; from aftalegen.cli.app import main; code = main(sys.argv[1:]);"
        " print(*sys.modules, file=sys.stderr); sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=folder, capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")}, check=True,
    )  # fmt: skip
    return set(done.stderr.splitlines()[-1].split())


@pytest.mark.parametrize(
    ("arguments", "packages"),
    [
        (("--help",), {"typer"}),
        ((*BUILD, "--format", "txt"), MADE),
        ((*BUILD, "--format", "docx"), {*MADE, "lxml"}),
        ((*BUILD, "--format", "pdf"), {*MADE, "typst"}),
    ],
)
def test_a_command_loads_the_packages_that_it_needs(
    arguments: tuple[str, ...], packages: set[str], small_project: SmallProject
) -> None:
    assert loaded(small_project.folder, *arguments) & doors() == packages


def test_another_style_than_ours_is_made_by_python_docx(small_project: SmallProject) -> None:
    small_project.change("templates/house/style.yaml", "body: 10.5\n", "body: 11\n")

    made = loaded(small_project.folder, *BUILD, "--format", "docx")

    assert made & doors() == {*MADE, "lxml", "docx"}


def test_where_nothing_changed_only_what_the_bundle_says_is_read(
    small_project: SmallProject,
) -> None:
    first = loaded(small_project.folder, *BUILD)
    again = loaded(small_project.folder, *BUILD)

    assert again & doors() == ALWAYS
    assert {name for name in first - again if name.startswith("aftalegen.records.")} >= {
        f"aftalegen.records.{kind}"
        for kind in ("law", "municipality", "region", "task", "template")
    }
    assert not [name for name in again if name.startswith(("aftalegen.template", "aftalegen.wri"))]


def test_a_build_loads_no_room_above_it(small_project: SmallProject) -> None:
    above = ("aftalegen.checks", "aftalegen.editions", "aftalegen.desk")

    assert not [name for name in loaded(small_project.folder, *BUILD) if name.startswith(above)]
