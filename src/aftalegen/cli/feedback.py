"""`aftalegen feedback`: what the municipalities said after their councils, as an annex."""

from typing import Annotated

from aftalegen.build.formats import in_house_style
from aftalegen.checks.proof import Refused
from aftalegen.cli import completion, console, options
from aftalegen.cli.declaring import option
from aftalegen.cli.ways_out import Because, Despite, asked, refused, tell_what_is_wrong
from aftalegen.cli.writing import format_for, write
from aftalegen.editions.despite import remember
from aftalegen.negotiation.feedback import (
    TITLE,
    feedback_document,
    feedback_xlsx,
    named_reference,
)
from aftalegen.negotiation.rows import Asked, issues_of
from aftalegen.records.finding import find_project
from aftalegen.records.project import Project
from aftalegen.words.language import plural

SHAPES = ("docx", "pdf", "html", "xlsx")


def feedback(
    bundle: options.Bundle,
    reference: options.Reference = None,
    task: options.Task = None,
    format: Annotated[
        str | None,
        option("FORMAT", "docx, pdf, html or xlsx; docx if not given.", completion.words(*SHAPES)),
    ] = None,
    out: options.OutFile = None,
    despite: Despite = None,
    because: Because = None,
    project: options.Folder = None,
) -> int:
    """Write the annex; returns the exit code."""
    shape = format_for(format, out, SHAPES, "docx")
    opened = Project(find_project(project))
    who = (opened.bundle_key(bundle),)
    selected = opened.select(who, task, None)
    proof = asked(opened, selected, "draft", despite=despite, because=because, formats=())
    if isinstance(proof, Refused):
        return refused(proof, opened.folder)
    found = issues_of(opened, Asked(who, task=task), proof.documents)
    (key, *_more) = opened.municipalities((reference,)) if reference else (None,)
    named = named_reference(opened, key)
    made = feedback_xlsx(found, opened, named) if shape == "xlsx" else in_house_style(
        feedback_document(found, opened, named), shape, opened
    )  # fmt: skip
    write(out or opened.folder / "output" / f"{TITLE}.{shape}", made)
    remember(opened, proof, "feedback")
    tell_what_is_wrong(proof, opened.folder)
    console.talk(plural("{n} wish", "{n} wishes", len(found.issues)))
    return console.errors(found.errors, opened.folder)
