"""The type that a record gives a fact, and the value that words mean by it."""

import re
from contextlib import suppress
from datetime import date
from pathlib import PurePosixPath
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from aftalegen.records.editing import Scalar
from aftalegen.records.schema import SCHEMAS
from aftalegen.template.shapes import bare
from aftalegen.words.amount import AmbiguousAmount
from aftalegen.words.danish import count_word, day_in, parse_kroner
from aftalegen.words.place import KeyPath

_PART = re.compile(r"([^.\[\]]+)|\[(\d+)\]")
_COUNTED = 13
"""Counts below this are also written as words."""


def key_path(key: str) -> KeyPath:
    """The way to a value from its key: 'annexes[0].case_number' has three steps."""
    return tuple(name or int(index) for name, index in _PART.findall(key))


def record_at(file: str, path: KeyPath, choices: type[BaseModel]) -> type[BaseModel] | None:
    """The record that stands at a place of a data file; None where none does.

    What may be chosen is the project's own record, `choices`.
    """
    if path[-1:] == ("choices",) or path[-2:-1] == ("task_choices",):
        return choices
    found: Any = next(
        (model for model, files in SCHEMAS.values() if PurePosixPath(file).match(files)), None
    )
    for part in path:
        if isinstance(found, type) and issubclass(found, BaseModel):
            field = found.model_fields.get(str(part))
            found = bare(field.annotation) if field else None
        elif get_origin(found) in (dict, tuple):
            found = bare(get_args(found)[1 if get_origin(found) is dict else 0])
        else:
            return None
    return found if isinstance(found, type) and issubclass(found, BaseModel) else None


def value_said(record: type[BaseModel], key: str, words: str) -> Scalar:
    """The value of a fact that words mean, as it is written in YAML; None where they mean none.

    The type is the record's own: '1.300.000 kr.' is 1300000, 'tolv' is 12, '1. maj 2027' a date.
    """
    field = record.model_fields.get(key)
    kind, said = bare(field.annotation) if field else None, " ".join(words.split())
    if kind is str:
        return said or None
    if kind is date:
        day = day_in(said)
        return day.isoformat() if day else None
    if kind is int:
        counted = {count_word(n): n for n in range(_COUNTED)}
        with suppress(ValueError, AmbiguousAmount):
            return counted.get(said.casefold()) or parse_kroner(said)
    return None
