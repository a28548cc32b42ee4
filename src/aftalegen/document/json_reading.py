"""JSON -> Document, strictly: unknown nodes and keys, wrong types and sizes are refused.

What a node may hold is read from its own type hints. A fault has a path; its line is looked up.
"""

import dataclasses
import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any, Literal, NoReturn, get_args, get_origin, get_type_hints

from aftalegen.document import nodes as model
from aftalegen.document.nodes import CrossRef, Document, Items, Section, Table
from aftalegen.document.numbering import keyed_paragraphs
from aftalegen.document.walk import walk_inlines, walk_sections
from aftalegen.words.alphabet import forbidden_character, is_file_name
from aftalegen.words.faults import InputError, did_you_mean
from aftalegen.words.language import _, later
from aftalegen.words.package import of_few_values
from aftalegen.words.place import KeyPath, Source, dotted

DEEPEST = 60
"""So many objects and lists may stand inside each other: far more than an agreement needs."""

MOST_BYTES = 64 * 1024**2

_WHERE = re.compile(r"(.*?):(\d{1,9}):(\d{1,9}):(.*)", re.DOTALL)


class _Fault(Exception):
    """A fault at a path in the tree; gets its line when it is told."""

    def __init__(self, rule: str, path: KeyPath, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.rule, self.path, self.message, self.hint = rule, path, message, hint


def read_document(data: bytes, name: str, newest: int) -> Document:
    """The document in JSON bytes of a format version up to `newest`; raises InputError."""
    text, tree = _json_tree(data, name)
    try:
        _require_format(tree, newest)
        without = {key: value for key, value in tree.items() if key != "format"}
        found: Document = _node((Document,), without, ())
    except _Fault as fault:
        place = _place(text, name, fault.path)
        raise InputError(fault.rule, fault.message, place, fault.hint) from fault
    return found


NEWEST = later("install the newest version of aftalegen")
_MADE = later("name a file that `aftalegen build --format json` or `aftalegen release` made")


def newer(found: int, known: int) -> str:
    """What is said of a file whose format is newer than the newest known one."""
    message = _("the file has format {found}; this version of aftalegen reads up to {known}")
    return message.format(found=found, known=known)


def _require_format(tree: Any, newest: int) -> None:
    version = tree.get("format") if isinstance(tree, dict) else None
    if type(version) is not int or version < 1:
        raise _Fault("not-a-document", (), _("the file is not a document of aftalegen"), _(_MADE))
    if version > newest:
        raise _Fault("newer-format", ("format",), newer(version, newest), _(NEWEST))


# --- JSON -------------------------------------------------------------------------------------


def _json_tree(data: bytes, name: str) -> tuple[str, Any]:
    """The text and the values of a JSON file; raises InputError with the line of a fault."""
    here = Source(name, 1)
    if len(data) > MOST_BYTES or len(of_few_values(data)) < len(data):
        message = _("the file is far larger than a document")
        raise InputError("file-too-large", message, here, _(_MADE))
    try:
        text = data.decode("utf-8")
        return text, json.loads(text, object_pairs_hook=_unique, parse_constant=_no_number)
    except UnicodeDecodeError as error:
        place = Source(name, data.count(b"\n", 0, error.start) + 1)
        message = _("the file is not UTF-8 text")
        raise InputError("not-utf8", message, place, _(_MADE)) from error
    except RecursionError as error:
        raise InputError("too-deep", _too_deep(), here, _(_MADE)) from error
    except ValueError as error:  # also a key twice, NaN, a number with thousands of digits
        why = str(error)
        if isinstance(error, json.JSONDecodeError):
            here, why = Source(name, error.lineno, error.colno), error.msg
        message = _("the file cannot be read as JSON: {why}").format(why=why)
        raise InputError("json-syntax", message, here, _("get the file again")) from error


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = Counter(key for key, _value in pairs)
        twice = next(key for key, count in names.items() if count > 1)
        raise ValueError(_("the key «{key}» stands twice").format(key=twice))
    return found


def _no_number(word: str) -> NoReturn:
    raise ValueError(_("{word} is not a number").format(word=word))


def _too_deep() -> str:
    return _("more than {n} levels").format(n=DEEPEST)


def _place(text: str, name: str, path: KeyPath) -> Source:
    """The line and column of the value at a path; of the nearest one above it that is there."""
    here = _after_space(text, 0)
    for part in path:
        found = next((at for key, at in _members(text, here) if key == part), None)
        if found is None:
            break
        here = found
    line = text.count("\n", 0, here) + 1
    return Source(name, line, here - text.rfind("\n", 0, here), dotted(path))


def _members(text: str, at: int) -> Iterator[tuple[str | int, int]]:
    """The keys (or indices) of an object (or list) that begins here, and where each value does."""
    decoder = json.JSONDecoder()
    opens, index = text[at], 0
    at = _after_space(text, at + 1)
    while opens in "{[" and text[at] not in "}]":
        key: str | int = index
        if opens == "{":
            key, at = decoder.raw_decode(text, at)
            at = _after_space(text, _after_space(text, at) + 1)
        yield key, at
        at = _after_space(text, decoder.raw_decode(text, at)[1])
        at = _after_space(text, at + 1) if text[at] == "," else at
        index += 1


def _after_space(text: str, at: int) -> int:
    while text[at] in " \t\r\n":
        at += 1
    return at


# --- nodes ------------------------------------------------------------------------------------


@cache
def _fields(kind: type) -> dict[str, tuple[Any, bool]]:
    """The type of each field of a node, and whether it must be there."""
    hints = get_type_hints(kind, vars(model))
    return {
        part.name: (hints[part.name], part.default is dataclasses.MISSING)
        for part in dataclasses.fields(kind)
    }


@cache
def _parts(hint: Any) -> tuple[Any, tuple[Any, ...], bool]:
    """A type as its origin and what is in it, without None; and whether None was."""
    kinds = get_args(hint)
    some = tuple(kind for kind in kinds if kind is not type(None))
    if len(some) == 1 and len(some) < len(kinds):
        return (*_parts(some[0])[:2], True)
    return get_origin(hint) or hint, some or (hint,), len(some) < len(kinds)


def _value(hint: Any, value: Any, path: KeyPath) -> Any:
    """A value of this type; raises _Fault for any other."""
    origin, kinds, optional = _parts(hint)
    if optional and value is None:
        return None
    if origin is str:
        return _text(value, path)
    if origin is Source:
        return _source(value, path)
    if origin is tuple:
        if not isinstance(value, list):
            raise _wrong(path, _("must be a list"))
        return tuple([_value(kinds[0], part, (*path, n)) for n, part in enumerate(value)])
    if origin is bool or origin is int:
        if type(value) is not origin:
            words = _("must be true or false") if origin is bool else _("must be a whole number")
            raise _wrong(path, words)
        return value
    if origin is Literal:
        return _one_of(kinds, value, path)
    return _node(kinds, value, path)


def _node(kinds: tuple[type, ...], value: Any, path: KeyPath) -> Any:
    """A node of one of these kinds."""
    names = {kind.__name__: kind for kind in kinds}
    if len(path) > DEEPEST:
        raise _Fault("too-deep", path, _too_deep())
    if not isinstance(value, dict):
        raise _wrong(path, _("must be a node ({kinds})").format(kinds=", ".join(names)))
    if "node" not in value:
        raise _missing("node", path)
    said = value["node"]
    kind = names.get(said) if isinstance(said, str) else None
    if kind is None:
        message = _("the node «{node}» cannot stand here").format(node=said)
        raise _Fault("unknown-node", (*path, "node"), message, did_you_mean(str(said), names))
    fields = _fields(kind)
    for key in value:
        if key != "node" and key not in fields:
            message = _("the key «{key}» is not known").format(key=key)
            raise _Fault("unknown-key", (*path, key), message, did_you_mean(key, fields))
    given: dict[str, Any] = {}
    for key, (hint, needed) in fields.items():
        if key in value:
            given[key] = _value(hint, value[key], (*path, key))
        elif needed:
            raise _missing(key, path)
    node = kind(**given)
    _require_whole(node, path)
    return node


def _missing(key: str, path: KeyPath) -> _Fault:
    return _Fault("missing-key", path, _("the key «{key}» is missing").format(key=key))


def _wrong(path: KeyPath, what: str) -> _Fault:
    return _Fault("wrong-type", path, f"«{dotted(path)}» {what}")


def _text(value: Any, path: KeyPath) -> str:
    if not isinstance(value, str):
        raise _wrong(path, _("must be text"))
    if found := forbidden_character(value) or ("\r" if "\r" in value else None):
        message = _("the character U+{code} cannot stand in a document")
        raise _Fault("control-character", path, message.format(code=f"{ord(found):04X}"))
    return value


def _one_of(allowed: tuple[Any, ...], value: Any, path: KeyPath) -> Any:
    if isinstance(value, str) and value in allowed:
        return value
    hint = _("allowed: {expected}").format(expected=", ".join(map(str, allowed)))
    message = _("«{key}» is not an allowed value").format(key=dotted(path))
    raise _Fault("not-allowed", path, message, hint)


def _source(value: Any, path: KeyPath) -> Source:
    found = _WHERE.fullmatch(_text(value, path))
    if found is None:
        raise _wrong(path, _("must be file:line:column:key"))
    return Source(found[1], int(found[2]), int(found[3]), found[4])


# --- what types do not say --------------------------------------------------------------------


def _require_whole(node: Any, path: KeyPath) -> None:
    """Refuse what no writer could write: a row of another width, a file name with a folder."""
    match node:
        case Document(file_name=name, edition_date=day):
            if not is_file_name(name):
                raise _wrong((*path, "file_name"), _("must be a file name without a folder"))
            if not _is_date(day):
                raise _wrong((*path, "edition_date"), _("must be a date like 2026-03-19"))
            _require_targets(node, path)
        case Section(level=level) if level not in (1, 2):
            raise _wrong((*path, "level"), _("must be 1 or 2"))
        case Items(items=()):
            raise _wrong((*path, "items"), _("must not be empty"))
        case Table(align=align, widths=widths, header=header, rows=rows):
            count = len(align)
            if not count or len(widths) != count or min(widths) < 1:
                raise _wrong((*path, "widths"), _("must be a share for each column"))
            for index, row in enumerate((header, *rows)):
                if len(row.cells) != count:
                    where = ("rows", index - 1) if index else ("header",)
                    message = _("must have {n} cells").format(n=count)
                    raise _wrong((*path, *where), message)


def _require_targets(document: Document, path: KeyPath) -> None:
    """Refuse sections with one key, and references to what is not there."""
    keys = Counter(section.key for section in walk_sections(document.sections))
    if (twice := next((key for key, count in keys.items() if count > 1), None)) is not None:
        raise _wrong((*path, "sections"), _("must have «{key}» once").format(key=twice))
    there = {*keys, *keyed_paragraphs(document)}
    for key in (i.key for i in walk_inlines(document) if isinstance(i, CrossRef)):
        if key not in there:
            message = _("must have «{key}», which is referred to").format(key=key)
            raise _wrong((*path, "sections"), message)


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
