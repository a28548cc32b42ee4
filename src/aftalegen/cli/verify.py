"""`aftalegen verify`: says what has become of a bundle or an edition, and who vouches for it."""

from collections import Counter
from pathlib import Path
from typing import Annotated

from aftalegen.cli import console
from aftalegen.cli.declaring import argument, option
from aftalegen.cli.lines import Row
from aftalegen.cli.settling import settle_around
from aftalegen.cli.vouching import (
    kept_anchor,
    signers_list,
    tell_anchor_of,
    tell_chain,
    tell_signature,
)
from aftalegen.editions.edition import line_ends_hint
from aftalegen.editions.looking import Looked, looked_at
from aftalegen.editions.verify import Finding, State
from aftalegen.words.faults import DONE, FINDINGS
from aftalegen.words.language import _, later
from aftalegen.words.place import visible

_STATES: dict[State, str] = {
    "as issued": later("as issued"),
    "line ends": later("line ends changed"),
    "changed": later("changed"),
    "other words": later("says other words than its manifest"),
    "missing": later("missing"),
    "added": later("added"),
    "left by a program": later("left by a program"),
}
_SELDOM: tuple[State, ...] = ("line ends", "other words", "left by a program")
"""Counted only where there are any."""


def verify(
    path: Annotated[Path, argument("FOLDER|ZIP", "A bundle's or edition's folder, or a zip.")],
    anchor: Annotated[
        str | None, option("ANCHOR", "The anchor in the minutes; is this what it was of?")
    ] = None,
    signers: Annotated[
        Path | None, option("FILE", "Who may sign (allowed_signers); one of them must have.")
    ] = None,
) -> int:
    """One line a file that is not as issued, what vouches for it, and a count; exit code 1 for
    anything that is not as it should be.
    """
    settle_around(path)
    expected = kept_anchor(anchor)
    known = signers_list(signers)
    looked = looked_at(path, known)
    _tell_files(looked, path)
    tell_chain(looked)
    good = [tell_signature(one, known) for one in looked.signatures]
    if signers and not any(good):
        console.warning(_("nobody in {file} has signed it").format(file=signers))
        good.append(False)
    fits = tell_anchor_of(looked, expected)
    _tell_counts(looked)
    return DONE if looked.is_whole and all(good) and fits else FINDINGS


def _tell_files(looked: Looked, path: Path) -> None:
    """A line a file; on a screen only what is not as it should be."""
    console.results(
        _row(finding)
        for finding in looked.findings
        if finding.state != "as issued" or not console.is_read_by_a_person()
    )
    if any(found.state == "line ends" for found in looked.findings):
        console.warning(_("git has changed line ends, as it does on Windows"))
        console.talk(line_ends_hint(str(path)))


def _row(finding: Finding) -> Row:
    state, name = _(_STATES[finding.state]), visible(finding.name)
    return Row(f"{state}: {name}", cells=(((state, "red"),), name))


def _tell_counts(looked: Looked) -> None:
    counts = Counter(finding.state for finding in looked.findings)
    console.summary(
        *(
            f"{counts[state]} {_(word)}"
            for state, word in _STATES.items()
            if counts[state] or state not in _SELDOM
        )
    )
