"""Document -> `word/document.xml`: one `match` over the nodes, closed with assert_never.

What a node says goes through `_words` (runs) and `_paragraph` (paragraphs). What a
redline has marked is written as the rest is, and given its tracked change afterwards.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from copy import deepcopy
from dataclasses import dataclass, field
from typing import assert_never

from aftalegen.document.nodes import (
    Align,
    Block,
    Break,
    Change,
    CrossRef,
    Document,
    Field,
    Inline,
    Inlines,
    Items,
    PageBreak,
    Paragraph,
    Revision,
    Row,
    Section,
    Signature,
    Signatures,
    Table,
    Text,
)
from aftalegen.document.style import Style
from aftalegen.document.walk import announces, current, is_marked, plain
from aftalegen.writers.logo import HEIGHT, logo_of
from aftalegen.writers.word import ooxml
from aftalegen.writers.word.looks import AFTER_LIST, TITLE_FROM_TOP, text_width, twips
from aftalegen.writers.word.numbering import APPENDICES, BULLETS, SECTIONS, Numbering
from aftalegen.writers.word.ooxml import Element, ParagraphFormat, RunFormat
from aftalegen.writers.word.pages import Pages
from aftalegen.writers.word.styles import TABLE_STYLE
from aftalegen.writers.word.targets import Target, gone, targets
from aftalegen.writers.word.tracked import Tracking, numbers_before
from aftalegen.writers.words import CONTENTS, SIGN_HERE

LOGO = "rIdLogo"
"""The relationship from the body to the picture."""

_NOW_AND_BEFORE = frozenset(("ins", "del"))


@dataclass(slots=True)
class Writing:
    """One document on its way to XML: where blocks go, and what the next one must know.

    `change` is that of the block that is being written. In a redline a table may be the last
    block only with the changes ("ins") or only without them ("del"): `tables_last_in`.
    """

    body: Element
    style: Style
    targets: dict[str, Target]
    tracking: Tracking
    pages: Pages
    merged: str | None = None
    numbering: Numbering = field(default_factory=Numbering)
    page_numbers: dict[str, Element] = field(default_factory=dict)
    bookmarks: int = 0
    new_page: bool = False
    after_table: bool = False
    after_list: bool = False
    tables_last_in: frozenset[str] = frozenset()
    change: Change = None


@dataclass(frozen=True, slots=True)
class Written:
    """The body as XML, the lists it uses, and about how many pages it fills."""

    xml: bytes
    numbering: bytes
    pages: int


def written(document: Document, style: Style, revision: Revision, page: Element) -> Written:
    """The body of a document, on a page that its section describes."""
    root = ooxml.make("document")
    writing = Writing(
        ooxml.add(root, "body"),
        style,
        targets=targets(document),
        tracking=Tracking(revision),
        pages=Pages(style),
    )
    _title_page(writing, document)
    # A title page is all data, so only the text after it shows what was merged; in a redline
    # nothing does, or it would look like what came in.
    writing.merged = "MergedField" if document.draft and not is_marked(document) else None
    if document.contents:
        _contents(writing, document)
    writing.new_page = document.cover
    first_appendix = next((part for part in document.sections if part.appendix), None)
    for section in document.sections:
        writing.new_page = writing.new_page or section is first_appendix
        _block(writing, section, False)
    if writing.after_table:
        _thin_paragraph(writing)
    writing.tracking.before_tables(writing.body)
    writing.body.append(deepcopy(page))
    writing.pages.end()
    for bookmark, text in writing.page_numbers.items():
        text.text = str(writing.pages.found[bookmark])
    return Written(ooxml.part(root), writing.numbering.part(style), writing.pages.page)


# --- before the sections ----------------------------------------------------------------------


def _title_page(writing: Writing, document: Document) -> None:
    above = TITLE_FROM_TOP if document.cover else 0
    if logo := logo_of(writing.style):
        size = (logo.width, logo.height)
        ooxml.picture(_paragraph(writing, "Logo"), LOGO, logo.text, size)
        above = max(above - HEIGHT, 0)
    if document.draft:
        before = twips(above) if above else None
        ooxml.run(_paragraph(writing, "Draft", before=before), document.draft)
        writing.pages.text(document.draft)
        above = 0
    title = _paragraph(writing, "Title", before=twips(above) if above else None)
    _words(writing, title, document.title)
    if document.subtitle:
        _words(writing, _paragraph(writing, "Subtitle"), document.subtitle)
    for fact in document.facts:
        paragraph = _paragraph(writing, "TitleFact")
        writing.pages.text(fact.label)
        ooxml.run(paragraph, fact.label, RunFormat("FactLabel"))
        ooxml.run(paragraph, "\t")
        _words(writing, paragraph, fact.value)
        writing.tracking.blocks([paragraph], fact.change)


def _contents(writing: Writing, document: Document) -> None:
    """A field that Word can update, showing the entries as they are now."""
    outside, writing.body = writing.body, ooxml.contents_block(writing.body)
    writing.new_page = True
    ooxml.run(_paragraph(writing, "TOCHeading"), CONTENTS)
    writing.pages.text(CONTENTS)
    before = numbers_before(document)
    for place, section in enumerate(document.sections):
        paragraph = _paragraph(writing, "TOC1")
        if place == 0:
            ooxml.field_start(paragraph, r'TOC \o "1-1" \h \z \u')
        _contents_entry(writing, paragraph, section, before.get(section.key, section.number))
    if document.sections:
        # The field must end in a paragraph of its own, or Word mends the last entry.
        ooxml.field_end(_paragraph(writing, "Thin"))
    writing.body = outside


def _contents_entry(writing: Writing, paragraph: Element, section: Section, before: str) -> None:
    target = _target(writing, section.key, section.change)
    assert target is not None
    link = ooxml.link(paragraph, target.bookmark)
    words = _entry_words(section, before)
    if all(text.change is None for text in words):
        words = (Text("".join(text.text for text in words)),)
    _words(writing, link, words)
    # The page is known when everything is written.
    page = ooxml.field(link, rf"PAGEREF {target.bookmark} \h", "")
    writing.page_numbers[target.bookmark] = page
    # The field of the contents begins in the first entry, and stays whatever becomes of that.
    writing.tracking.paragraph_mark(paragraph, section.change)
    writing.tracking.runs(link, 0, section.change)


def _entry_words(section: Section, before: str) -> tuple[Text, ...]:
    """A line of the contents up to its page: the number, in a redline also the one before."""
    title = (Text(plain((i,)).replace("\n", " "), change=i.change) for i in section.title)
    if not section.number:
        return (*title, Text("\t"))
    if section.change or before == section.number:
        return (Text(f"{section.number}\t"), *title, Text("\t"))
    numbers = (Text(before, change="del"), Text(section.number, change="ins"))
    return (*numbers, Text("\t"), *title, Text("\t"))


# --- blocks -----------------------------------------------------------------------------------


def _block(writing: Writing, block: Block, in_appendix: bool) -> None:
    with _changed(writing, block.change):
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
            case PageBreak(change=change):
                writing.new_page |= change != "del"  # layout is as it is now, and not tracked
            case _:
                assert_never(block)


_UNCHANGED = nullcontext()


def _changed(writing: Writing, change: Change) -> AbstractContextManager[None]:
    """What is written within is new or gone, as a whole."""
    return _UNCHANGED if change is None else _marking(writing, change)


@contextmanager
def _marking(writing: Writing, change: Change) -> Iterator[None]:
    start, outside, writing.change = len(writing.body), writing.change, change
    yield
    writing.change = outside
    writing.tracking.blocks(list(writing.body)[start:], change)


def _section(writing: Writing, section: Section, in_appendix: bool) -> None:
    kind = APPENDICES if in_appendix else SECTIONS
    level = section.level - 1
    number = "" if writing.change == "del" else section.number
    num = None if number != section.number else writing.numbering.heading(kind, level, number)
    paragraph = _paragraph(
        writing, _HEADINGS[kind][level], numbering=None if num is None else (num, level)
    )
    target = _target(writing, section.key, writing.change)
    assert target is not None
    writing.bookmarks += 1
    mark = writing.bookmarks
    ooxml.bookmark_start(paragraph, target.bookmark, mark)
    writing.pages.bookmark(target.bookmark)
    _words(writing, paragraph, section.title)
    ooxml.bookmark_end(paragraph, mark)
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
        with _changed(writing, item.change):
            paragraph = _paragraph(writing, style, numbering=(num, level))
            _words(writing, paragraph, item.inlines)
            if item.items is not None:
                with _changed(writing, item.items.change):
                    _items(writing, item.items, level=1)


def _table(writing: Writing, table: Table) -> None:
    if table.caption:
        _words(writing, _paragraph(writing, "Caption"), table.caption)
    elif writing.after_table:
        _thin_paragraph(writing)
    total = text_width(writing.style)
    widths = [total * share // 100 for share in table.widths]
    columns = ", ".join(plain(current(cell)) for cell in table.header.cells)
    name = plain(current(table.caption)) or columns
    element = ooxml.table(writing.body, TABLE_STYLE, widths, name.replace("\n", " "))
    _row(writing, ooxml.header_row(element), table.header, "TableHeader", table.align, widths)
    for row in table.rows:
        written_row = ooxml.row(element)
        _row(writing, written_row, row, "TableText", table.align, widths)
        writing.tracking.row(written_row, row.change)
    writing.after_table = True
    writing.tables_last_in |= _where(writing.change)


def _row(
    writing: Writing,
    element: Element,
    row: Row,
    style: str,
    align: tuple[Align, ...],
    widths: list[int],
) -> None:
    gone = "del" in (row.change, writing.change)
    writing.pages.row(style, [() if gone else cell for cell in row.cells], widths)
    for inlines, side, width in zip(row.cells, align, widths, strict=True):
        cell = ooxml.cell(element, width)
        paragraph = ooxml.paragraph(cell, ParagraphFormat(style, align=side))
        _runs(writing, paragraph, inlines)


def _signature(writing: Writing, signature: Signature) -> None:
    """A party and its lines, kept on one page. No table: a form to sign has no header row."""
    _words(writing, _paragraph(writing, "SignatureParty"), signature.party)
    for place, role in enumerate(signature.roles, start=1):
        ooxml.run(_paragraph(writing, "SignatureLine"), f"{SIGN_HERE}\t")
        last = place == len(signature.roles)
        _words(writing, _paragraph(writing, "SignatureRole", keep_next=not last), role)


def _thin_paragraph(writing: Writing) -> None:
    """The paragraph that Word wants after a table where no other comes; it goes with the table."""
    with _changed(writing, _only(writing.tables_last_in) if writing.change is None else None):
        ooxml.thin_paragraph(writing.body)
        writing.pages.paragraph("Thin")
        writing.pages.text("\n")
        writing.after_table = False
        writing.tables_last_in -= _where(writing.change)


def _where(change: Change) -> frozenset[str]:
    """Whether something is there with the changes ("ins"), without them ("del") or in both."""
    return _NOW_AND_BEFORE if change is None else frozenset((change,))


def _only(where: frozenset[str]) -> Change:
    """The change of something that is needed there."""
    if where == {"ins"}:
        return "ins"
    return "del" if where == {"del"} else None


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
    writing.pages.paragraph(style, new_page=writing.new_page)
    writing.new_page = False
    writing.after_table = False
    writing.after_list = False
    writing.tables_last_in -= _where(writing.change)
    return ooxml.paragraph(writing.body, format)


# --- inlines ----------------------------------------------------------------------------------


def _words(writing: Writing, parent: Element, inlines: Inlines) -> None:
    """Words in the paragraph that was begun last."""
    if writing.change != "del":
        writing.pages.words(inlines)
    _runs(writing, parent, inlines)


def _runs(writing: Writing, parent: Element, inlines: Inlines) -> None:
    """The one place where runs are made from nodes."""
    for inline in inlines:
        start = len(parent)
        _inline(writing, parent, inline)
        writing.tracking.runs(parent, start, inline.change)


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
    change = writing.change or reference.change
    target = _target(writing, reference.key, change)
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
        ooxml.field(parent, rf"REF {target.bookmark} \r \h", number, format)


def _target(writing: Writing, key: str, change: Change) -> Target | None:
    """What a key points to: from words that are gone, the section as it stood then."""
    there, before = writing.targets.get(key), writing.targets.get(gone(key))
    return (before or there) if change == "del" else (there or before)
