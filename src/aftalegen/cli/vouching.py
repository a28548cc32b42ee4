"""What vouches for an edition or a bundle, as commands tell it: chain, signatures, anchor."""

import contextlib
import os
from pathlib import Path

from aftalegen.cli import console
from aftalegen.cli.lines import Row
from aftalegen.editions.chain import ANCHOR, BITS, Break, Wrong, anchor, anchor_signs
from aftalegen.editions.looking import Looked
from aftalegen.editions.signatures import Signature, State
from aftalegen.words.faults import UsageError
from aftalegen.words.language import _, later, plural
from aftalegen.words.place import visible

_BREAKS: dict[Wrong, str] = {
    "exchanged": later("{edition} was exchanged after {by} was released, which names another"),
    "gone": later("{edition} is gone, which {by} names as the edition before it"),
    "unnamed": later("{edition} is named by no edition after it: it lies beside the chain"),
}
_SIGNATURES: dict[State, str] = {
    "good": later("signed by {who} ({key})"),
    "unknown": later("signed with a key that nobody here is known by ({key})"),
    "revoked": later("signed by {who} with a key that has been revoked ({key})"),
    "other-content": later("the signature is not of these files ({key})"),
    "not-ours": later("the signature was made for something else than editions ({key})"),
    "unreadable": later("the file is no signature"),
}

OWN = "~/.ssh/allowed_signers"
"""Where the list of those who may sign is looked for, if nobody names one."""


def signers_list(given: Path | None) -> Path | None:
    """The list of those who may sign: the one named, or the person's own; None without one."""
    named = given or (Path(p) if (p := os.environ.get("AFTALEGEN_SIGNERS")) else None)
    if named and not named.is_file():
        message = _("there is no list of signers {file}").format(file=named)
        hint = _(
            "a line for each: anna@example.dk ssh-ed25519 AAAA…, as in git's allowedSignersFile"
        )
        raise UsageError("no-signers", message, None, hint)
    with contextlib.suppress(RuntimeError):  # who has no home has no list either
        own = Path(OWN).expanduser()
        return named or (own if own.is_file() else None)
    return named


def tell_anchor(hash: str) -> None:
    """The anchor of what was issued, to be put in the minutes."""
    told = _("anchor: {anchor} (the first {bits} bits of its SHA-256; write it in the minutes)")
    console.result(told.format(anchor=anchor(hash), bits=ANCHOR * BITS))


def kept_anchor(said: str | None) -> str | None:
    """The signs of an anchor that somebody kept; raises UsageError for what is none."""
    if said is None:
        return None
    signs = anchor_signs(said)
    if signs is None:
        message = _("«{anchor}» is no anchor").format(anchor=said)
        hint = _("sixteen or more of the signs 0 to 9 and a to f, as verify shows them")
        raise UsageError("not-an-anchor", message, None, hint)
    return signs


def tell_chain(looked: Looked) -> None:
    """Where the chain does not hold, or for how many editions it vouches."""
    console.results(map(_break, looked.breaks))
    if looked.editions > 1 and not looked.breaks:
        console.result(
            plural(
                "chain: it vouches for {n} edition before it",
                "chain: it vouches for {n} editions before it",
                looked.editions - 1,
            )
        )


def _break(found: Break) -> Row:
    told = _(_BREAKS[found.wrong]).format(edition=found.edition, by=found.named_by)
    word = _("chain broken")
    return Row(f"{word}: {told}", cells=(((word, "red"),), told))


def tell_signature(found: Signature, signers: Path | None) -> bool:
    """Tell what a signature is worth; whether it may stand there, if anybody knows who signs."""
    told = _(_SIGNATURES[found.state]).format(who=visible(found.who), key=visible(found.key))
    console.result(f"{visible(found.file.name)}: {told}")
    if found.state == "unknown" and signers is None:
        console.talk(_("who may sign stands in {file}, or name it with --signers").format(file=OWN))
        return True
    return found.state == "good"


def tell_anchor_of(looked: Looked, expected: str | None) -> bool:
    """Tell the anchor, and whether it is the one that was kept."""
    if looked.hash is None:
        return expected is None
    if expected is None:
        if looked.is_whole:
            tell_anchor(looked.hash)
        return True
    fits = looked.hash.startswith(expected)
    said = anchor(looked.hash)
    if fits:
        console.result(_("anchor: {anchor}, as it was kept").format(anchor=said))
    else:
        console.result(_("anchor: {anchor}, and another was kept").format(anchor=said))
    return fits
