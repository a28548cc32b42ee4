"""Random sets of edits, tracked and not, are found exactly: none missed, none invented."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aftalegen.document.nodes import Document
from aftalegen.document.style import PLAIN
from aftalegen.negotiation.aligning import paired
from aftalegen.negotiation.edits import Edit, edits
from aftalegen.negotiation.opening import opened
from aftalegen.negotiation.printed import Printed, printed, section_numbers
from aftalegen.negotiation.walking import read_body
from aftalegen.words.signs import as_compared
from aftalegen.writers.word import document_docx
from tests.documents import annex
from tests.editing import Editor

NEW = ("ganske andre ord", "xylofon", "efter nærmere aftale", "12 uger")


@cache
def agreement() -> tuple[Document, bytes, tuple[Printed, ...]]:
    """A shipped agreement with its Word file."""
    document = annex("norddjurs", "Horisontal samarbejdsaftale")
    return document, document_docx(document, PLAIN), printed(document)


@cache
def passages() -> tuple[str, ...]:
    """Words of passages that stand once in the agreement and are long enough to be edited."""
    _document, _docx, sent = agreement()
    said = [cell for one in sent for cell in one.words]
    long = [text for text in said if len(text) > 60 and len(re.findall(r"\w{5,}", text)) > 6]
    everything = "\n".join(said)
    return tuple(text for text in long if everything.count(text[:40]) == 1)


@dataclass(frozen=True)
class Planted:
    """An edit of one word of a passage, and how it was made."""

    passage: str
    word: str
    new: str
    how: str


@st.composite
def planted(draw: st.DrawFn) -> Sequence[Planted]:
    """Edits of several passages, one in each."""
    chosen = draw(st.lists(st.sampled_from(passages()), min_size=1, max_size=6, unique=True))
    found = []
    for passage in chosen:
        words = [w for w in set(re.findall(r"\b[^\W\d_]{5,}\b", passage)) if passage.count(w) == 1]
        if words:
            how = draw(st.sampled_from(["replace", "delete", "insert", "silently", "remove"]))
            word = draw(st.sampled_from(sorted(words)))
            other = [new for new in NEW if word not in new]  # else a word would stay as it was
            found.append(Planted(passage, word, draw(st.sampled_from(other)), how))
    return found


def plant(editor: Editor, one: Planted) -> bool:
    """Make the edit; words across several runs' borders are left alone."""
    paragraph = editor.paragraph_that_says(one.passage)
    if paragraph is None or one.word not in editor.said(paragraph):
        return False
    match one.how:
        case "replace":
            editor.replace(one.word, one.new, within=paragraph)
        case "delete":
            editor.delete(one.word, within=paragraph)
        case "insert":
            editor.insert(one.word, f" {one.new}", within=paragraph)
        case "silently":
            editor.silently(one.word, one.new, within=paragraph)
        case "remove":
            editor.remove_this(paragraph)
    return True


def matches(edit: Edit, one: Planted) -> bool:
    """Whether an edit that was found is the one that was made."""
    if edit.sent is None or one.passage not in edit.sent.words:
        return False
    was, now = as_compared(edit.was), as_compared(edit.now)
    match one.how:
        case "replace":
            return edit.tracked and (was, now) == (one.word, one.new)
        case "delete":
            return edit.tracked and (was, now) == (one.word, "")
        case "insert":
            return edit.tracked and (was, now) == ("", one.new)
        case "silently":
            return not edit.tracked and one.word in was and one.new in now
        case _:
            return edit.tracked and edit.now == "" and edit.kind in ("removed", "changed")


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60)
@given(planted())
def test_random_edits_are_found_exactly(edits_made: Sequence[Planted]) -> None:
    document, docx, sent = agreement()
    editor = Editor(docx)
    made = [one for one in edits_made if plant(editor, one)]
    file = opened(editor.saved(), "svar.docx")
    read = read_body(file.body, section_numbers(document))
    found = edits(paired(read.passages, sent), {})

    assert len(found.edits) == len(made)
    for one in made:
        assert [edit for edit in found.edits if matches(edit, one)], one
    assert found.typography == 0
