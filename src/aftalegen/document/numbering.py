"""Document -> Document: the numbers of sections and paragraphs, the labels of lists, the words of
references.

Computed once here, so that every format prints the same.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import count

from aftalegen.document.nodes import (
    Block,
    CrossRef,
    Document,
    Inlines,
    Items,
    Paragraph,
    Section,
)
from aftalegen.document.walk import mapped, walk_sections
from aftalegen.words.faults import AftalegenError, Errors, InputError, did_you_mean
from aftalegen.words.language import _
from aftalegen.words.place import Source

APPENDIX = "Appendiks"
"""What an agreement calls its own appendices, which have letters, so that nobody takes one for
an annex of the case («Bilag 1d»), or of a data processing agreement («Bilag A»)."""

_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")


def numbered(document: Document) -> Document:
    """The document with every number, label and reference in its place.

    Raises Errors for keys used twice and references to keys that do not exist.
    """
    document = counted(document)
    referred: dict[str, str] = {}
    errors: list[AftalegenError] = []
    for section in walk_sections(document.sections):
        if section.key in referred:
            message = _("the key «{key}» is used twice in this annex").format(key=section.key)
            errors.append(
                InputError(
                    "duplicate-section", message, section.source, _("give it a key of its own")
                )
            )
        referred[section.key] = reference_text(section)
    for key, (paragraph, section) in keyed_paragraphs(document).items():
        referred[key] = point_text(paragraph, section)

    def words(inlines: Inlines, near: Source | None) -> Inlines:
        if CrossRef not in map(type, inlines):
            return inlines
        for key in (i.key for i in inlines if isinstance(i, CrossRef) and i.key not in referred):
            errors.append(_unknown(key, near, referred))
        return tuple(
            replace(i, text=referred.get(i.key, i.text)) if isinstance(i, CrossRef) else i
            for i in inlines
        )

    resolved = mapped(document, words)
    if errors:
        raise Errors(errors)
    return resolved


def _unknown(key: str, near: Source | None, known: Iterable[str]) -> InputError:
    message = _("there is no section with the key «{key}», and no paragraph that has it alone")
    return InputError("unknown-reference", message.format(key=key), near, did_you_mean(key, known))


def reference_text(section: Section) -> str:
    """How running text refers to a section: 'afsnit 14', 'afsnit 10.2', 'appendiks C.1'.

    An appendix of an earlier edition that has a number is cited as it was then: 'bilag 3.1'.
    """
    number = section.number.rpartition(" ")[2]
    appendix = "bilag" if number[:1].isdigit() else APPENDIX.lower()
    return f"{appendix if section.appendix else 'afsnit'}\u00a0{number}"


def appendix_number(count: int) -> str:
    """The number of an appendix: 3 -> 'Appendiks C'."""
    return f"{APPENDIX} {letters(count).upper()}"


def place_in_order(number: str) -> int | None:
    """Which one in its row a number names: '14' -> 14, '10.2' -> 2, 'Appendiks C' -> 3."""
    last = number.rpartition(" ")[2].rpartition(".")[2]
    if last.isdigit():
        return int(last)
    return (
        sum((ord(letter) - ord("A") + 1) * 26**place for place, letter in enumerate(reversed(last)))
        or None
    )


def letters(count: int) -> str:
    """A count in letters: 1 -> 'a', 26 -> 'z', 27 -> 'aa'."""
    found = ""
    while count:
        count, rest = divmod(count - 1, 26)
        found = chr(ord("a") + rest) + found
    return found


def point_text(paragraph: Paragraph, section: Section) -> str:
    """How running text refers to a paragraph of a section: 'punkt 10.5.2', 'appendiks A.2.1'.

    One without a number is cited as its section.
    """
    if not paragraph.number:
        return reference_text(section)
    appendix = reference_text(section).partition("\u00a0")[0]
    return f"{appendix if section.appendix else 'punkt'}\u00a0{paragraph.number}"


def keyed_paragraphs(document: Document) -> dict[str, tuple[Paragraph, Section]]:
    """The paragraphs that can be referred to, each with its section, by key.

    Paragraphs have keys of their own within a section only; what another one or a section
    is called too cannot be referred to.
    """
    sections = [*walk_sections(document.sections)]
    found = [
        (block.key, (block, section))
        for section in sections
        for block in section.blocks
        if isinstance(block, Paragraph) and block.key
    ]
    uses = Counter([*(section.key for section in sections), *(key for key, _place in found)])
    return {key: place for key, place in found if uses[key] == 1}


# --- counting ---------------------------------------------------------------------------------


def counted(document: Document) -> Document:
    """Sections 1, 2, 3 …, appendices "Appendiks A" …, subsections 10.1 …, and A.1 … in those.

    With `points` also the paragraphs: 10.5.1, 10.5.2 … in a subsection, 8.1, 8.2 … in a section
    without subsections, and 1.0.1, 1.0.2 … before the first subsection of a section, since 1.1 is
    that subsection. A list belongs to the paragraph before it.
    """
    counts = {False: count(1), True: count(1)}
    return replace(
        document,
        sections=tuple(
            _labelled_only(section)
            if section.summary
            else _counted(section, next(counts[section.appendix]), document.points)
            for section in document.sections
        ),
    )


def _labelled_only(section: Section) -> Section:
    """A summary, in which nothing is numbered but the items of lists."""
    none = _points("", False)
    return replace(section, blocks=tuple([_labelled(block, none) for block in section.blocks]))


def _counted(section: Section, place: int, points: bool) -> Section:
    below, blocks = count(1), section.blocks
    shown = appendix_number(place) if section.appendix else str(place)
    number = shown.rpartition(" ")[2]
    divided = any(isinstance(block, Section) for block in blocks)
    own = _points(f"{number}.0" if divided else number, points)
    return replace(
        section,
        number=shown,
        blocks=tuple(
            [
                _subsection(block, f"{number}.{next(below)}", section.appendix, points)
                if isinstance(block, Section)
                else _labelled(block, own)
                for block in blocks
            ]
        ),
    )


def _subsection(section: Section, number: str, appendix: bool, points: bool) -> Section:
    own = _points(number, points)
    blocks = tuple([_labelled(block, own) for block in section.blocks])
    return replace(section, number=number, appendix=appendix, blocks=blocks)


def _points(above: str, points: bool) -> Iterator[str]:
    """The numbers of the paragraphs below a number, or none for each."""
    return (f"{above}.{place}" if points else "" for place in count(1))


def _labelled(block: Block, points: Iterator[str]) -> Block:
    match block:
        case Items():
            return _labelled_items(block, 0)
        case Paragraph():
            number = next(points)
            return block if block.number == number else replace(block, number=number)
        case _:
            return block


def _labelled_items(items: Items, depth: int) -> Items:
    labelled = tuple(
        replace(
            item,
            label=item_label(items.ordered, depth, index),
            items=_labelled_items(item.items, depth + 1) if item.items else None,
        )
        for index, item in enumerate(items.items)
    )
    return replace(items, items=labelled)


def item_label(ordered: bool, depth: int, index: int) -> str:
    """The printed label of a list item: 'a)', 'b)', nested 'i)'; '•', nested '–'."""
    if not ordered:
        return "–" if depth else "•"
    if depth:
        return f"{_ROMAN[index] if index < len(_ROMAN) else index + 1})"
    return f"{letters(index + 1)})"
