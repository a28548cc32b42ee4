"""What came back as JSON, in a form that programs can rely on."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from aftalegen.negotiation.comments import Comment
from aftalegen.negotiation.kept import said_values
from aftalegen.negotiation.places import Place
from aftalegen.negotiation.printed import Printed
from aftalegen.negotiation.received import Proposal, Received
from aftalegen.negotiation.wishes import Wishes
from aftalegen.words.alphabet import json_text

if TYPE_CHECKING:
    from aftalegen.negotiation.minutes import Said

FORMAT = 1
"""The version of the form."""


def received_json(found: Sequence[Received], wishes: Wishes, said: "Sequence[Said]") -> str:
    """What came back in each file, and what is new in workbooks, indented."""
    files = [_received(one, wishes) for one in found]
    rows = [_said(one) for one in said]
    return json_text({"format": FORMAT, "files": files, "said": rows}, indent=1)


def _said(one: "Said") -> dict[str, Any]:
    return {
        "bundle": one.bundle,
        "edition": one.edition,
        "party": one.party,
        "task": one.task,
        **said_values(one),
    }


def _received(one: Received, wishes: Wishes) -> dict[str, Any]:
    return {
        "file": one.file.name,
        "sha256": one.file.sha256,
        "annex": one.base.key,
        "municipality": one.municipality,
        "task": one.task,
        "edition": one.base.edition,
        "released": one.base.state == "released",
        "later_edition": one.base.later,
        "saved_by": one.file.saved_by,
        "converted_by": one.file.converted_by,
        "tracking": one.file.tracking,
        "proposals": [_proposal(one, proposal, wishes) for proposal in one.proposals],
        "looks": one.looks,
        "typography": one.typography,
        "beside": list(one.beside.words),
        "headers_and_footers": [asdict(edge) for edge in one.beside.edges],
        "headers_and_footers_compared": not one.beside.edges_unknown,
    }


def _proposal(one: Received, proposal: Proposal, wishes: Wishes) -> dict[str, Any]:
    edit = proposal.edit
    return {
        "kind": edit.kind,
        "tracked": edit.tracked,
        **_section(edit.sent),
        "was": edit.was,
        "now": edit.now,
        "author": edit.edited.author,
        "date": edit.edited.date,
        "moved_to": _section(edit.to) if edit.to else None,
        "places": [_place(place) for place in edit.places],
        "comments": [_comment(comment) for comment in proposal.thread],
        "also": list(wishes.others(one, proposal)),
    }


def _section(sent: Printed | None) -> dict[str, Any]:
    section = sent.section if sent else None
    return {"section": section.key if section else "", "number": sent.place if sent else ""}


def _place(place: Place) -> dict[str, Any]:
    source = place.source
    return {
        "origin": place.origin,
        "file": source.file if source else None,
        "line": source.line if source else None,
        "key": source.key if source else "",
    }


def _comment(comment: Comment) -> dict[str, Any]:
    return {
        "text": comment.text,
        "author": comment.author,
        "date": comment.date,
        "about": comment.about,
        "answers": bool(comment.answers),
        "done": comment.done,
    }
