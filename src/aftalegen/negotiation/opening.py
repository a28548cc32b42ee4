"""A Word file from outside -> its parts. It is only read: nothing in it is run, followed or kept.

The parts are found by the relationships that lead to them, and read as plain XML.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from aftalegen.negotiation.unfit import not_a_word_file, not_read, unfit
from aftalegen.words.faults import AftalegenError, InputError
from aftalegen.words.language import _
from aftalegen.words.package import Unfit, parts_of
from aftalegen.writers.word.measures import is_on
from aftalegen.writers.word.ooxml import Element, qualified
from aftalegen.writers.word.package import Package, Relation
from aftalegen.writers.word.sent import PROPERTY, Sent, sent_from

MB = 1_000_000
MAX_BYTES = 50 * MB
MAX_UNPACKED = 200 * MB

_BESIDE = ("header", "footer", "footnotes", "endnotes")
_WHO_SAVED = re.compile(rb"<(Application|AppVersion)>([^<]{1,80})</")


@dataclass(frozen=True, slots=True)
class About:
    """What is told of a Word file that came back.

    `tracking`: edits were tracked when it was saved last. `saved_by` is the program that saved it,
    `converted_by` that which made a Word file of it.
    """

    name: str
    sha256: str
    tracking: bool
    macros: bool
    saved_by: str
    converted_by: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class WordFile:
    """A Word file that came back: its body, its comments, what stands beside them.

    `sent` is what it was when it was sent out, None where it does not say.
    """

    about: About
    body: Element
    comments: Element | None
    threads: Element | None
    beside: tuple[Element, ...]
    sent: Sent | None


def opened(data: bytes, name: str) -> WordFile:
    """A Word file from its bytes; raises InputError for what is none, or is hostile.

    `name` is how the file is called in messages.
    """
    if len(data) > MAX_BYTES:
        raise unfit(Unfit("too-large"), name)
    not_a_word_file(data, name)
    try:
        return _read(Package(parts_of(data, MAX_UNPACKED)), data, name)
    except AftalegenError:
        raise
    except Unfit as reason:
        raise unfit(reason, name) from reason
    except Exception as error:  # a damaged file fails in whatever part is read first
        raise unfit(Unfit("unreadable"), name) from error


def _read(package: Package, data: bytes, name: str) -> WordFile:
    main = package.led_to("officeDocument")
    body = None if main is None else package.root(main).find(qualified("body"))
    if main is None or body is None:
        raise not_word(name)
    outer, beside = package.relations(), package.relations(main)
    settings = _root(package, beside, "settings")
    said = next(_parts(outer, "extended-properties"), None)
    about = About(
        name,
        sha256(data).hexdigest(),
        settings is not None and is_on(settings.find(qualified("trackRevisions"))),
        "vbaProject" in {relation.kind for relation in beside.values()},
        "" if said is None else _saved_by(package.part(said)),
    )
    return WordFile(
        about,
        body,
        _root(package, beside, "comments"),
        _root(package, beside, "commentsExtended"),
        tuple(package.root(part) for kind in _BESIDE for part in _parts(beside, kind)),
        _sent(_root(package, outer, "custom-properties")),
    )


def _parts(relations: Mapping[str, Relation], kind: str) -> Iterator[str]:
    """The parts of a kind."""
    return (r.target for r in relations.values() if r.kind == kind and not r.outside)


def _root(package: Package, relations: Mapping[str, Relation], kind: str) -> Element | None:
    part = next(_parts(relations, kind), None)
    return None if part is None else package.root(part)


def not_word(name: str) -> InputError:
    """That a package is another program's."""
    message = _("the file is not a Word document, though it is packed like one")
    return not_read(name, "returned-not-word", message, _("choose the agreement that came back"))


def _sent(properties: Element | None) -> Sent | None:
    for one in () if properties is None else properties:
        if one.get("name") == PROPERTY:
            return sent_from("".join(map(str, one.itertext())).strip())
    return None


def _saved_by(about: bytes) -> str:
    """The program that saved a file, as it calls itself: "Microsoft Office Word 16.0000"."""
    said = [value.decode("utf-8", "replace") for _name, value in _WHO_SAVED.findall(about)]
    return " ".join(dict.fromkeys(said))
