"""The overview of a bundle -> one HTML page that needs nothing but itself.

No script, nothing from the net; light, dark and on paper. The page is in Danish
as the agreements are, whoever asks for it. What is missing is said, never drawn
as zero.
"""

from collections.abc import Sequence
from pathlib import Path

from aftalegen.desk.overview.chart import budget_chart, event_mark, filled_bar
from aftalegen.desk.overview.front import matrix_rows, next_steps, packages, tiles
from aftalegen.desk.overview.gathering import (
    AnnexFiles,
    BudgetBar,
    BundleOverview,
    Completeness,
    Event,
    EventKind,
    Missing,
    TaskBudgets,
)
from aftalegen.editions.annex_index import DESPITE
from aftalegen.editions.approvals import Standing
from aftalegen.proceedings.matrix import HEADINGS
from aftalegen.records.standing import PROGRESS_WORDS, least
from aftalegen.words import danish
from aftalegen.writers.web.markup import Child, Html, page
from aftalegen.writers.web.markup import element as e

POLICY = Html("default-src 'none'; style-src 'unsafe-inline'")

KINDS: dict[EventKind, str] = {
    "deadline": "Frist",
    "approved": "Godkendt",
    "recommended": "Indstillet",
    "noted": "Taget til efterretning",
    "postponed": "Udsat",
    "rejected": "Afvist",
    "planned": "Planlagt",
    "fallen": "Faldet",
    "unknown": "Uafklaret",
}

MISSING = "mangler"
AMOUNT = "Beløb om året"
LEVEL = "Pris- og lønniveau"

MATRIX = "Hvad organerne har besluttet, og hvem der er næste"
FOOTER = "Lavet af aftalegen ud fra udgave {edition}. Siden viser kun det, der står i data."
SOME_KNOWN = (
    "{known} af {all} beløb er kendt. Søjlen viser det faste årlige beløb; et beløb, der mangler, "
    "har ingen søjle."
)
AWAITED = "Beløbet mangler for, og oplyses af: {names}."
NONE_KNOWN = "Ingen af de {all} beløb er kendt, så der er ingen søjler at vise."


def overview_html(found: BundleOverview) -> bytes:
    """The page: the same bytes for the same overview."""
    despite = e("ul", [e("li", one.sentence()) for one in found.despite])
    parts = (
        *((("trods", DESPITE, [despite]),) if found.despite else ()),
        ("naeste", "Næste skridt", next_steps(found)),
        ("matrix", "Godkendelser", _table(MATRIX, HEADINGS, matrix_rows(found.case))),
        ("tidslinje", "Frister og behandlinger", _timeline(found)),
        *((("pakker", "Pakker til rådene", packages(found)),) if found.packages else ()),
        ("bilag", "Bilag og filer", _annexes(found.annexes)),
        ("budgetter", "Budgetter", _budgets(found.budgets)),
        ("mangler", "Det, der mangler", _completeness(found)),
    )
    nav = [e("li", e("a", title, href=f"#{key}")) for key, title, _body in parts]
    sections = [
        e("section", e("h2", title, id=key), body, aria_labelledby=key)
        for key, title, body in parts
    ]
    body = e(
        "body",
        e("a", "Gå til indholdet", href="#indhold", class_="skip"),
        e(
            "header",
            e("h1", found.bundle.title),
            e("p", _about(found), class_="muted"),
            e("nav", e("ul", nav), aria_label="På siden"),
        ),
        e("main", tiles(found), sections, id="indhold"),
        e("footer", e("p", FOOTER.format(edition=found.bundle.edition))),
    )
    css = (Path(__file__).parent / "page.css").read_text(encoding="utf-8")
    head = e(
        "head",
        e("meta", charset="utf-8"),
        e("meta", name="viewport", content="width=device-width, initial-scale=1"),
        e("meta", name="color-scheme", content="light dark"),
        e("meta", http_equiv="Content-Security-Policy", content=POLICY),
        e("title", f"Overblik: {found.bundle.title}"),
        e("style", Html(css)),
    )
    return page(head, body, language="da").encode()


def _about(found: BundleOverview) -> str:
    return (
        f"Som sagen ser ud {danish.long_date(found.case.status.today)}. "
        f"Udgave {found.bundle.edition} af {danish.long_date(found.bundle.edition_date)}. "
        f"Status: {PROGRESS_WORDS[least(a.progress for a in found.annexes)].lower()}. "
        f"Aftalerne træder i kraft {danish.long_date(found.bundle.enters_into_force)}."
    )


def _table(
    caption: str, headings: Sequence[str], rows: Sequence[Html], foot: Html | None = None
) -> Html:
    """A table in a box that scrolls, by keyboard too, where it is wider than the page."""
    head = [e("th", h, scope="col", class_="number" if h == AMOUNT else None) for h in headings]
    table = e(
        "table",
        e("caption", caption),
        e("thead", e("tr", head)),
        e("tbody", rows),
        e("tfoot", foot) if foot is not None else None,
        class_="stack",
    )
    return e("div", table, class_="table", role="region", aria_label=caption, tabindex=0)


def _row(name: str, cells: Sequence[tuple[str, Child]]) -> Html:
    """A row: its name, and its cells with the headings that a small screen shows beside them."""
    made = [
        e("td", cell, data_label=heading, class_="number" if heading == AMOUNT else None)
        for heading, cell in cells
    ]
    return e("tr", e("th", name, scope="row"), made)


# --- budgets ----------------------------------------------------------------------------------


