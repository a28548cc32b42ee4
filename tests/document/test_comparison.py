"""What counts as a change of the agreement, and what does not."""

from dataclasses import replace
from typing import Any

from hypothesis import given

from aftalegen.document.difference import Aside, Comparison, difference
from aftalegen.document.nodes import (
    CrossRef,
    Document,
    Field,
    Paragraph,
    Section,
    Text,
)
from aftalegen.document.substance import substance_hash
from aftalegen.document.walk import walk_sections
from aftalegen.words.place import Source
from tests.document.test_redline import in_a_section
from tests.documents import agreement, fact, items, paragraph, section
from tests.generated import documents, edits, whole_documents


def compared(old: Document, new: Document, *causes: Any) -> Comparison:
    return difference(old, new, *causes).comparison


PLACE = Source("data/tasks/forebyggelse.yaml", 7, 5, "target_group.midt.text")


@whole_documents
@given(edits())
def test_the_hash_is_the_same_if_and_only_if_no_section_changed(
    pair: tuple[Document, Document],
) -> None:
    old, new = pair

    assert (substance_hash(old) == substance_hash(new)) is not bool(compared(old, new).sections)


@whole_documents
@given(documents())
def test_every_section_of_an_agreement_against_itself_is_compared(document: Document) -> None:
    found = compared(document, document)

    assert (found.sections, found.aside) == ((), ())
    assert found.unchanged == sum(1 for _section in walk_sections(document.sections))


def test_a_changed_section_tells_the_words_in_and_out_and_where_they_were_written() -> None:
    old, new = with_target("kræft samt KOL"), with_target("kræft, knogleskørhed samt KOL")

    (change,) = compared(old, new).sections
    (passage,) = change.passages

    assert (change.key, change.kind, change.number_after) == ("maalgruppe", "changed", "1")
    assert (passage.words_in, passage.words_out) == (("knogleskørhed",), ())
    assert passage.source == PLACE


def test_the_cause_is_the_latest_decision_that_names_a_word() -> None:
    old, new = with_target("kræft samt KOL"), with_target("kræft, Knogleskørhed samt KOL")
    terms = (("februar", ("angst", "knogleskørhed")), ("marts", ("knogleskørhed",)), ("maj", ()))

    assert decisions(compared(old, new, terms)) == ["marts"]
    assert decisions(compared(old, new)) == [None]


def test_the_cause_is_before_all_the_decision_that_the_section_names() -> None:
    old, new = with_target("kræft"), with_target("kræft og KOL")
    (only,) = new.sections
    new = replace(new, sections=(replace(only, decision="sektionens"),))

    assert decisions(compared(old, new, (("anden", ("KOL",)),))) == ["sektionens"]


def test_the_decision_that_brought_a_section_is_not_the_cause_of_what_comes_later() -> None:
    old, new = (
        replace(d, sections=tuple(replace(s, decision="februar") for s in d.sections))
        for d in (with_target("kræft"), with_target("kræft og KOL"))
    )

    assert decisions(compared(old, new)) == [None]
    assert set(decisions(compared(old, replace(new, sections=())))) == {None}


def test_a_text_may_name_its_decision() -> None:
    old, new = with_target("kræft"), with_target("kræft og KOL")
    texts = {"data/tasks/forebyggelse.yaml:target_group.midt.text": "marts"}

    assert decisions(compared(old, new, (), texts)) == ["marts"]


def test_a_new_number_of_a_section_or_a_reference_is_aside() -> None:
    reference = Paragraph((CrossRef("b"),))
    old = agreement(section("a", reference), section("b"))
    new = agreement(section("a", reference), section("ny"), section("b"))

    found = compared(old, new)

    assert [(c.key, c.kind) for c in found.sections] == [("ny", "inserted")]
    assert found.unchanged == 2
    assert [a.matter for a in found.aside] == ["form", "number"]
    assert substance_hash(agreement(section("a", reference), section("b"))) == substance_hash(old)


def test_sections_that_change_places_are_moved() -> None:
    old, new = agreement(section("a"), section("b")), agreement(section("b"), section("a"))

    (change,) = compared(old, new).sections

    assert change.kind == "moved"
    assert {change.number_before, change.number_after} == {"1", "2"}


def test_what_goes_is_told_with_its_subsections_once() -> None:
    below = Section("a-1", (Text("under"),), (Paragraph((Text("ord"),)),), level=2)
    found = compared(agreement(section("a", below), section("b")), agreement(section("b")))

    assert [(c.key, c.kind, len(c.passages)) for c in found.sections] == [("a", "removed", 3)]


def test_title_page_edition_looks_and_spaces_are_aside() -> None:
    old = replace(
        agreement(section("a", paragraph("Parterne mødes."))), facts=(fact("Udgave", "1"),)
    )
    bold = Paragraph((Text("Parterne  "), Text("mødes.", strong=True)))
    new = replace(agreement(section("a", bold)), facts=(fact("Udgave", "2"),), edition="V20260326")

    found = compared(old, new)

    assert found.sections == ()
    assert {fact.matter for fact in found.aside} == {"edition", "title page", "form"}
    assert Aside("title page", "Udgave", "1", "2") in found.aside
    assert substance_hash(old) == substance_hash(new)


def test_a_section_where_nothing_is_agreed_is_aside() -> None:
    old, new = log("én beslutning"), log("to beslutninger")

    found = compared(old, new)

    assert (found.sections, found.unchanged) == ((), 0)
    assert [(fact.matter, fact.where) for fact in found.aside] == [("section", "log")]
    assert substance_hash(old) == substance_hash(new)


def test_a_changed_cell_and_a_new_item_are_passages_of_their_own() -> None:
    cells = compared(in_a_section(("træning", "100 kr.")), in_a_section(("træning", "150 kr.")))
    lists = compared(
        agreement(section("a", items("x"))), agreement(section("a", items("x", "og mere")))
    )

    assert [p.after for c in cells.sections for p in c.passages] == ["træning | 150 kr."]
    assert [(p.before, p.after) for c in lists.sections for p in c.passages] == [("", "og mere")]


# --- small documents ----------------------------------------------------------------------------


def decisions(found: object) -> list[object]:
    return [p.decision for c in found.sections for p in c.passages]  # type: ignore[attr-defined]


def with_target(text: str) -> Document:
    return agreement(section("maalgruppe", Paragraph((Field(text, source=PLACE),))))


def log(text: str) -> Document:
    (only,) = agreement(section("log", paragraph(text))).sections
    return replace(agreement(), sections=(replace(only, substance=False),))


def test_a_new_row_is_a_passage_that_was_not_there() -> None:
    (change,) = compared(
        in_a_section(("kost", "1 kr.")), in_a_section(("kost", "1 kr."), ("KOL", "2 kr."))
    ).sections
    (passage,) = change.passages

    assert (passage.before, passage.after) == ("", "KOL | 2 kr.")
