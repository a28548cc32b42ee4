"""What stands before the sections: the title page and the contents."""

from aftalegen.document import nodes as n
from aftalegen.document.walk import fact_rows, plain, without_summary
from aftalegen.writers.logo import HEIGHT, logo_of
from aftalegen.writers.word import ooxml
from aftalegen.writers.word.look import (
    BEFORE_APPENDICES,
    BELOW_COLUMNS,
    TITLE_FROM_TOP,
    text_width,
    twips,
)
from aftalegen.writers.word.looks import looks
from aftalegen.writers.word.ooxml import Element, RunFormat
from aftalegen.writers.word.picture import picture
from aftalegen.writers.word.tracked import numbers_before
from aftalegen.writers.word.writing import Writing
from aftalegen.writers.words import CONTENTS, draft_marks, missing_marks

LOGO = "rIdLogo"
"""The relationship from the body to the picture."""


def title_page(writing: Writing, document: n.Document) -> None:
    """The sender, the draft mark, the title, and the facts with their labels.

    The title begins at one place, whatever stands above it.
    """
    above = _sender(writing, document)
    for mark, change in draft_marks(document):
        with writing.changed(change):
            _say(writing, "Draft", mark, before=above)
        above = None
    title = writing.paragraph("Title" if document.cover else "Head", before=above)
    writing.words(title, document.title)
    if document.subtitle:
        writing.words(writing.paragraph("Subtitle"), document.subtitle)
    else:
        writing.next_anchor()
    for row in fact_rows(document):
        beside = row[0][0].place in ("party", "edition")
        columns = writing.columns(len(row)) if beside else iter(row)
        for _column, facts in zip(columns, row, strict=True):
            _facts(writing, facts)
    for missing, change in missing_marks(document):
        with writing.changed(change):
            _say(writing, "MissingTold", missing)


def _sender(writing: Writing, document: n.Document) -> int | None:
    """Who sends it; gives the space in twips from there to the title."""
    height = 0
    if logo := logo_of(writing.style):
        size = (logo.width, logo.height)
        picture(writing.paragraph("Logo"), LOGO, logo.text, size)
        height = twips(HEIGHT)
    if document.cover:
        _say(writing, "Sender", document.author)
        height += round(looks(writing.style)["Sender"].line * 20)
    return max(twips(TITLE_FROM_TOP) - height, 0) if document.cover else None


def _say(writing: Writing, style: str, words: str, before: int | None = None) -> None:
    """A paragraph of words that are no line of the document."""
    ooxml.run(writing.paragraph(style, before=before), words)
    writing.pages.text(words)


_STYLES = {"line": "TitleFact", "party": "TitleBlock", "edition": "TitleBlock", "foot": "TitleFoot"}


def _facts(writing: Writing, facts: list[n.Fact]) -> None:
    """A fact in its paragraph. What came in its stead stands in the same one, so that nothing is
    left below it: the last paragraph of a column cannot go.
    """
    first = facts[0]
    paragraph = writing.paragraph(
        _STYLES[first.place],
        before=BELOW_COLUMNS if writing.after_table else None,
        at_foot=text_width(writing.style) if first.place == "foot" else 0,
    )
    for fact in facts:
        start = len(paragraph)
        writing.pages.text(f"{fact.label}{fact.gap}")
        ooxml.run(paragraph, fact.label, RunFormat("FactLabel"))
        ooxml.run(paragraph, fact.gap)
        writing.words(paragraph, fact.value, change=fact.change)
        writing.tracking.runs(paragraph, start, fact.change)
    if len(facts) == 1:
        writing.tracking.paragraph_mark(paragraph, first.change)


def contents(writing: Writing, document: n.Document) -> None:
    """A field that Word can update, showing the entries as they are now."""
    outside, writing.body = writing.body, ooxml.contents_block(writing.body)
    writing.new_page = True
    ooxml.run(writing.paragraph("TOCHeading"), CONTENTS)
    writing.pages.text(CONTENTS)
    document = without_summary(document)
    before, sections = numbers_before(document), document.sections
    first_appendix = next((section for section in sections if section.appendix), None)
    for place, section in enumerate(sections):
        above = BEFORE_APPENDICES if place and section is first_appendix else None
        paragraph = writing.paragraph("TOC1", before=above)
        if place == 0:
            ooxml.field_start(paragraph, r'TOC \o "1-1" \h \z \u')
        _contents_entry(writing, paragraph, section, before.get(section.key, section.number))
    if sections:
        # The field must end in a paragraph of its own, or Word mends the last entry.
        ooxml.field_end(writing.paragraph("Thin"))
    writing.body = outside


def _contents_entry(writing: Writing, paragraph: Element, section: n.Section, before: str) -> None:
    target = writing.target(section.key, section.change)
    assert target is not None
    link = ooxml.link(paragraph, target.bookmark)
    words = _entry_words(section, before)
    if all(text.change is None for text in words):
        words = (n.Text("".join(text.text for text in words)),)
    writing.pages.words(words)
    writing.runs(link, words)
    # The page is known when everything is written.
    gone = section.change == "del"
    page = ooxml.field(link, rf"PAGEREF {target.bookmark} \h", "", locked=gone)
    writing.page_numbers[target.bookmark] = page
    # The field of the contents begins in the first entry, and stays whatever becomes of that.
    writing.tracking.paragraph_mark(paragraph, section.change)
    writing.tracking.runs(link, 0, section.change)


def _entry_words(section: n.Section, before: str) -> tuple[n.Text, ...]:
    """A line of the contents up to its page: the number, in a redline also the one before."""
    title = (n.Text(plain((i,)).replace("\n", " "), change=i.change) for i in section.title)
    if not section.number:
        return (*title, n.Text("\t"))
    if section.change or before == section.number:
        return (n.Text(f"{section.number}\t"), *title, n.Text("\t"))
    numbers = (n.Text(before, change="del"), n.Text(section.number, change="ins"))
    return (*numbers, n.Text("\t"), *title, n.Text("\t"))
