"""What stands before the sections: the title page and the contents."""

from aftalegen.document import nodes as n
from aftalegen.document.walk import plain
from aftalegen.writers.logo import HEIGHT, logo_of
from aftalegen.writers.word import ooxml
from aftalegen.writers.word.looks import TITLE_FROM_TOP, twips
from aftalegen.writers.word.ooxml import Element, RunFormat
from aftalegen.writers.word.picture import picture
from aftalegen.writers.word.tracked import numbers_before
from aftalegen.writers.word.writing import Writing
from aftalegen.writers.words import CONTENTS, draft_marks

LOGO = "rIdLogo"
"""The relationship from the body to the picture."""


def title_page(writing: Writing, document: n.Document) -> None:
    """The logo, the draft mark, the title, and the facts with their labels."""
    above = TITLE_FROM_TOP if document.cover else 0
    if logo := logo_of(writing.style):
        size = (logo.width, logo.height)
        picture(writing.paragraph("Logo"), LOGO, logo.text, size)
        above = max(above - HEIGHT, 0)
    for mark, change in draft_marks(document):
        before = twips(above) if above else None
        with writing.changed(change):
            ooxml.run(writing.paragraph("Draft", before=before), mark)
        writing.pages.text(mark)
        above = 0
    title = writing.paragraph("Title", before=twips(above) if above else None)
    writing.words(title, document.title)
    if document.subtitle:
        writing.words(writing.paragraph("Subtitle"), document.subtitle)
    else:
        writing.next_anchor()
    for fact in document.facts:
        paragraph = writing.paragraph("TitleFact")
        writing.pages.text(fact.label)
        ooxml.run(paragraph, fact.label, RunFormat("FactLabel"))
        ooxml.run(paragraph, "\t")
        writing.words(paragraph, fact.value, change=fact.change)
        writing.tracking.blocks([paragraph], fact.change)


def contents(writing: Writing, document: n.Document) -> None:
    """A field that Word can update, showing the entries as they are now."""
    outside, writing.body = writing.body, ooxml.contents_block(writing.body)
    writing.new_page = True
    ooxml.run(writing.paragraph("TOCHeading"), CONTENTS)
    writing.pages.text(CONTENTS)
    before = numbers_before(document)
    for place, section in enumerate(document.sections):
        paragraph = writing.paragraph("TOC1")
        if place == 0:
            ooxml.field_start(paragraph, r'TOC \o "1-1" \h \z \u')
        _contents_entry(writing, paragraph, section, before.get(section.key, section.number))
    if document.sections:
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
