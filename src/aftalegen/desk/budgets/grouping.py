"""Equal faults of many cells, told once with all their cells."""

import re
from collections.abc import Iterable

from aftalegen.words.faults import AftalegenError
from aftalegen.words.language import _

MOST_CELLS = 40
"""So many cells are named."""

_OWN = re.compile(r"«[^»]*»|[0-9]+(?:[.,][0-9]+)*")
_AMOUNTS = re.compile(r"[0-9]+(?:[.,][0-9]+)*")


def each_kind_once(errors: Iterable[AftalegenError]) -> tuple[AftalegenError, ...]:
    """The errors; those of one sheet that differ only in what the cells hold become one."""
    kinds: dict[tuple[str | None, ...], list[AftalegenError]] = {}
    for error in errors:
        kinds.setdefault(_kind(error), []).append(error)
    return tuple(_one(alike) for alike in kinds.values())


def _kind(error: AftalegenError) -> tuple[str | None, ...]:
    place = error.source
    if place is None or place.sheet is None:
        return (error.rule, error.message, str(place))
    said = _OWN.sub("", error.message), _AMOUNTS.sub("", error.hint or "")
    return (error.rule, place.file, place.sheet, *said)


def _one(alike: list[AftalegenError]) -> AftalegenError:
    first = alike[0]
    if len(alike) == 1:
        return first
    cells = ", ".join(_cell(error) for error in alike[1 : MOST_CELLS + 1])
    more = len(alike) - 1 - MOST_CELLS
    if more > 0:
        cells += " " + _("and {n} more").format(n=more)
    message = _("{message}; so too in {cells}").format(message=first.message, cells=cells)
    return type(first)(first.rule, message, first.source, first.hint)


def _cell(error: AftalegenError) -> str:
    """A cell, and what it holds."""
    held = re.search(r"«[^»]{1,40}»", error.message)
    key = error.source.key if error.source else ""
    return f"{key} {held[0]}" if held else f"{key}"
