"""`aftalegen verify`: says what has become of the files of a bundle."""

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from aftalegen.cli import console
from aftalegen.editions.verify import State, verified
from aftalegen.words.faults import DONE, FINDINGS
from aftalegen.words.language import _, later

_STATES: dict[State, str] = {
    "as issued": later("as issued"),
    "changed": later("changed"),
    "missing": later("missing"),
    "added": later("added"),
}


def verify(
    path: Annotated[
        Path,
        typer.Argument(metavar=later("FOLDER|ZIP"), help=later("A bundle's folder or zip file.")),
    ],
) -> int:
    """One line a file, and a count; exit code 1 when a file is not as it was issued."""
    findings = verified(path)
    for finding in findings:
        if finding.state == "as issued" and console.is_read_by_a_person():
            continue  # on a screen only what is not as it should be
        state = _(_STATES[finding.state])
        console.result(f"{state}: {console.visible(finding.name)}")
    counts = Counter(finding.state for finding in findings)
    shown = [f"{counts[state]} {_(word)}" for state, word in _STATES.items()]
    console.result(", ".join(shown))
    return DONE if set(counts) <= {"as issued"} else FINDINGS
