"""The sets of requirements of a project: read, and refused where they contradict themselves."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from aftalegen.records import Known, read_record
from aftalegen.records.project import Project
from aftalegen.records.requirements import (
    STARTS,
    Applies,
    Event,
    Events,
    Requirement,
    RequirementSet,
)
from aftalegen.records.selected import BundleAnnex
from aftalegen.words.faults import AftalegenError, InputError, did_you_mean
from aftalegen.words.language import _
from aftalegen.words.place import Source

FOLDER = "data/requirements"


@dataclass(frozen=True, slots=True)
class WrittenRequirement:
    """A requirement, and where it is written."""

    known: Known[RequirementSet]
    index: int

    @property
    def record(self) -> Requirement:
        """What is required."""
        return self.known.record.requirements[self.index]

    def place(self, *path: str | int) -> Source:
        """Where something of it is written."""
        return self.known.written.place(("requirements", self.index, *path))

    def is_that(self, other: "WrittenRequirement") -> bool:
        """Whether it is the same one."""
        return (self.known.key, self.index) == (other.known.key, other.index)

    def is_about(self, task: str, region: str) -> bool:
        """Whether it is of agreements on a task in a region."""
        one = self.record
        of_task = not one.tasks or task in one.tasks
        return of_task and (not one.regions or region in one.regions)


@dataclass(frozen=True, slots=True)
class Requirements:
    """The sets that can be used, and what is wrong with the others and between them."""

    sets: tuple[Known[RequirementSet], ...]
    errors: tuple[AftalegenError, ...]

    def about(self, annex: BundleAnnex) -> tuple[Known[RequirementSet], ...]:
        """The sets that apply to an annex of a bundle."""
        return tuple(known for known in self.sets if applies_to(known.record.applies, annex))


def written(known: Known[RequirementSet]) -> Iterator[WrittenRequirement]:
    """The requirements of a set, in its order."""
    for index in range(len(known.record.requirements)):
        yield WrittenRequirement(known, index)


def applies_to(applies: Applies, annex: BundleAnnex) -> bool:
    """Whether a set is about an annex: by its template, its region and its edition's date."""
    bundle = annex.bundle.record
    return (
        annex.template in applies.templates
        and (not applies.regions or bundle.region in applies.regions)
        and (applies.from_ or date.min) <= bundle.edition_date <= (applies.to or date.max)
    )


def requirements_of(project: Project) -> Requirements:
    """All sets of a project, each read once; one that is wrong hides no other."""
    sets: list[Known[RequirementSet]] = []
    errors: list[AftalegenError] = []
    for key in project.keys("requirements"):
        try:
            sets.append(project.requirement_set(key))
        except AftalegenError as error:
            errors.append(error)
    wrong = {known.key: tuple(_wrong(known)) for known in sets}
    twice = tuple(_twice(sets))
    good = tuple(known for known in sets if not wrong[known.key])
    told = (error for faults in wrong.values() for error in faults)
    return Requirements(good, (*errors, *told, *twice))


def events_of(project: Project, bundle: str) -> Known[Events] | None:
    """What is told of a bundle's requirements; None where nothing is."""
    file = f"data/events/{bundle}.yaml"
    path = project.folder / file
    return read_record(path, file, Events) if path.exists() else None


def events_about(events: Known[Events] | None, key: str) -> tuple[tuple[Event, Source], ...]:
    """The events of a requirement with their places, by date."""
    if events is None:
        return ()
    found = [
        (event, events.written.place(("events", index)))
        for index, event in enumerate(events.record.events)
        if event.requirement == key
    ]
    return tuple(sorted(found, key=lambda one: one[0].date))


# --- what contradicts itself ------------------------------------------------------------------


def _wrong(known: Known[RequirementSet]) -> Iterator[InputError]:
    """What is wrong within one set."""
    applies = known.record.applies
    if applies.from_ and applies.to and applies.to < applies.from_:
        message = _("the set ends on {to}, before it begins on {begin}")
        yield InputError(
            "requirement-dates",
            message.format(to=applies.to.isoformat(), begin=applies.from_.isoformat()),
            known.written.place(("applies", "to")),
            _("check the two dates; leave «to» out while the set is in force"),
        )
    first: dict[str, WrittenRequirement] = {}
    for one in written(known):
        yield from _half(one)
        other = first.setdefault(one.record.key, one)
        if other is not one:
            yield _key_again(one, other)
    yield from _circles(first)


def _half(one: WrittenRequirement) -> Iterator[InputError]:
    """What of a requirement says nothing without something else, or twice what it says."""
    met = one.record.met_by
    if met and met.block and not met.section:
        message, hint = _("the block is of no section"), _("write the section's key beside it")
        yield InputError("requirement-place-gone", message, one.place("met_by", "block"), hint)
    if met and met.test and not (met.field or met.document or met.event):
        message = _("the test is of nothing")
        hint = _("write the field, document or event that it is of")
        yield InputError("requirement-test", message, one.place("met_by", "test"), hint)
    recurs = one.record.recurs
    if recurs and recurs.first and recurs.after:
        message = _("the requirement is due on a date and after something else")
        hint = _("write either first or after")
        yield InputError("requirement-dates", message, one.place("recurs"), hint)


def _circles(known: dict[str, WrittenRequirement]) -> Iterator[InputError]:
    """Requirements that are due after one that is not there, or in the end after themselves."""
    following = {key: r.after for key, one in known.items() if (r := one.record.recurs) and r.after}
    told: set[str] = set()
    for key, after in following.items():
        place = known[key].place("recurs", "after")
        if after not in known and after not in STARTS:
            message = _("it is due after «{name}», which the set does not have")
            names = (*STARTS, *(other for other in known if other != key))
            hint = did_you_mean(after, names) or ", ".join(names[:4])
            yield InputError("requirement-place-gone", message.format(name=after), place, hint)
            continue
        circle = [key]
        while after in following and after not in circle:
            circle.append(after)
            after = following[after]
        if after == key and not told & {*circle}:
            told |= {*circle}
            message = _("it is due after itself: {circle}").format(
                circle=" → ".join([*circle, key])
            )
            hint = _("write first: with a date for one of them")
            yield InputError("requirement-circular", message, place, hint)


def _twice(sets: Sequence[Known[RequirementSet]]) -> Iterator[InputError]:
    """Two sets that can be about the same agreement, and have a key in common."""
    for one, other in combinations(sets, 2):
        if not _meet(one.record.applies, other.record.applies):
            continue
        keys = {requirement.record.key: requirement for requirement in written(one)}
        for requirement in written(other):
            if requirement.record.key in keys:
                yield _key_again(requirement, keys[requirement.record.key])


def _key_again(one: WrittenRequirement, other: WrittenRequirement) -> InputError:
    message = _("the key «{key}» is also that of the requirement in {place}")
    return InputError(
        "requirement-twice",
        message.format(key=one.record.key, place=other.place("key")),
        one.place("key"),
        _("give each requirement a key of its own, or let the sets apply at different times"),
    )


def _meet(one: Applies, other: Applies) -> bool:
    """Whether two sets can be about the same agreement on the same day."""
    templates = {*one.templates} & {*other.templates}
    regions = not one.regions or not other.regions or {*one.regions} & {*other.regions}
    begins = max(one.from_ or date.min, other.from_ or date.min)
    ends = min(one.to or date.max, other.to or date.max)
    return bool(templates and regions) and begins <= ends
