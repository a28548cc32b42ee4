"""Findings as SARIF 2.1.0, which code hosts show beside the lines."""

from typing import Any
from urllib.parse import quote

from aftalegen import __version__
from aftalegen.checks.finding import Checked
from aftalegen.checks.reports.places import path_of
from aftalegen.checks.rules import ALL
from aftalegen.words.alphabet import json_text
from aftalegen.words.faults import Fault, Rule
from aftalegen.words.language import _
from aftalegen.words.place import Source

WHOLE = Source("README.md", 1)
"""Where a finding about the whole project stands: code hosts refuse a report with none."""
SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def as_sarif(checked: Checked, prefix: str) -> str:
    """One run with its rules and results."""
    names = {finding.rule for finding in checked.findings}
    rules = [rule for rule in ALL if rule.name in names]
    known = {rule.name for rule in rules}
    index = {rule.name: number for number, rule in enumerate(rules)}
    log = {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "aftalegen",
                        "version": __version__,
                        "semanticVersion": __version__,
                        "rules": [_rule(rule) for rule in rules],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [
                    _result(f, prefix, index[f.rule] if f.rule in known else -1)
                    for f in checked.findings
                ],
            }
        ],
    }
    return json_text(log, indent=2) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.name,
        "shortDescription": {"text": _(rule.says)},
        "fullDescription": {"text": _(rule.story)},
        "defaultConfiguration": {"level": rule.severity},
        "properties": {"layer": rule.layer},
    }


def _result(finding: Fault, prefix: str, index: int) -> dict[str, Any]:
    text = f"{finding.message}. {finding.hint}" if finding.hint else finding.message
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "level": finding.severity,
        "message": {"text": text},
        "locations": [_location(finding.source or WHOLE, finding.width, prefix)],
        "properties": {"annexes": list(finding.annexes)},
    }
    if index >= 0:
        result["ruleIndex"] = index
    if finding.cause is not None:
        cause = _location(finding.cause, 1, prefix)
        result["relatedLocations"] = [{**cause, "message": {"text": _("decided")}}]
    if finding.provider:
        result["properties"]["provider"] = finding.provider
    return result


def _location(source: Source, width: int, prefix: str) -> dict[str, Any]:
    return {
        "physicalLocation": {
            "artifactLocation": {
                "uri": quote(path_of(source, prefix), errors="surrogateescape"),
                "uriBaseId": "%SRCROOT%",
            },
            "region": {
                "startLine": source.line,
                "startColumn": source.column,
                "endColumn": source.column + width,
            },
        }
    }
