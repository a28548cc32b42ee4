"""FIKTIV: a council's case, in the complete project: bodies, a route, a profile, two decisions."""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from aftalegen.cli.app import main
from tests.complete import BUNDLE, EDITION, RELEASE, complete_project

WHO, TASK = "fiktivby", "patientrettet-forebyggelse"
LATER = "V20260326"
MUNICIPALITY = f"data/municipalities/{WHO}.yaml"
BUNDLE_FILE = f"data/bundles/{BUNDLE}.yaml"
APPROVALS = f"data/approvals/{BUNDLE}_{WHO}_{TASK}_horisontal-samarbejdsaftale.yaml"
SECTION = "templates/horisontal-samarbejdsaftale/12-databeskyttelse.md"

AGENDA = """\
bodies:
  - {key: UD, name: Udvalget, decides: false, source: opdigtet}
  - {key: RÅD, name: Rådet, decides: true, agenda_weekdays: 4, source: opdigtet}
agenda:
  profile: norddjurs
  case_number: FIKTIV-1
  kle: 00.00.00
  owner: Direktøren for Sundhed
  route: [UD, RÅD]
  source: opdigtet
tasks:
"""
DECIDED = f"""\
approvals:
  - body: Udvalget
    date: 2026-03-20
    outcome: recommended
    wording: Tiltrådt
    edition: {EDITION}
    source: opdigtet
  - body: Rådet
    date: 2026-03-24
    outcome: approved
    wording: Godkendt
    edition: {EDITION}
    source: opdigtet
  - body: Rådet
    date: 2026-04-30
    outcome: planned
    edition: {LATER}
    source: opdigtet
"""


class FiktivCase:
    """The project in a folder; released once, decided on, and at a later edition since."""

    def __init__(self, folder: Path) -> None:
        self.folder = shutil.copytree(_released(), folder, dirs_exist_ok=True)
        self.change(BUNDLE_FILE, EDITION, LATER)
        self.change(BUNDLE_FILE, "edition_date: 2026-03-19", "edition_date: 2026-03-26")
        self.write(APPROVALS, DECIDED)

    def run(self, *words: str) -> int:
        return main([*words, "--project", str(self.folder)])

    def change(self, name: str, old: str, new: str) -> None:
        text = (self.folder / name).read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {name}"
        self.write(name, text.replace(old, new, 1))

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8")

    def text(self, *words: str) -> str:
        """The words of the one item that is asked for; it must go out."""
        out = self.folder.parent / "ud"
        for path in out.rglob("*.txt"):
            path.unlink()
        assert self.run("item", *words, "--format", "txt", "--out", str(out)) == 0
        (path,) = out.rglob("*.txt")
        return path.read_text(encoding="utf-8").replace("\u00a0", " ")


@cache
def _released() -> Path:
    """The project with its agenda, released; made once for all tests of a process."""
    place = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    folder = complete_project(place / "projekt")
    path = folder / MUNICIPALITY
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("tasks:\n", AGENDA, 1), encoding="utf-8")
    assert main([*RELEASE, "--project", str(folder)]) == 0
    return folder
