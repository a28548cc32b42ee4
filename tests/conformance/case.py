"""What is made of the political case, beside what its model says."""

import subprocess
import sys
from datetime import date
from pathlib import Path

from aftalegen.editions.status import statuses
from aftalegen.proceedings.matrix import approval_matrix
from aftalegen.proceedings.matrix_files import TITLE, matrix_document
from aftalegen.records.project import Project
from tests.conformance.products import ROOT, Product
from tests.reading_back import expected_blocks

DAY = "2026-03-19"


def case_documents(folder: Path) -> tuple[Product, ...]:
    """The approval matrix, written as a person would do it."""
    for ending in ("docx", "pdf"):
        command = [sys.executable, "-m", "aftalegen", "matrix", "--date", DAY]
        out = folder / f"{TITLE}.{ending}"
        done = subprocess.run([*command, "--out", str(out)], cwd=ROOT, capture_output=True)
        if done.returncode:
            raise RuntimeError(f"the matrix failed: {done.stderr.decode()[-2000:]}")
    project = Project(ROOT)
    found = statuses(project, project.select((), None, None).annexes, date.fromisoformat(DAY))
    document = matrix_document([approval_matrix(project, one) for one in found])
    files = (folder / f"{TITLE}.docx", folder / f"{TITLE}.pdf")
    return (Product(*files, expected_blocks(document)),)
