"""Real editors save our files: opened and saved nothing has changed, and what was edited is found."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from aftalegen.negotiation.base import Bases, Named
from aftalegen.negotiation.beside import Beside
from aftalegen.negotiation.converting import opened_or_converted
from aftalegen.negotiation.received import received
from aftalegen.records.project import Project
from aftalegen.writers.word import document_docx
from tests.conformance.engines import carried_out, is_here
from tests.conftest import ROOT, SmallProject
from tests.editing import Editor
from tests.negotiation.constructs import CONSTRUCTS, laid_out, planted, told_of
from tests.negotiation.test_received import MONEY, PARTIES, sent, told

pytestmark = pytest.mark.conformance

BY = [
    pytest.param(name, marks=pytest.mark.skipif(not is_here(name), reason=f"no {name} here"))
    for name in ("LibreOffice", "ONLYOFFICE")
]


@pytest.mark.parametrize("editor", BY)
def test_what_an_editor_writes_is_found_at_its_line_and_nothing_else(
    editor: str, small_project: SmallProject, tmp_path: Path
) -> None:
    """Every cell of the table in docs/reliability.md, also of what an editor cannot write."""
    laid_out(small_project)
    source = sent(small_project)
    cases = [(one, how) for one in CONSTRUCTS for how in one.hows]
    orders = []
    for number, (one, how) in enumerate(cases):
        file = tmp_path / f"{number}.docx"
        file.write_bytes(planted(source, "tracked", one.before, "En anden"))
        edits = [(how, *edit) for edit in one.edits]
        orders.append((str(file), str(tmp_path / f"{number}-saved.docx"), edits))
    carried_out(editor, orders, tmp_path)

    for (one, how), (_file, saved, _edits) in zip(cases, orders, strict=True):
        lines = told_of(small_project, Path(saved).read_bytes())
        assert lines == one.expected(editor, how), f"{one.name}, {how}"


@pytest.mark.parametrize("editor", BY)
def test_shipped_annexes_that_were_only_saved_have_not_changed(editor: str, tmp_path: Path) -> None:
    # ONLYOFFICE takes seconds for each: one of each template and task.
    files = shipped(tmp_path, alike=editor == "LibreOffice")
    saved = [file.with_suffix(".saved.docx") for file in files]
    orders = [(str(file), str(out), ()) for file, out in zip(files, saved, strict=True)]
    carried_out(editor, orders, tmp_path)

    nothing_changed(saved)


def shipped(folder: Path, *, alike: bool) -> list[Path]:
    """The Word files of the annexes, each in a file; those alike too, or one of them."""
    project = Project(ROOT)
    bases = Bases(project)
    annexes = project.select((), None, None).annexes
    if not alike:
        annexes = tuple({(one.template, one.task): one for one in annexes}.values())
    files = []
    for number, annex in enumerate(annexes):
        file = folder / f"{number:02}.docx"
        file.write_bytes(document_docx(bases.builder.annex_document(annex), project.style))
        files.append(file)
    return files


def nothing_changed(saved: Sequence[Path]) -> None:
    bases = Bases(Project(ROOT))
    for file in saved:
        back = received(bases, file.read_bytes(), file.name, Named())
        assert (told(back), back.beside, back.typography) == ([], Beside((), ()), 0)


@pytest.mark.skipif(not is_here("LibreOffice"), reason="no LibreOffice here")
@pytest.mark.parametrize("form", ["doc", "odt", "rtf"])
def test_a_file_in_another_form_is_converted_and_its_edits_are_found(
    form: str, small_project: SmallProject, tmp_path: Path
) -> None:
    editor = Editor(sent(small_project))
    editor.replace("årligt", "hvert andet år")
    editor.silently("om året", "om måneden")
    (tmp_path / "svar.docx").write_bytes(editor.saved())
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", form, "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "svar.docx")], check=True, capture_output=True)
    data = (tmp_path / f"svar.{form}").read_bytes()

    bases = Bases(Project(small_project.folder))
    back = received(bases, data, "svar", Named(), opened_or_converted)
    assert told(back) == [
        f"silently changed in 2: «året» -> «måneden» @ {MONEY}",
        f"changed in 1: «årligt» -> «hvert andet år» @ {PARTIES}",
    ]
    assert back.file.converted_by.startswith("LibreOffice")
