"""Every kind of edit that a person can make in Word is found, and told where its words are from."""

from collections.abc import Callable
from pathlib import Path

import pytest

from aftalegen.document.nodes import Revision
from aftalegen.document.redline import redline
from aftalegen.negotiation.base import Bases, Named
from aftalegen.negotiation.received import Received, received
from aftalegen.records.project import Project
from aftalegen.writers.word import document_docx
from tests.conftest import SmallProject
from tests.editing import Editor

PARTIES = "templates/aftale/01-parter.md:5"
MONEY = "templates/aftale/02-oekonomi.md:5"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def sent(project: SmallProject, who: str = "nordby") -> bytes:
    return document_docx(project.document(who), Project(project.folder).style)


def came_back(project: SmallProject, docx: bytes, named: Named | None = None) -> Received:
    return received(Bases(Project(project.folder)), docx, "svar.docx", named or Named())


def told(one: Received) -> list[str]:
    """Each proposal on a line: what was done, in which section, words out and in, and where."""
    lines = []
    for proposal in one.proposals:
        edit = proposal.edit
        section = edit.sent.section if edit.sent else None
        how = edit.kind if edit.tracked else f"silently {edit.kind}"
        words = f"«{edit.was}» -> «{edit.now}»"
        places = " ".join(
            f"{place.source.file}:{place.source.line}" if place.source else place.origin
            for place in edit.places
        )
        lines.append(f"{how} in {section.number if section else '-'}: {words} @ {places}")
        lines += [f"  {comment.author}: {comment.text}" for comment in proposal.thread]
    return lines


def edited(project: SmallProject, *edits: Callable[[Editor], object]) -> list[str]:
    editor = Editor(sent(project))
    for edit in edits:
        edit(editor)
    return told(came_back(project, editor.saved()))


def test_a_file_that_nobody_touched_has_nothing_to_tell(small_project: SmallProject) -> None:
    back = came_back(small_project, sent(small_project))

    assert back.nothing_changed
    assert (back.municipality, back.task, back.base.edition) == (
        "nordby",
        "forebyggelse",
        "V20260319",
    )


# --- words ------------------------------------------------------------------------------------


def test_a_tracked_word_is_found_with_the_line_of_the_template(small_project: SmallProject) -> None:
    assert edited(small_project, lambda e: e.replace("årligt", "hvert andet år")) == [
        f"changed in 1: «årligt» -> «hvert andet år» @ {PARTIES}"
    ]


def test_a_tracked_amount_is_found_with_its_line_in_the_data(small_project: SmallProject) -> None:
    (line,) = edited(small_project, lambda e: e.replace("1.234.000\u00a0kr.", "2.000.000\u00a0kr."))

    assert line.startswith("changed in 2: «1.234.000\u00a0kr.» -> «2.000.000\u00a0kr.»")
    assert line.endswith(small_project_line(small_project, "fixed_annual"))


def small_project_line(project: SmallProject, key: str) -> str:
    text = (project.folder / "data/municipalities/nordby.yaml").read_text(encoding="utf-8")
    number = next(n for n, line in enumerate(text.split("\n"), 1) if key in line)
    return f"data/municipalities/nordby.yaml:{number}"


def test_words_over_several_origins_name_each_of_them(small_project: SmallProject) -> None:
    (line,) = edited(small_project, lambda e: e.delete("er 1.234.000\u00a0kr. om"))

    assert line.endswith(f"@ {MONEY} {small_project_line(small_project, 'fixed_annual')}")


def test_words_put_in_beside_a_value_belong_to_the_template(small_project: SmallProject) -> None:
    assert edited(small_project, lambda e: e.insert("1.234.000\u00a0kr.", " ekskl. moms")) == [
        f"changed in 2: «» -> « ekskl. moms» @ {MONEY}"
    ]


def test_neighbours_of_one_author_are_one_edit(small_project: SmallProject) -> None:
    def three(editor: Editor) -> None:
        editor.replace("Parterne", "Begge")
        editor.replace("evaluerer", "gennemgår")
        editor.replace("årligt", "jævnligt")

    assert edited(small_project, three) == [
        "changed in 1: «Parterne evaluerer Aftalen årligt» -> «Begge gennemgår Aftalen jævnligt»"
        f" @ {PARTIES}"
    ]


