"""Document -> `word/document.xml`: one `match` over the nodes, closed with assert_never.

What a node says goes through `_words` (runs) and `_paragraph` (paragraphs), so
that a redline has two places to mark.
"""

from dataclasses import dataclass, field
from typing import assert_never

from aftalegen.document import (
    Align,
    Block,
    Break,
    CrossRef,
    Document,
    Field,
    Inline,
    Inlines,
    Items,
    PageBreak,
    Paragraph,
    Row,
    Section,
    Signature,
    Signatures,
    Table,
    Text,
    announces,
    plain,
)
from aftalegen.style import Style
from aftalegen.writers.logo import HEIGHT, logo_of
from aftalegen.writers.text import SIGN_HERE
from aftalegen.writers.word import ooxml
from aftalegen.writers.word.house import House
from aftalegen.writers.word.house_edges import page_of
from aftalegen.writers.word.looks import A4, AFTER_LIST, TITLE_FROM_TOP, margins, text_width, twips
from aftalegen.writers.word.numbering import APPENDICES, BULLETS, SECTIONS, Numbering
from aftalegen.writers.word.ooxml import Element, ParagraphFormat, RunFormat
from aftalegen.writers.word.pages import Pages
from aftalegen.writers.word.styles import TABLE_STYLE
from aftalegen.writers.word.targets import Target, targets
from aftalegen.writers.word.words import CONTENTS

LOGO = "rIdLogo"
"""The relationship from the body to the picture."""


@dataclass(slots=True)
class Writing:
    """One document on its way to XML: where blocks go, and what the next one must know."""

    body: Element
    style: Style
    targets: dict[str, Target]
    merged: str | None = None
    numbering: Numbering = field(default_factory=Numbering)
    page_numbers: dict[str, Element] = field(default_factory=dict)
    bookmarks: int = 0
    new_page: bool = False
    after_table: bool = False
    after_list: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """The body as XML, the lists it uses, and about how many pages it fills."""

    xml: bytes
    numbering: bytes
    pages: int


def written(document: Document, style: Style, house: House | None = None) -> Written:
    """The body of a document, on the page of the house's own Word file where it has one."""
    root = ooxml.make("document")
    writing = Writing(
        ooxml.add(root, "body"),
        style,
        targets=targets(document),
    )
    _title_page(writing, document)
    # A title page is all data, so only the text after it shows what was merged.
    writing.merged = "MergedField" if document.draft else None
    if document.contents:
        _contents(writing, document)
    writing.new_page = True
    first_appendix = next((part for part in document.sections if part.appendix), None)
    for section in document.sections:
        writing.new_page = writing.new_page or section is first_appendix
        _block(writing, section, False)
    if writing.after_table:
        _thin_paragraph(writing)
    setup = page_of(house)
    edges = margins(style) if house is None else dict(house.margins)
    ooxml.page_setup(writing.body, A4, edges, setup.references, first=setup.first)
    pages = _page_numbers(writing)
    return Written(ooxml.part(root), writing.numbering.part(style), pages)


# --- before the sections ----------------------------------------------------------------------


def _title_page(writing: Writing, document: Document) -> None:
    above = TITLE_FROM_TOP
    if logo := logo_of(writing.style):
        size = (logo.width, logo.height)
        ooxml.picture(_paragraph(writing, "Logo"), LOGO, logo.text, size)
        above -= HEIGHT
    if document.draft:
        ooxml.run(_paragraph(writing, "Draft", before=twips(above)), document.draft)
        above = 0
    title = _paragraph(writing, "Title", before=twips(above) if above else None)
    _words(writing, title, document.title)
    if document.subtitle:
        _words(writing, _paragraph(writing, "Subtitle"), document.subtitle)
    for fact in document.facts:
        paragraph = _paragraph(writing, "TitleFact")
        ooxml.run(paragraph, fact.label, RunFormat("FactLabel"))
        ooxml.run(paragraph, "\t")
        _words(writing, paragraph, fact.value)


