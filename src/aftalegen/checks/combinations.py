"""Choices that cannot stand together, by the table that the project declares."""

import re
from collections.abc import Iterator

from aftalegen.checks.finding import ProjectRule
from aftalegen.checks.subject import ProjectUnderCheck
from aftalegen.records.choices import chosen_of
from aftalegen.records.combinations import row_of, table_faults
from aftalegen.records.files import files_below
from aftalegen.records.selected import annexes_of
from aftalegen.words.faults import Fault
from aftalegen.words.language import _, later
from aftalegen.words.place import Source

_KEYED = re.compile(r"\{#([a-z0-9-]+)\}")


def table_incomplete(project: ProjectUnderCheck) -> Iterator[Fault]:
    """What is wrong with the table itself, and texts that it names and no template has."""
    known = project.combinations
    if known is None:
        return
    yield from table_faults(known, project.templates.choices)
    there = {
        key
        for path in files_below(project.templates.folder, ".md")
        for key in _KEYED.findall(path.read_text(encoding="utf-8", errors="replace"))
    }
    for at, table in enumerate(known.record.tables):
        for index, row in enumerate(table.rows):
            if row.prevails and row.prevails not in there:
                place = known.written.place(("tables", at, "rows", index, "prevails"))
                message = _("no text in templates/ has the key «{key}»").format(key=row.prevails)
                hint = _("write the text that says what goes first, and give it the key")
                yield Fault(message, place, hint, len("prevails"))


def choices_contradict(project: ProjectUnderCheck) -> Iterator[Fault]:
    """Agreements for which alternatives are chosen that are not allowed together."""
    known = project.combinations
    if known is None:
        return
    told: set[tuple[Source, ...]] = set()
    for bundle in project.bundles.values():
        for annex in annexes_of(bundle):
            municipality = project.municipalities.get(annex.municipality)
            chosen = chosen_of(bundle, annex.task, municipality)
            values = {key: value for key, (value, _place) in chosen.items()}
            for table in known.record.tables:
                index = row_of(table, values)
                row = None if index is None else table.rows[index]
                places = tuple(chosen[key][1] for key in table.choices if key in chosen)
                if row is None or row.allowed or places in told:
                    continue
                told.add(places)
                last = _nearest(places)
                said = ", ".join(f"{key}: {values[key]}" for key in table.choices)
                others = ", ".join(f"{p.file}:{p.line}" for p in places if p is not last)
                message = _("«{choices}» cannot stand together (the other: {places}): {why}")
                message = message.format(choices=said, places=others, why=row.because)
                yield Fault(message, last, row.instead, len(last.key.rpartition(".")[2]))


def _nearest(places: tuple[Source, ...]) -> Source:
    """The place that is most the agreement's own: a municipality's, or the last in a bundle."""
    own = [place for place in places if place.file.startswith("data/municipalities/")]
    return max(own or places, key=lambda place: place.line)


RULES = (
    ProjectRule(
        "choices-contradict", "data", "error",
        later("Alternatives are chosen that cannot stand together."),
        later(
            "Each choice may be right for itself, and two of them contradict each other in one "
            "agreement. Which combinations are allowed is declared in "
            "templates/valg/kombinationer.yaml, with the reason; a choice may be the bundle's and "
            "the other a municipality's own."
        ),
        choices_contradict,
    ),
    ProjectRule(
        "combinations-incomplete", "templates", "error",
        later("The table of combinations does not say of each whether it is allowed."),
        later(
            "Every combination of a table's choices stands in just one row of "
            "templates/valg/kombinationer.yaml. A new alternative must be placed there by whoever "
            "writes it, and the text that says which provision goes first must be in a template."
        ),
        table_incomplete,
    ),
)  # fmt: skip
