"""Proposals: each is decided and answered before an agreement is final, and the text says so."""

from collections.abc import Iterator, Sequence
from datetime import date
from difflib import SequenceMatcher

from aftalegen.checks.finding import AnnexRule
from aftalegen.checks.subject import AnnexUnderCheck
from aftalegen.document.lines import Line, document_lines, lines
from aftalegen.document.walk import plain, walk_sections
from aftalegen.records.agreement import Addendum
from aftalegen.records.proposals import (
    ACCEPTED,
    ANSWERED,
    TEXT_KINDS,
    WrittenProposal,
    registers_about,
)
from aftalegen.records.wording import BESIDE, is_made, is_there, plain_words, stands_in, word_edits
from aftalegen.words.faults import Fault
from aftalegen.words.language import _, later

BEFORE_FINAL = ("proposal-undecided", "proposal-without-answer")
"""What a draft may leave open, and a final edition may not."""

LIKE = 0.6
"""The share of letters in common from which a passage is another one with other words."""


def proposal_undecided(annex: AnnexUnderCheck) -> Iterator[Fault]:
    """Proposals about the annex that nobody has decided; an open reservation is only said."""
    for row in _rows(annex):
        one = row.proposal
        if one.state == "new" and one.kind != "reservation":
            message = _("{id} is not decided: «{what}»")
            hint = _("decide it with: aftalegen decide {id}").format(id=one.id)
            yield Fault(message.format(id=one.id, what=_what(row)), row.place(), hint)


def proposal_without_answer(annex: AnnexUnderCheck) -> Iterator[Fault]:
    """Proposals that are decided without saying by whom, when, or what the party is told."""
    for row in _rows(annex):
        one = row.proposal
        if one.state in ("new", "withdrawn"):
            continue
        lacks = [key for key in ("decided_by", "decided_on") if getattr(one, key) is None]
        if one.state in ANSWERED and one.answer is None:
            lacks.insert(0, "answer")
        if lacks:
            message = _("{id} is decided, and {keys} is missing")
            hint = _("write it; the party is told, and so are others who wish the same")
            yield Fault(
                message.format(id=one.id, keys=", ".join(lacks)), row.place("state"), hint,
                len("state"),
            )  # fmt: skip


def accepted_not_in_text(annex: AnnexUnderCheck) -> Iterator[Fault]:
    """Proposals that were accepted, and the annex does not say so."""
    for row in _about_text(annex):
        one = row.proposal
        if one.state in ACCEPTED and not is_made(one.was, one.words, _said(annex, None)):
            message = _("{id} is accepted, and the text does not say it: «{what}»")
            hint = _("write it in the text, or what was accepted instead in adopted:")
            yield _at_state(row, message, hint)


def rejected_but_in_text(annex: AnnexUnderCheck) -> Iterator[Fault]:
    """Proposals that were rejected, and the annex says them all the same."""
    for row in _about_text(annex):
        if row.proposal.state == "rejected" and _says_it(annex, row):
            message = _("{id} is rejected, and stands in the text: «{what}»")
            yield _at_state(row, message, _("take it out, or decide it again"))


def _says_it(annex: AnnexUnderCheck, row: WrittenProposal) -> bool:
    """Whether a section says what was proposed, in exactly those words."""
    one = row.proposal
    said = _said(annex, one.section)
    if one.proposed is None:
        words = plain_words(one.was or "")
        return bool(said) and not any(_is_like(words, other) for other in said)
    if one.was is None:
        return stands_in(plain_words(one.proposed).split(), said)
    edits = word_edits(one.was, one.proposed)
    return bool(edits) and all(stands_in(edit.new(BESIDE), said) for edit in edits)


def _is_like(words: str, other: str) -> bool:
    matcher = SequenceMatcher(None, words, other, autojunk=False)
    return matcher.real_quick_ratio() >= LIKE and matcher.ratio() >= LIKE


def proposal_base_gone(annex: AnnexUnderCheck) -> Iterator[Fault]:
    """Proposals that nobody has decided, about words that the annex does not have any more."""
    for row in _about_text(annex):
        one = row.proposal
        if one.state == "new" and one.was and not is_there(one.was, one.words, _said(annex, None)):
            message = _("{id} is about words that the text does not have any more: «{what}»")
            hint = _("see whether the text now says what was wished, and decide it")
            yield Fault(
                message.format(id=one.id, what=_short(one.was)), row.place("was"), hint, len("was")
            )


def deferred_without_addendum(annex: AnnexUnderCheck) -> Iterator[Fault]:
    """Proposals that were deferred to an addendum, and the addendum that came has them not."""
    addenda = annex.facts.municipality.record.tasks[annex.facts.annex.task].addenda
    numbers = [one.number for one in addenda]
    for row in _rows(annex):
        one = row.proposal
        later_ones = [a.number for a in addenda if one.decided_on and _day(a) > one.decided_on]
        if one.state != "deferred":
            continue
        if one.addendum is None and later_ones:
            message = _("{id} is deferred, and no addendum takes it up: «{what}»")
            hint = _("write addendum: {n}, or decide it again").format(n=later_ones[-1])
            yield _at_state(row, message, hint)
        elif one.addendum is not None and one.addendum not in numbers:
            message = _("{id} is deferred to an addendum that is not there: «{what}»")
            yield _at_state(row, message, _("see addenda: in the municipality's file"))
        elif one.addendum is not None and not _is_in_text(annex, row):
            message = _("{id} is deferred to an addendum, and the text has it not: «{what}»")
            yield _at_state(row, message, _("write it in the text, or decide it again"))


