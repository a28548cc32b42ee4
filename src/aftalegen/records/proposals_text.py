"""What came back, written into the register: at the end of its lists, and nothing else touched."""

from collections.abc import Mapping, Sequence

from aftalegen.records import parse_yaml
from aftalegen.records.adding import item_lines
from aftalegen.records.editing import Scalar, edited, newline_of, read_back, scalar
from aftalegen.records.moving import Taken, put_in
from aftalegen.records.text import as_read
from aftalegen.words.faults import InputError
from aftalegen.words.language import _
from aftalegen.words.place import Source

Item = Mapping[str, Scalar]

SCHEMA = "# yaml-language-server: $schema=../../../../schemas/proposals.schema.json"
NEWLINE = "\n"
_ORDER = ("party", "last", "received", "proposals")


def with_items(
    text: str,
    file: str,
    received: Sequence[Item],
    proposals: Sequence[Item],
    last: int,
    party: str | None = None,
) -> str:
    """The text of a register, "" for one that is new, with these items after its own.

    A new one says the `party` where that is an authority, which no other record names.

    Raises InputError where its lists are written so that nothing can be put after them.
    """
    if not text:
        lists = {"received": received, "proposals": proposals}
        named = [] if party is None else [f"party: {scalar(party, 2, False, 7, NEWLINE)}"]
        lines = [SCHEMA, *named, f"last: {last}"]
        for name, items in lists.items():
            lines += _list(name, items) if items else [f"{name}: []"]
        result = "".join(f"{line}\n" for line in lines)
    else:
        result = _put(text, file, "received", received)
        result = _put(result, file, "proposals", proposals)
        result = edited(result, file, (), {"last": last}, _ORDER)
    _require_intended(text, result, file, {"received": received, "proposals": proposals}, party)
    return result


def _list(name: str, items: Sequence[Item]) -> list[str]:
    return [f"{name}:", *(f"  {line}" for item in items for line in item_lines(item, 2))]


def _put(text: str, file: str, name: str, items: Sequence[Item]) -> str:
    if not items:
        return text
    there = parse_yaml(as_read(text), file).value.get(name)
    newline = newline_of(text)
    if there:
        lines = tuple(line for item in items for line in item_lines(item, 2))
        return put_in(text, file, name, Taken(lines, ()))
    new = "".join(f"{line}{newline}" for line in _list(name, items))
    if there is None:  # before the list that every register has
        return text.replace("proposals:", f"{new}proposals:", 1)
    return text.replace(f"{name}: []", new.removesuffix(newline), 1)


def _read_back(item: Item) -> dict[str, Scalar]:
    return {key: read_back(value) for key, value in item.items()}


def _require_intended(
    before: str, after: str, file: str, items: Mapping[str, Sequence[Item]], party: str | None
) -> None:
    """The new text must say the old one with the new items, and nothing more."""
    new_one = {} if party is None else {"party": party}
    old = parse_yaml(as_read(before), file).value if before else new_one
    wanted = {key: value for key, value in old.items() if key not in (*items, "last")}
    for name, new in items.items():
        wanted[name] = (*(old.get(name) or ()), *map(_read_back, new))
    found = parse_yaml(as_read(after), file).value
    if {"received": (), **found, "last": None} != {**wanted, "last": None}:
        message = _("nothing can be put after what stands in the file without touching it")
        hint = _("write each list's items on lines of their own, after «- »")
        raise InputError("cannot-edit", message, Source(file, 1), hint)
