"""What a municipality's case consists of, in the order of the days: what is open, and what is not.

Only what was released goes out, as it was released; the text that is being worked on does not.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Literal

from aftalegen.document import nodes as n
from aftalegen.document.numbering import numbered
from aftalegen.document.style import Style
from aftalegen.document.walk import plain, worded
from aftalegen.editions.change_list import named_after
from aftalegen.editions.decisions import decisions_of
from aftalegen.editions.edition import Edition, Editions
from aftalegen.editions.external import of_municipality
from aftalegen.editions.redlines import Order, redlined
from aftalegen.editions.status_files import OUTCOMES
from aftalegen.negotiation.answers import answer_letters
from aftalegen.negotiation.issue_list import issues_document
from aftalegen.negotiation.rows import Asked, Issue, Issues, Row, issues_of
from aftalegen.records import Known
from aftalegen.records.agreements import Agreements, WrittenApproval
from aftalegen.records.decision import Decision
from aftalegen.records.project import Project
from aftalegen.records.released import edition_names
from aftalegen.records.selected import BundleAnnex
from aftalegen.words.danish import capitalized, short_date
from aftalegen.words.faults import Errors
from aftalegen.words.language import in_danish

Kind = Literal["decision", "edition", "annex", "redline", "proposals", "answer", "approval"]
ORDER: tuple[Kind, ...] = (
    "decision", "edition", "annex", "redline", "proposals", "answer", "approval",
)  # fmt: skip
"""What comes first of one day."""

CLOSED = "lukket bilag"
NO_LONGER_THERE = "bilaget er ikke længere i samlingen, så det er ikke afgjort, om det er åbent"
ABOUT_CLOSED = "handler om et lukket bilag, eller det er ikke afgjort, hvilket bilag det handler om"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened: a document with its style, or only words where there is none here.

    `other` is the name and the bytes of a file that somebody else made. `left_out` says why it does
    not go out; then it has neither.
    """

    day: date
    kind: Kind
    what: str
    document: n.Document | None = None
    style: Style | None = None
    left_out: str = ""
    other: tuple[str, bytes] | None = None


def entries_of(project: Project, annexes: Sequence[BundleAnnex]) -> tuple[Entry, ...]:
    """The entries of one municipality's annexes, oldest first.

    Raises Errors for an edition that is not whole, and for what cannot be read.
    """
    found = [*_decisions(project, annexes)]
    for bundle in dict.fromkeys(annex.bundle.key for annex in annexes):
        own = [annex for annex in annexes if annex.bundle.key == bundle]
        found += _editions(project, own)
        found += _approvals(project, own)
        found += _of_others(project, own)
    found += _proposals(project, annexes)
    return tuple(sorted(found, key=lambda one: (one.day, ORDER.index(one.kind), one.what)))


# --- decisions --------------------------------------------------------------------------------


def _decisions(project: Project, annexes: Sequence[BundleAnnex]) -> Iterator[Entry]:
    """The decisions about the agreements' tasks and region, a page each."""
    tasks = {annex.task for annex in annexes}
    regions = {annex.bundle.record.region for annex in annexes}
    for known in project.decisions:
        one = known.record
        if tasks & {*one.tasks} and regions & {*one.regions}:
            what = f"Beslutning: {one.title} ({one.body})"
            yield Entry(one.date, "decision", what, _page(known), project.style)


def _page(known: Known[Decision]) -> n.Document:
    one = known.record
    parts = (("besluttet", "Besluttet", one.decided), ("grund", "Begrundelse", one.reason))
    return numbered(
        n.Document(
            key=f"beslutninger/{known.key}",
            file_name=f"Beslutning {known.key.removeprefix(f'{one.date}-')}",
            title=worded(one.title),
            subtitle=worded(f"Beslutning i {one.body} den {short_date(one.date)}"),
            facts=(n.Fact("Kilde", worded(one.source)),),
            edition=f"V{one.date:%Y%m%d}",
            edition_date=one.date.isoformat(),
            author=one.body,
            contents=False,
            draft="",
            cover=False,
            sections=tuple(
                n.Section(key, worded(title), (n.Paragraph(worded(text.strip())),))
                for key, title, text in parts
            ),
        )
    )


# --- editions and what changed between them ---------------------------------------------------


def _editions(project: Project, annexes: Sequence[BundleAnnex]) -> Iterator[Entry]:
    """Each released edition of the municipality's annexes, and the redline from the one before."""
    bundle, municipality = annexes[0].bundle, annexes[0].municipality
    editions = Editions(project)
    released = [editions.read(bundle.key, name) for name in edition_names(project, bundle.key)]
    shut = {annex.document_key: CLOSED for annex in annexes if not annex.record.open}
    there = {annex.document_key for annex in annexes}
    for edition in released:
        for annex in edition.manifest.annexes:
            if annex.municipality != municipality:
                continue
            why = shut.get(annex.key) or ("" if annex.key in there else NO_LONGER_THERE)
            document = edition.document(annex.key)
            assert document is not None
            yield _edition(edition, document, why)
    for old, new in pairwise(released):
        yield from _redlines(project, bundle.record.region, old, new, there - {*shut})


def _edition(edition: Edition, document: n.Document, left_out: str) -> Entry:
    day = date.fromisoformat(edition.manifest.edition_date)
    kind = "udkast" if edition.manifest.draft else "endelig"
    what = f"Udgave {edition.name} ({kind}): {document.file_name}"
    for one in edition.manifest.despite:
        what += f"; udgivet trods {one.rule}: {one.because}"
    if left_out:
        return Entry(day, "edition", what, left_out=left_out)
    named = replace(document, file_name=named_after(document.file_name, f"udgave {edition.name}"))
    return Entry(day, "edition", what, named, edition.style)


