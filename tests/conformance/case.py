"""What is made of the political case, beside what its model says."""

from datetime import date
from pathlib import Path

from aftalegen.editions.status import statuses
from aftalegen.proceedings.matrix import approval_matrix
from aftalegen.proceedings.matrix_files import TITLE, matrix_document
from aftalegen.records.project import Project
from tests.conformance.case_files import run
from tests.conformance.products import Product
from tests.reading_back import expected_blocks

DAY = "2026-03-19"


def case_documents(place: Path, folder: Path) -> tuple[Product, ...]:
    """The approval matrix of a project, written as a person would do it."""
    docx, pdf = (folder / f"{TITLE}.{ending}" for ending in ("docx", "pdf"))
    for path in (docx, pdf):
        run(place, "matrix", "--date", DAY, "--out", str(path))
    project = Project(place)
    found = statuses(project, project.select((), None, None).annexes, date.fromisoformat(DAY))
    document = matrix_document([approval_matrix(project, one) for one in found])
    return (Product(docx, pdf, expected_blocks(document)),)
