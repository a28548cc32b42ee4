"""`aftalegen sign`: a signature beside an edition or a bundle that is as it was issued."""

from pathlib import Path
from typing import Annotated

from aftalegen.cli import console
from aftalegen.cli.declaring import argument, option
from aftalegen.cli.settling import settle_around
from aftalegen.cli.vouching import tell_anchor
from aftalegen.editions.looking import looked_at
from aftalegen.editions.signatures import signed
from aftalegen.records.finding import is_project
from aftalegen.words.faults import DONE, InputError, UsageError
from aftalegen.words.language import _


def sign(
    path: Annotated[Path, argument("FOLDER|ZIP", "A bundle's or edition's folder, or a zip.")],
    key: Annotated[Path, option("FILE", "Your SSH key, or the .pub of one in ssh-agent.")],
) -> int:
    """Sign what is as it was issued; a file is laid beside, and nothing else is touched."""
    _require_key(key)
    settle_around(path)
    looked = looked_at(path)
    if looked.sums is None or looked.hash is None or not looked.is_whole:
        message = _("{file} is not as it was issued, and is not signed").format(file=path)
        raise InputError("not-as-issued", message, None, _("see what is wrong: aftalegen verify"))
    found = signed(path.absolute(), looked.sums, key)
    console.path(found.file)
    tell_anchor(looked.hash)
    console.summary(_("signed with {key}").format(key=found.key))
    return DONE


def _require_key(key: Path) -> None:
    """Refuse a key that is not there, or lies where it would be handed on with a project."""
    if not key.is_file():
        message = _("there is no key {file}").format(file=key)
        hint = _("make one outside the project: ssh-keygen -t ed25519")
        raise UsageError("no-signing-key", message, None, hint)
    if any(is_project(folder) for folder in key.resolve().parents):
        message = _("the key {file} lies in a project, and would be handed on with it")
        hint = _("move it to ~/.ssh/ and see that it was never in version control")
        raise UsageError("key-in-project", message.format(file=key), None, hint)
