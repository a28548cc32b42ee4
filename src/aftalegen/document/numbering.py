"""Document -> Document: the numbers of sections, the labels of lists, the words of references.

Computed once here, so that every format prints the same.
"""

from collections.abc import Iterable
from dataclasses import replace
from itertools import count

from aftalegen.document.nodes import Block, CrossRef, Document, Inlines, Items, Section
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
    sections = counted(document.sections)
    referred: dict[str, str] = {}
    errors: list[AftalegenError] = []
    for section in walk_sections(sections):
        if section.key in referred:
            message = _("the key «{key}» is used twice in this annex").format(key=section.key)
            errors.append(
                InputError(
                    "duplicate-section", message, section.source, _("give it a key of its own")
                )
            )
        referred[section.key] = reference_text(section)

    def words(inlines: Inlines, near: Source | None) -> Inlines:
        if CrossRef not in map(type, inlines):
            return inlines
        for key in (i.key for i in inlines if isinstance(i, CrossRef) and i.key not in referred):
            errors.append(_unknown(key, near, referred))
        return tuple(
            replace(i, text=referred.get(i.key, i.text)) if isinstance(i, CrossRef) else i
            for i in inlines
        )

    resolved = mapped(replace(document, sections=sections), words)
    if errors:
        raise Errors(errors)
    return resolved


def _unknown(key: str, near: Source | None, known: Iterable[str]) -> InputError:
    message = _("there is no section with the key «{key}»").format(key=key)
    return InputError("unknown-reference", message, near, did_you_mean(key, known))


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


# --- counting ---------------------------------------------------------------------------------


def counted(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """Sections 1, 2, 3 …, appendices "Appendiks A" …, subsections 10.1 …, and A.1 … in those."""
    counts = {False: count(1), True: count(1)}
    result: list[Section] = []
    for section in sections:
        place, below = next(counts[section.appendix]), count(1)
        shown = appendix_number(place) if section.appendix else str(place)
        number = shown.rpartition(" ")[2]
        blocks = tuple(
            replace(
                block,
                number=f"{number}.{next(below)}",
                appendix=section.appendix,
                blocks=tuple(map(_labelled, block.blocks)),
            )
            if isinstance(block, Section)
            else _labelled(block)
            for block in section.blocks
        )
        result.append(replace(section, number=shown, blocks=blocks))
    return tuple(result)


def _labelled(block: Block) -> Block:
    return _labelled_items(block, 0) if isinstance(block, Items) else block


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
