"""The shapes by which trees are read: what each name of a template stands for, by the records."""

from dataclasses import dataclass, is_dataclass, replace
from datetime import date
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from aftalegen.records.agreement import Addendum
from aftalegen.records.choices import Declared
from aftalegen.records.law import Statute
from aftalegen.template.item import Item
from aftalegen.template.names import Name, declared_names


@dataclass(frozen=True, slots=True)
class Shape:
    """What a name stands for: a record, a list of such, the register of law, or a scalar.

    `only` are the values that it can have, where they are known; `folder` names the records
    whose key it is ("tasks"); `parts` are names that `fill` adds, with shapes of their own;
    `scalar` is the type of a single value, where it is known.
    """

    model: type[BaseModel] | None = None
    many: bool = False
    more: tuple[str, ...] = ()
    law: bool = False
    only: frozenset[str] = frozenset()
    folder: str = ""
    parts: "tuple[tuple[str, Shape], ...]" = ()
    scalar: type | None = None

    @property
    def kind(self) -> type | None:
        """The kind of value: a list, a group of fields, or a single value's type, if known."""
        if self.many:
            return tuple
        return dict if self.model or self.law or self.more or self.parts else self.scalar


SCALAR = Shape()
TEXT, NUMBER, TRUTH = Shape(scalar=str), Shape(scalar=int), Shape(scalar=bool)
LOOP = Shape(
    parts=(
        ("first", TRUTH),
        ("last", TRUTH),
        ("index", NUMBER),
        ("index0", NUMBER),
        ("length", NUMBER),
    )
)


def bare(annotation: Any) -> Any:
    """A type without `| None` and without what only validates it."""
    origin, inside = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return bare(inside[0])
    if origin in (Union, UnionType):
        kept = [part for part in inside if part is not NoneType]
        return bare(kept[0]) if len(kept) == 1 else annotation
    return annotation


def shape_of(annotation: Any) -> Shape:
    """The shape of a field of a record."""
    found = bare(annotation)
    inside = get_args(found)
    if isinstance(found, type) and issubclass(found, BaseModel):
        return Shape(found)
    if get_origin(found) is Literal:
        return Shape(only=frozenset(map(str, inside)), scalar=type(inside[0]))
    if get_origin(found) is tuple and inside:
        return replace(shape_of(inside[0]), many=True)
    if found == dict[str, Statute]:
        return Shape(law=True)
    return Shape(scalar=found) if found in (str, int, bool, date) else SCALAR


def _shape_of_name(name: Name) -> Shape:
    return replace(shape_of(name.kind), more=tuple(name.added), folder=name.folder)


def shapes(declared: Declared) -> dict[str, Shape]:
    """What each name of a project stands for."""
    return {name: _shape_of_name(one) for name, one in declared_names(declared).items()}


ADDENDUM = Shape(
    Addendum,
    more=("increase", "decrease", "approved_on", "approved_as"),
    parts=(("decided", Shape(many=True, scalar=str)),),
)
"""What `addendum` is, a name that only templates for addenda see."""


_OPEN = Shape(parts=(("what", TEXT), ("sections", Shape(many=True, scalar=str))), many=True)
OPEN = Shape(parts=(("count", NUMBER), ("each", _OPEN)))
"""What `open_points` is, a name that only a summary sees."""


def _shape_of_parts(of: type) -> Shape:
    """The shape of a dataclass, whose parts have shapes of their own."""
    hints = get_type_hints(of)
    hints.pop("places", None)
    return Shape(parts=tuple((name, _shape_of_part(hint)) for name, hint in hints.items()))


def _shape_of_part(hint: Any) -> Shape:
    inside = get_args(hint)
    many = get_origin(hint) is tuple
    one = inside[0] if many else hint
    shape = _shape_of_parts(one) if is_dataclass(one) else shape_of(one)  # type: ignore[arg-type]
    return replace(shape, many=many)


ITEM = _shape_of_parts(Item)
"""What `item` is, a name that only templates for agenda items see."""
