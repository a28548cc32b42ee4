"""`aftalegen item`: the agenda item for a body that hears about agreements."""

from contextlib import closing
from typing import Annotated

from aftalegen.build.formats import formats_named, in_house_style
from aftalegen.build.made_of import inputs_of
from aftalegen.build.register import OutputFolder
from aftalegen.cli import console, options
from aftalegen.cli.about_cases import Body, Meeting, proved_cases
from aftalegen.cli.declaring import flag
from aftalegen.cli.ways_out import Because, Despite, tell_what_is_wrong
from aftalegen.cli.writing import day_named
from aftalegen.document.walk import missing_fields
from aftalegen.editions.despite import remember
from aftalegen.proceedings.case import AskedCase
from aftalegen.records.finding import find_project
from aftalegen.records.project import Project
from aftalegen.words.faults import DONE
from aftalegen.words.language import _, plural


def item(
    who: options.Who = None,
    body: Body = None,
    date: Meeting = None,
    generic: Annotated[
        bool, flag("--generic", "One item for all municipalities, with placeholders.")
    ] = False,
    task: options.Task = None,
    format: options.Formats = "docx,pdf",
    out: options.Out = None,
    despite: Despite = None,
    because: Because = None,
    project: options.Folder = None,
    jobs: options.Jobs = None,
) -> int:
    """Write the items that were asked for; returns the exit code."""
    formats = formats_named(format)
    opened = Project(find_project(project))
    day = day_named(date) if date else None
    about = AskedCase(tuple(who or ()), task, body, day, generic)
    nothing = _("nothing was written: items are written all or none")
    found = proved_cases(opened, about, nothing, despite=despite, because=because, jobs=jobs)
    if isinstance(found, int):
        return found
    items = [document for _case, document in found.cases]
    files = [
        (f"{case.bundle.key}/{document.file_name}.{form}", document, form)
        for case, document in found.cases
        for form in formats
    ]
    made = [(name, in_house_style(doc, form, opened), doc) for name, doc, form in files]
    remember(opened, found.proof, "item")
    tell_what_is_wrong(found.proof, opened.folder)
    with closing(OutputFolder(out or opened.folder / "output")) as folder:
        for name, data, document in made:
            written = folder.write(name, data, inputs_of(document, opened.style))
            console.path(written.path)
            console.kept_aside(written)
    drafts = [document for document in items if document.draft]
    if drafts:
        missing = sum(len(missing_fields(document)) for document in drafts)
        message = _("{n} items are drafts; {missing} placeholders stand in them")
        console.warning(message.format(n=len(drafts), missing=missing))
    console.summary(
        plural("{n} item", "{n} items", len(items)), plural("{n} file", "{n} files", len(made))
    )
    return DONE
