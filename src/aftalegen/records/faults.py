"""A fault of a model, as a person reads it: rule, message, place in the YAML, and what now."""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel

from aftalegen.document.nodes import EDITION_NAME
from aftalegen.records.reading import Written
from aftalegen.words.danish import kr, million_kr
from aftalegen.words.faults import InputError, did_you_mean
from aftalegen.words.language import _, later
from aftalegen.words.place import KeyPath, dotted


def each_located(
    written: Written, model: type[BaseModel], faults: Sequence[Any]
) -> Iterator[InputError]:
    """Each fault of the model as an error with file, line, what and what now.

    A misspelt key is one fault, not two: what is missing is what it was meant to be.
    """
    paths = [_written_path(fault["loc"], written.value) for fault in faults]
    missing = {
        path for fault, path in zip(faults, paths, strict=True) if fault["type"] == "missing"
    }
    meant: dict[KeyPath, str] = {}
    for fault, path in zip(faults, paths, strict=True):
        if fault["type"] == "extra_forbidden":
            beside = [str(other[-1]) for other in missing if other[:-1] == path[:-1]]
            for name in get_close_matches(str(path[-1]), beside, n=1, cutoff=0.6):
                meant[path] = name
                missing.remove((*path[:-1], name))
    for fault, path in zip(faults, paths, strict=True):
        if fault["type"] == "missing" and path not in missing:
            continue
        rule, message, hint = _explain(fault, path, model)
        hint = did_you_mean(meant[path], [meant[path]]) if path in meant else hint
        yield InputError(rule, message.format(key=dotted(path)), written.place(path), hint)


def _written_path(loc: tuple[Any, ...], value: Any) -> KeyPath:
    """The key path of a fault: pydantic's `loc` without its marks for union members and keys."""
    path: list[str | int] = []
    for part in loc:
        in_list = isinstance(value, tuple) and isinstance(part, int) and part < len(value)
        if in_list or (isinstance(value, dict) and part in value):
            value = value[part]
        elif part == "[key]" or (isinstance(part, str) and not isinstance(value, dict)):
            continue
        path.append(part)
    return tuple(path)


def _explain(fault: Any, path: KeyPath, model: type[BaseModel]) -> tuple[str, str, str | None]:
    """Rule, message and hint for a fault of the model."""
    kind, context, given = fault["type"], fault.get("ctx", {}), fault["input"]
    if kind == "extra_forbidden":
        parent = _model_at(model, path[:-1])
        fields = parent.model_fields if parent else {}
        known = [field.alias or name for name, field in fields.items()]
        return "unknown-key", _("the key «{key}» is not known"), did_you_mean(str(path[-1]), known)
    if kind == "missing":
        return "missing-key", _("the key «{key}» is missing"), _("add it; null if it is not known")
    if kind == "literal_error":
        wanted = _("allowed: {expected}").format(expected=context["expected"].replace(" or ", ", "))
        return "not-allowed", _("«{key}» is not an allowed value"), wanted
    if kind == "ambiguous-amount":
        return kind, *_ambiguous(context, given)
    if kind == "not-a-date" and context.get("meant"):
        hint = _("write it as 2026-03-19: here {date}").format(date=context["meant"])
        return kind, _("«{key}» must be a date"), hint
    if kind in _OWN:
        message, hint = _OWN[kind]
        return kind, _(message), _(hint)
    if kind == "string_type" and isinstance(given, int):
        return (
            "wrong-type",
            _("«{key}» must be text"),
            _('write "{v}" in quotation marks').format(v=given),
        )
    if kind == "string_pattern_mismatch":
        pattern = context["pattern"]
        wanted = _(_FORMS[pattern]) if pattern in _FORMS else pattern
        return "wrong-form", _("«{key}» does not have the right form"), wanted
    if kind in _WRONG_TYPE:
        wanted, hint = _WRONG_TYPE[kind]
        return "wrong-type", "«{key}» " + _(wanted), _(hint)
    return "wrong-value", _("«{key}» is not a value that can stand here"), None


_FORMS = {
    r"^[1-9][0-9]{2}$": later('three digits in quotation marks, for example "707"'),
    r"^[0-9]{4}$": later('four digits in quotation marks, for example "8500"'),
    r"^[0-9]{8}$": later('eight digits in quotation marks, for example "29189986"'),
    f"^{EDITION_NAME}$": later("V and a date, for example V20260319"),
    r"^[a-z]$": later("one letter from a to z"),
    r"^[a-z0-9]+(-[a-z0-9]+)*-[0-9]{2,5}$": later("a key and a number, for example herning-07"),
    r"^[a-z0-9]+(-[a-z0-9]+)*$": later("small letters a to z, digits and hyphens"),
    r"^[a-z0-9_]+$": later("small letters a to z, digits and underscores"),
}
"""The patterns of the models, in words."""

_OWN = {
    "not-a-date": (later("«{key}» must be a date"), later("write it as 2026-03-19")),
    "not-an-amount": (
        later("«{key}» must be an amount in whole kroner"),
        later('write 4422000, 4_422_000 or "4.422.000"'),
    ),
    "requirement-test": (
        later("«{key}» is no test"),
        later("write set, >= 6 måneder, <= 60, in a, b or date<= 2026-04-01"),
    ),
    "file-name": (
        later("«{key}» cannot be a file name on every computer"),
        later('leave out < > : " / \\ | ? * and closing points; at most 240 bytes'),
    ),
}
"""Faults that the types of `records.types` raise: message and hint; their names are the rules."""

_WRONG_TYPE = {
    "string_type": (later("must be text"), later("write a text")),
    "int_type": (
        later("must be a whole number"),
        later("write digits only, for example 4_422_000"),
    ),
    "bool_type": (later("must be true or false"), later("write true or false")),
    "tuple_type": (
        later("must be a list"),
        later("write each item on a line of its own after «- »"),
    ),
    **dict.fromkeys(
        ("dict_type", "model_type", "model_attributes_type"),
        (later("must be keys and values"), later("write «key: value», indented")),
    ),
    "string_too_short": (later("is empty"), later("write a text, or null if it is not known")),
    "string_too_long": (later("is too long"), later("shorten the text")),
    "greater_than_equal": (later("is too small"), later("check the number")),
    "less_than_equal": (later("is too large"), later("check the number")),
}


def _ambiguous(readings: Any, given: Any) -> tuple[str, str]:
    """Message and hint for an amount that can be read in two ways."""
    small, large = readings["small"], readings["large"]
    message = _("«{key}» can be read in two ways: {given}").replace("{given}", str(given))
    hint = _("write {small} for {small_kr}, or {large} for {large_kr} ({million})").format(
        small=small, small_kr=kr(small), large=large, large_kr=kr(large), million=million_kr(large)
    )
    return message, hint


def _model_at(model: type[BaseModel], path: KeyPath) -> type[BaseModel] | None:
    """The model of the record that stands at a key path, or None.

    A part that is no field of the model is a list's index or a mapping's own key.
    """
    here: type[BaseModel] | None = model
    for part in path:
        if here is not None and part in here.model_fields:
            here = _inner_model(here.model_fields[str(part)].annotation)
    return here


def _inner_model(annotation: Any) -> type[BaseModel] | None:
    """The model inside `X | None`, `tuple[X, ...]` or `dict[K, X]`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in get_args(annotation):
        found = _inner_model(part)
        if found is not None:
            return found
    return None
