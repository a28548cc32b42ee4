"""Pictures of real output for the guides: `python -m tests.conformance.pictures` takes them anew.

The terminal is drawn from what it really showed; the title page is the PDF's first page; the
preview is a window of Chromium while somebody edits. Needs what `make conformance` installs.
"""

import re
import shutil
import subprocess
import tempfile
import threading
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.text import Text

from aftalegen.desk.preview import Preview
from aftalegen.desk.preview.server import PreviewServer
from aftalegen.desk.starter import lay_out
from aftalegen.words.language import use_language
from tests.cli.test_terminal import on_a_terminal
from tests.conformance.browser import browser_page

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "docs" / "billeder"
ANNEX = "bilag/midtjylland/norddjurs/patientrettet-forebyggelse/horisontal-samarbejdsaftale"


def main() -> None:
    use_language("da")
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder, "aftaler")
        lay_out(project, "midtjylland")
        _title_page(project)
        _preview(project)
        _terminal(project)
    for picture in sorted(PICTURES.iterdir()):
        print(f"{picture.relative_to(ROOT)}: {picture.stat().st_size // 1024} KB")


def _terminal(project: Path) -> None:
    """An amount that can be read in two ways, and the doctor's screen."""
    _mistype(project, "fixed_annual: 4.422")
    shown = [
        f"$ aftalegen {' '.join(command)}\n{on_a_terminal(project, *command, TERM='xterm')}"
        for command in (("build", "norddjurs"), ("doctor",))
    ]
    console = Console(record=True, width=80, file=StringIO())
    console.print(Text.from_ansi("\n".join(shown).replace(str(project.parent), "~")))
    drawn = console.export_svg(title="aftalegen", unique_id="terminal")
    # Without the fonts that rich would fetch from the net, and its own address.
    drawn = re.sub(r"\s*@font-face \{.*?\}|<!--.*?-->", "", drawn, flags=re.DOTALL)
    (PICTURES / "terminal.svg").write_text(drawn, encoding="utf-8")


def _title_page(project: Path) -> None:
    on_a_terminal(project, "build", "norddjurs", "--format", "pdf")
    (pdf,) = (project / "output" / "midtjylland").glob("Horisontal*.pdf")
    target = PICTURES / "titelblad"
    command = ["pdftoppm", "-png", "-r", "60", "-f", "1", "-l", "1", "-singlefile"]
    subprocess.run([*command, str(pdf), str(target)], check=True)


def _preview(project: Path) -> None:
    """The page just after an amount was saved, with the mouse on it."""
    shown = Preview(project, ("norddjurs",), None)
    with PreviewServer(shown, 0) as server:
        for work in (server.serve_forever, lambda: [None for _saved in shown.saves()]):
            threading.Thread(target=work, daemon=True).start()
        with browser_page(server.address + ANNEX) as page:
            _mistype(project, "fixed_annual: 4_500_000   # opdigtet")
            page.wait("!!document.querySelector('.changed')")
            page.point_at("#oekonomi .field")
            page.wait("document.getElementById('place').textContent")
            (PICTURES / "forhaandsvisning.png").write_bytes(page.screenshot())
        server.shutdown()


def _mistype(project: Path, amount: str) -> None:
    file = project / "data" / "municipalities" / "norddjurs.yaml"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    start = "      fixed_annual:"
    lines = [f"      {amount}\n" if line.startswith(start) else line for line in lines]
    file.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    assert shutil.which("pdftoppm"), "pdftoppm is needed: apt-get install poppler-utils"
    main()
