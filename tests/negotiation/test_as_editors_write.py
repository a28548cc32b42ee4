"""What editors do to a file besides the edit that a person made is no edit."""

import copy

from tests.conftest import SmallProject
from tests.editing import Editor, run, w
from tests.negotiation.test_received import PARTIES, W, edited, sent, told
from tests.negotiation.test_received import came_back as back
from tests.tracked import resolved

THREE = "Første stykke er her.\n\nAndet stykke er her.\n\nTredje stykke er her."
SECOND = "templates/aftale/02-oekonomi.md:7"


def resaved(project: SmallProject, docx: bytes) -> list[str]:
    return told(back(project, docx))


def test_a_split_that_gives_both_halves_the_anchor_is_one_edit(small_project: SmallProject) -> None:
    def as_libreoffice_splits(editor: Editor) -> None:
        editor.split("evaluerer ")
        first = editor.paragraph("evaluerer ")
        second = first.getnext()
        assert second is not None
        anchor = first.find(f"{W}bookmarkStart")
        assert anchor is not None
        second.insert(1, copy.deepcopy(anchor))

    assert edited(small_project, as_libreoffice_splits) == [f"split in 1: «» -> «» @ {PARTIES}"]


def test_an_anchor_that_was_left_behind_by_its_words_says_nothing(
    small_project: SmallProject,
) -> None:
    small_project.section(THREE)
    editor = Editor(sent(small_project))
    editor.remove_paragraph("Andet stykke")
    docx = resolved(editor.saved(), "accept")  # its bookmark now stands before the third

    assert resaved(small_project, docx) == [
        f"silently removed in 2: «Andet stykke er her.» -> «» @ {SECOND}"
    ]


def test_a_paragraph_that_was_split_without_tracking_has_changed_no_words(
    small_project: SmallProject,
) -> None:
    small_project.section(THREE)
    for after in ("Andet ", "Andet stykke"):  # Enter after the space, and before it
        editor = Editor(sent(small_project))
        editor.split(after)
        docx = resolved(editor.saved(), "accept")

        assert resaved(small_project, docx) == [f"silently split in 2: «» -> «» @ {SECOND}"]


def test_edits_in_both_halves_of_a_silent_split_are_found(small_project: SmallProject) -> None:
    small_project.section(THREE)
    editor = Editor(sent(small_project))
    editor.split("Andet ")
    editor = Editor(resolved(editor.saved(), "accept"))
    editor.insert("Andet", " og sidste")
    editor.replace("stykke", "afsnit", editor.paragraph("Andet").getnext())

    assert resaved(small_project, editor.saved()) == [
        f"silently split in 2: «» -> «» @ {SECOND}",
        f"changed in 2: « stykke» -> « og sidste afsnit» @ {SECOND}",
    ]


def test_a_cell_that_was_put_in_with_tracking_is_no_silent_edit(
    small_project: SmallProject,
) -> None:
    small_project.section(": Møder\n\n| Årstid | Emne |\n| --- | --- |\n| forår | budget |")
    table = "templates/aftale/02-oekonomi.md"

    assert edited(small_project, lambda e: e.new_column("budget", "leder")) == [
        f"changed in 2: «» -> « | » @ {table}:7",
        f"changed in 2: «» -> « | leder» @ {table}:9",
    ]


def test_a_field_that_was_replaced_by_its_own_words_is_counted(small_project: SmallProject) -> None:
    """As LibreOffice writes it, when tracking is on."""
    editor = Editor(sent(small_project))
    editor.replace("evaluerer", "evaluerer")
    found = back(small_project, editor.saved())

    assert (told(found), found.typography) == ([], 1)


def test_a_space_that_was_put_in_with_tracking_is_an_edit(small_project: SmallProject) -> None:
    """«på grund» and «pågrund» are not the same words."""
    (line,) = edited(small_project, lambda e: e.insert("evalu", " "))

    assert line == f"changed in 1: «» -> « » @ {PARTIES}"


def test_what_is_split_and_goes_on_with_other_words_is_no_split(
    small_project: SmallProject,
) -> None:
    small_project.section(THREE)
    editor = Editor(sent(small_project))
    editor.paragraph("Andet").addnext(w("p", run("Helt nyt.")))

    assert resaved(small_project, editor.saved()) == [
        f"silently added in 2: «» -> «Helt nyt.» @ {SECOND}"
    ]
