"""docs/excel.md and docs/datafiler.md: what they show is what happens."""

import contextlib
import io
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from aftalegen.cli.app import main
from aftalegen.writers.sheet import table_xlsx
from tests.conftest import ROOT

GUIDE = (ROOT / "docs" / "excel.md").read_text(encoding="utf-8")


def _table() -> list[tuple[str | int | None, ...]]:
    """The first table of the guide, as cells: a decimal number of millions as text."""
    lines = [
        line for line in GUIDE.split("## Læs beløb ind")[1].splitlines() if line.startswith("|")
    ]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    end = next(index for index, row in enumerate(rows) if row[0] == "I alt")
    return [tuple(cell or None for cell in row) for row in (rows[0], *rows[2 : end + 1])]


def _transcripts(guide: str) -> Iterator[tuple[str, str]]:
    """Each command of a guide, and what it shows."""
    for block in re.findall(r"```console\n(.*?)```", guide, re.DOTALL):
        command, _line, shown = block.partition("\n")
        yield command.removeprefix("$ aftalegen "), shown


def _is_said(shown: str, text: str) -> bool:
    """Whether the text is what is shown, where «…» on a line stands for anything."""
    pieces = [re.escape(piece) for piece in re.split(r"^…\n", shown, flags=re.MULTILINE)]
    return re.fullmatch("(?:.*\n)*".join(pieces), text) is not None


@pytest.mark.parametrize("guide", ["excel.md", "datafiler.md"])
def test_every_transcript_of_a_guide_is_what_the_program_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, guide: str
) -> None:
    for part in ("data", "templates"):
        shutil.copytree(ROOT / part, tmp_path / part)
    head, *rows = _table()
    data = table_xlsx("Rammer", [(str(cell), 12) for cell in head], rows, "test", "2026-01-01")
    (tmp_path / "budgets.xlsx").write_bytes(data)
    monkeypatch.chdir(tmp_path)

    for command, shown in _transcripts((ROOT / "docs" / guide).read_text(encoding="utf-8")):
        said = io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            main(["--lang", "da", *command.split()])
        text = said.getvalue().replace("\u00a0", " ")
        assert _is_said(shown, text), f"{command}\n{text}"

    if guide == "excel.md":
        (yaml,) = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)
        assert yaml in (tmp_path / "data/municipalities/holbaek.yaml").read_text(encoding="utf-8")
