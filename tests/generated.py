"""Documents that hypothesis makes up, and the same after random edits: for the tests of redlines.

The words are few, so that texts have much in common; the numbers are those that
`numbering` gives.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from aftalegen.document.nodes import (
    Block,
    Break,
    CrossRef,
    Document,
    Fact,
    Field,
    Inline,
    Inlines,
    Item,
    Items,
    PageBreak,
    Paragraph,
    Row,
    Section,
    Signature,
    Signatures,
    Table,
    Text,
)
from aftalegen.document.numbering import numbered
from aftalegen.words.place import Source

whole_documents = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
"""For tests that take whole documents, which are slow to make up on a busy machine."""

T = TypeVar("T")
Draw = st.DrawFn

KEYS = ("parter", "formaal", "oekonomi", "klager", "ophoer")
WORDS = (
    "Kommunen", "Regionen", "og", "4.422.000 kr.", "19. marts 2026", "stk. 1", "KOL,", "kræft,",
    "knogleskørhed", "muskel- og skeletsygdomme", "<b>&", "Parterne kan opsige Aftalen", "i", ".",
)  # fmt: skip

words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map(" ".join)
looks = st.sampled_from([(False, False)] * 4 + [(True, False), (False, True)])


@st.composite
def inline(draw: Draw) -> Inline:
    """A piece of running text; a reference may point to a section that is not there yet."""
    strong, emphasis = draw(looks)
    match draw(st.sampled_from(["text"] * 5 + ["field", "field", "missing", "reference", "break"])):
        case "text":
            return Text(draw(words), strong, emphasis)
        case "field":
            return Field(draw(words), False, strong, emphasis, source=Source("a.yaml", 1))
        case "missing":
            return Field("[beløb afventer]", True, strong, emphasis)
        case "reference":
            return CrossRef(draw(st.sampled_from(KEYS)), "", strong, emphasis)
        case _:
            return Break()


inlines = st.lists(inline(), max_size=4).map(tuple)
titles = st.lists(inline().filter(lambda i: isinstance(i, Text | Field)), min_size=1, max_size=2)


@st.composite
def items(draw: Draw, deep: bool = True) -> Items:
    """A list, some of its items with a list below them."""
    below = st.none() | items(False) if deep else st.none()
    parts = draw(st.lists(st.tuples(inlines, below), min_size=1, max_size=4))
    return Items(draw(st.booleans()), tuple(Item(text, nested) for text, nested in parts))


@st.composite
def table(draw: Draw) -> Table:
    """A table of one to three columns, perhaps without rows."""
    columns = draw(st.integers(1, 3))
    cells = st.tuples(*([inlines] * columns))
    rows = draw(st.lists(cells, max_size=4))
    widths = {1: (100,), 2: (50, 50), 3: (40, 30, 30)}[columns]
    return Table(
        draw(st.just(()) | inlines),
        ("left",) * columns,
        widths,
        Row(draw(st.tuples(*([titles.map(tuple)] * columns)))),
        tuple(map(Row, rows)),
    )


signature = st.builds(
    Signature, titles.map(tuple), st.lists(titles.map(tuple), min_size=1, max_size=2).map(tuple)
)
signatures = st.builds(Signatures, st.lists(signature, min_size=1, max_size=2).map(tuple))
paragraphs = st.builds(Paragraph, inlines)
blocks = st.one_of(
    paragraphs, paragraphs, items(), table(), table(), signatures, st.just(PageBreak())
)


@st.composite
def sections(draw: Draw) -> tuple[Section, ...]:
    """Sections with keys of their own, some with a subsection, the last perhaps an appendix."""
    keys = draw(st.lists(st.sampled_from(KEYS), min_size=1, unique=True))
    result = []
    for place, key in enumerate(keys):
        own: list[Block] = draw(st.lists(blocks, max_size=4))
        if draw(st.booleans()):
            below = draw(st.lists(blocks, max_size=3))
            own.append(Section(f"{key}-1", tuple(draw(titles)), tuple(below), level=2))
        appendix = place == len(keys) - 1 and draw(st.booleans())
        result.append(Section(key, tuple(draw(titles)), tuple(own), appendix=appendix))
    return tuple(result)


def finished(document: Document) -> Document:
    """The document numbered; references to sections that are not there become words."""
    there = {section.key for section in document.sections}

    def inlines_left(found: Inlines) -> Inlines:
        return tuple(
            Text("loven") if isinstance(i, CrossRef) and i.key not in there else i for i in found
        )

    return numbered(mapped(document, inlines_left))


@st.composite
def documents(draw: Draw) -> Document:
    """A document with a title page and sections."""
    facts = draw(st.lists(st.sampled_from(["Udgave", "Sag", "Dato"]), unique=True))
    return finished(
        Document(
            key="midtjylland/norddjurs/genoptraening/aftale",
            file_name="Aftale",
            title=tuple(draw(titles)),
            subtitle=tuple(draw(st.just([]) | titles)),
            facts=tuple(Fact(label, tuple(draw(titles))) for label in facts),
            edition="V20260224",
            edition_date="2026-02-24",
            author="Region Midtjylland",
            contents=draw(st.booleans()),
            draft="",
            sections=draw(sections()),
            points=draw(st.booleans()),
        )
    )


@st.composite
def edits(draw: Draw) -> tuple[Document, Document]:
    """A document and what it became after edits of texts, lists, tables, rows and sections."""
    old = draw(documents())
    new = mapped(old, lambda found: _edited(draw, found, inline(), lambda i: draw(inline())))
    new = replace(
        new,
        edition="V20260319",
        edition_date="2026-03-19",
        sections=tuple(
            replace(section, blocks=_edited_blocks(draw, section.blocks))
            for section in draw(st.permutations(new.sections) | st.just(list(new.sections)))
            if len(new.sections) == 1 or draw(st.integers(0, 4))
        ),
    )
    return old, finished(new)


def _edited_blocks(draw: Draw, found: tuple[Block, ...]) -> tuple[Block, ...]:
    """Blocks, their rows and items after edits; a subsection stays or goes whole."""

    def edited(block: Block) -> Block:
        match block:
            case Items():
                item = st.builds(Item, inlines)
                return replace(block, items=_edited(draw, block.items, item, lambda i: i))
            case Table():
                row = st.tuples(*([inlines] * len(block.header.cells))).map(Row)
                return replace(block, rows=_edited(draw, block.rows, row, lambda r: r))
            case Section():
                return replace(block, blocks=_edited_blocks(draw, block.blocks))
            case _:
                return block

    own = tuple(block for block in found if not isinstance(block, Section))
    below = tuple(edited(block) for block in found if isinstance(block, Section))
    return (*_edited(draw, own, blocks, edited), *(below if draw(st.integers(0, 3)) else ()))


def _edited(
    draw: Draw, parts: tuple[T, ...], fresh: st.SearchStrategy[T], edited: Callable[[T], T]
) -> tuple[T, ...]:
    """Parts of which some went, some came, some changed and two may have changed places."""
    result: list[T] = []
    for part in parts:
        match draw(st.sampled_from(["stay"] * 5 + ["go", "come", "change", "move"])):
            case "stay":
                result.append(part)
            case "come":
                result += [draw(fresh), part]
            case "change":
                result.append(edited(part))
            case "move":
                result.insert(0, part)
    return tuple(result)


def mapped(document: Document, change: Callable[[Inlines], Inlines]) -> Document:
    """The document with each text of it put through `change`."""

    def block(found: Block) -> Block:
        match found:
            case Section():
                return replace(found, blocks=tuple(map(block, found.blocks)))
            case Paragraph():
                return replace(found, inlines=change(found.inlines))
            case Items():
                return replace(found, items=tuple(map(item, found.items)))
            case Table():
                return replace(
                    found, caption=change(found.caption), rows=tuple(map(row, found.rows))
                )
            case _:
                return found

    def item(found: Item) -> Item:
        nested = found.items and replace(found.items, items=tuple(map(item, found.items.items)))
        return replace(found, inlines=change(found.inlines), items=nested)

    def row(found: Row) -> Row:
        return replace(found, cells=tuple(map(change, found.cells)))

    top = tuple(replace(s, blocks=tuple(map(block, s.blocks))) for s in document.sections)
    return replace(document, sections=top)
