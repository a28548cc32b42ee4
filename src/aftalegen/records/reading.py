"""Strict YAML -> plain values that remember their places.

Built on the parser's events, so that nothing is guessed: only null, true,
false and plain whole numbers are typed here, everything else stays the text
that was written, and the model's types decide. Duplicate keys, aliases, tags,
leading zeros, too large or too deep files are refused with their place.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from aftalegen.records.lost import losses
from aftalegen.records.text import as_read, read_text
from aftalegen.records.yaml_words import UNSEEN, in_words, unseen_space
from aftalegen.words.alphabet import forbidden_character
from aftalegen.words.faults import AftalegenError, Errors, InputError
from aftalegen.words.language import _
from aftalegen.words.place import KeyPath, Source, dotted

MAX_DEPTH = 20
MOST_ERRORS = 100


_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times faster with libyaml

_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
_BOOLEANS = {"true": True, "True": True, "false": False, "False": False}
_INTEGER = re.compile(r"-?(0|[1-9][0-9]*|[1-9][0-9]{0,2}(_[0-9]{3})+)")
_GROUPED = re.compile(r"[-+]?[0-9][0-9_]*_[0-9_]*")
_UNSEEN_EDGE = re.compile(rf"\A[-?]?[{UNSEEN}]|[{UNSEEN}]\Z")
_LEADING_ZERO = re.compile(r"-?0[0-9_]+")


@dataclass(slots=True)
class Written:
    """The value of a YAML file, and for each key path where it was written.

    `positions` holds the line and column of the key for a mapping's entry, and of the
    item for a list's. Most of them nobody asks for.
    """

    value: Any
    file: str
    positions: dict[KeyPath, tuple[int, int]] = field(default_factory=dict)
    _places: dict[KeyPath, Source] = field(default_factory=dict)

    def place(self, path: KeyPath) -> Source:
        """Where a key path stands; where it was not written, its nearest parent's place."""
        known = self._places.get(path)
        if known is None:
            above = (path[:length] for length in range(len(path), -1, -1))
            positions = (self.positions[part] for part in above if part in self.positions)
            line, column = next(positions, (1, 1))
            known = self._places[path] = Source(self.file, line, column, dotted(path))
        return known


def read_yaml(path: Path, file: str, until: str | None = None) -> Written:
    """The value of a YAML file with places; lists come as tuples.

    What stands below the key `until` of the file is not read. Raises Errors with all
    faults that can be told apart, or one InputError where the YAML itself cannot be parsed.
    """
    return parse_yaml(read_text(path, file), file, until=until)


def parse_yaml(text: str, file: str, first_line: int = 1, until: str | None = None) -> Written:
    """As `read_yaml`, from text; `first_line` is the number of the text's first line."""
    lines = text.split("\n")
    builder = _Builder(file, first_line, lines)
    try:
        for event in yaml.parse(text, Loader=_Loader):
            builder.take(event)
            if until in builder.top:
                break
    except yaml.YAMLError as error:
        problem, line, column = in_words(error, lines)
        raise InputError(
            "yaml-syntax",
            _("this is not valid YAML: {problem}").format(problem=problem),
            Source(file, line + first_line, column + 1),
            _("check indentation, colons and quotation marks on this line and the one before"),
        ) from error
    if builder.errors:
        raise Errors(builder.errors)
    value = builder.root if until is None else builder.top
    return Written(value, file, builder.positions)


@dataclass(slots=True)
class _Open:
    """A mapping or list that is being read."""

    path: KeyPath
    mapping: dict[str, Any] | None = None
    items: list[Any] | None = None
    key: str | None = None


