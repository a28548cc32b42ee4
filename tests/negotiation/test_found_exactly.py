"""Random sets of edits, tracked and not, are found exactly: none missed, none invented, each at
the line that says what was edited."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import takewhile

from hypothesis import given
from hypothesis import strategies as st

from aftalegen.document.style import PLAIN
from aftalegen.negotiation.base import Bases, Named
from aftalegen.negotiation.beside import Beside
from aftalegen.negotiation.printed import printed
from aftalegen.negotiation.received import Proposal, received
from aftalegen.records.project import Project
from aftalegen.words.signs import as_compared
from aftalegen.writers.word import document_docx
from tests.conftest import ROOT
from tests.documents import annex
from tests.editing import Editor

NEW = ("ganske andre ord", "xylofon", "efter nærmere aftale", "12 uger")


@cache
def bases() -> Bases:
    return Bases(Project(ROOT))


@cache
def sent() -> bytes:
    """The Word file of a shipped agreement."""
    return document_docx(annex("norddjurs", "Horisontal samarbejdsaftale"), PLAIN)


@dataclass(frozen=True)
class Edited:
    """An edit at one word of a passage, and how it was made."""

    passage: str
    word: str
    new: str
    how: str


@cache
def passages() -> Mapping[str, bool]:
    """Words that stand once in the agreement and are long enough; True for those in a table."""
    cells = [
        (cell, len(one.words) > 1)
        for one in printed(annex("norddjurs", "Horisontal samarbejdsaftale"))
        for cell in one.words
    ]
    everything = "\n".join(cell for cell, _in_row in cells)
    return {
        text: in_row
        for text, in_row in cells
        if len(text) > 60 and len(words_in(text)) > 6 and everything.count(text[:40]) == 1
    }


def words_in(text: str) -> list[str]:
    return sorted(w for w in set(re.findall(r"\b[^\W\d_]{5,}\b", text)) if text.count(w) == 1)


# --- the edits ------------------------------------------------------------------------------------

Plants = Callable[[Editor, Edited], object]


def in_it(edit: Callable[..., object], *names: str) -> Plants:
    """An edit of words within the one paragraph that says the passage."""
    return lambda editor, one: edit(
        editor, *(getattr(one, n) for n in names), within=editor.paragraph_that_says(one.passage)
    )


ANYWHERE: dict[str, Plants] = {
    "replace": in_it(Editor.replace, "word", "new"),
    "delete": in_it(Editor.delete, "word"),
    "insert": in_it(Editor.insert, "word", "new"),
    "silently replace": in_it(Editor.silently, "word", "new"),
    "comment": lambda editor, one: editor.comment(one.passage, f"Hvorfor {one.word}?"),
}
IN_TEXT: dict[str, Plants] = {
    "remove": lambda editor, one: editor.remove_paragraph(one.passage),
    "silently remove": lambda editor, one: editor.remove_paragraph_silently(one.passage),
    "add": lambda editor, one: editor.new_paragraph(one.passage, f"Nyt om {one.word}."),
    "silently add": lambda e, one: e.new_paragraph_silently(one.passage, f"Nyt om {one.word}."),
    "split": in_it(Editor.split, "word"),
    "silently split": in_it(Editor.split_silently, "word"),
}
IN_TABLES: dict[str, Plants] = {
    "remove": lambda editor, one: editor.remove_row(one.passage),
    "silently remove": lambda editor, one: editor.remove_row_silently(one.passage),
    "add": lambda editor, one: editor.new_row(one.passage, *cells_of_new_row(one)),
}


@cache
def cells_of_new_row(one: Edited) -> tuple[str, ...]:
    (count,) = (
        len(row.words)
        for row in printed(annex("norddjurs", "Horisontal samarbejdsaftale"))
        if one.passage in row.words
    )
    return (f"Nyt om {one.word}.", *[""] * (count - 1))


@st.composite
def some_edits(draw: st.DrawFn) -> Sequence[Edited]:
    """Edits of several passages, one in each."""
    chosen = draw(st.lists(st.sampled_from([*passages()]), min_size=1, max_size=6, unique=True))
    found = []
    for passage in chosen:
        hows = {**ANYWHERE, **(IN_TABLES if passages()[passage] else IN_TEXT)}
        word = draw(st.sampled_from(words_in(passage)))
        other = [f" {new}" for new in NEW if word not in new]  # else a word would stay as it was
        how = draw(st.sampled_from([*hows]))
        found.append(Edited(passage, word, draw(st.sampled_from(other)), how))
    return found


def plant(editor: Editor, one: Edited) -> bool:
    """Make the edit, unless its words stand across the border of two runs, or it splits nothing off."""
    paragraph = editor.paragraph_that_says(one.passage)
    if paragraph is None or one.word not in editor.said(paragraph):
        return False
    if one.how.endswith("split") and one.passage.endswith(one.word):
        return False
    {**ANYWHERE, **(IN_TABLES if passages()[one.passage] else IN_TEXT)}[one.how](editor, one)
    return True


# --- what is found --------------------------------------------------------------------------------


def is_told(one: Edited, proposal: Proposal) -> bool:
    """Whether a proposal is the edit that was made, and stands at its line."""
    edit = proposal.edit
    silently = one.how.startswith("silently ")
    how = one.how.removeprefix("silently ")
    if edit.sent is None or edit.tracked == silently:
        return False
    if how == "add":
        return edit.kind == "added" and as_compared(edit.now).startswith(f"Nyt om {one.word}.")
    return (
        one.passage in edit.sent.words and said(one, how, proposal) and stands_there(one, proposal)
    )


def said(one: Edited, how: str, proposal: Proposal) -> bool:
    edit = proposal.edit
    was, now, new = as_compared(edit.was), as_compared(edit.now), one.new.strip()
    match how:
        case "replace" if not edit.tracked:
            return edit.kind == "changed" and one.word in was and new in now
        case "replace" | "delete" | "insert":
            word = "" if how == "insert" else one.word
            brought = "" if how == "delete" else new
            return (edit.kind, was, now) == ("changed", word, brought)
        case "split":
            return edit.kind == "split"
        case "comment":
            return [one.text for one in proposal.thread] == [f"Hvorfor {one.word}?"]
        case _:
            return edit.kind == "removed" and now == ""


def stands_there(one: Edited, proposal: Proposal) -> bool:
    """Whether a place in a template has the word that was edited; data say it in their own way."""
    if one.how.removeprefix("silently ") not in ("replace", "delete"):
        return True
    places = proposal.edit.places
    template = [at.source for at in places if at.origin == "template" and at.source is not None]
    return all(one.word in paragraph_at(at.file, at.line) for at in template)


@cache
def paragraph_at(file: str, line: int) -> str:
    """A paragraph of a template that begins on a line."""
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()[line - 1 :]
    return " ".join(takewhile(str.strip, lines))


@given(some_edits())
def test_random_edits_are_found_exactly(edits_made: Sequence[Edited]) -> None:
    editor = Editor(sent())
    made = [one for one in edits_made if plant(editor, one)]
    found = received(bases(), editor.saved(), "svar.docx", Named())

    assert len(found.proposals) == len(made)
    for one in made:
        assert [proposal for proposal in found.proposals if is_told(one, proposal)], one
    assert found.typography == 0
    assert found.beside == Beside((), ())
