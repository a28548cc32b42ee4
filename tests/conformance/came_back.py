"""FIKTIV: what is written about what came back: Bilag 4, a letter to each party, the list."""

from pathlib import Path

from aftalegen.negotiation.answers import answer_letters
from aftalegen.negotiation.feedback import TITLE, feedback_document
from aftalegen.negotiation.issue_list import issues_document
from aftalegen.negotiation.rows import Asked, issues_of
from aftalegen.records.project import Project
from tests.conformance.case_files import run
from tests.conformance.products import Product
from tests.conftest import SmallProject
from tests.negotiation.register import fill
from tests.proofs import proof_of
from tests.reading_back import expected_blocks

BUNDLE, LIST = "midtbundt", "Forslag"
BY = ("--by", "Styregruppen", "--on", "2026-04-09", "--write")
DECIDED = (
    ("nordby-01", "--same", "--state", "accepted-all", "--answer", "Det kan ske sjældnere.", *BY),
    ("nordby-02", "--state", "rejected", "--answer", "Rammen følger det, der bruges i dag.", *BY),
)


def came_back(folder: Path) -> tuple[Product, ...]:
    """The documents of a small register, written as a person would do it."""
    small = SmallProject(folder / "came back")
    fill(small)
    for words in DECIDED:
        run(small.folder, "decide", *words)
    for form in ("docx", "pdf"):
        run(small.folder, "feedback", BUNDLE, "--out", str(folder / f"{TITLE}.{form}"))
        run(small.folder, "proposals", "--out", str(folder / f"{LIST}.{form}"))
        run(small.folder, "answer", "--format", form, "--out", str(folder))
    project = Project(small.folder)
    found = issues_of(project, Asked((BUNDLE,)), proof_of(project, stage="draft").documents)
    models = {letter.file_name: letter for letter in answer_letters(found, project)}
    if len(models) != 2:
        raise RuntimeError(f"{len(models)} letters instead of 2")
    models[TITLE] = feedback_document(found, project, None)
    models[LIST] = issues_document(issues_of(project, Asked(())), project)
    return tuple(
        Product(folder / f"{name}.docx", folder / f"{name}.pdf", expected_blocks(model))
        for name, model in models.items()
    )
