"""What a text, a key and the name of a file may hold: one answer, whoever reads, writes or shows.

What comes from a file is only then safe in a sentence, in a shell, on a disk of another system.
"""

import json
import re
from pathlib import PurePosixPath
from typing import Any

_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\ue000-\uf8ff"
    "\u2028\u2029\u202a-\u202e\u2066-\u2069"
    "\u00ad\u061c\u180b-\u180f\u200b-\u200f\u2060-\u2064\u206a-\u206f\ufeff\U0001bca0-\U0001bca3"
    "\U000f0000-\U0010ffff]"
)
"""Control characters, lone surrogates, the private-use marks of the template engine, line ends
that editors do not count, what turns the direction of reading (an amount would look like
another one), and what cannot be seen at all, which PDF drops."""

KEY = r"[a-z0-9]+(-[a-z0-9]+)*"
"""How keys are written: in YAML, and as the names of files."""

_NOT_IN_FILE_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³]) *(\..*)?")
_MOST_BYTES = 255
_is_key = re.compile(KEY).fullmatch


# --- texts ------------------------------------------------------------------------------------


def forbidden_character(text: str) -> str | None:
    """The first character in a text that no record may hold, or None."""
    found = _FORBIDDEN.search(text)
    return found[0] if found else None


def unprintable(text: str) -> str | None:
    """The first character that cannot stand in words written with an escape, or None.

    As `forbidden_character`, and also line ends, tabs, and what a broken decoding leaves.
    """
    return forbidden_character(text) or next((c for c in text if c in "\n\r\t\ufffd"), None)


def shown(text: str) -> str:
    """A text as a terminal may have it: nothing in it steers what shows it."""
    return _FORBIDDEN.sub("·", text).replace("\r", "·")


def json_text(value: Any, indent: int | None = None, **more: Any) -> str:
    """JSON in which nothing steers what shows it: such signs are written by their numbers."""
    said = json.dumps(value, ensure_ascii=False, indent=indent, **more)
    return _FORBIDDEN.sub(lambda found: json.dumps(found[0])[1:-1], said)


# --- names ------------------------------------------------------------------------------------


def is_key(name: str) -> bool:
    """Whether a name is a key, which Windows takes as a file's name too."""
    return bool(_is_key(name)) and not _RESERVED.fullmatch(name)


def is_file_name(name: str) -> bool:
    """Whether Windows, macOS and Linux all take a file name without its ending."""
    hidden = not name.replace("\u00a0", " ").isprintable()
    fits = len(name.encode("utf-8", "surrogatepass")) <= _MOST_BYTES - len("(rettet 9).docx")
    return _is_part(name) and fits and not (hidden or name != name.strip(" .\u00a0~"))


def is_way(name: str) -> bool:
    """Whether a name in a list or an archive stays within its folder on every system.

    Hidden files have such names too: 'Bilag/.DS_Store'.
    """
    parts = name.split("/")
    return all(map(_is_part, parts)) and PurePosixPath(name).parts == tuple(parts)


def _is_part(name: str) -> bool:
    unfit = _NOT_IN_FILE_NAMES.search(name) or _FORBIDDEN.search(name) or _RESERVED.fullmatch(name)
    long = len(name.encode("utf-8", "surrogatepass")) > _MOST_BYTES
    return bool(name) and not (unfit or long or name[-1] in ". \u00a0")
