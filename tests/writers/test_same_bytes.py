"""The same input gives the same bytes: whoever, wherever, whenever, in however many processes."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.conformance

SEAL = re.compile(rb', "seal": "[0-9a-f]{64}"')
PLAIN = {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0"}
OTHER = {
    "TZ": "Pacific/Kiritimati",
    "LC_ALL": "C",
    "LANG": "da_DK.UTF-8",
    "PYTHONHASHSEED": "4711",
    "SOURCE_DATE_EPOCH": "86400",
    "USER": "en anden",
    "LOGNAME": "en anden",
    "USERNAME": "en anden",
}


def written(tmp_path: Path, name: str, more: dict[str, str], *options: str) -> dict[str, bytes]:
    """Every byte that a program of its own writes for two municipalities, the register too.

    Without the seals in the register: each person has a secret of their own.
    """
    out, home = tmp_path / name, tmp_path / f"home {name}"
    home.mkdir()
    kept = {
        k: v for k, v in os.environ.items() if k in ("PATH", "SYSTEMROOT", "TEMP", "PYTHONPATH")
    }
    env = {**kept, "HOME": str(home), "PYTHONPATH": str(ROOT / "src"), **more}
    who = ["norddjurs", "holbæk"]
    command = [sys.executable, "-m", "aftalegen", "build", *who, "--project", str(ROOT)]
    done = subprocess.run(
        [*command, "--out", str(out), "--format", "docx,pdf,html,txt,json", *options],
        env=env, cwd=home, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    return {
        p.relative_to(out).as_posix(): SEAL.sub(b"", p.read_bytes())
        for p in out.rglob("*")
        if p.is_file()
    }


def test_place_time_person_language_and_processes_change_no_byte(tmp_path: Path) -> None:
    first = written(tmp_path, "a", PLAIN, "--jobs", "1")

    assert len(first) == 5 * 5 + 1  # Norddjurs has two annexes, Holbæk three
    assert written(tmp_path, "b", OTHER, "--jobs", "1") == first
    assert written(tmp_path, "c", PLAIN, "--jobs", "2") == first
    assert written(tmp_path, "d", {**OTHER, "AFTALEGEN_LANG": "en"}, "--jobs", "2") == first
