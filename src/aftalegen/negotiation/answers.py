"""A letter to each party: what it wished, what was answered and why, what it changed untracked."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from aftalegen.document import nodes as n
from aftalegen.document.walk import worded
from aftalegen.negotiation.issue_list import list_document
from aftalegen.negotiation.rows import Issue, Issues, Row, by_task
from aftalegen.negotiation.told import kind_words, state_words, wish_words
from aftalegen.records.project import Project
from aftalegen.template.tables import column_widths
from aftalegen.words import danish
from aftalegen.words.language import in_danish

TITLE = "Svar på tilbagemelding"
UNTRACKED = (
    "Disse rettelser var ikke sporet i den modtagne fil. De er fundet ved at sammenligne den med "
    "den udsendte udgave:"
)


@in_danish()
def answer_letters(found: Issues, project: Project) -> tuple[n.Document, ...]:
    """A letter for each party that something came back from, in the order of the alphabet."""
    names = dict.fromkeys(row.name for row in found.rows)
    return tuple(_letter(found, project, name) for name in sorted(names, key=danish.sort_key))


def _letter(every: Issues, project: Project, name: str) -> n.Document:
    found = _of(every, name)
    own = found.issues
    sections = [
        n.Section(
            danish.ascii_key(task),
            worded(danish.capitalized(project.task(task).record.name)),
            (_table([(issue, row) for issue in issues for row in issue.rows]),),
        )
        for task, issues in by_task(own).items()
    ]
    untracked = [(i, r) for i in own for r in i.rows if r.proposal.untracked]
    if untracked:
        items = (n.Item(worded(f"{i.section or 'Aftalen'}: {_line(row)}")) for i, row in untracked)
        blocks: tuple[n.Block, ...] = (n.Paragraph(worded(UNTRACKED)), n.Items(False, tuple(items)))
        sections.append(n.Section("uden-spor", worded("Rettelser uden spor"), blocks))
    letter = list_document(TITLE, f"Til {name}", found, tuple(sections), f"{TITLE} {name}")
    return replace(letter, facts=(n.Fact("Fra", worded(_senders(found, project))), *letter.facts))


def _of(found: Issues, name: str) -> Issues:
    """What one party wished, and its own annexes; an authority has none, and is told of all."""
    own = [(one, tuple(row for row in one.rows if row.name == name)) for one in found.issues]
    parties = {row.party for _one, rows in own for row in rows}
    annexes = tuple(a for a in found.selected.annexes if a.municipality in parties)
    return replace(
        found,
        issues=tuple(replace(one, rows=rows) for one, rows in own if rows),
        selected=replace(found.selected, annexes=annexes or found.selected.annexes),
    )


def _senders(found: Issues, project: Project) -> str:
    """The regions of the bundles that the letter is about: they answer."""
    regions = dict.fromkeys(annex.bundle.record.region for annex in found.selected.annexes)
    return danish.and_list([project.region(key).record.official_name for key in regions])


def _line(row: Row) -> str:
    return wish_words(row.proposal).replace("\n", " ")


def _table(rows: Sequence[tuple[Issue, Row]]) -> n.Table:
    header = n.Row(tuple(map(worded, ("Sted", "Forslag", "Svar", "Begrundelse"))))
    lines = [n.Row(tuple(map(worded, _cells(issue, row)))) for issue, row in rows]
    widths = column_widths([header, *lines])
    return n.Table((), ("left",) * 4, widths, header, tuple(lines))


def _cells(issue: Issue, row: Row) -> Iterator[str]:
    one = row.proposal
    yield "\n".join(filter(None, (issue.section or "Aftalen", one.id)))
    yield f"{danish.capitalized(kind_words(one))}\n{wish_words(one)}"
    yield "\n".join(filter(None, (danish.capitalized(state_words(row)), one.answer)))
    yield one.reason or "–"
