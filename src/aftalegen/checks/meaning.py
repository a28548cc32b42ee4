"""Meaning: whether an annex says what was decided, and what an agreement must say."""

import re
from collections.abc import Iterator
from dataclasses import replace

from aftalegen.checks.finding import AnnexRule, ProjectRule, at_key
from aftalegen.checks.subject import (
    AnnexUnderCheck,
    Passage,
    ProjectUnderCheck,
    inline_at,
)
from aftalegen.checks.terms import exceptions_of, hits, term_pattern, terms_in_force
from aftalegen.document.nodes import Field
from aftalegen.document.walk import walk_sections
from aftalegen.records.choices import legal_bases
from aftalegen.words import danish
from aftalegen.words.faults import Fault
from aftalegen.words.language import _, later
from aftalegen.words.place import Source

AGREEMENT = "samarbejdsaftale"
"""The kind of what must say all that an agreement says."""

_IN_FORCE = re.compile(r"træder i kraft|ikrafttræd", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.:;])\s+(?=[A-ZÆØÅ])")
_FOLLOW_UP = re.compile(r"\bevaluer\w*|\bfølger op\b|\bfølges op\b|\bopfølgning\w*", re.IGNORECASE)
_OF_WHAT = re.compile(r"\b(?:aftale\w*|samarbejde\w*)\b", re.IGNORECASE)
_HOW_OFTEN = re.compile(r"\b(?:år|året|årligt|års|halvår\w*|kvartal\w*|måned\w*)\b", re.IGNORECASE)


def excluded_term(annex: AnnexUnderCheck) -> Iterator[Fault]:
    """Terms that are out of the target group and still stand in the words of the annex."""
    facts = annex.facts
    exceptions = exceptions_of(facts.decisions)
    for term in terms_in_force(facts.decisions, facts.task.key, facts.region.key):
        if term.status != "out":
            continue
        for passage in annex.passages:
            for match in hits(term.term, passage.text, exceptions):
                word, hint = match[0], _("mend the text, or write an exception in the decision")
                message = _("«{word}» is out of the target group, but is still mentioned")
                message = message.format(word=word)
                yield annex.at(passage, match.start(), word, message, hint, term.source)


def exception_without_effect(project: ProjectUnderCheck) -> Iterator[Fault]:
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
            if one.term.casefold() not in out:
                key = "term"
                message = _("no decision puts «{term}» out, so the exception has no effect")
            elif not term_pattern(one.term).search(one.phrase):
                key = "phrase"
                message = _("«{term}» is not in the phrase, so the exception has no effect")
            else:
                continue
            path = ("exceptions", index, key)
            yield at_key(decision.written, path, message.format(term=one.term), hint)


def included_term_missing(annex: AnnexUnderCheck) -> Iterator[Fault]:
    """Terms that were put into the target group and stand nowhere in an agreement."""
    facts = annex.facts
    if annex.kind != AGREEMENT:
        return
    for term in terms_in_force(facts.decisions, facts.task.key, facts.region.key):
        if term.status != "in":
            continue
        if not any(_says(passage, term.term) for passage in annex.passages):
            path = ("target_group", facts.region.key, "text")
            message = _("«{term}» is in the target group, but is not mentioned")
            hint = _("write the term in the description of the target group")
            message = message.format(term=term.term)
            yield at_key(facts.task.written, path, message, hint, term.source)


def _says(passage: Passage, term: str) -> bool:
    """Whether a passage mentions a term in other words than those of the decisions."""
    for match in hits(term, passage.text, ()):
        inline = inline_at(passage, match.start())
        source = inline.source if isinstance(inline, Field) else None
        if source is None or not source.file.startswith("data/decisions/"):
            return True
    return False


def date_before_decision(annex: AnnexUnderCheck) -> Iterator[Fault]:
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
        yield Fault(
            message.format(edition=edition.isoformat(), date=decision.record.date.isoformat()),
            annex.project.exact(source, decision.key, most=12),
            _("give the edition a later date, or take the text back"),
            len(decision.key),
            cause=decision.written.place(("date",)),
        )
    yield from _late_deviations(annex)


