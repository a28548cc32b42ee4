"""Documents for tests, built in one place: small ones part by part, and the shipped annexes."""

from functools import cache
from typing import Any

from aftalegen.build.builder import Builder
from aftalegen.document.nodes import (
    Document,
    Fact,
    Field,
    Inlines,
    Item,
    Items,
    Paragraph,
    Row,
    Section,
    Table,
    Text,
)
from aftalegen.document.numbering import numbered
from aftalegen.records.project import Project
from tests.conftest import ROOT

# --- small ones -------------------------------------------------------------------------------


def words(text: str) -> Inlines:
    return (Text(text),)


def paragraph(text: str) -> Paragraph:
    return Paragraph(words(text))


def fact(label: str, value: str) -> Fact:
    return Fact(label, words(value))


def items(*texts: str) -> Items:
    return Items(True, tuple(Item(words(text)) for text in texts))


def table(*rows: tuple[str, ...]) -> Table:
    """Rows under a header of as many equal columns, without a caption."""
    columns = len(rows[0])
    header = Row((words("kolonne"),) * columns)
    widths = (100 // columns,) * columns
    cells = tuple(Row(tuple(words(cell) for cell in row)) for row in rows)
    return Table((), ("left",) * columns, widths, header, cells)


AMOUNTS = Table(
    caption=words("Betaling"),
    align=("left", "right"),
    widths=(70, 30),
    header=Row((words("Hvad"), words("Beløb"))),
    rows=(Row((words("Løn"), (Field("4.422.000 kr."),))),),
)
"""A table with a caption, a column of amounts and a merged value."""


def section(key: str, *blocks: object, **more: Any) -> Section:
    """A section whose title is its key, unless `title` says another."""
    return Section(key, more.pop("title", words(key)), blocks, **more)  # type: ignore[arg-type]


def document(*sections: Section, **more: Any) -> Document:
    """An agreement of these sections, without numbers."""
    usual: dict[str, Any] = {
        "key": "aftale",
        "file_name": "Aftale",
        "title": words("Aftale"),
        "subtitle": (),
        "facts": (),
        "edition": "V20260319",
        "edition_date": "2026-03-19",
        "author": "Region Midtjylland",
        "contents": True,
        "draft": "",
    }
    return Document(**{**usual, **more}, sections=sections)


def agreement(*sections: Section, **more: Any) -> Document:
    """As `document`, with its numbers, labels and references."""
    return numbered(document(*sections, **more))


def saying(value: str) -> Document:
    """A numbered document that says a value wherever a value may stand."""
    merged: Inlines = (Text("før "), Field(value), Text(" efter"))
    inner = Items(ordered=True, items=(Item(merged), Item(merged)))
    values = Table(
        caption=merged,
        align=("left", "right"),
        widths=(60, 40),
        header=Row((words("Hvad"), merged)),
        rows=(Row((merged, merged)),),
    )
    blocks = (Paragraph(merged), Items(ordered=True, items=(Item(merged, inner),)), values)
    under = section("under", title=merged, level=2)
    return agreement(
        section("foerste", *blocks, title=merged),
        section("plan", under, title=merged, appendix=True),
        file_name="aftale",
        title=merged,
        subtitle=merged,
        facts=(Fact("Værdi", merged),),
        draft="UDKAST",
    )


# --- the shipped ones -------------------------------------------------------------------------


@cache
def builder() -> Builder:
    """Templates and records of the shipped project, read once."""
    return Builder(Project(ROOT))


@cache
def annex(municipality: str, name: str) -> Document:
    """The annex of a municipality whose file name begins so."""
    made = builder()
    annexes = made.project.select((municipality,), None, None).annexes
    (found,) = (d for d in map(made.annex_document, annexes) if d.file_name.startswith(name))
    return found
