"""The item for Norddjurs of 19 March 2026 says all that the case's own item says."""

import re

import pytest

from aftalegen.cli.app import main
from tests.conftest import ROOT
from tools.february import put_at

pytestmark = pytest.mark.conformance  # three editions of nineteen agreements

GUIDE = ROOT / "docs/dagsordenspunkter.md"


@pytest.fixture(scope="module")
def item(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The item, in a project whose editions were frozen as the walk-through does."""
    from tools.february import copied_project

    folder = copied_project(tmp_path_factory.mktemp("sag") / "sagen")
    for day in ("2026-02-02", "2026-02-24", "2026-03-19"):
        put_at(folder, day)
        edition = f"V{day.replace('-', '')}"
        release = ("release", "midtjylland", "--edition", edition, "--draft")
        assert main([*release, "--project", str(folder)]) == 0
    out = folder / "ud"
    made = ("item", "norddjurs", "--format", "txt", "--out", str(out), "--project", str(folder))
    assert main([*made]) == 0
    (path,) = out.rglob("*.txt")
    return path.read_text(encoding="utf-8").replace("\u00a0", " ")


def told() -> list[tuple[str, str]]:
    """The rows of the guide's table: what the case says, and the words in the item."""
    table = GUIDE.read_text(encoding="utf-8").partition("| sagen | punktet |")[2]
    return re.findall(r"^\| ([^:|][^|]*) \| ([^|]+) \|$", table, re.MULTILINE)


def test_nothing_of_substance_that_the_case_says_is_missing(item: str) -> None:
    rows = told()
    assert len(rows) == 45
    assert [words for _case, words in rows if words not in item] == []


def test_each_change_has_the_decision_of_its_own_day(item: str) -> None:
    (february,) = re.findall(r"^4\.1 Målgruppe\tud: .*$", item, re.MULTILINE)
    (march,) = re.findall(r"^4\.1 Målgruppe\tind: .*$", item, re.MULTILINE)

    assert february.endswith("Indenrigs- og Sundhedsministeriet, 24. februar 2026)")
    assert march.endswith("(Regionsrådet i Region Midtjylland, 18. marts 2026)")


def test_the_item_is_laid_out_as_the_case_is(item: str) -> None:
    profile = (ROOT / "data/agendas/norddjurs.yaml").read_text(encoding="utf-8")
    headings = [h for h in re.findall(r'text: "([^"]+)"', profile) if h != "Forbehold og svar"]
    headings = [h for h in headings if "{body}" not in h]
    lines = item.split("\n")
    assert [line for line in lines if line in headings] == headings