def _day(addendum: Addendum) -> date:
    """The day of the edition with an addendum in it."""
    return date.fromisoformat(addendum.edition.removeprefix("V"))


def _is_in_text(annex: AnnexUnderCheck, row: WrittenProposal) -> bool:
    one = row.proposal
    asks = one.kind in TEXT_KINDS and (one.words or one.kind == "remove")
    return not asks or is_made(one.was, one.words, _said(annex, None))


# --- what is asked of -------------------------------------------------------------------------


def _rows(annex: AnnexUnderCheck) -> Iterator[WrittenProposal]:
    """The proposals about an annex: its municipality's, and those of other parties to its task."""
    of = annex.facts.annex
    for register in registers_about(annex.project.registers, of):
        for row in register.rows():
            if row.proposal.template in (None, of.template):
                yield row


def _about_text(annex: AnnexUnderCheck) -> Iterator[WrittenProposal]:
    """Those that ask for other words; one that names no annex is of the one with its section."""
    for row in _rows(annex):
        one = row.proposal
        if one.kind not in TEXT_KINDS or not (one.words or (one.was and one.kind == "remove")):
            continue
        if one.template or one.section is None or _lines(annex, one.section):
            yield row


def _said(annex: AnnexUnderCheck, section: str | None) -> Sequence[str]:
    """What the annex says, line by line in plain words; of one section, if one is named."""
    return [plain_words(plain(line.inlines)) for line in _lines(annex, section)]


def _lines(annex: AnnexUnderCheck, section: str | None) -> list[Line]:
    if section is None:
        return [*document_lines(annex.document)]
    found = (one for one in walk_sections(annex.document.sections) if one.key == section)
    return [line for one in found for line in lines(one)]


def _what(row: WrittenProposal) -> str:
    """What a proposal asks for, in a few words."""
    one = row.proposal
    if one.was and one.words:
        edits = word_edits(one.was, one.words)
        changes = (f"{' '.join(e.out) or '–'} → {' '.join(e.into) or '–'}" for e in edits)
        return _short("; ".join(changes))
    return _short(one.words or one.comment or one.was or "")


def _short(words: str, most: int = 80) -> str:
    line = " ".join(words.split())
    return line if len(line) <= most else f"{line[:most].rsplit(' ', 1)[0]} …"


def _at_state(row: WrittenProposal, message: str, hint: str) -> Fault:
    told = message.format(id=row.proposal.id, what=_what(row))
    return Fault(told, row.place("state"), hint, len("state"))


RULES = (
    AnnexRule(
        "accepted-not-in-text", "meaning", "error",
        later("A proposal is accepted, and the text does not say it."),
        later(
            "What was accepted is looked for in the annex: the words that came in with those "
            "beside them. Where something else was agreed on, adopted: has the passage as it is to "
            "stand."
        ),
        accepted_not_in_text,
    ),
    AnnexRule(
        "rejected-but-in-text", "meaning", "error",
        later("A proposal is rejected, and the text says it all the same."),
        later(
            "An edit that was made in the text before it was decided stays easily, and then the "
            "party is told the opposite of what it signs."
        ),
        rejected_but_in_text,
    ),
    AnnexRule(
        "proposal-base-gone", "meaning", "warning",
        later("A proposal is about words that the text does not have any more."),
        later(
            "The text was changed after the party had read it, perhaps by another proposal. "
            "Somebody must see whether the wish still means something."
        ),
        proposal_base_gone,
    ),
    AnnexRule(
        "deferred-without-addendum", "meaning", "error",
        later("A proposal was deferred to an addendum, and the addendum has it not."),
        later(
            "What was deferred is a promise. Once the municipality has an addendum that is later, "
            "the proposal says its number, and the words are in the text; or it is decided again."
        ),
        deferred_without_addendum,
    ),
    AnnexRule(
        "proposal-undecided", "completeness", "warning",
        later("A proposal has come back, and nobody has decided it."),
        later(
            "A draft may have open proposals. A final edition may not: there, and with --final, "
            "each is an error. Reservations of a body are said, and stop nothing."
        ),
        proposal_undecided,
    ),
    AnnexRule(
        "proposal-without-answer", "completeness", "warning",
        later("A proposal is decided, and it is not said by whom, when, or with what answer."),
        later(
            "What is accepted needs decided_by and decided_on; what is rejected, deferred or noted "
            "needs an answer too, which the party is told. In a final edition it is an error."
        ),
        proposal_without_answer,
    ),
)  # fmt: skip
