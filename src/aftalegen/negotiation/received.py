"""A file that came back -> what was changed in it, and what is told of each change."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from aftalegen.negotiation.aligning import paired
from aftalegen.negotiation.base import Base, Bases, Named, Whose
from aftalegen.negotiation.beside import Beside, beside
from aftalegen.negotiation.comments import Comment, comments
from aftalegen.negotiation.edits import Edit, edits
from aftalegen.negotiation.opening import About, WordFile, opened
from aftalegen.negotiation.pieces import Edited, carried_out
from aftalegen.negotiation.places import TitlePage, text_place
from aftalegen.negotiation.printed import Printed
from aftalegen.negotiation.walking import read_body
from aftalegen.words.signs import as_compared

WHOLE = 0.7
"""The share of passages that are taken out at once from which the whole text was replaced."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """An edit with what was said of it, or a comment alone; `thread` has the comment first."""

    edit: Edit
    thread: tuple[Comment, ...] = ()


@dataclass(frozen=True, slots=True)
class Received:
    """What came back: the text that was edited, and the proposals, those that nobody tracked first.

    `looks` counts changes of form, `typography` passages that only a program has set otherwise, and
    `beside` are words that stand outside of the agreement (text boxes, notes, headers, footers).
    """

    file: About
    base: Whose
    municipality: str
    task: str
    template: str
    proposals: tuple[Proposal, ...]
    looks: int
    typography: int
    beside: Beside

    @property
    def nothing_changed(self) -> bool:
        """Whether there is nothing to answer."""
        return not (self.proposals or self.beside.words or self.beside.edges)


Open = Callable[[bytes, str], WordFile]


def received(bases: Bases, data: bytes, name: str, named: Named, open_: Open = opened) -> Received:
    """What came back in a file; raises InputError for one that cannot be read or is not ours."""
    file = open_(data, name)
    base = bases.of(file, named)
    read = read_body(file.body, base.numbers, base.ours)
    title_page = bases.title_page(base.document.key)
    pairs = paired(read.passages, base.sent)
    found = edits(pairs, title_page)
    if (by := _replaced_whole(found.edits, base)) is not None:
        pairs = paired(carried_out(read.passages), base.sent)
        found = edits(pairs, title_page)
        found.edits = [replace(edit, tracked=True, edited=by) for edit in found.edits]
    where = {id: pair.sent for pair in pairs if pair.passage for id in pair.passage.comments}
    said = comments(file.comments, file.threads, read.about)
    proposals = _with_comments([Proposal(edit) for edit in found.edits], said, where, title_page)
    _bundle, municipality, task, template = base.document.key.split("/")
    return Received(
        file.about,
        base.whose,
        municipality,
        task,
        template,
        tuple(sorted(proposals, key=lambda one: one.edit.tracked)),
        read.looks,
        found.typography,
        beside(file, read, base),
    )


def _replaced_whole(found: Sequence[Edit], base: Base) -> Edited | None:
    """Who took out nearly all of the text at once, to put in another; None where nobody did.

    Comparing whole documents does it, and pasting a text over another: then the one that was put
    in is compared with the one that was sent.
    """
    gone = [edit for edit in found if edit.tracked and edit.kind in ("removed", "moved")]
    came = any(edit.tracked and edit.now for edit in found)
    if len(gone) > WHOLE * len(base.sent) and came:
        return gone[0].edited
    return None


def _with_comments(
    proposals: list[Proposal],
    said: tuple[Comment, ...],
    where: Mapping[str, Printed | None],
    title_page: TitlePage,
) -> list[Proposal]:
    """Each thread with the edit that it is about, or on its own."""
    for first in (comment for comment in said if not comment.answers):
        thread = (first, *(one for one in said if one.answers == first.id))
        sent = where.get(first.id)
        about = next((n for n, one in enumerate(proposals) if _is_about(first, sent, one)), None)
        if about is None:
            places = () if sent is None else (text_place(sent, title_page),)
            edit = Edit("comment", True, first.about, "", sent, places)
            proposals.append(Proposal(edit, thread))
        else:
            one = proposals[about]
            proposals[about] = replace(one, thread=(*one.thread, *thread))
    return proposals


def _is_about(comment: Comment, sent: Printed | None, proposal: Proposal) -> bool:
    """Whether a comment was put at the words that an edit takes out or brings in."""
    edit = proposal.edit
    if edit.sent is not sent or edit.kind == "comment" or not comment.about:
        return False
    about = as_compared(comment.about)
    words = [text for text in (as_compared(edit.was), as_compared(edit.now)) if text]
    return any(text in about or about in text for text in words)
