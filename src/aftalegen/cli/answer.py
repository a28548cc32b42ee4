"""`aftalegen answer`: a letter to each party with what it wished and what was answered."""

from typing import Annotated

from aftalegen.build.formats import SHOW_CHANGES, formats_named, in_house_style
from aftalegen.cli import completion, console, options
from aftalegen.cli.declaring import option
from aftalegen.cli.writing import write
from aftalegen.negotiation.answers import answer_letters
from aftalegen.negotiation.rows import Asked, issues_of
from aftalegen.records.finding import find_project
from aftalegen.records.project import Project
from aftalegen.words.language import _, plural


def answer(
    who: options.Who = None,
    task: options.Task = None,
    format: Annotated[
        str,
        option("FORMATS", "{formats}; several with a comma.", completion.words(*SHOW_CHANGES)),
    ] = "docx",
    out: options.Out = None,
    project: options.Folder = None,
) -> int:
    """Write the letters; returns the exit code."""
    formats = formats_named(format)
    opened = Project(find_project(project))
    found = issues_of(opened, Asked(tuple(who or ()), task=task))
    letters = tuple(answer_letters(found, opened))
    for letter in letters:
        for one in formats:
            path = (out or opened.folder / "output") / f"{letter.file_name}.{one}"
            write(path, in_house_style(letter, one, opened))
    undecided = sum(row.proposal.state == "new" for row in found.rows)
    if undecided:
        console.warning(
            plural("{n} proposal is not decided", "{n} proposals are not decided", undecided)
        )
    if not letters:
        console.talk(_("nothing has come back"))
    return console.errors(found.errors, opened.folder)
