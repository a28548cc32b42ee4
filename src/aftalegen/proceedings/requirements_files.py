"""The requirements as a workbook and for programs: the same answers."""

from collections.abc import Iterator
from typing import Any

from aftalegen.checks.judged import told
from aftalegen.editions.for_programs import duty_data, named_for_programs
from aftalegen.proceedings.requirements import ANSWERS, Answered, Group, Line
from aftalegen.records.recurring import Duty
from aftalegen.words.alphabet import json_text
from aftalegen.words.danish import and_list, capitalized
from aftalegen.words.language import _, in_danish
from aftalegen.words.place import Source
from aftalegen.writers.sheet import Table, tables_xlsx

FORMAT = 1
"""The version of the JSON."""

COLUMNS = (
    ("Sæt", 22), ("Nøgle", 26), ("Krav", 60), ("Grad", 10), ("Svar", 18), ("Begrundelse", 50),
    ("Aftaler", 40), ("Sted", 50), ("Grundlag", 40), ("Sikkerhed", 14), ("Kilde", 40),
)  # fmt: skip
DUTIES = (("Senest", 14), ("Pligt", 70), ("Sidst gjort", 14), ("Sæt", 22), ("Nøgle", 26))
"""The headings: the workbook is Danish whatever the terminal speaks, as the agreements are."""

LEVELS = {"must": "skal", "advice": "råd"}
CONFIDENCES = {
    "case-file": "i sagen",
    "found": "fundet",
    "found-old": "fundet, ældre",
    "inferred": "sluttet",
    "unverified": "ikke bekræftet",
    "draft": "udkast",
}


def answer_words(group: Group) -> str:
    """The answer: 'Opfyldt'."""
    return capitalized(_(ANSWERS[group.answer]))


def why_words(group: Group) -> str:
    """Why, each reason once."""
    return "; ".join(dict.fromkeys(told(seen, _) for seen in group.seen))


def whose(group: Group, line: Line) -> str:
    """The agreements of a group, said shortly where they are all of them."""
    return "Alle" if len(line.groups) == 1 else and_list(group.names)


@in_danish()
def requirements_xlsx(found: Answered) -> bytes:
    """A row for each requirement and answer; a sheet with the duties that come again."""
    rows = [
        _cells(matrix.known.key, line, group)
        for matrix in found.matrices
        for line in matrix.lines
        for group in line.groups
    ]
    sheets = [Table("Krav", COLUMNS, rows)]
    if found.duties:
        sheets.append(Table("Pligter", DUTIES, [_duty_cells(duty) for duty in found.duties]))
    return tables_xlsx(sheets, "aftalegen", found.today.isoformat())


def _cells(of_set: str, line: Line, group: Group) -> tuple[str, ...]:
    one = line.requirement.record
    return (
        of_set, one.key, one.what, LEVELS[one.level], answer_words(group), why_words(group),
        ", ".join(group.names), "\n".join(map(place_words, group.places)), one.basis,
        CONFIDENCES[one.confidence], one.source,
    )  # fmt: skip


def _duty_cells(duty: Duty) -> tuple[str, ...]:
    return (
        duty.due.isoformat() if duty.due else "dato mangler",
        duty.what,
        duty.done.isoformat() if duty.done else "",
        duty.requirement.known.key,
        duty.requirement.record.key,
    )


def place_words(place: Source) -> str:
    """A place as people look it up: 'data/bundles/midtjylland.yaml:19'."""
    return f"{place.file}:{place.line}"


# --- for programs -----------------------------------------------------------------------------


def requirements_json(found: Answered) -> str:
    """The answers and the duties for programs."""
    return json_text(
        {
            "format": FORMAT,
            "date": found.today.isoformat(),
            "sets": [
                {
                    "set": matrix.known.key,
                    "title": matrix.known.record.title,
                    "requirements": [_line(line) for line in matrix.lines],
                }
                for matrix in found.matrices
            ],
            "duties": [*map(duty_data, found.duties)],
        },
        indent=1,
    )


def _line(line: Line) -> dict[str, Any]:
    one = line.requirement.record
    return {
        **named_for_programs(line.requirement),
        "what": one.what,
        "kind": one.kind,
        "level": one.level,
        "basis": one.basis,
        "confidence": one.confidence,
        "source": one.source,
        "answers": [*_answers(line)],
    }


def _answers(line: Line) -> Iterator[dict[str, Any]]:
    for group in line.groups:
        yield {
            "answer": group.answer,
            "seen": [
                {"answer": seen.answer, "why": told(seen, str), "what": seen.what}
                for seen in group.seen
            ],
            "agreements": [agreement.document_key for agreement in group.agreements],
            "places": [{"file": place.file, "line": place.line} for place in group.places],
        }