def _contents(writing: Writing, document: Document) -> None:
    """A field that Word can update, showing the entries as they are now."""
    outside, writing.body = writing.body, ooxml.contents_block(writing.body)
    writing.new_page = True
    ooxml.run(_paragraph(writing, "TOCHeading"), CONTENTS)
    for place, section in enumerate(document.sections):
        paragraph = _paragraph(writing, "TOC1")
        if place == 0:
            ooxml.field_start(paragraph, r'TOC \o "1-1" \h \z \u')
        _contents_entry(writing, paragraph, section)
    if document.sections:
        # The field must end in a paragraph of its own, or Word mends the last entry.
        ooxml.field_end(_paragraph(writing, "Thin"))
    writing.body = outside


def _contents_entry(writing: Writing, paragraph: Element, section: Section) -> None:
    bookmark = writing.targets[section.key].bookmark
    link = ooxml.link(paragraph, bookmark)
    title = plain(section.title).replace("\n", " ")
    ooxml.run(link, f"{section.number}\t{title}\t" if section.number else f"{title}\t")
    # The page is known when everything is written.
    writing.page_numbers[bookmark] = ooxml.field(link, rf"PAGEREF {bookmark} \h", "")


def _page_numbers(writing: Writing) -> int:
    """Fills the contents with page numbers; gives the number of pages."""
    pages = Pages(writing.style)
    found = pages.measure(writing.body)
    for bookmark, text in writing.page_numbers.items():
        text.text = str(found[bookmark])
    return pages.page


# --- blocks -----------------------------------------------------------------------------------


def _block(writing: Writing, block: Block, in_appendix: bool) -> None:
    match block:
        case Section():
            _section(writing, block, in_appendix or block.appendix)
        case Paragraph(inlines=inlines):
            style = "BodyTextAfterTable" if writing.after_table else "BodyText"
            above = AFTER_LIST if writing.after_list else None
            with_next = announces(inlines)
            paragraph = _paragraph(writing, style, before=above, keep_next=with_next)
            _words(writing, paragraph, inlines)
        case Items():
            _items(writing, block, level=0)
            writing.after_list = True
        case Table():
            _table(writing, block)
        case Signatures(parties=parties):
            for party in parties:
                _signature(writing, party)
        case PageBreak():
            writing.new_page = True
        case _:
            assert_never(block)


def _section(writing: Writing, section: Section, in_appendix: bool) -> None:
    kind = APPENDICES if in_appendix else SECTIONS
    level = section.level - 1
    num = writing.numbering.heading(kind, level, section.number)
    paragraph = _paragraph(
        writing, _HEADINGS[kind][level], numbering=None if num is None else (num, level)
    )
    writing.bookmarks += 1
    number = writing.bookmarks
    ooxml.bookmark_start(paragraph, writing.targets[section.key].bookmark, number)
    _words(writing, paragraph, section.title)
    ooxml.bookmark_end(paragraph, number)
    for block in section.blocks:
        _block(writing, block, in_appendix)


_HEADINGS = {
    SECTIONS: ("Heading1", "Heading2"),
    APPENDICES: ("AppendixHeading", "AppendixSubheading"),
}


def _items(writing: Writing, items: Items, level: int) -> None:
    num = writing.numbering.ordered(level) if items.ordered else BULLETS
    style = ("ListNumber" if items.ordered else "ListBullet") + ("2" if level else "")
    if writing.after_table:
        _thin_paragraph(writing)
    for item in items.items:
        paragraph = _paragraph(writing, style, numbering=(num, level))
        _words(writing, paragraph, item.inlines)
        if item.items is not None:
            _items(writing, item.items, level=1)


