"""What a template sees: records as views whose leaves know where they were written.

A `View` opens only the declared fields of a record, and a `Leaf` carries a
scalar, its `Source` and the words for its absence. Nothing of Python is within
a template's reach.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pydantic import BaseModel

from aftalegen.document.nodes import Field
from aftalegen.records import Written
from aftalegen.template.budget import step
from aftalegen.words import danish
from aftalegen.words.language import _
from aftalegen.words.place import KeyPath, Source

Scalar = str | int | bool | date | None


@dataclass(frozen=True, slots=True, eq=False)
class Leaf:
    """A scalar of a record. `title` is what a placeholder says is awaited ("årligt beløb")."""

    value: Scalar
    source: Source | None = None
    title: str = "oplysning"

    def __bool__(self) -> bool:
        return bool(self.value)

    def __eq__(self, other: object) -> bool:
        return bool(self.value == (other.value if isinstance(other, Leaf) else other))

    def __hash__(self) -> int:
        return hash(self.value)

    def field(self) -> Field:
        """The value as it is printed, with its place; a missing one as its placeholder."""
        return Field(self.text(), missing=self.value is None, source=self.source)

    def text(self) -> str:
        """The value as Danish text; raises TypeError for a truth value, which has none."""
        match self.value:
            case bool():
                raise TypeError(_("only a text, a number or a date can be printed"))
            case date():
                return danish.long_date(self.value)
            case None:
                return f"[{self.title} afventer]"
            case value:
                return str(value)


@dataclass(frozen=True, slots=True)
class View:
    """A record or list in a template; `entries` are added names such as `key`."""

    value: Any
    written: Written
    path: KeyPath = ()
    entries: Mapping[str, Any] = field(default_factory=dict)

    def names(self) -> tuple[str, ...]:
        """The names that stand below this view."""
        fields: tuple[str, ...] = ()
        if isinstance(self.value, BaseModel):
            fields = tuple(type(self.value).model_fields)
        elif isinstance(self.value, dict):
            fields = tuple(self.value)
        return (*fields, *self.entries)

    def get(self, name: str) -> Any:
        """What stands under a name: a View or a Leaf; raises KeyError for an unknown name."""
        if name in self.entries:
            return self.entries[name]
        if isinstance(self.value, BaseModel) and name in type(self.value).model_fields:
            title = type(self.value).model_fields[name].title or name
            return wrap(getattr(self.value, name), self.written, (*self.path, name), title)
        if isinstance(self.value, dict) and name in self.value:
            return wrap(self.value[name], self.written, (*self.path, name), name)
        raise KeyError(name)

    def __bool__(self) -> bool:
        return bool(self.value) if isinstance(self.value, tuple | dict) else True

    def __len__(self) -> int:
        return len(self.value) if isinstance(self.value, tuple | dict) else 1

    def __iter__(self) -> Iterator[Any]:
        if not isinstance(self.value, tuple):
            raise TypeError("not a list")
        for index, item in enumerate(self.value):
            step()
            yield wrap(item, self.written, (*self.path, index), "oplysning")

    def __contains__(self, other: object) -> bool:
        return any(item == other for item in self)


def wrap(value: Any, written: Written, path: KeyPath, title: str) -> View | Leaf:
    """A value of a record as a template sees it."""
    if isinstance(value, BaseModel | tuple | dict):
        return View(value, written, path)
    return Leaf(value, written.place(path), title)
