"""`aftalegen requirements`: what agreements must live up to, and whether they do."""

from collections.abc import Iterator
from functools import partial
from textwrap import wrap
from typing import Annotated

from aftalegen.build.formats import in_house_style
from aftalegen.checks.judged import told
from aftalegen.checks.proof import Proof, Refused
from aftalegen.cli import completion, console, options
from aftalegen.cli.declaring import option
from aftalegen.cli.lines import Line, Row, as_text
from aftalegen.cli.ways_out import (
    Because,
    Despite,
    asked,
    nothing_to_pass,
    refused,
    tell_what_is_wrong,
)
from aftalegen.cli.writing import day_named, format_for, show_or_write
from aftalegen.editions.despite import remember
from aftalegen.proceedings.requirements import ANSWERS, Answered, Group, Matrix, answered
from aftalegen.proceedings.requirements import Line as Answers
from aftalegen.proceedings.requirements_files import (
    place_words,
    requirements_json,
    requirements_xlsx,
)
from aftalegen.proceedings.requirements_letter import TITLE, requirements_letter
from aftalegen.records.finding import find_project
from aftalegen.records.project import Project
from aftalegen.words.danish import short_date
from aftalegen.words.language import _, plural

SHAPES = ("table", "docx", "pdf", "xlsx", "json")
LETTERS = ("docx", "pdf", "xlsx")
"""What goes out of the house; the others are told."""
COLOURS = {"met": "green", "lacking": "red", "deviates": "yellow"}
WIDTH = 80
MOST_PLACES = 3


def requirements(
    who: options.Who = None,
    set: Annotated[
        str | None,
        option(
            "SET",
            "Only this set; those that apply if not given.",
            completion.names_of("requirements"),
        ),
    ] = None,
    format: Annotated[
        str | None,
        option(
            "FORMAT",
            "table, docx, pdf, xlsx or json; table if not given.",
            completion.words(*SHAPES),
        ),
    ] = None,
    date: Annotated[
        str | None, option("DATE", "The day to tell about, as 2026-03-19; today if not given.")
    ] = None,
    out: options.OutFile = None,
    despite: Despite = None,
    because: Because = None,
    project: options.Folder = None,
) -> int:
    """Tell or write the answers; returns the exit code."""
    shape = format_for(format, out, SHAPES, "table")
    if shape not in LETTERS:
        nothing_to_pass(despite, because)
    opened = Project(find_project(project))
    found = answered(opened, tuple(who or ()), set, day_named(date))
    proof: Proof | None = None
    if shape in LETTERS and found.matrices:
        made = asked(opened, found.selected, "draft", despite=despite, because=because, formats=())
        if isinstance(made, Refused):
            return refused(made, opened.folder)
        proof = made
    if not found.matrices:
        console.talk(_("no set of requirements applies; they stand in data/requirements/"))
    else:
        usual, data = opened.folder / "output" / TITLE, partial(_data, found, shape, opened)
        show_or_write(shape, out, usual, _lines(found), data)
    if proof:
        remember(opened, proof, "requirements")
        tell_what_is_wrong(proof, opened.folder)
    if found.matrices:
        console.talk(", ".join(_counts(found)))
    return console.errors(found.errors, opened.folder)


def _data(found: Answered, shape: str, project: Project) -> bytes:
    match shape:
        case "docx" | "pdf":
            return in_house_style(requirements_letter(found, project), shape, project)
        case "xlsx":
            return requirements_xlsx(found)
        case "json":
            return (requirements_json(found) + "\n").encode()
        case _:
            return as_text(_lines(found))


def _lines(found: Answered) -> Iterator[Line]:
    """The answers by set, and the duties that come again."""
    for matrix in found.matrices:
        yield Line(((f"{matrix.known.key}: {matrix.known.record.title}", "bold"),))
        yield from _answers(matrix)
    if found.duties:
        yield Line(_("Duties that come"))
    for duty in found.duties:
        day = short_date(duty.due) if duty.due else _("no date")
        late = _(" (overdue)") if duty.overdue else ""
        yield Row(
            f"  {day}  {duty.what}{late}",
            cells=(day, ((duty.what, ""), (late, "red"))),
            indent=2,
        )


def _answers(matrix: Matrix) -> Iterator[Line]:
    for line in matrix.lines:
        for group in line.groups:
            yield from _answer(line, group)


def _answer(line: Answers, group: Group) -> Iterator[Line]:
    """An answer, what is required, and of whom it is so, why and where."""
    one, colour = line.requirement.record, COLOURS.get(group.answer, "")
    whose = _("all") if len(line.groups) == 1 else ", ".join(group.names)
    why = "; ".join(dict.fromkeys(told(seen, _) for seen in group.seen))
    where = [place_words(place) for place in group.places[:MOST_PLACES]]
    if len(group.places) > MOST_PLACES:
        left = len(group.places) - MOST_PLACES
        where.append(plural("and {n} place more", "and {n} places more", left))
    level = _(" (advice)") if one.level == "advice" else ""
    yield Line(((f"  {_(ANSWERS[group.answer])}", colour), (f": {one.key}{level}", "")))
    for text in (one.what, f"{whose}: {why}", *where):
        yield from (Line(f"    {part}") for part in _broken(text))


def _broken(text: str) -> list[str]:
    """A text in lines; a place is never broken."""
    return wrap(text, WIDTH - 4, break_on_hyphens=False, break_long_words=False)


def _counts(found: Answered) -> Iterator[str]:
    for answer, number in found.counted.items():
        yield f"{number} {_(ANSWERS[answer])}"
