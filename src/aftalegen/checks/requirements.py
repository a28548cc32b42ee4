"""Data: requirements point at what is there. Completeness: the text has what they require."""

from collections.abc import Iterator
from functools import lru_cache

from aftalegen.checks.finding import AnnexRule, ProjectRule, at_key
from aftalegen.checks.judged import GAP, NO_FACT, Asked, Judged, told
from aftalegen.checks.met import judged
from aftalegen.checks.subject import AnnexUnderCheck, ProjectUnderCheck
from aftalegen.records.confidence import UNCONFIRMED
from aftalegen.records.recurring import duties
from aftalegen.records.requirement_sets import (
    FOLDER,
    Requirements,
    WrittenRequirement,
    requirements_of,
    written,
)
from aftalegen.records.requirements import IN_TEXT
from aftalegen.records.selected import annexes_of
from aftalegen.words.danish import short_date
from aftalegen.words.faults import Fault, did_you_mean
from aftalegen.words.language import _, later

BEFORE_FINAL = ("requirement-not-met",)
"""What a draft may lack, and a final edition may not."""


@lru_cache(maxsize=2)
def sets_of(project: ProjectUnderCheck) -> Requirements:
    """The sets of requirements of a project, read once."""
    return requirements_of(project.project)


def applied(project: ProjectUnderCheck) -> Iterator[WrittenRequirement]:
    """The requirements of every set that applies to an annex of a bundle."""
    sets = sets_of(project)
    annexes = [annex for bundle in project.bundles.values() for annex in annexes_of(bundle)]
    used = {known.key for annex in annexes for known in sets.about(annex)} if sets.sets else ()
    for known in sets.sets:
        if known.key in used:
            yield from written(known)


# --- the sets ---------------------------------------------------------------------------------


def requirement_set_unknown(project: ProjectUnderCheck) -> Iterator[Fault]:
    """Sets that are called otherwise than their file, or name what is not there."""
    for known in sets_of(project).sets:
        record = known.record
        if record.set != known.key:
            message = _("the file is called «{file}», and the set «{name}»")
            hint = _("call the file {folder}/{name}.yaml, or write set: {file}")
            names = {"file": known.key, "name": record.set, "folder": FOLDER}
            yield at_key(known.written, ("set",), message.format(**names), hint.format(**names))
        named = {"templates": record.applies.templates, "regions": record.applies.regions}
        there = {"templates": project.templates.names, "regions": project.project.keys("regions")}
        for kind, keys in named.items():
            for index, key in enumerate(keys):
                if key not in there[kind]:
                    message = _("the set applies to «{key}», which is not here")
                    hint = did_you_mean(key, there[kind]) or _("see {folder}").format(
                        folder="templates/" if kind == "templates" else "data/regions/"
                    )
                    path = ("applies", kind, index)
                    source = known.written.place(path)
                    yield Fault(message.format(key=key), source, hint, len(key))


def requirement_basis_unverified(project: ProjectUnderCheck) -> Iterator[Fault]:
    """Requirements whose basis is a draft, or that nobody has confirmed."""
    for one in applied(project):
        if one.record.confidence in UNCONFIRMED:
            message = _("«{key}» rests on what is not confirmed: {confidence}").format(
                key=one.record.key, confidence=one.record.confidence
            )
            hint = _("look it up, and write its source and confidence; until then it is not green")
            place, of_set = one.place("basis"), one.known.key
            yield Fault(message, place, hint, len("basis"), provider=of_set)


def requirement_overdue(project: ProjectUnderCheck) -> Iterator[Fault]:
    """Duties that were due before the edition's date, and nothing tells that they were done."""
    if not sets_of(project).sets:
        return
    for bundle in project.bundles.values():
        day = bundle.record.edition_date
        found, _errors = duties(project.project, annexes_of(bundle), day)
        for duty in found:
            if duty.overdue and duty.due and duty.requirement.record.level == "must":
                message = _("{bundle}: «{key}» was due on {day}, before the edition's date").format(
                    bundle=bundle.key, key=duty.requirement.record.key, day=short_date(duty.due)
                )
                hint = _("write in data/events/{bundle}.yaml when it was done").format(
                    bundle=bundle.key
                )
                yield Fault(message, duty.requirement.place("recurs"), hint, len("recurs"))


