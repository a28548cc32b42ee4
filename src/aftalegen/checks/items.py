"""Agenda items: they say what the agreement says, of its edition, to a body, and of nobody else."""

import re
from collections.abc import Iterator
from typing import Any

from aftalegen.checks.finding import AnnexRule, ProjectRule, at_key
from aftalegen.checks.names import may_be_a_person
from aftalegen.checks.subject import AnnexUnderCheck, ProjectUnderCheck
from aftalegen.document.walk import walk_sections
from aftalegen.records import Known
from aftalegen.template.analysis import ITEMS
from aftalegen.words import danish
from aftalegen.words.faults import AftalegenError, Fault, did_you_mean
from aftalegen.words.language import _, later

_OF_PARTIES = frozenset({"other-municipality", "other-amount", "other-number"})
_OF_AGREEMENTS = frozenset(
    {
        *("name-of-another-edition", "typed-number", "accepted-not-in-text", "proposal-undecided"),
        *("rejected-but-in-text", "proposal-base-gone", "deferred-without-addendum"),
        *("proposal-without-answer", "amount-in-template", "requirement-not-met"),
    }
)

_AMOUNT = re.compile(r"\d[\d.,]*[\s\u00a0](?:mio\.[\s\u00a0])?kr\.?(?!\w)")
_EDITION = re.compile(r"(?<!\w)V\d{8}(?!\d)")
_CPR = re.compile(r"(?<!\d)(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d\d[- ]?\d{4}(?!\d)")
_PERSON = re.compile(
    r"\b(?i:borger(?:en)?|patient(?:en)?|hr\.|fru|direktør(?:en)?|borgmester(?:en)?|chef(?:en)?|"
    r"læge(?:n)?|sygeplejerske(?:n)?)\s+((?:[A-ZÆØÅ][a-zæøåéö]+[ -]?){2,3})"
)
RECOMMENDATIONS = ("indstilling", "ny-indstilling")
"""The sections of an item in which the body is asked to do something."""


def not_of_items(annex: AnnexUnderCheck, rule: str) -> bool:
    """Whether a rule of agreements says nothing of this item, which may quote and name others."""
    item = annex.facts.item
    if item is None:
        return False
    return rule in _OF_AGREEMENTS or (rule in _OF_PARTIES and not item.municipal)


def amount_differs(annex: AnnexUnderCheck) -> Iterator[Fault]:
    """Amounts in an item that none of its agreements has."""
    item = annex.facts.item
    if item is None:
        return
    known = {shown for one in item.agreements if one.amount for shown in _shown(one.amount)}
    for passage in annex.passages:
        for found in _AMOUNT.finditer(passage.text):
            if found[0].replace("\u00a0", " ").rstrip(".") not in known:
                message = _("the amount «{amount}» is in none of the agreements")
                hint = _("print it from the agreement: {{ agreement.amount | kr }}")
                words = found[0].split()[0]
                said = message.format(amount=found[0])
                yield annex.at(passage, found.start(), words, said, hint)


def _shown(amount: int) -> Iterator[str]:
    ways = [danish.kr(amount)] + ([] if amount % 1000 else [danish.million_kr(amount)])
    yield from (way.replace("\u00a0", " ").rstrip(".") for way in ways)


def other_edition(annex: AnnexUnderCheck) -> Iterator[Fault]:
    """Editions in an item that are neither this one nor one that a body had before it."""
    item = annex.facts.item
    if item is None:
        return
    known = {annex.facts.bundle.record.edition, item.changes.edition, item.earlier.edition}
    known |= {one.edition for one in item.past}
    for passage in annex.passages:
        for found in _EDITION.finditer(passage.text):
            if found[0] not in known:
                own = annex.facts.bundle.record.edition
                message = _("the item is about edition {own}, and names {other}")
                hint = _("print the edition from the data: {{ bundle.edition }}")
                said = message.format(own=own, other=found[0])
                yield annex.at(passage, found.start(), found[0], said, hint)


def closed_in_open_list(annex: AnnexUnderCheck) -> Iterator[Fault]:
    """Closed annexes that an open item names."""
    item, agenda = annex.facts.item, annex.facts.municipality.record.agenda
    if item is None or (item.municipal and agenda and not agenda.open):
        return
    for own in annex.facts.bundle.record.annexes:
        name = own.file_name or ""
        if own.open or not name:
            continue
        for passage in annex.passages_as_printed:
            if name in passage.text:
                message = _("the open item names the closed annex «{name}»").format(name=name)
                hint = _("print {{ annex.name }}, which hides it, or open the annex in the bundle")
                yield Fault(message, passage.source, hint)


