"""Meaning: names, numbers and amounts: the municipality's own, written in one way."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from aftalegen.checks.finding import AnnexRule, Printed, TogetherRule
from aftalegen.checks.subject import (
    AnnexUnderCheck,
    Passage,
    ProjectUnderCheck,
    inline_at,
)
from aftalegen.document.nodes import Field, Text
from aftalegen.words import danish
from aftalegen.words.faults import Fault
from aftalegen.words.language import _, later
from aftalegen.words.place import Source

if TYPE_CHECKING:
    from aftalegen.records import Known
    from aftalegen.records.municipality import Municipality

_AMOUNT = re.compile(r"\d[\d.,]*[\s\u00a0](?:mio\.[\s\u00a0])?kr\.")
_BODY = r"(?:Sundhedsråd|Sundhedsklynge|Regionshospitalet|Hospitalsenhed\w*|Sygehus\w*)"
_HOUSE = r"(?:Universitetshospital|Sygehus|Hospital)"
_CODE_WORD = re.compile(r"kommunekode|kommunenummer|kommunenr", re.IGNORECASE)


@lru_cache(maxsize=16)
def _any_name(names: tuple[str, ...]) -> re.Pattern[str]:
    """Any of the names as a word of its own, with its genitive."""
    longest_first = sorted(names, key=len, reverse=True)
    return re.compile(rf"\b(?P<name>{'|'.join(map(re.escape, longest_first))})(?:s|'|’)?(?![\w-])")


@lru_cache(maxsize=16)
def _any_body(names: tuple[str, ...]) -> re.Pattern[str]:
    """Legal names of bodies and houses in which a place's name stands."""
    any_of = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    return re.compile(rf"{_BODY} (?:{any_of})\b|\b(?:{any_of}) {_HOUSE}\b")


def other_municipality(annex: AnnexUnderCheck) -> Iterator[Fault]:
    """Names of other municipalities, outside of the names of hospitals and bodies."""
    own = annex.facts.municipality
    names = tuple(known.record.name for known in annex.project.municipalities.values())
    if len(names) < 2:
        return
    for passage in annex.passages:
        bodies: list[tuple[int, int]] | None = None
        for match in _any_name(names).finditer(passage.text):
            if match["name"] == own.record.name or _may_name_others(annex, passage, match.start()):
                continue
            if bodies is None:
                bodies = [found.span() for found in _any_body(names).finditer(passage.text)]
            if any(start <= match.start() < end for start, end in bodies):
                continue
            message = _("«{name}» is another municipality's name").format(name=match["name"])
            hint = _("mend the text; what municipalities have agreed stands in deviations")
            yield annex.at(passage, match.start(), match["name"], message, hint)


def _may_name_others(annex: AnnexUnderCheck, passage: Passage, start: int) -> bool:
    """Whether words may name others: addresses, legal names, decisions and what was agreed."""
    inline = inline_at(passage, start)
    source = inline.source if isinstance(inline, Field) and inline.source else passage.source
    if source is None:
        return False
    if source.file.startswith(("data/regions/", "data/decisions/")):
        return True
    agreed = (".deviations", ".special_terms", ".approvals", "address.")
    legal = source.key.startswith(("address", "health_council", "hospital", "official_name"))
    own = source.file == annex.facts.municipality.written.file
    return own and (legal or any(part in source.key for part in agreed))


def other_number(annex: AnnexUnderCheck) -> Iterator[Fault]:
    """Another municipality's CVR number, or its code where codes are told."""
    own = annex.facts.municipality.record
    others = [
        known.record
        for known in annex.project.municipalities.values()
        if known.record.code != own.code
    ]
    numbers = {one.cvr: one.official_name for one in others if one.cvr != own.cvr}
    codes = {one.code: one.official_name for one in others}
    for passage in annex.passages:
        known = {**numbers, **(codes if _CODE_WORD.search(passage.text) else {})}
        for match in re.finditer(r"\b0?(\d{8}|\d{3})\b", passage.text):
            if match[1] in known:
                number, hint = match[1], _("print the number from the data: {{ municipality.cvr }}")
                message = _("«{number}» belongs to {name}").format(
                    number=number, name=known[number]
                )
                yield annex.at(passage, match.start(1), number, message, hint)


def other_amount(annex: AnnexUnderCheck) -> Iterator[Fault]:
    """Another municipality's amount."""
    own = annex.facts.municipality
    mine = {text for amount in _amounts(own) for text in _shown(amount)}
    theirs = [
        (text, known.record.official_name)
        for known in annex.project.municipalities.values()
        if known.key != own.key
        for amount in _amounts(known)
        for text in _shown(amount)
        if text not in mine
    ]
    for passage in annex.passages:
        if "kr." not in passage.text:
            continue
        said = passage.text.replace("\u00a0", " ")
        for text, name in theirs:
            start = said.find(text)
            if start >= 0 and not said[max(0, start - 1) : start].isdigit():
                message = _("«{amount}» is the amount of {name}").format(amount=text, name=name)
                hint = _("print the amount from the data: {{ budget.fixed_annual | kr }}")
                place = annex.place(passage, start, text.split(" ")[0])
                yield Fault(message, place, hint, len(text))


