"""Faults as a person reads them: with the line and its caret, or one line each in a pipe."""

import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from aftalegen.checks.completeness import BEFORE_FINAL
from aftalegen.checks.finding import Checked
from aftalegen.cli import console
from aftalegen.cli.console import SEVERITIES, within
from aftalegen.cli.lines import Line, Row
from aftalegen.words.faults import Fault
from aftalegen.words.language import _, plural
from aftalegen.words.place import visible

MOST_KINDS = 6
"""So many kinds of missing facts are named for each who must provide them."""


def tell(checked: Checked, project: Path, prefix: str) -> None:
    """What is missing or not confirmed, warnings, and errors last, where a person sees them."""
    by_a_person = console.is_read_by_a_person()
    if by_a_person:
        console.results(listed(checked))
    last = sorted(checked.findings, key=lambda f: f.severity == "error")  # keeps their order
    for finding in last if by_a_person else checked.findings:
        if finding.severity == "note":
            continue
        if console.is_read_by_a_person() and finding.rule not in BEFORE_FINAL:
            console.results([*with_snippet(finding, project, prefix), Line("")])
        else:
            console.result(in_one_line(finding, prefix))
    if not by_a_person:
        console.results(listed(checked))


def listed(checked: Checked) -> Iterator[Line]:
    """What must be there before an edition is final: what is missing, and what to confirm."""
    for rule, heading in (
        ("fact-missing", _("Missing before the edition can be released, by who must provide it:")),
        ("unconfirmed-in-final", _("To be confirmed before signing, by who must confirm it:")),
        ("requirement-basis-unverified", _("Requirements whose basis is not confirmed, by set:")),
    ):
        found = [finding for finding in checked.findings if finding.rule == rule]
        yield from _by_provider(heading, found)


def prefix_of(folder: Path) -> str:
    """The way from the working folder to the project; "" where they are the same."""
    try:
        way = Path(os.path.relpath(folder)).as_posix()
    except ValueError:  # on another drive
        way = folder.as_posix()
    return "" if way == "." else way


def in_one_line(finding: Fault, prefix: str) -> str:
    """Place, severity, rule, message, and how many annexes it hits."""
    source = finding.source
    place = f"{within(prefix, f'{source.file}:{source.line}:{source.column}')}: " if source else ""
    hit = f" ({_annexes(finding)})" if finding.annexes else ""
    word = _(SEVERITIES[finding.severity])
    return visible(f"{place}{word}[{finding.rule}]: {finding.message}{hit}")


def with_snippet(finding: Fault, project: Path, prefix: str) -> list[Line]:
    """The finding with its line, carets under the words, and what to do."""
    hits = _annexes(finding) if finding.annexes else ""
    return console.fault_lines(finding, project, prefix, hits, stream=sys.stdout)


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


def _by_provider(heading: str, missing: Sequence[Fault]) -> Iterator[Line]:
    """How many facts are awaited from whom, and of which kinds."""
    if not missing:
        return
    by_whom: dict[str, list[Fault]] = {}
    for finding in missing:
        by_whom.setdefault(finding.provider or "", []).append(finding)
    yield Line(heading)
    width = max(len(name) for name in by_whom)
    for name, findings in sorted(by_whom.items(), key=lambda one: (-len(one[1]), one[0])):
        kinds = Counter(finding.message for finding in findings)
        named = [_kind(message, count) for message, count in kinds.most_common(MOST_KINDS)]
        what = ", ".join([*named, *(["…"] if len(kinds) > MOST_KINDS else [])])
        line = f"  {name:<{width}}  {len(findings):>3}  {what}"
        yield Row(line, cells=(name, f"{len(findings):>3}", what), indent=2)


def _kind(message: str, count: int) -> str:
    what = message.partition("»")[0].lstrip("«")
    return f"{what} ({count})" if count > 1 else what
