"""What the case has beside its agreements: items, a package, the letter, and a dossier."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

from aftalegen.proceedings.case import AskedCase, selected_cases
from aftalegen.proceedings.item import Told
from aftalegen.proceedings.items import items_of, made_items
from aftalegen.proceedings.package import INDEX, OPEN, package_folder, package_parts
from aftalegen.proceedings.requirements import answered
from aftalegen.proceedings.requirements_letter import requirements_letter
from aftalegen.records.project import Project
from tests.conformance.products import ROOT, Product
from tests.proofs import proof_of
from tests.reading_back import expected_blocks

DAY = "2026-03-20"
WHO, BUNDLE = "norddjurs", "midtjylland"
ITEMS = (
    AskedCase((WHO,), None, None, None),
    AskedCase((WHO,), None, "SPO", date(2026, 4, 9)),
    AskedCase((BUNDLE,), None, None, None),
    AskedCase((BUNDLE,), None, None, None, generic=True),
)
"""For a council that decides again, a committee, the regional council, and every municipality."""


def items(project: Path, folder: Path) -> tuple[Product, ...]:
    """Items on a project with editions, each with the words that its model says."""
    return tuple(product for asked in ITEMS for product in _items(project, folder, asked))


def _items(place: Path, folder: Path, asked: AskedCase) -> Iterator[Product]:
    words = [*asked.who, *(("--body", asked.body) if asked.body else ())]
    words += ["--date", asked.day.isoformat()] if asked.day else []
    run(place, "item", *words, *(["--generic"] * asked.generic), "--out", str(folder))
    project = Project(place)
    _selected, cases = selected_cases(project, asked)
    proof = proof_of(project, *asked.who, beside=items_of(cases, {}))
    for case, made in zip(cases, made_items(project, proof, cases), strict=True):
        stem = folder / case.bundle.key / made.document.file_name
        docx, pdf = (stem.with_name(f"{stem.name}.{ending}") for ending in ("docx", "pdf"))
        yield Product(docx, pdf, expected_blocks(made.document))


def package_index(place: Path, folder: Path) -> tuple[Product, ...]:
    """The index of a package; its other documents are judged where they are made."""
    run(place, "package", WHO, "--out", str(folder))
    project, kept = Project(place), dict[str, Told]()
    _selected, (case,) = selected_cases(project, ITEMS[0])
    proof = proof_of(project, WHO, beside=items_of((case,), kept))
    (item,) = made_items(project, proof, (case,))
    parts = package_parts(project, proof, case, kept[item.document.key], item.document)[OPEN]
    made = {part.name: part.made for part in parts}[f"{INDEX}.docx"]
    assert isinstance(made, partial)
    stem = folder / package_folder(case) / OPEN / INDEX
    docx, pdf = stem.with_suffix(".docx"), stem.with_suffix(".pdf")
    return (Product(docx, pdf, expected_blocks(made.args[0])),)


def letter(folder: Path) -> tuple[Product, ...]:
    """The letter about the agreements of Midtjylland, with the words that its model says."""
    docx, pdf = (folder / f"Følgebrev.{ending}" for ending in ("docx", "pdf"))
    for path in (docx, pdf):
        run(ROOT, "requirements", "midtjylland", "--date", DAY, "--out", str(path))
    project = Project(ROOT)
    model = requirements_letter(
        answered(project, ("midtjylland",), None, date.fromisoformat(DAY)), project
    )
    return (Product(docx, pdf, expected_blocks(model)),)


def dossier(project: Path, folder: Path) -> tuple[Product, ...]:
    """Every PDF of a dossier; their words are those of editions, which are compared elsewhere."""
    run(project, "dossier", "norddjurs", "--out", str(folder))
    files = sorted(folder.glob("*.pdf"))
    if len(files) < 10:
        raise RuntimeError(f"{len(files)} PDF files in the dossier")
    return tuple(Product(folder / "Aktliste.docx", pdf, []) for pdf in files)


def run(project: Path, *words: str) -> None:
    """A command in a project, which must do what it was asked."""
    command = [sys.executable, "-m", "aftalegen", *words, "--project", str(project)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(words)} failed: {done.stderr[-1000:]}")