def _table(writing: Writing, table: Table) -> None:
    if table.caption:
        _words(writing, _paragraph(writing, "Caption"), table.caption)
    elif writing.after_table:
        _thin_paragraph(writing)
    total = text_width(writing.style)
    widths = [total * share // 100 for share in table.widths]
    name = plain(table.caption) or ", ".join(plain(cell) for cell in table.header.cells)
    element = ooxml.table(writing.body, TABLE_STYLE, widths, name.replace("\n", " "))
    _row(writing, ooxml.header_row(element), table.header, "TableHeader", table.align, widths)
    for row in table.rows:
        _row(writing, ooxml.row(element), row, "TableText", table.align, widths)
    writing.after_table = True


def _row(
    writing: Writing,
    element: Element,
    row: Row,
    style: str,
    align: tuple[Align, ...],
    widths: list[int],
) -> None:
    for inlines, side, width in zip(row.cells, align, widths, strict=True):
        cell = ooxml.cell(element, width)
        paragraph = ooxml.paragraph(cell, ParagraphFormat(style, align=side))
        _words(writing, paragraph, inlines)


def _signature(writing: Writing, signature: Signature) -> None:
    """A party and its lines, kept on one page. No table: a form to sign has no header row."""
    _words(writing, _paragraph(writing, "SignatureParty"), signature.party)
    for place, role in enumerate(signature.roles, start=1):
        ooxml.run(_paragraph(writing, "SignatureLine"), f"{SIGN_HERE}\t")
        last = place == len(signature.roles)
        _words(writing, _paragraph(writing, "SignatureRole", keep_next=not last), role)


def _thin_paragraph(writing: Writing) -> None:
    """The paragraph that Word wants after a table where no other comes, one point high.

    The line break in it clears nothing; it says to checkers that this is no blank line.
    """
    ooxml.add(ooxml.add(_paragraph(writing, "Thin"), "r"), "br")


def _paragraph(
    writing: Writing,
    style: str,
    *,
    numbering: tuple[int, int] | None = None,
    keep_next: bool = False,
    before: int | None = None,
) -> Element:
    """The one place where paragraphs outside tables are made."""
    format = ParagraphFormat(style, keep_next, writing.new_page, numbering, before=before)
    writing.new_page = False
    writing.after_table = False
    writing.after_list = False
    return ooxml.paragraph(writing.body, format)


# --- inlines ----------------------------------------------------------------------------------


def _words(writing: Writing, parent: Element, inlines: Inlines) -> None:
    """The one place where runs are made from nodes."""
    for inline in inlines:
        _inline(writing, parent, inline)


def _inline(writing: Writing, parent: Element, inline: Inline) -> None:
    match inline:
        case Text(text=text, strong=strong, emphasis=emphasis):
            ooxml.run(parent, text, RunFormat(None, strong, emphasis))
        case Field(text=text, missing=missing, strong=strong, emphasis=emphasis):
            style = "Placeholder" if missing else writing.merged
            ooxml.run(parent, text, RunFormat(style, strong, emphasis))
        case CrossRef():
            _reference(writing, parent, inline)
        case Break():
            ooxml.run(parent, "\n")
        case _:
            assert_never(inline)


def _reference(writing: Writing, parent: Element, reference: CrossRef) -> None:
    """ "afsnit 14" as a word and a field with the number, so that Word can renumber.

    In an appendix the field would say "Bilag 3" for "bilag 3", and only "1.1" for
    "bilag 1.1": there the whole reference is a link with the words as they are.
    """
    format = RunFormat(None, reference.strong, reference.emphasis)
    target = writing.targets.get(reference.key)
    if target is None:
        ooxml.run(parent, reference.text, format)
    elif target.in_appendix or not target.number or not reference.text.endswith(target.number):
        ooxml.run(ooxml.link(parent, target.bookmark), reference.text, format)
    else:
        if word := reference.text.removesuffix(target.number):
            ooxml.run(parent, word, format)
        ooxml.field(parent, rf"REF {target.bookmark} \r \h", target.number, format)