def person_named(annex: AnnexUnderCheck) -> Iterator[Fault]:
    """Persons, and CPR numbers, in an item, which is published."""
    item = annex.facts.item
    if item is None:
        return
    for passage in annex.passages_as_printed:
        for start, words in _persons(passage.text):
            message = _("«{words}» may be a person; agenda items are published")
            hint = _("write the function, or leave it out")
            place = annex.place(passage, start, words)
            yield Fault(message.format(words=words), place, hint, len(words))


def _persons(text: str) -> Iterator[tuple[int, str]]:
    for found in _CPR.finditer(text):
        yield found.start(), found[0]
    for found in _PERSON.finditer(text):
        if may_be_a_person(found[1].strip()):
            yield found.start(1), found[1].strip()


def recommendation_verb(annex: AnnexUnderCheck) -> Iterator[Fault]:
    """Recommendations that ask a body for what it cannot do."""
    item = annex.facts.item
    if item is None:
        return
    for section in walk_sections(annex.document.sections):
        if section.key in RECOMMENDATIONS and not item.decides:
            said = "\n".join(p.text for p in annex.passages_as_printed if p.section == section.key)
            if "anbefal" in item.verb.lower() and "anbefal" not in said.lower():
                message = _("{body} does not decide, and is asked to do more than recommend")
                hint = _("print {{ item.verb }}; it stands in verbs.recommends of the profile")
                yield Fault(message.format(body=item.body), section.source, hint)


def annex_without_id(annex: AnnexUnderCheck) -> Iterator[Fault]:
    """Annexes that an item lists without their number in the document system."""
    item = annex.facts.item
    if item is None or item.generic:
        return
    bundle = annex.facts.bundle
    listed = {one.name for one in item.annexes if one.document_id is None}
    for index, one in enumerate(bundle.record.annexes):
        if one.file_name in listed and one.document_id is None:
            message = _("«{name}» has no document number").format(name=one.file_name)
            hint = _("write document_id when the document has been filed")
            yield Fault(message, bundle.written.place(("annexes", index)), hint)


def reason_missing(annex: AnnexUnderCheck) -> Iterator[Fault]:
    """Items that cannot be out in time, or were not, with no reason stated."""
    item = annex.facts.item
    if item is None or item.agenda_by is None or item.breach:
        return
    ready = item.agenda_sent or annex.facts.bundle.record.edition_date
    if ready > item.agenda_by:
        message = _("the agenda should be out by {day}, and is not before {ready}")
        message = message.format(
            day=danish.short_date(item.agenda_by), ready=danish.short_date(ready)
        )
        hint = _("write why in agenda_waived of the planned meeting in data/approvals/")
        place = item.places.get("meeting") or annex.facts.annex.place()
        yield Fault(message, place, hint)


# --- what items are laid out by ---------------------------------------------------------------


def unknown_slot(project: ProjectUnderCheck) -> Iterator[Fault]:
    """Headings of a profile for sections that no template of items has."""
    slots = {
        section.head.key for key in project.templates.names for section in _sections(project, key)
    }
    if not slots:
        return
    for known in project.agendas.values():
        for index, heading in enumerate(known.record.headings):
            if heading.slot not in slots:
                message = _("the template of agenda items has no section «{slot}»")
                hint = did_you_mean(heading.slot, sorted(slots)) or ", ".join(sorted(slots))
                path = ("headings", index, "slot")
                yield at_key(known.written, path, message.format(slot=heading.slot), hint)


def _sections(project: ProjectUnderCheck, key: str) -> tuple[Any, ...]:
    try:
        template = project.templates.read(key)
    except AftalegenError:
        return ()  # told as what cannot be read
    return template.sections if template.head.record.kind == ITEMS else ()


