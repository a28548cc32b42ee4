"""The program as a person installs it: the wheel alone, in an empty environment, without network."""

import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path
from zipfile import ZipFile

import pytest

from aftalegen import __version__
from tests.conftest import ROOT
from tools.transcripts import difference, reader

pytestmark = pytest.mark.conformance

WHEELHOUSE = ROOT / ".conformance" / "wheelhouse"
"""The packages in requirements.txt as files, fetched by install.sh."""


def done(*command: str | Path, cwd: Path) -> str:
    """What a command says; it must succeed."""
    env = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "AFTALEGEN_LANG")}
    ended = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=env, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stdout
    return ended.stdout


def without_network() -> Sequence[str]:
    """What to put before a command so that it has no network, where the system can do it."""
    if shutil.which("unshare") and not subprocess.run(["unshare", "-rn", "true"]).returncode:
        return ("unshare", "-rn")
    return ()


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pip = (sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check")
    done(*pip, "--no-deps", "--no-build-isolation", "--wheel-dir", folder, ROOT, cwd=folder)
    (file,) = folder.glob("*.whl")
    return file


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, ...]:
    """The program of an environment that holds the wheel and what it asks for, and nothing else."""
    assert WHEELHOUSE.is_dir(), "run tests/conformance/install.sh, which fetches the packages"
    folder = tmp_path_factory.mktemp("venv")
    venv.create(folder, with_pip=True)
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    pip = (*without_network(), scripts / "python", "-m", "pip", "install", "--quiet")
    done(*pip, "--no-index", "--find-links", WHEELHOUSE, wheel, cwd=folder)
    return (*without_network(), str(scripts / "aftalegen"))


def test_the_wheel_has_the_program_and_the_starter_and_nothing_else(wheel: Path) -> None:
    names = ZipFile(wheel).namelist()
    starter = [n for n in names if n.startswith("aftalegen/desk/starter/project/")]

    assert wheel.name == f"aftalegen-{__version__}-py3-none-any.whl"
    assert "aftalegen/desk/starter/project/data/municipalities/norddjurs.yaml" in starter
    assert "aftalegen/desk/starter/project/docs/vejledning.md" in starter
    assert "aftalegen/locale/da/LC_MESSAGES/aftalegen.mo" in names
    assert {name.split("/")[0] for name in names} == {
        "aftalegen",
        f"aftalegen-{__version__}.dist-info",
    }


def test_the_wheel_carries_its_licences_its_fonts_and_what_it_is_made_of(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        info = f"aftalegen-{__version__}.dist-info"
        told = archive.read(f"{info}/METADATA").decode()
        fonts = [name for name in archive.namelist() if name.endswith(".ttf")]
        texts = "".join(
            archive.read(name).decode()
            for name in archive.namelist()
            if name.startswith(f"{info}/licenses/")
        )
        assert archive.read(f"{info}/sboms/sbom.cdx.json") == (ROOT / "sbom.cdx.json").read_bytes()
    assert "License-Expression: MIT AND OFL-1.1\n" in told
    assert len(fonts) == 4
    assert "MIT License" in texts
    assert "SIL OPEN FONT LICENSE Version 1.1" in texts


def test_wheel_and_sdist_are_the_same_bytes_wherever_and_by_whomever(tmp_path: Path) -> None:
    """Two checkouts, with other paths, masks, times, zones, languages and hash seeds."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    made: list[dict[str, bytes]] = []
    for name, mask, zone, day in (("a", 0o022, "UTC", 1), ("b æ/ø", 0o077, "Asia/Tokyo", 10**9)):
        place = tmp_path / name
        for file in filter(None, listed.stdout.decode().split("\0")):
            (place / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / file, place / file)
            (place / file).chmod((0o755 if os.access(ROOT / file, os.X_OK) else 0o644) & ~mask)
            os.utime(place / file, (day, day))
        env = {
            **os.environ,
            "TZ": zone,
            "PYTHONHASHSEED": str(mask),
            "SOURCE_DATE_EPOCH": "1767225600",
        }
        before = os.umask(mask)
        try:
            subprocess.run(
                [sys.executable, "-m", "hatchling", "build"], cwd=place, env=env, check=True
            )
        finally:
            os.umask(before)
        made.append({path.name: path.read_bytes() for path in (place / "dist").iterdir()})
    assert sorted(made[0]) == [
        f"aftalegen-{__version__}-py3-none-any.whl",
        f"aftalegen-{__version__}.tar.gz",
    ]
    assert made[0] == made[1]


def test_the_installed_program_builds_from_nothing(
    installed: tuple[str, ...], tmp_path: Path
) -> None:
    done(*installed, "init", "projekt", cwd=tmp_path)
    project = tmp_path / "projekt"
    told = done(*installed, "build", "norddjurs", "--format", "docx,pdf,html", cwd=project)

    assert "2 bilag lavet, 6 filer skrevet" in told
    assert len(list((project / "output").rglob("*.pdf"))) == 2
    assert "62 af 62 bilag kan laves" in done(*installed, "doctor", cwd=project)


def test_the_guide_is_followed_from_an_empty_folder(
    installed: tuple[str, ...], tmp_path: Path
) -> None:
    page = (ROOT / "docs" / "vejledning.md").read_text(encoding="utf-8")
    told = reader(tmp_path, installed, PYTHONPATH="").follow(page)

    assert told == page, difference(page, told)
