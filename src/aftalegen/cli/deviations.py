"""`aftalegen deviations`: opens, gathers, tells."""

from collections.abc import Iterator
from functools import partial
from itertools import zip_longest
from textwrap import fill, wrap
from typing import Annotated

from aftalegen.build.formats import in_house_style
from aftalegen.cli import completion, console, options
from aftalegen.cli.declaring import option
from aftalegen.cli.lines import Line, Row, as_text
from aftalegen.cli.writing import format_for, show_or_write
from aftalegen.desk.deviations.gather import Deviations, deviations_of
from aftalegen.desk.deviations.places import Stance
from aftalegen.desk.deviations.show import deviation_document, deviation_xlsx, names_of
from aftalegen.records.finding import find_project
from aftalegen.records.project import Project
from aftalegen.words.language import _, plural

SHAPES = ("table", "docx", "xlsx")
WIDTH = 80


def deviations(
    who: options.Who = None,
    reference: options.Reference = None,
    format: Annotated[
        str | None,
        option("FORMAT", "table, docx or xlsx; table if not given.", completion.words(*SHAPES)),
    ] = None,
    out: options.OutFile = None,
    project: options.Folder = None,
) -> int:
    """Show or write who deviates where; returns the exit code."""
    shape = format_for(format, out, SHAPES, "table")
    opened = Project(find_project(project))
    found = deviations_of(opened, tuple(who or ()), reference)
    usual, data = opened.folder / "output" / "Afvigelser", partial(_data, found, shape, opened)
    show_or_write(shape, out, usual, deviation_lines(found), data)
    console.talk(plural("{n} place", "{n} places", len(found.places)))
    return console.errors(found.errors, opened.folder)


def _data(found: Deviations, format: str, project: Project) -> bytes:
    """The deviations in a format, as bytes."""
    match format:
        case "docx":
            return in_house_style(deviation_document(found), "docx", project)
        case "xlsx":
            return deviation_xlsx(found)
        case _:
            return as_text(deviation_lines(found))


def deviation_lines(found: Deviations) -> Iterator[Line]:
    """The deviations in 80 columns; on a screen as wide as it is."""
    if not found.places:
        yield Line(_("no municipality deviates from the common text"))
    for number, place in enumerate(found.places):
        if number:
            yield Line("")
        heading = f"{place.task}: {place.name}"
        yield Line(((fill(heading, WIDTH), "bold"),))
        for stance in place.stances:
            yield _row(names_of(found, stance), stance)


def _row(who: str, stance: Stance) -> Row:
    """Who, what they did, and the text of it with how it differs and who agreed it."""
    text = [
        *stance.text.split("\n"),
        *([f"[{stance.difference}]"] if stance.difference else []),
        *(f"({line})" for line in stance.agreed),
    ]
    names, what = 20, 12
    columns = (
        wrap(who, names),
        wrap(stance.what, what),
        [part for line in text for part in wrap(line, WIDTH - names - what - 6)],
    )
    lines = [
        f"  {a:<{names}}  {b:<{what}}  {c}".rstrip()
        for a, b, c in zip_longest(*columns, fillvalue="")
    ]
    return Row("\n".join(lines), cells=(who, stance.what, "\n".join(text)), indent=2)
