"""`aftalegen receive`: what was changed in Word files that came back; kept when asked to."""

import datetime
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from aftalegen.build.act import alone, carry_out
from aftalegen.build.formats import require_format
from aftalegen.cli import completion, console, options
from aftalegen.cli.declaring import argument, flag, option
from aftalegen.cli.edits_told import edit_lines
from aftalegen.cli.said import said_lines
from aftalegen.cli.writing import day_named
from aftalegen.negotiation.arrived import Arrived, arrived
from aftalegen.negotiation.base import Named
from aftalegen.negotiation.converting import opened_or_converted
from aftalegen.negotiation.for_programs import received_json
from aftalegen.negotiation.kept import Books, Kept
from aftalegen.negotiation.opening import opened as as_it_is
from aftalegen.negotiation.wishes import Wishes
from aftalegen.records.finding import find_project
from aftalegen.records.project import Project
from aftalegen.records.proposals import Register, registers_of
from aftalegen.words.danish import ascii_key
from aftalegen.words.faults import DONE, FINDINGS, Errors, UsageError
from aftalegen.words.language import _, plural
from aftalegen.words.place import visible

if TYPE_CHECKING:
    from aftalegen.negotiation.minutes import Said

SHAPES = ("text", "json")


def receive(
    file: Annotated[
        list[Path] | None, argument("FILE", "Word files, workbooks, a folder or a zip with some.")
    ] = None,
    municipality: Annotated[
        str | None,
        option(
            "MUNICIPALITY",
            "Whose the file is, where it does not say it.",
            completion.names_of("municipalities"),
        ),
    ] = None,
    task: options.Task = None,
    edition: Annotated[
        str | None,
        option("EDITION", "What was edited, where the file does not say it.", completion.editions),
    ] = None,
    write: Annotated[bool, flag("--write", "Write the proposals to data/proposals/.")] = False,
    date: Annotated[
        str | None, option("DATE", "The day they came, as 2026-03-19; today if not given.")
    ] = None,
    convert: Annotated[
        bool, flag("--convert", "Let LibreOffice make Word files of .doc, .odt and .rtf.")
    ] = False,
    jobs: options.Jobs = None,
    output: Annotated[str, option("FORMAT", "text, json.", completion.words(*SHAPES))] = "text",
    project: options.Folder = None,
) -> int:
    """Tell every edit and where its words are written; exit code 1: there are some, not kept."""
    require_format(output, SHAPES)
    if not file:
        hint = "aftalegen receive aftale.docx"
        raise UsageError("nothing-asked", _("which files came back?"), None, hint)
    day = day_named(date)
    opened = Project(find_project(project))
    named = Named(municipality and ascii_key(municipality), task, edition)
    with alone(opened.folder) if write else nullcontext():
        as_word = opened_or_converted if convert else as_it_is
        came = arrived(opened, file, named, as_word, jobs)
        registers, wrong = registers_of(opened)
        wishes = Wishes(opened, zip(came.found, came.asked, strict=True), registers)
        new = _new(opened, registers, came)
        if output == "json":
            console.result(received_json(came.found, wishes, new))
        else:
            console.results(line for one in came.found for line in edit_lines(one, wishes, opened))
            console.results(said_lines(came.said, new))
        if write:
            if wrong:
                raise Errors(wrong)  # ids that cannot be read could be given again
            books = _with_what_came(Books(opened, registers), came, new, day)
            _write(books.kept, opened)
        elif new or any(one.proposals for one in came.found):
            console.talk(_("nothing was written; write it with: --write"))
    if came.errors:
        return console.errors(came.errors, opened.folder)
    nothing_new = not new and all(one.nothing_changed for one in came.found)
    return DONE if write or nothing_new else FINDINGS


def _with_what_came(
    books: Books, came: Arrived, new: "Sequence[Said]", day: datetime.date
) -> Books:
    """The registers with every edit of the files, and what workbooks say that is new."""
    for one in came.found:
        books.put_edits(one, day)
    for said in new:
        books.put_said(said)
    return books


def _new(project: Project, registers: Sequence[Register], came: Arrived) -> "tuple[Said, ...]":
    """What is new in workbooks; without one, what reads them is not loaded."""
    if not came.said:
        return ()
    from aftalegen.negotiation.minutes import new_ones

    return new_ones(project, registers, came.said)


def _write(books: Sequence[Kept], project: Project) -> None:
    """Write the registers, all or none, and tell what is new in each."""
    carry_out(project.folder, [book.change(project.folder) for book in books if book.text])
    for book in books:
        for name in book.known:
            console.talk(_("{file} had been read before").format(file=visible(name)))
        for id in book.gone:
            console.warning(_("{id} is not in the later file; is it withdrawn?").format(id=id))
        if book.text:
            console.result(book.file)
    new = sum(len(book.ids) for book in books)
    console.summary(plural("{n} new proposal", "{n} new proposals", new))
