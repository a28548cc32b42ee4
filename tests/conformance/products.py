"""Every annex of the project, built by the command, beside what its model says."""

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from aftalegen.build.builder import Builder
from aftalegen.editions.annex_index import NAME
from aftalegen.editions.one_pdf import ALL_IN_ONE
from aftalegen.records.project import Project
from tests.reading_back import Said, expected_blocks

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Product:
    """One annex: its files, and the blocks that they must say."""

    docx: Path
    pdf: Path
    expected: list[Said]


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong in a file; "" where it is not about one."""

    file: str
    fault: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one judge says: what it looked at, and what it found."""

    judge: str
    figures: str
    findings: tuple[Finding, ...]


def built(folder: Path) -> tuple[Product, ...]:
    """Every annex of the project, its files written to `folder` as a person would do it."""
    command = [sys.executable, "-m", "aftalegen", "build", "--out", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"the build failed ({done.returncode}): {done.stderr[-2000:]}")
    project = Project(ROOT)
    builder = Builder(project)
    products = []
    for selection in project.select((), None, None).annexes:
        document = builder.annex_document(selection)
        stem = folder / selection.bundle.key / document.file_name
        docx, pdf = (stem.with_name(f"{stem.name}.{ending}") for ending in ("docx", "pdf"))
        products.append(Product(docx, pdf, expected_blocks(document)))
    written = {file for file in folder.rglob("*") if file.suffix in (".docx", ".pdf")}
    promised = {file for product in products for file in (product.docx, product.pdf)}
    if not products or written != promised:
        raise RuntimeError(f"not as promised: {sorted(map(str, written ^ promised))}")
    return tuple(products)


def first_few(findings: Sequence[str], most: int = 4) -> list[str]:
    """Findings of one file, shortened where they are many."""
    more = [f"… and {len(findings) - most} more"] if len(findings) > most else []
    return [*findings[:most], *more]


def laid_out(folder: Path) -> tuple[Product, ...]:
    """What a bundle has besides its annexes: the index, and all annexes as one PDF.

    Their words are those of the annexes and the index, so they are not compared here.
    """
    command = (sys.executable, "-m", "aftalegen", "bundle", "midtjylland", "--one-pdf")
    done = subprocess.run([*command, "--out", str(folder)], cwd=ROOT, capture_output=True)
    if done.returncode:
        raise RuntimeError(f"the bundle failed: {done.stderr.decode()[-2000:]}")
    index = folder / f"{NAME}.docx"
    return (
        Product(index, folder / f"{NAME}.pdf", []),
        Product(index, folder / ALL_IN_ONE, []),
    )
