"""What a template sees: records as views whose leaves know where they were written.

A `View` opens only the declared fields of a record, and a `Leaf` carries a
scalar, its `Source` and the words for its absence. Nothing of Python is within
a template's reach.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from jinja2 import Undefined
from pydantic import BaseModel

from aftalegen.document.nodes import Field
from aftalegen.records import Written
from aftalegen.template.budget import step
from aftalegen.template.kinds import Unfit, alike, require_comparable, require_list
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
        refuse_unknown(other)
        if isinstance(other, View):
            return other == self
        return alike(self.value, other.value if isinstance(other, Leaf) else other)

    def __hash__(self) -> int:
        return hash(self.value)

    def __iter__(self) -> Iterator[Any]:
        """Never: a single value is no list, and a list that is missing is asked for first."""
        if self.value is None:
            message = _("«{title}» is missing; ask first with «is missing»")
            raise Unfit(message.format(title=self.title))
        require_list(type(self.value))
        return iter(())

    def field(self) -> Field:
        """The value as it is printed, with its place; a missing one as its placeholder."""
        return Field(self.text(), missing=self.value is None, source=self.source)

    def text(self) -> str:
        """The value as Danish text; raises Unfit for a truth value, which has none."""
        match self.value:
            case bool():
                raise Unfit(_("only a text, a number or a date can be printed"))
            case date():
                return danish.long_date(self.value)
            case None:
                return f"[{self.title} afventer]"
            case value:
                return str(value)


@dataclass(frozen=True, slots=True, eq=False)
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
        if isinstance(self.value, BaseModel):
            if (declared := type(self.value).model_fields.get(name)) is None:
                raise KeyError(name)
            title = declared.title or name
            return wrap(getattr(self.value, name), self.written, (*self.path, name), title)
        if isinstance(self.value, dict) and name in self.value:
            return wrap(self.value[name], self.written, (*self.path, name), name)
        raise KeyError(name)

    def __bool__(self) -> bool:
        return bool(self.value) if isinstance(self.value, tuple | dict) else True

    def __len__(self) -> int:
        return len(self.value) if isinstance(self.value, tuple | dict) else 1

    def __eq__(self, other: object) -> bool:
        """Never alike: what is missing is like nothing that is there, and no group is compared."""
        refuse_unknown(other)
        if other is not None and not (isinstance(other, Leaf) and other.value is None):
            require_comparable(self.kind, self.kind)
        return False

    __hash__ = None  # type: ignore[assignment]

    @property
    def kind(self) -> type:
        """A list, or a group of fields."""
        return tuple if isinstance(self.value, tuple) else dict

    def __iter__(self) -> Iterator[Any]:
        require_list(self.kind)
        for index, item in enumerate(self.value):
            step()
            yield wrap(item, self.written, (*self.path, index), "oplysning")

    def __contains__(self, other: object) -> bool:
        return any(item == other for item in self)


def refuse_unknown(value: object) -> None:
    """Raises for an unknown name, which must not pass for a value."""
    if isinstance(value, Undefined):
        str(value)  # raises, with the name that was unknown


def kind_of(value: object) -> type:
    """The kind of a value as a template sees it."""
    if isinstance(value, Leaf):
        return kind_of(value.value)
    return value.kind if isinstance(value, View) else type(value)


def wrap(value: Any, written: Written, path: KeyPath, title: str) -> View | Leaf:
    """A value of a record as a template sees it."""
    if isinstance(value, BaseModel | tuple | dict):
        return View(value, written, path)
    return Leaf(value, written.place(path), title)
