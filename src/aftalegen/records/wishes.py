"""Which proposals are one wish: the same words out and in, but for each party's own names."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from aftalegen.records.municipality import Municipality
from aftalegen.records.project import Project
from aftalegen.records.proposals import Proposal, WrittenProposal
from aftalegen.records.wording import WordEdit, plain_words, word_edits
from aftalegen.words.danish import kr

BESIDE = 3
"""So many words on each side of an edit are part of the wish."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What makes two proposals the same: the place, the words out and in, or else what is said.

    Of an edit only the words beside it count, as other values of the passage may be a party's own.
    """

    task: str
    template: str
    section: str
    kind: str
    words: tuple[str, ...]


OWN = "[…]"
"""What stands in a wish for a party's own names and amounts, and for those that are missing."""


def own_words(municipality: Municipality) -> re.Pattern[str]:
    """The names, places and amounts of a municipality, the longest first."""
    names = sorted({*map(plain_words, _own(municipality))}, key=len, reverse=True)
    any_of = "|".join(re.escape(name) for name in names if len(name) >= _SHORTEST)
    return re.compile(rf"\[[^]]* afventer\]|\b(?:{any_of})(?!\w)", re.IGNORECASE)


def _own(one: Municipality) -> Iterator[str]:
    """What common text prints of a municipality, and of another prints otherwise."""
    yield from (one.official_name, one.name, one.health_council.name)
    yield from (one.council.genitive, one.council.definite, one.council.indefinite)
    yield from (name for name in (one.address.street, one.address.city) if name)
    yield from (said for said in (one.hospital and one.hospital.name, one.website) if said)
    for task in one.tasks.values():
        for amount in (task.budget.fixed_annual, *(s.amount for s in task.budget.services)):
            if amount:
                yield kr(amount)


_SHORTEST = 4
"""Letters of a name that is told apart; a shorter one is a word like others."""
_NONE = re.compile(r"(?!)")


class Wishes:
    """Tells which proposals of a project are one wish."""

    def __init__(self, project: Project, rows: Iterable[WrittenProposal]) -> None:
        self.project = project
        self._own: dict[str, re.Pattern[str]] = {}
        self._by_id = {row.proposal.id: row for row in rows}

    def of(self, row: WrittenProposal) -> Wish:
        """What a proposal wishes; of one that is said to be the same as another's, the other's."""
        seen = {row.proposal.id}
        while (other := row.proposal.same_as) and other in self._by_id and other not in seen:
            seen.add(other)
            row = self._by_id[other]
        return self.wish(row.register.task, row.register.party, row.proposal)

    def wish(self, task: str, party: str, one: Proposal) -> Wish:
        """What a party wishes about its agreement on a task."""
        place = one.template or "", one.section or ""
        words = (said.casefold() for said in self._words(party, one))
        return Wish(task, *place, one.kind, tuple(words))

    def _words(self, party: str, one: Proposal) -> Iterator[str]:
        """The words of a wish, without the party's own."""
        if one.was and one.proposed:
            for edit in self.edits(party, one):
                yield from (" ".join(edit.old(BESIDE)), " ".join(edit.new(BESIDE)))
        elif one.proposed or one.kind == "remove":
            yield from (self.without_own(party, said) for said in (one.was, one.proposed))
        else:
            yield self.without_own(party, one.comment)

    def edits(self, party: str, one: Proposal) -> tuple[WordEdit, ...]:
        """The words out and in of a proposal that has both, in passages without the party's own."""
        was, proposed = (self.without_own(party, said) for said in (one.was, one.proposed))
        return word_edits(was, proposed)

    def without_own(self, party: str, text: str | None) -> str:
        """Words with a sign in the place of the party's own names and amounts."""
        return self._own_of(party).sub(OWN, plain_words(text or ""))

    def together(self, rows: Iterable[WrittenProposal]) -> dict[Wish, list[WrittenProposal]]:
        """The proposals by their wish, in the order in which they come."""
        found: dict[Wish, list[WrittenProposal]] = {}
        for row in rows:
            found.setdefault(self.of(row), []).append(row)
        return found

    def _own_of(self, party: str) -> re.Pattern[str]:
        if party not in self._own:
            known = party in self.project.keys("municipalities")
            own = own_words(self.project.municipality(party).record) if known else _NONE
            self._own[party] = own
        return self._own[party]


def differing_answers(
    together: Mapping[Wish, list[WrittenProposal]],
) -> Iterator[tuple[WrittenProposal, WrittenProposal]]:
    """Each proposal that was decided otherwise than the first of its wish, without a reason."""
    for rows in together.values():
        decided = [row for row in rows if row.proposal.state not in ("new", "withdrawn")]
        for row in decided[1:]:
            first, one = decided[0].proposal, row.proposal
            if one.state != first.state and not (one.reason or first.reason):
                yield decided[0], row
