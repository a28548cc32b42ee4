"""The first screen of the overview: what is next, the matrix, and what is missing from whom.

What is missing is told in a line for each who must provide it; the tables are farther down.
"""

from collections.abc import Sequence

from aftalegen.desk.overview.gathering import BundleOverview, Missing
from aftalegen.desk.overview.packages import PackageLinks
from aftalegen.proceedings.matrix import HEADINGS, NOTHING, Matrix, next_step, told_together
from aftalegen.proceedings.matrix_files import summary
from aftalegen.words import danish
from aftalegen.words.language import in_danish
from aftalegen.writers.web.markup import Child, Html
from aftalegen.writers.web.markup import element as e

FEW = 10
"""So many things that are missing are named for each who must provide them."""


def tiles(found: BundleOverview) -> Html:
    """The figures of the case."""
    bars = [bar for task in found.budgets for bar in task.bars]
    known = sum(bar.amount is not None for bar in bars)
    approved = sum(row.status.approved for row in found.case.rows)
    drafts = sum(annex.draft for annex in found.annexes)
    lacking = sum(row.lacking() for row in found.completeness) + sum(m.count for m in found.common)
    figures = (
        ("Aftaler godkendt", f"{approved} af {len(found.case.rows)}"),
        ("Næste frist", _next_deadline(found)),
        ("Beløb kendt", f"{known} af {len(bars)}"),
        ("Oplysninger mangler", danish.number(lacking)),
        ("Bilag, der er udkast", f"{drafts} af {len(found.annexes)}"),
    )
    parts = [e("div", e("dt", label), e("dd", text)) for label, text in figures]
    return e("dl", parts, class_="tiles")


def _next_deadline(found: BundleOverview) -> str:
    ahead = [one.deadline.date for one in found.case.status.deadlines if one.days >= 0]
    return danish.short_date(ahead[0]) if ahead else "–"


def next_steps(found: BundleOverview) -> list[Html]:
    """What to do next, the first day first, and what must be provided by whom."""
    case = found.case
    steps = [
        (one.deadline.date if one.deadline else None, f"{one.agreement.name}: {next_step(one)}.")
        for one in case.needed
        if one.way != "unknown"
    ]
    ordered = sorted(steps, key=lambda step: (step[0] is None, step[0] or 0))
    lines = [danish.capitalized(words) for _day, words in ordered]
    lines += _outcomes(case)
    lines += [line for line in _unknown(case) if line]
    lines += _reservations(case)
    lines += [_missing(who, what) for who, what in found.providers]
    return [e("p", summary(case)), e("ul", [e("li", line) for line in lines], class_="steps")]


def _unknown(case: Matrix) -> list[str]:
    with in_danish():
        told = told_together([one for one in case.needed if one.way == "unknown"])
        return [f"{danish.capitalized(line)}." for line in told]


def _outcomes(case: Matrix) -> list[str]:
    """The meetings that have been, and whose outcome nobody has written down."""
    return [
        f"{row.name}: udfaldet af {danish.genitive(meeting.standing.approval.body)} møde "
        f"{danish.short_date(meeting.standing.approval.date)} mangler."
        for row in case.rows
        for meeting in row.status.meetings
        if meeting.overdue
    ]


def _reservations(case: Matrix) -> list[str]:
    """The reservations that nobody has answered."""
    return [
        f"{row.name}: besvar forbeholdet ”{one.what}”."
        for row in case.rows
        for one in row.status.standing.reservations
    ]


def _missing(who: str, what: Sequence[Missing]) -> str:
    """What somebody must provide, in a line: 'Kommunerne: 95 oplysninger mangler, mest …'."""
    count = sum(one.count for one in what)
    most = sorted(what, key=lambda one: -one.count)
    names = [one.what if one.count == 1 else f"{one.what} ({one.count})" for one in most[:FEW]]
    rest = f" og {len(most) - FEW} slags til" if len(most) > FEW else ""
    word = "oplysning" if count == 1 else "oplysninger"
    return f"{who}: {danish.number(count)} {word} mangler: {', '.join(names)}{rest}."


def packages(found: BundleOverview) -> Html:
    """What each council was packed, open and closed apart."""
    return e("ul", [_package(one) for one in found.packages])


def _package(one: PackageLinks) -> Html:
    parts: list[Child] = []
    for where, link in one.links:
        label = f"{one.municipality}, {where.lower()}"
        parts += [" " if parts else "", e("a", where, href=link, aria_label=label)]
    return e("li", f"{one.municipality}: ", parts)


def matrix_rows(case: Matrix) -> list[Html]:
    """The rows of the matrix; on a small screen each cell has its heading beside it."""
    return [_row(row.cells()) for row in case.rows]


def _row(cells: Sequence[str]) -> Html:
    name, progress = cells[0].split("\n", 1)
    head = e("th", name, e("br"), e("span", progress, class_="small"), scope="row")
    pairs = zip(HEADINGS[1:], cells[1:], strict=True)
    return e("tr", head, [e("td", _lines(cell), data_label=label) for label, cell in pairs])


def _lines(cell: str) -> list[Child]:
    """The lines of a cell below each other; one that says that something fell is marked."""
    found: list[Child] = []
    for line in cell.split("\n"):
        found += [e("br")] if found else []
        urgent = "faldet" in line or "ekstraordinært møde senest" in line
        found.append(e("strong", line) if urgent and line != NOTHING else line)
    return found
