"""The gate for pictures that others made: each is decoded once before anybody is shown it.

What a picture unpacks to is known before it is unpacked. Who asked says in words what was refused.
"""

import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Literal, TypeVar

if TYPE_CHECKING:
    from PIL.Image import Image

T = TypeVar("T")
MOST_POINTS, LONGEST = 8_000_000, 20_000
"""The points of a picture, ten times as many as a logo needs, and of one of its sides."""

Kind = Literal["png", "jpeg", "gif", "emf", "wmf"]
Reason = Literal["no-picture", "too-large", "damaged"]

_BEGINNINGS: tuple[tuple[bytes, Kind], ...] = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"\x01\x00\x00\x00", "emf"),
    (b"\xd7\xcd\xc6\x9a", "wmf"),
)
_EMF_MARK, _EMF_END, _WMF_END = slice(40, 44), 14, 0
_WMF_RECORDS = 22 + 18  # after Aldus' header and the metafile's own


class Unfit(Exception):
    """Why a picture is refused."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Picture:
    """What a picture is; its size is 0 where it is drawn and not painted."""

    kind: Kind
    width: int = 0
    height: int = 0


@lru_cache(maxsize=16)
def picture(data: bytes) -> Picture:
    """What the bytes show; raises Unfit for what is no picture, is damaged or far too large."""
    kind = next((kind for start, kind in _BEGINNINGS if data.startswith(start)), None)
    match kind:
        case None:
            raise Unfit("no-picture")
        case "emf" | "wmf":
            if not _is_drawn(data, kind):
                raise Unfit("damaged")
            return Picture(kind)
    return _painted(data, kind)


def sound(data: bytes) -> bytes:
    """The picture itself, or one whose points come out but whose sums are wrong, written anew.

    Raises Unfit as `picture` does.
    """
    try:
        picture(data)
    except Unfit as error:
        if error.reason != "damaged" or not data.startswith(_BEGINNINGS[0][0]):
            raise
        written = BytesIO()
        _read(lambda: _points(data, "png").save(written, "png"))
        return written.getvalue()
    return data


def _painted(data: bytes, kind: Kind) -> Picture:
    found = _read(lambda: _verified(data, kind))
    return Picture(kind, found.width, found.height)


def _read(reading: Callable[[], T]) -> T:
    """What is read; raises Unfit for whatever it stumbles over."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return reading()
    except (Unfit, MemoryError):
        raise
    except Exception as error:
        raise Unfit("damaged") from error


def _verified(data: bytes, kind: Kind) -> "Image":
    from PIL import Image  # only where there is a picture

    Image.open(BytesIO(data), formats=(kind,)).verify()  # the sums of all parts
    return _points(data, kind)


def _points(data: bytes, kind: Kind) -> "Image":
    from PIL import Image

    found = Image.open(BytesIO(data), formats=(kind,))
    if found.width * found.height > MOST_POINTS or max(found.size) > LONGEST:
        raise Unfit("too-large")
    found.load()
    return found


# --- drawn pictures: a header, and records that each tell their length ------------------------


def _is_drawn(data: bytes, kind: Kind) -> bool:
    """Whether the records of a drawing follow each other to its last one."""
    if kind == "emf":
        return data[_EMF_MARK] == b" EMF" and _EMF_END in _emf_records(data)
    return _WMF_END in _wmf_records(data)


def _emf_records(data: bytes) -> Iterator[int]:
    at = 0
    while len(data) >= at + 8:
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        if size < 8 or size % 4 or at + size > len(data):
            return
        yield int.from_bytes(data[at : at + 4], "little")
        at += size


def _wmf_records(data: bytes) -> Iterator[int]:
    at = _WMF_RECORDS
    while len(data) >= at + 6:
        size = 2 * int.from_bytes(data[at : at + 4], "little")
        if size < 6 or at + size > len(data):
            return
        yield int.from_bytes(data[at + 4 : at + 6], "little")
        at += size
