"""What a body saw of an agreement the last time, and what changed since: words, and why."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from aftalegen.document.difference import Comparison, SectionChange
from aftalegen.document.nodes import Document
from aftalegen.document.passages import Passage
from aftalegen.document.walk import plain
from aftalegen.editions.change_list import with_parts
from aftalegen.editions.decisions import Decisions, decisions_of
from aftalegen.editions.edition import Editions
from aftalegen.proceedings.case import Case
from aftalegen.records.agreements import Agreements, WrittenApproval, part_of
from aftalegen.records.bodies import KnownBody, body_called
from aftalegen.records.released import edition_names
from aftalegen.records.selected import BundleAnnex
from aftalegen.template.item import ItemChange, ItemChanges
from aftalegen.words.danish import and_list

NOTHING = ItemChanges(None, None, None, own=False, unchanged=0, unknown="")
LONGEST = 1500
"""A passage of so many letters is quoted whole as it is now."""

Documents = Mapping[str, Document]


@dataclass(frozen=True, slots=True)
class Sight:
    """What a body had before it on a day: an edition of an agreement, if it is told which."""

    one: WrittenApproval
    body: KnownBody | None

    @property
    def edition(self) -> str | None:
        """The edition that it saw."""
        return self.one.approval.edition

    @property
    def who(self) -> str:
        """The body's own name."""
        return self.body.name if self.body else self.one.approval.body


def sights(case: Case, agreement: BundleAnnex, known: Agreements) -> list[Sight]:
    """Who had the agreement before them before this meeting, in the order of the days."""
    return [
        Sight(one, body_called(case.bodies, one.approval.body, one.approval.party))
        for one in sorted(known.approvals(agreement), key=lambda one: one.approval.date)
        if one.approval.outcome != "planned"
        if case.meeting is None or one.approval.date < case.meeting
    ]


def last_seen(case: Case, seen: Sequence[Sight]) -> Sight | None:
    """The last time that this body saw it; else the last time that any body did."""
    own = [sight for sight in seen if case.body and sight.body == case.body]
    found = own or seen
    return found[-1] if found else None


@dataclass(frozen=True, slots=True)
class History:
    """What changed since the body last saw it, and before that since anybody first did."""

    changes: ItemChanges
    earlier: ItemChanges
    redlined: tuple[tuple[Document, Document], ...]


def history(case: Case, editions: Editions, documents: Documents) -> History:
    """What the body is told of changes; `documents` are the annexes as they are now."""
    known, gathered = Agreements(editions.project), _Gathered(case, editions)
    since: list[Sight] = []
    first: list[Sight | str] = []
    if case.body is None:
        return _for_all(case, editions, documents, gathered)
    for agreement in case.agreements:
        seen = sights(case, agreement, known)
        last = last_seen(case, seen)
        if last is None:
            continue
        since.append(last)
        about = known.about(agreement, map(part_of, case.annexes))
        now = [documents[key] for key in about if key in documents]
        gathered.compare(gathered.changes, agreement, last.edition, now)
        before = _first_edition(editions, agreement, seen)
        if before and last.edition and before < last.edition:
            first.append(seen[0] if seen[0].edition == before else before)
            then = gathered.of_edition(agreement, last.edition, about)
            gathered.compare(gathered.earlier, agreement, before, then)
    return History(
        _told(case, since, gathered.changes),
        _told(case, first, gathered.earlier),
        tuple(gathered.changes.pairs),
    )


def _first_edition(editions: Editions, agreement: BundleAnnex, seen: Sequence[Sight]) -> str | None:
    """The first edition that a body saw, or that is kept here, whichever is older."""
    kept = edition_names(editions.project, agreement.bundle.key)[:1]
    return min([*kept, *(one.edition for one in seen if one.edition)], default=None)


def _for_all(
    case: Case, editions: Editions, documents: Documents, gathered: "_Gathered"
) -> History:
    """What is new in all agreements since the edition that was released last."""
    edition = editions.get(case.bundle.key)
    if edition is None:
        return History(NOTHING, NOTHING, ())
    for agreement in case.agreements:
        now = [one for key, one in documents.items() if key == agreement.document_key]
        gathered.compare(gathered.changes, agreement, edition.name, now)
    common = {c: w for c, w in gathered.changes.changes.items() if len(w) == len(case.agreements)}
    unchanged = gathered.changes.unchanged // max(1, len(case.agreements))
    changes = ItemChanges(edition.name, None, None, False, unchanged, "", tuple(common))
    return History(changes, NOTHING, ())


