"""The gate for files that others made: no DTD in Word and Excel, and no more than can be read.

Nothing is opened with a library before it has come through here; who asked says in words what
was refused, and looks himself for what may not stand in his kind of file.
"""

from io import BytesIO
from typing import Literal
from zipfile import ZipFile

MOST_PARTS = 5000

Reason = Literal["not-a-package", "protected", "unreadable", "too-large", "entities"]
"""`protected` is by a password, or a file from before 2007: from outside they look the same."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DTD = tuple(
    mark.encode(encoding)
    for mark in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("utf-8", "utf-16-le", "utf-16-be")
)


class Unfit(Exception):
    """Why a package is refused; `detail` is a part, or what the zip's reader said."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail


def parts_of(data: bytes, most_bytes: int) -> dict[str, bytes]:
    """The parts of a package, by name; raises Unfit for one that is not to be opened."""
    if not data.startswith(b"PK"):
        raise Unfit("protected" if data.startswith(_OLE) else "not-a-package")
    try:
        parts = _unpacked(data, most_bytes)
    except Unfit:
        raise
    except Exception as error:  # a damaged zip fails in whatever is read first
        raise Unfit("unreadable", str(error)) from error
    for name, part in parts.items():
        if any(mark in part for mark in _DTD):
            raise Unfit("entities", name)
    return parts


def _unpacked(data: bytes, most_bytes: int) -> dict[str, bytes]:
    """The parts; none of them unpacks to more than the zip says beforehand."""
    with ZipFile(BytesIO(data)) as archive:
        entries = archive.infolist()
        if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > most_bytes:
            raise Unfit("too-large")
        parts = {entry.filename.replace("\\", "/"): archive.read(entry) for entry in entries}
    if len(parts) < len(entries):
        raise Unfit("unreadable")
    return parts


MOST_VALUES = 3_000_000
"""Of JSON: twice as many as the manifest of a thousand agreements holds."""


def of_few_values(data: bytes) -> bytes:
    """JSON as it is, or nothing where it would take gigabytes when it is read.

    Each value but the first stands after a comma, a bracket or a brace.
    """
    values = sum(data.count(sign) for sign in (b",", b"[", b"{"))
    return data if values <= MOST_VALUES else b""
