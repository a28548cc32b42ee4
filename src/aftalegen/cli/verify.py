"""`aftalegen verify`: says what has become of the files of a bundle."""

from collections import Counter
from pathlib import Path
from typing import Annotated

from aftalegen.cli import console
from aftalegen.cli.declaring import argument
from aftalegen.cli.lines import Row
from aftalegen.cli.settling import settle_around
from aftalegen.editions.edition import line_ends_hint
from aftalegen.editions.verify import Finding, State, verified
from aftalegen.words.faults import DONE, FINDINGS
from aftalegen.words.language import _, later
from aftalegen.words.place import visible

_STATES: dict[State, str] = {
    "as issued": later("as issued"),
    "line ends": later("line ends changed"),
    "changed": later("changed"),
    "missing": later("missing"),
    "added": later("added"),
    "left by a program": later("left by a program"),
}
_SELDOM: tuple[State, ...] = ("line ends", "left by a program")
"""Counted only where there are any."""


def verify(
    path: Annotated[Path, argument("FOLDER|ZIP", "A bundle's folder or zip file.")],
) -> int:
    """One line a file, and a count; exit code 1 when a file is not as it was issued."""
    settle_around(path)
    findings = verified(path)
    console.results(
        _row(finding)
        for finding in findings
        if finding.state != "as issued" or not console.is_read_by_a_person()
    )  # on a screen only what is not as it should be
    counts = Counter(finding.state for finding in findings)
    shown = [
        f"{counts[state]} {_(word)}"
        for state, word in _STATES.items()
        if counts[state] or state not in _SELDOM
    ]
    if counts["line ends"]:
        console.warning(_("git has changed line ends, as it does on Windows"))
        console.talk(line_ends_hint(str(path)))
    console.summary(*shown)
    return DONE if set(counts) <= {"as issued", "left by a program"} else FINDINGS


def _row(finding: Finding) -> Row:
    state, name = _(_STATES[finding.state]), visible(finding.name)
    return Row(f"{state}: {name}", cells=(((state, "red"),), name))
