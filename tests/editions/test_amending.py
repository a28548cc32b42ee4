"""What an addendum says is changed: in the numbers and words of the agreement that was signed."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftalegen.document.difference import difference
from aftalegen.document.nodes import CrossRef, Document, Item, Items, Paragraph, Row, Section, Table
from aftalegen.document.numbering import numbered
from aftalegen.document.walk import current, plain, worded
from aftalegen.document.word_changes import word_changes
from aftalegen.editions.amending import amendments
from aftalegen.editions.replacements import replacements
from aftalegen.writers.text import document_text
from tests.documents import agreement, paragraph, section, words


def said(old: Document, new: Document) -> str:
    """The words of what an addendum between two agreements changes."""
    found = amendments(old, new, difference(old, new).comparison)
    whole = replace(
        new, title=(), facts=(), points=False, sections=(section("aendringer", *found),)
    )
    return document_text(numbered(whole)).decode().replace("\u00a0", " ")


def group(text: str, *more: Paragraph | Items | Table) -> Section:
    return section("gruppe", paragraph("Aftalen har en målgruppe."), paragraph(text), *more)


def listed(*texts: str) -> Items:
    return Items(True, tuple(Item(words(text)) for text in texts))


def steps(*rows: tuple[str, str]) -> Table:
    cells = tuple(Row(tuple(map(worded, row))) for row in rows)
    header = Row((words("Trin"), words("Frist")))
    return Table(words("Uenighed"), ("left",) * 2, (50, 50), header, cells)


GOAL, END = (
    section("formaal", paragraph("Parterne samarbejder.")),
    section("slut", paragraph("Slut.")),
)


def test_changed_words_are_cited_with_their_place_and_the_whole_text_follows() -> None:
    old = agreement(GOAL, group("Den har kræft samt muskelsygdom."))
    new = agreement(GOAL, group("Den har kræft, knogleskørhed samt muskelsygdom."))

    text = said(old, new)

    assert (
        "I afsnit 2, 2. afsnit, ændres »kræft samt« til »kræft, knogleskørhed samt«. "
        "Teksten lyder herefter:\n\n»Den har kræft, knogleskørhed samt muskelsygdom.«"
    ) in text


def test_an_agreement_with_paragraph_numbers_is_cited_by_them() -> None:
    old = agreement(GOAL, group("Den har kræft samt gigt."), points=True)
    more = group("Den har kræft, KOL samt gigt.", paragraph("Og mere."))
    new = agreement(GOAL, more, points=True)

    text = said(old, new)

    assert "I punkt 2.2 ændres »kræft samt« til »kræft, KOL samt«. Punktet lyder herefter:" in text
    assert "Efter punkt 2.2 indsættes:\n\n2.3 Og mere." in text


def test_an_agreement_that_was_signed_without_paragraph_numbers_is_cited_as_it_was() -> None:
    old = agreement(GOAL, group("Den har kræft samt gigt."))
    new = agreement(GOAL, group("Den har kræft, KOL samt gigt."), points=True)

    text = said(old, new)

    assert "I afsnit 2, 2. afsnit, ændres »kræft samt« til" in text
    assert "bliver herefter" not in text


def test_paragraphs_that_get_another_number_are_told() -> None:
    rest = (paragraph("To uger."), paragraph("Tre år."))
    old = agreement(section("a", paragraph("Et."), *rest), points=True)
    new = agreement(section("a", *rest), points=True)

    text = said(old, new)

    assert "Punkt 1.1 udgår." in text
    assert "Punkt 1.2-1.3 bliver herefter punkt 1.1-1.2." in text


def test_the_numbers_are_those_of_the_agreement_that_is_amended() -> None:
    old = agreement(GOAL, section("frist", paragraph("Fristen er fire uger.")), END)
    before = section("nyt", paragraph("Et nyt afsnit."))
    new = agreement(GOAL, before, section("frist", paragraph("Fristen er fem uger.")), END)

    text = said(old, new)

    assert "I afsnit 2, 1. afsnit, ændres »fire« til »fem«." in text
    assert "Efter afsnit 1 indsættes som nyt afsnit 2:\n\n2 nyt\n\nEt nyt afsnit." in text
    assert "Afsnit 2-3 bliver herefter afsnit 3-4." in text
    assert "Aftalens henvisninger til afsnit, der får nyt nummer, ændres tilsvarende." in text


def test_what_goes_and_what_comes_is_said_with_its_place() -> None:
    old = agreement(GOAL, group("Denne sætning udgår helt."), END)

    gone = said(
        old, agreement(GOAL, section("gruppe", paragraph("Aftalen har en målgruppe.")), END)
    )
    came = said(
        old, agreement(GOAL, group("Denne sætning udgår helt.", paragraph("Og mere.")), END)
    )

    assert "Afsnit 2, 2. afsnit, udgår." in gone
    assert "Efter afsnit 2, 2. afsnit, indsættes:\n\nOg mere." in came


def test_a_section_that_goes_is_named_and_the_numbers_after_it_follow() -> None:
    text = said(agreement(GOAL, group("Tekst."), END), agreement(GOAL, END))

    assert "Afsnit 2 gruppe udgår." in text
    assert "Afsnit 3 bliver herefter afsnit 2." in text


def test_items_are_cited_by_their_letters_and_get_new_ones() -> None:
    old = agreement(section("liste", paragraph("Krav:"), listed("mål", "plan", "svar")))
    new = agreement(section("liste", paragraph("Krav:"), listed("mål", "svar inden fem dage")))

    text = said(old, new)

    assert "Afsnit 1, 1. afsnit, litra b, udgår." in text
    assert "I afsnit 1, 1. afsnit, litra c, ændres" in text
    assert "Afsnit 1, 1. afsnit, litra c, bliver herefter litra b." in text


def test_a_table_is_changed_row_by_row_and_cell_by_cell() -> None:
    old = agreement(section("trin", steps(("1", "20 dage"), ("2", "1 uge"), ("3", "1 år"))))
    new = agreement(section("trin", steps(("1", "15 dage"), ("3", "1 år"), ("4", "2 år"))))

    text = said(old, new)

    table = "i tabellen »Uenighed« i afsnit 1"
    assert f"I rækken »1« {table}, kolonnen »Frist«, ændres »20 dage« til »15 dage«." in text
    assert f"Rækken »2« {table} udgår." in text
    assert f"Efter rækken »3« {table} indsættes en række, som er gengivet nedenfor." in text
    assert "Trin\tFrist\n1\t15 dage\n4\t2 år" in text


def test_appendices_are_changed_as_sections_are() -> None:
    def with_appendix(text: str) -> Document:
        return agreement(GOAL, section("faglig", paragraph(text), appendix=True))

    text = said(with_appendix("Ét krav gælder."), with_appendix("To krav gælder."))

    assert "I appendiks A, 1. afsnit, ændres »Ét« til »To«." in text


def test_references_in_new_text_are_words_of_the_addendum() -> None:
    see = Paragraph((*worded("Se "), CrossRef("formaal"), *worded(".")))
    found = said(agreement(GOAL, END), agreement(GOAL, section("nyt", see), END))

    assert "Se afsnit 1." in found


def test_a_reference_that_only_follows_is_not_written_again() -> None:
    see = Paragraph((*worded("Se "), CrossRef("slut"), *worded(".")))
    old = agreement(section("a", see, paragraph("Fristen er fire uger.")), END)
    new = agreement(section("a", see, paragraph("Fristen er fem uger.")), GOAL, END)

    text = said(old, new)

    assert "»fire« til »fem«" in text
    assert "Se afsnit" not in text


def test_a_text_with_many_changes_is_written_anew() -> None:
    old = agreement(
        section("a", paragraph("Én a b c d to e f g h tre i j k l fire m n o p fem q r s."))
    )
    new = agreement(
        section("a", paragraph("Ni a b c d ti e f g h elleve i j k l tolv m n o p sytten q r s."))
    )

    assert "Afsnit 1, 1. afsnit, affattes således:" in said(old, new)


# --- replacements -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "cited"),
    [
        ("Fristen er 24 timer.", "Fristen er 12 timer.", ("er 24 timer.", "er 12 timer.")),
        ("KOL, kræft samt gigt", "KOL samt gigt", ("KOL, kræft samt", "KOL samt")),
        ("en uge og en måned", "en uge og to måneder", ("en måned", "to måneder")),
        ("en part og en part", "en part og to part", ("og en part", "og to part")),
    ],
)
def test_words_are_cited_so_that_they_stand_once(
    old: str, new: str, cited: tuple[str, str]
) -> None:
    (found,) = replacements(word_changes(words(old), words(new)))

    assert (found.old, found.new) == cited


TEXTS = st.lists(st.sampled_from(["uge", "en", "og", "to", "24", "jf.", "stk. 1"]), min_size=1)


@given(TEXTS, TEXTS)
def test_to_put_in_what_is_cited_gives_the_new_text(old: list[str], new: list[str]) -> None:
    cited, now = " ".join(old), " ".join(new)
    marked = word_changes(words(cited), words(now))

    was = cited
    for found in reversed(replacements(marked)):
        assert cited.count(found.old) == 1
        start = cited.index(found.old)
        was = was[:start] + found.new + was[start + len(found.old) :]

    assert was.split() == plain(current(marked)).split() == now.split()
