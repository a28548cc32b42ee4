"""The tests with every Python that is here, each in an environment of its own. `make systems`.

An interpreter is looked for by name, with pyenv and with uv; where there is none that is said, and
nothing is claimed of it. What was found is written in docs/reliability.md.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tools.reliability import record

ROOT = Path(__file__).parents[1]
VERSIONS = ("3.11", "3.12", "3.13", "3.14")
FOLDER = ROOT / ".systems"


def interpreter(version: str) -> Path | None:
    """A Python of a version; None where there is none that runs."""
    for found in _candidates(version):
        done = subprocess.run([found, "--version"], capture_output=True, text=True, check=False)
        if done.returncode == 0 and done.stdout.startswith(f"Python {version}."):
            return found
    return None


def _candidates(version: str) -> Iterator[Path]:
    for folder in sorted(Path("~/.pyenv/versions").expanduser().glob(f"{version}.*")):
        yield folder / "bin" / "python"
    if found := shutil.which(f"python{version}"):
        yield Path(found)
    if uv := shutil.which("uv"):
        done = subprocess.run(
            [uv, "python", "find", version], capture_output=True, text=True, check=False
        )
        if done.returncode == 0:
            yield Path(done.stdout.strip())


def tested(version: str, python: Path) -> str:
    """What the tests say with a Python: the last line of pytest, or what could not be installed."""
    place = FOLDER / version
    scripts = place / ("Scripts" if os.name == "nt" else "bin")
    if not (scripts / "python").exists():
        subprocess.run([python, "-m", "venv", place], check=True)
    pip = (scripts / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    for words in (
        ("--require-hashes", "-r", "requirements-dev.txt"),
        ("--no-deps", "--no-build-isolation", "--editable", "."),
    ):
        if subprocess.run([*pip, *words], cwd=ROOT, check=False).returncode:
            return "the requirements could not be installed"
    done = subprocess.run(
        [scripts / "python", "-m", "pytest", "-n", "auto", *sys.argv[1:]],
        cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    print(done.stdout)
    counts = re.findall(r"\d+ (?:passed|failed|errors?|skipped)", done.stdout)
    return ", ".join(counts) if counts else f"pytest ended with {done.returncode}"


def main() -> int:
    bad = False
    for version in VERSIONS:
        python = interpreter(version)
        said = tested(version, python) if python else "not run: there is none here"
        record(f"`make test` with Python {version}", said)
        bad |= bool(re.search("failed|error|could not|ended", said))
    return int(bad)


if __name__ == "__main__":
    sys.exit(main())
