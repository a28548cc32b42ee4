"""Writes docs/regler.md from the rules and their examples. Run by `make docs`."""

import os
import shutil
import tempfile
from pathlib import Path

os.environ["NO_COLOR"] = "1"

from aftalegen.checks.finding import BEYOND, LAYERS
from aftalegen.checks.proof import Refused
from aftalegen.checks.rules import RULES
from aftalegen.checks.run import checked, proved
from aftalegen.cli.console import SEVERITIES
from aftalegen.cli.faults import with_snippet
from aftalegen.proceedings.case import AskedCase, selected_cases
from aftalegen.proceedings.items import items_of
from aftalegen.records.project import Project
from aftalegen.words.faults import Fault, Layer, Rule
from aftalegen.words.language import _, use_language
from aftalegen.words.refusals import REFUSALS
from tests.rule_examples import EXAMPLES, Change, Example, plant

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "regler.md"
HEAD = """# Reglerne i `aftalegen check`

Skrevet af programmet selv (`make docs`). Hvert eksempel er en fejl, som er plantet i projektet, og
det, `check` siger om den; eksemplerne er samtidig prøver. Beløb og indbyggertal i eksemplerne er
opdigtede. `aftalegen explain excluded-term` viser det samme om én regel.

En **fejl** stopper en udgave, en **advarsel** skal ses efter (`--strict` gør den til en fejl), og en
**bemærkning** siger, hvad der mangler (`--final` gør den til en fejl).
"""
REFUSED = """## Det, der afvises, før en regel kan se på det

Data og skabeloner læses strengt. Disse navne står på fejl, som både `build` og `check` giver, og
som næsten alle har slutkode 3; de andre bilag bygges og kontrolleres alligevel.
"""
ELSEWHERE = """## Det, som andre kommandoer afviser

`aftalegen explain` kender også disse navne. Slutkoden er den, som et program ser.
"""
WITHOUT_EXAMPLE = (
    "Kan ikke opstå af data eller skabeloner; prøverne ændrer et færdigt dokument for at se den.\n"
)


def copy_of_the_project(folder: Path) -> Path:
    """The data and templates of the project in a folder of their own."""
    for name in ("data", "templates"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


def example_findings(rule: str, folder: Path) -> tuple[Fault, ...]:
    """What the rule finds in a copy of the project with its fault planted."""
    example = EXAMPLES[rule]
    plant(copy_of_the_project(folder), example)
    project = Project(folder)
    found = (
        _of_item(project, example)
        if example.body
        else checked(project, project.select((example.who,), None, None), 1, ()).findings
    )
    return tuple(finding for finding in found if finding.rule == rule)


def _of_item(project: Project, example: Example) -> tuple[Fault, ...]:
    """What the rules say where the agenda item for a body goes out."""
    selected, cases = selected_cases(project, AskedCase((example.who,), body=example.body))
    found = proved(project, selected, beside=items_of(cases, {}), formats=(), processes=1)
    return found.checked.findings if isinstance(found, Refused) else found.findings


def entry(rule: Rule, folder: Path | None, found: tuple[Fault, ...]) -> str:
    """What the page says of a rule, in the language in force."""
    head = f"### {rule.name}\n\n{_(rule.says)} *({_(SEVERITIES[rule.severity])})*\n\n{_(rule.story)}\n\n"
    if folder is None:
        return head + WITHOUT_EXAMPLE
    example = EXAMPLES[rule.name]
    planted = "".join(_as_diff(change) for change in (example.change, *example.more))
    (said, *_more) = (f for f in found if _is_the_one(f, example))
    shown = (
        "\n".join(line.plain for line in with_snippet(said, folder, ""))
        if rule.severity != "note"
        else said.message
    )
    return f"{head}```diff\n{planted}```\n\n```\n{shown}\n```\n"


def _is_the_one(finding: Fault, example: Example) -> bool:
    file = example.file or example.change.file
    return finding.source is not None and finding.source.file == file


def _as_diff(change: Change) -> str:
    old = [f"-{line}" for line in change.old.rstrip("\n").split("\n")] if change.old else []
    new = [f"+{line}" for line in change.new.rstrip("\n").split("\n")] if change.new else []
    both = {line[1:] for line in old} & {line[1:] for line in new}
    lines = [line for line in (*old, *new) if line[1:] not in both]
    return "\n".join((f"# {change.file}", *lines)) + "\n"


def reference() -> str:
    """The page as it should stand."""
    parts = [HEAD]
    for layer, name in LAYERS.items():
        rules = [rule for rule in RULES if rule.layer == layer]
        if rules:
            parts.append(f"## {_(name)}\n")
        for rule in rules:
            with tempfile.TemporaryDirectory() as folder:
                if rule.name in EXAMPLES:
                    found = example_findings(rule.name, Path(folder))
                    parts.append(entry(rule, Path(folder), found))
                else:
                    parts.append(entry(rule, None, ()))
    return "\n".join((*parts, refusals()))


def refusals() -> str:
    """The tables of what is refused: of the annexes, and by the other commands."""
    tables = [f"{REFUSED}\n{_table(*LAYERS)}", ELSEWHERE]
    tables += [f"**{_(name)}**\n\n{_table(layer)}" for layer, name in BEYOND.items()]
    return "\n".join(tables)


def _table(*layers: Layer) -> str:
    rows = "".join(
        f"| `{rule.name}` | {_(rule.says)} | {rule.exit_code} |\n"
        for rule in REFUSALS
        if rule.layer in layers
    )
    return f"| regel | hvad der er galt | slutkode |\n|---|---|---|\n{rows}"


if __name__ == "__main__":
    use_language("da")
    PAGE.write_text(reference(), encoding="utf-8")
