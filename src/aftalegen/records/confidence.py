"""Which facts of a record nobody has confirmed: those that say so beside themselves."""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from aftalegen.records import Known
from aftalegen.words.place import KeyPath, dotted

UNCONFIRMED = frozenset(("unverified", "inferred", "draft"))
"""What `confidence` says of a fact that somebody must confirm before it is signed."""
TO_BE_CONFIRMED = "skal bekræftes"
"""What a source under `sources` says of a fact that has no `confidence` of its own."""


def unconfirmed_in(known: Known[Any]) -> Mapping[str, str]:
    """The confidence of each fact of a record that is not confirmed, by its dotted key."""
    found = {dotted(path): confidence for path, confidence in _walk(known.record, ())}
    sources = getattr(known.record, "sources", None) or {}
    found |= {key: "unverified" for key, text in sources.items() if TO_BE_CONFIRMED in text}
    return found


def _walk(value: Any, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    match value:
        case BaseModel():
            confidence = getattr(value, "confidence", None)
            if confidence in UNCONFIRMED:
                yield path, confidence
            for name in type(value).model_fields:
                yield from _walk(getattr(value, name), (*path, name))
        case dict():
            for key, below in value.items():
                yield from _walk(below, (*path, key))
        case tuple():
            for index, below in enumerate(value):
                yield from _walk(below, (*path, index))


def confidence_at(unconfirmed: Mapping[str, str], key: str) -> str | None:
    """What is said of the fact at a dotted key, beside it or above; None where it is confirmed."""
    while key:
        if key in unconfirmed:
            return unconfirmed[key]
        key = key[: max(key.rfind("."), key.rfind("["), 0)]
    return None