def _redlines(
    project: Project, region: str, old: Edition, new: Edition, keys: set[str]
) -> Iterator[Entry]:
    """What changed in the open annexes from one edition to the next, marked in the text."""
    day = date.fromisoformat(new.manifest.edition_date)
    decisions = decisions_of(project, region, new.manifest.edition_date)
    for document in new.documents:
        before = old.document(document.key)
        if document.key not in keys or before is None:
            continue
        made = redlined(Order(before, document, (), new.style, decisions))
        if made.errors:
            raise Errors(made.errors)
        if made.comparison.sections:
            name = named_after(document.file_name, f"ændringer fra {old.name} til {new.name}")
            marked = replace(decisions.difference(before, document).marked, file_name=name)
            what = f"Ændringer fra {old.name} til {new.name}: {document.file_name}"
            yield Entry(day, "redline", what, marked, new.style)


def _of_others(project: Project, annexes: Sequence[BundleAnnex]) -> Iterator[Entry]:
    """What others made for the case: they have no date, and stand at that of the bundle."""
    bundle = annexes[0].bundle
    for one in of_municipality(project, bundle.key, annexes[0].municipality):
        what = f"{one.line(None).title}, fra {one.document.author}"
        left_out = "" if one.open else CLOSED
        ending, data = one.other or ("", b"")
        other = (one.file_name + ending, data) if one.other and one.open else None
        yield Entry(bundle.record.edition_date, "annex", what, left_out=left_out, other=other)


# --- what came back, and what was answered ----------------------------------------------------


def _proposals(project: Project, annexes: Sequence[BundleAnnex]) -> Iterator[Entry]:
    """The proposals of the municipality, and the letter with the answers; what is closed is not."""
    municipality = annexes[0].municipality
    found = issues_of(project, Asked((municipality,)))
    if found.errors:
        raise Errors(found.errors)
    shut = {(a.task, a.template) for a in annexes if not a.record.open}
    rows = [row for row in found.rows if row.party == municipality]
    for row in rows:
        if _is_about_closed(row, shut):
            what = f"Forslag {row.proposal.id or 'om forbehold'}"
            yield Entry(_day(row, found), "proposals", what, left_out=ABOUT_CLOSED)
    kept = _only(found, [row for row in rows if not _is_about_closed(row, shut)])
    if not kept.issues:
        return
    days = [_day(row, found) for row in kept.rows]
    told, *letters = _as_documents(kept, project)
    yield Entry(max(days), "proposals", "Forslag fra kommunen, og hvad der er svaret", told,
                project.style)  # fmt: skip
    for letter in letters:
        yield Entry(max(days), "answer", plain(letter.title), letter, project.style)


@in_danish()
def _as_documents(kept: Issues, project: Project) -> tuple[n.Document, ...]:
    """The list of proposals, and the letters with the answers."""
    return (issues_document(kept, project), *answer_letters(kept, project))


def _is_about_closed(row: Row, shut: set[tuple[str, str]]) -> bool:
    """Whether a proposal is about a closed annex, or could be."""
    tasks = {task for task, _template in shut}
    template, section = row.proposal.template, row.proposal.section
    if template is None:
        return row.task in tasks and (section is not None or row.written is None)
    return (row.task, template) in shut


def _only(found: Issues, rows: Sequence[Row]) -> Issues:
    """The issues with these rows only."""
    issues = []
    for issue in found.issues:
        own = tuple(row for row in issue.rows if any(row is one for one in rows))
        if own:
            issues.append(Issue(own, issue.section, issue.rank))
    return replace(found, issues=tuple(issues))


def _day(row: Row, found: Issues) -> date:
    """The day on which a proposal was decided, or came, or of the edition that it is about."""
    one = row.proposal
    known = one.decided_on or one.body_date
    edition = row.written.register.edition if row.written else found.edition
    return known or date.fromisoformat(f"{edition[1:5]}-{edition[5:7]}-{edition[7:9]}")


# --- approvals --------------------------------------------------------------------------------


def _approvals(project: Project, annexes: Sequence[BundleAnnex]) -> Iterator[Entry]:
    """What the bodies of both parties decided; the minutes are theirs, and named by the source."""
    known = Agreements(project)
    for agreement in known.of(annexes):
        for one in known.approvals(agreement):
            if one.approval.outcome == "planned":
                continue  # nothing was decided yet
            left_out = "" if agreement.record.open else CLOSED
            yield Entry(one.approval.date, "approval", _decided(one), left_out=left_out)


def _decided(one: WrittenApproval) -> str:
    approval = one.approval
    said = approval.wording or capitalized(OUTCOMES[approval.outcome])
    parts = [f"{approval.body}: {said}", f"udgave {approval.edition}" if approval.edition else ""]
    if approval.agenda_sent:
        parts.append(f"dagsorden sendt {short_date(approval.agenda_sent)}")
    if approval.agenda_waived:
        parts.append(f"fristen for dagsordenen fraveget: {approval.agenda_waived.strip(' .')}")
    for reservation in approval.reservations:
        answer = f" (svar: {reservation.answer})" if reservation.answer else " (åbent)"
        parts.append(f"forbehold: {reservation.what.strip(' .')}{answer}")
    return "; ".join([*filter(None, parts), f"kilde: {approval.source}"])
