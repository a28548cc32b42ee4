"""Meaning: whether an annex says what was decided, and nothing of its neighbours."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from aftalegen import danish
from aftalegen.checks.finding import AnnexRule, Printed, ProjectRule, Remark, TogetherRule
from aftalegen.checks.subject import (
    AnnexUnderCheck,
    Passage,
    ProjectUnderCheck,
    inline_at,
)
from aftalegen.checks.terms import exceptions_of, hits, term_pattern, terms_in_force
from aftalegen.document import Field, Text, walk_sections
from aftalegen.language import _, later
from aftalegen.source import Source

if TYPE_CHECKING:
    from aftalegen.records import Known
    from aftalegen.records.models import Municipality

_AMOUNT = re.compile(r"\d[\d.,]*[\s\u00a0](?:mio\.[\s\u00a0])?kr\.")
_BODY = r"(?:Sundhedsråd|Sundhedsklynge|Regionshospitalet|Hospitalsenhed\w*|Sygehus\w*)"
_HOUSE = r"(?:Universitetshospital|Sygehus|Hospital)"
_IN_FORCE = re.compile(r"træder i kraft|ikrafttræd", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.:;])\s+(?=[A-ZÆØÅ])")
_FOLLOW_UP = re.compile(r"\bevaluer\w*|\bfølger op\b|\bfølges op\b|\bopfølgning\w*", re.IGNORECASE)
_OF_WHAT = re.compile(r"\b(?:aftale\w*|samarbejde\w*)\b", re.IGNORECASE)
_HOW_OFTEN = re.compile(r"\b(?:år|året|årligt|års|halvår\w*|kvartal\w*|måned\w*)\b", re.IGNORECASE)
_CODE_WORD = re.compile(r"kommunekode|kommunenummer|kommunenr", re.IGNORECASE)


# --- terms --------------------------------------------------------------------------------------


def excluded_term(annex: AnnexUnderCheck) -> Iterator[Remark]:
    """Terms that are out of the target group and still stand in the words of the annex."""
    facts = annex.facts
    exceptions = exceptions_of(facts.decisions)
    for term in terms_in_force(facts.decisions, facts.task.key, facts.region.key):
        if term.status != "out":
            continue
        for passage in annex.passages:
            for match in hits(term.term, passage.text, exceptions):
                yield Remark(
                    _("«{word}» is out of the target group, but is still mentioned").format(
                        word=match[0]
                    ),
                    annex.place(passage, match.start(), match[0]),
                    _("mend the text, or write an exception in the decision"),
                    len(match[0]),
                    cause=term.source,
                )


def exception_without_effect(project: ProjectUnderCheck) -> Iterator[Remark]:
    """Exceptions for terms that are not out, or with phrases that do not hold their term."""
    out = {
        rule.term.casefold()
        for decision in project.decisions
        for rule in decision.record.terms
        if rule.status == "out"
    }
    for decision in project.decisions:
        for index, one in enumerate(decision.record.exceptions):
            hint = _("mend the exception, or remove it")
            path = ("exceptions", index)
            if one.term.casefold() not in out:
                message = _("no decision puts «{term}» out, so the exception has no effect")
                place = decision.written.place((*path, "term"))
                yield Remark(message.format(term=one.term), place, hint, len("term"))
            elif not term_pattern(one.term).search(one.phrase):
                message = _("«{term}» is not in the phrase, so the exception has no effect")
                place = decision.written.place((*path, "phrase"))
                yield Remark(message.format(term=one.term), place, hint, len("phrase"))


def included_term_missing(annex: AnnexUnderCheck) -> Iterator[Remark]:
    """Terms that were put into the target group and stand nowhere in an agreement."""
    facts = annex.facts
    if not annex.is_agreement:
        return
    for term in terms_in_force(facts.decisions, facts.task.key, facts.region.key):
        if term.status != "in":
            continue
        if not any(_says(passage, term.term) for passage in annex.passages):
            yield Remark(
                _("«{term}» is in the target group, but is not mentioned").format(term=term.term),
                facts.task.written.place(("target_group", facts.region.key, "text")),
                _("write the term in the description of the target group"),
                len("text"),
                cause=term.source,
            )


def _says(passage: Passage, term: str) -> bool:
    """Whether a passage mentions a term in other words than those of the decisions."""
    for match in hits(term, passage.text, ()):
        inline = inline_at(passage, match.start())
        source = inline.source if isinstance(inline, Field) else None
        if source is None or not source.file.startswith("data/decisions/"):
            return True
    return False


# --- neighbours ---------------------------------------------------------------------------------


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


def other_municipality(annex: AnnexUnderCheck) -> Iterator[Remark]:
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
            yield Remark(
                _("«{name}» is another municipality's name").format(name=match["name"]),
                annex.place(passage, match.start(), match["name"]),
                _("mend the text; what municipalities have agreed stands in deviations"),
                len(match["name"]),
            )


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


def other_number(annex: AnnexUnderCheck) -> Iterator[Remark]:
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
                yield Remark(
                    _("«{number}» belongs to {name}").format(number=match[1], name=known[match[1]]),
                    annex.place(passage, match.start(1), match[1]),
                    _("print the number from the data: {{ municipality.cvr }}"),
                    len(match[1]),
                )


def other_amount(annex: AnnexUnderCheck) -> Iterator[Remark]:
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
                yield Remark(message, place, hint, len(text))


def _amounts(known: "Known[Municipality]") -> Iterator[int]:
    for own in known.record.tasks.values():
        if own.budget.fixed_annual:
            yield own.budget.fixed_annual


def _shown(amount: int) -> Iterator[str]:
    """An amount in each way that an agreement can show it, with plain spaces."""
    ways = [danish.kr(amount)] + ([] if amount % 1000 else [danish.million_kr(amount)])
    yield from (way.replace("\u00a0", " ") for way in ways)


# --- amounts, names and dates -------------------------------------------------------------------


def amount_in_template(annex: AnnexUnderCheck) -> Iterator[Remark]:
    """Amounts that stand in a template's own words."""
    for passage in annex.passages:
        if "kr." not in passage.text or passage.source is None:
            continue
        if not passage.source.file.startswith("templates/"):
            continue
        for match in _AMOUNT.finditer(passage.text):
            if isinstance(inline_at(passage, match.start()), Text):
                number = re.split(r"[\s\u00a0]", match[0])[0]
                yield Remark(
                    _("the amount «{amount}» stands in the template").format(amount=match[0]),
                    annex.place(passage, match.start(), number),
                    _("write the amount in the data, and print it from there"),
                    len(match[0]),
                )


