"""Real editors save our files: opened and saved nothing has changed, and what was edited is found."""

import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest

from aftalegen.negotiation.base import Bases, Named
from aftalegen.negotiation.converting import opened_or_converted
from aftalegen.negotiation.opening import opened
from aftalegen.negotiation.pieces import BETWEEN_CELLS, Passage, carried_out
from aftalegen.negotiation.received import received
from aftalegen.negotiation.walking import read_body
from aftalegen.records.project import Project
from aftalegen.words.signs import as_compared
from aftalegen.writers.word import document_docx
from tests.conformance.engines import HERE, carried_out_by, is_here, ran
from tests.conftest import ROOT, SmallProject
from tests.editing import Editor
from tests.negotiation.constructs import CONSTRUCTS, Construct, laid_out, planted, told_of
from tests.negotiation.test_received import MONEY, PARTIES, sent, told

pytestmark = pytest.mark.conformance


def here(name: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(not is_here(name), reason=f"no {name} here")


BY = [pytest.param(name, marks=here(name)) for name in ("LibreOffice", "ONLYOFFICE")]

STAMP = "Unregistered Version"
"""What ONLYOFFICE's Document Builder puts in the header of what it saves."""

Saved = Sequence[tuple[Construct, str, Path]]


class Editors:
    """The project, and every construct as an editor saves it, made once for each."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.project = SmallProject(folder / "projekt")
        laid_out(self.project)
        self.saved = cache(self._saved)

    def _saved(self, editor: str) -> Saved:
        source = sent(self.project)
        folder = self.folder / editor
        folder.mkdir()
        found, orders = [], []
        for one in CONSTRUCTS:
            for how in one.hows:
                file = folder / f"{len(found)}.docx"
                before = planted(source, "tracked", one.before, "En anden")
                found.append((one, how, file))
                if editor == "Word":
                    file.write_bytes(planted(before, how, one.edits))
                    continue
                given = file.with_suffix(".given.docx")
                given.write_bytes(before)
                orders.append((str(given), str(file), [(how, *edit) for edit in one.edits]))
        if orders:
            carried_out_by(editor, orders, folder)
        return found


@pytest.fixture(scope="module")
def editors(tmp_path_factory: pytest.TempPathFactory) -> Editors:
    return Editors(tmp_path_factory.mktemp("editors"))


@pytest.mark.parametrize("editor", BY)
def test_what_an_editor_writes_is_found_at_its_line_and_nothing_else(
    editor: str, editors: Editors
) -> None:
    """Every cell of the table in docs/reliability.md, also of what an editor cannot write."""
    for one, how, file in editors.saved(editor):
        found = told_of(editors.project, file.read_bytes())
        lines = tuple(line for line in found if line not in own_doing(editor, one))
        assert lines == one.expected(editor, how), f"{one.name}, {how}"


def own_doing(editor: str, one: Construct) -> Sequence[str]:
    """What the program that plays an editor does besides, as a person's own would not.

    Document Builder stamps the header. LibreOffice has no view where it comments, and then
    writes no headers and footers: they are told as gone.
    """
    if editor == "ONLYOFFICE":
        return (f"beside: {STAMP}",)
    return ("silently beside: ",) if "comment" in one.name else ()


@here("jubarte")
@pytest.mark.parametrize("editor", ["Word", *BY])
def test_jubarte_accepts_and_rejects_as_we_read_it(editor: str, editors: Editors) -> None:
    files = [file for _one, _how, file in editors.saved(editor)]
    ran(sys.executable, HERE / "jubarte_resolving.py", *files)

    for one, how, file in editors.saved(editor):
        passages = body(file)
        accepted = texts(carried_out(passages))
        assert accepted == texts(body(file.with_suffix(".accepted.docx"))), f"{one.name}, {how}"
        rejected = texts([p for p in passages if p.row is None or p.row.state != "ins"])
        assert rejected == texts(body(file.with_suffix(".rejected.docx"))), f"{one.name}, {how}"


def body(file: Path) -> list[Passage]:
    return read_body(opened(file.read_bytes(), file.name).body).passages


def texts(passages: Sequence[Passage]) -> list[str]:
    """What passages say without what came in; those that say nothing are left out."""
    said = [as_compared(BETWEEN_CELLS.join(one.before)).strip(" |") for one in passages]
    return [words for words in said if words]


@pytest.mark.parametrize("editor", BY)
def test_shipped_annexes_that_were_only_saved_have_not_changed(editor: str, tmp_path: Path) -> None:
    # ONLYOFFICE takes seconds for each: one of each template and task.
    files = shipped(tmp_path, alike=editor == "LibreOffice")
    saved = [file.with_suffix(".saved.docx") for file in files]
    orders = [(str(file), str(out), ()) for file, out in zip(files, saved, strict=True)]
    carried_out_by(editor, orders, tmp_path)

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
        words = [words for words in back.beside.words if words != STAMP]
        assert (told(back), words, back.beside.edges, back.typography) == ([], [], (), 0)


@here("LibreOffice")
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
