"""The case of sag 25/678 as it was on three days, on a copy of the shipped project.

    python -m tools.february 2026-02-24 FOLDER

The copy is made if it is not there, and what the day is about is put as it was.
The shipped project is the agreement of 19 March 2026. The states before it are
reconstructed, and they are nothing else: the case file says what came in and
went out, not how the text read. So the three diseases of the first state may be
spelt here and in docs/gennemgang.md, and nowhere in what is shipped but in the
decision that put them out.

  2026-02-02  the text that Sundhedsråd Kronjylland was shown: no section on
              complaints and compensation, three diseases more in the target group
  2026-02-24  the section in, the three diseases out; nobody has approved yet
  2026-03-17  the same text, with the approvals of 26 February, 10 and 17 March
  2026-03-19  the shipped project: one disease in again, a meeting planned
"""

import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]

TASK = "data/tasks/patientrettet-forebyggelse.yaml"
BUNDLE = "data/bundles/midtjylland.yaml"
APPROVALS = (
    "data/approvals/"
    "midtjylland_norddjurs_patientrettet-forebyggelse_horisontal-samarbejdsaftale.yaml"
)
REFERENCE = "templates/horisontal-samarbejdsaftale/04-maalgruppe-og-adgang.md"
BACKGROUND = "templates/horisontal-samarbejdsaftale/01-parter-og-baggrund.md"
SECTION_14 = "templates/horisontal-samarbejdsaftale/14-erstatning-og-klager.md"
IN_FEBRUARY = "data/decisions/2026-02-24-vejledning-og-maalgruppe.yaml"
IN_MARCH = "data/decisions/2026-03-18-knogleskoerhed.yaml"
REQUIREMENTS = "data/requirements/horisontale-2026.yaml"
FILES = (
    TASK,
    BUNDLE,
    APPROVALS,
    REFERENCE,
    BACKGROUND,
    SECTION_14,
    IN_FEBRUARY,
    IN_MARCH,
    REQUIREMENTS,
)

BEFORE = {
    "2026-02-02": "kræft, angst, depression, knogleskørhed samt",
    "2026-02-24": "kræft samt",
}
DECISION = {
    "2026-02-02": "null",
    "2026-02-24": "2026-02-24-vejledning-og-maalgruppe",
}
DATES = ("2026-02-02", "2026-02-24", "2026-03-17", "2026-03-19")


def copied_project(folder: Path) -> Path:
    """A copy of the shipped project: its data and templates."""
    for name in ("data", "templates"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


def put_at(folder: Path, day: str) -> None:
    """Give a copy of the project the text, decisions and approvals of one of the days."""
    if day not in DATES:
        raise ValueError(f"{day} is none of {', '.join(DATES)}")
    for name in FILES:
        shutil.copyfile(ROOT / name, folder / name)
    if day == "2026-03-19":
        return
    (folder / IN_MARCH).unlink()
    text = "2026-02-24" if day == "2026-03-17" else day
    _put_text(folder, text)
    _put_approvals(folder, 3 if day == "2026-03-17" else 0)
    if text == "2026-02-02":
        (folder / IN_FEBRUARY).unlink()
        (folder / SECTION_14).unlink()
        _change(folder / REQUIREMENTS, r"(?s)  - key: erstatning-og-klager\n.*?(?=  - key:)", "")
        about = (
            r'\s+og\s+for\s+\{\{ ref\("erstatning-og-klager"\) \}\}\s+om\s+erstatning og klagesager'
        )
        _change(folder / BACKGROUND, about, "")
        _change(folder / REFERENCE, r', jf\. \{\{ ref\("erstatning-og-klager"\) \}\}', "")


def _put_text(folder: Path, day: str) -> None:
    """The target group's wording with its decision, and the edition."""
    _change(folder / TASK, r"kræft,\s+knogleskørhed\s+samt", BEFORE[day])
    _change(folder / TASK, "decision: 2026-03-18-knogleskoerhed", f"decision: {DECISION[day]}")
    _change(folder / TASK, "verbatim: true", "verbatim: false")
    _change(folder / BUNDLE, "edition: V20260319", f"edition: V{day.replace('-', '')}")
    _change(folder / BUNDLE, "edition_date: 2026-03-19", f"edition_date: {day}")


def _put_approvals(folder: Path, count: int) -> None:
    """The first of Norddjurs' approvals; the last one in the file is planned."""
    path = folder / APPROVALS
    head, mark, approvals = path.read_text(encoding="utf-8").partition("approvals:\n")
    assert mark, f"{path} has no approvals"
    each = re.split(r"(?m)^(?=  - )", approvals)[1:]
    kept = "".join(each[:count])
    path.write_text(head + (mark + kept if kept else "approvals: []\n"), encoding="utf-8")


def _change(path: Path, pattern: str, new: str) -> None:
    """What a person would have changed in the file; it must be there."""
    text, count = re.subn(pattern, new, path.read_text(encoding="utf-8"))
    assert count, f"{pattern!r} is not in {path}"
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    day, place = sys.argv[1], Path(sys.argv[2])
    put_at(place if place.exists() else copied_project(place), day)
