"""A Word file from outside -> its parts. It is only read: nothing in it is run, followed or kept.

python-docx is given what has come through the gate, and follows the relationships; the parts are
read as plain XML.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from docx.opc.pkgreader import PackageReader
from lxml import etree

from aftalegen.negotiation.unfit import not_a_word_file, not_read, unfit
from aftalegen.words.faults import AftalegenError, InputError
from aftalegen.words.language import _
from aftalegen.words.package import Unfit, parts_of
from aftalegen.writers.word.ooxml import Element, qualified
from aftalegen.writers.word.sent import PROPERTY, Sent, sent_from

MB = 1_000_000
MAX_BYTES = 50 * MB
MAX_UNPACKED = 200 * MB

_BESIDE = ("header", "footer", "footnotes", "endnotes")
_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main":
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/relationships":
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    b"http://purl.oclc.org/ooxml/officeDocument/customProperties":
        b"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties",
    b"http://purl.oclc.org/ooxml/officeDocument/docPropsVTypes":
        b"http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes",
}  # fmt: skip
"""Word can also save with other names of the same things."""
_WHO_SAVED = re.compile(rb"<(Application|AppVersion)>([^<]{1,80})</")


@dataclass(frozen=True, slots=True, eq=False)
class WordFile:
    """A Word file that came back: its body, its comments, what stands beside them.

    `sent` is what it was when it was sent out, None where it does not say. `tracking`: edits were
    tracked when it was saved last. `saved_by` is the program that saved it, `converted_by` that
    which made a Word file of it.
    """

    name: str
    sha256: str
    body: Element
    comments: Element | None
    threads: Element | None
    beside: tuple[Element, ...]
    sent: Sent | None
    tracking: bool
    macros: bool
    saved_by: str
    converted_by: str = ""


def opened(data: bytes, name: str) -> WordFile:
    """A Word file from its bytes; raises InputError for what is none, or is hostile.

    `name` is how the file is called in messages.
    """
    if len(data) > MAX_BYTES:
        raise unfit(Unfit("too-large"), name)
    not_a_word_file(data, name)
    try:
        return _read(_known_names(parts_of(data, MAX_UNPACKED)), data, name)
    except AftalegenError:
        raise
    except Unfit as reason:
        raise unfit(reason, name) from reason
    except Exception as error:  # a damaged file fails in whatever part is read first
        raise unfit(Unfit("unreadable"), name) from error


def _known_names(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The parts with the usual names of their elements, should Word have saved them strictly."""
    if not any(mark in parts.get("_rels/.rels", b"") for mark in _STRICT):
        return dict(parts)
    found = {}
    for name, part in parts.items():
        for strict, usual in _STRICT.items():
            part = part.replace(strict, usual)
        found[name] = part
    return found


def _read(parts: Mapping[str, bytes], data: bytes, name: str) -> WordFile:
    kinds: dict[str, list[bytes]] = {}
    reader: Any = PackageReader  # without types
    for _name, _type, kind, part in reader.from_file(_repacked(parts)).iter_sparts():
        kinds.setdefault(kind.rpartition("/")[2], []).append(part)
    main = _part(kinds, "officeDocument")
    body = None if main is None else main.find(qualified("body"))
    if body is None:
        raise not_word(name)
    settings = _part(kinds, "settings")
    return WordFile(
        name,
        sha256(data).hexdigest(),
        body,
        _part(kinds, "comments"),
        _part(kinds, "commentsExtended"),
        tuple(_parsed(part) for kind in _BESIDE for part in kinds.get(kind, ())),
        _sent(_part(kinds, "custom-properties")),
        settings is not None and settings.find(qualified("trackRevisions")) is not None,
        "vbaProject" in kinds,
        _saved_by(kinds.get("extended-properties", [b""])[0]),
    )


def not_word(name: str) -> InputError:
    """That a package is another program's."""
    message = _("the file is not a Word document, though it is packed like one")
    return not_read(name, "returned-not-word", message, _("choose the agreement that came back"))


def _repacked(parts: Mapping[str, bytes]) -> BytesIO:
    """The parts as a zip: python-docx opens only what was looked at."""
    package = BytesIO()
    with ZipFile(package, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return package


def _part(kinds: Mapping[str, list[bytes]], kind: str) -> Element | None:
    return _parsed(kinds[kind][0]) if kind in kinds else None


def _parsed(part: bytes) -> Element:
    return etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True))


def _sent(properties: Element | None) -> Sent | None:
    for one in () if properties is None else properties:
        if one.get("name") == PROPERTY:
            return sent_from("".join(map(str, one.itertext())).strip())
    return None


def _saved_by(about: bytes) -> str:
    """The program that saved a file, as it calls itself: "Microsoft Office Word 16.0000"."""
    said = [value.decode("utf-8", "replace") for _name, value in _WHO_SAVED.findall(about)]
    return " ".join(dict.fromkeys(said))
