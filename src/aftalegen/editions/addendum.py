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
from aftalegen.document.nodes import Block, CrossRef, Document, Inlines, Section, Text
from aftalegen.document.numbering import numbered, reference_text
from aftalegen.document.passages import Passage
from aftalegen.document.walk import mapped_block, plain, walk_sections
from aftalegen.editions.change_list import named_after
from aftalegen.editions.decisions import decisions_of
from aftalegen.records.agreement import Addendum
from aftalegen.records.project import Project
from aftalegen.records.selected import BundleAnnex
from aftalegen.template.facts import AmendedPassage, Amendment, AnnexFacts
from aftalegen.words import danish
from aftalegen.words.faults import InputError
from aftalegen.words.language import _
from aftalegen.words.place import Source


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
    names = _names(before, consolidated)
    passages = tuple(_passages(comparison, names, decisions.told))
    key = _template_key(builder, selection)
    facts = replace(facts, amendment=Amendment(record, index, passages))
    document = builder.templates.fill(key, facts)
    # The consolidated agreement is enclosed, so what it lacks is lacking here too.
    whole = replace(
        document,
        draft=document.draft or consolidated.draft,
        key=f"{consolidated.key}/{key}-{record.number}",
        file_name=f"Tillægsaftale {record.number} til {before.file_name}",
        sections=(*document.sections, *_new_sections(comparison, names, consolidated)),
    )
    yield Beside(selection, key, facts, numbered(whole))


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


# --- the table of changes ---------------------------------------------------------------------


def _names(before: Document, after: Document) -> dict[str, str]:
    """What each section is called: 'Afsnit 4.1 Målgruppe'; one that is gone has its old number."""
    return {
        section.key: f"{danish.capitalized(reference_text(section))} {plain(section.title)}"
        for document in (before, after)
        for section in walk_sections(document.sections)
    }


def _passages(
    comparison: Comparison, names: Mapping[str, str], told: Mapping[str, str]
) -> Iterator[AmendedPassage]:
    """The rows of the table: one a passage, and one for a section that came or went."""

    def cause(passage: Passage) -> str | None:
        return told.get(passage.decision or "")

    for change in comparison.sections:
        where, numbers = names[change.key], (change.number_before, change.number_after)
        passages = change.passages
        if change.kind != "changed":
            why = next((found for passage in passages if (found := cause(passage))), None)
            yield AmendedPassage(change.kind, where, *numbers, why)
        if change.kind in ("changed", "moved"):
            for passage in passages:
                yield AmendedPassage(
                    "changed", where, passage.before, passage.after, cause(passage)
                )


# --- the text of new sections -----------------------------------------------------------------


def _new_sections(
    comparison: Comparison, names: Mapping[str, str], consolidated: Document
) -> Iterator[Section]:
    """Each section that came in as an appendix; a heading tells the number that it has there."""
    sections = {section.key: section for section in walk_sections(consolidated.sections)}
    for change in comparison.sections:
        if change.kind == "inserted":
            section = sections[change.key]
            title = (Text(names[section.key]),)
            blocks = tuple(map(_as_printed, section.blocks))
            yield Section(f"nyt-{section.key}", title, blocks, appendix=True)


def _as_printed(block: Block) -> Block:
    """A block of another document: its numbers and references are words here."""
    if isinstance(block, Section):
        title = (Text(f"{plain(block.title)} ({reference_text(block)})"),)
        blocks = tuple(map(_as_printed, block.blocks))
        return Section(f"nyt-{block.key}", title, blocks, level=block.level)
    return mapped_block(block, _printed)


def _printed(inlines: Inlines, _place: Source | None) -> Inlines:
    """The same words; what referred is text."""
    return tuple(
        Text(inline.text, inline.strong, inline.emphasis)
        if isinstance(inline, CrossRef)
        else inline
        for inline in inlines
    )
