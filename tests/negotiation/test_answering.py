"""What the parties are told: a letter for each, and Bilag 4 for all."""

import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from pdfminer.high_level import extract_text

from aftalegen.cli.app import main
from aftalegen.document.json import document_json
from aftalegen.editions.verify import verified
from aftalegen.negotiation.answers import answer_letters
from aftalegen.negotiation.feedback import feedback_document
from aftalegen.negotiation.rows import Asked, issues_of
from aftalegen.records.project import Project
from aftalegen.writers.text import document_text
from tests.conformance.docx_lint import lint
from tests.conftest import SmallProject
from tests.negotiation.register import FOLDER, NORDBY, SOENDERAA, fill, register

Run = Callable[..., int]
REJECTED = (
    "    state: rejected\n    answer: Rammen er den aftalte.\n    reason: Beløbet er fra sagen.\n"
    "    decided_by: Styregruppen\n    decided_on: 2026-03-25\n"
)


@pytest.fixture
def filled(small_project: SmallProject) -> SmallProject:
    fill(small_project)
    path = small_project.folder / NORDBY
    path.write_text(path.read_text(encoding="utf-8") + REJECTED, encoding="utf-8")
    return small_project


def run(project: SmallProject, *words: str) -> int:
    return main([*words, "--project", str(project.folder)])


def test_a_letter_says_who_answers_and_is_a_draft_only_for_what_is_its_partys_own(
    filled: SmallProject,
) -> None:
    for one in ("nordby-01", "nordby-02"):
        decided = ("--state", "noted", "--by", "Styregruppen", "--answer", "FIKTIV", "--write")
        assert run(filled, "decide", one, *decided) == 0
    found = letters(filled)
    nordby, other = (
        found[f"Svar på tilbagemelding {who} Kommune"] for who in ("Nordby", "Sønderå")
    )

    assert "UDKAST" not in nordby and "UDKAST" in other
    assert "Fra\tRegion Midt" in nordby


def letters(project: SmallProject) -> dict[str, str]:
    opened = Project(project.folder)
    found = answer_letters(issues_of(opened, Asked()), opened)
    return {one.file_name: document_text(one).decode() for one in found}


def feedback(project: SmallProject, reference: str | None = None) -> str:
    opened = Project(project.folder)
    return document_text(feedback_document(issues_of(opened, Asked()), opened, reference)).decode()


@pytest.mark.parametrize(
    "command", [("feedback", "midtbundt"), ("proposals", "nordby"), ("answer",)]
)
def test_what_has_no_subtitle_has_no_empty_line_below_its_title(
    filled: SmallProject, tmp_path: Path, command: tuple[str, ...]
) -> None:
    """A screen reader stops at an empty paragraph, and finds nothing."""
    out = tmp_path / ("ud" if command == ("answer",) else "Ud.docx")
    assert run(filled, *command, "--format", "docx", "--out", str(out)) == 0
    for path in (out,) if out.is_file() else tuple(out.glob("*.docx")):
        assert lint(path.read_bytes()) == []


def test_letters_and_annex_are_danish_whatever_the_terminal_speaks(filled: SmallProject) -> None:
    """The tests speak English."""
    said = " ".join((*letters(filled).values(), feedback(filled)))
    for word in ("Ændring uden spor", "Ikke imødekommet", "ikke afgjort"):
        assert word.casefold() in said.casefold()
    for word in ("without tracking", "not accepted", "not decided", "change"):
        assert word not in said.casefold()


def test_each_party_has_a_letter_with_its_own_wishes_and_answers(filled: SmallProject) -> None:
    found = letters(filled)
    assert [*found] == [
        "Svar på tilbagemelding Nordby Kommune",
        "Svar på tilbagemelding Sønderå Kommune",
    ]
    nordby = found["Svar på tilbagemelding Nordby Kommune"]
    assert "Ikke imødekommet (Styregruppen 25-03-2026)" in nordby
    assert "Rammen er den aftalte." in nordby
    assert "Beløbet er fra sagen." in nordby
    assert "tolk" not in nordby, "that is what Sønderå asks"


