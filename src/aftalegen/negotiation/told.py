"""How a proposal is told: its kind, its state, and its words out and in."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from aftalegen.records.proposals import Kind, Proposal, State
from aftalegen.records.wording import WordEdit, word_edits
from aftalegen.words.danish import short_date
from aftalegen.words.language import _, later

if TYPE_CHECKING:
    from aftalegen.negotiation.rows import Issue, Row

KINDS: Mapping[Kind, str] = {
    "change": later("change"),
    "add": later("addition"),
    "remove": later("removal"),
    "move": later("moved"),
    "comment": later("comment"),
    "question": later("question"),
    "reservation": later("reservation"),
    "condition": later("condition"),
    "advice": later("advice"),
}
STATES: Mapping[State, str] = {
    "new": later("not decided"),
    "accepted-all": later("accepted for all"),
    "accepted-local": later("accepted for this party"),
    "rejected": later("not accepted"),
    "deferred": later("deferred to an addendum"),
    "noted": later("noted"),
    "withdrawn": later("withdrawn"),
}
BESIDE = 2


def kind_words(one: Proposal) -> str:
    """What it is: 'ændring uden spor'."""
    kind = _(KINDS[one.kind])
    return _("{kind} without tracking").format(kind=kind) if one.untracked else kind


def state_words(row: "Row") -> str:
    """What became of it, by whom and when."""
    one = row.proposal
    said = _(STATES[one.state])
    if one.addendum is not None:
        said += f" {one.addendum}"
    who = [one.decided_by or "", short_date(one.decided_on) if one.decided_on else ""]
    told = " ".join(filter(None, who))
    return f"{said} ({told})" if told else said


def wish_words(one: Proposal) -> str:
    """What is asked for: words out and in with those beside them, or the whole, or what is said."""
    parts = []
    if one.was and one.proposed:
        parts = [_edit(edit) for edit in word_edits(one.was, one.proposed)]
    elif one.proposed:
        parts = [_("in: {words}").format(words=f"«{one.proposed.strip()}»")]
    elif one.was and one.kind == "remove":
        parts = [_("out: {words}").format(words=f"«{one.was.strip()}»")]
    if one.comment:
        said = f"«{' '.join(one.comment.split())}»"
        parts.append(f"{_source(one)}{said}")
    return "\n".join(parts)


def _source(one: Proposal) -> str:
    """Which body said it and when, before its words."""
    day = f" {short_date(one.body_date)}" if one.body_date else ""
    return f"{one.body}{day}: " if one.body else ""


def _edit(edit: WordEdit) -> str:
    """'… svarer inden [14] {21} dage …'."""
    out, into = " ".join(edit.out), " ".join(edit.into)
    before = " ".join(edit.before[-BESIDE:])
    after = " ".join(edit.after[:BESIDE])
    inner = " → ".join((f"«{out}»" if out else "–", f"«{into}»" if into else "–"))
    return f"… {before} {inner} {after} …".replace("  ", " ")


def ids_of(issue: "Issue") -> str:
    """The ids of an issue."""
    return ", ".join(row.proposal.id for row in issue.rows if row.proposal.id) or "–"
