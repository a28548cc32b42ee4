"""The house's permitted imports, as a table. A new import that is not in it is a decision."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SRC = Path(__file__).parents[1] / "src" / "aftalegen"

MAY_IMPORT = {
    "source": "",
    "language": "",
    "danish": "",
    "style": "",
    "errors": "language source",
    "document": "source",
    "records": "danish errors language source",
    "template": "records document danish errors language source",
    "numbering": "document errors language",
    "alignment": "",
    "word_changes": "document",
    "redline": "alignment word_changes numbering document",
    "passages": "document source",
    "comparison": "passages redline document",
    "project": "records style errors language source danish",
    "writers": "document style errors language source",
    "changes": "document style",
    "checks": "project template records document danish errors language source",
    "checking": "checks jobs build template project document",
    "reports": "checks language source",
    "origins": "numbering document source",
    "lock": "errors language",
    "whole": "lock",
    "outputs": "changes errors language lock document source whole",
    "workers": "errors language",
    "beside": "",
    "jobs": "workers build changes project document errors language",
    "build": "beside changes project template numbering writers records document style errors language source",
    "snippet": "source",
    "preview": "build project writers document style snippet errors language source",
    "starter": "project outputs errors language",
    "doctor": "build project document errors language",
    "annex_index": "project document",
    "deviation_overview": "build writers template project numbering records document danish style errors language source",
    "addendum": "build causes redlines comparison passages project template numbering records document danish errors language",
    "verify": "changes errors language",
    "provenance": "build project document",
    "bundle": "build changes outputs annex_index project provenance verify writers document errors language lock",
    "edition_manifest": "errors language source",
    "editions": "edition_manifest build changes comparison outputs project provenance template verify writers document style errors language source lock",
    "working": "build numbering project document errors",
    "causes": "danish document project redlines",
    "approvals": "comparison document editions project records source working",
    "plan": "approvals comparison document edition_manifest editions errors language project source working causes redlines",
    "change_list": "comparison danish document numbering passages word_changes",
    "redlines": "writers build change_list changes comparison document errors jobs passages redline style",
    "plan_json": "approvals comparison plan errors",
    "status": "approvals project records errors working",
    "status_files": "approvals plan_json status writers",
    "overview": "build project document danish errors source",
    "fields": "build template project records document language source",
    "schema": "template records style language",
    "budgets": "writers outputs project records style danish errors language source",
    "cli": "addendum edition_manifest editions deviation_overview bundle verify jobs build changes outputs project document errors language source plan approvals comparison danish causes redlines style working writers starter doctor preview snippet plan_json status status_files overview fields schema budgets origins reports checking checks",
    "__main__": "cli",
}

ONLY_IN = {
    "typst": "writers/pdf",
    "docx": "writers/word",
    "lxml": "writers/word checks/reading",
    "typer": "cli",
    "jinja2": "template",
    "markdown_it": "template",
    "yaml": "records",
    "openpyxl": "writers/sheet",
}

FILES = sorted(SRC.rglob("*.py"))


def layer(path: Path) -> str:
    return path.relative_to(SRC).parts[0].removesuffix(".py")


def imported(path: Path) -> Iterator[str]:
    """The dotted names that a file imports, at the top or inside a function."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            if node.module == "aftalegen":
                yield from (f"aftalegen.{name.name}" for name in node.names)
            else:
                yield str(node.module)


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(SRC)))
def test_a_file_imports_only_from_the_layers_below_it(path: Path) -> None:
    own = layer(path)
    if own == "__init__":
        return
    above = {
        name.split(".")[1]
        for name in imported(path)
        if name.startswith("aftalegen.") and name.split(".")[1] != own
    }

    assert above - set(MAY_IMPORT[own].split()) - {"__version__"} == set()


def test_the_table_has_no_cycle() -> None:
    left = {name: set(below.split()) for name, below in MAY_IMPORT.items()}
    while left:
        free = [name for name, below in left.items() if not below & left.keys()]
        assert free, f"these import each other: {sorted(left)}"
        for name in free:
            del left[name]


@pytest.mark.parametrize(("package", "home"), ONLY_IN.items())
def test_a_package_is_imported_in_its_own_room_only(package: str, home: str) -> None:
    users = {
        path.relative_to(SRC).as_posix()
        for path in FILES
        if package in {name.split(".")[0] for name in imported(path)}
    }

    homes = tuple(f"{room}/" for room in home.split())
    assert {user for user in users if not user.startswith(homes)} == set()


def test_only_the_terminals_room_prints() -> None:
    printing = {
        path.relative_to(SRC).as_posix()
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
    }

    assert printing <= {"cli/console.py"}
