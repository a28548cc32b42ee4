"""Which parties ask for the same as a file that came back: in other files, and in the register."""

from collections.abc import Iterable, Sequence

from aftalegen.negotiation import received as came
from aftalegen.negotiation.kept import row_of
from aftalegen.records import wishes
from aftalegen.records.project import Project
from aftalegen.records.proposals import Proposal, Register


class Wishes:
    """What all files that came back ask for, and what was asked before, by what is the same."""

    def __init__(
        self, project: Project, found: Sequence[came.Received], registers: Iterable[Register]
    ) -> None:
        rows = [row for register in registers for row in register.rows()]
        self._same = wishes.Wishes(project, rows)
        self._who: dict[wishes.Wish, dict[str, None]] = {}
        for row in rows:
            self._who.setdefault(self._same.of(row), {})[row.register.party] = None
        self._wishes = {
            id(proposal): self._wish(one, proposal) for one in found for proposal in one.proposals
        }
        for one in found:
            for proposal in one.proposals:
                if (wish := self._wishes[id(proposal)]) is not None:
                    self._who.setdefault(wish, {})[one.municipality] = None

    def others(self, one: came.Received, proposal: came.Proposal) -> tuple[str, ...]:
        """The other parties that ask for the same, each once."""
        wish = self._wishes[id(proposal)]
        who = self._who[wish] if wish is not None else ()
        return tuple(party for party in who if party != one.municipality)

    def _wish(self, one: came.Received, proposal: came.Proposal) -> wishes.Wish | None:
        """What an edit asks for, as the register would have it; None for what asks for nothing."""
        values = row_of(one, proposal)
        if values is None:
            return None
        return self._same.wish(one.task, one.municipality, Proposal.model_validate(
            {"id": "ny-00", **values}
        ))  # fmt: skip
