"""Bilag 4, what the municipalities said after their councils: by task and theme, equal ones once.

Wishes about the same words stand together. Where a reference is named, its wish is told first and
those of the others by the words that they have otherwise.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from aftalegen.document import nodes as n
from aftalegen.document.walk import worded
from aftalegen.editions.enclosed import Enclosed
from aftalegen.negotiation.alike import Alike
from aftalegen.negotiation.issue_list import alike_answers, answers, list_document
from aftalegen.negotiation.rows import Asked, Issue, Issues, by_task, issues_of
from aftalegen.negotiation.told import kind_words, state_words, wish_words
from aftalegen.records.project import Project
from aftalegen.records.wording import word_edits
from aftalegen.template.tables import column_widths
from aftalegen.words import danish
from aftalegen.words.faults import AftalegenError, Errors
from aftalegen.words.language import in_danish
from aftalegen.writers.sheet import Table, tables_xlsx

TITLE = "Kommunernes tilbagemelding efter politisk behandling"
OTHER = "Andet"


@in_danish()
def feedback_document(found: Issues, project: Project, reference: str | None) -> n.Document:
    """The annex: a summary, each task with its themes, and who had nothing to say."""
    sections = [n.Section("overblik", worded("Overblik"), (_summary(found, project),))]
    for task, issues in by_task(found.issues).items():
        title = danish.capitalized(project.task(task).record.name)
        blocks = tuple(
            n.Section(f"{danish.ascii_key(task)}-{danish.ascii_key(theme)}", worded(theme), part, 2)
            for theme, part in _themes(issues, Alike(project), reference)
        )
        sections.append(n.Section(danish.ascii_key(task), worded(title), blocks))
    if found.silent:
        told = n.Paragraph(worded(f"{danish.and_list(found.silent)} har ingen bemærkninger."))
        sections.append(n.Section("uden", worded("Uden bemærkninger"), (told,)))
    return list_document(TITLE, "", found, tuple(sections))


def enclosed_feedback(
    project: Project, bundle: str, made: Mapping[str, n.Document]
) -> tuple[Enclosed, ...]:
    """The annex of a bundle that is to have one; raises Errors where a register cannot be read."""
    known = project.bundle(bundle)
    asked = known.record.feedback
    if asked is None:
        return ()
    try:
        reference = named_reference(project, asked.reference)
    except AftalegenError as error:
        raise error.at(known.written.place(("feedback", "reference"))) from error
    found = issues_of(project, Asked((bundle,)), made)
    if found.errors:
        raise Errors(found.errors)
    document = feedback_document(found, project, reference)
    return (Enclosed(document, asked.number, asked.letter, asked.open, asked.document_id),)


def named_reference(project: Project, municipality: str | None) -> str | None:
    """What the municipality is called that others are compared with."""
    return municipality and project.municipality(municipality).record.official_name


def _summary(found: Issues, project: Project) -> n.Table:
    heads = ("Part", "Opgave", "Antal", "Heraf forbehold", "Heraf ikke afgjort")
    rows = [n.Row(tuple(map(worded, map(str, line)))) for line in _counted(found, project)]
    header = n.Row(tuple(map(worded, heads)))
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
    issues: Sequence[Issue], alike: Alike, reference: str | None
) -> Iterator[tuple[str, tuple[n.Block, ...]]]:
    """The themes of a task by name, each with its wishes; what has none comes last."""
    themes: dict[str, list[n.Block]] = {}
    for group in ordered(issues, alike, reference):
        blocks = themes.setdefault(_theme(group), [])
        blocks += _blocks(group, alike)
    for theme in sorted(themes, key=lambda name: (name == OTHER, danish.sort_key(name))):
        yield theme, tuple(themes[theme])


def ordered(issues: Sequence[Issue], alike: Alike, reference: str | None) -> Iterator[list[Issue]]:
    """Wishes that are about the same: the reference's, or else the one that most have, first."""
    for group in alike.groups(issues):
        yield sorted(group, key=lambda i: (reference not in i.names, -len(i.names), i.rank))


def _theme(group: Sequence[Issue]) -> str:
    theme = next((r.proposal.theme for i in group for r in i.rows if r.proposal.theme), None)
    return danish.capitalized(theme) if theme else OTHER


def _blocks(group: Sequence[Issue], alike: Alike) -> Iterator[n.Block]:
    """Wishes about the same: the first as it is, the others by the words they have otherwise."""
    first, *others = group
    one = first.first.proposal
    place = f"{first.section}: " if first.section else ""
    head = n.Text(f"{place}{danish.capitalized(kind_words(one))}", strong=True)
    yield n.Paragraph((head, n.Break(), *worded(wish_words(one))))
    lines = [f"Ønsket af: {danish.and_list(first.names)}"]
    lines += [difference(first, other, alike) for other in others]
    lines += _handled(first, ())
    for other in others:
        lines += _handled(other, other.names)
    yield n.Items(False, tuple(n.Item(worded(line)) for line in lines))


def _handled(issue: Issue, whose: Sequence[str]) -> Iterator[str]:
    """What was done with a wish, what was answered and why."""
    for names, row in alike_answers(issue):
        who = f" ({danish.and_list(names or whose)})" if names or whose else ""
        told = (
            ("Håndtering", state_words(row)),
            ("Svar", row.proposal.answer),
            ("Begrundelse", row.proposal.reason),
        )
        yield from (f"{what}{who}: {said}" for what, said in told if said)


def difference(first: Issue, other: Issue, alike: Alike) -> str:
    """How others' wish differs from the one that is shown: words out and in."""
    shown, own = (" ".join(alike.comes_in(one)) for one in (first, other))
    parts = [
        f"ud: «{' '.join(edit.out) or '–'}», ind: «{' '.join(edit.into) or '–'}»"
        for edit in word_edits(shown, own)
    ]
    how = "Næsten ens" if alike.nearly(first, other) else "Afviger"
    said = "; ".join(parts) or wish_words(other.first.proposal).replace("\n", "; ")
    return f"{how}: {danish.and_list(other.names)} – {said}"


# --- as a workbook ------------------------------------------------------------------------------


@in_danish()
def feedback_xlsx(found: Issues, project: Project, reference: str | None) -> bytes:
    """The same as a workbook: a sheet with the counts, and one with a row for each wish."""
    counts = Table(
        "Overblik",
        (("Part", 30), ("Opgave", 30), ("Antal", 10), ("Forbehold", 12), ("Ikke afgjort", 14)),
        [*_counted(found, project), *((name, "–", 0, 0, 0) for name in found.silent)],
    )
    columns = (("Opgave", 26), ("Tema", 18), ("Afsnit", 26), ("Slags", 18), ("Ønske", 70),
               ("Ønsket af", 40), ("Forskel", 50), ("Håndtering", 60))  # fmt: skip
    tables = (counts, Table("Ønsker", columns, [*_lines(found, project, reference)]))
    return tables_xlsx(tables, "aftalegen", found.edition_date)


def _lines(
    found: Issues, project: Project, reference: str | None
) -> Iterator[tuple[str | None, ...]]:
    """A row for each wish; those about the same stand together, with what differs."""
    alike = Alike(project)
    for task, issues in by_task(found.issues).items():
        for group in ordered(issues, alike, reference):
            for issue in group:
                one = issue.first.proposal
                differs = None if issue is group[0] else difference(group[0], issue, alike)
                yield (
                    project.task(task).record.name, _theme(group), issue.section, kind_words(one),
                    wish_words(one), ", ".join(issue.names), differs, "\n".join(answers(issue)),
                )  # fmt: skip
