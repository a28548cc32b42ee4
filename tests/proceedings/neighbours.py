"""FIKTIV: the case of sag 25/678 on two days of February, with two neighbours that are made up.

    python -m tests.proceedings.neighbours 2026-02-02 FOLDER

Norddjurs' own text, bodies and amount are the shipped ones. Its neighbours are not, so every
document says FIKTIV in its name and below its title. What happens after 24 February is done by
whoever follows docs/sagen.md; the bodies' outcomes lie beside it as a workbook.
"""

import re
import sys
from pathlib import Path

from aftalegen.writers.sheet import table_xlsx
from tests.complete import MUNICIPALITY
from tools.february import APPROVALS, BUNDLE, copied_project, put_at

NEIGHBOURS = {
    "fiktivby": ("901", "90000004", "2026-03-25"),
    "opdigtby": ("902", "90000012", "2026-04-21"),
}
"""By their keys: code, CVR number, and the day in spring on which their council meets."""

_AGREEMENT = "template: horisontal-samarbejdsaftale"
_BODIES = """\
bodies:
  - {{key: SU, name: Sundhedsudvalget, decides: false, source: opdigtet}}
  - {{key: BR, name: Byrådet, decides: true, agenda_weekdays: 4, meetings: [2026-03-17, {meets}],
     meetings_source: opdigtet, source: opdigtet}}
agenda: {{case_number: FIKTIV-{code}, owner: Direktøren for Sundhed, route: [SU, BR], source: opdigtet}}
tasks:
"""
_NAMES = """\
file_names:
  horisontal-samarbejdsaftale: "FIKTIV aftale {municipality}"
  bilag-2: "FIKTIV Bilag {number} {municipality}"
annexes:
"""
_OUTCOMES = (
    ("Norddjurs", "Økonomiudvalget", "10-03-2026", "tiltrådt", "sag 25/678"),
    ("Norddjurs", "KB", "17-03-2026", "godkendt", "sag 25/678"),
    ("Fiktivby", "byråd", "17-03-2026", "godkendt", "opdigtet"),
    ("Opdigtby", "byråd", "17-03-2026", "godkendt", "opdigtet"),
)


def the_case(folder: Path, day: str) -> None:
    """The project as it was on 2 or 24 February; laid out if it is not there."""
    put_at(folder if folder.exists() else copied_project(folder), day)
    for other in (folder / "data/bundles").glob("*.yaml"):
        if other != folder / BUNDLE:
            other.unlink()
    for path in (folder / "data/municipalities").glob("*.yaml"):
        if path.stem != "norddjurs":
            path.unlink()
    for key, (code, cvr, meets) in NEIGHBOURS.items():
        text = MUNICIPALITY.replace("Fiktivby", key.capitalize()).replace("fiktivby", key)
        text = text.replace("90000004", cvr).replace('"901"', f'"{code}"')
        text = text.replace("tasks:\n", _BODIES.format(code=code, meets=meets), 1)
        (folder / f"data/municipalities/{key}.yaml").write_text(text, encoding="utf-8")
    _put_bundle(folder / BUNDLE)
    for template in (folder / "templates").glob("*/template.yaml"):
        text = template.read_text(encoding="utf-8")
        if "FIKTIV" not in text:
            text = re.sub(r'(?m)^subtitle: "?(.*?)"?$', r'subtitle: "FIKTIV: \1"', text)
            template.write_text(text, encoding="utf-8")
    head = [("Kommune", 20), ("Organ", 24), ("Dato", 12), ("Udfald", 16), ("Kilde", 20)]
    sheet = table_xlsx("Behandlinger", head, _OUTCOMES, "FIKTIV", "2026-03-17")
    (folder / "behandlinger.xlsx").write_bytes(sheet)
    assert (folder / APPROVALS).read_text(encoding="utf-8").endswith("approvals: []\n")


def _put_bundle(path: Path) -> None:
    """Norddjurs' two annexes, and the same for each neighbour."""
    head, _mark, annexes = path.read_text(encoding="utf-8").partition("annexes:\n")
    annexes, mark, tail = annexes.partition("sources:\n")
    own = [one for one in re.split(r"(?m)^(?=  - )", annexes) if "norddjurs" in one]
    head = re.sub(r"(?s)file_names:\n.*", _NAMES, head).replace("title: ", "title: FIKTIV. ", 1)
    for key in NEIGHBOURS:
        own += [
            f"  - {{municipality: {key}, task: patientrettet-forebyggelse, {template}, number: {no}}}\n"
            for no, template in ((1, _AGREEMENT), (2, "template: bilag-2"))
        ]
    path.write_text(head + "".join(own) + mark + tail, encoding="utf-8")


if __name__ == "__main__":
    the_case(Path(sys.argv[2]), sys.argv[1])
