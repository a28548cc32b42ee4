"""Which wishes stand together in Bilag 4: about the same words, or nearly in the same words."""

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from aftalegen.negotiation.rows import Issue
from aftalegen.records.project import Project
from aftalegen.records.wishes import Wishes

NEARLY = 0.85
"""The share of words in common from which two wishes are nearly the same."""


class Alike:
    """Compares wishes without each party's own names and amounts."""

    def __init__(self, project: Project) -> None:
        self._wishes = Wishes(project, ())

    def groups(self, issues: Iterable[Issue]) -> list[list[Issue]]:
        """Wishes that are about the same, in the order of the first of each."""
        found: list[list[Issue]] = []
        for issue in issues:
            about = (group for group in found if any(self._meet(one, issue) for one in group))
            group = next(about, None)
            if group is None:
                found.append([issue])
            else:
                group.append(issue)
        return found

    def nearly(self, one: Issue, other: Issue) -> bool:
        """Whether two wishes say nearly the same."""
        words, others = ([w.casefold() for w in self.comes_in(i)] for i in (one, other))
        return SequenceMatcher(None, words, others, autojunk=False).ratio() >= NEARLY

    def comes_in(self, issue: Issue) -> Sequence[str]:
        """The words that a wish brings in, or takes out where none come in, or that it says."""
        one, party = issue.first.proposal, issue.first.party
        if one.was and one.proposed:
            edits = self._wishes.edits(party, one)
            came = [word for edit in edits for word in edit.into]
            return came or [word for edit in edits for word in edit.out]
        said = one.proposed or (one.was if one.kind == "remove" else None) or one.comment
        return self._wishes.without_own(party, said).split()

    def _meet(self, one: Issue, other: Issue) -> bool:
        """Whether two wishes are about the same words; without a text, whether they are alike."""
        first, second = one.first.proposal, other.first.proposal
        if (first.template, first.section) != (second.template, second.section):
            return False
        if first.was and first.proposed and second.was and second.proposed:
            was, spans = self._spans(one)
            other_was, other_spans = self._spans(other)
            meet = any(a < d and c < b for a, b in spans for c, d in other_spans)
            return was == other_was and meet
        return first.kind == second.kind and self.nearly(one, other)

    def _spans(self, issue: Issue) -> tuple[str, list[tuple[float, float]]]:
        """A passage as it was, and where in it words go out, or come in."""
        one, party = issue.first.proposal, issue.first.party
        spans = [
            (len(edit.before) - 0.5, len(edit.before) + len(edit.out) - 0.5 + (not edit.out))
            for edit in self._wishes.edits(party, one)
        ]
        return self._wishes.without_own(party, one.was), spans
