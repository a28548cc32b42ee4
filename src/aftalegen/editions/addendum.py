"""A tillægsaftale: the difference between two editions of an agreement, as an agreement of its own.

What the parties agree about it (number, cause, what it costs, when it takes effect) stands in the
municipality's YAML under `addenda`; what is not there yet is a placeholder. The template is the one
that the agreement's own `template.yaml` names.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from aftalegen.build.annex import BuiltAnnex
from aftalegen.build.builder import Builder
from aftalegen.checks.proof import Beside, MakeBeside, Proof
from aftalegen.document.difference import Comparison
from aftalegen.document.nodes import Document, Section, Text
from aftalegen.document.numbering import numbered
from aftalegen.editions.amending import amendments
from aftalegen.editions.change_list import named_after
from aftalegen.editions.decisions import Decisions, decisions_of
from aftalegen.records.agreement import Addendum
from aftalegen.records.project import Project
from aftalegen.records.selected import BundleAnnex
from aftalegen.template.facts import Amendment, AnnexFacts
from aftalegen.words.faults import InputError
from aftalegen.words.language import _

CHANGES = "aendringer"
"""The key of the section, in a template for addenda, that is followed by what is changed."""


@dataclass(frozen=True, slots=True)
class Amended:
    """An addendum and the agreement as it is with it: two documents that belong together."""

    addendum: Document
    consolidated: Document


def addendum_to(before: Mapping[str, Document]) -> MakeBeside:
    """What makes the addenda of agreements to what they were before, which is told by key."""

    def beside(
        builder: Builder, annex: BuiltAnnex, _every: Sequence[BuiltAnnex]
    ) -> tuple[Beside, ...]:
        now = annex.document
        then = before.get(annex.selection.document_key)
        return tuple(_addendum(builder, annex.selection, then, now)) if then and now else ()

    return beside


def amended(project: Project, proof: Proof, selection: BundleAnnex) -> Amended | None:
    """The addendum to an agreement that was proved with it; None if nothing changed."""
    for made in proof.beside_of(project, selection):
        consolidated = proof.annex(project, selection).document
        assert consolidated is not None and made.facts.amendment is not None
        number = made.facts.amendment.record.number
        name = named_after(consolidated.file_name, f"konsolideret med tillægsaftale {number}")
        return Amended(made.document, replace(consolidated, file_name=name))
    return None


def _addendum(
    builder: Builder, selection: BundleAnnex, before: Document, consolidated: Document
) -> Iterator[Beside]:
    """The addendum that turns an earlier edition into the text now; none if nothing changed.

    Raises Errors for faults of the data or the template, and where addenda are numbered wrong.
    """
    facts = builder.annex_facts(selection)
    decisions = decisions_of(builder.project, facts.region.key, consolidated.edition_date)
    comparison = decisions.difference(before, consolidated).comparison
    if not comparison.sections:
        return
    record, index = _addendum_record(facts, before.edition, consolidated.edition)
    key = _template_key(builder, selection)
    of_it = (
        one
        for one in facts.approvals
        if (one.approval.edition, one.approval.outcome) == (consolidated.edition, "approved")
    )
    facts = replace(
        facts,
        amendment=Amendment(record, index, _decided(comparison, decisions)),
        approvals=tuple(of_it),
    )
    document = builder.templates.fill(key, facts)
    # The consolidated agreement is enclosed, so what it lacks is lacking here too.
    whole = replace(
        document,
        draft=document.draft or consolidated.draft,
        key=f"{consolidated.key}/{key}-{record.number}",
        file_name=f"Tillægsaftale {record.number} til {before.file_name}",
        sections=tuple(_with_changes(document, amendments(before, consolidated, comparison))),
    )
    yield Beside(selection, key, facts, numbered(whole))


def _with_changes(document: Document, changes: tuple[Section, ...]) -> Iterator[Section]:
    """The sections of an addendum, with what is changed at the end of the one for it."""
    for section in document.sections:
        own = changes if section.key == CHANGES else ()
        yield replace(section, blocks=(*section.blocks, *own))
    if not any(section.key == CHANGES for section in document.sections):
        yield Section(CHANGES, (Text("Ændringer i Aftalen"),), changes)


def _decided(comparison: Comparison, decisions: Decisions) -> tuple[str, ...]:
    """The decisions behind what is changed, each in words."""
    keys = (p.decision or "" for change in comparison.sections for p in change.passages)
    return tuple(decisions.told[key] for key in dict.fromkeys(keys) if key in decisions.told)


def has_addendum(builder: Builder, selection: BundleAnnex) -> bool:
    """Whether this annex is an agreement that is amended by addenda."""
    template = selection.template
    return builder.templates.read(template).head.record.addendum is not None


def _template_key(builder: Builder, selection: BundleAnnex) -> str:
    """The key of the template for addenda to this agreement."""
    template = selection.template
    head = builder.templates.read(template).head
    key = head.record.addendum
    if key not in builder.templates.names:
        message = _("there is no template «{key}»").format(key=key)
        hint = builder.templates.hint(str(key))
        raise InputError("no-such-template", message, head.written.place(("addendum",)), hint)
    return key


def _addendum_record(facts: AnnexFacts, amends: str, edition: str) -> tuple[Addendum, int]:
    """What is agreed about this addendum, and its place in the list, which may be the next."""
    written, task = facts.municipality.written, facts.task.key
    addenda = facts.municipality.record.tasks[task].addenda
    for index, addendum in enumerate(addenda):
        if addendum.number != index + 1:
            message = _("the addenda are not numbered 1, 2, 3: this one has number {number}")
            raise InputError(
                "addendum-number",
                message.format(number=addendum.number),
                written.place(("tasks", task, "addenda", index, "number")),
                _("give it number {number}; addenda are never removed").format(number=index + 1),
            )
        if (addendum.amends, addendum.edition) == (amends, edition):
            return addendum, index
    number = len(addenda) + 1
    return Addendum(number=number, amends=amends, edition=edition), number - 1
