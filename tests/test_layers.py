"""The house as it is drawn: its rooms, imports one way, one door for each package from outside."""

import ast
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
SRC = ROOT / "src" / "aftalegen"
ROOMS = {
    "words", "document", "records", "writers", "template", "build", "editions", "checks", "desk",
    "cli", "negotiation", "proceedings",
}  # fmt: skip


def test_the_top_of_the_package_shows_the_rooms_and_nothing_else() -> None:
    shown = {path.name for path in SRC.iterdir()} - {"__pycache__"}

    assert shown == ROOMS | {"__init__.py", "__main__.py", "py.typed", "locale"}


def test_imports_run_one_way_and_through_the_doors() -> None:
    """The contracts stand in pyproject.toml."""
    found = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as lint; lint()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert found.returncode == 0, found.stdout + found.stderr


def test_only_the_terminals_room_prints() -> None:
    printing = {
        path.relative_to(SRC).as_posix()
        for path in SRC.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
    }

    assert printing <= {"cli/console.py"}
