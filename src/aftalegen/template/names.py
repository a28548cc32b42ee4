"""What a name in a template gives, a field of it, and what is left where it is printed.

An unknown name gives `Unknown`: every use of it raises, so that it never prints as nothing.
"""

from collections.abc import Mapping
from typing import Any

from jinja2 import StrictUndefined, Undefined
from jinja2.exceptions import UndefinedError
from jinja2.runtime import LoopContext

from aftalegen.document.nodes import CrossRef, Field, Signatures
from aftalegen.template.budget import printed
from aftalegen.template.markdown import Value, mark
from aftalegen.template.values import Leaf, View
from aftalegen.words.faults import did_you_mean
from aftalegen.words.language import _

Names = Mapping[str, Any]

MAX_VALUES = 20_000
"""So many values may one section print; a template that prints more is broken."""

_LOOP_NAMES = frozenset(("first", "last", "index", "index0", "length"))


class Unknown(StrictUndefined):
    """An unknown name: every use of it raises, with the nearest names."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        if self._undefined_hint:
            return self._undefined_hint
        return _("«{name}» is not known").format(name=self._undefined_name)


def named(names: Names, name: str) -> Any:
    """What a name stands for; Unknown for one that is not there."""
    return names[name] if name in names else Unknown(name=name)


def field_of(of: Any, name: str) -> Any:
    """A declared field of a record, or a loop's position; anything else is Unknown."""
    if isinstance(of, View):
        try:
            return of.get(name)
        except KeyError:
            hint = did_you_mean(name, of.names())
            message = _("the field «{name}» is not known").format(name=name)
            return Unknown(f"{message}; {hint}" if hint else message)
    if isinstance(of, LoopContext) and name in _LOOP_NAMES:
        return getattr(of, name)
    if isinstance(of, Undefined):
        str(of)  # raises, with the name that was unknown
    return Unknown(_("«{name}» is not a field here").format(name=name))


def kept(value: Any, values: list[Value]) -> str:
    """The mark of a printed value, which is kept aside; "" for a list without items.

    Raises UndefinedError for an unknown name and for too many values, TypeError for what
    cannot be printed.
    """
    if isinstance(value, Undefined):
        str(value)  # raises: an unknown name must never print as nothing
    if len(values) >= MAX_VALUES:
        raise UndefinedError(_("the section prints more than {n} values").format(n=MAX_VALUES))
    if isinstance(value, CrossRef | Signatures):
        values.append(value)
    elif isinstance(value, Leaf):
        field = value.field()
        printed(field.text)
        values.append(field)
    elif isinstance(value, View):
        if not isinstance(value.value, tuple) or value.value:
            raise TypeError(_("a group of fields cannot be printed; choose a field of it"))
        return ""
    elif isinstance(value, str | int) and not isinstance(value, bool):
        values.append(Field(printed(str(value))))
    else:
        raise TypeError(_("only a text, a number or a date can be printed"))
    return printed(mark(len(values) - 1))
