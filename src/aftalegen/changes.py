"""What a file was made of, and whether it must be made again.

A file's bytes follow from three things: the document, the style and the
program. Their hashes are kept beside the hash of what was written, so that a
build can leave what would come out the same, and say why it made the rest.
"""

import hashlib
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal

from aftalegen.document import Document
from aftalegen.style import Style

Reason = Literal[
    "new", "text", "style", "program", "edited", "removed", "unregistered", "unchanged"
]

ENGINES = ("lxml", "typst")
"""The packages whose versions decide the bytes of a file."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """The hashes of what a file is made of."""

    text: str
    style: str
    program: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """A file as it was left last time: its inputs if they are known, and how it stands now."""

    inputs: Inputs | None
    state: Literal["intact", "edited", "removed"]


def reason_to_write(earlier: Earlier | None, inputs: Inputs) -> Reason:
    """Why a file must be made, or "unchanged"."""
    if earlier is None:
        return "new"
    if earlier.state != "intact":
        return earlier.state
    before = earlier.inputs
    if before is None:
        return "unregistered"
    if before.text != inputs.text:
        return "text"
    if before.style != inputs.style:
        return "style"
    return "unchanged" if before.program == inputs.program else "program"


def inputs_of(document: Document, style: Style) -> Inputs:
    """What the files of a document are made of.

    The words are hashed as `repr` writes them: the frozen nodes leave the
    places of the sources out of it, and it is twenty times as fast as JSON.
    """
    return Inputs(
        sha256(repr(document).encode()), _style_hash(style.model_dump_json()), _program_hash()
    )


def sha256(data: bytes) -> str:
    """The SHA-256 of bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def engine_versions(packages: Iterable[str] = ENGINES) -> Mapping[str, str]:
    """The versions of the packages that decide the bytes of a file."""
    return {name: _version(name) for name in packages}


@cache
def _style_hash(style_json: str) -> str:
    """The style, its logo and Word file; not where they lie, which differs between machines."""
    style = Style.model_validate_json(style_json)
    files = [Path(name).read_bytes() for name in (style.logo, style.word_file) if name]
    bare = style.model_copy(update={"logo": None, "word_file": None})
    digests = "".join(map(sha256, files))
    return sha256((bare.model_dump_json() + digests).encode())


@cache
def _program_hash() -> str:
    """The writers' own files, their fonts, and the engines below them."""
    here = Path(__file__).parent
    engines = sorted((*engine_versions().items(), ("zlib", zlib.ZLIB_RUNTIME_VERSION)))
    found = hashlib.sha256(repr(engines).encode())
    for path in sorted((here / "writers").rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            found.update(path.relative_to(here).as_posix().encode() + b"\0")
            found.update(path.read_bytes())
    return found.hexdigest()


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
