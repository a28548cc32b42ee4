"""`python -m benchmarks`: measures all in one run, prints the table, writes docs/hastighed.md."""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from benchmarks import projects, report, returned
from benchmarks.measuring import ROOT, Case, empty, expect, run, side_by_side
from benchmarks.prepare import prepared
from benchmarks.report import Ratio, Results, Size

PEERS = Path(__file__).parent / "peers"
PYTHON = sys.executable
START = [PYTHON, "-c", "from aftalegen.cli.app import run; run()"]  # as the installed program does
START_RUNS = 5
"""So many times more runs for what takes less than a second."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("--runs", type=int, default=3, help="medians of so many runs")
    parser.add_argument("--large", action="store_true", help="4300 fictitious annexes too")
    parser.add_argument("--no-docs", action="store_true", help="leave docs/hastighed.md as it is")
    given = parser.parse_args()
    soffice = shutil.which("soffice")
    if soffice is None:
        raise SystemExit("LibreOffice is needed: apt-get install libreoffice-writer")
    with tempfile.TemporaryDirectory(prefix="aftalegen-benchmark-") as name:
        folder = Path(name)
        bench = Bench(folder, soffice, given.runs)
        found = bench.results([(43, given.runs), (430, 1), *([(4300, 1)] if given.large else [])])
    print(report.table(found))
    if not given.no_docs:
        report.write(found, ROOT / "docs", soffice)


class Bench:
    """One benchmark in a temporary folder."""

    def __init__(self, folder: Path, soffice: str, runs: int) -> None:
        self.folder, self.soffice, self.runs = folder, soffice, runs
        self.out = folder / "out"
        self.project = projects.agreements(folder / "project")
        self.count = len(projects.annexes(self.project))
        self.given = prepared(self.project, folder / "prepared")

    def results(self, sizes: list[tuple[int, int]]) -> Results:
        load = report.load()
        _talk("43")
        many = self._many()
        _talk("1")
        one = self._one()
        _talk("start")
        start = self._start()
        _talk("19 files that came back")
        came_back = returned.ratios(self.folder, self.runs)
        load = f"{load} og {report.load()}"
        return Results(
            self.runs,
            (
                Ratio("43 aftaler, Word og PDF", "docxtpl + LibreOffice", *many["docxtpl"], 1 / 6),
                Ratio("43 aftaler, Word og PDF", "det nøgne program", *many["bare"], 1.5),
                Ratio("1 aftale, Word og PDF", "docxtpl + LibreOffice", *one, 1 / 3),
                Ratio("43 aftaler, intet ændret", "alt forfra", *many["unchanged"], 1 / 5),
                Ratio("43 aftaler, kontrolleret", "bygget", *many["check"], 2),
                Ratio("aftalegen --help", "tomt typer-program --help", *start["help"], 1.3),
                Ratio("aftalegen --version", "tomt typer-program", *start["nothing"], 1.3),
                Ratio("aftalegen --help", "typer, som det kommer, --help", *start["rich"], None),
                *came_back,
            ),
            tuple(self._size(count, runs) for count, runs in sizes),
            load,
        )

    def _many(self) -> dict[str, tuple[float, float]]:
        self._warm()
        seconds = side_by_side(
            [
                self._case("ours", self._build("--full"), self.count),
                self._case("docxtpl", self._docxtpl(), self.count),
                self._case("bare", self._bare(), self.count),
                Case("check", [*START, "check", "--project", str(self.project)]),
                # What stands in `out` is made before the last case, which finds nothing to do.
                Case("unchanged", self._build(), before=self._made),
            ],
            self.runs,
        )
        ours = seconds["ours"]
        return {
            "docxtpl": (ours, seconds["docxtpl"]),
            "bare": (ours, seconds["bare"]),
            "unchanged": (seconds["unchanged"], ours),
            "check": (seconds["check"], ours),
        }

    def _one(self) -> tuple[float, float]:
        one = projects.MODEL
        seconds = side_by_side(
            [
                self._case("ours", self._build("--full", one), 1),
                self._case("docxtpl", [*self._docxtpl(), one], 1),
            ],
            self.runs * START_RUNS,
        )
        return seconds["ours"], seconds["docxtpl"]

    def _start(self) -> dict[str, tuple[float, float]]:
        empty_typer, rich = str(PEERS / "empty_typer.py"), str(PEERS / "empty_typer_rich.py")
        cases = [
            Case("help", [*START, "--help"]),
            Case("empty help", [PYTHON, empty_typer, "--help"]),
            Case("version", [*START, "--version"]),
            Case("empty", [PYTHON, empty_typer]),
            Case("rich help", [PYTHON, rich, "--help"]),
        ]
        side_by_side(cases, 1)
        seconds = side_by_side(cases, self.runs * START_RUNS)
        return {
            "help": (seconds["help"], seconds["empty help"]),
            "nothing": (seconds["version"], seconds["empty"]),
            "rich": (seconds["help"], seconds["rich help"]),
        }

    def _size(self, count: int, runs: int) -> Size:
        """So many fictitious annexes: seconds and, from the same runs, memory."""
        _talk(str(count))
        project = projects.fictitious(self.folder / f"fictitious-{count}", count)
        found = []
        for _ in range(runs):
            empty(self.out)
            command = [*START, "build", "--full", "--project", str(project), "--out", str(self.out)]
            found.append(run(command, memory=True))
            self._expect(count)
        found.sort(key=lambda one: one.seconds)
        middle = found[len(found) // 2]
        empty(self.out)
        shutil.rmtree(project)
        return Size(count, middle.seconds, middle.peaks)

    # --- commands ---

    def _build(self, *more: str) -> list[str]:
        return [*START, "build", *more, "--project", str(self.project), "--out", str(self.out)]

    def _docxtpl(self) -> list[str]:
        script = str(PEERS / "docxtpl_libreoffice.py")
        profile = str(self.folder / "profile")
        return [PYTHON, script, str(self.given), str(self.out), self.soffice, profile]

    def _bare(self) -> list[str]:
        return [PYTHON, str(PEERS / "bare_bones.py"), str(self.given), str(self.out)]

    def _case(self, name: str, command: list[str], count: int) -> Case:
        return Case(name, command, lambda: empty(self.out), lambda: self._expect(count))

    def _made(self) -> None:
        empty(self.out)
        run(self._build())
        self._expect(self.count)

    def _warm(self) -> None:
        """LibreOffice makes its profile the first time; Python compiles."""
        for command in ([*self._docxtpl(), projects.MODEL], self._bare(), self._build()):
            empty(self.out)
            run(command)

    def _expect(self, count: int) -> None:
        for ending in ("docx", "pdf"):
            expect(self.out, ending, count)


def _talk(text: str) -> None:
    print(f"… {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
