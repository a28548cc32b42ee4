"""`aftalegen answer`: a letter to each party with what it wished and what was answered."""

from aftalegen.build.formats import formats_named, in_house_style
from aftalegen.checks.proof import Refused
from aftalegen.cli import console, options
from aftalegen.cli.ways_out import Because, Despite, asked, refused, tell_what_is_wrong
from aftalegen.cli.writing import write
from aftalegen.editions.despite import remember
from aftalegen.negotiation.answers import answer_letters
from aftalegen.negotiation.rows import Asked, issues_of
from aftalegen.records.finding import find_project
from aftalegen.records.project import Project
from aftalegen.words.language import _, plural


def answer(
    who: options.Who = None,
    task: options.Task = None,
    format: options.MarkedFormats = "docx",
    out: options.Out = None,
    despite: Despite = None,
    because: Because = None,
    project: options.Folder = None,
) -> int:
    """Write the letters; returns the exit code."""
    formats = formats_named(format)
    opened = Project(find_project(project))
    selected = opened.select(tuple(who or ()), task, None)
    proof = asked(opened, selected, "draft", despite=despite, because=because, formats=())
    if isinstance(proof, Refused):
        return refused(proof, opened.folder)
    found = issues_of(opened, Asked(tuple(who or ()), task=task), proof.documents)
    letters = answer_letters(found, opened)
    for letter in letters:
        for one in formats:
            path = (out or opened.folder / "output") / f"{letter.file_name}.{one}"
            write(path, in_house_style(letter, one, opened))
    if letters:
        remember(opened, proof, "answer")
        tell_what_is_wrong(proof, opened.folder)
    undecided = sum(row.proposal.state == "new" for row in found.rows)
    if undecided:
        console.warning(
            plural("{n} proposal is not decided", "{n} proposals are not decided", undecided)
        )
    if not letters:
        console.talk(_("nothing has come back"))
    return console.errors(found.errors, opened.folder)
