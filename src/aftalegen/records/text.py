"""The text of a project's file: which files are read at all, their encoding and characters."""

import os
import re
import stat
import unicodedata
from itertools import accumulate, islice
from pathlib import Path

from aftalegen.words.alphabet import forbidden_character
from aftalegen.words.faults import InputError
from aftalegen.words.language import _
from aftalegen.words.place import Source

MAX_BYTES = 2_000_000

_FRONT_MATTER = re.compile(r"\A---\n(.*?)^---[ ]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_CONFLICT = re.compile(r"^(?:<<<<<<< |>>>>>>> ).*$", re.MULTILINE)
"""What git leaves where two people changed the same lines."""


def read_text(path: Path, file: str) -> str:
    """The text of a project file, in NFC with "\\n" line ends; raises InputError with the place.

    `file` is the name to say in messages, relative to the project.
    """
    data = _bytes_of(path, file)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise InputError(
            "not-utf8",
            _("the file is not UTF-8"),
            Source(file, line, error.start - data.rfind(b"\n", 0, error.start)),
            _("save it again as UTF-8 in your editor"),
        ) from error
    text = as_read(text)
    marked = "<<<<<<< " in text or ">>>>>>> " in text
    if marked and (conflict := _CONFLICT.search(text)):
        raise InputError(
            "merge-conflict",
            _("two versions of the file were put together, and nobody chose between them"),
            Source(file, text.count("\n", 0, conflict.start()) + 1),
            _("keep one version, and delete the lines with <<<<<<<, ======= and >>>>>>>"),
        )
    if found := forbidden_character(text):
        at = text.index(found)
        line = text.count("\n", 0, at) + 1
        column = at - text.rfind("\n", 0, at)
        raise InputError(
            "control-character",
            _("the character U+{code:04X} cannot stand in a text").format(code=ord(found)),
            Source(file, line, column),
            _("delete the character"),
        )
    return text


def split_front_matter(text: str) -> tuple[str, str]:
    """Front matter and body; the body keeps its line numbers by leading newlines."""
    found = _FRONT_MATTER.match(text)
    if found is None:
        return "", text
    return found[1], "\n" * found[0].count("\n") + text[found.end() :]


def leads_out(path: Path, folder: Path) -> bool:
    """Whether a path below a folder leads out of it, through a link."""
    below = accumulate(path.parts[len(folder.parts) :], "{}/{}".format, initial=str(folder))
    return any(map(os.path.islink, islice(below, 1, None))) and not (
        path.resolve().is_relative_to(folder.resolve())
    )


def require_inside(path: Path, file: str) -> None:
    """Refuse what a link leads out of the project; `file` is its name there."""
    if leads_out(path, path.parents[file.count("/")]):
        raise InputError(
            "outside-project",
            _("the file is a link that leads out of the project"),
            Source(file, 1),
            _("put the file itself there"),
        )


def _bytes_of(path: Path, file: str) -> bytes:
    """The bytes of a plain file of the project; nothing outside of it is opened."""
    require_inside(path, file)
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise OSError(_("it is not a file"))  # a pipe would be waited for
        with path.open("rb") as opened:
            data = opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError(
            "file-unreadable",
            _("the file cannot be read: {why}").format(why=error.strerror or str(error)),
            Source(file, 1),
            _("check that the file exists and that you may read it"),
        ) from error
    if len(data) > MAX_BYTES:
        raise InputError(
            "file-too-large",
            _("the file is larger than {n} MB").format(n=MAX_BYTES // 1_000_000),
            Source(file, 1),
            _("split the file, or remove what does not belong in it"),
        )
    return data


def as_read(text: str) -> str:
    """A text as it is read: in NFC, with "\\n" line ends."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
