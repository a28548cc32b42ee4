"""The "Bilagsoversigt" of a bundle: one row an annex, as a Document and as a sheet."""

from collections.abc import Sequence
from typing import NamedTuple

from aftalegen.build.annex import BuiltAnnex
from aftalegen.checks.proof import Passed
from aftalegen.document.nodes import Align, Document, Fact, Inlines, Row, Section, Table
from aftalegen.document.walk import plain, worded
from aftalegen.records.project import Project
from aftalegen.records.selected import BundleAnnex
from aftalegen.records.standing import PROGRESS_WORDS
from aftalegen.template.fill import DRAFT_MARK
from aftalegen.template.tables import column_widths

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
    ("Side i Alle bilag.pdf", 20),
)
"""The sheet's columns: heading and width."""

DESPITE, DESPITE_COLUMNS = "Sendt ud trods fejl", (("Regel", 30), ("Begrundelse", 90))
"""The title of what went out all the same, and its columns."""

NO_LABEL, MISSING, EVERY = "uden nr.", "mangler", "alle"
"""What is said of an annex without a number, of a fact that nobody has, and of all parties."""

_TITLE = COLUMNS.index(("Titel", 60))
_TOLD_IN_THE_TITLE = ("Opgave", "Kommune")
_NEVER_ALIKE = ("Bilag", "Titel", "Filnavn", "Side i Alle bilag.pdf")


class Line(NamedTuple):
    """What the index says of one annex: the sheet's row, in the order of `COLUMNS`.

    `page` is its first page in the PDF with all annexes, "" where there is none.
    """

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
    page: str = ""


def line_of(project: Project, built: BuiltAnnex, document: Document) -> Line:
    """The row of one annex."""
    selection = built.selection
    bundle = selection.bundle.record
    annex = selection.record
    label = f"{annex.number or ''}{annex.letter or ''}"
    return Line(
        label=label or NO_LABEL,
        title=one_line(document.title),
        task=project.task(annex.task).record.name,
        municipality=project.municipality(annex.municipality).record.name,
        edition=document.edition,
        status=PROGRESS_WORDS[built.progress],
        open="Åben" if annex.open else "Lukket",
        document_id=annex.known_document_id or MISSING,
        case_number=annex.known_case_number or bundle.case_number or MISSING,
        file_name=selection.file_name,
    )


def index_document(
    selection: BundleAnnex,
    lines: Sequence[Line],
    author: str,
    passed: Sequence[Passed] = (),
    *,
    draft: bool,
) -> Document:
    """The index as a document, for Word and PDF; a draft if any annex is one.

    What is the same of all annexes is said once, above them. Rules that were passed stand below,
    with their reasons.
    """
    bundle = selection.bundle.record
    table, alike = _table(lines, bundle.title)
    once = {"Udgave": bundle.edition, "Antal bilag": str(len(lines)), **alike}
    return Document(
        key=f"{selection.bundle.key}/{NAME.lower()}",
        file_name=NAME,
        title=worded(NAME),
        subtitle=worded(bundle.title),
        facts=tuple(Fact(name, worded(words)) for name, words in once.items()),
        edition=bundle.edition,
        edition_date=bundle.edition_date.isoformat(),
        author=author,
        contents=False,
        cover=False,
        draft=DRAFT_MARK if draft else "",
        sections=(Section("bilag", worded("Bilag i sagens orden"), (table,)), *_despite(passed)),
    )


def sheet_of(lines: Sequence[Line]) -> tuple[tuple[tuple[str, int], ...], list[tuple[str, ...]]]:
    """The sheet's columns and rows, without one in which nothing stands."""
    used = [place for place, _column in enumerate(COLUMNS) if any(line[place] for line in lines)]
    rows = [tuple(line[place] for place in used) for line in lines]
    return tuple(COLUMNS[place] for place in used), rows


def _table(lines: Sequence[Line], title: str) -> tuple[Table, dict[str, str]]:
    """The table, and what is the same in all its rows, by the names of the columns."""
    columns, rows = sheet_of([_titled(line) for line in lines])
    names = [name for name, _width in columns]
    kept: list[int] = []
    alike: dict[str, str] = {}
    for place, name in enumerate(names):
        values = {row[place] for row in rows}
        if name in _TOLD_IN_THE_TITLE and all(_is_told(row[place], row[_TITLE]) for row in rows):
            continue
        if len(values) == 1 and (name not in _NEVER_ALIKE or values == {NO_LABEL}):
            alike |= {name: values.pop()} if name != "Bilag" else {}
        else:
            kept.append(place)
    header = Row(tuple(worded(names[place]) for place in kept))
    cells = tuple(Row(tuple(worded(row[place]) for place in kept)) for row in rows)
    widths = column_widths((header, *cells))
    left: Align = "left"
    align = (left,) * len(kept)
    return Table(worded(f"{NAME} – {title}"), align, widths, header, cells), alike


def _titled(line: Line) -> Line:
    """A line whose title says whose annex it is."""
    if line.municipality == EVERY or line.municipality in line.title:
        return line
    return line._replace(title=f"{line.title}, {line.municipality}")


def _is_told(words: str, title: str) -> bool:
    return words == EVERY or words.casefold() in title.casefold()


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
