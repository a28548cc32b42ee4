"""The drawings of the overview, as SVG in the page; each says in words what it shows."""

from collections.abc import Sequence

from aftalegen.desk.overview.gathering import BudgetBar, EventKind
from aftalegen.words import danish
from aftalegen.writers.web.markup import Html
from aftalegen.writers.web.markup import element as e

ROW = 46
"""The height of one municipality in the chart: its words, and below them the bar."""


def budget_chart(key: str, task: str, bars: Sequence[BudgetBar]) -> Html:
    """A bar for each known amount, with the longest as wide as the page; at least one is known.

    A drawing for each municipality, so that paper can break between them. Widths are in per
    cent and letters in their own size: a small screen shortens the bars and not the words.
    """
    most = max(bar.amount or 0 for bar in bars)
    known = [bar for bar in bars if bar.amount is not None]
    words = "; ".join(f"{bar.municipality} {danish.kr(bar.amount or 0)}" for bar in known)
    rest = " De øvrige mangler." if len(known) < len(bars) else ""
    label = f"Søjler: fast årligt beløb, {task}. {words}.{rest} Tallene står i tabellen."
    drawn = [_drawn(bar.municipality, bar.amount or 0, most) for bar in known]
    return e("div", drawn, id=key, class_="chart", role="img", aria_label=label)


def _drawn(municipality: str, amount: int, most: int) -> Html:
    """One municipality: its name and amount, and below them its bar."""
    name = e("text", municipality, x=0, y=17)
    words = e("text", danish.kr(amount), x="100%", y=17, text_anchor="end")
    width = f"{100 * amount / most if most else 0:.2f}%"
    drawn = e("rect", class_="bar", x=0, y=23, width=width, height=12, rx=2)
    return e("svg", name, words, drawn, width="100%", height=ROW)


def filled_bar(known: int, total: int) -> Html:
    """How much of a whole is known; the numbers stand beside it."""
    width = f"{100 * known / total if total else 0:.2f}%"
    return e(
        "svg",
        e("rect", class_="rest", x=0, y=0, width="100%", height="100%"),
        e("rect", class_="bar", x=0, y=0, width=width, height="100%"),
        class_="filled",
        aria_hidden="true",
    )


def event_mark(kind: EventKind) -> Html:
    """A mark on the timeline: told apart by its form, so that colour is not needed."""
    return e("svg", _form(kind), viewBox="0 0 18 18", aria_hidden="true")


def _form(kind: EventKind) -> list[Html]:
    match kind:
        case "deadline":
            return [e("path", d="M9 2 L16 9 L9 16 L2 9 Z", class_="full")]
        case "approved" | "recommended" | "noted":
            return [e("circle", cx=9, cy=9, r=6, class_="full")]
        case "planned" | "postponed" | "unknown":
            return [e("circle", cx=9, cy=9, r=6)]
        case "rejected" | "fallen":
            return [e("path", d="M4 4 L14 14 M14 4 L4 14")]
