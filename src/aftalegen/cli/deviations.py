"""`aftalegen deviations`: opens, gathers, tells."""

from typing import Annotated

import typer

from aftalegen.build.formats import in_house_style
from aftalegen.build.register import OutputFolder
from aftalegen.cli import console, options
from aftalegen.cli.completion import names_of, words
from aftalegen.desk.deviations.gather import Deviations, deviations_of
from aftalegen.desk.deviations.show import deviation_document, deviation_lines, deviation_xlsx
from aftalegen.records.project import Project, find_project
from aftalegen.words.faults import DONE, Errors, UsageError, did_you_mean
from aftalegen.words.language import _, later, plural

SHAPES = ("table", "docx", "xlsx")


def deviations(
    who: options.Who = None,
    reference: Annotated[
        str | None,
        typer.Option(
            metavar=later("MUNICIPALITY"),
            help=later("The municipality that the others are compared with."),
            autocompletion=names_of("municipalities"),
        ),
    ] = None,
    format: Annotated[
        str,
        typer.Option(
            metavar=later("FORMAT"),
            help=later("table, docx or xlsx."),
            autocompletion=words(*SHAPES),
        ),
    ] = "table",
    out: options.OutFile = None,
    project: options.Folder = None,
) -> int:
    """Show or write who deviates where; returns the exit code."""
    if format not in SHAPES:
        message = _("the format «{name}» is not known").format(name=format)
        raise UsageError("unknown-format", message, None, did_you_mean(format, SHAPES))
    opened = Project(find_project(project))
    found = deviations_of(opened, tuple(who or ()), reference)
    if format == "table" and out is None:
        for line in deviation_lines(found):
            console.result(line)
    else:
        path = out or opened.folder / "output" / f"Afvigelser.{format}"
        folder = OutputFolder(path.parent)
        written = folder.write(path.name, _data(found, format, opened))
        folder.close()
        console.kept_aside(written)
        console.path(written.path)
    console.talk(plural("{n} place", "{n} places", len(found.places)))
    if not found.errors:
        return DONE
    together = Errors(found.errors)
    console.errors(together.errors, opened.folder, {})
    return together.exit_code


def _data(found: Deviations, format: str, project: Project) -> bytes:
    """The deviations in a format, as bytes."""
    match format:
        case "docx":
            return in_house_style(deviation_document(found), "docx", project)
        case "xlsx":
            return deviation_xlsx(found)
        case _:
            return ("\n".join(deviation_lines(found)) + "\n").encode()
