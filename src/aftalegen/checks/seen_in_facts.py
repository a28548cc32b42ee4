"""A fact that a requirement asks for, by the name that templates use: there, and as required."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from aftalegen.checks.completeness import shortened
from aftalegen.checks.judged import FAILS, FIELD, FOR_EVER, NO_FACT, NOT_CONFIRMED, Asked, Seen
from aftalegen.records.choices import Declared
from aftalegen.records.conditions import Condition, Value
from aftalegen.records.confidence import confidence_at
from aftalegen.template.names import declared_names
from aftalegen.template.shapes import bare
from aftalegen.template.values import Leaf, View
from aftalegen.words.danish import capitalized, number, short_date
from aftalegen.words.language import _, in_danish
from aftalegen.words.months import months_in
from aftalegen.words.place import Source

DURATION = "choices.duration"
"""The fact whose months are those of the agreement."""
EXPIRY = "choices.expires_on"


def in_fact(asked: Asked, name: str, test: Condition) -> Seen:
    """What a fact shows, by its value, its place and how well it is known."""
    found = fact_called(asked.names, name)
    what, place = title_of(name, asked.annex.facts.choices), _place(found)
    value = _months(asked, name) if test.in_months else _value(found)
    if value is None or value == ():
        return Seen("lacking", NO_FACT, what, (place,) if place else ())
    if not test.passes(value):
        told = _told(asked, _value(found))
        return Seen("lacking", FAILS, f"{what} ({told})", (place,) if place else ())
    if place and (confidence := _confidence(asked, place)):
        return Seen("undecided", NOT_CONFIRMED, f"{what} ({confidence})", (place,))
    return Seen("met", FIELD, f"{what}: {_told(asked, _value(found))}", (place,) if place else ())


def fact_called(names: Mapping[str, Any], name: str) -> Any:
    """What a dotted name stands for in an annex; None where there is nothing of that name."""
    first, *rest = name.split(".")
    here = names.get(first)
    for part in rest:
        try:
            here = here.get(part) if isinstance(here, View) else None
        except KeyError:
            return None
    return here


@in_danish()
def title_of(name: str, declared: Declared) -> str:
    """A fact in words, as placeholders say it: 'aftalens varighed'."""
    first, *rest = name.split(".")
    names = declared_names(declared)
    model: Any = names[first].kind if first in names else None
    title = _(names[first].words).partition(": ")[0] if first in names else name
    for part in rest:
        known = getattr(bare(model), "model_fields", {}).get(part)
        words = _(known.description or part).partition(": ")[0] if known else part
        title, model = (known and known.title) or words, known.annotation if known else None
    return capitalized(title)


def _value(found: Any) -> Value:
    match found:
        case Leaf():
            return found.value
        case View() if isinstance(found.value, tuple):
            return tuple(one.text() if isinstance(one, Leaf) else "" for one in found)
        case tuple():
            return tuple("" for _one in found)
        case View():
            return "x" if found.value else None
        case _:
            return None


def _told(asked: Asked, value: Value) -> str:
    """A value in a few words."""
    match value:
        case tuple():
            law = asked.annex.facts.law.record.statutes
            return ", ".join(law[one].text or one if one in law else one for one in value)
        case date():
            return short_date(value)
        case int() if not isinstance(value, bool):
            return number(value)
        case _:
            return shortened(str(value))


def _place(found: Any) -> Source | None:
    if isinstance(found, Leaf):
        return found.source
    return found.written.place(found.path) if isinstance(found, View) else None


def _months(asked: Asked, name: str) -> Value:
    """How long the agreement is, in months; what has no end is longer than any requirement."""
    chosen = _value(fact_called(asked.names, name))
    if name != DURATION:
        return chosen
    if chosen == "indefinite":
        return FOR_EVER
    ends = _value(fact_called(asked.names, EXPIRY))
    begins = asked.annex.facts.bundle.record.enters_into_force
    return months_in(begins, ends) if isinstance(ends, date) else None


def _confidence(asked: Asked, place: Source) -> str | None:
    facts = asked.annex.facts
    for known in (facts.municipality, facts.task, facts.region, facts.bundle):
        if known.written.file == place.file:
            return confidence_at(asked.annex.project.unconfirmed(known), place.key)
    return None
