"""A redline: what it promises, and what it shows of some changes that councillors meet."""

from dataclasses import replace

import pytest
from hypothesis import given

from aftalegen.document.nodes import (
    Block,
    Break,
    CrossRef,
    Document,
    Field,
    Inline,
    Inlines,
    Item,
    Items,
    Paragraph,
    Section,
    Signatures,
    Table,
    Text,
)
from aftalegen.document.numbering import numbered
from aftalegen.document.redline import redline
from aftalegen.document.walk import walk_blocks
from aftalegen.document.word_changes import joined, word_changes
from aftalegen.writers.text import document_text
from tests.accepting import accepted, rejected
from tests.documents import agreement, fact, items, paragraph, section, table
from tests.generated import documents, edits, whole_documents

pytestmark = pytest.mark.slow


@whole_documents
@given(edits())
def test_accepting_gives_the_new_document_and_rejecting_the_old(
    pair: tuple[Document, Document],
) -> None:
    old, new = pair
    marked = redline(old, new)

    assert accepted(marked) == accepted(new)
    assert printed(accepted(marked)) == printed(accepted(new))
    assert printed(rejected(marked)) == printed(rejected(old))


@whole_documents
@given(documents())
def test_a_document_against_itself_has_no_marks(document: Document) -> None:
    assert redline(document, document) == document


@whole_documents
@given(documents(), documents())
def test_two_documents_that_have_little_in_common_keep_the_promise(
    old: Document, new: Document
) -> None:
    old = numbered(replace(old, points=new.points))
    marked = redline(old, new)

    assert accepted(marked) == accepted(new)
    assert printed(accepted(marked)) == printed(accepted(new))
    assert printed(rejected(marked)) == printed(rejected(old))


def printed(document: Document) -> object:
    """What is printed; a merged value and a word of the template look the same on paper."""
    return (
        shown(document.title),
        shown(document.subtitle),
        [(fact.label, shown(fact.value)) for fact in document.facts],
        [printed_block(block) for block in document.sections],
    )


def printed_block(block: Block) -> object:
    match block:
        case Section():
            title, blocks = shown(block.title), [printed_block(part) for part in block.blocks]
            return ("section", block.key, block.level, block.number, title, blocks)
        case Paragraph():
            return ("paragraph", block.number, shown(block.inlines))
        case Items():
            return ("items", block.ordered, [printed_item(item) for item in block.items])
        case Table():
            rows = [[shown(cell) for cell in row.cells] for row in (block.header, *block.rows)]
            return ("table", shown(block.caption), rows)
        case Signatures():
            return [
                (shown(party.party), [shown(role) for role in party.roles])
                for party in block.parties
            ]
        case _:
            return block


def printed_item(item: Item) -> object:
    return (item.label, shown(item.inlines), item.items and printed_block(item.items))


def shown(inlines: Inlines) -> list[object]:
    """Words letter by letter with their look, so that it is no matter where a node ends."""
    letters: list[object] = []
    for inline in inlines:
        match inline:
            case Break() | CrossRef() | Field(missing=True):
                letters.append(inline)
            case Text(text=text) | Field(text=text):
                letters += [(letter, inline.strong, inline.emphasis) for letter in text]
    return letters


# --- words --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "marked"),
    [
        (
            "KOL, kræft samt muskel- og skeletsygdomme",
            "KOL, kræft, knogleskørhed samt muskel- og skeletsygdomme",
            "KOL, kræft{+, knogleskørhed+} samt muskel- og skeletsygdomme",
        ),
        (
            "Rammen er 4.422.000 kr. om året",
            "Rammen er 4.433.000 kr. om året",
            "Rammen er {-4.422.000 kr.-}{+4.433.000 kr.+} om året",
        ),
        (
            "Aftalen træder i kraft den 1. januar 2027.",
            "Aftalen træder i kraft den 1. februar 2027.",
            "Aftalen træder i kraft den {-1. januar 2027-}{+1. februar 2027+}.",
        ),
        (
            "Parterne mødes hvert kvartal i Randers.",
            "Parterne mødes to gange om året i Randers.",
            "Parterne mødes {-hvert kvartal-}{+to gange om året+} i Randers.",
        ),
        ("ganske andre ord", "intet er som før", "{-ganske andre ord-}{+intet er som før+}"),
        ("Kommunen, Regionen", "Kommunen og Regionen", "Kommunen{-,-}{+ og+} Regionen"),
        ("", "nye ord", "{+nye ord+}"),
        (
            "Parterne mødes i maj måned og hvert år i Randers Kommune",
            "Parterne mødes i juni uge og to gange i Randers Kommune",
            "Parterne mødes i {-maj måned og hvert år-}{+juni uge og to gange+} i Randers Kommune",
        ),
        (
            "Parterne mødes i maj måned hvert lige år, altid i Randers Kommune",
            "Parterne mødes i juni uge hvert andet kvartal, altid i Randers Kommune",
            "Parterne mødes i {-maj måned-}{+juni uge+} hvert {-lige år-}{+andet kvartal+}, "
            "altid i Randers Kommune",
        ),
        (
            "Parterne mødes i maj og juni, altid i Randers Kommune",
            "Parterne mødes i april og august, altid i Randers Kommune",
            "Parterne mødes i {-maj-}{+april+} og {-juni-}{+august+}, altid i Randers Kommune",
        ),
    ],
)
def test_words_are_marked_as_a_person_would(old: str, new: str, marked: str) -> None:
    assert signs(word_changes((Text(old),), (Text(new),))) == marked