def test_the_annex_says_what_was_done_what_was_answered_and_why(filled: SmallProject) -> None:
    said = feedback(filled)
    assert "Håndtering: ikke imødekommet (Styregruppen 25-03-2026)" in said
    assert "Svar: Rammen er den aftalte." in said
    assert "Begrundelse: Beløbet er fra sagen." in said
    assert "V20260319, 19. marts 2026" in said.replace("\u00a0", " ")


def test_what_was_changed_without_tracking_is_said_for_itself(filled: SmallProject) -> None:
    nordby = letters(filled)["Svar på tilbagemelding Nordby Kommune"]
    assert "Disse rettelser var ikke sporet" in nordby.replace("\n", " ")
    tail = nordby[nordby.index("Rettelser uden spor") :]
    assert "hvert andet år" in tail
    assert "1.300.000" not in tail


def test_the_annex_tells_equal_wishes_once_and_counts_them(filled: SmallProject) -> None:
    said = feedback(filled)
    assert said.count("«årligt.» → «hvert andet år.»") == 1
    assert "Ønsket af: Nordby Kommune og Sønderå Kommune" in said
    rows = [
        line for line in said.splitlines() if line.startswith(("Nordby Kommune", "Sønderå Kommune"))
    ]
    assert [" ".join(row.replace("|", " ").split()) for row in rows] == [
        "Nordby Kommune forebyggelse 2 0 1",
        "Sønderå Kommune forebyggelse 3 1 3",
    ]


def test_another_wish_about_the_same_words_is_told_against_the_reference(
    filled: SmallProject,
) -> None:
    filled.change(SOENDERAA, "hvert andet år", "hvert tredje år")
    said = feedback(filled, "Sønderå Kommune")
    assert "Ønsket af: Sønderå Kommune" in said
    assert "Afviger: Nordby Kommune – ud: «tredje», ind: «andet»" in said
    assert "Afviger: Sønderå Kommune" in feedback(filled, "Nordby Kommune")


OFFER = """\
    kind: add
    template: aftale
    section: oekonomi
    passage: 6
    proposed: 'Tilbuddet gives i {place}, og kommunen stiller lokaler, tolk og transport til rådighed for borgerne {days} om ugen, efter aftale med regionen. FIKTIV'
"""


@pytest.mark.parametrize(
    ("days", "told"),
    [
        ("fire dage", "Næsten ens: Sønderå Kommune – ud: «tre», ind: «fire»"),
        ("tre dage", "Ønsket af: Nordby Kommune og Sønderå Kommune"),
    ],
)
def test_what_is_nearly_the_same_is_told_as_that_and_a_name_of_its_own_is_no_difference(
    filled: SmallProject, days: str, told: str
) -> None:
    for key, name, said in (("nordby", "Nordby", "tre dage"), ("soenderaa", "Sønderå", days)):
        wish = OFFER.format(place=name, days=said)
        filled.write(f"{FOLDER}/{key}.forebyggelse.yaml", register(key, f"{name} Kommune", wish))
    assert told in " ".join(feedback(filled, "Nordby Kommune").split())


def test_two_wishes_about_other_words_of_one_passage_do_not_differ_from_each_other(
    filled: SmallProject,
) -> None:
    filled.change(SOENDERAA, "hvert andet år", "årligt")
    filled.change(SOENDERAA, "proposed: 'Aftalen er mellem", "proposed: 'Denne aftale er mellem")
    said = feedback(filled, "Nordby Kommune")
    assert "«årligt.» → «hvert andet år.»" in said
    assert "«Aftalen» → «Denne aftale»" in said
    assert "Afviger" not in said


def test_who_has_nothing_to_say_is_named(filled: SmallProject) -> None:
    (filled.folder / SOENDERAA).unlink()
    assert "Sønderå Kommune har ingen bemærkninger." in feedback(filled)


