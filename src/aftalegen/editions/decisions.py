"""Why words changed: the decisions that a project knows, and the texts that name theirs."""

from collections.abc import Mapping
from dataclasses import dataclass

from aftalegen.document.difference import Difference, difference
from aftalegen.document.nodes import Document, Revision
from aftalegen.document.passages import Terms, Texts
from aftalegen.records.project import Project
from aftalegen.words.danish import long_date


@dataclass(frozen=True, slots=True)
class Decisions:
    """Decisions by key: each in words, and as the mark of a change; their terms in time.

    `texts` are places ("data/tasks/x.yaml:target_group.midtjylland.text") with a decision's key.
    """

    told: Mapping[str, str]
    revisions: Mapping[str, Revision]
    terms: Terms
    texts: Texts

    def difference(self, old: Document, new: Document) -> Difference:
        """What differs between two documents, each passage with the decision behind it."""
        return difference(old, new, self.terms, self.texts)


NONE = Decisions({}, {}, (), {})


def decisions_of(project: Project, region: str, until: str | None = None) -> Decisions:
    """The decisions for a region, up to an ISO date if one is given, and the target groups
    that name theirs."""
    known = {
        found.key: found.record
        for found in project.decisions
        if region in found.record.regions
        and (until is None or found.record.date.isoformat() <= until)
    }
    return Decisions(
        {k: f"{one.title} ({one.body}, {long_date(one.date)})" for k, one in known.items()},
        {key: Revision(one.body, one.date.isoformat()) for key, one in known.items()},
        tuple(
            (key, tuple(rule.term for rule in one.terms if region in rule.regions))
            for key, one in known.items()
        ),
        {
            f"data/tasks/{key}.yaml:target_group.{place}.text": group.decision
            for key in project.keys("tasks")
            for place, group in project.task(key).record.target_group.items()
            if group.decision in known
        },
    )