def test_a_text_of_many_pages_is_still_marked_word_by_word() -> None:
    words = [f"ord{number % 300}" for number in range(6000)]
    old, new = (Text(" ".join(words)),), (Text(" ".join([*words[:3000], "nyt", *words[3000:]])),)

    assert [i.text for i in word_changes(old, new) if i.change] == ["nyt "]


def test_a_value_that_changed_keeps_its_kind_and_a_word_that_became_bold_is_marked() -> None:
    assert word_changes(
        (Field("a og b"), Text(" c")), (Field("a og x"), Text(" c", strong=True))
    ) == (
        Field("a og "),
        Field("b", change="del"),
        Text(" c", change="del"),
        Field("x", change="ins"),
        Text(" c", strong=True, change="ins"),
    )


def test_a_placeholder_and_a_reference_change_whole() -> None:
    old: Inlines = (Text("se "), CrossRef("klager", "afsnit 13"), Field("[x]", missing=True))
    new: Inlines = (Text("se "), CrossRef("klager", "afsnit 14"), Field("[x]", missing=True))

    assert word_changes(old, new)[1:] == (
        CrossRef("klager", "afsnit 13", change="del"),
        CrossRef("klager", "afsnit 14", change="ins"),
        Field("[x]", missing=True),
    )


def test_a_placeholder_with_other_words_is_gone_and_new() -> None:
    old: Inlines = (Text("i alt "), Field("[beløb afventer]", missing=True), Text(" om året"))
    new: Inlines = (Text("i alt "), Field("[ramme afventer]", missing=True), Text(" om året"))

    assert signs(word_changes(old, new)) == (
        "i alt {-[beløb afventer]-}{+[ramme afventer]+} om året"
    )


def test_two_placeholders_beside_each_other_stay_two() -> None:
    two = (Field("[dag]", missing=True), Field("[måned]", missing=True))

    assert joined(two) == two
    assert joined((Field("den "), *two)) == (Field("den "), *two)
    assert joined((Field("1. "), Field("maj"), Text(""))) == (Field("1. maj"),)


# --- the sections' tree -------------------------------------------------------------------------


def test_an_inserted_section_is_marked_and_the_next_only_gets_its_number() -> None:
    old = agreement(section("parter"), section("ophoer"))
    new = agreement(section("parter"), section("klager"), section("ophoer"))

    marked = redline(old, new)

    assert [(s.key, s.number, s.change) for s in marked.sections] == [
        ("parter", "1", None),
        ("klager", "2", "ins"),
        ("ophoer", "3", None),
    ]


def test_paragraphs_whose_numbers_get_another_form_are_gone_and_new() -> None:
    def with_points(*blocks: Block) -> Document:
        return numbered(replace(agreement(section("a", *blocks)), points=True))

    old = with_points(paragraph("Et."), paragraph("To."))
    below = Section("b", (Text("b"),), (paragraph("Tre."),), level=2)
    marked = redline(old, with_points(paragraph("Et."), paragraph("To."), below))

    shown = [(b.number, b.change) for b in walk_blocks(marked.sections) if isinstance(b, Paragraph)]
    assert shown == [
        ("1.0.1", "ins"), ("1.0.2", "ins"), ("1.1.1", None), ("1.1", "del"), ("1.2", "del"),
    ]  # fmt: skip
    assert document_text(rejected(marked)) == document_text(old)


