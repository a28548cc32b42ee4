"""Findings as a person reads them: with the line and its caret, or one line each in a pipe."""

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from aftalegen.checks.finding import Checked
from aftalegen.cli import console
from aftalegen.words.faults import Fault, Severity
from aftalegen.words.language import _, later, plural

SEVERITIES: dict[Severity, str] = {
    "error": later("error"),
    "warning": later("warning"),
    "note": later("note"),
}
_COLOURS: dict[Severity, str] = {"error": "red", "warning": "yellow", "note": "blue"}
MOST_KINDS = 6
"""So many kinds of missing facts are named for each who must provide them."""


def tell(checked: Checked, project: Path, prefix: str) -> None:
    """Every finding, missing facts by who must provide them, and how many there are of each."""
    for finding in checked.findings:
        if finding.severity == "note":
            continue
        if console.is_read_by_a_person() and finding.rule != "fact-missing":
            for line in with_snippet(finding, project, prefix):
                console.result(line)
            console.result("")
        else:
            console.result(in_one_line(finding, prefix))
    tell_missing([f for f in checked.findings if f.rule == "fact-missing"])


def in_one_line(finding: Fault, prefix: str) -> str:
    """Place, severity, rule, message, and how many annexes it hits."""
    source = finding.source
    place = f"{_path(source.file, prefix)}:{source.line}:{source.column}: " if source else ""
    hit = f" ({_annexes(finding)})" if finding.annexes else ""
    word = _(SEVERITIES[finding.severity])
    return console.visible(f"{place}{word}[{finding.rule}]: {finding.message}{hit}")


def with_snippet(finding: Fault, project: Path, prefix: str) -> list[str]:
    """The finding with its line, carets under the words, and what to do."""
    word = _(SEVERITIES[finding.severity])
    head = console.paint(f"{word}[{finding.rule}]", _COLOURS[finding.severity], sys.stdout)
    lines = [f"{head}: {console.paint(console.visible(finding.message), 'bold', sys.stdout)}"]
    source, indent = finding.source, ""
    if source is not None:
        indent = " " * len(str(source.line))
        arrow = console.paint("-->", "blue", sys.stdout)
        place = f"{_path(source.file, prefix)}:{source.line}:{source.column}"
        lines.append(f"{indent}{arrow} {place}")
        shown = console.snippet(source, project, finding.width, sys.stdout)
        lines += [*shown, f"{indent} {console.paint('|', 'blue', sys.stdout)}"][: len(shown)]
    return [*lines, *_facts(finding, prefix, indent)]


def _facts(finding: Fault, prefix: str, indent: str) -> list[str]:
    facts: list[tuple[str, str]] = []
    if finding.cause is not None:
        cause = finding.cause
        facts.append((_("decided"), f"{_path(cause.file, prefix)}:{cause.line}"))
    if finding.annexes:
        facts.append((_("hits"), _annexes(finding)))
    if finding.hint:
        facts.append((_("help"), console.visible(finding.hint)))
    width = max((len(name) for name, _value in facts), default=0)
    return [f"{indent} = {f'{name}:':<{width + 1}} {value}" for name, value in facts]


def _annexes(finding: Fault) -> str:
    """How many annexes, and of which bundles; the one by its name."""
    if len(finding.annexes) == 1:
        return finding.annexes[0]
    counts = Counter(annex.partition("/")[0] for annex in finding.annexes)
    return ", ".join(
        _("{annexes} in {bundle}").format(
            annexes=plural("{n} annex", "{n} annexes", n), bundle=bundle
        )
        for bundle, n in counts.items()
    )


def _path(file: str, prefix: str) -> str:
    return f"{prefix}/{file}" if prefix else file


def tell_missing(missing: Sequence[Fault]) -> None:
    """How many facts are missing from whom, and of which kinds."""
    if not missing:
        return
    by_whom: dict[str, list[Fault]] = {}
    for finding in missing:
        by_whom.setdefault(finding.provider or "", []).append(finding)
    console.result(_("Missing before the edition can be released, by who must provide it:"))
    width = max(len(name) for name in by_whom)
    for name, findings in sorted(by_whom.items(), key=lambda one: (-len(one[1]), one[0])):
        kinds = Counter(finding.message for finding in findings)
        named = [_kind(message, count) for message, count in kinds.most_common(MOST_KINDS)]
        more = ["…"] if len(kinds) > MOST_KINDS else []
        console.result(f"  {name:<{width}}  {len(findings):>3}  {', '.join([*named, *more])}")


def _kind(message: str, count: int) -> str:
    what = message.partition("»")[0].lstrip("«")
    return f"{what} ({count})" if count > 1 else what
