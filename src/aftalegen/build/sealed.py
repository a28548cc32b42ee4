"""Bytes that this user kept on this machine, sealed by the user's own secret (see `here`).

What is kept can be made again: where there is no secret, nothing is kept; the oldest is given up.
"""

import contextlib
import hashlib
import hmac
from functools import cached_property
from pathlib import Path

from aftalegen.build import disk
from aftalegen.build.here import secret, state_folder
from aftalegen.build.whole import put

MOST = 1_000
"""So many things are kept: a project has about fifty templates."""

_SEAL = hashlib.sha256().digest_size


class Sealed:
    """A folder of this user's; what somebody else put there is not even looked at."""

    def __init__(self, name: str) -> None:
        """`name` of the folder."""
        self._name = name

    def get(self, key: str) -> bytes | None:
        """What was kept under a key, if it was kept here."""
        if self._secret and self._folder:
            with contextlib.suppress(OSError):
                found = disk.bytes_at(self._folder / key)
                seal, data = found[:_SEAL], found[_SEAL:]
                if hmac.compare_digest(seal, _seal(self._secret, key, data)):
                    return data
        return None

    def put(self, key: str, data: bytes) -> None:
        """Keep bytes; where that fails, they are made again next time."""
        if self._secret and self._folder:
            with contextlib.suppress(OSError):
                put(self._folder / key, _seal(self._secret, key, data) + data)
                _give_up_oldest(self._folder)

    @cached_property
    def _secret(self) -> bytes | None:
        return secret(make=True)

    @cached_property
    def _folder(self) -> Path | None:
        folder = state_folder()
        with contextlib.suppress(OSError):
            if folder and self._secret:  # which made our folder in it
                disk.make_private_folder(folder / self._name)
                return folder / self._name
        return None


def _seal(key: bytes, name: str, data: bytes) -> bytes:
    return hmac.digest(key, name.encode() + data, hashlib.sha256)


def _give_up_oldest(folder: Path) -> None:
    kept = list(folder.iterdir())
    if len(kept) > MOST:
        for path in sorted(kept, key=lambda path: path.stat().st_mtime_ns)[: -MOST // 2]:
            disk.remove(path)
