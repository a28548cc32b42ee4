"""What only this machine can have said: a secret outside every project, and what it seals.

A register in an output folder goes wherever the folder goes, by mail, on a network drive, in the
cache of a CI. Whoever writes one can write anything; so what it says of how a file was made is
believed only where the secret of this user on this machine sealed it. Where there is no place to
keep a secret, nothing is sealed, and everything is made again: slower, never wrong.
"""

import contextlib
import hashlib
import hmac
import os
from pathlib import Path

from aftalegen.build import disk
from aftalegen.build.whole import keep_own

KEY = "register.key"
_BYTES = 32


def state_folder() -> Path | None:
    """Where programs keep what is of this user on this machine; None where there is no home."""
    name = "LOCALAPPDATA" if os.name == "nt" else "XDG_STATE_HOME"
    given = Path(os.environ.get(name, ""))
    if given.is_absolute():
        return given / "aftalegen"
    try:
        return Path.home() / ".local" / "state" / "aftalegen"
    except RuntimeError:
        return None


def secret(*, make: bool = False) -> bytes | None:
    """The secret; made if there is none and it is asked for. None where none can be kept."""
    folder = state_folder()
    if folder is None:
        return None
    return _key(folder) or (_made(folder) if make else None)


def seal(key: bytes, text: str) -> str:
    """What only those who know the key can give a text."""
    return hmac.digest(key, text.encode("utf-8", "replace"), hashlib.sha256).hex()


def _key(folder: Path) -> bytes | None:
    """The secret; None where there is none that nobody else can have read or put there."""
    path = folder / KEY
    with contextlib.suppress(OSError):
        found = path.lstat()
        alone = os.name == "nt" or (found.st_uid == os.geteuid() and not found.st_mode & 0o077)
        if alone and path.is_file() and found.st_size == _BYTES:
            return path.read_bytes()
    return None


def _made(folder: Path) -> bytes | None:
    """A new secret, kept; None where it cannot be."""
    with contextlib.suppress(OSError):
        disk.make_private_folder(folder)
        keep_own(folder / KEY, os.urandom(_BYTES), 0o600)
        return _key(folder)
    return None