def unknown_route(project: ProjectUnderCheck) -> Iterator[Fault]:
    """Routes that are empty, or go through a body that the party has not."""
    parties: tuple[Known[Any], ...] = (*project.municipalities.values(), *project.regions.values())
    for known in parties:
        agenda = known.record.agenda
        if agenda is None:
            continue
        council = getattr(known.record, "decided_by", known.record.council)
        names = [danish.capitalized(council.definite)]
        names += [name for body in known.record.bodies for name in (body.key, body.name) if name]
        if not agenda.route:
            message = _("the party's agenda names no route")
            hint = _("write route: with the bodies that the case goes through: {names}")
            yield at_key(known.written, ("agenda",), message, hint.format(names=", ".join(names)))
        for index, name in enumerate(agenda.route):
            if name.casefold() not in {one.casefold() for one in names}:
                message = _("the party has no body «{name}»").format(name=name)
                hint = _("its bodies: {names}").format(names=", ".join(names))
                near = did_you_mean(name, names)
                yield at_key(known.written, ("agenda", "route", index), message, near or hint)


def profile_verb(project: ProjectUnderCheck) -> Iterator[Fault]:
    """Profiles whose word for a body that recommends does not say so."""
    for known in project.agendas.values():
        verb = known.record.verbs.recommends
        if "anbefal" not in verb.lower():
            message = _("«{verb}» does not say that the body only recommends").format(verb=verb)
            hint = _("write for example: anbefales godkendt")
            yield at_key(known.written, ("verbs", "recommends"), message, hint)


RULES = (
    AnnexRule(
        "amount-differs-from-agreement", "meaning", "error",
        later("An agenda item tells an amount that the agreement does not have."),
        later(
            "The body decides on the agreement, so the item tells its fixed annual amount and no "
            "other. Amounts come from the municipality's file, as those of the agreement do."
        ),
        amount_differs,
    ),
    AnnexRule(
        "item-names-other-edition", "meaning", "error",
        later("An agenda item names another edition than the one that it is about."),
        later(
            "An item is about one edition. It may also name those that bodies had before them, "
            "when it tells what changed since."
        ),
        other_edition,
    ),
    AnnexRule(
        "closed-annex-in-open-list", "meaning", "error",
        later("An open agenda item names an annex that is closed to the public."),
        later(
            "The title of a closed annex can say what nobody may know. Lists of annexes call it "
            "«Lukket bilag»; the package for the council has it in a folder of its own."
        ),
        closed_in_open_list,
    ),
    AnnexRule(
        "person-name-in-item", "meaning", "error",
        later("An agenda item seems to name a person, or has a CPR number."),
        later(
            "Items are published. A title or «borger» before two names, and ten digits that begin "
            "with a date, look like a person; write the function, or leave it out. What came back "
            "from a municipality is looked through too."
        ),
        person_named,
    ),
    AnnexRule(
        "recommendation-verb", "meaning", "error",
        later("An agenda item asks a body that only recommends to decide."),
        later(
            "A body that does not decide recommends: the item says «anbefales». The words stand in "
            "verbs of the profile in data/agendas/, and bodies say whether they decide. A profile "
            "with one_for_all has one recommendation for all bodies of the route."
        ),
        recommendation_verb,
    ),
    AnnexRule(
        "annex-without-document-id", "completeness", "warning",
        later("An annex of an agenda item has no number in the document system."),
        later("Lists of annexes give each its document number; without one there stands a dash."),
        annex_without_id,
    ),
    AnnexRule(
        "agenda-reason-missing", "meaning", "error",
        later("An agenda item goes out too late, and does not say why."),
        later(
            "A matter that cannot wait may be decided although the agenda is late; then the agenda "
            "says so and why (lov om kommunernes styrelse § 8). The reason stands in agenda_waived "
            "of the planned meeting, and is printed."
        ),
        reason_missing,
    ),
    ProjectRule(
        "agenda-slot-unknown", "data", "error",
        later("A profile of agenda items has a heading for a section that is not there."),
        later(
            "Headings name sections of the template by their key. One that is misspelt would be "
            "left out of every item, and nobody would miss it."
        ),
        unknown_slot,
    ),
    ProjectRule(
        "agenda-route", "data", "error",
        later("The route of agenda items is empty, or names a body that the party has not."),
        later("The item tells which bodies the case goes through; they stand under bodies."),
        unknown_route,
    ),
    ProjectRule(
        "agenda-verb", "data", "error",
        later("A profile's word for a body that recommends does not say so."),
        later("A body that does not decide is asked to recommend: the word has «anbefal» in it."),
        profile_verb,
    ),
)  # fmt: skip
