"""The kinds of value that a template sees, in words, and what each can be used for."""

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date

from aftalegen.words.language import _, later

KINDS: Mapping[type, str] = {
    str: later("a text"),
    int: later("a number"),
    bool: later("a yes or no"),
    date: later("a date"),
    dict: later("a group of fields"),
    tuple: later("a list"),
}
"""A record is a group of fields."""

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Unfit(Exception):
    """A value is used for what its kind cannot be used for; the words say what."""


def kind(of: type) -> str:
    """A kind in words."""
    return _(KINDS[of]) if of in KINDS else of.__name__


def alike(one: object, two: object) -> bool:
    """Whether two values are the same; a date is also as the data writes it: "2027-01-01".

    What is missing is like nothing else. Raises Unfit for kinds that can never be alike.
    """
    if one is None or two is None:
        return one is two
    if isinstance(one, str) and isinstance(two, date):
        one, two = two, one
    if isinstance(one, date) and isinstance(two, str):
        return one == day_as_written(two)
    require_comparable(type(one), type(two))
    return one == two


def day_as_written(text: str) -> date:
    """The date that a template compares with; raises Unfit for a text that is none."""
    if _ISO.fullmatch(text):
        with suppress(ValueError):
            return date.fromisoformat(text)
    message = _("«{text}» is no date; a date is written as in the data: 2027-01-01")
    raise Unfit(message.format(text=text))


# In these, None is a kind that is not known, and fits.


def require_comparable(one: type | None, two: type | None) -> None:
    """Raises Unfit for kinds of which no two values are alike, and for what is no single value."""
    for of in (one, two):
        if of is dict or of is tuple:
            raise Unfit(_("{kind} cannot be compared; choose a field of it").format(kind=kind(of)))
    if one is not two and one is not None and two is not None:
        first, second = sorted((kind(one), kind(two)))
        message = _("{one} and {two} can never be alike")
        raise Unfit(message.format(one=first, two=second))


def require_list(of: type | None) -> None:
    """Raises Unfit for what a template can neither go through nor look in."""
    if of is not tuple and of is not None:
        raise Unfit(_("{kind} is no list").format(kind=kind(of)))


def require_fit(name: str, takes: type, given: type | None) -> None:
    """Raises Unfit where the filter with this name takes another kind than it is given."""
    if given is not takes and given is not None:
        message = _("«{filter}» takes {takes}, and not {given}")
        raise Unfit(message.format(filter=name, takes=kind(takes), given=kind(given)))
