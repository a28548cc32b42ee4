"""Why words changed: decisions, the texts that name theirs, proposals that were accepted, and
deviations with their reasons."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from aftalegen.document.difference import Difference, difference
from aftalegen.document.nodes import Document, Revision
from aftalegen.document.passages import Terms, Texts
from aftalegen.records.agreement import Deviation
from aftalegen.records.project import Project
from aftalegen.records.proposals import ACCEPTED, FROM_A_PROPOSAL, Proposal, registers_of
from aftalegen.records.wording import word_edits
from aftalegen.words.danish import and_list, long_date
from aftalegen.words.faults import AftalegenError


@dataclass(frozen=True, slots=True)
class Decisions:
    """Decisions, and accepted proposals, by key: each in words, and as the mark of a change; their
    terms in time, the proposals' last. A deviation's key is the place of its text.

    `titles` are the words without who and when. `texts` are places
    ("data/tasks/x.yaml:target_group.midtjylland.text") with a decision's key.
    """

    titles: Mapping[str, str]
    told: Mapping[str, str]
    revisions: Mapping[str, Revision]
    terms: Terms
    texts: Texts

    def difference(self, old: Document, new: Document) -> Difference:
        """What differs between two documents, each passage with the decision behind it."""
        return difference(old, new, self.terms, self.texts)


NONE = Decisions({}, {}, {}, (), {})


def decisions_of(project: Project, region: str, until: str | None = None) -> Decisions:
    """The decisions for a region, up to an ISO date if one is given, and the target groups
    that name theirs."""
    known = {
        found.key: found.record
        for found in project.decisions
        if region in found.record.regions
        and (until is None or found.record.date.isoformat() <= until)
    }
    accepted = tuple(_accepted(project, region, until))
    titles = {key: one.title for key, one in known.items()}
    by = {key: f"{one.body}, {long_date(one.date)}" for key, one in known.items()}
    marks = {key: Revision(one.body, one.date.isoformat()) for key, one in known.items()}
    alike: dict[tuple[object, ...], list[str]] = {}
    for one, who, when in accepted:
        same = alike.setdefault((tuple(_terms(one)), who, when), [])
        same.append(one.id)
        for key, ids in ((one.id, (one.id,)), (same[0], same)):
            titles[key], by[key] = (
                f"Imødekommet forslag {and_list(ids)}",
                f"{who}, {long_date(when)}",
            )
        marks[one.id] = Revision(who, when.isoformat())
    terms = (
        (key, tuple(rule.term for rule in one.terms if region in rule.regions))
        for key, one in known.items()
    )
    texts: dict[str, str | None] = {
        f"data/tasks/{key}.yaml:target_group.{place}.text": group.decision
        for key in project.keys("tasks")
        for place, group in project.task(key).record.target_group.items()
        if group.decision in known
    }
    own = _written_for(project, {one.id for one, _who, _when in accepted}) if accepted else {}
    for place, deviation in _agreed_locally(project, region):
        if place not in own:
            texts[place] = place
            titles[place] = deviation.reason.rstrip(".")
            by[place] = f"{deviation.agreed_by}, {long_date(deviation.agreed_on)}"
    firsts = {same[0] for same in alike.values()}
    from_proposals = ((one.id, tuple(_terms(one))) for one, *_rest in accepted if one.id in firsts)
    told = {key: f"{title} ({by[key]})" for key, title in titles.items()}
    return Decisions(titles, told, marks, (*terms, *from_proposals), {**texts, **own})


# --- proposals --------------------------------------------------------------------------------


def _accepted(
    project: Project, region: str, until: str | None
) -> Iterator[tuple[Proposal, str, date]]:
    """The proposals about a region's agreements that are accepted, by whom and when."""
    registers, _errors = registers_of(project)  # what cannot be read is told by check
    for register in registers:
        if project.bundle(register.bundle).record.region != region:
            continue
        for one in register.known.record.proposals:
            who, when = one.decided_by, one.decided_on
            in_time = when is not None and (until is None or when.isoformat() <= until)
            if one.state in ACCEPTED and who and when and in_time:
                yield one, who, when


def _terms(one: Proposal) -> Iterator[str]:
    """Words by which a change is known as a proposal's: several that come in, or all of one."""
    for edit in word_edits(one.was or "", one.words or ""):
        into, out = (" ".join(words).strip(" .,;:") for words in (edit.into, edit.out))
        if len(edit.into) > 1:
            yield into
        elif into or out:
            yield f"{into} {out}".strip()


def _written_for(project: Project, ids: set[str]) -> Texts:
    """The texts and amounts in municipalities' files that say which proposal they come from."""
    found: dict[str, str | None] = {}
    for key in project.keys("municipalities"):
        for task, own in project.municipality(key).record.tasks.items():
            for index, deviation in enumerate(own.deviations):
                if deviation.source in ids:
                    found[_text_of(key, task, index)] = deviation.source
            source = (own.budget.source or "").removeprefix(FROM_A_PROPOSAL)
            if source in ids:
                found[f"data/municipalities/{key}.yaml:tasks.{task}.budget.fixed_annual"] = source
    return found


# --- deviations -------------------------------------------------------------------------------


def _agreed_locally(project: Project, region: str) -> Iterator[tuple[str, Deviation]]:
    """The deviations of a region's municipalities, each with the place of its text."""
    for key in project.keys("municipalities"):
        try:
            known = project.municipality(key).record
        except AftalegenError:
            continue  # what cannot be read is told by check
        for task, own in known.tasks.items() if known.region == region else ():
            for index, deviation in enumerate(own.deviations):
                yield _text_of(key, task, index), deviation


def _text_of(municipality: str, task: str, index: int) -> str:
    return f"data/municipalities/{municipality}.yaml:tasks.{task}.deviations[{index}].text"
