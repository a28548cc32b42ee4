"""What an addendum changes, in the words and numbers of the agreement that it amends.

«I afsnit 4.1, 1. afsnit, ændres »kræft samt« til »kræft, knogleskørhed samt«», and then the whole
new text with what is new in bold. A place is cited as the amended edition had it.
"""

from collections.abc import Iterable, Iterator
from itertools import takewhile

from aftalegen.document import nodes as n
from aftalegen.document.difference import Comparison, SectionChange
from aftalegen.document.numbering import reference_text
from aftalegen.document.walk import plain, walk_sections, worded
from aftalegen.editions.amended_sections import amended_blocks, quoted
from aftalegen.editions.renumbered import renumbered
from aftalegen.words.danish import capitalized


def amendments(old: n.Document, new: n.Document, found: Comparison) -> tuple[n.Section, ...]:
    """A subsection for each section that changed, and one for the numbers that follow."""
    made = tuple(_amendment(change, old, new) for change in found.sections)
    numbers = tuple(
        n.Paragraph(worded(f"{capitalized(became.before)} bliver herefter {became.after}."))
        for became in renumbered(old, new)
    )
    if not numbers:
        return made
    follow = "Aftalens henvisninger til afsnit, der får nyt nummer, ændres tilsvarende."
    blocks = (*numbers, n.Paragraph(worded(follow)))
    return (*made, n.Section("aendrede-numre", worded("Afsnitsnumre"), blocks, level=2))


def _amendment(change: SectionChange, old: n.Document, new: n.Document) -> n.Section:
    was, now = _section(old, change.key), _section(new, change.key)
    blocks: Iterable[n.Block]
    match change.kind:
        case "inserted":
            assert now is not None
            title, blocks = f"Nyt {called(now)}", _inserted(now, old, new)
        case "removed":
            assert was is not None
            title, blocks = called(was), (_said(f"{capitalized(called(was))} udgår."),)
        case "moved":
            assert was is not None and now is not None
            moved = f"{capitalized(reference_text(was))} flyttes og bliver {reference_text(now)}."
            title, blocks = called(was), (_said(moved), *_within(change.marked, was))
        case "changed":
            assert was is not None
            title, blocks = called(was), amended_blocks(was, change.marked)
    name = worded(capitalized(title))
    return n.Section(f"aendring-{change.key}", name, tuple(blocks), level=2)


def called(section: n.Section) -> str:
    """A section by its number and title: 'afsnit 4.1 Målgruppe'."""
    return f"{reference_text(section)} {plain(section.title)}".strip()


def _section(document: n.Document, key: str) -> n.Section | None:
    return next((one for one in walk_sections(document.sections) if one.key == key), None)


def _within(marked: n.Section, was: n.Section) -> Iterator[n.Block]:
    """What changed in a section that was moved, and in its subsections."""
    there = {one.key: one for one in walk_sections((was,))}
    for section in walk_sections((marked,)):
        if section.key in there:
            yield from amended_blocks(there[section.key], section)


# --- new sections -----------------------------------------------------------------------------


def _inserted(section: n.Section, old: n.Document, new: n.Document) -> Iterator[n.Block]:
    yield _said(f"{_after(section, old, new)} indsættes som nyt {reference_text(section)}:")
    yield from _as_printed(section)


def _after(section: n.Section, old: n.Document, new: n.Document) -> str:
    """After which section another comes in, by its old number where it has one."""
    there = {one.key: one for one in walk_sections(old.sections)}
    above = next((s for s in new.sections if section in s.blocks), None)
    siblings = above.blocks if above else new.sections
    ahead = [*takewhile(lambda one: one != section, siblings)]
    last = next((one for one in reversed(ahead) if isinstance(one, n.Section)), None)
    if last is not None:
        known = there.get(last.key)
        return f"Efter {reference_text(known) if known else f'det nye {reference_text(last)}'}"
    if above is not None:
        return f"Først i {reference_text(there.get(above.key, above))}"
    return "Først i Aftalen"


def _as_printed(section: n.Section) -> Iterator[n.Block]:
    """A section as its headings and blocks; its numbers and references are words here."""
    number = section.number.rpartition(" ")[2] if section.level > 1 else section.number
    yield n.Paragraph((n.Field(f"{number} {plain(section.title)}".strip(), strong=True),))
    for block in section.blocks:
        if isinstance(block, n.Section):
            yield from _as_printed(block)
        else:
            yield quoted(block)


def _said(words: str) -> n.Paragraph:
    return n.Paragraph(worded(words))
