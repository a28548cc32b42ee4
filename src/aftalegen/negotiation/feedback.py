"""Bilag 4, what the municipalities said after their councils: by task and theme, equal ones once.

Wishes about the same words stand together. Where a reference is named, its wish is told first and
those of the others by the words that they have otherwise.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

from aftalegen.document import nodes as n
from aftalegen.negotiation.issue_list import answers, list_document, words
from aftalegen.negotiation.rows import Issue, Issues, by_task
from aftalegen.negotiation.told import kind_words, wish_words
from aftalegen.records.project import Project
from aftalegen.records.wording import word_edits
from aftalegen.template.tables import column_widths
from aftalegen.words import danish
from aftalegen.writers.sheet import Table, tables_xlsx

TITLE = "Kommunernes tilbagemelding efter politisk behandling"
OTHER = "Andet"


def feedback_document(found: Issues, project: Project, reference: str | None) -> n.Document:
    """The annex: a summary, each task with its themes, and who had nothing to say."""
    sections = [n.Section("overblik", words("Overblik"), (_summary(found, project),))]
    for task, issues in by_task(found.issues).items():
        title = danish.capitalized(project.task(task).record.name)
        blocks = tuple(
            n.Section(f"{danish.ascii_key(task)}-{danish.ascii_key(theme)}", words(theme), part, 2)
            for theme, part in _themes(issues, reference)
        )
        sections.append(n.Section(danish.ascii_key(task), words(title), blocks))
    if found.silent:
        told = n.Paragraph(words(f"{danish.and_list(found.silent)} har ingen bemærkninger."))
        sections.append(n.Section("uden", words("Uden bemærkninger"), (told,)))
    subtitle = f"Til udgave {found.edition}"
    return list_document(TITLE, subtitle, found, tuple(sections))


def _summary(found: Issues, project: Project) -> n.Table:
    heads = ("Part", "Opgave", "Antal", "Heraf forbehold", "Heraf ikke afgjort")
    rows = [n.Row(tuple(map(words, map(str, line)))) for line in _counted(found, project)]
    header = n.Row(tuple(map(words, heads)))
    align: tuple[n.Align, ...] = ("left", "left", "right", "right", "right")
    return n.Table((), align, column_widths([header, *rows]), header, tuple(rows))


def _counted(found: Issues, project: Project) -> Iterator[tuple[str, str, int, int, int]]:
    """How much each party said about each task."""
    rows = sorted(found.rows, key=lambda row: (danish.sort_key(row.name), row.task))
    for (name, task), group in groupby(rows, key=lambda row: (row.name, row.task)):
        own = [row.proposal for row in group]
        reserved = sum(one.kind == "reservation" for one in own)
        undecided = sum(one.state == "new" for one in own)
        yield name, project.task(task).record.name, len(own), reserved, undecided


def _themes(
    issues: Sequence[Issue], reference: str | None
) -> Iterator[tuple[str, tuple[n.Block, ...]]]:
    """The themes of a task by name, each with its wishes; what has none comes last."""
    themes: dict[str, list[Issue]] = {}
    for issue in issues:
        theme = next((r.proposal.theme for r in issue.rows if r.proposal.theme), None)
        themes.setdefault(danish.capitalized(theme) if theme else OTHER, []).append(issue)
    for theme in sorted(themes, key=lambda name: (name == OTHER, danish.sort_key(name))):
        together = _about_the_same(themes[theme])
        yield theme, tuple(b for group in together for b in _blocks(group, reference))


def _about_the_same(issues: Sequence[Issue]) -> list[list[Issue]]:
    """Issues that are about the same passage, in the order of the first."""
    found: dict[object, list[Issue]] = {}
    for issue in issues:
        one = issue.first.proposal
        at = (one.template, one.section, one.passage) if one.was and one.proposed else issue.rank
        found.setdefault(at, []).append(issue)
    return list(found.values())


def _blocks(issues: Sequence[Issue], reference: str | None) -> Iterator[n.Block]:
    """Wishes about one passage: the reference's, or else the one that most have, comes first."""
    first, *others = sorted(issues, key=lambda i: (reference not in i.names, -len(i.names), i.rank))
    one = first.first.proposal
    place = f"{first.section}: " if first.section else ""
    yield n.Paragraph((n.Text(f"{place}{danish.capitalized(kind_words(one))}", strong=True),))
    yield n.Paragraph(words(wish_words(one)))
    lines = [f"Ønsket af: {danish.and_list(first.names)}"]
    lines += [_deviates(first, other) for other in others]
    lines += [f"Håndtering: {said}" for said in "\n".join(answers(first)).split("\n")]
    for other in others:
        told = "; ".join(answers(other)).replace("\n", " ")
        lines.append(f"Håndtering, {danish.and_list(other.names)}: {told}")
    yield n.Items(False, tuple(n.Item(words(line)) for line in lines))


def _deviates(first: Issue, other: Issue) -> str:
    """How others' wish differs from the one that is shown: words out and in."""
    shown, own = (_comes_in(one) for one in (first, other))
    parts = [
        f"ud: «{' '.join(edit.out) or '–'}», ind: «{' '.join(edit.into) or '–'}»"
        for edit in word_edits(shown, own)
    ]
    return f"Afviger: {danish.and_list(other.names)} – {'; '.join(parts)}"


def _comes_in(issue: Issue) -> str:
    """The words that a wish brings in, without those of the passage, which are each party's own."""
    one = issue.first.proposal
    return " ".join(w for edit in word_edits(one.was or "", one.proposed or "") for w in edit.into)


# --- as a workbook ------------------------------------------------------------------------------


def feedback_xlsx(found: Issues, project: Project) -> bytes:
    """The same as a workbook: a sheet with the counts, and one with a row for each wish."""
    counts = Table(
        "Overblik",
        (("Part", 30), ("Opgave", 30), ("Antal", 10), ("Forbehold", 12), ("Ikke afgjort", 14)),
        [*_counted(found, project), *((name, "–", 0, 0, 0) for name in found.silent)],
    )
    columns = (("Opgave", 26), ("Tema", 18), ("Afsnit", 26), ("Slags", 18), ("Ønske", 70),
               ("Ønsket af", 40), ("Håndtering", 60))  # fmt: skip
    rows = [
        (
            project.task(issue.first.task).record.name, issue.first.proposal.theme, issue.section,
            kind_words(issue.first.proposal), wish_words(issue.first.proposal),
            ", ".join(issue.names), "\n".join(answers(issue)),
        )
        for issue in found.issues
    ]  # fmt: skip
    tables = (counts, Table("Ønsker", columns, rows))
    return tables_xlsx(tables, "aftalegen", found.edition_date)
