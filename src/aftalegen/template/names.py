"""The names that a template may use: one table of what each is, and how it is found.

docs/skabeloner.md explains them; `aftalegen fields` tells them with their values; the rules
of templates follow them into branches that no annex takes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from aftalegen.document.nodes import Document, Signature, Signatures
from aftalegen.document.open_points import open_points
from aftalegen.records import Known
from aftalegen.records.agreement import Approval, Deviation
from aftalegen.records.bundle import Annex, Bundle
from aftalegen.records.choices import Choices, Declared, layers
from aftalegen.records.decision import Decision
from aftalegen.records.law import Statute
from aftalegen.records.municipality import Budget, Local, Municipality
from aftalegen.records.region import Region
from aftalegen.records.task import TargetGroup, Task
from aftalegen.template.facts import AnnexFacts
from aftalegen.template.item import item_view
from aftalegen.template.values import Leaf, View
from aftalegen.words.fact import Record
from aftalegen.words.language import later
from aftalegen.words.place import Source

Titles = Callable[[str], Mapping[str, str]]
"""Gives the titles of the sections of the template with a key."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name: the kind of thing that it is, its words («Title: description»), and its value.

    `added` are names beside the fields of the record, with their words; `folder` is the
    folder of data whose keys its `key` is one of.
    """

    kind: Any
    words: str
    value: Callable[[AnnexFacts, Titles], Any]
    added: Mapping[str, str] = field(default_factory=dict)
    folder: str = ""


def names_for(facts: AnnexFacts, titles: Titles) -> dict[str, Any]:
    """The names that a template of this annex may use, and what each of them is."""
    names = {name: one.value(facts, titles) for name, one in NAMES.items()}
    names |= {"addendum": _addendum(facts)} if facts.amendment else {}
    return names | ({"item": item_view(facts.item, facts.bundle.written)} if facts.item else {})


# --- how they are found -----------------------------------------------------------------------


def _keyed(known: Known[Any]) -> View:
    """A whole record as a template sees it, with its `key`."""
    key = Leaf(known.key, Source(known.written.file, 1))
    return View(known.record, known.written, (), {"key": key})


def _of_task(facts: AnnexFacts, name: str) -> View:
    """What the municipality has for the task under a name."""
    known, task = facts.municipality, facts.task.key
    value = getattr(known.record.tasks[task], name)
    return View(value, known.written, ("tasks", task, name))


def _of_region(facts: AnnexFacts, name: str) -> View | Leaf:
    """What a task says for this region: a part of `target_group`, or missing."""
    task = _keyed(facts.task).get(name)
    assert isinstance(task, View)
    if facts.region.key in task.names():
        found = task.get(facts.region.key)
        assert isinstance(found, View | Leaf)
        return found
    title = f"{name}.{facts.region.key}" if name == "target_group" else name
    return Leaf(None, facts.task.written.place((name,)), title)


def _annex(facts: AnnexFacts, _titles: Titles) -> View:
    return View(facts.annex.record, facts.bundle.written, ("annexes", facts.annex.index))


def _choices(facts: AnnexFacts, _titles: Titles) -> View:
    """The choices: the agreement's own, over those for the task, over the bundle's."""
    model = facts.choices.model
    common, *over = (
        View(model.model_validate(layer.chosen), layer.written, layer.path)
        for layer in layers(facts.bundle, facts.task.key, facts.municipality)
    )
    made = {
        name: view.get(name)
        for view in over
        for name in model.model_fields
        if getattr(view.value, name) is not None
    }
    return View(common.value, common.written, common.path, made)


def _deviations(facts: AnnexFacts, titles: Titles) -> tuple[View, ...]:
    """The deviations as a template sees them; `where` is the section's title."""
    known = facts.municipality
    path = ("tasks", facts.task.key, "deviations")
    found = []
    for index, deviation in enumerate(known.record.tasks[facts.task.key].deviations):
        title = titles(deviation.template).get(deviation.section, deviation.section)
        where = Leaf(title, known.written.place((*path, index, "section")))
        found.append(View(deviation, known.written, (*path, index), {"where": where}))
    return tuple(found)


def _law(facts: AnnexFacts, _titles: Titles) -> View:
    """The register of law: each key gives the reference as it stands in running text."""
    law = facts.law
    entries = {
        key: Leaf(
            statute.text,
            law.written.place(("statutes", key, "text")),
            statute.awaited or "lovhenvisning",
        )
        for key, statute in law.record.statutes.items()
    }
    return View({}, law.written, ("statutes",), entries)


