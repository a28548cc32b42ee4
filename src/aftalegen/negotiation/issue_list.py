"""What came back as a Document, as a workbook and for programs: the same rows."""

import json
from collections.abc import Iterator, Sequence

from aftalegen.document import nodes as n
from aftalegen.document.numbering import numbered
from aftalegen.document.walk import worded
from aftalegen.negotiation.rows import Issue, Issues, Row, by_task
from aftalegen.negotiation.told import STATES, ids_of, kind_words, state_words, wish_words
from aftalegen.records.project import Project
from aftalegen.template.tables import column_widths
from aftalegen.words import danish
from aftalegen.words.language import _, in_danish, later
from aftalegen.writers.sheet import table_xlsx

FORMAT = 1
"""The version of the JSON."""

COLUMNS = (
    (later("Id"), 14), (later("Party"), 22), (later("Task"), 22), (later("Section"), 24),
    (later("Kind"), 16), (later("Before"), 50), (later("Proposed"), 50), (later("Comment"), 40),
    (later("Same wish"), 20), (later("Theme"), 16), (later("State"), 20), (later("Answer"), 50),
    (later("Reason"), 40), (later("Decided by"), 20), (later("Decided on"), 14),
)  # fmt: skip
"""The columns of the workbook; it is read back by them."""


def issues_xlsx(found: Issues) -> bytes:
    """The proposals as a workbook, a row each, in which answers can be written."""
    columns = tuple((_(heading), width) for heading, width in COLUMNS)
    rows = [_cells(row, issue) for issue in found.issues for row in issue.rows]
    return table_xlsx(_("Proposals"), columns, rows, "aftalegen", found.edition_date)


def _cells(row: Row, issue: Issue) -> tuple[str | None, ...]:
    one = row.proposal
    others = ", ".join(r.proposal.id for r in issue.rows if r is not row)
    decided = one.decided_on.isoformat() if one.decided_on else None
    return (
        one.id or "–", row.name, row.task, issue.section, kind_words(one), one.was, one.proposed,
        one.comment, others, one.theme, _(STATES[one.state]), one.answer, one.reason,
        one.decided_by, decided,
    )  # fmt: skip


def issues_json(found: Issues) -> str:
    """The issues for programs."""
    told = [
        {
            "section": issue.section,
            "proposals": [
                {
                    "party": row.party,
                    "task": row.task,
                    "file": row.place.file,
                    "line": row.place.line,
                    **row.proposal.model_dump(mode="json", exclude_none=True),
                }
                for row in issue.rows
            ],
        }
        for issue in found.issues
    ]
    return json.dumps({"format": FORMAT, "issues": told}, ensure_ascii=False, indent=1)


@in_danish()
def issues_document(found: Issues, project: Project) -> n.Document:
    """The issues as a Document: a section for each task, a row for each wish."""
    sections = tuple(
        n.Section(
            danish.ascii_key(task),
            worded(danish.capitalized(project.task(task).record.name)),
            (_table(issues),),
        )
        for task, issues in by_task(found.issues).items()
    )
    nothing = n.Section("intet", worded("Forslag"), (n.Paragraph(worded("Der er ingen forslag.")),))
    return list_document("Oversigt over forslag", "", found, sections or (nothing,))


def _table(issues: Sequence[Issue]) -> n.Table:
    header = n.Row(tuple(map(worded, ("Id", "Afsnit", "Part", "Ønske", "Stilling og svar"))))
    rows = [n.Row(tuple(map(worded, _line(issue)))) for issue in issues]
    widths = column_widths([header, *rows])
    return n.Table((), ("left",) * 5, widths, header, tuple(rows))


def _line(issue: Issue) -> Iterator[str]:
    yield ids_of(issue)
    yield issue.section or "–"
    yield ", ".join(issue.names)
    one = issue.first.proposal
    yield f"{danish.capitalized(kind_words(one))}\n{wish_words(one)}"
    yield "\n".join(answers(issue))


def answers(issue: Issue) -> Iterator[str]:
    """What became of an issue, each answer once with those who got it where they differ."""
    for names, row in alike_answers(issue):
        told = "\n".join(filter(None, (state_words(row), row.proposal.answer, row.proposal.reason)))
        yield f"{', '.join(names)}: {told}" if names else told


def alike_answers(issue: Issue) -> list[tuple[tuple[str, ...], Row]]:
    """A row for each answer to an issue, and whose it is; no names where all got the same."""
    alike: dict[tuple[str | None, ...], list[Row]] = {}
    for row in issue.rows:
        said = (state_words(row), row.proposal.answer, row.proposal.reason)
        alike.setdefault(said, []).append(row)
    several = len(alike) > 1
    return [
        (tuple(dict.fromkeys(row.name for row in rows)) if several else (), rows[0])
        for rows in alike.values()
    ]


def list_document(
    title: str,
    subtitle: str,
    found: Issues,
    sections: tuple[n.Section, ...],
    file_name: str | None = None,
) -> n.Document:
    """A document that tells about proposals, in the project's edition; a draft until all of them
    are decided."""
    undecided = any(row.proposal.state == "new" for row in found.rows)
    return numbered(
        n.Document(
            key=danish.ascii_key(file_name or title),
            file_name=file_name or title,
            title=worded(title),
            subtitle=worded(subtitle),
            facts=tuple(_facts(found)),
            edition=found.edition,
            edition_date=found.edition_date,
            author="Aftalegen",
            contents=False,
            draft="UDKAST" if undecided else "",
            cover=False,
            sections=sections,
        )
    )


def _facts(found: Issues) -> Iterator[n.Fact]:
    """What it is about: the bundles, their editions, and the cases where they are known."""
    bundles = {annex.bundle.key: annex.bundle.record for annex in found.selected.annexes}
    for one in bundles.values():
        yield n.Fact("Samling", worded(one.title))
        yield n.Fact("Udgave", worded(f"{one.edition}, {danish.long_date(one.edition_date)}"))
        if one.case_number:
            yield n.Fact("Sagsnummer", worded(one.case_number))
