"""Real editors save our files: opened and saved nothing has changed, and what was edited is found."""

import importlib.util
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from aftalegen.negotiation.base import Bases, Named
from aftalegen.negotiation.received import received
from aftalegen.records.project import Project
from aftalegen.writers.word import document_docx
from tests.conftest import ROOT, SmallProject
from tests.negotiation.test_received import came_back, sent, told

pytestmark = pytest.mark.conformance

EDITING = Path(__file__).with_name("uno_editing.py")
PARTIES, MONEY = "templates/aftale/01-parter.md", "templates/aftale/02-oekonomi.md"
TEXT = """\
Rammen er **{{ budget.fixed_annual | kr }}** om året.

Andet stykke er her.

Tredje stykke er her.

: Indsatser

| Indsats | Beløb |
| :------ | ----: |
{% for service in budget.services %}
| {{ service.name }} | {{ service.amount | kr }} |
{% endfor %}"""

BY_LIBREOFFICE = [
    ([], []),
    ([["replace", "årligt", "hvert andet år"]],
     [f"changed in 1: «årligt» -> «hvert andet år» @ {PARTIES}:5"]),
    ([["insert", "årligt", " i maj"]], [f"changed in 1: «» -> « i maj» @ {PARTIES}:5"]),
    ([["delete", "evaluerer "]], [f"changed in 1: «evaluerer » -> «» @ {PARTIES}:5"]),
    ([["silently", "om året", "om måneden"]],
     [f"silently changed in 2: «året» -> «måneden» @ {MONEY}:5"]),
    ([["replace", "1.234.000", "2.000.000"]],
     ["changed in 2: «1.234.000» -> «2.000.000» @ data/municipalities/nordby.yaml:20"]),
    ([["paragraph", "Andet stykke", "Nyt stykke."]],
     [f"added in 2: «» -> «Nyt stykke.» @ {MONEY}:7"]),
    ([["remove", "Andet stykke"]],
     [f"removed in 2: «Andet stykke er her.» -> «» @ {MONEY}:7"]),
    ([["join", "Andet stykke"]], [f"joined in 2: «» -> «» @ {MONEY}:7"]),
    ([["row", "sygdomsmestring", "kost", "5 kr."]],
     [f"added in 2: «» -> «kost | 5 kr.» @ {MONEY}:16"]),
    ([["unrow", "sygdomsmestring"]],
     [f"removed in 2: «sygdomsmestring | 1.234.000\u00a0kr.» -> «» @ {MONEY}:16"]),
    ([["move", "Tredje stykke", "up"]],
     [f"moved in 2: «Tredje stykke er her.» -> «Tredje stykke er her.» @ {MONEY}:9"]),
    ([["bold", "årligt"]], []),
    ([["replace", "årligt", "hvert andet år"], ["silently", "om året", "om måneden"]],
     [f"silently changed in 2: «året» -> «måneden» @ {MONEY}:5",
      f"changed in 1: «årligt» -> «hvert andet år» @ {PARTIES}:5"]),
]  # fmt: skip
"""What a person does in LibreOffice, and what must be told of it."""


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_what_is_edited_in_libreoffice_is_found_and_nothing_else(
    small_project: SmallProject, tmp_path: Path
) -> None:
    small_project.section(TEXT)
    source = tmp_path / "sendt.docx"
    source.write_bytes(sent(small_project))
    orders = [
        [str(source), str(tmp_path / f"{number}.docx"), edits]
        for number, (edits, _told) in enumerate(BY_LIBREOFFICE)
    ]
    (tmp_path / "orders.json").write_text(json.dumps(orders), encoding="utf-8")
    command = ["/usr/bin/python3", str(EDITING), str(tmp_path / "orders.json")]
    subprocess.run(command, check=True, timeout=240)

    for number, (_edits, expected) in enumerate(BY_LIBREOFFICE):
        back = came_back(small_project, (tmp_path / f"{number}.docx").read_bytes())
        assert told(back) == expected
        assert back.beside == ()


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_shipped_annexes_that_libreoffice_saved_have_not_changed(tmp_path: Path) -> None:
    sources = shipped(tmp_path)
    command = [
        "soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
        *("--headless", "--convert-to", "docx", "--outdir", str(tmp_path / "out")),
        *map(str, sources),
    ]  # fmt: skip
    subprocess.run(command, check=True, timeout=400, capture_output=True)

    nothing_changed([tmp_path / "out" / source.name for source in sources])


BY_ONLYOFFICE = """\
import sys
import docbuilder
for source in sys.argv[1:]:
    builder = docbuilder.CDocBuilder()
    builder.OpenFile(source, "")
    builder.SaveFile("docx", source.replace("/in/", "/out/"))
    builder.CloseFile()
"""


@pytest.mark.skipif(not importlib.util.find_spec("docbuilder"), reason="no ONLYOFFICE")
def test_shipped_annexes_that_onlyoffice_saved_have_not_changed(tmp_path: Path) -> None:
    sources = shipped(tmp_path)
    (tmp_path / "out").mkdir()
    command = [sys.executable, "-c", BY_ONLYOFFICE, *map(str, sources)]
    subprocess.run(command, check=True, timeout=400, capture_output=True)

    nothing_changed([tmp_path / "out" / source.name for source in sources])


def shipped(folder: Path) -> list[Path]:
    """The Word files of all annexes, each in a file."""
    project = Project(ROOT)
    bases = Bases(project)
    (folder / "in").mkdir()
    sources = []
    for number, annex in enumerate(project.select((), None, None).annexes):
        source = folder / "in" / f"{number:02}.docx"
        document = bases.builder.annex_document(annex)
        source.write_bytes(document_docx(document, project.style))
        sources.append(source)
    return sources


def nothing_changed(saved: list[Path]) -> None:
    bases = Bases(Project(ROOT))
    for file in saved:
        back = received(bases, file.read_bytes(), file.name, Named())
        assert (told(back), back.beside, back.typography) == ([], (), 0)
