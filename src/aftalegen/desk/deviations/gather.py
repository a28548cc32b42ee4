"""Every local deviation, like ones together, and against a reference where one is named."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from aftalegen.build.builder import Builder
from aftalegen.desk.deviations.places import Annexes, Gathered, Place
from aftalegen.records.project import Project
from aftalegen.records.selected import BundleAnnex
from aftalegen.words import danish
from aftalegen.words.faults import AftalegenError, InputError, UsageError
from aftalegen.words.language import _


@dataclass(frozen=True, slots=True)
class Deviations:
    """All places, the faults that were found on the way, and the edition that was read."""

    places: tuple[Place, ...]
    errors: tuple[AftalegenError, ...]
    reference: str
    edition: str
    edition_date: str


def deviations_of(project: Project, who: tuple[str, ...], reference: str | None) -> Deviations:
    """Who deviates where among those asked for, compared with the reference where one is named."""
    selected = project.select(who, None, None)
    errors = list(selected.errors)
    annexes = _annexes(selected.annexes)
    keys = {key for group in annexes.values() for key in group}
    known = _reference(project, reference) if reference else None
    if reference and known:
        for place, group in _annexes(project.select((reference,), None, None).annexes).items():
            if place in annexes:
                annexes[place].update(group)
    errors += _without_annex(project, keys, annexes)
    gathered = Gathered(Builder(project), annexes, known)
    places = tuple(gathered.places())
    bundles = [s.bundle.record for s in selected.annexes]
    newest = max(bundles, key=lambda bundle: bundle.edition_date, default=None)
    return Deviations(
        places,
        (*errors, *gathered.errors),
        project.municipality(known).record.name if known else "",
        newest.edition if newest else "",
        newest.edition_date.isoformat() if newest else "2026-01-01",
    )


def _annexes(selections: Sequence[BundleAnnex]) -> Annexes:
    found: Annexes = {}
    for selection in selections:
        annex = selection.record
        region = selection.bundle.record.region
        group = found.setdefault((annex.task, region, annex.template), {})
        group.setdefault(annex.municipality, selection)
    return found


def _reference(project: Project, name: str) -> str:
    """The key of the municipality that is named as reference."""
    key = danish.ascii_key(name)
    if key in project.keys("municipalities"):
        return key
    message = _("«{name}» is no municipality here").format(name=name)
    raise UsageError("unknown-reference-municipality", message, None,
                     _("name one municipality, for example herning"))  # fmt: skip


def _without_annex(project: Project, keys: set[str], annexes: Annexes) -> Iterator[AftalegenError]:
    """Deviations of a task or template for which the municipality has no annex at all."""
    made = {
        (task, template, key)
        for (task, _region, template), group in annexes.items()
        for key in group
    }
    for key in sorted(keys):
        try:
            known = project.municipality(key)
        except AftalegenError:
            continue  # told with its annexes
        for task, own in known.record.tasks.items():
            for index, deviation in enumerate(own.deviations):
                if (task, deviation.template, key) not in made:
                    message = _("the deviation hits nothing: no annex uses «{key}» for this task")
                    yield InputError(
                        "deviation-hits-nothing",
                        message.format(key=deviation.template),
                        known.written.place(("tasks", task, "deviations", index)),
                        _("see the annexes of the municipality in data/bundles/"),
                    )