class _Builder:
    """Takes the parser's events one by one; a stack of its own, so depth is bounded."""

    def __init__(self, file: str, first_line: int, lines: Sequence[str]) -> None:
        self.file = file
        self.lines = lines
        self.first_line = first_line
        self.root: Any = None
        self.top: dict[str, Any] = {}
        self.positions: dict[KeyPath, tuple[int, int]] = {}
        self.errors: list[AftalegenError] = []
        self.stack: list[_Open] = []
        self.documents = 0

    def take(self, event: Any) -> None:
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
        elif isinstance(event, yaml.MappingStartEvent):
            self._open(event, _Open(self._path(), mapping={}))
        elif isinstance(event, yaml.SequenceStartEvent):
            self._open(event, _Open(self._path(), items=[]))
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self._close()
        elif isinstance(event, yaml.AliasEvent):
            self._refuse("yaml-alias", event, _("aliases (*{name}) are not used here"),
                         _("write the value out"), name=event.anchor)  # fmt: skip
            self._put(None)
        elif isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                self._refuse("yaml-documents", event, _("the file holds more than one document"),
                             _("remove the line «---»"))  # fmt: skip

    def _position(self, event: Any) -> tuple[int, int]:
        mark = event.start_mark
        return mark.line + self.first_line, mark.column + 1

    def _source(self, event: Any, path: KeyPath) -> Source:
        return Source(self.file, *self._position(event), dotted(path))

    def _refuse(self, rule: str, event: Any, message: str, hint: str, **words: Any) -> None:
        source = self._source(event, self._path())
        self._add(InputError(rule, message.format(**words), source, hint.format(**words)))

    def _add(self, error: AftalegenError) -> None:
        """Keep a fault; a file with so many is not read to its end."""
        self.errors.append(error)
        if len(self.errors) >= MOST_ERRORS:
            raise Errors(self.errors)

    def _path(self) -> KeyPath:
        """The key path of the value that comes next."""
        if not self.stack:
            return ()
        top = self.stack[-1]
        if top.items is not None:
            return (*top.path, len(top.items))
        return (*top.path, top.key) if top.key is not None else top.path

    def _open(self, event: Any, new: _Open) -> None:
        self._anchored(event)
        if len(self.stack) >= MAX_DEPTH:
            source = self._source(event, self._path())
            message = _("more than {n} levels").format(n=MAX_DEPTH)
            raise InputError("yaml-depth", message, source, _("write it flatter"))
        if self._expects_key():
            self._refuse("yaml-key", event, _("a key must be a plain word"), _("write a word"))
            self.stack[-1].key = ""
        self.positions.setdefault(new.path, self._position(event))
        if not self.stack and new.mapping is not None:
            self.top = new.mapping
        self.stack.append(new)

    def _refuse_tag(self, event: Any) -> None:
        self._refuse("yaml-tag", event, _("tags ({tag}) are not used here"),
                     _("write the value without the tag"), tag=event.tag)  # fmt: skip

    def _close(self) -> None:
        done = self.stack.pop()
        self._put(done.mapping if done.items is None else tuple(done.items))

    def _expects_key(self) -> bool:
        return (
            bool(self.stack) and self.stack[-1].mapping is not None and self.stack[-1].key is None
        )

    def _put(self, value: Any) -> None:
        if not self.stack:
            self.root = value
            return
        top = self.stack[-1]
        if top.items is not None:
            top.items.append(value)
        elif top.key is None:
            top.key = ""
        else:
            assert top.mapping is not None
            top.mapping[top.key] = value
            top.key = None

    def _anchored(self, event: Any) -> None:
        """Refuse what stands before a value and would be taken from it: «!», «&co»."""
        if event.tag is not None:
            self._refuse_tag(event)
        if event.anchor is not None:
            self._refuse("yaml-alias", event, _("anchors (&{name}) are not used here"),
                         _("put the value in quotation marks"), name=event.anchor)  # fmt: skip

    def _scalar(self, event: Any) -> None:
        self._anchored(event)
        # What the file itself may not hold was refused with it; this was written as an escape.
        if event.style == '"' and (found := forbidden_character(event.value)):
            self._refuse("control-character", event,
                         _("the character U+{code:04X} cannot stand in a text"),
                         _("delete the character"), code=ord(found))  # fmt: skip
        if self._expects_key():
            self._key(event)
            return
        path = self._path()
        self.positions.setdefault(path, self._position(event))
        typed = as_read(event.value) if event.style else self._typed(event)  # quote or | or >
        for rule, line, column, message, hint in losses(event, self.lines, typed):
            source = Source(self.file, line + self.first_line, column + 1, dotted(path))
            self._add(InputError(rule, message, source, hint))
        self._put(typed)

    def _key(self, event: Any) -> None:
        top = self.stack[-1]
        assert top.mapping is not None
        key = as_read(event.value)
        path = (*top.path, key)
        if unseen := _UNSEEN_EDGE.search(key):
            self._refuse("unseen-space", event, unseen_space(unseen[0][-1]),
                         _("delete it and write a plain space, or none"))  # fmt: skip
        if key in top.mapping:
            line, _column = self.positions.get(path, self._position(event))
            self._add(
                InputError(
                    "duplicate-key",
                    _("«{key}» is here for the second time; the first is on line {line}").format(
                        key=key, line=line
                    ),
                    self._source(event, path),
                    _("keep one of the two"),
                )
            )
        elif key == "<<":
            self._refuse("yaml-merge", event, _("merge keys (<<) are not used here"),
                         _("write the keys out"))  # fmt: skip
        else:
            self.positions[path] = self._position(event)
        top.key = key

    def _typed(self, event: Any) -> Any:
        """A plain scalar: null, true, false, a whole number, or the text as written."""
        raw: str = event.value
        if raw in _NULLS:
            return None
        if raw in _BOOLEANS:
            return _BOOLEANS[raw]
        if _INTEGER.fullmatch(raw) and len(raw) < 30:
            return int(raw.replace("_", ""))
        if _LEADING_ZERO.fullmatch(raw):
            self._refuse(
                "leading-zero",
                event,
                _("{raw} has a leading zero; other programs read it as an octal number"),
                _('write "{raw}" in quotation marks if it is a code, {plain} if it is a number'),
                raw=raw,
                plain=raw.lstrip("-0_") or "0",
            )
        elif _GROUPED.fullmatch(raw):
            self._refuse(
                "number-grouped",
                event,
                _("{raw} is not grouped by thousands"),
                _("count the digits, and write it as 4_422_000; in quotation marks if it is text"),
                raw=raw,
            )
        return raw
