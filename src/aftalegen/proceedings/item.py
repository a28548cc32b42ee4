"""A case told to its body: all that is known of it, as the template of agenda items sees it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from aftalegen.build.annex import BuiltAnnex
from aftalegen.document.nodes import Document
from aftalegen.document.walk import missing_fields
from aftalegen.editions.change_list import NAME as CHANGES
from aftalegen.editions.change_list import named_after
from aftalegen.editions.edition import Editions
from aftalegen.negotiation.rows import Row
from aftalegen.negotiation.told import state_words, wish_words
from aftalegen.proceedings.case import Case
from aftalegen.proceedings.seen import History, history
from aftalegen.records.agreements import WrittenApproval
from aftalegen.records.bodies import body_called
from aftalegen.records.choices import legal_bases
from aftalegen.records.law import Law
from aftalegen.records.project import Project
from aftalegen.records.selected import BundleAnnex
from aftalegen.template.item import (
    Item,
    ItemAgreement,
    ItemAnnex,
    ItemDay,
    ItemDecision,
    ItemLaw,
    ItemReservation,
)
from aftalegen.words import danish
from aftalegen.words.place import Source

CLOSED_NAME = "Lukket bilag"
"""What an open list calls an annex that is closed."""


@dataclass(frozen=True, slots=True)
class Told:
    """An item, and the changes behind it."""

    item: Item
    history: History


def told(
    project: Project,
    editions: Editions,
    case: Case,
    built: Sequence[BuiltAnnex],
    rows: Sequence[Row],
) -> Told:
    """All that is known of a case; `built` are annexes, its own among them, `rows` proposals."""
    keys = {annex.document_key for annex in case.annexes}
    own = {a.document.key: a for a in built if a.document and a.document.key in keys}
    documents = {key: annex.document for key, annex in own.items() if annex.document}
    past = history(case, editions, documents)
    agenda, profile, generic = case.agenda, case.profile.record, case.body is None
    body, decider = case.body, case.decider
    verb = profile.verbs.asked_of(body is None or body.decides)
    approval = case.planned.approval if case.planned else None
    agenda = None if generic else agenda
    whole = (documents.get(one.document_key) for one in case.agreements)
    lacking = [lacks for one in whole if one and (lacks := len(missing_fields(one)))]
    item = Item(
        party=case.owner.record.official_name if not generic else "Til kommunerne",
        municipal=case.party == "municipality",
        generic=generic,
        municipality=None if generic else _municipality(project, case),
        body=body.name if body else None,
        meeting=case.meeting,
        decides=body.decides if body else True,
        decider=decider.name,
        again=past.changes.own and bool(past.changes.passages or past.changes.unknown is None),
        case_number=(agenda.case_number if agenda else None) or _case_number(case),
        kle=agenda.kle if agenda else None,
        document_id=agenda.document_id if agenda else None,
        open=profile.open if agenda is None or agenda.open else profile.closed,
        owner=(agenda.owner if agenda else None) or profile.owner,
        recommends=profile.recommends,
        verb=verb.replace("{body}", decider.name),
        route=tuple(_route(case)),
        tasks=tuple(dict.fromkeys(project.task(a.task).record.name for a in case.agreements)),
        together=True,
        schedule=all(heading.slot != "videre-proces" for heading in profile.headings),
        drafts=len(lacking),
        awaited=0 if generic else sum(lacking),
        breach=approval.agenda_waived if approval else None,
        agenda_by=body.agenda_by(case.meeting) if body and case.meeting else None,
        agenda_sent=approval.agenda_sent if approval else None,
        agreements=tuple(_agreement(project, a, generic) for a in _shown(case)),
        law=tuple(_law(project, case)),
        changes=past.changes,
        earlier=past.earlier,
        past=tuple(_past(case)),
        annexes=tuple(_annexes(case, past)),
        deadlines=tuple(_deadlines(case)),
        next=tuple(_next(case)),
        reservations=tuple(_reservations(case, rows)),
        places=_places(case.planned, "breach", "meeting") if case.planned else {},
    )
    return Told(item, past)


def _shown(case: Case) -> Sequence[BundleAnnex]:
    """The agreements that are told: one for each task where the item is for all."""
    if case.body is not None:
        return case.agreements
    return tuple({one.task: one for one in reversed(case.agreements)}.values())[::-1]


def _municipality(project: Project, case: Case) -> str:
    return project.municipality(case.annexes[0].municipality).record.official_name


def _case_number(case: Case) -> str | None:
    """The case number of the annexes, or of the bundle, where the party says none."""
    if case.body is None:
        return None
    own = [n for a in case.annexes if (n := a.record.known_case_number)]
    return own[0] if own else case.bundle.record.case_number


def _route(case: Case) -> Iterator[str]:
    """The bodies that the case goes through, by their own names."""
    for name in case.agenda.route if case.agenda and case.body else ():
        body = body_called(case.bodies, name, case.party)
        yield body.name if body else name


def _agreement(project: Project, annex: BundleAnnex, generic: bool) -> ItemAgreement:
    known = project.municipality(annex.municipality)
    budget = known.record.tasks[annex.task].budget
    path = ("tasks", annex.task, "budget")
    return ItemAgreement(
        municipality=None if generic else known.record.official_name,
        task=project.task(annex.task).record.name,
        edition=annex.bundle.record.edition,
        amount=None if generic else budget.fixed_annual,
        price_level=None if generic else budget.price_level,
        basis=None if generic else budget.basis,
        places={
            "amount": known.written.place((*path, "fixed_annual")),
            "municipality": known.written.place(("official_name",)),
            "basis": known.written.place((*path, "basis")),
            "price_level": known.written.place((*path, "price_level")),
        },
    )


def _law(project: Project, case: Case) -> Iterator[ItemLaw]:
    """The provisions by which the agreements are made: those that their tasks name."""
    law = project.law
    record: Law = law.record
    keys = dict.fromkeys(
        key
        for one in case.agreements
        for key in legal_bases(
            one.bundle, project.task(one.task), project.municipality(one.municipality)
        )
    )
    for key in keys:
        one = record.statutes.get(key)
        if one and one.text:
            places = {n: law.written.place(("statutes", key, n)) for n in ("text", "content")}
            yield ItemLaw(one.text, one.content, places)


def _past(case: Case) -> Iterator[ItemDecision]:
    """What the party's bodies decided before this meeting, each once."""
    profile = case.profile.record
    met: set[tuple[str, date]] = set()
    for one in case.approvals:
        approval = one.approval
        body = body_called(case.bodies, approval.body, approval.party)
        late = case.meeting and approval.date >= case.meeting
        if approval.outcome == "planned" or late or body is None or body.party != case.party:
            continue
        if (body.name, approval.date) in met or case.body is None:
            continue
        met.add((body.name, approval.date))
        shown = (danish.short_date if profile.short_dates else danish.long_date)(approval.date)
        line = profile.decision_line.replace("{body}", body.name).replace("{date}", shown)
        wording = approval.wording.rstrip(". ") if approval.wording else None
        yield ItemDecision(line, body.name, approval.date, wording, approval.edition, stands=True,
                           places=_places(one, "wording", "edition"))  # fmt: skip


