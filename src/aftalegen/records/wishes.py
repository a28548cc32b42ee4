"""Which proposals are one wish: the same words out and in, but for each party's own names."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from aftalegen.records.municipality import Municipality
from aftalegen.records.project import Project
from aftalegen.records.proposals import WrittenProposal
from aftalegen.records.wording import plain_words, word_edits
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
    """The names and amounts of a municipality, the longest first."""
    council = municipality.council
    found = {municipality.official_name, municipality.name}
    found |= {council.genitive, council.definite, council.indefinite}
    found |= {
        kr(one.budget.fixed_annual)
        for one in municipality.tasks.values()
        if one.budget.fixed_annual
    }
    names = sorted(map(plain_words, found), key=len, reverse=True)
    any_of = "|".join(map(re.escape, names))
    return re.compile(rf"\[[^]]* afventer\]|\b(?:{any_of})(?!\w)", re.IGNORECASE)


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
        one = row.proposal
        place = one.template or "", one.section or ""
        return Wish(row.register.task, *place, one.kind, tuple(self._words(row)))

    def _words(self, row: WrittenProposal) -> Iterator[str]:
        """The words of a wish, without the party's own."""
        one, own = row.proposal, self._own_of(row.register.party)
        was, proposed, comment = (
            _without(own, said) for said in (one.was, one.proposed, one.comment)
        )
        if was and proposed:
            for edit in word_edits(was, proposed):
                yield from (" ".join(edit.old(BESIDE)), " ".join(edit.new(BESIDE)))
        elif proposed or one.kind == "remove":
            yield from (was, proposed)
        else:
            yield comment

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


def _without(own: re.Pattern[str], text: str | None) -> str:
    return own.sub(OWN, plain_words(text or "")).casefold()


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
