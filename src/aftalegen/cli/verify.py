"""`aftalegen verify`: says what has become of the files of a bundle."""

from collections import Counter
from pathlib import Path
from typing import Annotated

from aftalegen.cli import console
from aftalegen.cli.declaring import argument
from aftalegen.cli.lines import Row
from aftalegen.editions.verify import Finding, State, verified
from aftalegen.words.faults import DONE, FINDINGS
from aftalegen.words.language import _, later
from aftalegen.words.place import visible

_STATES: dict[State, str] = {
    "as issued": later("as issued"),
    "changed": later("changed"),
    "missing": later("missing"),
    "added": later("added"),
}


def verify(
    path: Annotated[Path, argument("FOLDER|ZIP", "A bundle's folder or zip file.")],
) -> int:
    """One line a file, and a count; exit code 1 when a file is not as it was issued."""
    findings = verified(path)
    console.results(
        _row(finding)
        for finding in findings
        if finding.state != "as issued" or not console.is_read_by_a_person()
    )  # on a screen only what is not as it should be
    counts = Counter(finding.state for finding in findings)
    shown = [f"{counts[state]} {_(word)}" for state, word in _STATES.items()]
    console.summary(*shown)
    return DONE if set(counts) <= {"as issued"} else FINDINGS


def _row(finding: Finding) -> Row:
    state, name = _(_STATES[finding.state]), visible(finding.name)
    return Row(f"{state}: {name}", cells=(((state, "red"),), name))
