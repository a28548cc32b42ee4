"""The covering letter to an authority: the frame, each requirement under its heading, what comes.

The headings are those by which Sundhedsstyrelsen answered on the health agreements in 2024.
What nobody here can write is a marked placeholder.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from aftalegen.document import nodes as n
from aftalegen.document.numbering import numbered
from aftalegen.document.walk import missing_fields, worded
from aftalegen.proceedings.requirements import ANSWERS, Answered, Line
from aftalegen.proceedings.requirements_files import (
    answer_words,
    whose,
    why_words,
)
from aftalegen.records.project import Project
from aftalegen.records.recurring import Duty
from aftalegen.records.requirements import Heading, Requirement
from aftalegen.records.selected import BundleAnnex
from aftalegen.template.fill import DRAFT_MARK
from aftalegen.template.tables import column_widths
from aftalegen.words.danish import and_list, capitalized, long_date, sort_key
from aftalegen.words.language import _, in_danish

TITLE = "Følgebrev om opfyldelse af krav"
HEADINGS: Mapping[Heading, str] = {
    "frame": "Rammerne for godkendelse",
    "general": "Generelt",
    "goals": "Sammenhæng til de nationale mål",
    "target-groups": "Målgrupper og grundlag for valg af indsatser",
    "advice": "Rådgivning",
    "follow-up": "Implementering og opfølgning",
}
"""The sections of the letter, in their order."""

WRITTEN_BY_THE_REGION: Mapping[Heading, str] = {
    "goals": "sammenhængen til de nationale mål",
    "target-groups": "datakilderne til valg af målgrupper og indsatser",
}
"""What a region writes where no requirement asks for it."""


def heading_of(one: Requirement) -> Heading:
    """Where the letter tells a requirement: what it says, or else by level and kind."""
    if one.heading:
        return one.heading
    if one.level == "advice":
        return "advice"
    if one.kind in ("follow-up", "evaluation"):
        return "follow-up"
    return "general" if one.kind == "content" else "frame"


@in_danish()
def requirements_letter(found: Answered, project: Project) -> n.Document:
    """The letter about the agreements that were asked for."""
    annexes = [one.agreement for one in found.agreements]
    newest = max((a.bundle.record for a in annexes), key=lambda one: one.edition_date)
    author = and_list(_regions(project, annexes))
    sections = tuple(_sections(found, project, annexes, author))
    document = n.Document(
        key="krav/foelgebrev",
        file_name=TITLE,
        title=worded(TITLE),
        subtitle=worded(and_list([*dict.fromkeys(a.bundle.record.title for a in annexes)])),
        facts=(*_facts(found, annexes, author),),
        edition=newest.edition,
        edition_date=newest.edition_date.isoformat(),
        author=author,
        contents=False,
        draft="",
        cover=False,
        sections=sections,
    )
    unfinished = found.drafts or missing_fields(document)
    return numbered(_as_draft(document) if unfinished else document)


def _as_draft(document: n.Document) -> n.Document:
    return replace(document, draft=DRAFT_MARK)


def _regions(project: Project, annexes: Sequence[BundleAnnex]) -> list[str]:
    keys = dict.fromkeys(annex.bundle.record.region for annex in annexes)
    return [project.region(key).record.official_name for key in keys]


def _awaited(what: str, who: str) -> n.Field:
    return n.Field(f"[{what} afventer: skrives af {who}]", missing=True)


def _facts(found: Answered, annexes: Sequence[BundleAnnex], author: str) -> Iterator[n.Fact]:
    authorities = [m.known.record.authority for m in found.matrices if m.known.record.authority]
    to: n.Inlines = worded(and_list([*dict.fromkeys(authorities)]))
    yield n.Fact("Til", to if authorities else (_awaited("modtager", author),))
    yield n.Fact("Fra", worded(author))
    yield n.Fact("Opgjort pr.", worded(long_date(found.today)))
    numbers = {a.bundle.record.case_number or a.record.known_case_number for a in annexes}
    if len(numbers) == 1 and (number := numbers.pop()):
        yield n.Fact("Sagsnummer", worded(number))
    yield n.Fact("Krav", worded(and_list([m.known.record.title for m in found.matrices])))


def _sections(
    found: Answered, project: Project, annexes: Sequence[BundleAnnex], author: str
) -> Iterator[n.Section]:
    by_heading: dict[Heading, list[Line]] = {heading: [] for heading in HEADINGS}
    for matrix in found.matrices:
        for line in matrix.lines:
            if any(group.answer != "not-relevant" for group in line.groups):
                by_heading[heading_of(line.requirement.record)].append(line)
    for heading, title in HEADINGS.items():
        blocks: list[n.Block] = []
        if heading == "frame":
            blocks += _frame(found, project, annexes, author)
        if heading == "general":
            blocks.append(n.Paragraph(worded(_summary(found))))
        if by_heading[heading]:
            blocks.append(_table(by_heading[heading]))
        elif heading in WRITTEN_BY_THE_REGION:
            blocks.append(n.Paragraph((_awaited(WRITTEN_BY_THE_REGION[heading], author),)))
        if heading == "follow-up" and found.duties:
            blocks.append(_duties(found.duties))
        if blocks:
            yield n.Section(heading, worded(title), tuple(blocks))
    if left := [line for m in found.matrices for line in m.lines if _is_left(line)]:
        told = (n.Item(worded(_left(line))) for line in left)
        yield n.Section("ikke-relevant", worded("Krav, der ikke er relevante her"),
                        (n.Items(False, tuple(told)),))  # fmt: skip


def _is_left(line: Line) -> bool:
    return all(group.answer == "not-relevant" for group in line.groups)


def _left(line: Line) -> str:
    return f"{line.requirement.record.what} Grund: {why_words(line.groups[0])}."


def _frame(
    found: Answered, project: Project, annexes: Sequence[BundleAnnex], author: str
) -> Iterator[n.Block]:
    """Who sends what, and how far the agreements are."""
    names = {project.municipality(a.municipality).record.name for a in annexes}
    parties = and_list(sorted(names, key=sort_key))
    tasks = and_list([*dict.fromkeys(project.task(a.task).record.name for a in annexes)])
    editions = and_list([*dict.fromkeys(a.bundle.record.edition for a in annexes)])
    first, rest = (
        ("en aftale", "mellem regionen og") if len(annexes) == 1
        else (f"{len(annexes)} aftaler", "mellem regionen og hver af kommunerne")
    )  # fmt: skip
    yield n.Paragraph(
        worded(f"{author} sender hermed {first} om {tasks} {rest} {parties} i udgave {editions}.")
    )
    approved = sum(not one.standing.lacking for one in found.agreements)
    reserved = sum(
        bool(one.standing.reservations) and not one.standing.lacking for one in found.agreements
    )
    told = f"Begge parter har godkendt {approved} af {len(found.agreements)}"
    told += f", heraf {reserved} med åbne forbehold." if reserved else "."
    yield n.Paragraph(worded(told))


def _summary(found: Answered) -> str:
    counts = [
        f"{number} {_(ANSWERS[answer])}" for answer, number in found.counted.items() if number
    ]
    total = sum(found.counted.values())
    return (
        f"Af {total} krav er svaret: {and_list(counts)}. Et krav, hvis grundlag er et udkast eller "
        "ikke er bekræftet, kan ikke afgøres, hvad aftalerne end siger."
    )


def _table(lines: Sequence[Line]) -> n.Table:
    header = n.Row(tuple(map(worded, ("Krav", "Svar", "Aftaler"))))
    rows = [n.Row(tuple(map(worded, cells))) for line in lines for cells in _rows(line)]
    widths = column_widths([header, *rows])
    return n.Table(worded("Krav og svar"), ("left",) * 3, widths, header, tuple(rows))


def _rows(line: Line) -> Iterator[tuple[str, str, str]]:
    one = line.requirement.record
    for group in line.groups:
        yield (
            f"{one.what}\n({one.basis})",
            f"{answer_words(group)}: {why_words(group)}",
            whose(group, line),
        )


def _duties(duties: Sequence[Duty]) -> n.Table:
    header = n.Row(tuple(map(worded, ("Senest", "Hvad og hvem", "Igen", "Sidst gjort"))))
    rows = [
        n.Row(
            tuple(
                map(
                    worded,
                    (
                        long_date(duty.due) if duty.due else "Dato mangler",
                        capitalized(duty.what),
                        EVERY[duty.every],
                        long_date(duty.done) if duty.done else "–",
                    ),
                )
            )
        )
        for duty in duties
    ]
    widths = column_widths([header, *rows])
    return n.Table(worded("Pligter, der kommer"), ("left",) * 4, widths, header, tuple(rows))


EVERY = {
    0: "Én gang",
    6: "Hvert halve år",
    12: "Hvert år",
    24: "Hvert andet år",
    48: "Hvert fjerde år",
}
"""How often a duty comes, by the months between."""