@pytest.mark.parametrize("shape", ["docx", "pdf", "html"])
def test_letters_and_annex_are_written(filled: SmallProject, tmp_path: Path, shape: str) -> None:
    assert run(filled, "answer", "--format", shape, "--out", str(tmp_path / "breve")) == 0
    assert len(list((tmp_path / "breve").glob(f"Svar*.{shape}"))) == 2
    out = tmp_path / f"bilag.{shape}"
    assert run(filled, "feedback", "midtbundt", "--reference", "nordby", "--out", str(out)) == 0
    assert out.stat().st_size > 2000


def test_the_annex_as_a_workbook_has_counts_and_wishes(
    filled: SmallProject, tmp_path: Path
) -> None:
    out = tmp_path / "bilag.xlsx"
    assert run(filled, "feedback", "midtbundt", "--out", str(out)) == 0
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == ["Overblik", "Ønsker"]
    assert book["Overblik"]["C3"].value == 3
    assert book["Ønsker"].max_row == 5


def test_what_is_not_decided_makes_a_draft(filled: SmallProject) -> None:
    opened = Project(filled.folder)
    (first, *_more) = answer_letters(issues_of(opened, Asked()), opened)
    assert first.draft == "UDKAST"
    assert b"UDKAST" in document_json(first)


# --- as an annex of a bundle --------------------------------------------------------------------


FEEDBACK = "status: draft\nfeedback: {number: 4, reference: nordby, document_id: '77'}\nannexes:"


def bundled(project: SmallProject, out: Path, *more: str) -> int:
    project.change("data/bundles/midtbundt.yaml", "annexes:", FEEDBACK)
    for key, number in (("nordby", 1), ("soenderaa", 5)):
        of = f"{{municipality: {key}, "
        project.change("data/bundles/midtbundt.yaml", of, f"{of}number: {number}, ")
    return run(project, "bundle", "midtbundt", "--out", str(out), *more)


def test_a_bundle_has_the_feedback_as_an_annex_in_its_place(
    filled: SmallProject, tmp_path: Path
) -> None:
    out = tmp_path / "samling"
    assert bundled(filled, out, "--one-pdf") == 0
    name = "Bilag 4 - Kommunernes tilbagemelding efter politisk behandling"
    assert {f"{name}.docx", f"{name}.pdf"} <= {path.name for path in out.iterdir()}
    sheet = openpyxl.load_workbook(out / "Bilagsoversigt.xlsx").active
    rows = [(row[0].value, row[5].value, row[7].value) for row in sheet.iter_rows(min_row=2)]
    assert rows == [("1", "Udkast", "mangler"), ("4", "Udkast", "77"), ("5", "Udkast", "mangler")]
    assert verified(out) and all(one.state == "as issued" for one in verified(out))
    (told,) = json.loads((out / "manifest.json").read_text(encoding="utf-8"))["enclosed"]
    assert [file["name"] for file in told["files"]] == [f"{name}.docx", f"{name}.pdf"]
    assert "hvert andet år" in extract_text(out / "Alle bilag.pdf")


def test_a_changed_file_of_the_annex_is_found(filled: SmallProject, tmp_path: Path) -> None:
    out = tmp_path / "samling"
    assert bundled(filled, out) == 0
    (pdf,) = out.glob("Bilag 4*.pdf")
    pdf.write_bytes(pdf.read_bytes() + b" ")
    assert [one.name for one in verified(out) if one.state != "as issued"] == [pdf.name]


def test_a_reference_that_is_not_there_is_told_where_the_bundle_names_it(
    filled: SmallProject, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    filled.change("data/bundles/midtbundt.yaml", "annexes:", FEEDBACK.replace("nordby", "nordbo"))
    assert run(filled, "bundle", "midtbundt", "--out", str(tmp_path / "samling")) == 3
    assert "data/bundles/midtbundt.yaml:13" in capsys.readouterr().err
    assert not (tmp_path / "samling").exists()


def test_a_bundle_of_which_nothing_came_back_says_so(filled: SmallProject) -> None:
    (filled.folder / NORDBY).unlink()
    (filled.folder / SOENDERAA).unlink()
    said = feedback(filled)
    assert "Nordby Kommune og Sønderå Kommune har ingen bemærkninger." in said
