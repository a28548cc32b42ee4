"""The "Bilagsoversigt" of a bundle: one row an annex, as a Document and as a sheet."""

from collections.abc import Sequence
from typing import NamedTuple

from aftalegen.build.annex import BuiltAnnex
from aftalegen.checks.proof import Passed
from aftalegen.document.nodes import Document, Fact, Inlines, Row, Section, Table
from aftalegen.document.walk import plain, worded
from aftalegen.records.project import Project
from aftalegen.records.selected import BundleAnnex
from aftalegen.records.standing import PROGRESS_WORDS

NAME = "Bilagsoversigt"

COLUMNS = (
    ("Bilag", 8),
    ("Titel", 60),
    ("Opgave", 30),
    ("Kommune", 22),
    ("Udgave", 12),
    ("Status", 24),
    ("Åben/lukket", 12),
    ("Dokument-id", 14),
    ("Sagsnummer", 18),
    ("Filnavn", 90),
)
"""The sheet's columns: heading and width."""

DESPITE, DESPITE_COLUMNS = "Sendt ud trods fejl", (("Regel", 30), ("Begrundelse", 90))
"""The title of what went out all the same, and its columns."""

NO_LABEL = _NONE = "–"


class Line(NamedTuple):
    """What the index says of one annex: the sheet's row, in the order of `COLUMNS`."""

    label: str
    title: str
    task: str
    municipality: str
    edition: str
    status: str
    open: str
    document_id: str
    case_number: str
    file_name: str


def line_of(project: Project, built: BuiltAnnex, document: Document) -> Line:
    """The row of one annex."""
    selection = built.selection
    bundle = selection.bundle.record
    annex = selection.record
    label = f"{annex.number or ''}{annex.letter or ''}"
    return Line(
        label=label or _NONE,
        title=one_line(document.title),
        task=project.task(annex.task).record.name,
        municipality=project.municipality(annex.municipality).record.name,
        edition=document.edition,
        status=PROGRESS_WORDS[built.progress],
        open="Åben" if annex.open else "Lukket",
        document_id=annex.known_document_id or _NONE,
        case_number=annex.known_case_number or bundle.case_number or _NONE,
        file_name=selection.file_name,
    )


def index_document(
    selection: BundleAnnex, lines: Sequence[Line], author: str, passed: Sequence[Passed] = ()
) -> Document:
    """The index as a document, for Word and PDF; ids stand below each other to save width.

    Rules that were passed stand below it, with their reasons.
    """
    bundle = selection.bundle.record
    table = Table(
        caption=worded(f"{NAME} – {bundle.title}"),
        align=("left",) * 6,
        widths=(8, 28, 19, 15, 13, 17),
        header=Row(
            (
                worded("Bilag"),
                worded("Titel"),
                worded("Opgave"),
                worded("Kommune"),
                worded("Udgave\nStatus\nÅben/lukket"),
                worded("Dokument-id\nSagsnr."),
            )
        ),
        rows=tuple(
            Row(
                (
                    worded(line.label),
                    worded(line.title),
                    worded(line.task),
                    worded(line.municipality),
                    worded(f"{line.edition}\n{line.status}\n{line.open}"),
                    worded(f"{line.document_id}\n{line.case_number}"),
                )
            )
            for line in lines
        ),
    )
    return Document(
        key=f"{selection.bundle.key}/{NAME.lower()}",
        file_name=NAME,
        title=worded(NAME),
        subtitle=worded(bundle.title),
        facts=(
            Fact("Udgave", worded(bundle.edition)),
            Fact("Antal bilag", worded(str(len(lines)))),
            Fact("Sagsnummer", worded(bundle.case_number or _NONE)),
        ),
        edition=bundle.edition,
        edition_date=bundle.edition_date.isoformat(),
        author=author,
        contents=False,
        draft="",
        sections=(Section("bilag", worded("Bilag i sagens orden"), (table,)), *_despite(passed)),
    )


def despite_rows(passed: Sequence[Passed]) -> list[tuple[str, str]]:
    """What went out although the checks called it wrong: rule and reason."""
    return [(one.rule, one.because) for one in passed]


def _despite(passed: Sequence[Passed]) -> tuple[Section, ...]:
    """What went out although the checks called it wrong; no section where nothing did."""
    if not passed:
        return ()
    table = Table(
        caption=worded("Fejl, som bilagene er sendt ud trods"),
        align=("left",) * 2,
        widths=(30, 70),
        header=Row(tuple(worded(heading) for heading, _width in DESPITE_COLUMNS)),
        rows=tuple(Row((worded(rule), worded(why))) for rule, why in despite_rows(passed)),
    )
    return (Section("trods", worded(DESPITE), (table,)),)


def one_line(inlines: Inlines) -> str:
    """The words of inlines on one line."""
    return plain(inlines).replace("\n", " ")