def _signatures(facts: AnnexFacts, _titles: Titles) -> Signatures:
    """The signature block of both parties: the region first, as who they are on the day."""
    region = View(facts.region.record, facts.region.written)
    municipality = View(facts.municipality.record, facts.municipality.written)
    before = facts.region.record.preparatory and _day(facts) < facts.region.record.valid_from
    ours = (region.get("preparatory"), "signs_as") if before else (region, "official_name")
    return Signatures((_signature(*ours), _signature(municipality, "official_name")))


def _day(facts: AnnexFacts) -> date:
    """The day that is known to be nearest to the signing: the agreement's, or the edition's."""
    bundle = facts.bundle.record
    made = None if facts.amendment else bundle.agreement_date
    return made or bundle.edition_date


def _signature(party: View, name: str) -> Signature:
    roles = tuple((role.field(),) for role in party.get("signatories"))
    return Signature((party.get(name).field(),), roles)


def _addendum(facts: AnnexFacts) -> View:
    """The addendum that is written, with the decisions behind it in words as `decided`.

    `approved_on` and `approved_as` stand where no approval of it is recorded yet.
    """
    amendment, written = facts.amendment, facts.municipality.written
    assert amendment is not None
    path = ("tasks", facts.task.key, "addenda", amendment.index)
    change, place = amendment.record.annual_change or 0, written.place((*path, "annual_change"))
    added = {
        "decided": tuple(map(Leaf, amendment.decided)),
        "approved_on": Leaf(None, written.place(path), "dato for godkendelse"),
        "approved_as": Leaf(None, written.place(path), "punkt på dagsordenen"),
        "increase": Leaf(max(change, 0), place),
        "decrease": Leaf(max(-change, 0), place),
    }
    return View(amendment.record, written, path, added)


def open_view(document: Document, facts: AnnexFacts) -> View:
    """What is missing in a document, for its summary: how many facts, each with its sections."""
    written = facts.bundle.written
    found = open_points(document)
    each = tuple(
        View({}, written, (), {"what": Leaf(one.what), "sections": tuple(map(Leaf, one.sections))})
        for one in found
    )
    return View({}, written, (), {"count": Leaf(len(found)), "each": each})


# --- the table --------------------------------------------------------------------------------

_KEY = {"key": later("Key: the name of the file.")}
_WHERE = {"where": later("Where: the title of the section that is deviated from.")}


def _record(kind: type[Record], words: str, of: str, folder: str) -> Name:
    """A whole record of a folder of data."""
    return Name(kind, words, lambda facts, titles: _keyed(getattr(facts, of)), _KEY, folder)


NAMES: Mapping[str, Name] = {
    "municipality": _record(
        Municipality,
        later("Municipality: the municipality of this annex."),
        "municipality",
        "municipalities",
    ),
    "region": _record(Region, later("Region: the other party."), "region", "regions"),
    "task": _record(Task, later("Task: the task of this annex."), "task", "tasks"),
    "target_group": Name(
        TargetGroup,
        later("Target group: of the task in this region."),
        lambda facts, titles: _of_region(facts, "target_group"),
    ),
    "evaluation_years": Name(
        int,
        later("Evaluation: within how many years, in this region."),
        lambda facts, titles: _of_region(facts, "evaluation_within_years"),
    ),
    "budget": Name(
        Budget,
        later("Budget: the municipality's for this task."),
        lambda facts, titles: _of_task(facts, "budget"),
    ),
    "local": Name(
        Local,
        later("Local facts: the municipality's for this task."),
        lambda facts, titles: _of_task(facts, "local"),
    ),
    "deviations": Name(
        tuple[Deviation, ...],
        later("Deviations: the municipality's for this task."),
        _deviations,
        _WHERE,
    ),
    "approvals": Name(
        tuple[Approval, ...],
        later("Approvals: those of the agreement, by bodies of both parties."),
        lambda facts, titles: tuple(View(a.approval, a.written, a.path) for a in facts.approvals),
    ),
    "bundle": _record(
        Bundle, later("Bundle: the one that this annex belongs to."), "bundle", "bundles"
    ),
    "annex": Name(Annex, later("Annex: this one."), _annex),
    "choices": Name(
        Choices,
        later("Choices: the agreement's own, then those for the task, then the bundle's."),
        _choices,
    ),
    "law": Name(dict[str, Statute], later("Law: statutory references by their key."), _law),
    "decisions": Name(
        tuple[Decision, ...],
        later("Decisions: for the task and the region, up to the edition's date."),
        lambda facts, titles: tuple(map(_keyed, facts.decisions)),
        _KEY,
    ),
    "signatures": Name(
        str,
        later("Signatures: of both parties; stands alone in a paragraph."),
        _signatures,
    ),
}
"""The names, in the order in which they are told; `declared_names` knows a project's choices."""


def declared_names(declared: Declared) -> Mapping[str, Name]:
    """The names of a project, whose choices are those that it declares."""
    return {**NAMES, "choices": replace(NAMES["choices"], kind=declared.model)}