def test_two_authors_are_two_edits(small_project: SmallProject) -> None:
    editor = Editor(sent(small_project), "A")
    editor.replace("Parterne", "Begge")
    editor.who = "B"
    editor.replace("evaluerer", "gennemgår")

    back = came_back(small_project, editor.saved())
    assert [(p.edit.was, p.edit.edited.author) for p in back.proposals] == [
        ("Parterne", "A"),
        ("evaluerer", "B"),
    ]


def test_what_was_put_in_and_taken_out_again_is_in_neither_text(
    small_project: SmallProject,
) -> None:
    assert edited(small_project, lambda e: e.undo("årligt", " i maj", "B")) == [
        f"undone in 1: «» -> « i maj» @ {PARTIES}"
    ]


def test_a_change_without_tracking_is_told_first(small_project: SmallProject) -> None:
    lines = edited(
        small_project,
        lambda e: e.replace("mellem", "imellem"),
        lambda e: e.silently("om året", "om måneden"),
    )

    assert lines[0] == f"silently changed in 2: «året» -> «måneden» @ {MONEY}"
    assert lines[1].startswith("changed in ")


def test_what_was_accepted_before_it_was_sent_is_a_change_without_tracking(
    small_project: SmallProject,
) -> None:
    def accepted(editor: Editor) -> None:
        editor.replace("årligt", "hvert andet år")
        editor.accept_all()

    assert edited(small_project, accepted) == [
        f"silently changed in 1: «årligt» -> «hvert andet år» @ {PARTIES}"
    ]


def test_tracked_and_silent_edits_of_one_passage_are_both_found(
    small_project: SmallProject,
) -> None:
    lines = edited(
        small_project,
        lambda e: e.silently("Den indgås", "Aftalen indgås"),
        lambda e: e.replace("årligt", "hvert andet år"),
    )

    assert lines == [
        f"silently changed in 1: «Den» -> «Aftalen» @ {PARTIES}",
        f"changed in 1: «årligt» -> «hvert andet år» @ {PARTIES}",
    ]


def test_another_kind_of_space_dash_or_quotation_mark_is_counted_and_no_edit(
    small_project: SmallProject,
) -> None:
    editor = Editor(sent(small_project))
    editor.silently("1.234.000\u00a0kr.", "1.234.000 kr.")
    back = came_back(small_project, editor.saved())

    assert told(back) == []
    assert back.typography == 1


def test_changes_of_form_are_counted_and_no_edits(small_project: SmallProject) -> None:
    editor = Editor(sent(small_project))
    editor.bold("årligt")
    back = came_back(small_project, editor.saved())

    assert back.nothing_changed
    assert back.looks == 1


def test_a_reference_that_a_program_counted_anew_is_no_edit(small_project: SmallProject) -> None:
    editor = Editor(sent(small_project))
    (number,) = (t for t in editor.paragraph("jf.").iter(f"{W}t") if t.text == "2")
    number.text = "11"

    assert told(came_back(small_project, editor.saved())) == []


def test_words_of_the_title_page_name_the_template_or_the_data(small_project: SmallProject) -> None:
    lines = edited(
        small_project,
        lambda e: e.silently("Aftale om", "Kontrakt om"),
        lambda e: e.replace("Nordby Kommune", "Nordby By"),
    )

    assert lines == [
        "silently changed in -: «Aftale» -> «Kontrakt» @ templates/aftale/template.yaml:1",
        "changed in -: «Nordby Kommune» -> «Nordby By» @ data/municipalities/nordby.yaml:2",
    ]


# --- paragraphs and rows ------------------------------------------------------------------------


def test_a_new_paragraph_is_told_as_one(small_project: SmallProject) -> None:
    (line,) = edited(small_project, lambda e: e.new_paragraph("Rammen er", "Regionen betaler."))

    assert line == f"added in 2: «» -> «Regionen betaler.» @ {MONEY}"


def test_a_paragraph_that_goes_is_told_with_its_words(small_project: SmallProject) -> None:
    (line,) = edited(small_project, lambda e: e.remove_paragraph("Rammen er"))

    assert line == f"removed in 2: «Rammen er 1.234.000\u00a0kr. om året.» -> «» @ {MONEY}"


def test_paragraphs_that_come_or_go_without_tracking(small_project: SmallProject) -> None:
    lines = edited(
        small_project,
        lambda e: e.new_paragraph_silently("Rammen er", "Regionen betaler."),
        lambda e: e.remove_paragraph_silently("Rammen er"),
    )

    assert sorted(line.split(" @")[0] for line in lines) == [
        "silently added in 2: «» -> «Regionen betaler.»",
        "silently removed in 2: «Rammen er 1.234.000\u00a0kr. om året.» -> «»",
    ]


