"""What comes back, measured: 19 files against building them, one with many edits, memory."""

import sys
from pathlib import Path

from benchmarks import projects
from benchmarks.measuring import Case, empty, expect, run, side_by_side
from benchmarks.report import Ratio
from tests.editing import Editor, w
from tests.editing import run as run_of

BUNDLE, AGREEMENTS = "midtjylland", 19
PROGRAM = (sys.executable, "-c", "from aftalegen.cli.app import run; run()")
FEW, MANY, MOST = 5, 500, 10_000
MOST_MB = 200


def ratios(folder: Path, runs: int) -> tuple[Ratio, ...]:
    """The three promises: speed of many files, of one with many edits, and the memory of most."""
    project, out = projects.agreements(folder / "returned"), folder / "returned-out"
    own = ("--project", str(project))
    build = (*PROGRAM, "build", BUNDLE, "--format", "docx", "--full", *own, "--out", str(out))
    empty(out)
    run(build)
    files = sorted(out.rglob("*.docx"))
    came = folder / "returned-files"
    empty(came)
    for file in files:
        (came / file.name).write_bytes(edited(file.read_bytes(), FEW))
    few, many, most = (folder / f"returned-{count}.docx" for count in (FEW, MANY, MOST))
    for file, count in ((few, FEW), (many, MANY), (most, MOST)):
        file.write_bytes(edited(files[0].read_bytes(), count))

    def case(name: str, file: Path) -> Case:
        return Case(
            name, (*PROGRAM, "receive", str(file), "--output", "json", *own), may_end=(0, 1)
        )

    built = Case("built", build, lambda: empty(out), lambda: expect(out, "docx", AGREEMENTS))
    cases = [built, case("all", came), case("few", few), case("many", many)]
    seconds = side_by_side(cases, runs)
    peak = run(case("most", most).command, memory=True, may_end=(0, 1)).peaks[0]
    return (
        Ratio("19 filer retur, læst", "19 Word-filer lavet", seconds["all"], seconds["built"], 1.0),
        Ratio("1 fil retur med 500 rettelser", "med 5", seconds["many"], seconds["few"], 3.0),
        Ratio("1 fil retur med 10.000 rettelser", "det tilladte", peak, MOST_MB, 1.0, "MB"),
    )


def edited(docx: bytes, count: int) -> bytes:
    """A file in which so many words were put in, tracked, all over and by two in turn."""
    editor = Editor(docx)
    paragraphs = [one for one in editor.paragraphs() if editor.said(one).strip()]
    for number in range(count):
        by = {
            "id": str(600_000 + number),
            "author": "AB"[number % 2],
            "date": "2026-04-01T09:30:00Z",
        }
        place = paragraphs[number * len(paragraphs) // count % len(paragraphs)]
        place.append(w("ins", run_of(f" ord{number}"), **by))
    return editor.saved()
