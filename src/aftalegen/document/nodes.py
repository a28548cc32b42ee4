"""The document model: what an agreement says, in frozen nodes. Knows no format.

Tuples all the way down. `change` ("ins", "del" or None) on inlines, items, rows,
blocks and title-page facts is all that a redline adds; it stands on the outermost
node that is new or gone, and holds for everything below it. Numbers are computed once, in
`numbering`, and stand in the nodes, so that every format prints the same.
`source` says where something was written; it is no part of what the document
says, so it is left out of comparison and hashes.
"""

from dataclasses import dataclass, field
from typing import Literal

from aftalegen.words.place import Source

Change = Literal["ins", "del"] | None
Align = Literal["left", "right", "center"]

EDITION_NAME = "V[0-9]{8}"
"""What editions are called, as a pattern: V and a date."""


# --- inlines ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Text:
    """Words of the template."""

    text: str
    strong: bool = False
    emphasis: bool = False
    change: Change = None


@dataclass(frozen=True, slots=True)
class Field:
    """A merged value as text. `missing` marks a placeholder for a fact that is not there yet."""

    text: str
    missing: bool = False
    strong: bool = False
    emphasis: bool = False
    change: Change = None
    source: Source | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class CrossRef:
    """A reference to a section or a paragraph by its key.

    `text` ("afsnit 14", "punkt 10.5.2") is filled by `numbering`.
    """

    key: str
    text: str = ""
    strong: bool = False
    emphasis: bool = False
    change: Change = None
    source: Source | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Break:
    """A line break within a paragraph."""

    change: Change = None


Inline = Text | Field | CrossRef | Break
Inlines = tuple[Inline, ...]


# --- blocks -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `key` is permanent where a deviation or a reference may address it.

    `number` ("10.5.2") is there in documents with `points`. It says where the paragraph stands and
    not what it says, so two that differ in it only are equal.
    """

    inlines: Inlines
    key: str | None = None
    number: str = field(default="", compare=False)
    change: Change = None
    source: Source | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list: its text, a nested list, and its printed label ("a)" or "•")."""

    inlines: Inlines
    items: "Items | None" = None
    label: str = ""
    key: str | None = None
    change: Change = None
    source: Source | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Items:
    """A list, ordered (a, b, c) or not.

    `of` is the key of the paragraph before it, where the list is the alternatives of a choice
    that is not made: then the two are one text.
    """

    ordered: bool
    items: tuple[Item, ...]
    change: Change = None
    of: str | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Row:
    """A table row: one tuple of inlines for each column."""

    cells: tuple[Inlines, ...]
    change: Change = None
    source: Source | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption and a header row; `widths` are hundredths of the text's width."""

    caption: Inlines
    align: tuple[Align, ...]
    widths: tuple[int, ...]
    header: Row
    rows: tuple[Row, ...]
    key: str | None = None
    change: Change = None
    source: Source | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Signature:
    """One party of the signature block: its name, and the roles that sign for it."""

    party: Inlines
    roles: tuple[Inlines, ...]


@dataclass(frozen=True, slots=True)
class Signatures:
    """The signature block."""

    parties: tuple[Signature, ...]
    change: Change = None


@dataclass(frozen=True, slots=True)
class PageBreak:
    """A new page."""

    change: Change = None


@dataclass(frozen=True, slots=True)
class Section:
    """A part with a permanent key and a computed number ("14", "10.2", "Appendiks A").

    `level` is 1 for a section or an appendix, 2 for a subsection. Without `substance` a
    section tells about the agreement (its change log), and nothing is agreed in it. A `summary`
    is such a one without a number, on a page of its own before the contents.
    """

    key: str
    title: Inlines
    blocks: "tuple[Block, ...]"
    level: int = 1
    appendix: bool = False
    number: str = ""
    decision: str | None = None
    substance: bool = True
    summary: bool = False
    change: Change = None
    source: Source | None = field(default=None, compare=False, repr=False)


Block = Paragraph | Items | Table | Signatures | PageBreak | Section


# --- document ---------------------------------------------------------------------------------


Place = Literal["line", "party", "edition", "foot"]
"""Where a fact stands on the title page: in a line of its own, beside the other parties, beside
the others that tell the edition, or at the foot of the page."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of the title page: label and value. Neighbours of a place stand beside each other."""

    label: str
    value: Inlines
    change: Change = None
    place: Place = "line"

    @property
    def gap(self) -> str:
        """What stands between the label and the value, which in a column stands below it."""
        return {"line": "\t", "foot": " "}.get(self.place, "\n")


@dataclass(frozen=True, slots=True)
class Document:
    """One annex, ready to be written in any format.

    `edition_date` is an ISO date; the files' own dates come from it.
    `draft` is the word on the draft mark ("UDKAST") or "". Without a `cover`, the
    sections begin on the page of the title. `header` is what stands at the top of each page,
    where that is not the title. A redline has the edition and the draft mark of before, too. With
    `points` every paragraph has a number.
    """

    key: str
    file_name: str
    title: Inlines
    subtitle: Inlines
    facts: tuple[Fact, ...]
    edition: str
    edition_date: str
    author: str
    contents: bool
    draft: str
    sections: tuple[Section, ...]
    language: str = "da-DK"
    cover: bool = True
    header: Inlines = ()
    edition_before: str = ""
    draft_before: str = ""
    points: bool = False


@dataclass(frozen=True, slots=True)
class Revision:
    """Who made the changes that are marked in a document, and on which day (an ISO date)."""

    author: str
    date: str
