"""`aftalegen receive`: what was changed in Word files that came back; kept when asked to."""

import datetime
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from aftalegen.build.act import alone, carry_out
from aftalegen.build.formats import require_format
from aftalegen.cli import completion, console, options
from aftalegen.cli.declaring import argument, flag, option
from aftalegen.cli.lines import Line
from aftalegen.cli.said import said_lines
from aftalegen.cli.writing import day_named
from aftalegen.negotiation.arrived import Arrived, arrived
from aftalegen.negotiation.base import Named
from aftalegen.negotiation.comments import Comment
from aftalegen.negotiation.converting import opened_or_converted
from aftalegen.negotiation.edits import Edit
from aftalegen.negotiation.for_programs import received_json
from aftalegen.negotiation.kept import Books, Kept
from aftalegen.negotiation.opening import opened as as_it_is
from aftalegen.negotiation.places import Place
from aftalegen.negotiation.printed import Printed
from aftalegen.negotiation.received import Proposal, Received
from aftalegen.negotiation.wishes import Wishes
from aftalegen.records.finding import find_project
from aftalegen.records.project import Project
from aftalegen.records.proposals import Register, registers_of
from aftalegen.words.danish import ascii_key
from aftalegen.words.faults import DONE, FINDINGS, AftalegenError, Errors, UsageError
from aftalegen.words.language import _, later, plural
from aftalegen.words.place import visible

if TYPE_CHECKING:
    from aftalegen.negotiation.minutes import Said

SHAPES = ("text", "json")
LONGEST, AROUND = 400, 40
"""Letters of one text that are told, and on each side of an edit; the whole is in the JSON."""


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
            console.results(line for one in came.found for line in _lines(one, wishes, opened))
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


# --- for people -------------------------------------------------------------------------------

_KINDS = {
    "changed": later("changed"),
    "added": later("added"),
    "removed": later("removed"),
    "moved": later("moved"),
    "split": later("a paragraph was split"),
    "joined": later("a paragraph was joined with the next"),
    "undone": later("put in, and taken out again"),
    "comment": later("comment"),
}
_ORIGINS = {
    "deviation": later("the municipality's own deviation"),
    "title-page": later("the title page"),
    "follows": later("follows from the rest of the text"),
    "not-ours": later("not ours"),
}


def _lines(one: Received, wishes: Wishes, project: Project) -> Iterator[Line]:
    yield Line(((visible(one.file.name), "bold"),))
    yield Line(f"  {_whose(one, project)}")
    if one.file.converted_by:
        told = _("converted by {program}, which does not tell all that another file says")
        yield Line("  " + told.format(program=visible(one.file.converted_by)))
    elif one.file.saved_by:
        yield Line("  " + _("saved by {program}").format(program=visible(one.file.saved_by)))
    if one.proposals and one.base.tracked and not one.file.tracking:
        yield Line("  " + _("tracking was switched off when the file was saved"))
    if one.file.macros:
        yield Line("  " + _("the file has macros; they were not run"))
    for edge in one.beside.edges:
        silently = _("{kind} without tracking").format(kind=_("changed"))
        yield Line((("  " + _("Header or footer"), "bold"), (": ", ""), (silently, "bold red")))
        yield from _out_and_in(edge.was, edge.now)
    for proposal in one.proposals:
        yield from _proposal(one, proposal, wishes, project)
    for words in one.beside.words:
        yield Line("  " + _("beside the agreement: {words}").format(words=_short(words)), hang=6)
    yield Line(f"  {_counts(one)}")


def _whose(one: Received, project: Project) -> str:
    """The annex and the edition that were edited."""
    base, name = one.base, f"{_name(project, one.municipality)}, {one.task}"
    if base.state == "sent":
        return _(
            "{annex}: as it was sent out, not released; the project says something else now"
        ).format(annex=name)
    if base.state == "now":
        return _("{annex}: the text of the project as it is now, not released").format(annex=name)
    if base.later:
        told = _("{annex}: edition {edition}; the last one is {later}")
        return told.format(annex=name, edition=base.edition, later=base.later)
    return _("{annex}: edition {edition}").format(annex=name, edition=base.edition)