def _late_deviations(annex: AnnexUnderCheck) -> Iterator[Fault]:
    facts = annex.facts
    edition = facts.bundle.record.edition_date
    own = facts.municipality.record.tasks[facts.task.key].deviations
    for index, deviation in enumerate(own):
        if deviation.agreed_on > edition:
            path = ("tasks", facts.task.key, "deviations", index, "agreed_on")
            message = _(
                "the deviation was agreed on {date}, after the edition of {edition}"
            ).format(date=deviation.agreed_on.isoformat(), edition=edition.isoformat())
            hint = _("give the edition a later date, or take the deviation out")
            yield at_key(facts.municipality.written, path, message, hint)


def entry_into_force(annex: AnnexUnderCheck) -> Iterator[Fault]:
    """Agreements and addenda that do not say when they enter into force."""
    day, place, name = _day_in_force(annex)
    if day and not any(day in p.text and _IN_FORCE.search(p.text) for p in annex.passages):
        message = _("the agreement does not say that it enters into force on {day}")
        hint = _("print {{ {name} | date }} in the section on entry into force")
        yield Fault(
            message.format(day=day.replace("\u00a0", " ")),
            place,
            hint.replace("{name}", name),
            len("enters_into_force"),
        )


def _day_in_force(annex: AnnexUnderCheck) -> tuple[str | None, Source | None, str]:
    """The day on which something that is signed enters into force, its place and its name.

    An addendum has its own; a day that is not agreed yet is a placeholder, and told as one.
    """
    facts, name = annex.facts, "enters_into_force"
    if amendment := facts.amendment:
        path = ("tasks", facts.task.key, "addenda", amendment.index, name)
        day, place = amendment.record.enters_into_force, facts.municipality.written.place(path)
        return danish.long_date(day) if day else None, place, f"addendum.{name}"
    day, place = facts.bundle.record.enters_into_force, facts.bundle.written.place((name,))
    return danish.long_date(day) if annex.kind == AGREEMENT else None, place, f"bundle.{name}"


def follow_up(annex: AnnexUnderCheck) -> Iterator[Fault]:
    """Agreements that do not say how and how often they are followed up."""
    if annex.kind == AGREEMENT and not any(
        all(pattern.search(sentence) for pattern in (_FOLLOW_UP, _OF_WHAT, _HOW_OFTEN))
        for passage in annex.passages
        for sentence in _SENTENCE_END.split(passage.text)
    ):
        yield Fault(
            _("the agreement does not say how often it is evaluated or followed up"),
            Source(f"templates/{annex.template}/template.yaml", 1),
            _("write who evaluates the agreement, and when"),
        )


def legal_basis(annex: AnnexUnderCheck) -> Iterator[Fault]:
    """Legal bases of the task that the agreement does not name."""
    law = annex.facts.law.record.statutes
    if annex.kind != AGREEMENT:
        return
    if not annex.facts.task.record.legal_bases:
        message = _("the task has no legal basis, so the agreement names none")
        hint = _("write the keys of data/law.yaml")
        yield at_key(annex.facts.task.written, ("legal_bases",), message, hint)
    texts = [passage.text for passage in annex.passages]
    facts = annex.facts
    for key in legal_bases(facts.bundle, facts.task, facts.municipality):
        statute = law[key].text if key in law else None
        if statute and not any(statute in text for text in texts):
            yield Fault(
                _("the agreement does not name its legal basis, {statute}").format(
                    statute=statute.replace("\u00a0", " ")
                ),
                facts.task.written.place(("legal_bases",)),
                _("print the choice legal_basis in the section on the legal basis"),
                len("legal_bases"),
            )


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
            "parties are bound. An addendum says its own day."
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
            "by, and the choice legal_basis says by which of them it is. That one must stand in "
            "the agreement as it stands in data/law.yaml; until it is chosen, each of them must."
        ),
        legal_basis,
    ),
)  # fmt: skip
