"""What an annex shows of a requirement: that it is met and where, or what is lacking.

What rests on a draft, or on what nobody has confirmed, is never said to be met.
"""

from collections.abc import Iterator

from aftalegen.checks.judged import (
    DRAFT_BASIS,
    GRAVEST,
    NOTHING_SHOWS,
    OTHER_TASK,
    Asked,
    Judged,
    Seen,
)
from aftalegen.checks.seen_beside import approved, beside, done
from aftalegen.checks.seen_in_facts import in_fact
from aftalegen.checks.seen_in_text import in_text
from aftalegen.records.conditions import condition_of
from aftalegen.records.confidence import UNCONFIRMED
from aftalegen.records.requirement_sets import WrittenRequirement
from aftalegen.records.requirements import MetBy


def judged(asked: Asked, requirement: WrittenRequirement) -> Judged:
    """The answer for one annex."""
    one, facts = requirement.record, asked.annex.facts
    if not requirement.is_about(facts.task.key, facts.region.key):
        return Judged(requirement, "not-relevant", (Seen("not-relevant", OTHER_TASK),))
    seen = tuple(_seen(asked, requirement))
    answer = next(answer for answer in GRAVEST if any(part.answer == answer for part in seen))
    if answer != "not-relevant" and one.confidence in UNCONFIRMED:
        basis = Seen("undecided", DRAFT_BASIS, places=(requirement.place("basis"),))
        return Judged(requirement, "undecided", (basis, *seen))
    return Judged(requirement, answer, tuple(part for part in seen if part.answer == answer))


def _seen(asked: Asked, requirement: WrittenRequirement) -> Iterator[Seen]:
    """What is seen of each thing that meets a requirement."""
    met = requirement.record.met_by
    if met and met.section:
        yield in_text(asked, met)
    if met and met.field:
        yield in_fact(asked, met.field, condition_of(met.test or "set"))
    if met and met.document:
        yield beside(asked, met, requirement.record.key)
    if met and met.event == "approval":
        yield approved(asked, met)
    elif (met and met.event) or (requirement.record.recurs and not _shows(met)):
        yield done(asked, requirement.record.key, met)
    elif not _shows(met):
        yield Seen("undecided", NOTHING_SHOWS, places=(requirement.place("key"),))


def _shows(met: MetBy | None) -> bool:
    return bool(met and (met.section or met.field or met.document or met.event))