class _Found:
    """Changes, each with the municipalities whose agreements have it."""

    def __init__(self) -> None:
        self.changes: dict[ItemChange, list[str]] = {}
        self.pairs: list[tuple[Document, Document]] = []
        self.unchanged = 0
        self.unknown = False


class _Gathered:
    def __init__(self, case: Case, editions: Editions) -> None:
        self.editions = editions
        self.region = case.bundle.record.region
        self.changes, self.earlier = _Found(), _Found()

    def of_edition(self, agreement: BundleAnnex, name: str, about: Sequence[str]) -> list[Document]:
        """The documents of an edition; none where it is not kept here."""
        edition = self.editions.get(agreement.bundle.key, name)
        return [one for key in about if edition and (one := edition.document(key))]

    def compare(
        self, into: _Found, agreement: BundleAnnex, name: str | None, now: Sequence[Document]
    ) -> None:
        edition = self.editions.get(agreement.bundle.key, name) if name else None
        if edition is None or not now:
            into.unknown = True
            return
        project = self.editions.project
        decisions = decisions_of(project, self.region, now[0].edition_date)
        who = project.municipality(agreement.municipality).record.name
        for document in now:
            old = edition.document(document.key)
            if old is None:
                where = document.file_name
                into.changes.setdefault(_new(where), []).append(who)
                continue
            comparison = decisions.difference(old, document).comparison
            into.unchanged += comparison.unchanged
            if comparison.sections:
                into.pairs.append((old, document))
            beside = "" if document.key == agreement.document_key else f" ({document.file_name})"
            for change in _changes(comparison, old, document, decisions, beside):
                into.changes.setdefault(change, []).append(who)


def _new(where: str) -> ItemChange:
    return ItemChange("inserted", where, "Nyt bilag", "", None, "")


def _changes(
    comparison: Comparison, old: Document, new: Document, decisions: Decisions, beside: str
) -> Iterator[ItemChange]:
    """Each passage that changed; a section that came, went or moved is told once."""
    for section in comparison.sections:
        where = f"{section.number_after or section.number_before} {section.title}".strip() + beside
        causes = [cause for one in section.passages if (cause := _cause(one, decisions))]
        first = causes[0] if causes else None
        if section.kind != "changed":
            yield ItemChange(section.kind, where, _as_whole(section, old, new), "", first, "")
        if section.kind in ("changed", "moved"):
            for one in section.passages:
                now = one.after if len(one.after) <= LONGEST and "|" not in one.after else ""
                yield ItemChange("changed", where, _words(one), now, _cause(one, decisions), "")


def _as_whole(section: SectionChange, old: Document, new: Document) -> str:
    match section.kind:
        case "inserted":
            return plain(with_parts("Nyt afsnit", new, section))
        case "removed":
            return plain(with_parts("Udgået afsnit", old, section))
        case _:
            return f"Stod som {section.number_before}"


def _words(one: Passage) -> str:
    """The words that went out and came in: 'ud: «tre», ind: «fem»'."""
    sides = (("ud", one.words_out), ("ind", one.words_in))
    return ", ".join(
        f"{side}: {', '.join(f'«{word}»' for word in words)}" for side, words in sides if words
    )


def _cause(one: Passage, decisions: Decisions) -> str | None:
    return decisions.told.get(one.decision or "")


def _told(case: Case, seen: Sequence[Sight | str], found: _Found) -> ItemChanges:
    """What is told: since which edition, who saw it and when (if it is known), and what differs."""
    if not seen:
        return NOTHING
    sight, everybody = seen[0], len(case.agreements)
    passages = tuple(
        ItemChange(c.kind, c.where, c.words, c.now, c.cause, _of(whose, everybody))
        for c, whose in found.changes.items()
    )
    unknown = None if found.unknown else ""
    if isinstance(sight, str):
        return ItemChanges(sight, None, None, False, found.unchanged, unknown, passages)
    return ItemChanges(
        edition=sight.edition or "uden betegnelse",
        body=sight.who,
        day=sight.one.approval.date,
        own=bool(case.body and sight.body == case.body),
        unchanged=found.unchanged,
        unknown=unknown,
        passages=passages,
        places={"unknown": sight.one.source},
    )


def _of(whose: Sequence[str], everybody: int) -> str:
    """In which agreements, where it is not all of them."""
    names = list(dict.fromkeys(whose))
    return "" if everybody == 1 or len(names) == everybody else and_list(names)
