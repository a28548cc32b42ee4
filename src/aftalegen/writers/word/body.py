"""Document -> `word/document.xml`: one `match` over the blocks, closed with assert_never."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from functools import partial
from typing import assert_never

from aftalegen.document import nodes as n
from aftalegen.document.style import Style
from aftalegen.document.walk import (
    announces,
    current,
    is_marked,
    names_rows,
    plain,
    without_summary,
)
from aftalegen.writers.word import ooxml, tables
from aftalegen.writers.word.front import contents, title_page
from aftalegen.writers.word.look import AFTER_TABLE, TABLE_STYLE, TO_SIGN, number_column, text_width
from aftalegen.writers.word.numbering import (
    APPENDICES,
    BULLETS,
    HEADINGS,
    SECTION,
    SECTIONS,
    SUBSECTION,
    point_level,
)
from aftalegen.writers.word.ooxml import Element, ParagraphFormat
from aftalegen.writers.word.pages import Pages
from aftalegen.writers.word.targets import targets
from aftalegen.writers.word.tracked import Tracking
from aftalegen.writers.word.writing import Writing
from aftalegen.writers.words import SIGN_ABOVE, SIGN_BELOW


@dataclass(frozen=True, slots=True)
class Written:
    """The body as XML, the lists it uses, about how many pages it fills; is anything marked?"""

    xml: bytes
    numbering: bytes
    pages: int
    marked: bool


def written(document: n.Document, style: Style, revision: n.Revision, page: Element) -> Written:
    """The body of a document, on a page that its section describes."""
    root = ooxml.make("document")
    writing = Writing(
        ooxml.add(root, "body"),
        style,
        targets=targets(document),
        tracking=Tracking(revision),
        pages=Pages(style),
    )
    title_page(writing, document)
    marked = is_marked(document)
    for section in document.sections:
        if section.summary:
            writing.new_page = True
            _block(writing, section, False)
    if document.contents:
        contents(writing, document)
    writing.new_page = document.cover
    writing.column = number_column(style) if document.points else 0
    first_appendix = next((part for part in document.sections if part.appendix), None)
    for section in without_summary(document).sections:
        writing.new_page = writing.new_page or section is first_appendix
        _block(writing, section, False)
    if writing.after_table:
        writing.thin_paragraph()
    if marked:
        writing.tracking.before_tables(writing.body)
    writing.body.append(deepcopy(page))
    writing.pages.end()
    for bookmark, text in writing.page_numbers.items():
        text.text = str(writing.pages.found[bookmark])
    return Written(
        ooxml.part(root),
        writing.numbering.part(style, document.points),
        writing.pages.page,
        marked,
    )


# --- blocks -----------------------------------------------------------------------------------


def _block(writing: Writing, block: n.Block, in_appendix: bool) -> None:
    with writing.changed(block.change):
        match block:
            case n.Section():
                _section(writing, block, in_appendix or block.appendix)
            case n.Paragraph():
                _paragraph(writing, block, in_appendix)
            case n.Items():
                _items(writing, block, level=0)
                writing.after_list = True
            case n.Table():
                _table(writing, block)
            case n.Signatures(parties=parties):
                _signatures(writing, parties)
            case n.PageBreak(change=change):
                writing.new_page |= change != "del"  # layout is as it is now, and not tracked
            case _:
                assert_never(block)


def _paragraph(writing: Writing, block: n.Paragraph, in_appendix: bool) -> None:
    style, numbering, bookmark = "BodyText", None, ""
    above: float | None = AFTER_TABLE if writing.after_table else None
    if writing.after_list:
        above = writing.style.spaces.paragraph
    if block.number:
        kind, level = APPENDICES if in_appendix else SECTIONS, point_level(block.number)
        style, numbering = "Point", (_counted(writing, kind, level, block.number) or kind, level)
        if block.key and (target := writing.target(block.key, writing.change)):
            bookmark = target.bookmark
    paragraph = writing.paragraph(
        style,
        numbering=numbering,
        before=None if above is None else round(above * 20),
        keep_next=announces(block.inlines),
    )
    writing.words(paragraph, block.inlines, bookmark=bookmark)


def _counted(writing: Writing, kind: int, level: int, number: str) -> int | None:
    """The num id by which Word prints a number; None where it does so anyway."""
    if number and writing.change == "del":  # what is gone is not counted
        return APPENDICES if kind == APPENDICES else None
    return writing.numbering.counted(kind, level, number)


def _section(writing: Writing, section: n.Section, in_appendix: bool) -> None:
    kind = APPENDICES if in_appendix else SECTIONS
    level = SECTION if section.level == 1 else SUBSECTION
    num = None if section.summary else _counted(writing, kind, level, section.number)
    numbering = None if num is None else (num, level)
    style = "TOCHeading" if section.summary else HEADINGS[section.level - 1]
    paragraph = writing.paragraph(style, numbering=numbering)
    target = writing.target(section.key, writing.change)
    assert target is not None
    writing.pages.bookmark(target.bookmark)
    writing.words(paragraph, section.title, bookmark=target.bookmark)
    for block in section.blocks:
        _block(writing, block, in_appendix)


def _items(writing: Writing, items: n.Items, level: int) -> None:
    num = writing.numbering.ordered(level) if items.ordered else BULLETS
    style = ("ListNumber" if items.ordered else "ListBullet") + ("2" if level else "")
    for item in items.items:
        with writing.changed(item.change):
            above = round(AFTER_TABLE * 20) if writing.after_table else None
            paragraph = writing.paragraph(style, numbering=(num, level), before=above)
            writing.words(paragraph, item.inlines)
            if item.items is not None:
                with writing.changed(item.items.change):
                    _items(writing, item.items, level=1)


def _table(writing: Writing, table: n.Table) -> None:
    if table.caption:
        writing.words(writing.paragraph("Caption"), table.caption)
    else:
        writing.next_anchor(writing.change)
        if writing.after_table:
            writing.thin_paragraph()
    total = text_width(writing.style) - writing.column
    widths = [total * share // 100 for share in table.widths]
    columns = ", ".join(plain(current(cell)) for cell in table.header.cells)
    name = plain(current(table.caption)) or columns
    name = name.replace("\n", " ")
    heads = names_rows(table)
    element = tables.table(
        writing.body, TABLE_STYLE, widths, name, left=writing.column, names_rows=heads
    )
    _row(writing, tables.header_row(element), table.header, "TableHeader", table.align, widths)
    for row in table.rows:
        written_row = tables.row(element)
        _row(writing, written_row, row, "TableText", table.align, widths)
        writing.tracking.row(written_row, row.change)
    writing.ends_in_table()


def _row(
    writing: Writing,
    element: Element,
    row: n.Row,
    style: str,
    align: tuple[n.Align, ...],
    widths: list[int],
) -> None:
    writing.pages.row(style, row.cells, widths)
    write: Callable[[Element, n.Inlines], None] = partial(writing.passage, change=row.change)
    for inlines, side, width in zip(row.cells, align, widths, strict=True):
        cell = tables.cell(element, width)
        paragraph = ooxml.paragraph(cell, ParagraphFormat(style, align=side))
        write(paragraph, inlines)
        write = writing.runs  # a row has its anchor in its first cell


def _signatures(writing: Writing, parties: tuple[n.Signature, ...]) -> None:
    """The parties beside each other, on one page."""
    for _column, party in zip(writing.columns(len(parties)), parties, strict=True):
        writing.words(writing.paragraph("SignatureParty"), party.party)
        for role in party.roles:
            for place, words in enumerate(SIGN_ABOVE):
                above = None if place else TO_SIGN
                ooxml.run(writing.paragraph("SignatureLine", before=above), f"{words}\t")
            writing.words(writing.paragraph("SignatureRole"), role)
            both = "".join(f"{words}\t" for words in SIGN_BELOW)
            ooxml.run(writing.paragraph("SignaturePlace"), both)
