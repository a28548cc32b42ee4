"""What is no Word file is made one by LibreOffice where that is asked for, or told what to do."""

import os
import sys
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from aftalegen.cli.app import main
from aftalegen.negotiation import converting
from tests.conftest import SmallProject
from tests.editing import Editor
from tests.negotiation.test_received import sent
from tests.negotiation.test_wrong_files import OLE

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a program that is a script")

DOC = OLE + bytes(600)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """LibreOffice, played by a script: what it says and does is written to this file."""
    script = tmp_path / "bin" / "soffice"
    script.parent.mkdir()
    script.write_text("#!/bin/sh\n")
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{script.parent}{os.pathsep}/usr/bin:/bin")
    return script


def gives(office: Path, data: bytes) -> None:
    """It makes this file of whatever it is given, as it is told."""
    (office.parent / "made").write_bytes(data)
    office.write_text(
        f"""#!/bin/sh
echo "$@" > {office.parent}/said
mkdir -p "$7"
cp {office.parent}/made "$7/file.docx"
"""
    )


def receive(project: SmallProject, name: str, data: bytes, *options: str) -> int:
    (project.folder / name).write_bytes(data)
    return main(["receive", str(project.folder / name), *options, "--project", str(project.folder)])


def edited(project: SmallProject) -> bytes:
    editor = Editor(sent(project))
    editor.replace("årligt", "hvert andet år")
    return editor.saved()


@pytest.mark.parametrize(
    ("name", "data"), [("svar.doc", DOC), ("svar.rtf", b"{\\rtf1 Aftale}"), ("svar.DOCX", DOC)]
)
def test_an_old_file_is_converted_told_and_kept_by_its_own_hash(
    small_project: SmallProject,
    office: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    data: bytes,
) -> None:
    gives(office, edited(small_project))

    assert receive(small_project, name, data, "--convert", "--write") == 0
    assert "converted by aftalegen" in capsys.readouterr().out
    (register,) = (small_project.folder / "data/proposals").rglob("*.yaml")
    assert "converted_by: aftalegen" in register.read_text(encoding="utf-8")
    assert receive(small_project, name, data, "--convert", "--write") == 0
    assert "had been read before" in capsys.readouterr().err


def test_the_program_has_a_profile_of_its_own(small_project: SmallProject, office: Path) -> None:
    gives(office, edited(small_project))
    receive(small_project, "svar.doc", DOC, "--convert")

    said = (office.parent / "said").read_text()
    assert said.startswith("-env:UserInstallation=file://") and "/profile --headless" in said
    assert str(small_project.folder) not in said


@pytest.mark.parametrize(
    ("script", "says"),
    [
        ("echo the file is odd", "the file is odd"),
        ("sleep 30 & wait", "not done in 1 seconds"),
        ('mkdir -p "$7"; echo x > "$7/file.docx"', "is not a Word document"),
    ],
)
def test_what_cannot_be_converted_is_told_with_what_to_do(
    small_project: SmallProject,
    office: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    script: str,
    says: str,
) -> None:
    monkeypatch.setattr(converting, "SECONDS", 1)
    office.write_text(f"#!/bin/sh\n{script}\n")

    assert receive(small_project, "svar.doc", DOC, "--convert") == 3
    told = capsys.readouterr().err
    assert says in told and "help: " in told


def test_without_libreoffice_it_is_said_what_to_do(
    small_project: SmallProject,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("shutil.which", lambda _name: None)

    assert receive(small_project, "svar.doc", DOC, "--convert") == 3
    told = capsys.readouterr().err
    assert "LibreOffice is not on this machine" in told and "save it as a Word document" in told


def test_without_being_asked_nothing_is_converted(
    small_project: SmallProject, office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gives(office, edited(small_project))

    assert receive(small_project, "svar.odt", odt("")) == 3
    assert "--convert does it" in capsys.readouterr().err
    assert not (office.parent / "said").exists()


def odt(manifest: str) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("META-INF/manifest.xml", manifest)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (OLE + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        (odt("<manifest:encryption-data/>"), "protected by a password"),
        (odt('<!DOCTYPE a [<!ENTITY x "y">]>'), "declares entities"),
        (b"%PDF-1.7 ...", "is a PDF"),
    ],
)
def test_what_may_not_be_converted_is_never_given_to_the_program(
    small_project: SmallProject,
    office: Path,
    capsys: pytest.CaptureFixture[str],
    data: bytes,
    says: str,
) -> None:
    gives(office, edited(small_project))

    assert receive(small_project, "svar.odt", data, "--convert") == 3
    assert says in capsys.readouterr().err
    assert not (office.parent / "said").exists()
