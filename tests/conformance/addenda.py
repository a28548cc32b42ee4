"""The addenda of every agreement that changed between two states of the case, as products."""

import subprocess
import sys
from pathlib import Path

from aftalegen.build.builder import Builder
from aftalegen.editions.addendum import addendum_to, amended, has_addendum
from aftalegen.editions.edition import load_edition
from aftalegen.records.project import Project
from tests.conformance.products import Product
from tests.conformance.redlines import BUNDLE, STATES
from tests.proofs import proof_of
from tests.reading_back import expected_blocks

BEFORE = STATES[0][1]


def addenda(folder: Path, out: Path) -> tuple[Product, ...]:
    """The addenda from the first state to the last, on the project that `redlined` left."""
    command = (
        "addendum",
        BUNDLE,
        "--from",
        BEFORE,
        "--unsigned",
        "--out",
        str(out),
        "--project",
        str(folder),
    )
    done = subprocess.run([sys.executable, "-m", "aftalegen", *command], capture_output=True)
    if done.returncode:
        raise RuntimeError(f"addendum failed: {done.stderr.decode()[-1000:]}")
    project = Project(folder)
    builder, edition = Builder(project), load_edition(project, BUNDLE, BEFORE)
    documents = {document.key: document for document in edition.documents}
    proof, products = proof_of(project, BUNDLE, beside=addendum_to(documents)), []
    for selection in project.select((BUNDLE,), None, None).annexes:
        if not has_addendum(builder, selection):
            continue
        found = amended(project, proof, selection)
        assert found is not None
        stem = out / BUNDLE / "Tillægsaftaler" / found.addendum.file_name
        docx, pdf = (stem.with_name(f"{stem.name}.{ending}") for ending in ("docx", "pdf"))
        products.append(Product(docx, pdf, expected_blocks(found.addendum)))
    if len(products) != 19:
        raise RuntimeError(f"{len(products)} addenda instead of 19")
    return tuple(products)