def _budgets(tasks: Sequence[TaskBudgets]) -> list[Html]:
    found: list[Html] = []
    for task in tasks:
        known, every = task.known(), len(task.bars)
        name = danish.capitalized(task.task)
        found.append(e("h3", name))
        if known:
            found.append(e("p", SOME_KNOWN.format(known=len(known), all=every)))
            found.append(budget_chart(f"soejler-{task.key}", name, task.bars))
        else:
            found.append(e("p", NONE_KNOWN.format(all=danish.count_word(every))))
        awaited = [bar.municipality for bar in task.bars if bar.amount is None]
        if awaited:
            found.append(e("p", AWAITED.format(names=danish.and_list(awaited))))
        if known:
            found.append(_budget_table(task))
    return found


def _budget_table(task: TaskBudgets) -> Html:
    known = task.known()
    count = f"{len(known)} af {len(task.bars)}"
    total = _row("De kendte beløb i alt", ((AMOUNT, danish.kr(sum(known))), ("Kendte", count)))
    return _table(
        f"Fast årligt beløb: {task.task}",
        ("Kommune", AMOUNT, LEVEL, "Kilde"),
        [_budget_row(bar) for bar in task.bars if bar.amount is not None],
        total if known else None,
    )


def _budget_row(bar: BudgetBar) -> Html:
    cells = ((AMOUNT, danish.kr(bar.amount or 0)), (LEVEL, bar.price_level or _missing()))
    return _row(bar.municipality, (*cells, ("Kilde", bar.source or _missing())))


def _missing(text: str = MISSING) -> Html:
    return e("span", text, class_="missing")


# --- completeness -----------------------------------------------------------------------------


def _completeness(found: BundleOverview) -> list[Html]:
    common: list[Html] = []
    if found.common:
        common = [
            e("h3", "Fælles for bilagene"),
            e("p", "Det, der skal afgøres én gang for samlingen, opgaven eller regionen:"),
            _listed(found.common),
        ]
    table = _table(
        "Kommunernes egne oplysninger, som bilagene trykker",
        ("Kommune", "Kendt", "Mangler"),
        [_completeness_row(row) for row in found.completeness],
    )
    return [*common, e("h3", "Kommune for kommune"), table]


def _completeness_row(row: Completeness) -> Html:
    total = row.known + row.lacking()
    known = (f"{row.known} af {total}", filled_bar(row.known, total))
    lacking = _listed(row.missing) if row.missing else "intet"
    return _row(row.municipality, (("Kendt", known), ("Mangler", lacking)))


def _listed(missing: Sequence[Missing]) -> Html:
    words = [m.what if m.count == 1 else f"{m.what} ({m.count})" for m in missing]
    return e("ul", [e("li", _missing(word)) for word in words], class_="plain")


# --- timeline ---------------------------------------------------------------------------------


def _timeline(found: BundleOverview) -> list[Html]:
    parts = [e("ol", [_event(event) for event in found.events], class_="line")]
    if not found.events:
        parts = [e("p", "Der er hverken frister eller godkendelser i data.")]
    if found.without_approval:
        count = len(found.without_approval)
        names = danish.and_list(found.without_approval)
        parts.append(e("p", f"Uden politisk behandling i data ({count}): {names}."))
    return parts


def _event(event: Event) -> Html:
    day = e("time", danish.long_date(event.day), datetime=event.day.isoformat())
    who = f" – {event.who}" if event.who else ""
    return e(
        "li",
        event_mark(event.kind),
        day,
        e("span", KINDS[event.kind], class_="kind"),
        e("p", f"{event.what}{who}"),
        _since(event.standing),
        e("p", f"Kilde: {event.source}", class_="small"),
        class_=event.kind,
    )


def _since(standing: Standing | None) -> Html | None:
    """What became of an approval since, where it does not stand as it was given."""
    if standing and standing.state == "fallen":
        outcome = KINDS[standing.approval.outcome]
        return e("p", f"{outcome}; ændret siden: {standing.where_text}")
    if standing and standing.state == "unknown":
        outcome, edition = KINDS[standing.approval.outcome], standing.approval.edition
        why = f"{edition} er ikke udgivet her" if edition else "ingen udgave er nævnt"
        if standing.body is None:
            why = "organet er ikke et af parternes"
        return e("p", f"{outcome}; om det står ved magt, kan ikke afgøres: {why}.")
    if standing and standing.approval.open_reservations and standing.state == "approved":
        words = "; ".join(one.what for one in standing.approval.open_reservations)
        return e("p", f"Forbehold, der er åbne: {words}")
    return None


# --- annexes ----------------------------------------------------------------------------------


def _annexes(annexes: Sequence[AnnexFiles]) -> Html:
    rows = [
        _row(
            annex.label or "–",
            (("Kommune", annex.municipality), ("Titel", annex.title), *_state(annex)),
        )
        for annex in annexes
    ]
    return _table("Bilag i sagens orden", ("Bilag", "Kommune", "Titel", "Status", "Filer"), rows)


def _state(annex: AnnexFiles) -> tuple[tuple[str, Child], ...]:
    return (("Status", PROGRESS_WORDS[annex.progress]), ("Filer", _links(annex)))


def _links(annex: AnnexFiles) -> list[str]:
    if not annex.links:
        return ["ikke bygget"]
    spoken = f": {annex.title}, {annex.municipality}"
    links: list[str] = []
    for format, href in annex.links:
        links += [" "] if links else []
        links.append(e("a", format.upper(), href=href, aria_label=f"{format.upper()}{spoken}"))
    return links