def test_a_paragraph_that_was_split_has_changed_no_words(small_project: SmallProject) -> None:
    assert edited(small_project, lambda e: e.split("jf. ")) == [f"split in 1: «» -> «» @ {PARTIES}"]


def test_a_paragraph_that_was_joined_with_the_next_has_changed_no_words(
    small_project: SmallProject,
) -> None:
    small_project.section("Første stykke.\n\nAndet stykke.")

    (line,) = edited(small_project, lambda e: e.join("Første stykke."))
    assert line.startswith("joined in 2: «")


def test_a_moved_paragraph_is_one_edit_with_both_its_places(small_project: SmallProject) -> None:
    small_project.section("Første stykke.\n\nAndet stykke.\n\nTredje stykke.")
    editor = Editor(sent(small_project))
    editor.move("Tredje stykke.", "Første stykke.")
    back = came_back(small_project, editor.saved())

    assert told(back) == [
        "moved in 2: «Tredje stykke.» -> «Tredje stykke.» @ templates/aftale/02-oekonomi.md:9"
    ]


def test_what_an_editor_only_deleted_and_inserted_elsewhere_is_a_move(
    small_project: SmallProject,
) -> None:
    small_project.section("Første stykke er her.\n\nAndet stykke.\n\nTredje stykke er her.")

    def dragged(editor: Editor) -> None:
        editor.new_paragraph("Første stykke er her.", "Tredje stykke er her.")
        editor.who = "Jurist"
        paragraph = [
            p for p in editor.root.iter(f"{W}p") if "Tredje" in "".join(map(str, p.itertext()))
        ][-1]
        editor.remove_this(paragraph)

    assert edited(small_project, dragged) == [
        "moved in 2: «Tredje stykke er her.» -> «Tredje stykke er her.»"
        " @ templates/aftale/02-oekonomi.md:9"
    ]


def test_a_paragraph_that_was_moved_without_tracking(small_project: SmallProject) -> None:
    small_project.section("Første stykke er her.\n\nAndet stykke.\n\nTredje stykke er her.")
    editor = Editor(sent(small_project))
    editor.paragraph("Første stykke").addprevious(editor.paragraph("Tredje stykke"))

    (line,) = told(came_back(small_project, editor.saved()))
    assert line.startswith("silently moved in 2: «")


def test_a_row_that_comes_and_a_row_that_goes(small_project: SmallProject) -> None:
    come = edited(small_project, lambda e: e.new_row("sygdomsmestring", "kost", "5.000 kr."))
    go = edited(small_project, lambda e: e.remove_row("sygdomsmestring"))
    row = "templates/aftale/02-oekonomi.md:12"

    assert come == [f"added in 2: «» -> «kost | 5.000 kr.» @ {row}"]
    assert go == [f"removed in 2: «sygdomsmestring | 1.234.000\u00a0kr.» -> «» @ {row}"]


def test_a_row_that_goes_without_tracking(small_project: SmallProject) -> None:
    (line,) = edited(small_project, lambda e: e.remove_row_silently("sygdomsmestring"))

    assert line.startswith("silently removed in 2: «sygdomsmestring | 1.234.000\u00a0kr.»")


def test_a_whole_text_that_was_pasted_over_ours_is_compared_with_it(
    small_project: SmallProject,
) -> None:
    def pasted(editor: Editor) -> None:
        paragraphs = [p for p in editor.paragraphs() if editor.said(p).strip()]
        texts = [editor.said(p) for p in paragraphs]
        for paragraph in paragraphs:
            editor.remove_this(paragraph)
        for text in texts:
            words = text.replace("årligt", "hvert andet år")
            editor.new_paragraph_before(paragraphs[0], words)

    lines = edited(small_project, pasted)
    assert f"changed in 1: «årligt» -> «hvert andet år» @ {PARTIES}" in lines
    assert len(lines) < 20  # tables were pasted as paragraphs, and tabs before lines were lost


# --- comments -----------------------------------------------------------------------------------


