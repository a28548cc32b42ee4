"""The figures in docs/reliability.md: each is written there by the run that found it."""

import re
from datetime import UTC, datetime

from tests.conftest import ROOT

PAGE = ROOT / "docs" / "reliability.md"


def record(name: str, figure: str) -> None:
    """Put the figure of a run in its row of the table, with today's date."""
    row = f"| {name} | {figure} | {datetime.now(UTC):%Y-%m-%d} |"
    text = PAGE.read_text(encoding="utf-8")
    found, times = re.subn(rf"^\| {re.escape(name)} \|.*$", lambda _: row, text, flags=re.MULTILINE)
    assert times == 1, f"docs/reliability.md has no row «{name}»"
    PAGE.write_text(found, encoding="utf-8")
    print(row)
