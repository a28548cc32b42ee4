"""What the list of changes says, for who reads the first sentence and for who reads it all."""

from dataclasses import replace

from aftalegen.document.nodes import CrossRef, Document, Paragraph, Row, Section, Table
from aftalegen.document.numbering import numbered
from aftalegen.document.walk import worded
from aftalegen.editions.change_list import change_list, in_one_sentence
from aftalegen.editions.decisions import NONE, Decisions
from aftalegen.writers.text import document_text

WRITTEN = Decisions(
    titles={"knogler": "Knogleskørhed indgår igen"},
    told={"knogler": "Knogleskørhed indgår igen (Regionsrådet i Prøve, 18. marts 2026)"},
    revisions={},
    terms=(("knogler", ("knogleskørhed",)),),
    texts={},
)


def section(key: str, title: str, *blocks: Paragraph | Table | Section, level: int = 1) -> Section:
    return Section(key, worded(title), blocks, level=level)


def text(words: str) -> Paragraph:
    return Paragraph(worded(words))


def steps(*rows: tuple[str, ...]) -> Table:
    header = Row((worded("Trin"), worded("Frist")))
    cells = tuple(Row(tuple(map(worded, row))) for row in rows)
    return Table(worded("Uenighed"), ("left",) * 2, (50, 50), header, cells)


def agreement(*sections: Section, edition: str = "V20260224", day: str = "2026-02-24") -> Document:
    return numbered(
        Document(
            "midt/nordby/aftale", "Aftale", worded("Aftale"), worded("mellem to"), (),
            edition, day, "Region Prøve", False, "", sections,
        )
    )  # fmt: skip


def told(old: Document, *sections: Section, decisions: Decisions = NONE) -> str:
    """The words of the list between an agreement and a later one with these sections."""
    new = agreement(*sections, edition="V20260319", day="2026-03-19")
    return words(old, new, decisions)


def words(old: Document, new: Document, decisions: Decisions = NONE) -> str:
    found = change_list(old, new, decisions.difference(old, new).comparison, decisions)
    return document_text(found).decode().replace("\u00a0", " ")


GROUP = section("gruppe", "Målgruppe", text("Målgruppen har kræft samt muskelsygdom."))
WIDER = section(
    "gruppe", "Målgruppe", text("Målgruppen har kræft, knogleskørhed samt muskelsygdom.")
)
GOAL = section("formaal", "Formål", text("Parterne samarbejder."))


def test_it_begins_with_what_was_decided_in_one_sentence() -> None:
    said = told(agreement(GROUP, GOAL), WIDER, GOAL, decisions=WRITTEN)

    assert "\nÉn ændring i det aftalte: Knogleskørhed indgår igen.\n" in said
    assert "Fra\tudgave V20260224 af 24. februar 2026" in said
    assert "Til\tudgave V20260319 af 19. marts 2026" in said


def test_a_change_that_nobody_decided_is_named_by_its_section_and_waits_for_its_cause() -> None:
    said = told(agreement(GROUP, GOAL), WIDER, GOAL)

    assert "Én ændring i det aftalte: ændret tekst i afsnit 1 Målgruppe." in said
    assert "[årsag afventer]" in said
    assert ".md" not in said and ".yaml" not in said


def test_many_changes_are_counted_and_the_first_named() -> None:
    groups = [section(f"s{i}", f"Emne {i}", text(f"Frist {i} uger.")) for i in range(7)]
    later = [section(f"s{i}", f"Emne {i}", text(f"Frist {i} dage.")) for i in range(7)]
    old = agreement(*groups)
    found = NONE.difference(old, agreement(*later)).comparison

    assert in_one_sentence(found, NONE) == (
        "Syv ændringer i det aftalte: ændret tekst i afsnit\u00a01 Emne 0; "
        "ændret tekst i afsnit\u00a02 Emne 1; ændret tekst i afsnit\u00a03 Emne 2; "
        "ændret tekst i afsnit\u00a04 Emne 3; ændringer i tre andre afsnit."
    )


def test_the_words_of_a_section_that_went_stand_under_before() -> None:
    gone = section("proeve", "Prøve", section("dag", "Dag", text("Der prøves dagligt."), level=2))

    said = told(agreement(GROUP, gone, GOAL), GROUP, GOAL)

    assert "2.1 Dag\tDer prøves dagligt.\tTeksten udgår" in said
    assert "afsnit 2 Prøve udgår" in said
    assert "Afsnit 3 er nu afsnit 2." in said


def test_a_row_of_a_table_is_told_cell_by_cell() -> None:
    old = agreement(section("uenighed", "Uenighed", steps(("1", "20 dage"), ("2", "1 uge"))))

    said = told(old, section("uenighed", "Uenighed", steps(("1", "15 dage"), ("2", "1 uge"))))

    assert "\tTrin: 1\nFrist: 20 dage\tTrin: 1\nFrist: 15 dage\t" in said
    assert "|" not in said


def test_a_row_that_came_in_has_no_text_before() -> None:
    old = agreement(section("uenighed", "Uenighed", steps(("1", "20 dage"))))

    said = told(old, section("uenighed", "Uenighed", steps(("1", "20 dage"), ("2", "1 uge"))))

    assert "1 Uenighed\tIngen tekst\tTrin: 2\nFrist: 1 uge\t" in said


def test_a_reference_that_came_along_is_a_consequence_and_none_of_the_changes() -> None:
    after = Paragraph((*worded("Borgeren kan klage, jf. "), CrossRef("formaal"), *worded(".")))

    said = told(
        agreement(section("klage", "Klage", text("Borgeren kan klage.")), GOAL),
        section("klage", "Klage", after), GOAL,
    )  # fmt: skip

    assert "\tFølgeændring" in said
    assert "Kun redaktionelle rettelser og følgeændringer; intet i det aftalte er ændret." in said


def test_the_same_letters_are_an_edit() -> None:
    said = told(
        agreement(section("a", "A", text("Fristen er tre dage"))),
        section("a", "A", text("Fristen er tre dage.")),
    )

    assert "\tRedaktionel rettelse" in said


def test_a_text_that_is_no_edition_yet_is_called_a_draft() -> None:
    old = agreement(GROUP, GOAL)
    new = replace(agreement(WIDER, GOAL), edition=old.edition)

    assert "Til\tkladde efter V20260224, endnu ikke en ny udgave" in words(old, new)


def test_what_differs_without_substance_is_said_in_words() -> None:
    log = replace(section("log", "Log", text("Før.")), substance=False)
    new = section("nyt", "Nyt", text("Ny tekst."))

    said = told(agreement(GROUP, GOAL, log), GROUP, new, GOAL)

    assert "Afsnit 2 er nu afsnit 3." in said
    assert "«Log», hvor intet er aftalt, er udgået." in said
    assert "steder" not in said
