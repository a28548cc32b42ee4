"""A workbook of what bodies decided, a row each -> what is said, each thing with its cell."""

from collections.abc import Iterator
from pathlib import Path

from aftalegen.proceedings.said import Said
from aftalegen.records.cells import Cell
from aftalegen.records.sheet_table import SheetRow, rows_of_workbook
from aftalegen.words.faults import AftalegenError, Errors, InputError
from aftalegen.words.language import _

HEADINGS = {
    "who": ("kommune", "kommunenavn", "part", "samling", "municipality", "party"),
    "body": ("organ", "udvalg/råd", "politisk organ", "body"),
    "day": ("dato", "mødedato", "dato for møde", "date"),
    "outcome": ("udfald", "beslutning", "outcome", "decision"),
    "remarks": ("bemærkning", "bemærkninger", "forbehold", "remark"),
    "edition": ("udgave", "version", "edition"),
    "agreement": ("aftale", "opgave", "agreement", "task"),
    "source": ("kilde", "source"),
    "sent": ("dagsorden sendt", "dagsorden udsendt", "agenda sent"),
    "waived": ("fristbrud", "begrundelse for fristbrud", "agenda waived"),
    "extraordinary": ("ekstraordinært", "ekstraordinært møde", "extraordinary"),
}
"""The headings that are understood, in small letters."""
NEEDED = ("who", "body", "day", "outcome")
YES = ("ja", "x", "yes", "true")


def said_in_sheet(path: Path) -> tuple[Said, ...]:
    """What the rows of a workbook say; raises Errors with the cell of each that lacks something."""
    found: list[Said] = []
    errors: list[AftalegenError] = []
    for row in rows_of_workbook(path, HEADINGS, NEEDED):
        try:
            found += _said(row)
        except AftalegenError as error:
            errors.append(error)
    if errors:
        raise Errors(errors)
    return tuple(found)


def _said(row: SheetRow) -> Iterator[Said]:
    """What a row says; nothing where no outcome stands in it yet."""
    words = {name: _words(cell) for name, cell in row.items()}
    if not words.get("outcome"):
        return
    lacking = [HEADINGS[name][0].capitalize() for name in NEEDED if not words.get(name)]
    if lacking:
        message = _("the row does not say: {names}").format(names=", ".join(lacking))
        raise InputError("row-incomplete", message, row["outcome"].place, _("fill in the cells"))
    remarks = [line.strip() for line in words.pop("remarks", "").split("\n")]
    yield Said(
        **{name: text for name, text in words.items() if text and name != "extraordinary"},
        remarks=tuple(filter(None, remarks)),
        extraordinary=words.get("extraordinary", "").casefold() in YES,
        places={name: cell.place for name, cell in row.items()},
    )


def _words(cell: Cell) -> str:
    """What a cell says; raises InputError for an error of Excel, and a formula without a value."""
    if cell.kind in ("error", "uncalculated"):
        message = _("the cell holds an error or a formula without a value: {text}")
        hint = _("open the workbook in Excel, mend the cell, and save it")
        raise InputError("cell-error", message.format(text=cell.text), cell.place, hint)
    words = cell.words().strip()
    return "" if words in ("-", "–") else words
