"""Findings as commands of GitHub Actions: annotations at their lines.

Missing facts are told as one notice, since a page shows few and they are many.
"""

from aftalegen.checks.finding import Checked
from aftalegen.checks.reports.places import path_of
from aftalegen.words.faults import Fault
from aftalegen.words.language import plural

_WORDS = {"error": "error", "warning": "warning", "note": "notice"}


def as_github(checked: Checked, prefix: str) -> str:
    """A command for each finding, each on a line of its own."""
    lines = [_command(f, prefix) for f in checked.findings if f.severity != "note"]
    notes = checked.count("note")
    if notes:
        message = plural("{n} fact is missing", "{n} facts are missing", notes)
        lines.append(f"::notice title=fact-missing::{_data(message)}")
    return "".join(f"{line}\n" for line in lines)


def _command(finding: Fault, prefix: str) -> str:
    properties = {"title": finding.rule}
    source = finding.source
    if source is not None:
        properties = {
            "file": path_of(source, prefix),
            "line": str(source.line),
            "col": str(source.column),
            "endColumn": str(source.column + finding.width),
            **properties,
        }
    shown = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    parts = [finding.message]
    if finding.annexes:
        hit = plural("it hits {n} annex", "it hits {n} annexes", len(finding.annexes))
        parts.append(hit)
    if finding.cause is not None:
        parts.append(f"{path_of(finding.cause, prefix)}:{finding.cause.line}")
    if finding.hint:
        parts.append(finding.hint)
    return f"::{_WORDS[finding.severity]} {shown}::{_data(chr(10).join(parts))}"


def _data(text: str) -> str:
    """The text of a command, as GitHub's own toolkit escapes it."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
