"""Our text against theirs: a redline to what a party sent back, by whichever way it edited."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest

from aftalegen.cli.app import main
from aftalegen.document.nodes import Document, Field, Item, Items, Section
from aftalegen.document.numbering import numbered
from aftalegen.document.walk import plain, walk_inlines
from aftalegen.negotiation.base import Bases, Named
from aftalegen.negotiation.printed import printed
from aftalegen.negotiation.theirs import their_text
from aftalegen.records.project import Project
from aftalegen.writers.text import document_text
from tests.conftest import SmallProject
from tests.documents import document, paragraph, table, words
from tests.editing import Editor
from tests.negotiation.test_received import sent

Edit = Callable[[Editor], object]


def theirs(project: SmallProject, *edits: Edit) -> Document:
    editor = Editor(sent(project))
    for edit in edits:
        edit(editor)
    return their_text(Bases(Project(project.folder)), editor.saved(), "svar.docx", Named())[1]


def lines(document: Document) -> list[str]:
    return [line for line in document_text(document).decode().split("\n") if line.strip()]


def changed(project: SmallProject, *edits: Edit) -> tuple[set[str], set[str]]:
    """The lines that are only ours, and those that are only theirs."""
    ours, them = lines(project.document()), lines(theirs(project, *edits))
    return set(ours) - set(them), set(them) - set(ours)


def test_a_file_that_was_only_saved_says_our_text(small_project: SmallProject) -> None:
    assert theirs(small_project) == small_project.document()


@pytest.mark.parametrize(
    ("edit", "ours", "them"),
    [
        (
            lambda e: e.replace("om året", "om måneden"),
            "1.234.000\u00a0kr. om året",
            "kr. om måneden",
        ),
        (lambda e: e.silently("om året", "om måneden"), "kr. om året", "kr. om måneden"),
        (
            lambda e: e.new_paragraph("Rammen er", "Lønnen følger med. FIKTIV"),
            "",
            "Lønnen følger med",
        ),
        (lambda e: e.new_row("sygdomsmestring", "tolk", "5 kr."), "", "tolk"),
        (lambda e: e.remove_row("sygdomsmestring"), "sygdomsmestring", ""),
        (lambda e: e.remove_paragraph("Rammen er"), "Rammen er", ""),
    ],
    ids=["tracked", "silent", "a paragraph", "a row", "a row gone", "a paragraph gone"],
)
def test_what_they_edited_is_all_that_differs(
    small_project: SmallProject, edit: Edit, ours: str, them: str
) -> None:
    old, new = changed(small_project, edit)
    assert bool(old) == bool(ours) and bool(new) == bool(them)
    assert ours in " ".join(old)
    assert them in " ".join(new)


def test_values_that_they_left_are_still_values(small_project: SmallProject) -> None:
    found = theirs(small_project, lambda e: e.replace("om året", "om måneden"))
    fields = [i for i in walk_inlines(found) if isinstance(i, Field)]
    assert "1.234.000\u00a0kr." in [one.text for one in fields]


def test_items_are_counted_with_those_that_came_in(small_project: SmallProject) -> None:
    small_project.section("1. Den ene.\n2. Den anden.")
    found = theirs(small_project, lambda e: e.new_paragraph("Den anden", "Den nye. FIKTIV"))
    (items,) = [b for b in found.sections[1].blocks if isinstance(b, Items)]
    assert [(one.label, plain(one.inlines)) for one in items.items] == [
        ("a)", "Den ene."),
        ("b)", "Den nye. FIKTIV"),
        ("c)", "Den anden."),
    ]


@pytest.fixture
def svar(small_project: SmallProject, tmp_path: Path) -> Path:
    editor = Editor(sent(small_project))
    editor.replace("om året", "om måneden")
    (tmp_path / "svar.docx").write_bytes(editor.saved())
    return tmp_path / "svar.docx"


def test_a_redline_shows_our_text_against_theirs(
    small_project: SmallProject, svar: Path, tmp_path: Path
) -> None:
    out = tmp_path / "ud"
    words = ["redline", "--to-received", str(svar), "--format", "docx,pdf,html", "--out", str(out)]
    assert main([*words, "--project", str(small_project.folder)]) == 0
    names = sorted(path.name for path in out.rglob("*.docx"))
    assert names == [
        "Aftale Nordby, Nordby Kommunes tekst ændringer siden V20260319.docx",
        "Aftale Nordby, Nordby Kommunes tekst ændringsliste siden V20260319.docx",
    ]
    body = ZipFile(next(out.rglob("*ændringer*.docx"))).read("word/document.xml").decode()
    assert body.count('w:author="Nordby Kommune"') == 2
    assert "måneden" in body
    html = next(out.rglob("*ændringer*.html")).read_text(encoding="utf-8")
    assert "<del>året" in html and "<ins>måneden" in html


def test_their_text_can_be_seen_while_nothing_is_decided_of_what_they_wish(
    small_project: SmallProject, svar: Path, tmp_path: Path
) -> None:
    own = ("--project", str(small_project.folder))
    assert main(["receive", str(svar), "--write", *own]) == 0
    out = ("--format", "docx", "--out", str(tmp_path / "ud"))
    assert main(["redline", "--to-received", str(svar), *out, *own]) == 0
    assert len(list((tmp_path / "ud").rglob("*.docx"))) == 2


def test_two_texts_to_compare_with_are_one_too_many(
    small_project: SmallProject, svar: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["redline", "--to-received", str(svar), "--to", "V20260319"]
    assert main([*words, "--project", str(small_project.folder)]) == 2
    assert "two are named" in capsys.readouterr().err


def test_a_file_that_is_not_ours_is_told_and_nothing_is_written(
    small_project: SmallProject, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "svar.docx").write_bytes(b"PK")
    words = ["redline", "--to-received", str(tmp_path / "svar.docx"), "--out", str(tmp_path / "ud")]
    assert main([*words, "--project", str(small_project.folder)]) == 3
    assert not (tmp_path / "ud").exists()


def test_a_passage_is_told_by_the_number_of_its_paragraph_and_else_of_its_section() -> None:
    listed = Items(
        True,
        (
            Item(
                words("led"),
            ),
        ),
    )
    text = Section("a", words("A"), (paragraph("før"), listed, table(("celle",))))
    found = printed(numbered(replace(document(text), points=True)))

    told = [(one.words[0], one.place) for one in found if one.section]
    assert told == [("A", "1"), ("før", "1.1"), ("led", "1.1"), ("kolonne", "1"), ("celle", "1")]