def _proposal(
    one: Received, proposal: Proposal, wishes: Wishes, project: Project
) -> Iterator[Line]:
    edit = proposal.edit
    kind = _(_KINDS[edit.kind])
    if not edit.tracked:
        kind = _("{kind} without tracking").format(kind=kind)
    look = "bold red" if not edit.tracked else "bold"
    by = f" ({_by(edit.edited.author, edit.edited.date)})" if edit.edited.author else ""
    yield Line(((f"  {_section(edit.sent)}", "bold"), (": ", ""), (kind, look), (by, "")))
    yield from _words(edit)
    if edit.to is not None:
        yield Line("    " + _("moved to: {section}").format(section=_section(edit.to)))
    for number, comment in enumerate(proposal.thread):
        yield _comment(comment, number, alone=edit.kind == "comment")
    places = ", ".join(dict.fromkeys(_place(place) for place in edit.places))
    if places:
        yield Line("    " + _("where: {places}").format(places=places), hang=6)
    if others := wishes.others(one, proposal):
        names = ", ".join(_name(project, key) for key in others)
        yield Line("    " + _("the same: {names}").format(names=names), hang=6)


def _words(edit: Edit) -> Iterator[Line]:
    if edit.kind == "comment":
        if edit.was:
            yield Line("    " + _("at: «{words}»").format(words=_short(edit.was)), hang=6)
        return
    if edit.kind in ("moved", "undone"):
        yield Line(f"    «{_short(edit.now or edit.was)}»", hang=6)
        return
    if edit.was.strip() or edit.now.strip():
        yield from _out_and_in(edit.was, edit.now)
    if edit.kind in ("changed", "split", "joined"):
        within = edit.within(AROUND)
        if within.strip() != edit.was.strip():
            yield Line("    " + _("in: «{words}»").format(words=_short(within)), hang=6)


def _out_and_in(was: str, now: str) -> Iterator[Line]:
    for sign, colour, words in (("-", "red", was), ("+", "green", now)):
        if words:
            yield Line(((f"    {sign} {_short(words)}", colour),), hang=6)


def _short(words: str) -> str:
    line = visible(" ".join(words.split()))
    return line if len(line) <= LONGEST else f"{line[:LONGEST]} …"


def _comment(comment: Comment, number: int, *, alone: bool) -> Line:
    told = _("comment") if number == 0 else _("answer")
    by = f" ({_by(comment.author, comment.date)})" if comment.author else ""
    resolved = _("resolved")
    done = f" [{resolved}]" if comment.done else ""
    lead = "    " if number == 0 and not alone else "    " + "  " * min(number, 1)
    return Line(f"{lead}{told}{by}{done}: {_short(comment.text)}", hang=6)


def _by(author: str, date: str) -> str:
    return " ".join(part for part in (visible(author), date[:10]) if part)


def _section(sent: Printed | None) -> str:
    """The section as people cite it; what stands above the first is the title page."""
    section = sent.section if sent else None
    if section is None:
        return _("Title page")
    title = "".join(getattr(inline, "text", " ") for inline in section.title)
    return f"{section.number} {title}".strip()


def _place(place: Place) -> str:
    words = _ORIGINS.get(place.origin)
    told = _(words) if words else ""
    if place.source is None:
        return told
    key = f" {place.source.key}" if place.source.key else ""
    return f"{told}{': ' if told else ''}{place.source.file}:{place.source.line}{key}"


def _name(project: Project, key: str) -> str:
    try:
        return project.municipality(key).record.name
    except AftalegenError:
        return key


def _counts(one: Received) -> str:
    """The last line of a file: what there is to answer, and what there is not."""
    if one.nothing_changed and not (one.looks or one.typography):
        return _("nothing changed")
    edits = [proposal.edit for proposal in one.proposals]
    kinds = Counter("comment" if edit.kind == "comment" else edit.tracked for edit in edits)
    parts = [
        plural("{n} edit without tracking", "{n} edits without tracking", kinds[False]),
        plural("{n} tracked edit", "{n} tracked edits", kinds[True]),
        plural("{n} comment alone", "{n} comments alone", kinds["comment"]),
    ]
    if one.looks:
        parts.append(plural("form changed in {n} place", "form changed in {n} places", one.looks))
    if one.typography:
        parts.append(
            plural(
                "{n} passage set otherwise by a program",
                "{n} passages set otherwise by a program",
                one.typography,
            )
        )
    return ", ".join(parts)
