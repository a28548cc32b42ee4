"""The approval matrix as a Document, as a workbook and as CSV: the same rows."""

from collections.abc import Sequence

from aftalegen.document import nodes as n
from aftalegen.document.numbering import numbered
from aftalegen.document.walk import worded
from aftalegen.proceedings.matrix import (
    HEADINGS,
    LINE_COLUMNS,
    Matrix,
    agendas,
    line_cells,
    told_together,
)
from aftalegen.template.tables import column_widths
from aftalegen.words import danish
from aftalegen.words.language import in_danish
from aftalegen.writers.delimited import delimited_csv
from aftalegen.writers.sheet import Table, tables_xlsx

TITLE = "Godkendelsesmatrix"


def matrix_document(found: Sequence[Matrix]) -> n.Document:
    """A section for each bundle: how far it is, the matrix, and the deadlines."""
    status = found[0].status
    record = status.bundle.record
    return numbered(
        n.Document(
            key="godkendelsesmatrix",
            file_name=TITLE,
            title=worded(TITLE),
            subtitle=worded(f"Pr. {danish.long_date(status.today)}"),
            facts=(),
            edition=record.edition,
            edition_date=status.today.isoformat(),
            author="Aftalegen",
            contents=False,
            draft="",
            cover=False,
            sections=tuple(map(_section, found)),
        )
    )


def _section(found: Matrix) -> n.Section:
    bundle = found.status.bundle
    blocks: list[n.Block] = [n.Paragraph(worded(summary(found)))]
    with in_danish():
        told = [danish.capitalized(line) for line in told_together(found.needed)]
    lines = tuple(n.Item(worded(line)) for line in told)
    if lines:
        blocks.append(n.Items(False, lines))
    caption = "Hvad organerne har besluttet, og hvad der er næste skridt"
    rows = [row.cells() for row in found.rows]
    blocks.append(_table(caption, HEADINGS, rows))
    late = tuple(n.Item(worded(line)) for line in agendas(found))
    if late:
        blocks += [n.Paragraph(worded("Om dagsordener:")), n.Items(False, late)]
    if found.status.deadlines:
        headings = ("Dag", "Hvad", "Mangler godkendelse")
        blocks.append(_table("Frister", headings, deadlines(found)))
    return n.Section(danish.ascii_key(bundle.key), worded(bundle.record.title), tuple(blocks))


def summary(found: Matrix) -> str:
    """How many agreements are approved, in which edition."""
    approved = sum(row.status.approved for row in found.rows)
    edition = found.status.bundle.record.edition
    return (
        f"{approved} af {len(found.rows)} aftaler er godkendt af begge parter i den tekst, der "
        f"gælder nu. Samlingens udgave er {edition}."
    )


def deadlines(found: Matrix) -> list[tuple[str, ...]]:
    """Each deadline: its day, what it is, and whose approval it lacks."""
    rows: list[tuple[str, ...]] = []
    for one in found.status.deadlines:
        lacking = f"{len(one.lacking)} af {one.asked}" if one.lacking else ""
        if one.lacking and len(one.lacking) < max(one.asked, 2):
            lacking += f": {danish.and_list(one.lacking)}"
        rows.append((danish.short_date(one.deadline.date), one.deadline.what, lacking or "–"))
    return rows


def _table(caption: str, headings: Sequence[str], lines: Sequence[Sequence[str]]) -> n.Table:
    header = n.Row(tuple(map(worded, headings)))
    rows = tuple(n.Row(tuple(map(worded, line))) for line in lines)
    left: n.Align = "left"
    widths = column_widths((header, *rows))
    return n.Table(worded(caption), (left,) * len(headings), widths, header, rows)


def matrix_xlsx(found: Sequence[Matrix]) -> bytes:
    """A sheet with the matrix, and one with a row for each body, to be filtered."""
    status = found[0].status
    widths = (26, 40, 40, 40, 50)
    wide = Table(
        "Matrix",
        tuple(zip(HEADINGS, widths, strict=True)),
        [row.cells() for one in found for row in one.rows],
    )
    bodies = Table("Organer", LINE_COLUMNS, [line for one in found for line in line_cells(one)])
    return tables_xlsx((wide, bodies), "aftalegen", status.today.isoformat())


def matrix_csv(found: Sequence[Matrix]) -> bytes:
    """A row for each body, as Excel in Danish opens it."""
    heads = [heading for heading, _width in LINE_COLUMNS]
    return delimited_csv(heads, [line for one in found for line in line_cells(one)])
