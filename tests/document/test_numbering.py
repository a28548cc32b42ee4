"""Numbers, labels and references: computed once, the same in every format."""

from dataclasses import replace

import pytest

from aftalegen.document.json import document_from_json, document_json
from aftalegen.document.lines import document_lines
from aftalegen.document.nodes import (
    CrossRef,
    Document,
    Fact,
    Item,
    Items,
    Paragraph,
    Row,
    Section,
    Signature,
    Signatures,
    Table,
    Text,
)
from aftalegen.document.numbering import item_label, numbered
from aftalegen.document.walk import plain, walk_blocks, walk_sections
from aftalegen.words.faults import AftalegenError, each_error
from aftalegen.words.place import Source
from tests.accepting import renumbered
from tests.documents import document


def section(key: str, *blocks: object, appendix: bool = False, line: int = 1) -> Section:
    place = Source("x.md", line)
    return Section(key, (Text(key),), blocks, appendix=appendix, source=place)  # type: ignore[arg-type]


def below(key: str, *blocks: object) -> Section:
    return Section(key, (Text(key),), blocks, level=2)  # type: ignore[arg-type]


def refers(key: str, line: int = 1) -> Paragraph:
    return Paragraph((Text("jf. "), CrossRef(key)), source=Source("x.md", line))


def test_sections_count_and_appendices_count_for_themselves() -> None:
    found = numbered(
        document(
            section("a", below("a1"), below("a2")),
            section("b"),
            section("c", below("c1"), appendix=True),
            section("d", appendix=True),
            section("e", below("e1")),
        )
    )

    assert [(s.key, s.number) for s in walk_sections(found.sections)] == [
        ("a", "1"), ("a1", "1.1"), ("a2", "1.2"),
        ("b", "2"),
        ("c", "Appendiks A"), ("c1", "A.1"),
        ("d", "Appendiks B"),
        ("e", "3"), ("e1", "3.1"),
    ]  # fmt: skip


def test_a_reference_says_section_or_appendix_with_its_number() -> None:
    found = numbered(
        document(
            section("a", *(refers(key) for key in ("b", "b1", "c", "c1"))),
            section("b", below("b1")),
            section("c", below("c1"), appendix=True),
        )
    )

    assert [plain(block.inlines) for block in found.sections[0].blocks if isinstance(block, Paragraph)] == [
        "jf. afsnit\u00a02", "jf. afsnit\u00a02.1", "jf. appendiks\u00a0A", "jf. appendiks\u00a0A.1",
    ]  # fmt: skip


def point(text: str, key: str | None = None) -> Paragraph:
    return Paragraph((Text(text),), key)


def with_points(*sections: Section) -> Document:
    return numbered(replace(document(*sections), points=True))


def points_of(found: Document) -> list[tuple[str, str]]:
    return [
        (plain(p.inlines), p.number)
        for p in walk_blocks(found.sections)
        if isinstance(p, Paragraph)
    ]


def test_each_paragraph_has_a_number_that_no_section_has() -> None:
    found = with_points(
        section(
            "a",
            point("før"),
            point("før igen"),
            below("a1", point("i"), point("i igen")),
            below("a2", point("i næste")),
        ),
        section("b", point("alene"), Items(True, (Item((Text("led"),)),)), point("efter listen")),
        section("c", below("c1", point("i appendiks")), appendix=True),
    )

    assert points_of(found) == [
        ("før", "1.0.1"), ("før igen", "1.0.2"),
        ("i", "1.1.1"), ("i igen", "1.1.2"), ("i næste", "1.2.1"),
        ("alene", "2.1"), ("efter listen", "2.2"),
        ("i appendiks", "A.1.1"),
    ]  # fmt: skip
    sections = {s.number for s in walk_sections(found.sections)}
    assert not sections & {number for _text, number in points_of(found)}


def test_a_document_without_points_has_no_numbers_of_paragraphs() -> None:
    found = numbered(document(section("a", point("tekst", "her")), section("b", refers("her"))))

    assert [number for _text, number in points_of(found)] == ["", ""]
    assert points_of(found)[1][0] == "jf. afsnit\u00a01"
    assert b"point" not in document_json(found) and b'number": "1.1' not in document_json(found)


def test_a_reference_to_a_paragraph_says_punkt_and_its_number() -> None:
    found = with_points(
        section("a", refers("her"), refers("der")),
        section("b", below("b1", point("x"), point("her", "her"))),
        section("c", point("der", "der"), appendix=True),
    )

    assert [text for text, _number in points_of(found)][:2] == [
        "jf. punkt\u00a02.1.2", "jf. appendiks\u00a0A.1",
    ]  # fmt: skip


