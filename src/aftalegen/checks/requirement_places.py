"""Requirements that point at what is not there: a section, a text, a fact, a task."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, get_origin

from pydantic import BaseModel

from aftalegen.checks.readings import readings
from aftalegen.checks.requirements import sets_of
from aftalegen.checks.subject import ProjectUnderCheck
from aftalegen.records import Known
from aftalegen.records.conditions import condition_of
from aftalegen.records.requirement_sets import WrittenRequirement, events_of, written
from aftalegen.records.requirements import Events
from aftalegen.template.names import Name, declared_names
from aftalegen.template.shapes import Shape, bare, shape_of
from aftalegen.words.faults import AftalegenError, InputError, did_you_mean
from aftalegen.words.language import _
from aftalegen.words.place import Source

_KEYED = re.compile(r"\{#([a-z0-9-]+)\}")
DURATION = "choices.duration"


def unfit_requirements(project: ProjectUnderCheck) -> Iterator[AftalegenError]:
    """All that keeps requirements from being asked, in every set, also one that applies to none."""
    sets = sets_of(project)
    yield from sets.errors
    for known in sets.sets:
        for one in written(known):
            yield from _texts(project, one, known.record.applies.templates)
            yield from _facts(project, one)
            for kind in ("tasks", "regions"):
                for index, key in enumerate(getattr(one.record, kind)):
                    there = project.project.keys(kind)
                    if key not in there:
                        yield _gone(key, f"data/{kind}/", one.place(kind, index), there)
    for bundle in project.project.keys("events"):
        yield from _events(project, bundle)


def _texts(
    project: ProjectUnderCheck, one: WrittenRequirement, templates: Iterable[str]
) -> Iterator[InputError]:
    """Sections and texts that no template of the set has, in any branch."""
    met = one.record.met_by
    if not (met and met.section):
        return
    for key, _template, reading in readings(project):
        if key not in templates or reading.faults:
            continue
        if met.section not in reading.sections:
            place = one.place("met_by", "section")
            yield _gone(met.section, f"templates/{key}/", place, reading.sections)
        elif met.block:
            files = (project.lines(file) for file in sorted(reading.files))
            there = {k for lines in files for line in lines for k in _KEYED.findall(line)}
            if met.block not in there:
                yield _gone(met.block, f"templates/{key}/", one.place("met_by", "block"), there)


def _facts(project: ProjectUnderCheck, one: WrittenRequirement) -> Iterator[InputError]:
    """Facts that no record has, and tests that no value of theirs can pass."""
    met = one.record.met_by
    if not (met and met.field):
        return
    found, known = _shape(met.field, declared_names(project.project.choices))
    if found is None:
        name = met.field.split(".")[-1]
        yield _gone(
            met.field, _("the names of templates"), one.place("met_by", "field"), known, name
        )
        return
    test = condition_of(met.test or "set")
    fits = {
        "set": True,
        ">=": found.scalar is int or (test.in_months and met.field == DURATION),
        "<=": found.scalar is int or (test.in_months and met.field == DURATION),
        "in": found.kind is not dict,
        "date<=": getattr(found.scalar, "__name__", "date") == "date",
    }
    wrong = [w for w in test.words if test.kind == "in" and found.only and w not in found.only]
    if not fits[test.kind] or wrong:
        message = _("«{test}» can never be so of {field}").format(test=met.test, field=met.field)
        hint = did_you_mean(wrong[0], found.only) if wrong else None
        other = _("numbers have >= and <=, dates date<=, words in; every fact has set")
        yield InputError("requirement-test", message, one.place("met_by", "test"), hint or other)


def _shape(name: str, names: Mapping[str, Name]) -> tuple[Shape | None, tuple[str, ...]]:
    """The shape of the fact with a dotted name; None, and the names there are, for none."""
    first, *rest = name.split(".")
    if first not in names:
        return None, tuple(names)
    here: Any = names[first].kind
    for part in rest:
        model = bare(here)
        if get_origin(model) is dict:
            return Shape(scalar=str), ()
        if not (isinstance(model, type) and issubclass(model, BaseModel)):
            return None, ()
        if part not in model.model_fields:
            return None, tuple(model.model_fields)
        here = model.model_fields[part].annotation
    return shape_of(here), ()


def _events(project: ProjectUnderCheck, bundle: str) -> Iterator[AftalegenError]:
    """Events of a bundle, a requirement or a municipality that is not there."""
    try:
        known = events_of(project.project, bundle)
    except AftalegenError as error:
        yield error
        return
    assert known is not None
    if bundle not in project.project.keys("bundles"):
        place = Source(known.written.file, 1)
        yield _gone(bundle, "data/bundles/", place, project.project.keys("bundles"))
    yield from _named_in(project, known)


def _named_in(project: ProjectUnderCheck, known: Known[Events]) -> Iterator[InputError]:
    keys = {one.record.key for of in sets_of(project).sets for one in written(of)}
    there = project.project.keys("municipalities")
    for index, event in enumerate(known.record.events):
        if event.requirement not in keys:
            place = known.written.place(("events", index, "requirement"))
            yield _gone(event.requirement, "data/requirements/", place, keys)
        for nth, name in enumerate(event.municipalities):
            if name not in there:
                place = known.written.place(("events", index, "municipalities", nth))
                yield _gone(name, "data/municipalities/", place, there)


def _gone(
    key: str, where: str, place: Source, there: Iterable[str], name: str | None = None
) -> InputError:
    message = _("«{key}» is not in {where}").format(key=key, where=where)
    hint = did_you_mean(name or key, sorted(there)) or _("see what is there, and write its key")
    return InputError("requirement-place-gone", message, place, hint)
