"""Findings as JSON: one object, or one line each. The keys are stable; `version` says of what form.

A place is {file, line, column, end_column, key}; columns count from 1, and the end is after the
last character.
"""

from typing import Any

from aftalegen.checks.finding import Checked
from aftalegen.checks.reports.places import path_of
from aftalegen.words.alphabet import json_text
from aftalegen.words.faults import Fault
from aftalegen.words.place import Source

VERSION = 1


def as_json(checked: Checked, prefix: str) -> str:
    """All findings and their counts as one object."""
    whole = {
        "version": VERSION,
        "annexes": list(checked.annexes),
        "errors": checked.count("error"),
        "warnings": checked.count("warning"),
        "notes": checked.count("note"),
        "findings": [finding_values(finding, prefix) for finding in checked.findings],
    }
    return json_text(whole, indent=2) + "\n"


def as_jsonl(checked: Checked, prefix: str) -> str:
    """Each finding as an object on a line of its own."""
    return "".join(
        json_text(finding_values(finding, prefix)) + "\n" for finding in checked.findings
    )


def finding_values(finding: Fault, prefix: str) -> dict[str, Any]:
    """One finding as plain values."""
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "message": finding.message,
        "place": _place(finding.source, finding.width, prefix),
        "cause": _place(finding.cause, 1, prefix),
        "hint": finding.hint,
        "provider": finding.provider,
        "annexes": list(finding.annexes),
    }


def _place(source: Source | None, width: int, prefix: str) -> dict[str, Any] | None:
    if source is None:
        return None
    return {
        "file": path_of(source, prefix),
        "line": source.line,
        "column": source.column,
        "end_column": source.column + width,
        "key": source.key,
    }
