"""The texts that went out of a project before they were released: the bases of what comes back.

A Word file names the hash of its text. As long as that is no edition's, the text is kept here,
with the places of its words, so that a file which comes back can be read when data and templates
say something else by then. Nobody edits what lies here; it is found by its name, and is given up
when an edition holds the same words, or when the annex has had many others since.
"""

import contextlib
import gzip
import re
import zlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from aftalegen.build import disk
from aftalegen.build.lock import LOCK, locked
from aftalegen.build.place import require_within
from aftalegen.build.unwritable import output_error
from aftalegen.build.whole import put, remove_strays
from aftalegen.document.json import document_from_json, document_line
from aftalegen.document.nodes import Document
from aftalegen.words.faults import AftalegenError

if TYPE_CHECKING:
    from aftalegen.writers.word.sent import Sent

FOLDER = ".aftalegen-sent"
NEWEST = 100
"""So many texts of one annex are kept, the newest."""

_MOST = 64 * 1024**2
_KEY = re.compile(r"[a-z0-9-]+(/[a-z0-9-]+){3}")
_NAME = re.compile(r"(?P<annex>[^./]+(\.[^./]+){3})\.[A-Za-z0-9-]+\.[0-9a-f]{16}\.json\.gz")


@dataclass(frozen=True, slots=True)
class SentText:
    """A text as it is kept: the name of its file, and its bytes."""

    name: str
    data: bytes


def text_to_keep(project: Path, document: Document) -> SentText | None:
    """The text of a document that goes out; None where it is kept already."""
    name = _name_of(document)
    if (project / FOLDER / name).exists():
        return None
    return SentText(name, gzip.compress(document_line(document), 1, mtime=0))


def keep(project: Path, texts: Collection[SentText]) -> None:
    """Keep texts, and give up those that many of the same annex came after. Raises OutputError."""
    folder = project / FOLDER
    if not texts and not (folder / LOCK).exists():  # which a killed run left
        return
    try:
        require_within(folder)
        with locked(folder):
            remove_strays(folder)
            for one in texts:
                put(folder / one.name, one.data)
            # On the disk before the files go out: what comes back is read by them.
            disk.flush_all((*(folder / one.name for one in texts), folder, project))
            _give_up_oldest(folder, {_annex(one.name) for one in texts})
    except OSError as error:
        raise output_error(folder, error) from error


def kept_text(project: Path, of: "Sent") -> Document | None:
    """The text that a file says it was made of; None where it is not kept, or cannot be read."""
    name = _name(of)
    if not _KEY.fullmatch(of.key) or not _NAME.fullmatch(name):
        return None
    return _read(project / FOLDER / name)


def kept_texts(project: Path, key: str) -> Iterator[Document]:
    """All texts of an annex that are kept and can be read, the newest first."""
    folder = project / FOLDER
    if folder.is_dir():
        own = [path for path in folder.iterdir() if _annex(path.name) == key.replace("/", ".")]
        found = map(_read, sorted(own, key=_age, reverse=True))
        yield from (document for document in found if document is not None)


def _read(path: Path) -> Document | None:
    """A text whose words are those that its file is named after; None for another, or for none."""
    try:
        with gzip.GzipFile(fileobj=BytesIO(disk.bytes_at(path, _MOST))) as file:
            document = document_from_json(file.read(_MOST), f"{FOLDER}/{path.name}")
    except (OSError, EOFError, zlib.error, AftalegenError):
        return None
    return document if _name_of(document) == path.name else None


def give_up(project: Path, released: Iterable[Document]) -> None:
    """Give up the texts that an edition holds by now."""
    names = {_name_of(document) for document in released}
    folder = project / FOLDER
    with contextlib.suppress(OSError, AftalegenError):  # what stays is only not needed
        if any((folder / name).exists() for name in names):
            require_within(folder)
            with locked(folder):
                _remove(folder / name for name in names)


def _name_of(document: Document) -> str:
    from aftalegen.writers.word.sent import sent  # not where nothing is kept

    return _name(sent(document, None))


def _name(of: "Sent") -> str:
    return f"{of.key.replace('/', '.')}.{of.edition}.{of.text}.json.gz"


def _annex(name: str) -> str:
    found = _NAME.fullmatch(name)
    return found["annex"] if found else ""


def _give_up_oldest(folder: Path, annexes: Collection[str]) -> None:
    texts = defaultdict(list)
    for path in folder.iterdir():
        if (annex := _annex(path.name)) in annexes:
            texts[annex].append(path)
    for of_annex in texts.values():
        if len(of_annex) > NEWEST:
            _remove(sorted(of_annex, key=_age)[:-NEWEST])


def _age(path: Path) -> int:
    return path.stat().st_mtime_ns


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        with contextlib.suppress(OSError):
            disk.remove(path)