def _amounts(known: "Known[Municipality]") -> Iterator[int]:
    for own in known.record.tasks.values():
        if own.budget.fixed_annual:
            yield own.budget.fixed_annual


def _shown(amount: int) -> Iterator[str]:
    """An amount in each way that an agreement can show it, with plain spaces."""
    ways = [danish.kr(amount)] + ([] if amount % 1000 else [danish.million_kr(amount)])
    yield from (way.replace("\u00a0", " ") for way in ways)


def amount_in_template(annex: AnnexUnderCheck) -> Iterator[Fault]:
    """Amounts that stand in a template's own words."""
    for passage in annex.passages:
        if "kr." not in passage.text or passage.source is None:
            continue
        if not passage.source.file.startswith("templates/"):
            continue
        for match in _AMOUNT.finditer(passage.text):
            if isinstance(inline_at(passage, match.start()), Text):
                number = re.split(r"[\s\u00a0]", match[0])[0]
                yield Fault(
                    _("the amount «{amount}» stands in the template").format(amount=match[0]),
                    annex.place(passage, match.start(), number),
                    _("write the amount in the data, and print it from there"),
                    len(match[0]),
                )


def amount_shown_differently(
    project: ProjectUnderCheck, printed: tuple[Printed, ...]
) -> Iterator[tuple[Fault, str]]:
    """One amount of the data in two ways: «4.422.000 kr.» here, «4,422 mio. kr.» there."""
    ways: dict[Source, dict[str, str]] = {}
    for value in printed:
        if "kr." in value.text and not value.missing:
            ways.setdefault(value.source, {}).setdefault(value.text, value.annex)
    for source, shown in ways.items():
        if len(shown) > 1:
            first, second = sorted(shown)[:2]
            message = _("the same amount is shown as «{first}» and as «{second}»")
            name = source.key.rpartition(".")[2] or "?"
            hint = _("choose one filter, kr or mio_kr, in all templates")
            remark = Fault(message.format(first=first, second=second), source, hint, len(name))
            for annex in shown.values():
                yield remark, annex


@lru_cache(maxsize=16)
def _any_case(names: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(names, key=len, reverse=True)
    joined = "|".join(r"\s+".join(map(re.escape, n.split())) for n in longest_first)
    return re.compile(rf"\b(?P<name>{joined})(?=s?\b)", re.IGNORECASE)


def wrong_case(annex: AnnexUnderCheck) -> Iterator[Fault]:
    """Official names with a small or a large letter in the wrong place."""
    project, facts = annex.project, annex.facts
    names = (
        *(known.record.official_name for known in project.municipalities.values()),
        *(known.record.official_name for known in project.regions.values()),
    )
    right = {danish.same_name(name): " ".join(name.split()) for name in names}
    name_place = facts.annex.file_name_place
    file_name = Field(annex.document.file_name, source=name_place)
    name_of_file = Passage(file_name.text, (file_name,), name_place, "")
    for passage in (*annex.passages, name_of_file):
        for match in _any_case(names).finditer(passage.text):
            said = " ".join(match["name"].split())
            wanted = right[danish.same_name(said)]
            if said != wanted and not said.isupper():
                yield Fault(
                    _("«{said}» is written «{wanted}»").format(said=said, wanted=wanted),
                    annex.place(passage, match.start(), match["name"]),
                    _("print the name from the data: {{ municipality.official_name }}"),
                    len(said),
                )


RULES = (
    AnnexRule(
        "other-municipality", "meaning", "error",
        later("An annex names another municipality."),
        later(
            "An annex is an agreement with one municipality. Another's name in it is most often "
            "left from a copy. Legal names of hospitals, health councils and addresses may hold a "
            "place's name, and so may decisions, deviations and special terms that were agreed."
        ),
        other_municipality,
    ),
    AnnexRule(
        "other-number", "meaning", "error",
        later("An annex has another municipality's CVR number or code."),
        later(
            "Every number of eight digits is compared with the CVR numbers of the other "
            "municipalities, and every number of three with their codes where the text speaks of "
            "codes."
        ),
        other_number,
    ),
    AnnexRule(
        "other-amount", "meaning", "error",
        later("An annex has another municipality's amount."),
        later(
            "Every amount is compared with the budgets of the other municipalities, in kroner and "
            "in millions. An amount that this municipality has too is left alone."
        ),
        other_amount,
    ),
    AnnexRule(
        "amount-in-template", "meaning", "error",
        later("An amount stands in a template."),
        later(
            "A template is the same for all municipalities, so an amount in it stands in all their "
            "annexes, and no source follows it. Amounts belong in the data."
        ),
        amount_in_template,
    ),
    TogetherRule(
        "amount-shown-differently", "meaning", "warning",
        later("One amount is shown in two ways."),
        later(
            "The same amount of the data is printed in kroner in one place and in millions in "
            "another, in the agreement or in its annexes. Readers must then compare them "
            "themselves."
        ),
        amount_shown_differently,
    ),
    AnnexRule(
        "name-in-wrong-case", "meaning", "error",
        later("An official name has a small or large letter in the wrong place."),
        later(
            "The municipality is «Holbæk Kommune», the region «Region Midtjylland». «kommunen» "
            "alone has a small k. The words of the annex and its file name are compared with the "
            "official names in the data."
        ),
        wrong_case,
    ),
)  # fmt: skip
