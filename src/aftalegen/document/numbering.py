"""Document -> Document: the numbers of sections, the labels of lists, the words of references.

Computed once here, so that every format prints the same.
"""

from dataclasses import replace

from aftalegen.document.nodes import (
    Block,
    CrossRef,
    Document,
    Inlines,
    Items,
    Paragraph,
    Row,
    Section,
    Table,
)
from aftalegen.document.walk import same, walk_sections
from aftalegen.words.faults import AftalegenError, Errors, InputError, did_you_mean
from aftalegen.words.language import _

_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")


def numbered(document: Document) -> Document:
    """The document with every number, label and reference in its place.

    Raises Errors for keys used twice and references to keys that do not exist.
    """
    sections = _numbered_sections(document.sections)
    references: dict[str, str] = {}
    errors: list[AftalegenError] = []
    for section in walk_sections(sections):
        if section.key in references:
            message = _("the key «{key}» is used twice in this annex").format(key=section.key)
            errors.append(
                InputError(
                    "duplicate-section", message, section.source, _("give it a key of its own")
                )
            )
        references[section.key] = reference_text(section)
    resolver = _Resolver(references)
    resolved = tuple(resolver.section(section) for section in sections)
    title = resolver.inlines(document.title, document)
    subtitle = resolver.inlines(document.subtitle, document)
    facts = tuple(replace(f, value=resolver.inlines(f.value, f)) for f in document.facts)
    errors += resolver.errors
    if errors:
        raise Errors(errors)
    return replace(document, title=title, subtitle=subtitle, facts=facts, sections=resolved)


def renumbered(document: Document) -> Document:
    """The document with its sections and items counted anew, where they were numbered before.

    References keep their words: they are no numbers of their own place.
    """
    sections = document.sections
    if any(section.number for section in walk_sections(sections)):
        sections = _numbered_sections(sections)
    return replace(document, sections=tuple(_relabelled_section(s) for s in sections))


def _relabelled_section(section: Section) -> Section:
    return replace(section, blocks=tuple(_relabelled(block) for block in section.blocks))


def _relabelled(block: Block) -> Block:
    match block:
        case Section():
            return _relabelled_section(block)
        case Items():
            return _relabelled_items(block, 0)
        case _:
            return block


def _relabelled_items(items: Items, depth: int) -> Items:
    return replace(
        items,
        items=tuple(
            replace(
                item,
                label=item_label(items.ordered, depth, index) if item.label else "",
                items=_relabelled_items(item.items, depth + 1) if item.items else None,
            )
            for index, item in enumerate(items.items)
        ),
    )


def reference_text(section: Section) -> str:
    """How running text refers to a section: 'afsnit 14', 'afsnit 10.2', 'bilag 3', 'bilag 3.1'."""
    number = section.number.removeprefix("Bilag ")
    return f"{'bilag' if section.appendix else 'afsnit'}\u00a0{number}"


def _numbered_sections(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """Sections 1, 2, 3 …, appendices "Bilag 1" …, subsections 10.1 … (in an appendix 1.1)."""
    count = {False: 0, True: 0}
    result: list[Section] = []
    for section in sections:
        count[section.appendix] += 1
        number = str(count[section.appendix])
        blocks: list[Block] = []
        below = 0
        for block in section.blocks:
            if isinstance(block, Section):
                below += 1
                block = replace(block, number=f"{number}.{below}", appendix=section.appendix)
            blocks.append(block)
        shown = f"Bilag {number}" if section.appendix else number
        result.append(replace(section, number=shown, blocks=tuple(blocks)))
    return tuple(result)


class _Resolver:
    """Gives every reference its words, every item its label; collects unknown keys."""

    def __init__(self, references: dict[str, str]) -> None:
        self.references = references
        self.errors: list[AftalegenError] = []

    def section(self, section: Section) -> Section:
        blocks = tuple(self.block(block, section) for block in section.blocks)
        title = self.inlines(section.title, section)
        if title is section.title and same(blocks, section.blocks):
            return section
        return replace(section, title=title, blocks=blocks)

    def block(self, block: Block, section: Section) -> Block:
        match block:
            case Section():
                return self.section(block)
            case Paragraph():
                inlines = self.inlines(block.inlines, block)
                return block if inlines is block.inlines else replace(block, inlines=inlines)
            case Items():
                return self.items(block, 0)
            case Table():
                caption = self.inlines(block.caption, block)
                header, *rows = (self.row(row) for row in (block.header, *block.rows))
                if same((caption, header, *rows), (block.caption, block.header, *block.rows)):
                    return block
                return replace(block, caption=caption, header=header, rows=tuple(rows))
            case _:
                return block

    def row(self, row: Row) -> Row:
        cells = tuple(self.inlines(cell, row) for cell in row.cells)
        return row if same(cells, row.cells) else replace(row, cells=cells)

    def items(self, items: Items, depth: int) -> Items:
        result = []
        for index, item in enumerate(items.items):
            nested = self.items(item.items, depth + 1) if item.items else None
            label = item_label(items.ordered, depth, index)
            result.append(
                replace(item, inlines=self.inlines(item.inlines, item), items=nested, label=label)
            )
        return replace(items, items=tuple(result))

    def inlines(self, inlines: Inlines, near: object) -> Inlines:
        """The same inlines where none of them refers: most blocks stay as they are."""
        if CrossRef not in map(type, inlines):
            return inlines
        return tuple(self.resolved(i, near) if isinstance(i, CrossRef) else i for i in inlines)

    def resolved(self, reference: CrossRef, near: object) -> CrossRef:
        words = self.references.get(reference.key)
        if words is None:
            self.errors.append(
                InputError(
                    "unknown-reference",
                    _("there is no section with the key «{key}»").format(key=reference.key),
                    getattr(near, "source", None),
                    did_you_mean(reference.key, self.references),
                )
            )
            return reference
        return replace(reference, text=words)


def item_label(ordered: bool, depth: int, index: int) -> str:
    """The printed label of a list item: 'a)', 'b)', nested 'i)'; '•', nested '–'."""
    if not ordered:
        return "–" if depth else "•"
    if depth:
        return f"{_ROMAN[index] if index < len(_ROMAN) else index + 1})"
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return f"{letters})"
