"""A document on its way to Word's XML: each paragraph and each run is made in one place.

What a redline has marked is written as the rest is, and given its tracked change afterwards.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import assert_never

from aftalegen.document import nodes as n
from aftalegen.document.style import Style
from aftalegen.writers.word import ooxml
from aftalegen.writers.word.look import GUTTER, text_width
from aftalegen.writers.word.numbering import Numbering
from aftalegen.writers.word.ooxml import Element, ParagraphFormat, RunFormat
from aftalegen.writers.word.pages import Pages
from aftalegen.writers.word.tables import arrangement
from aftalegen.writers.word.targets import Target, anchor, anchor_gone, gone
from aftalegen.writers.word.tracked import Tracking

_NOW_AND_BEFORE = frozenset(("ins", "del"))
_UNCHANGED = nullcontext()


@dataclass(slots=True)
class Writing:
    """One document on its way to XML: where blocks go, and what the next one must know.

    `change` is that of the block that is being written; `column` is how far to the left numbers
    hang outside the text, in twips. In a redline a table may be the last
    block only with the changes ("ins") or only without them ("del"): `tables_last_in`.
    """

    body: Element
    style: Style
    targets: dict[str, Target]
    tracking: Tracking
    pages: Pages
    numbering: Numbering = field(default_factory=Numbering)
    page_numbers: dict[str, Element] = field(default_factory=dict)
    bookmarks: int = 0
    passages: int = 0
    gone: int = 0
    new_page: bool = False
    after_table: bool = False
    after_list: bool = False
    tables_last_in: frozenset[str] = frozenset()
    change: n.Change = None
    column: int = 0

    def paragraph(
        self,
        style: str,
        *,
        numbering: tuple[int, int] | None = None,
        keep_next: bool = False,
        before: int | None = None,
        at_foot: int = 0,
    ) -> Element:
        """The one place where paragraphs outside tables are made."""
        left = self.column if self.column and numbering is None else None
        before = 0 if self.new_page else before  # as in the PDF, nothing stands above it
        format = ParagraphFormat(
            style, keep_next, self.new_page, numbering, before=before, left=left, at_foot=at_foot
        )
        self.pages.paragraph(style, new_page=self.new_page, column=self.column)
        self.new_page = False
        self.after_table = False
        self.after_list = False
        self.tables_last_in -= _where(self.change)
        return ooxml.paragraph(self.body, format)

    def thin_paragraph(self) -> None:
        """The one that Word wants after a table where no other comes; it goes with the table."""
        with self.changed(_only(self.tables_last_in) if self.change is None else None):
            ooxml.thin_paragraph(self.body)
            self.pages.paragraph("Thin")
            self.after_table = False
            self.tables_last_in -= _where(self.change)

    def columns(self, count: int) -> Iterator[None]:
        """So many columns beside each other; what is written at each step stands in the next."""
        if self.after_table:
            self.thin_paragraph()
        outside, column = self.body, self.column
        each = (text_width(self.style) + GUTTER) // count
        widths = [each] * (count - 1) + [each - GUTTER]
        self.column = 0  # they need the whole width
        for self.body in arrangement(outside, widths, GUTTER):
            self.pages.beside()
            yield
        self.body, self.column = outside, column
        self.pages.below()
        self.ends_in_table()

    def ends_in_table(self) -> None:
        """The last block is a table, with the changes, without them, or in both."""
        self.after_table = True
        self.tables_last_in |= _where(self.change)

    def changed(self, change: n.Change) -> AbstractContextManager[None]:
        """What is written within is new or gone, as a whole."""
        return _UNCHANGED if change is None else self._marking(change)

    @contextmanager
    def _marking(self, change: n.Change) -> Iterator[None]:
        start, outside, self.change = len(self.body), self.change, change
        yield
        self.change = outside
        self.tracking.blocks(list(self.body)[start:], change)

    def words(
        self, parent: Element, inlines: n.Inlines, *, bookmark: str = "", change: n.Change = None
    ) -> None:
        """A passage in the paragraph that was begun last; `change` is its own."""
        self.pages.words(inlines)
        self.passage(parent, inlines, bookmark=bookmark, change=change)

    def passage(
        self, parent: Element, inlines: n.Inlines, *, bookmark: str = "", change: n.Change = None
    ) -> None:
        """Words in a bookmark, by which they are known again when the file comes back."""
        counted = self.next_anchor("del" if "del" in (change, self.change) else change)
        self.bookmarks += 1
        ooxml.bookmark_start(parent, bookmark or counted, self.bookmarks)
        self.runs(parent, inlines)
        ooxml.bookmark_end(parent, self.bookmarks)

    def next_anchor(self, change: n.Change = None) -> str:
        """The bookmark of the next line; those that a redline takes out are counted apart."""
        if change == "del":
            self.gone += 1
            return anchor_gone(self.gone)
        self.passages += 1
        return anchor(self.passages)

    def runs(self, parent: Element, inlines: n.Inlines) -> None:
        """The one place where runs are made from nodes."""
        for inline in inlines:
            start = len(parent) if inline.change else 0
            self._inline(parent, inline)
            if inline.change:
                self.tracking.runs(parent, start, inline.change)

    def _inline(self, parent: Element, inline: n.Inline) -> None:
        match inline:
            case n.Text(text=text, strong=strong, emphasis=emphasis):
                ooxml.run(parent, text, RunFormat(None, strong, emphasis))
            case n.Field(text=text, missing=missing, strong=strong, emphasis=emphasis):
                style = "Placeholder" if missing else None
                ooxml.run(parent, text, RunFormat(style, strong, emphasis))
            case n.CrossRef():
                self._reference(parent, inline)
            case n.Break():
                ooxml.run(parent, "\n")
            case _:
                assert_never(inline)

    def _reference(self, parent: Element, reference: n.CrossRef) -> None:
        """ "afsnit 14" as a word and a field with the number, so that Word can renumber.

        In an appendix the field would say "Appendiks C" for "appendiks C": there the whole
        reference is a link with the words as they are.
        """
        format = RunFormat(None, reference.strong, reference.emphasis)
        change = self.change or reference.change
        target = self.target(reference.key, change)
        if target is None:
            ooxml.run(parent, reference.text, format)
            return
        # What is gone says the number that the section had then.
        number = reference.text.rpartition("\u00a0")[2] if change == "del" else target.number
        if target.in_appendix or not number or not reference.text.endswith(number):
            ooxml.run(ooxml.link(parent, target.bookmark), reference.text, format)
        else:
            if word := reference.text.removesuffix(number):
                ooxml.run(parent, word, format)
            # Word would write the number of today into what is gone.
            instruction = rf"REF {target.bookmark} \n \h"
            ooxml.field(parent, instruction, number, format, locked=change == "del")

    def target(self, key: str, change: n.Change) -> Target | None:
        """What a key points to: from words that are gone, the section as it stood then."""
        there, before = self.targets.get(key), self.targets.get(gone(key))
        return (before or there) if change == "del" else (there or before)


def _where(change: n.Change) -> frozenset[str]:
    """Whether something is there with the changes ("ins"), without them ("del") or in both."""
    return _NOW_AND_BEFORE if change is None else frozenset((change,))


def _only(where: frozenset[str]) -> n.Change:
    """The change of something that is needed there."""
    if where == {"ins"}:
        return "ins"
    return "del" if where == {"del"} else None