def test_a_paragraph_that_comes_moves_the_numbers_of_those_after_it_only() -> None:
    def with_points(*texts: str) -> Document:
        document = agreement(section("a", *map(paragraph, texts)))
        return numbered(replace(document, points=True))

    old = with_points("Regionen betaler.", "Kommunen udfører opgaven.")
    marked = redline(old, with_points("Regionen betaler.", "Nyt.", "Kommunen udfører opgaven."))

    shown = [(b.number, b.change) for b in walk_blocks(marked.sections) if isinstance(b, Paragraph)]
    assert shown == [("1.1", None), ("1.2", "ins"), ("1.3", None)]
    assert document_text(rejected(marked)) == document_text(old)


def test_of_sections_that_changed_places_the_most_stay() -> None:
    old = agreement(*map(section, ("a", "b", "c", "d")))
    new = agreement(*map(section, ("d", "a", "b", "c")))

    assert [(s.key, s.change) for s in redline(old, new).sections] == [
        ("d", "ins"),
        ("a", None),
        ("b", None),
        ("c", None),
        ("d", "del"),
    ]


def test_a_changed_amount_is_marked_in_its_cell_and_a_new_row_whole() -> None:
    old = in_a_section(("træning", "100 kr."), ("kost", "200 kr."))
    new = in_a_section(("træning", "150 kr."), ("rygestop", "75 kr."), ("kost", "200 kr."))

    marked = next(b for b in blocks(redline(old, new)) if isinstance(b, Table))

    assert [(row.change, *map(signs, row.cells)) for row in marked.rows] == [
        (None, "træning", "{-100 kr.-}{+150 kr.+}"),
        ("ins", "rygestop", "75 kr."),
        (None, "kost", "200 kr."),
    ]


def test_a_table_with_another_number_of_columns_is_gone_and_new() -> None:
    marked = redline(in_a_section(("a", "b")), in_a_section(("a", "b", "c")))

    assert [b.change for b in blocks(marked) if isinstance(b, Table)] == ["del", "ins"]


def test_items_keep_their_place_and_the_one_that_is_gone_its_letter() -> None:
    old = agreement(section("a", items("diabetes", "angst og uro", "KOL")))
    new = agreement(section("a", items("diabetes", "KOL")))

    marked = next(b for b in blocks(redline(old, new)) if isinstance(b, Items))

    assert [(i.label, signs(i.inlines), i.change) for i in marked.items] == [
        ("a)", "diabetes", None),
        ("b)", "angst og uro", "del"),
        ("b)", "KOL", None),
    ]


def test_paragraphs_with_few_words_in_common_are_gone_and_new_and_with_more_are_one() -> None:
    def marked(old: str, new: str) -> list[str | None]:
        before, after = Paragraph((Text(old),)), Paragraph((Text(new),))
        found = redline(agreement(section("a", before)), agreement(section("a", after)))
        return [b.change for b in blocks(found) if isinstance(b, Paragraph)]

    assert marked("Kommunen betaler for kurset", "Regionen sørger for patienten") == ["del", "ins"]
    assert marked("Kommunen betaler for kurset", "Kommunen sørger for patienten") == [None]


def test_the_facts_of_the_title_page_are_marked() -> None:
    old = replace(agreement(), facts=(fact("Udgave", "V1"), fact("Sag", "2")))
    new = replace(agreement(), facts=(fact("Udgave", "V2"), fact("Dato", "3")))

    assert [(f.label, signs(f.value), f.change) for f in redline(old, new).facts] == [
        ("Udgave", "{-V1-}{+V2+}", None),
        ("Sag", "2", "del"),
        ("Dato", "3", "ins"),
    ]


def in_a_section(*rows: tuple[str, ...]) -> Document:
    """An agreement of one section, with one table."""
    return agreement(section("a", table(*rows)))


# --- small documents ----------------------------------------------------------------------------


def signs(inlines: Inlines) -> str:
    """Inlines as text, what came in as {+…+} and what went out as {-…-}."""
    return "".join(map(sign, inlines))


def sign(inline: Inline) -> str:
    text = "\n" if isinstance(inline, Break) else inline.text
    return {"ins": f"{{+{text}+}}", "del": f"{{-{text}-}}", None: text}[inline.change]


def blocks(document: Document) -> list[Block]:
    return list(walk_blocks(document.sections))