# --- one annex --------------------------------------------------------------------------------


def requirement_not_met(annex: AnnexUnderCheck) -> Iterator[Fault]:
    """What a text must have and has not; a choice that is open is told as what is missing."""
    for one in _judged(annex):
        met = one.requirement.record.met_by
        if one.answer == "lacking" and one.requirement.record.level == "must":
            seen = one.seen[0]
            if seen.why == NO_FACT and met and (met.field or "").startswith("choices."):
                continue
            message = _("the requirement «{key}» is not met: {why}").format(
                key=one.requirement.record.key, why=told(seen, _)
            )
            place = seen.places[0] if seen.places else annex.facts.annex.place("template")
            hint = _("{what} ({basis})").format(
                what=one.requirement.record.what, basis=one.requirement.record.basis
            )
            width = len(place.key.rpartition(".")[2]) if place.key and seen.why != GAP else 1
            yield Fault(message, place, hint, max(1, width), one.requirement.place("key"))


def requirement_section_deviated(annex: AnnexUnderCheck) -> Iterator[Fault]:
    """Deviations from what a requirement rests on."""
    for one in _judged(annex):
        for seen in one.seen:
            for place in seen.places if seen.answer == "deviates" else ():
                message = _("the deviation touches what «{key}» requires").format(
                    key=one.requirement.record.key
                )
                hint = _("let a lawyer say whether it is still met: {what}").format(
                    what=one.requirement.record.what
                )
                yield Fault(message, place, hint, 1, one.requirement.place("key"))


def _judged(annex: AnnexUnderCheck) -> Iterator[Judged]:
    """What is answered of the requirements of the text; an addendum is not the agreement."""
    if annex.facts.amendment:
        return
    asked = Asked(annex)
    for known in sets_of(annex.project).about(annex.facts.annex):
        for one in written(known):
            if one.record.kind in IN_TEXT:
                yield judged(asked, one)


RULES = (
    ProjectRule(
        "requirement-set-unknown", "data", "warning",
        later("A set of requirements is of another name, or applies to what is not here."),
        later(
            "A set in data/requirements/ is named after its file, and applies by the template and "
            "the region of an agreement and by its edition's date. One that names a template which "
            "is not here is asked of nobody."
        ),
        requirement_set_unknown,
    ),
    ProjectRule(
        "requirement-basis-unverified", "data", "note",
        later("A requirement rests on a draft, or on what nobody has confirmed."),
        later(
            "Each requirement says its basis, its source and how well it is known. What is "
            "inferred, unverified or from a draft may be right: it is asked, and what it finds is "
            "told, but it is never said to be met."
        ),
        requirement_basis_unverified,
    ),
    ProjectRule(
        "requirement-overdue", "completeness", "warning",
        later("A duty was due before the edition's date, and nothing tells that it was done."),
        later(
            "What comes again (a yearly plan, a status, an evaluation) is due on days that follow "
            "from the requirement. What was done stands in data/events/. `check` says the same "
            "whenever it is asked, so it counts from the edition's date; `status` and "
            "`requirements` count from today."
        ),
        requirement_overdue,
    ),
    AnnexRule(
        "requirement-not-met", "completeness", "warning",
        later("A text lacks what a requirement says that it must have."),
        later(
            "The sets in data/requirements/ say which section, text or fact meets a requirement "
            "of the text. A draft may lack it. In a final edition, and with --final, each is an "
            "error. Advice, and what rests on a draft, is told by `aftalegen requirements` only."
        ),
        requirement_not_met,
    ),
    AnnexRule(
        "requirement-section-deviated", "meaning", "warning",
        later("A local deviation touches what a requirement rests on."),
        later(
            "The municipality has agreed other words than those that meet the requirement. They "
            "may meet it too: somebody who knows the law must say so."
        ),
        requirement_section_deviated,
    ),
)  # fmt: skip
