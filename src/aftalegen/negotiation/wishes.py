"""Which parties ask for the same as a file that came back: in other files, and in the register."""

from collections.abc import Iterable

from aftalegen.negotiation import received as came
from aftalegen.negotiation.kept import row_of
from aftalegen.records import wishes
from aftalegen.records.project import Project
from aftalegen.records.proposals import Proposal, Register

Asked = tuple[wishes.Wish | None, ...]
"""What each proposal of a file asks for; None for what asks for nothing."""


def asked(project: Project, one: came.Received, same: wishes.Wishes) -> Asked:
    """What each proposal of a file asks for, as the register would have it."""
    choices = project.choices.model
    found: list[wishes.Wish | None] = []
    for proposal in one.proposals:
        wish, row = None, row_of(one, proposal, choices)
        if row is not None:
            as_kept = Proposal.model_validate({"id": "ny-00", **row})
            wish = same.wish(one.task, one.municipality, as_kept)
        found.append(wish)
    return tuple(found)


class Wishes:
    """What all files that came back ask for, and what was asked before, by what is the same."""

    def __init__(
        self,
        project: Project,
        found: Iterable[tuple[came.Received, Asked]],
        registers: Iterable[Register],
    ) -> None:
        rows = [row for register in registers for row in register.rows()]
        same = wishes.Wishes(project, rows)
        self._who: dict[wishes.Wish, dict[str, None]] = {}
        for row in rows:
            self._who.setdefault(same.of(row), {})[row.register.party] = None
        self._wishes: dict[int, wishes.Wish | None] = {}
        for one, wished in found:
            for proposal, wish in zip(one.proposals, wished, strict=True):
                self._wishes[id(proposal)] = wish
                if wish is not None:
                    self._who.setdefault(wish, {})[one.municipality] = None

    def others(self, one: came.Received, proposal: came.Proposal) -> tuple[str, ...]:
        """The other parties that ask for the same, each once."""
        wish = self._wishes[id(proposal)]
        who = self._who[wish] if wish is not None else ()
        return tuple(party for party in who if party != one.municipality)
