"""What a key of a YAML file is, and the words for it: all that one place says of a fact.

Words are «Title: description», shown in editors (`aftalegen schema`) and by `aftalegen fields`.
"""

from typing import Any, dataclass_transform

from pydantic import BaseModel, ConfigDict, Field


def fact(words: str, **how: Any) -> Any:
    """pydantic's `Field` with the words for it, which the catalogue of messages finds here."""
    return Field(description=words, **how)


@dataclass_transform(kw_only_default=True, field_specifiers=(Field, fact))
class Record(BaseModel):
    """The base of all records: frozen, strict, no unknown keys; its `title` is words for it."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)
