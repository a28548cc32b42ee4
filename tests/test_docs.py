"""The documentation says what the program does."""

import re
import subprocess
import sys
from pathlib import Path

from tools.cli_reference import PAGE, command_names

ROOT = Path(__file__).parent.parent


def test_the_reference_of_commands_is_the_programs_own_help() -> None:
    # In a process of its own: the width of help texts is settled when typer is first imported.
    code = "from tools.cli_reference import reference; print(reference(), end='')"
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True)
    assert PAGE.read_text(encoding="utf-8") == found.stdout.decode()


def test_every_command_is_in_the_readme_or_a_guide() -> None:
    pages = [ROOT / "README.md", *(p for p in (ROOT / "docs").glob("*.md") if p != PAGE)]
    told = "\n".join(page.read_text(encoding="utf-8") for page in pages)
    assert [name for name in command_names() if f"aftalegen {name}" not in told] == []


def test_every_link_in_the_documentation_leads_to_a_file() -> None:
    for page in (*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")):
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_every_proof_of_reliability_is_there() -> None:
    text = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    proofs = re.findall(r"`((?:tests|\.github)/[^`]+)`", text)

    assert len(proofs) > 10
    assert [proof for proof in proofs if not (ROOT / proof).is_file()] == []
    assert all(f"\n{name}:" in makefile for name in re.findall(r"`make (\w+)`", text))


def test_the_two_commands_of_the_readme_are_those_of_ci() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    for command in ("make run", "make test"):
        assert f"\n{command}\n" in readme
        assert f"\n{command}\n" in ci


def test_no_file_names_a_place_of_one_machine() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, check=True)
    secret = re.compile("/" + "work/|/" + "tmp/venv|pypi-" + "more")
    for name in listed.stdout.decode().splitlines():
        path = ROOT / name
        if path.suffix in (".py", ".md", ".yaml", ".toml", ".txt", ".sh", "") and path.is_file():
            assert not secret.search(path.read_text(encoding="utf-8", errors="ignore")), name
