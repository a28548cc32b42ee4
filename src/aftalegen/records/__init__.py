"""YAML -> typed records that remember their lines.

`read_record(path, file, Model)` gives a `Known`: the record, and for each of its
values the place where it was written. A fault of the model is told with file, line
and column.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import BaseModel, ValidationError

from aftalegen.records.faults import each_located
from aftalegen.records.reading import Written, parse_yaml, read_yaml
from aftalegen.words.faults import Errors, InputError
from aftalegen.words.language import _

R = TypeVar("R", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Known(Generic[R]):
    """A record, its key (the file's name) and where each value was written."""

    key: str
    record: R
    written: Written


def read_record(path: Path, file: str, model: type[R]) -> Known[R]:
    """The record in a YAML file; raises Errors with every fault and its place."""
    return record_from(read_yaml(path, file), path.stem, model)


def record_from(written: Written, key: str, model: type[R]) -> Known[R]:
    """The record in values that were read; raises Errors with every fault and its place."""
    if not isinstance(written.value, dict):
        raise InputError(
            "not-a-mapping",
            _("the file must consist of keys and values («key: value»)"),
            written.place(()),
            _("look at a file beside it for the form"),
        )
    try:
        return Known(key, model.model_validate(written.value), written)
    except ValidationError as faults:
        raise Errors(each_located(written, model, faults.errors())) from faults


__all__ = ["Known", "Written", "parse_yaml", "read_record", "read_yaml", "record_from"]
