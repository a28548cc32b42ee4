"""A case -> the Document of its agenda item: the template's sections, as the profile has them."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from aftalegen.build.builder import Builder
from aftalegen.checks.proof import Beside
from aftalegen.document import nodes as n
from aftalegen.document.numbering import numbered
from aftalegen.document.walk import missing_fields, worded
from aftalegen.proceedings.case import Case
from aftalegen.proceedings.item import Told
from aftalegen.records import Known
from aftalegen.records.agenda import Line
from aftalegen.records.decision import Decision
from aftalegen.template.facts import AnnexFacts
from aftalegen.template.fill import DRAFT_MARK
from aftalegen.template.item import MISSING, Item
from aftalegen.words import danish
from aftalegen.words.faults import InputError
from aftalegen.words.language import _
from aftalegen.words.place import Source

TEMPLATE = "dagsordenspunkt"
PAST = "tidligere-beslutninger"
"""The section that may have a heading for each earlier decision."""


def item_document(builder: Builder, case: Case, told: Told) -> Beside:
    """The item of a case, as a document that goes out beside its first annex.

    Raises Errors for faults of the template, InputError where there is none.
    """
    if TEMPLATE not in builder.templates.names:
        message = _("there is no template «{key}»").format(key=TEMPLATE)
        hint = _("get it from a new project: aftalegen init, templates/{key}/")
        place = Source(f"templates/{TEMPLATE}/template.yaml", 1)
        raise InputError("no-such-template", message, place, hint.format(key=TEMPLATE))
    first = builder.annex_facts(case.annexes[0])
    facts = replace(first, item=told.item, decisions=tuple(_decisions(builder, case)))
    filled = builder.templates.fill(TEMPLATE, facts)
    document = numbered(replace(filled, sections=tuple(_sections(builder, case, facts, filled))))
    unnumbered = replace(
        document,
        key=f"{case.bundle.key}/{case.owner.key}/{TEMPLATE}",
        file_name=file_name(case),
        author=told.item.party,
        cover=False,
        facts=tuple(_facts(case, told.item)),
        sections=tuple(map(_unnumbered, document.sections)),
    )
    lacks = missing_fields(unnumbered) or case.bundle.record.status == "draft"
    whole = replace(unnumbered, draft=DRAFT_MARK if lacks else "")
    return Beside(case.annexes[0], TEMPLATE, facts, whole)


def _decisions(builder: Builder, case: Case) -> list[Known[Decision]]:
    """The decisions behind the agreements on any of their tasks, each once, in their order."""
    tasks = {annex.task: annex for annex in case.annexes}
    found = {d.key: d for one in tasks.values() for d in builder.annex_facts(one).decisions}
    return sorted(found.values(), key=lambda one: (one.record.date, one.key))


def file_name(case: Case) -> str:
    """What the item is called in the case files."""
    if case.body is None:
        return f"Dagsordenspunkt {case.bundle.key}"
    day = danish.long_date(case.meeting).replace(danish.NBSP, " ") if case.meeting else ""
    words = ("Dagsordenspunkt", case.owner.record.official_name, case.body.name, day)
    return " ".join(filter(None, words)).replace("/", "-")


def _sections(
    builder: Builder, case: Case, facts: AnnexFacts, filled: n.Document
) -> Iterator[n.Section]:
    """The sections that the profile has, in its order; those without a word are left out."""
    by_slot = {section.key: section for section in filled.sections}
    used: dict[str, int] = {}
    for heading in case.profile.record.headings:
        section = by_slot.get(heading.slot)
        if section is None:
            continue  # told by the checks
        for title, one in _each(builder, facts, section, heading.text):
            times = used[one.key] = used.get(one.key, 0) + 1
            key = one.key if times == 1 else f"{one.key}-{times}"
            if one.blocks:
                yield replace(one, key=key, title=worded(title))


def _each(
    builder: Builder, facts: AnnexFacts, section: n.Section, heading: str
) -> Iterator[tuple[str, n.Section]]:
    """A section under its heading, or once for each earlier decision under one of its own."""
    item = facts.item
    assert item is not None
    if section.key != PAST or "{body}" not in heading:
        yield heading, section
        return
    for decision in item.past:
        own = replace(facts, item=replace(item, past=(decision,), together=False))
        filled = builder.templates.fill(TEMPLATE, own)
        yield decision.line, next(one for one in filled.sections if one.key == PAST)


def _unnumbered(section: n.Section) -> n.Section:
    blocks = tuple(_unnumbered(b) if isinstance(b, n.Section) else b for b in section.blocks)
    return replace(section, number="", blocks=blocks)


_VALUES: dict[str, Callable[[Item], str | None]] = {
    "kle": lambda item: item.kle,
    "case_number": lambda item: item.case_number,
    "document_id": lambda item: item.document_id,
    "open": lambda item: item.open,
    "route": lambda item: danish.and_list(item.route) if item.route else item.decider,
    "decided_by": lambda item: item.decider,
    "body": lambda item: item.body,
    "meeting": lambda item: danish.long_date(item.meeting) if item.meeting else None,
}


def _facts(case: Case, item: Item) -> Iterator[n.Fact]:
    """What stands below the title, as the profile has it."""
    for index, line in enumerate(case.profile.record.lines):
        yield n.Fact(line.label, (_field(case, index, line, item),))


def _field(case: Case, index: int, line: Line, item: Item) -> n.Field:
    value = _VALUES[line.value](item)
    place = case.owner.written.place(("agenda", line.value))
    text = value if value is not None else f"[{MISSING[line.value]} afventer]"
    return n.Field(text, missing=value is None, source=place)