def test_a_comment_with_its_answer_is_told_at_its_words(small_project: SmallProject) -> None:
    def asked(editor: Editor) -> None:
        name = editor.comment("årligt", "Hvorfor så ofte?")
        editor.who = "Regionen"
        editor.comment("årligt", "Loven siger det.", answers=name)

    assert edited(small_project, asked) == [
        f"comment in 1: «årligt» -> «» @ {PARTIES}",
        "  Jurist: Hvorfor så ofte?",
        "  Regionen: Loven siger det.",
    ]


def test_a_comment_at_an_edit_is_told_with_it(small_project: SmallProject) -> None:
    def both(editor: Editor) -> None:
        editor.comment("Parterne evaluerer", "Kun ved behov.")
        editor.replace("evaluerer", "drøfter")

    assert edited(small_project, both) == [
        f"changed in 1: «evaluerer» -> «drøfter» @ {PARTIES}",
        "  Jurist: Kun ved behov.",
    ]


# --- redlines -----------------------------------------------------------------------------------


def test_in_a_redline_that_comes_back_only_their_changes_are_told(
    small_project: SmallProject,
) -> None:
    before = small_project.document()
    small_project.change(small_project.section_file, "om året", "om måneden")
    marked = redline(before, small_project.document())
    revision = Revision("Region Midt", "2026-03-19")
    docx = document_docx(marked, Project(small_project.folder).style, revision)

    assert told(came_back(small_project, docx)) == []
    editor = Editor(docx)
    editor.replace("årligt", "hvert andet år")
    assert told(came_back(small_project, editor.saved())) == [
        f"changed in 1: «årligt» -> «hvert andet år» @ {PARTIES}"
    ]


# --- which text ---------------------------------------------------------------------------------


def test_without_anchors_the_words_tell_which_passage_is_which(small_project: SmallProject) -> None:
    def pasted(editor: Editor) -> None:
        editor.without_anchors()
        editor.replace("årligt", "hvert andet år")
        editor.silently("om året", "om måneden")

    assert edited(small_project, pasted) == [
        f"silently changed in 2: «året» -> «måneden» @ {MONEY}",
        f"changed in 1: «årligt» -> «hvert andet år» @ {PARTIES}",
    ]


def test_a_file_that_does_not_say_what_it_is_must_be_confirmed(small_project: SmallProject) -> None:
    editor = Editor(sent(small_project))
    editor.without_property()
    editor.replace("årligt", "hvert andet år")
    docx = editor.saved()

    with pytest.raises(Exception, match="does not say which agreement it is") as caught:
        came_back(small_project, docx)
    assert "--municipality nordby" in (caught.value.hint or "")  # type: ignore[attr-defined]
    named = Named("nordby", "forebyggelse", "V20260319")
    assert told(came_back(small_project, docx, named)) == [
        f"changed in 1: «årligt» -> «hvert andet år» @ {PARTIES}"
    ]


def test_a_text_that_is_not_here_any_more_is_refused(small_project: SmallProject) -> None:
    docx = sent(small_project)
    small_project.change(small_project.section_file, "om året", "om måneden")

    with pytest.raises(Exception, match="the text that was edited is not here"):
        came_back(small_project, docx)


def test_a_file_of_another_project_is_refused(small_project: SmallProject, tmp_path: Path) -> None:
    docx = sent(small_project)
    bundle = "data/bundles/midtbundt.yaml"
    text = (small_project.folder / bundle).read_text(encoding="utf-8")
    small_project.write("data/bundles/andet.yaml", text)
    (small_project.folder / bundle).unlink()

    with pytest.raises(Exception, match="no annex of this project"):
        came_back(small_project, docx)


# --- choices ----------------------------------------------------------------------------------


def test_words_of_an_alternative_are_told_at_the_line_where_it_is_written(
    small_project: SmallProject,
) -> None:
    small_project.write(
        "templates/valg/payment.md",
        "---\ntitle: betaling\nhelp: Hvor tit.\nalternatives:\n  monthly: Hver måned\n"
        "  yearly: Hvert år\n---\n# monthly\n\nRegionen betaler i rater.\n\n"
        "# yearly\n\nRegionen betaler samlet.\n",
    )
    small_project.section('{{ choice("payment") }}')
    assert edited(small_project, lambda e: e.replace("samlet", "forud")) == [
        "changed in 2: «samlet» -> «forud» @ templates/valg/payment.md:14"
    ]
    assert edited(small_project, lambda e: e.replace("Hvert", "Hvert andet")) == [
        "changed in 2: «Hvert» -> «Hvert andet» @ templates/valg/payment.md:6"
    ]
