"""Findings for machines: each report is a text that other programs read.

`prefix` is the way from the working folder to the project, so that places are found there.
"""

from collections.abc import Callable, Mapping

from aftalegen.checks.finding import Checked

Report = Callable[[Checked, str], str]


def _json(checked: Checked, prefix: str) -> str:
    from aftalegen.checks.reports.lines import as_json

    return as_json(checked, prefix)


def _jsonl(checked: Checked, prefix: str) -> str:
    from aftalegen.checks.reports.lines import as_jsonl

    return as_jsonl(checked, prefix)


def _junit(checked: Checked, prefix: str) -> str:
    from aftalegen.checks.reports.junit import as_junit

    return as_junit(checked, prefix)


def _github(checked: Checked, prefix: str) -> str:
    from aftalegen.checks.reports.github import as_github

    return as_github(checked, prefix)


def _sarif(checked: Checked, prefix: str) -> str:
    from aftalegen.checks.reports.sarif import as_sarif

    return as_sarif(checked, prefix)


REPORTS: Mapping[str, Report] = {
    "json": _json,
    "jsonl": _jsonl,
    "junit": _junit,
    "github": _github,
    "sarif": _sarif,
}
"""Each report by the name that `--output` takes; modules are imported when they are used."""
