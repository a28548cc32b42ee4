"""`{titel}`, `{udgave}` and `{udkast}` in a header or footer, which become the document's.

Word cuts a mark in pieces wherever it likes (spelling, edits); here each is put into one text.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy

from aftalegen.document.nodes import Change
from aftalegen.words.language import _
from aftalegen.writers.word.ooxml import SPACE, Element, add, make, qualified
from aftalegen.writers.word.refused import NotAdmitted
from aftalegen.writers.word.tracked import Tracking

TITLE, EDITION, DRAFT = MARKS = ("{titel}", "{udgave}", "{udkast}")
_MARK = re.compile(r"\{\s*(titel|udgave|udkast)\s*\}", re.IGNORECASE)
_BRACE = re.compile(r"[{}]")
_PARAGRAPH, _TEXT, _LOOKS = qualified("p"), qualified("t"), qualified("rPr")
_BETWEEN = frozenset(qualified(name) for name in ("tab", "br", "cr", "ptab", "fldChar", "sym"))
_DRAWN = "{urn:schemas-microsoft-com:vml}textpath"


def gather_marks(root: Element) -> frozenset[str]:
    """Puts each mark of a part into one text; says which there are.

    NotAdmitted for a brace that belongs to none: it would be printed in every agreement.
    """
    for paragraph in root.iter(_PARAGRAPH):
        for texts in _pieces(paragraph):
            _gather(texts)
    said = [element.text or "" for element in root.iter(_TEXT)]
    for words in said:
        _require_no_brace(_MARK.sub("", words), words)
    for element in root.iter(_DRAWN):
        _require_no_brace(element.get("string", ""), element.get("string", ""))
    return frozenset(mark for mark in MARKS if any(mark in words for words in said))


def words_for_marks(root: Element, words: Mapping[str, str]) -> None:
    """The document's words in the place of the marks."""
    for element in root.iter(_TEXT):
        for mark, word in words.items():
            if mark in (text := element.text or ""):
                element.text = text.replace(mark, word)


def editions_for_marks(
    root: Element, editions: Sequence[tuple[str, Change]], tracking: Tracking
) -> None:
    """The edition in the place of its mark; of a redline both, in runs like that of the mark."""
    if len(editions) == 1:
        words_for_marks(root, {EDITION: editions[0][0]})
    for text in [one for one in root.iter(_TEXT) if EDITION in (one.text or "")]:
        lead, _mark, rest = (text.text or "").partition(EDITION)
        run = text.getparent()
        assert run is not None, "a text stands in a run"
        behind = _split(run, text, lead, rest)
        for edition, change in editions:
            holder = make("p", _like(run, edition))
            tracking.runs(holder, 0, change)
            behind.addprevious(holder[0])


def _split(run: Element, text: Element, lead: str, rest: str) -> Element:
    """Ends a run with `lead` in the place of a text; gives a new one after it, from `rest` on."""
    place = run.index(text)
    behind = deepcopy(run)
    behind[place].text, text.text = rest, lead
    for child in list(run)[place + 1 :]:
        run.remove(child)
    for child in list(behind)[:place]:
        if child.tag != _LOOKS:
            behind.remove(child)
    run.addnext(behind)
    return behind


def _like(run: Element, words: str) -> Element:
    """A run that looks like another."""
    looks = run.find(_LOOKS)
    made = make("r") if looks is None else make("r", deepcopy(looks))
    add(made, "t").text = words
    return made


def say_instead(texts: list[Element], words: str) -> None:
    """Words in the place of those of several texts."""
    for place, text in enumerate(texts):
        text.text = "" if place else words


def _pieces(paragraph: Element) -> Iterator[list[Element]]:
    """The texts of a paragraph that stand side by side; a text box in it has its own."""
    pieces: list[Element] = []
    for element in paragraph.iter(_TEXT, *_BETWEEN):
        if element.tag in _BETWEEN:
            yield pieces
            pieces = []
        elif next(element.iterancestors(_PARAGRAPH)) is paragraph:
            pieces.append(element)
    yield pieces


def _gather(texts: list[Element]) -> None:
    """Each mark goes whole into the text that it begins in."""
    said = "".join(text.text or "" for text in texts)
    if "{" not in said:
        return
    of = [place for place, text in enumerate(texts) for _letter in text.text or ""]
    pieces = [""] * len(texts)
    at = 0
    for mark in _MARK.finditer(said):
        for letter, place in zip(said[at : mark.start()], of[at : mark.start()], strict=True):
            pieces[place] += letter
        pieces[of[mark.start()]] += f"{{{mark[1].lower()}}}"
        at = mark.end()
    for letter, place in zip(said[at:], of[at:], strict=True):
        pieces[place] += letter
    for text, piece in zip(texts, pieces, strict=True):
        text.text = piece
        text.set(SPACE, "preserve")


def _require_no_brace(rest: str, said: str) -> None:
    if _BRACE.search(rest):
        message = _("it says «{said}», and braces are for {marks} alone")
        marks = ", ".join(MARKS)
        hint = _("write the mark anew, letter by letter and in one go, or take the braces away")
        raise NotAdmitted("word-file-mark", message.format(said=said[:60], marks=marks), hint)
