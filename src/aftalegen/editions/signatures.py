"""Who signed an edition or a bundle: SSH signatures, as git has them, made and read by OpenSSH.

What is signed is the list of sums, which stands for all the rest. A signature is a file beside the
folder or the zip (`V20260319.1.sig`), so nothing that was released is touched by it, and one fits
the folder of a bundle and its zip alike. Keys are never in a project, and neither is the list of
who may sign: what is to be proved must not bring its own proof. Without aftalegen:

    ssh-keygen -Y verify -f signers -I anna@example.dk -n aftalegen -s V20260319.1.sig \\
        < V20260319/SHA256SUMS
"""

import base64
import hashlib
import os
import re
import shutil
import struct
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from aftalegen.build.lock import locked
from aftalegen.build.unwritable import output_error
from aftalegen.build.whole import write_whole
from aftalegen.words.faults import OutputError
from aftalegen.words.language import _

NAMESPACE = "aftalegen"
"""What a key signs for: a signature of something else is none of an edition."""
REVOKED = "revoked_signers"
"""The file beside the list of signers with the public keys that are no longer believed."""
MOST_BYTES = 64 * 1024
SECONDS = 30

State = Literal["good", "unknown", "revoked", "not-ours", "other-content", "unreadable"]
"""Not ours: signed for another purpose. Other content: what was signed is not what lies here."""

_ARMOUR = re.compile(
    r"-----BEGIN SSH SIGNATURE-----\n([A-Za-z0-9+/=\n]+)-----END SSH SIGNATURE-----\s*"
)


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature: its file, what it is worth, the key, and who has that key if it is known."""

    file: Path
    state: State
    key: str
    who: str = ""


def signature_files(path: Path) -> tuple[Path, ...]:
    """The signatures that lie beside a folder or a zip, in the order they were made."""
    name = re.compile(rf"{re.escape(_name(path))}\.([0-9]{{1,4}})\.sig")
    found = {p: int(m[1]) for p in path.parent.iterdir() if (m := name.fullmatch(p.name))}
    return tuple(sorted(found, key=lambda p: found[p]))


def signatures(path: Path, sums: bytes | None, signers: Path | None) -> tuple[Signature, ...]:
    """What each signature beside a folder or a zip is worth, by a list of signers.

    Raises OutputError where OpenSSH is needed and not there.
    """
    return tuple(_looked_at(file, sums or b"", signers) for file in signature_files(path))


def signed(path: Path, sums: bytes, key: Path) -> Signature:
    """Sign a list of sums with a key, and put the signature beside, if that key has not signed yet.

    Raises OutputError.
    """
    done = _ssh_keygen("sign", "-f", str(key.absolute()), "-n", NAMESPACE, data=sums)
    found = _parsed(done.stdout)
    if done.returncode or found is None:
        raise OutputError(
            "not-signed",
            _("ssh-keygen could not sign with {key}: {why}").format(
                key=key, why=_last_line(done.stderr)
            ),
            None,
            _("name a key of ssh-keygen's, or the .pub of one that ssh-agent holds"),
        )
    try:
        with locked(path.parent):
            for earlier in signatures(path, sums, None):
                if earlier.key == found[0] and earlier.state == "unknown":  # it fits
                    return earlier
            return Signature(_laid_beside(path, done.stdout), "good", found[0])
    except OSError as error:
        raise output_error(path, error) from error


def _laid_beside(path: Path, signature: bytes) -> Path:
    """A signature in a file of its own: what others signed stays."""
    taken = [int(one.name.split(".")[-2]) for one in signature_files(path)]
    file = path.with_name(f"{_name(path)}.{max(taken, default=0) + 1}.sig")
    write_whole(file, signature)
    return file


def _name(path: Path) -> str:
    return path.name if path.is_dir() else path.name.removesuffix(".zip")


def _looked_at(file: Path, sums: bytes, signers: Path | None) -> Signature:
    try:
        data = file.read_bytes() if file.stat().st_size <= MOST_BYTES else b""
    except OSError:
        data = b""
    found = _parsed(data)
    if found is None:
        return Signature(file, "unreadable", "")
    key, namespace = found
    if namespace != NAMESPACE:
        return Signature(file, "not-ours", key)
    beside = ("-n", NAMESPACE, "-s", str(file.absolute()))
    if _ssh_keygen("check-novalidate", *beside, data=sums).returncode:
        return Signature(file, "other-content", key)
    if signers is None:
        return Signature(file, "unknown", key)
    known = ("-f", str(signers.absolute()))
    for who in _principals(known, beside):
        ask = ("verify", *known, "-I", who, *beside)
        if not _ssh_keygen(*ask, data=sums).returncode:
            revoked = signers.absolute().with_name(REVOKED)
            refused = revoked.exists() and _ssh_keygen(*ask, "-r", str(revoked), data=sums)
            return Signature(
                file, "revoked" if refused and refused.returncode else "good", key, who
            )
    return Signature(file, "unknown", key)


def _principals(known: tuple[str, ...], beside: tuple[str, ...]) -> Iterator[str]:
    """Those who have the key of a signature, by the list of signers."""
    done = _ssh_keygen("find-principals", *known, *beside)
    yield from done.stdout.decode("utf-8", "replace").splitlines()


def _parsed(armoured: bytes) -> tuple[str, str] | None:
    """The key of a signature and what it signs for; None for what is no signature."""
    text = armoured.decode("ascii", "replace").replace("\r\n", "\n")
    if not (found := _ARMOUR.fullmatch(text)):
        return None
    try:
        blob = base64.b64decode(found[1])
        if blob[:10] != b"SSHSIG\0\0\0\1":
            return None
        public, rest = _string(blob[10:])
        namespace, _rest = _string(rest)
        kind, _rest = _string(public)
    except (ValueError, struct.error):
        return None
    print_ = base64.b64encode(hashlib.sha256(public).digest()).decode().rstrip("=")
    return f"{kind.decode('ascii', 'replace')} SHA256:{print_}", namespace.decode(
        "utf-8", "replace"
    )


def _string(data: bytes) -> tuple[bytes, bytes]:
    """A string as SSH writes it, its length first, and what comes after it."""
    (length,) = struct.unpack_from(">I", data)
    return data[4 : 4 + length], data[4 + length :]


def _ssh_keygen(what: str, *words: str, data: bytes = b"") -> "subprocess.CompletedProcess[bytes]":
    program = shutil.which("ssh-keygen")
    if program is None or not Path(program).is_absolute():  # one that lies where we are is not it
        raise OutputError(
            "no-ssh-keygen",
            _("signatures need ssh-keygen, which is not on this machine"),
            None,
            _("install OpenSSH; on Windows it is the optional feature «OpenSSH Client»"),
        )
    try:
        return subprocess.run(
            [program, "-Y", what, *words],
            input=data,
            capture_output=True,
            timeout=None if what == "sign" else SECONDS,  # a person types a passphrase
            env={**os.environ, "LC_ALL": "C"},
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        message = _("ssh-keygen could not be run: {why}").format(why=error)
        raise OutputError(
            "no-ssh-keygen", message, None, _("see that it runs by itself")
        ) from error


def _last_line(said: bytes) -> str:
    lines = [line for line in said.decode("utf-8", "replace").splitlines() if line.strip()]
    return lines[-1].strip() if lines else "?"