_KEYS = {"meeting": "date", "breach": "agenda_waived"}


def _places(one: WrittenApproval, *names: str) -> dict[str, Source]:
    """Where an approval says what goes by these names in an item."""
    return {name: one.written.place((*one.path, _KEYS.get(name, name))) for name in names}


def _annexes(case: Case, past: History) -> Iterator[ItemAnnex]:
    """The annexes of the item, numbered in their order; what shows the changes comes last."""
    profile = case.profile.record
    listed: list[_Listed] = [
        (one.file_name, one.record.open, one.record.known_document_id, one.case_number, None)
        for one in case.annexes
    ]
    if case.body is None:
        listed = [*_for_all(case, listed)]
    else:
        listed += _external(case)
    for old, new in past.redlined if case.party == "municipality" else ():
        for what in ("ændringer", CHANGES.lower()):
            name = named_after(new.file_name, f"{what} siden {old.edition}")
            listed.append((name, _is_open(case, new), None, _case_number(case), None))
    closed_item = case.agenda is not None and not case.agenda.open
    for number, (name, open, document, case_number, provider) in enumerate(listed, 1):
        shown = name if open or closed_item else CLOSED_NAME
        line = profile.annex_line.replace("{name}", shown)
        line = line.replace("{document_id}", document or "–").replace(
            "{case_number}", case_number or "–"
        )
        state = "Åben" if open else "Lukket"
        yield ItemAnnex(number, shown, line, open, state, document, provider)


def _external(case: Case) -> Iterator["_Listed"]:
    """What others made; who provides it is told where it is not at hand."""
    for one in case.bundle.record.external:
        if case.party == "region" or one.municipality == case.owner.key:
            name = one.file_name or one.title
            number = one.case_number or case.bundle.record.case_number
            yield name, one.open, one.document_id, number, None if one.file else one.provider


_Listed = tuple[str, bool, str | None, str | None, str | None]


def _for_all(case: Case, listed: Sequence[_Listed]) -> Iterator[_Listed]:
    """The annexes that one municipality has, with a gap for its name."""
    name = case.owner.record.official_name
    for annex, (file_name, is_open, *_more) in zip(case.annexes, listed, strict=True):
        if annex.municipality == case.owner.key:
            for known in (name, case.owner.record.name):
                file_name = file_name.replace(known, "[kommunens navn]")
            yield file_name, is_open, None, None, None


def _is_open(case: Case, document: Document) -> bool:
    return all(a.record.open for a in case.annexes if a.document_key == document.key)


def _deadlines(case: Case) -> Iterator[ItemDay]:
    """The deadlines that come, those of others left out."""
    bundle = case.bundle
    after = case.meeting or bundle.record.edition_date
    whose = {annex.municipality for annex in case.annexes}
    for index, one in enumerate(bundle.record.deadlines):
        others = one.municipalities and (case.body is None or not whose & set(one.municipalities))
        if one.date >= after and not others:
            place = bundle.written.place(("deadlines", index, "what"))
            yield ItemDay(one.date, one.what, {"what": place, "day": place})


def _next(case: Case) -> Iterator[ItemDay]:
    """The meetings that the case goes on to."""
    for one in case.approvals:
        planned = one.approval.outcome == "planned"
        if planned and case.meeting and one.approval.date > case.meeting:
            yield ItemDay(one.approval.date, one.approval.body, _places(one, "body"))


def _reservations(case: Case, rows: Iterable[Row]) -> Iterator[ItemReservation]:
    """What the parties of these agreements asked for, and what was answered."""
    whose = {(annex.municipality, annex.task) for annex in case.annexes}
    for row in rows:
        one = row.proposal
        if case.body is None or (row.party, row.task) not in whose or one.state == "withdrawn":
            continue
        answer = None if one.state == "new" else one.answer or danish.capitalized(state_words(row))
        what = " ".join(wish_words(one).split())
        yield ItemReservation(row.name, what, answer)
