"""`python -m benchmarks.redlines`: redlines of 19 agreements against building the 19, in one run.

Both write Word and PDF from start to end of the process; a redline also reads and checks the
released edition, and writes a list of changes beside each agreement. Wanted: at most twice as long.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks import projects
from benchmarks.measuring import Case, empty, expect, run, side_by_side
from benchmarks.report import load

BUNDLE, EDITION, AGREEMENTS = "midtjylland", "V20260319", 19
TASK_FILE = "data/tasks/patientrettet-forebyggelse.yaml"
PROGRAM = (sys.executable, "-c", "from aftalegen.cli.app import run; run()")
WANTED = 2.0


def main() -> int:
    """Measures, prints one line a case and the ratio; 1 if it is more than wanted."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.redlines")
    parser.add_argument("--runs", type=int, default=5, help="medians of so many runs")
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory(prefix="aftalegen-redlines-") as name:
        folder = Path(name)
        project = projects.agreements(folder / "project")
        _with_a_released_edition(project)
        out = folder / "out"
        own = ("--project", str(project), "--out", str(out))

        def case(title: str, files: int, *words: str) -> Case:
            command = (*PROGRAM, *words, *own)
            return Case(title, command, lambda: empty(out), lambda: expect(out, "pdf", files))

        build = case("19 agreements", AGREEMENTS, "build", BUNDLE, "--full")
        redline = case("19 redlines with lists", 2 * AGREEMENTS, "redline", BUNDLE)
        seconds = side_by_side([build, redline], runs)
    for title, one in seconds.items():
        print(f"{title}: {one:.2f} s")
    ratio = seconds[redline.name] / seconds[build.name]
    print(f"ratio: {ratio:.2f}, wanted at most {WANTED:.2f}; medians of {runs}, load {load()}")
    return 0 if ratio <= WANTED else 1


def _with_a_released_edition(project: Path) -> None:
    """An edition of the text as it is, and then one word of the target group taken out."""
    own = ("--project", str(project))
    run((*PROGRAM, "release", BUNDLE, "--edition", EDITION, "--draft", *own))
    path = project / TASK_FILE
    text = path.read_text(encoding="utf-8")
    assert "knogleskørhed " in text
    path.write_text(text.replace("knogleskørhed ", "", 1), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
