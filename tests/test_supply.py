"""What the program is made of: pinned with hashes, listed with licences, nothing in it unread."""

import ast
import json
import re
import sys
import tomllib
from types import SimpleNamespace

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from tests.conftest import ROOT
from tools import sbom
from tools.requirements import FILES

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.mark.parametrize("name", FILES)
def test_every_package_is_pinned_with_its_hashes(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", "")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    assert lines
    for line in lines:
        assert re.match(r"^[a-z0-9.\[\]-]+==\S+ ", line), line
        assert "--hash=sha256:" in line, line
        assert "://" not in line, line


def test_all_that_is_asked_for_is_pinned() -> None:
    asked = {re.split(r"[^a-z0-9-]", one)[0] for one in PROJECT["dependencies"]}
    assert asked <= set(sbom.pinned())


def test_every_package_has_a_licence_that_asks_for_no_more_than_being_told() -> None:
    assert {name: sbom.licence(name) for name in sbom.pinned()}


@pytest.mark.parametrize("stated", ["GPL-3.0-or-later", "UNKNOWN", "", "Proprietary"])
def test_another_licence_is_refused(stated: str, monkeypatch: pytest.MonkeyPatch) -> None:
    told = SimpleNamespace(json={"license_expression": stated, "classifier": []})
    monkeypatch.setattr(sbom, "metadata", lambda _name: told)
    with pytest.raises(ValueError, match="states no licence that is allowed"):
        sbom.licence("rich")


def test_the_bill_of_materials_is_the_one_that_make_sbom_writes() -> None:
    assert sbom.SBOM.read_bytes() == sbom.sbom(), "run: make sbom"


def test_the_bill_of_materials_is_cyclonedx_and_has_all() -> None:
    text = sbom.SBOM.read_text(encoding="utf-8")
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    told = json.loads(text)
    wheel = told["metadata"]["component"]
    assert {c["name"]: c["version"] for c in told["components"]} == sbom.pinned()
    assert wheel["licenses"] == [{"expression": PROJECT["license"]}]
    assert {font["name"] for font in wheel["components"]} == {
        f"Carlito-{style}.ttf" for style in ("Regular", "Bold", "Italic", "BoldItalic")
    }


def test_what_the_wheel_carries_is_licensed_with_both_texts() -> None:
    texts = [(ROOT / name).read_text(encoding="utf-8") for name in PROJECT["license-files"]]
    assert PROJECT["license"] == "MIT AND OFL-1.1"
    assert "MIT License" in texts[0]
    assert "SIL OPEN FONT LICENSE Version 1.1" in texts[1]


def test_no_package_is_imported_that_is_not_asked_for() -> None:
    """A package that is there because another one needs it may be gone tomorrow."""
    names = {"yaml": "pyyaml", "docx": "python-docx", "markdown_it": "markdown-it-py",
             "PIL": "pillow", "pydantic_core": "pydantic"}  # fmt: skip
    imported: set[str] = set()
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                imported.add(node.module.partition(".")[0])
    packages = {names.get(name, name) for name in imported - sys.stdlib_module_names}
    asked = {re.split(r"[^a-z0-9-]", one)[0] for one in PROJECT["dependencies"]}
    assert packages - asked == {"aftalegen"}
