"""What the case has beside its agreements: the letter about requirements, and a dossier."""

import subprocess
import sys
from datetime import date
from pathlib import Path

from aftalegen.proceedings.requirements import answered
from aftalegen.proceedings.requirements_letter import requirements_letter
from aftalegen.records.project import Project
from tests.conformance.products import ROOT, Product
from tests.reading_back import expected_blocks

DAY = "2026-03-20"


def letter(folder: Path) -> tuple[Product, ...]:
    """The letter about the agreements of Midtjylland, with the words that its model says."""
    docx, pdf = (folder / f"Følgebrev.{ending}" for ending in ("docx", "pdf"))
    for path in (docx, pdf):
        _run(ROOT, "requirements", "midtjylland", "--date", DAY, "--out", str(path))
    project = Project(ROOT)
    model = requirements_letter(
        answered(project, ("midtjylland",), None, date.fromisoformat(DAY)), project
    )
    return (Product(docx, pdf, expected_blocks(model)),)


def dossier(project: Path, folder: Path) -> tuple[Product, ...]:
    """Every PDF of a dossier; their words are those of editions, which are compared elsewhere."""
    _run(project, "dossier", "norddjurs", "--out", str(folder))
    files = sorted(folder.glob("*.pdf"))
    if len(files) < 10:
        raise RuntimeError(f"{len(files)} PDF files in the dossier")
    return tuple(Product(folder / "Aktliste.docx", pdf, []) for pdf in files)


def _run(project: Path, *words: str) -> None:
    command = [sys.executable, "-m", "aftalegen", *words, "--project", str(project)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(words)} failed: {done.stderr[-1000:]}")
