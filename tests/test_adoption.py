"""What a region takes over as it is: the workflow and the hooks name what exists."""

import re
import shlex
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from aftalegen.checks.finding import LAYERS
from aftalegen.checks.reports import REPORTS
from aftalegen.checks.rules import IN_CHECK
from aftalegen.cli.commands import command

ROOT = Path(__file__).parent.parent
WORKFLOW = ROOT / "docs" / "ci" / "aftalegen.yml"
HOOKS = ROOT / ".pre-commit-hooks.yaml"
GUIDE = ROOT / "docs" / "kontrol.md"


def workflow() -> dict[str, object]:
    # BaseLoader, because YAML 1.1 reads the key «on» as true
    found = yaml.load(WORKFLOW.read_text(encoding="utf-8"), yaml.BaseLoader)
    assert isinstance(found, dict)
    return found


def commands() -> list[list[str]]:
    """Every command of ours in the workflow, the hooks and the guide, as words."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in (WORKFLOW, HOOKS, GUIDE))
    found = re.findall(r"(?:run:|entry:|^|`)\s*(aftalegen [^`\n#]+)", text, re.MULTILINE)
    return [shlex.split(line) for line in found]


def test_there_are_commands_to_look_at() -> None:
    assert len(commands()) >= 10


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_a_command_that_is_named_exists_with_its_options(words: list[str]) -> None:
    options = {name for parameter in command(words[1]).params for name in parameter.opts}
    values = dict(pairwise(words))

    assert {word for word in words if word.startswith("--")} <= options
    assert values.get("--output", "json") in (*REPORTS, "text")
    known = {*LAYERS, *(rule.name for rule in IN_CHECK)}
    assert set(values.get("--select", "data").split(",")) <= known


def test_the_workflow_runs_on_linux_and_windows_and_tells_in_both_forms() -> None:
    job = workflow()["jobs"]["check"]  # type: ignore[index]
    steps = " ".join(step.get("run", "") for step in job["steps"])

    assert job["strategy"]["matrix"]["os"] == ["ubuntu-latest", "windows-latest"]
    assert "--output github" in steps
    assert "--output sarif" in steps
    assert all("uses" in step or "run" in step for step in job["steps"])


def test_the_workflow_installs_what_there_is() -> None:
    """The program is not published: it comes as the file that `make wheel` makes."""
    steps = workflow()["jobs"]["check"]["steps"]  # type: ignore[index]
    installed = [run for step in steps if "pip install" in (run := step.get("run", ""))]

    assert installed == ["python -m pip install program/aftalegen-*.whl"]
    assert "\nwheel:" in (ROOT / "Makefile").read_text(encoding="utf-8")


def test_the_hooks_say_what_pre_commit_asks_for() -> None:
    hooks = yaml.safe_load(HOOKS.read_text(encoding="utf-8"))

    for hook in hooks:
        assert {"id", "name", "entry", "language"} <= hook.keys()
        assert hook["pass_filenames"] is False
        assert re.search(hook["files"], "projekt/data/municipalities/norddjurs.yaml")
        assert re.search(hook["files"], "templates/faelles/ramme.md")
        assert not re.search(hook["files"], "docs/kontrol.md")
