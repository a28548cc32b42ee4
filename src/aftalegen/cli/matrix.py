"""`aftalegen matrix`: what each body decided about each agreement, and who is next, by when."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Annotated

from aftalegen.build.formats import in_house_style
from aftalegen.cli import completion, console, options
from aftalegen.cli.declaring import option
from aftalegen.cli.lines import Line, Row, Words, as_text
from aftalegen.cli.writing import day_named, format_for, show_or_write
from aftalegen.editions.status import statuses
from aftalegen.proceedings.matrix import (
    HEADINGS,
    Matrix,
    MatrixRow,
    approval_matrix,
    told_together,
)
from aftalegen.proceedings.matrix_files import (
    TITLE,
    matrix_csv,
    matrix_document,
    matrix_xlsx,
    summary,
)
from aftalegen.records.finding import find_project
from aftalegen.records.project import Project
from aftalegen.words.danish import capitalized
from aftalegen.words.faults import DONE

SHAPES = ("table", "xlsx", "docx", "pdf", "html", "csv")


def matrix(
    who: options.Who = None,
    date: Annotated[
        str | None, option("DATE", "The day to tell about, as 2026-03-19; today if not given.")
    ] = None,
    format: Annotated[
        str | None,
        option(
            "FORMAT",
            "table, xlsx, docx, pdf, html or csv; table if not given.",
            completion.words(*SHAPES),
        ),
    ] = None,
    out: options.OutFile = None,
    project: options.Folder = None,
) -> int:
    """Show or write the matrix; returns the exit code."""
    shape = format_for(format, out, SHAPES, "table")
    opened = Project(find_project(project))
    selected = opened.select(tuple(who or ()), None, None)
    status = statuses(opened, selected.annexes, day_named(date))
    found = [approval_matrix(opened, one) for one in status]
    usual, data = opened.folder / "output" / TITLE, partial(_data, found, shape, opened)
    show_or_write(shape, out, usual, (line for one in found for line in _lines(one)), data)
    errors = [*selected.errors, *(error for one in status for error in one.errors)]
    return console.errors(errors, opened.folder) if errors else DONE


def _data(found: Sequence[Matrix], shape: str, project: Project) -> bytes:
    match shape:
        case "xlsx":
            return matrix_xlsx(found)
        case "csv":
            return matrix_csv(found)
        case "table":
            return as_text(line for one in found for line in _lines(one))
        case _:
            return in_house_style(matrix_document(found), shape, project)


def _lines(found: Matrix) -> Iterator[Line]:
    yield Line(((found.status.bundle.record.title, "bold"),))
    yield Line(summary(found))
    for line in told_together(found.needed):
        yield Line(capitalized(line))
    yield Row("; ".join(HEADINGS), cells=tuple(((heading, "bold"),) for heading in HEADINGS))
    yield from map(_row, found.rows)


def _row(row: MatrixRow) -> Row:
    """An agreement: in a pipe its parts one below the other, on a screen beside each other."""
    name, *parts = row.cells()
    told = [name.replace("\n", ": ")]
    told += [f"  {line}" for part in parts if part != "–" for line in part.split("\n")]
    cells: tuple[Words, ...] = (((name, ""),), *(((part, _colour(part)),) for part in parts))
    return Row("\n".join(told), cells=cells)


def _colour(part: str) -> str:
    return "red" if "faldet" in part or "ekstraordinært møde senest" in part else ""