def test_a_key_that_two_paragraphs_have_cannot_be_referred_to() -> None:
    with pytest.raises(AftalegenError, match="no paragraph that has it alone"):
        with_points(section("a", point("x", "her")), section("b", point("y", "her"), refers("her")))


def test_numbers_of_paragraphs_are_read_back_from_json() -> None:
    found = with_points(section("a", point("x", "her"), refers("her")))

    again = document_from_json(document_json(found), "x.json")
    assert repr(again) == repr(found)


def test_references_are_found_in_titles_lists_tables_and_subsections() -> None:
    reference = (CrossRef("a"),)
    row = Row((reference,))
    listed = Items(False, (Item(reference, Items(False, (Item(reference),))),))
    table = Table(reference, ("left",), (100,), row, (row,))
    titled = Section("b", reference, (), level=2)
    found = numbered(document(section("a", listed, table, titled)))

    assert repr(found).count("text='afsnit\\xa01'") == 6


def test_references_are_found_on_the_title_page() -> None:
    reference = (CrossRef("b"),)
    page = replace(
        document(section("a"), section("b")),
        title=reference,
        subtitle=reference,
        facts=(Fact("Se", reference),),
    )
    found = numbered(page)

    told = (found.title, found.subtitle, found.facts[0].value)
    assert [plain(inlines) for inlines in told] == ["afsnit\u00a02"] * 3


def test_a_reference_of_a_signing_party_is_found() -> None:
    signing = Signatures((Signature((CrossRef("a"),), ((CrossRef("a"),),)),))

    assert repr(numbered(document(section("a", signing)))).count("text='afsnit\\xa01'") == 2


def test_labels_are_letters_then_roman_numbers() -> None:
    items = Items(True, (Item((), Items(True, (Item(()), Item(())))), Item(())))
    (found,) = numbered(document(section("a", items))).sections[0].blocks

    assert isinstance(found, Items)
    assert [item.label for item in found.items] == ["a)", "b)"]
    assert found.items[0].items is not None
    assert [item.label for item in found.items[0].items.items] == ["i)", "ii)"]


def test_numbers_and_labels_are_counted_anew_at_every_depth() -> None:
    nested = Items(True, (Item((Text("i"),)), Item((Text("ii"),))))
    listed = Items(True, (Item((Text("a"),)), Item((Text("b"),), nested)))
    before = numbered(
        document(section("a"), section("b", below("b1"), listed, below("b2", listed)))
    )
    first, (_one, items, two) = before.sections[0], before.sections[1].blocks
    assert isinstance(items, Items) and isinstance(two, Section)
    without = replace(items, items=items.items[1:])
    fewer = replace(before.sections[1], blocks=(without, replace(two, blocks=(without,))))

    after = renumbered(replace(before, sections=(fewer, first)))

    assert [(s.key, s.number) for s in walk_sections(after.sections)] == [
        ("b", "1"), ("b2", "1.1"), ("a", "2"),
    ]  # fmt: skip
    assert [(line.depth, line.label) for line in document_lines(after) if line.kind == "item"] == [
        (1, "a)"), (2, "i)"), (2, "ii)"),
        (1, "a)"), (2, "i)"), (2, "ii)"),
    ]  # fmt: skip


def test_what_was_never_numbered_gets_no_number_and_no_label() -> None:
    listed = Items(True, (Item((Text("a"),), Items(False, (Item(()),))),))
    never = document(section("a", listed, below("a1", listed)))

    assert renumbered(never) == never


@pytest.mark.parametrize(
    ("ordered", "depth", "index", "label"),
    [
        (True, 0, 25, "z)"),
        (True, 0, 26, "aa)"),
        (True, 0, 52, "ba)"),
        (True, 1, 11, "xii)"),
        (True, 1, 12, "13)"),
        (False, 0, 3, "•"),
        (False, 1, 3, "–"),
    ],
)
def test_no_list_is_too_long_for_its_labels(
    ordered: bool, depth: int, index: int, label: str
) -> None:
    assert item_label(ordered, depth, index) == label


def test_unknown_references_and_keys_used_twice_are_told_together_with_their_places() -> None:
    with pytest.raises(AftalegenError) as caught:
        numbered(
            document(
                section("oekonomi", refers("maalgrupe", line=3)),
                section("maalgruppe", line=5),
                section("oekonomi", line=9),
            )
        )
    found = each_error(caught.value)

    assert [(e.rule, str(e.source)) for e in found] == [
        ("unknown-reference", "x.md:3:1"),
        ("duplicate-section", "x.md:9:1"),
    ]
    assert found[0].hint == "did you mean «maalgruppe»?"