def amount_shown_differently(
    project: ProjectUnderCheck, printed: tuple[Printed, ...]
) -> Iterator[tuple[Remark, str]]:
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
            remark = Remark(message.format(first=first, second=second), source, hint, len(name))
            for annex in shown.values():
                yield remark, annex


@lru_cache(maxsize=16)
def _any_case(names: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(names, key=len, reverse=True)
    joined = "|".join(r"[\s\u00a0]".join(map(re.escape, n.split())) for n in longest_first)
    return re.compile(rf"\b(?P<name>{joined})(?=s?\b)", re.IGNORECASE)


def wrong_case(annex: AnnexUnderCheck) -> Iterator[Remark]:
    """Official names with a small or a large letter in the wrong place."""
    project, facts = annex.project, annex.facts
    names = (
        *(known.record.official_name for known in project.municipalities.values()),
        *(known.record.official_name for known in project.regions.values()),
    )
    right = {name.casefold(): name for name in names}
    bundle, index = facts.bundle, facts.index
    name_place = bundle.written.place(("annexes", index, "file_name"))
    file_name = Field(annex.document.file_name, source=name_place)
    name_of_file = Passage(file_name.text, (file_name,), name_place, "")
    for passage in (*annex.passages, name_of_file):
        for match in _any_case(names).finditer(passage.text):
            said = match["name"].replace("\u00a0", " ")
            wanted = right[said.casefold()]
            if said != wanted and not said.isupper():
                yield Remark(
                    _("«{said}» is written «{wanted}»").format(said=said, wanted=wanted),
                    annex.place(passage, match.start(), match["name"]),
                    _("print the name from the data: {{ municipality.official_name }}"),
                    len(said),
                )


def date_before_decision(annex: AnnexUnderCheck) -> Iterator[Remark]:
    """Text in an edition that is older than the decision that caused the text."""
    facts = annex.facts
    edition = facts.bundle.record.edition_date
    decisions = {known.key: known for known in annex.project.decisions}
    causes = [
        (section.decision, section.source and replace(section.source, line=1, column=1))
        for section in walk_sections(annex.document.sections)
    ]
    group = facts.task.record.target_group.get(facts.region.key)
    if group is not None:
        place = facts.task.written.place(("target_group", facts.region.key, "decision"))
        causes.append((group.decision, place))
    for key, source in causes:
        decision = decisions.get(key or "")
        if decision is None or source is None or decision.record.date <= edition:
            continue
        message = _("the edition is from {edition}, before the decision of {date} behind the text")
        yield Remark(
            message.format(edition=edition.isoformat(), date=decision.record.date.isoformat()),
            annex.project.exact(source, decision.key, most=12),
            _("give the edition a later date, or take the text back"),
            len(decision.key),
            cause=decision.written.place(("date",)),
        )
    yield from _late_deviations(annex)


def _late_deviations(annex: AnnexUnderCheck) -> Iterator[Remark]:
    facts = annex.facts
    edition = facts.bundle.record.edition_date
    own = facts.municipality.record.tasks[facts.task.key].deviations
    for index, deviation in enumerate(own):
        if deviation.agreed_on > edition:
            path = ("tasks", facts.task.key, "deviations", index, "agreed_on")
            message = _("the deviation was agreed on {date}, after the edition of {edition}")
            yield Remark(
                message.format(date=deviation.agreed_on.isoformat(), edition=edition.isoformat()),
                facts.municipality.written.place(path),
                _("give the edition a later date, or take the deviation out"),
                len("agreed_on"),
            )


# --- formal requirements ------------------------------------------------------------------------


def entry_into_force(annex: AnnexUnderCheck) -> Iterator[Remark]:
    """Agreements that do not say when they enter into force."""
    day = danish.long_date(annex.facts.bundle.record.enters_into_force)
    if annex.is_agreement and not any(
        day in passage.text and _IN_FORCE.search(passage.text) for passage in annex.passages
    ):
        yield Remark(
            _("the agreement does not say that it enters into force on {day}").format(
                day=day.replace("\u00a0", " ")
            ),
            annex.facts.bundle.written.place(("enters_into_force",)),
            _("print {{ bundle.enters_into_force | date }} in the section on entry into force"),
            len("enters_into_force"),
        )


def follow_up(annex: AnnexUnderCheck) -> Iterator[Remark]:
    """Agreements that do not say how and how often they are followed up."""
    if annex.is_agreement and not any(
        all(pattern.search(sentence) for pattern in (_FOLLOW_UP, _OF_WHAT, _HOW_OFTEN))
        for passage in annex.passages
        for sentence in _SENTENCE_END.split(passage.text)
    ):
        yield Remark(
            _("the agreement does not say how often it is evaluated or followed up"),
            Source(f"templates/{_template(annex)}/template.yaml", 1),
            _("write who evaluates the agreement, and when"),
        )


def legal_basis(annex: AnnexUnderCheck) -> Iterator[Remark]:
    """Legal bases of the task that the agreement does not name."""
    law = annex.facts.law.record.statutes
    if not annex.is_agreement:
        return
    if not annex.facts.task.record.legal_bases:
        message = _("the task has no legal basis, so the agreement names none")
        place = annex.facts.task.written.place(("legal_bases",))
        yield Remark(message, place, _("write the keys of data/law.yaml"), len("legal_bases"))
    texts = [passage.text for passage in annex.passages]
    for index, key in enumerate(annex.facts.task.record.legal_bases):
        if key in law and not any(law[key].text in text for text in texts):
            yield Remark(
                _("the agreement does not name its legal basis, {statute}").format(
                    statute=law[key].text.replace("\u00a0", " ")
                ),
                annex.facts.task.written.place(("legal_bases", index)),
                _("print task.legal_bases in the section on the legal basis"),
                len(key),
            )


def _template(annex: AnnexUnderCheck) -> str:
    return annex.facts.bundle.record.annexes[annex.facts.index].template


RULES = (
    AnnexRule(
        "excluded-term", "meaning", "error",
        later("A term that was decided out of the target group is still mentioned."),
        later(
            "Decisions put terms in or out of a target group, for the tasks and regions that they "
            "name; the latest decision stands, term by term. Every annex of those tasks and "
            "regions is searched for the term as a word, bent (kræften), and as a part of a "
            "compound (kræftramte, lungekræft). Words that only contain the letters are left "
            "alone. A sentence in which the term must stand is allowed by an exception in the "
            "decision: the term, the phrase, and the reason."
        ),
        excluded_term,
    ),
    ProjectRule(
        "exception-without-effect", "meaning", "warning",
        later("An exception in a decision allows nothing."),
        later(
            "An exception lets a term that is out stand in one phrase. It has no effect where no "
            "decision puts the term out, or where the phrase does not hold the term."
        ),
        exception_without_effect,
    ),
    AnnexRule(
        "included-term-missing", "meaning", "error",
        later("A term that was decided into the target group is not mentioned."),
        later(
            "A decision put the term into the target group, but the agreement does not mention it: "
            "the description of the target group was not changed, or was changed back."
        ),
        included_term_missing,
    ),
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
    AnnexRule(
        "date-before-decision", "meaning", "error",
        later("A text is in an edition that is older than the decision behind it."),
        later(
            "A section, a target group or a deviation says which decision or agreement it came "
            "from. An edition from before that day cannot have it."
        ),
        date_before_decision,
    ),
    AnnexRule(
        "entry-into-force-missing", "meaning", "error",
        later("An agreement does not say when it enters into force."),
        later(
            "An agreement must say when it enters into force: Sundhedsstyrelsen states it as a "
            "requirement of health agreements, and without a day nobody knows from when the "
            "parties are bound. What is signed is an agreement here."
        ),
        entry_into_force,
    ),
    AnnexRule(
        "follow-up-missing", "meaning", "error",
        later("An agreement does not say how it is followed up."),
        later(
            "Authorities expect the agreement to say how it is followed up: who evaluates it, and "
            "how often. The rule looks for a sentence on evaluation or follow-up of the agreement "
            "or the cooperation that names a period."
        ),
        follow_up,
    ),
    AnnexRule(
        "legal-basis-missing", "meaning", "error",
        later("An agreement does not name its legal basis."),
        later(
            "The statutes in the task's legal_bases are what the parties may make the agreement "
            "by. Each of them must stand in the agreement as it stands in data/law.yaml."
        ),
        legal_basis,
    ),
)  # fmt: skip
