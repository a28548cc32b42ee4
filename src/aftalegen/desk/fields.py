"""Every name that a template may use: what it means, its value for an annex, and where it stands.

Walks the models, so that also the fields of an empty list are told; the values
are those that the templates themselves are given.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from aftalegen.build.builder import Builder
from aftalegen.records.choices import Declared
from aftalegen.records.selected import BundleAnnex
from aftalegen.template.names import declared_names
from aftalegen.template.shapes import bare
from aftalegen.template.values import Leaf, View
from aftalegen.words.language import _, plural
from aftalegen.words.place import Source

ELSEWHERE = frozenset(("bundle.annexes",))
"""A group whose fields stand under a name of their own: `annex`."""

NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class TemplateName:
    """One name; `[]` in it stands for an item of a list, whose first is shown.

    `value` is what a template prints, or None where nothing was looked up.
    """

    name: str
    title: str
    meaning: str
    value: str | None = None
    missing: bool = False
    source: Source | None = None


def template_names(builder: Builder, selection: BundleAnnex) -> tuple[TemplateName, ...]:
    """The names with their values in one annex; raises Errors with the faults of its records."""
    facts = builder.annex_facts(selection)
    return _all_rows(facts.choices, builder.templates.names_for(facts))


def names_alone(declared: Declared) -> tuple[TemplateName, ...]:
    """The names without values, as no annex was asked for."""
    return _all_rows(declared, {})


def _all_rows(declared: Declared, values: Mapping[str, Any]) -> tuple[TemplateName, ...]:
    return tuple(
        row
        for name, one in declared_names(declared).items()
        for row in _rows(name, values.get(name), one.kind, one.words, one.added)
    )


def _rows(
    name: str, value: Any, kind: Any, words: str, added: Mapping[str, str] = NOTHING
) -> Iterator[TemplateName]:
    """The rows for one name and all that stands below it."""
    kind = bare(kind)
    if isinstance(kind, type) and issubclass(kind, BaseModel) and name not in ELSEWHERE:
        if isinstance(value, Leaf):
            yield _row(name, words, value)
        yield from _fields(name, value if isinstance(value, View) else None, kind, added)
    elif get_origin(kind) is tuple:
        yield from _list(name, value, get_args(kind)[0], words, added)
    elif get_origin(kind) is dict:
        yield from _mapping(name, value, words)
    else:
        yield _row(name, words, value)


def _fields(
    name: str, view: View | None, model: type[BaseModel], added: Mapping[str, str]
) -> Iterator[TemplateName]:
    for key, words in added.items():
        yield _row(f"{name}.{key}", words, view.get(key) if view else None)
    for key, field in model.model_fields.items():
        inner = view.get(key) if view else None
        yield from _rows(f"{name}.{key}", inner, field.annotation, field.description or key)


def _list(
    name: str, value: Any, kind: Any, words: str, added: Mapping[str, str]
) -> Iterator[TemplateName]:
    """A list: how many there are, and below it the fields of an item."""
    items = list(value) if isinstance(value, View | tuple) else []
    model = bare(kind)
    if isinstance(value, Leaf):
        yield _row(name, words, value)
    else:
        shown = "; ".join(item.text() for item in items if isinstance(item, Leaf)) or _("none")
        if any(isinstance(item, View) for item in items):
            shown = plural("{n} in the list", "{n} in the list", len(items))
        yield _told(name, words, None if value is None else shown, source=_place(value))
    if isinstance(model, type) and issubclass(model, BaseModel) and name not in ELSEWHERE:
        yield from _fields(f"{name}[]", items[0] if items else None, model, added)


def _mapping(name: str, value: Any, words: str) -> Iterator[TemplateName]:
    """Values by keys of their own: the register of law in full, of others the keys."""
    keys = value.names() if isinstance(value, View) else ()
    if name == "law" and keys:
        yield from (_row(f"{name}.{key}", words, value.get(key)) for key in keys)
        return
    shown = "; ".join(keys) or _("none")
    yield _told(name, words, None if value is None else shown, source=_place(value))


def _place(value: Any) -> Source | None:
    return value.written.place(value.path) if isinstance(value, View) else None


def _row(name: str, words: str, value: Any) -> TemplateName:
    if not isinstance(value, Leaf):
        return _told(name, words, None)
    text = str(value.value).lower() if isinstance(value.value, bool) else value.text()
    return _told(name, words, text, value.value is None, value.source)


def _told(
    name: str, words: str, value: str | None, missing: bool = False, source: Source | None = None
) -> TemplateName:
    title, _colon, meaning = _(words).partition(": ")
    return TemplateName(name, title, meaning, value, missing, source)
