"""What a key of a YAML file is, and the words for it: all that one place says of a fact.

Words are «Title: description», shown in editors (`aftalegen schema`) and by `aftalegen fields`;
those of a record are the first paragraph of its docstring. The catalogue of messages finds both.
"""

from typing import Any, dataclass_transform

from pydantic import BaseModel, ConfigDict, Field


def fact(words: str, **how: Any) -> Any:
    """pydantic's `Field`, with the words for it."""
    return Field(description=words, **how)


def optional(words: str, **how: Any) -> Any:
    """A fact that may be left out, which says the same as `null`."""
    return Field(default=None, description=words, **how)


def words_of(docstring: str | None) -> str:
    """The words of a kind of record: the first paragraph of its docstring, in one line."""
    return " ".join((docstring or "").partition("\n\n")[0].split())


@dataclass_transform(kw_only_default=True, field_specifiers=(Field, fact))
class Record(BaseModel):
    """The base of all records: frozen, strict, no unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)
