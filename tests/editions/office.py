"""An office that signs: a project with an edition, and keys that lie outside it."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from aftalegen.cli.app import main
from tests.conftest import SmallProject

EDITION = "V20260319"


class Office:
    """A project with an edition; keys and the list of who may sign lie outside it."""

    def __init__(self, project: SmallProject, folder: Path) -> None:
        self.project, self.keys = project, folder / "nøgler"
        self.keys.mkdir()
        self.signers = self.keys / "allowed_signers"
        self.signers.write_text("", encoding="utf-8")
        self.edition = project.folder / "editions/midtbundt" / EDITION

    def key(self, who: str, *, may_sign: bool = True) -> Path:
        """A key of somebody who may sign, or not."""
        path = self.keys / who
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", path], check=True)
        if may_sign:
            with self.signers.open("a", encoding="utf-8") as file:
                file.write(f"{who}@fiktiv.dk {self.public(who)}\n")
        return path

    def public(self, who: str) -> str:
        kind, key, *_comment = self.keys.joinpath(f"{who}.pub").read_text("utf-8").split()
        return f"{kind} {key}"


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with one draft edition."""
    project = SmallProject(tmp_path_factory.mktemp("udgivet"))
    words = ("release", "midtbundt", "--edition", EDITION, "--draft", "--jobs", "1")
    assert main([*words, "--project", str(project.folder)]) == 0
    return project.folder


@pytest.fixture
def office(
    released: Path, small_project: SmallProject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Office]:
    shutil.copytree(released / "editions", small_project.folder / "editions")
    monkeypatch.setenv("HOME", str(tmp_path / "hjem"))
    monkeypatch.delenv("AFTALEGEN_SIGNERS", raising=False)
    yield Office(small_project, tmp_path)


def verify(path: Path, *more: str | Path) -> int:
    return main(["verify", str(path), *map(str, more)])


def sign(path: Path, key: Path) -> int:
    return main(["sign", str(path), "--key", str(key)])


def said(capsys: pytest.CaptureFixture[str]) -> str:
    told = capsys.readouterr()
    return told.out + told.err


def files(folder: Path) -> dict[str, bytes]:
    return {p.as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
