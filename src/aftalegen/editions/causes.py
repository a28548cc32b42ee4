"""The causes that a project knows: its decisions, and the texts that name theirs."""

from aftalegen.document.nodes import Revision
from aftalegen.editions.redlines import Causes, Decided
from aftalegen.records.project import Project
from aftalegen.words.danish import long_date


def known_causes(project: Project, region: str, until: str | None = None) -> Causes:
    """The decisions for a region, up to an ISO date if one is given, and the target groups
    that name theirs."""
    known = [
        found
        for found in project.decisions
        if region in found.record.regions
        and (until is None or found.record.date.isoformat() <= until)
    ]
    keys = {found.key for found in known}
    texts = {
        f"data/tasks/{key}.yaml:target_group.{place}.text": group.decision
        for key in project.keys("tasks")
        for place, group in project.task(key).record.target_group.items()
        if group.decision in keys
    }
    return Causes(
        {
            found.key: Decided(
                f"{found.record.title} ({found.record.body}, {long_date(found.record.date)})",
                Revision(found.record.body, found.record.date.isoformat()),
            )
            for found in known
        },
        tuple(
            (found.key, tuple(rule.term for rule in found.record.terms if region in rule.regions))
            for found in known
        ),
        texts,
    )
