"""The table of results: to the screen, and in Danish to docs/hastighed.md with a plot."""

import os
import platform
import re
import subprocess
from dataclasses import dataclass
from html import escape
from importlib.metadata import version
from pathlib import Path
from typing import Literal

from aftalegen import __version__

PACKAGES = ("docxtpl", "jinja2", "lxml", "markdown-it-py", "pydantic", "pyyaml", "typer", "typst")


@dataclass(frozen=True, slots=True)
class Ratio:
    """What was measured against a peer, in seconds or MB; `target` is the most it may be."""

    what: str
    peer: str
    ours: float
    theirs: float
    target: float | None
    unit: Literal["s", "MB"] = "s"

    @property
    def ratio(self) -> float:
        return self.ours / self.theirs

    @property
    def verdict(self) -> str:
        if self.target is None:
            return "til oplysning"
        return "opfyldt" if self.ratio <= self.target else "ikke opfyldt"


@dataclass(frozen=True, slots=True)
class Size:
    """So many annexes: seconds, and the peak megabytes of the first process and of its own."""

    count: int
    seconds: float
    peaks: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """All that one run measured."""

    runs: int
    ratios: tuple[Ratio, ...]
    sizes: tuple[Size, ...]
    load: str


def load() -> str:
    """How many processes wanted a core in the last minute: ours should be the only ones."""
    return _number(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else "?"


def _shown(one: Ratio, value: float) -> str:
    return _seconds(value) if one.unit == "s" else f"{round(value)} MB"


def table(found: Results) -> str:
    """The results as two Markdown tables."""
    lines = [
        "| hvad | målt mod | aftalegen | modpart | forhold | mål | |",
        "|---|---|---:|---:|---:|---:|---|",
    ]
    for one in found.ratios:
        target = "" if one.target is None else f"højst {_number(one.target, 2)}"
        lines.append(
            f"| {one.what} | {one.peer} | {_shown(one, one.ours)} | {_shown(one, one.theirs)} "
            f"| {_number(one.ratio, 2)} | {target} | {one.verdict} |"
        )
    lines += [
        "",
        "| fiktive kommuner | i alt | pr. aftale | for hver aftale mere | første proces "
        "| arbejdsprocesser |",
        "|---:|---:|---:|---:|---:|---:|",
    ]
    for before, size in zip((None, *found.sizes), found.sizes, strict=False):
        each, more = size.seconds / size.count, "–"
        if before is not None:
            seconds = (size.seconds - before.seconds) / (size.count - before.count)
            more = f"{seconds * 1000:.1f} ms".replace(".", ",")
        first, *rest = [f"{peak:.0f} MB" for peak in size.peaks] or ["?"]
        lines.append(
            f"| {size.count} | {_seconds(size.seconds)} | {each * 1000:.0f} ms | {more} "
            f"| {first} | {', '.join(rest) or '–'} |"
        )
    return "\n".join(lines)


def write(found: Results, folder: Path, soffice: str) -> None:
    """docs/hastighed.md and docs/hastighed.svg; what people wrote below the results is kept."""
    (folder / "hastighed.svg").write_text(_plot(found), encoding="utf-8")
    file = folder / "hastighed.md"
    before = file.read_text(encoding="utf-8") if file.exists() else ""
    notes = before.partition("\n## Hvor tiden går")
    text = _PAGE.format(
        table=table(found),
        runs=found.runs,
        cores=os.cpu_count(),
        load=found.load,
        system=f"{platform.system()} ({platform.machine()})",
        python=platform.python_version(),
        ours=__version__,
        packages=", ".join(f"{name} {version(name)}" for name in PACKAGES),
        office=_office(soffice),
    )
    file.write_text(text + notes[1] + notes[2], encoding="utf-8")


_PAGE = """\
# Hastighed

`make benchmark` måler alt på denne side i én kørsel og skriver siden. Tallene for sekunder gælder
kun den maskine, der målte; forholdene kan sammenlignes. `python -m benchmarks --large` tager 4300
fiktive aftaler med.

{table}

![Forholdet til modparten i procent af det, målet tillader](hastighed.svg)

Målt på {cores} kerner, {system}: aftalegen {ours}, Python {python}, {office}, {packages}.
Maskinens belastning før og efter sammenligningerne: {load}. Er den over {cores}, var målingen ikke
alene om maskinen, og forholdene er usikre.

## Sådan er det målt

Hele processer efter uret, fra start til den sidste fil ligger der; medianer af {runs} kørsler (fem
gange så mange for én aftale og for start af programmet; én for 430 og 4300). De, der sammenlignes,
skiftes til at køre. Der bliver talt efter, at alle filer er lavet.

* *43 aftaler*: begge samlinger uden Bilag 2, `aftalegen build --full` i en tom mappe.
* *docxtpl + LibreOffice*: skabelonerne er fire af vores egne Word-filer med fem felter; docxtpl
  udfylder dem, og én start af LibreOffice laver alle PDF-filer. Profilen er lavet i forvejen. Det
  er almindelig PDF, ikke PDF/A-2a og PDF/UA-1 som vores.
* *Det nøgne program* (`benchmarks/peers/bare_bones.py`): læser YAML, bygger brødteksten med lxml i
  en færdig pakke og kalder typst med vores `document.typ`, i to processer. Ordene er fundet i
  forvejen: ingen skabeloner, kontrol, numre, bogmærker, sidetal eller register.
* *Intet ændret*: den samme bygning igen uden `--full`, mod den fulde.
* *Tomt typer-program*: med de indstillinger, der får det til at starte hurtigst; nederst, som typer
  er uden dem. Det andet er en kommando, der intet gør.
* *Fiktive kommuner*: "Fiktiv 017 Kommune" og så videre, med opdigtede beløb. "For hver aftale mere"
  er forskellen til rækken over, delt med de aftaler, der er kommet til: starten er den samme for
  få og mange og fylder mest i de 43. Hukommelsen er den største for hver proces, aflæst hvert 20.
  millisekund (kun Linux).
"""


def _plot(found: Results) -> str:
    """A bar for each target: the ratio in percent of what the target allows."""
    judged = [one for one in found.ratios if one.target is not None]
    left, top, width, step = 330, 46, 300, 34
    most = max(1.25, *(one.ratio / (one.target or 1) for one in judged))
    height = top + step * len(judged) + 16
    line = left + width / most
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 790 {height}" role="img" '
        'font-family="Carlito, Calibri, sans-serif" font-size="13">',
        "<title>Forholdet til modparten i procent af det, målet tillader</title>",
        f'<rect width="790" height="{height}" fill="#ffffff"/>',
        f'<text x="{line:.0f}" y="20" text-anchor="middle" fill="#333333">målet</text>',
    ]
    for place, one in enumerate(judged):
        share = one.ratio / (one.target or 1)
        y = top + step * place
        fill = "#1f4e6b" if share <= 1 else "#a33a1f"
        parts += [
            f'<text x="{left - 10}" y="{y + 5}" text-anchor="end">{escape(one.what)}</text>',
            f'<text x="{left - 10}" y="{y + 18}" text-anchor="end" font-size="11" '
            f'fill="#555555">mod {escape(one.peer)}</text>',
            f'<rect x="{left}" y="{y - 6}" width="{width * share / most:.1f}" height="22" '
            f'fill="{fill}"/>',
            f'<text x="{left + width * share / most + 6:.1f}" y="{y + 10}">{share * 100:.0f} %'
            f"{'' if share <= 1 else ' (ikke opfyldt)'}</text>",
        ]
    parts += [
        f'<path d="M{line:.1f} 26V{height - 10}" stroke="#333333" stroke-dasharray="4 3"/>',
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _office(soffice: str) -> str:
    said = subprocess.run([soffice, "--version"], capture_output=True, text=True).stdout
    found = re.search(r"LibreOffice [\d.]+", said)
    return found[0] if found else "LibreOffice"


def _seconds(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{_number(seconds, 2)} s"


def _number(number: float, decimals: int) -> str:
    return f"{number:.{decimals}f}".replace(".", ",")
