"""What a file was made of, and whether it must be made again.

A file's bytes follow from three things: the document, the style and the
program. Their hashes are kept beside the hash of what was written, so that a
build can leave what would come out the same, and say why it made the rest.

To know a document it must be filled. Where nothing at all has changed, one hash
of everything an annex can be made of (`project_hash`) says so beforehand.
"""

import errno
import hashlib
import os
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from aftalegen.document.nodes import Document, Field
from aftalegen.words.system_files import is_passed_over

if TYPE_CHECKING:
    from aftalegen.document.style import Style

Reason = Literal[
    "new", "text", "style", "program", "edited", "empty", "removed", "unregistered", "unchanged"
]

ENGINES = ("lxml", "python-docx", "typst")
"""The packages whose versions decide the bytes of a file."""
PACKAGES = ("docx", "jinja2", "lxml", "markdown_it", "pydantic", "pydantic_core", "typst", "yaml")
"""The packages that decide what an annex says too, as they are imported."""
PROJECT_FOLDERS = ("data", "templates")
MANIFESTS = "editions/*/*/manifest.json"
"""All that is read of a project to build its annexes."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """The hashes of what a file is made of."""

    text: str
    style: str
    program: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """A file as it was left last time: the hash of its bytes, what is known of how it was made.

    `project` is the hash of the project that it was last found right for, `missing` the facts
    that it lacked then, and `state` how the file stands now.
    """

    bytes: str
    inputs: Inputs | None = None
    project: str | None = None
    missing: tuple[Field, ...] = ()
    state: Literal["intact", "edited", "empty", "removed"] = "intact"


def reason_to_write(earlier: Earlier | None, known: Callable[[], Inputs]) -> Reason:
    """Why a file must be made, or "unchanged"; only where that is asked, its inputs are known."""
    if earlier is None:
        return "new"
    if earlier.state != "intact":
        return earlier.state
    before = earlier.inputs
    if before is None:
        return "unregistered"
    inputs = known()
    if before.text != inputs.text:
        return "text"
    if before.style != inputs.style:
        return "style"
    return "unchanged" if before.program == inputs.program else "program"


def inputs_of(document: Document, style: "Style") -> Inputs:
    """What the files of a document are made of.

    The words are hashed as `repr` writes them: the frozen nodes leave the
    places of the sources out of it, and it is twenty times as fast as JSON.
    """
    return Inputs(sha256(repr(document).encode()), _style_hash(style), program_hash())


def sha256(data: bytes) -> str:
    """The SHA-256 of bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def engine_versions(packages: Iterable[str] = ENGINES) -> Mapping[str, str]:
    """The versions of the packages that decide the bytes of a file."""
    return {name: _version(name) for name in packages}


@cache
def _style_hash(style: "Style") -> str:
    """The style, its logo and Word file; not where they lie, which differs between machines."""
    files = [Path(name).read_bytes() for name in (style.logo, style.word_file) if name]
    bare = style.model_copy(update={"logo": None, "word_file": None})
    digests = "".join(map(sha256, files))
    return sha256((bare.model_dump_json() + digests).encode())


@cache
def program_hash() -> str:
    """The writers' own files, their fonts, and the engines below them."""
    here = Path(__file__).parents[1]
    engines = sorted((*engine_versions().items(), ("zlib", zlib.ZLIB_RUNTIME_VERSION)))
    return _files_hash(repr(engines), here, (here / "writers",))


def project_hash(folder: Path) -> str | None:
    """The hash of everything an annex can be made of: the project's files, ours, the packages.

    None where that cannot be known: a file that cannot be read, or a link.
    """
    try:
        released = [(path.as_posix(), path.read_bytes()) for path in sorted(folder.glob(MANIFESTS))]
        start = f"{_ours()}{released}"
        return _files_hash(start, folder, [folder / name for name in PROJECT_FOLDERS])
    except OSError:
        return None


@cache
def _ours() -> str:
    """What the program is here and now: its files as Python knows a changed one, and the packages.

    Reading all that is in them took as long as reading a project. Raises OSError.
    """
    here = str(Path(__file__).parents[1])
    stands = [(entry.path, entry.stat()) for entry in _files_below(here)]
    packages = [spec.origin for name in PACKAGES if (spec := find_spec(name)) and spec.origin]
    stands += [(name, Path(name).stat()) for name in packages]
    files = sorted((name, found.st_size, found.st_mtime_ns) for name, found in stands)
    return repr((files, sys.version, zlib.ZLIB_RUNTIME_VERSION))


def _files_hash(start: str, root: Path, folders: Iterable[Path]) -> str:
    """The names and bytes of all files in folders below `root`. Raises OSError, for links too."""
    found = hashlib.sha256(start.encode())
    entries = (entry for folder in folders for entry in _files_below(str(folder)))
    for path in map(Path, sorted(entry.path for entry in entries)):
        data = path.read_bytes()
        found.update(f"{path.relative_to(root).as_posix()}\0{len(data)}\0".encode() + data)
    return found.hexdigest()


def _files_below(folder: str) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if is_passed_over(entry.name):
                continue
            if entry.is_symlink():
                raise OSError(errno.ELOOP, "a link", entry.path)
            if entry.is_file():
                if not entry.name.endswith(".pyc"):
                    yield entry
            elif entry.name != "__pycache__":
                yield from _files_below(entry.path)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
