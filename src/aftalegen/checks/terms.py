"""Terms that decisions put in or out of a target group, and how Danish bends and joins them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from aftalegen.records import Known
from aftalegen.records.decision import Decision, TermException
from aftalegen.words.place import Source

_ENDINGS = "(?:en|et|n|t|er|r|e|erne|rne|ne|ens|ets|ers|ernes|s)?"
_FIRST_PART = r"(?!for|gen|mis|til)\w{3,}"
"""A noun before the term («lungekræft»), not a prefix of verbs («bekræfter»)."""
_SHORT = 4
"""A term this short, such as «KOL», begins many other words: only hyphens join it to others."""


@dataclass(frozen=True, slots=True)
class TermInForce:
    """What the last decision says of a term, and where it says so."""

    term: str
    status: str
    source: Source


def terms_in_force(
    decisions: tuple[Known[Decision], ...], task: str, region: str
) -> tuple[TermInForce, ...]:
    """The terms for one task and region; a later decision stands, term by term."""
    found: dict[str, TermInForce] = {}
    for decision in decisions:
        for index, rule in enumerate(decision.record.terms):
            if task in rule.tasks and region in rule.regions:
                place = decision.written.place(("terms", index, "term"))
                found[rule.term.casefold()] = TermInForce(rule.term, rule.status, place)
    return tuple(found.values())


def exceptions_of(
    decisions: tuple[Known[Decision], ...],
) -> tuple[TermException, ...]:
    """The phrases in which a term may stand all the same."""
    return tuple(one for decision in decisions for one in decision.record.exceptions)


@lru_cache(maxsize=256)
def term_pattern(term: str) -> re.Pattern[str]:
    """What finds a term as a whole word, bent, and as the first or last part of a compound.

    «kræft» finds «kræften», «kræftramte» and «lungekræft», never letters amid a word.
    """
    words = [re.escape(word) for word in re.split(r"[\s-]+", term.strip())]
    base = r"[\s\u00a0-]+".join(words)
    if len(term) <= _SHORT:
        flags = re.NOFLAG if term.isupper() else re.IGNORECASE
        return re.compile(rf"\b{base}(?:-\w+|['’]?{_ENDINGS})\b", flags)
    forms = [rf"{base}\w*", rf"{_FIRST_PART}{base}{_ENDINGS}"]
    lower = term.casefold()
    if lower.endswith("ion"):  # the adjective of -ion is -iv
        forms.append(re.escape(lower[:-3]) + r"iv\w*")
    if lower.endswith("hed"):  # knogleskørhed, knogleskør
        forms.append(re.escape(lower[:-3]) + r"[et]?")
    return re.compile(rf"\b(?:{'|'.join(forms)})\b", re.IGNORECASE)


def hits(term: str, text: str, exceptions: tuple[TermException, ...]) -> Iterator[re.Match[str]]:
    """Where a term stands in a text outside of the phrases in which it may stand."""
    found = list(term_pattern(term).finditer(text))
    if not found:
        return
    spans = [
        match.span()
        for one in exceptions
        if one.term.casefold() == term.casefold()
        for match in _phrase(one.phrase).finditer(text)
    ]
    for match in found:
        if not any(start <= match.start() and match.end() <= end for start, end in spans):
            yield match


@lru_cache(maxsize=256)
def _phrase(phrase: str) -> re.Pattern[str]:
    """A phrase wherever lines break in it, with an upper or a lower first letter."""
    return re.compile(r"[\s\u00a0]+".join(map(re.escape, phrase.split())), re.IGNORECASE)
