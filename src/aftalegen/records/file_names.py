"""File names of annexes from the bundle's patterns: «Bilag {number}{letter} {task} {date}»."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache

from aftalegen.records import Known
from aftalegen.records.bundle import Annex, Bundle
from aftalegen.words import danish
from aftalegen.words.alphabet import is_file_name
from aftalegen.words.faults import Errors, InputError, did_you_mean
from aftalegen.words.language import _
from aftalegen.words.place import Source

NAMES = ("task", "municipality", "region", "number", "letter", "edition", "date")
"""What a pattern may name: facts of the annex and its bundle."""

_WORD = re.compile(r"\{([^{}]*)\}")

Told = Mapping[str, str | int | None]


def with_file_names(known: Known[Bundle], name_of: Callable[[str, str], str]) -> Known[Bundle]:
    """The bundle with a file name for each annex; `name_of` is how a record is called, by its
    kind and key.

    Raises Errors where a pattern cannot be used, a name is missing or two are the same.
    """
    called = cache(name_of)
    facts = {
        index: _facts_of(known.record, annex, called)
        for index, annex in enumerate(known.record.annexes)
        if annex.file_name is None
    }
    return _named(known, facts)


def _facts_of(bundle: Bundle, annex: Annex, name_of: Callable[[str, str], str]) -> Told:
    """What each name of a pattern stands for."""
    return {
        "task": name_of("tasks", annex.task),
        "municipality": name_of("municipalities", annex.municipality),
        "region": name_of("regions", bundle.region),
        "number": annex.number,
        "letter": annex.letter,
        "edition": bundle.edition,
        "date": danish.long_date(bundle.edition_date).replace(danish.NBSP, " "),
    }


def _named(known: Known[Bundle], facts: Mapping[int, Told]) -> Known[Bundle]:
    """The bundle with file names; `facts` are what patterns name, by annex."""
    errors: list[InputError] = []
    annexes: list[Annex] = []
    for index, annex in enumerate(known.record.annexes):
        try:
            name = annex.file_name or _from_pattern(known, index, facts[index])
        except InputError as error:
            errors.append(error)
            continue
        annexes.append(annex.model_copy(update={"file_name": name}))
    if errors:
        raise Errors(errors)
    named = replace(known, record=known.record.model_copy(update={"annexes": tuple(annexes)}))
    require_different_names(named)
    return named


def place_of_name(known: Known[Bundle], index: int) -> Source:
    """Where the file name of an annex was written: its own, or its template's pattern."""
    own, written = ("annexes", index, "file_name"), known.written
    template = known.record.annexes[index].template
    return written.place(own if own in written.positions else ("file_names", template))


def _from_pattern(known: Known[Bundle], index: int, facts: Told) -> str:
    annex, written = known.record.annexes[index], known.written
    pattern = known.record.file_names.get(annex.template)
    if pattern is None:
        message = _("the annex has no file name, and there is no pattern for «{template}»")
        hint = _("write file_name: here, or a pattern in file_names: {template}: …")
        raise InputError(
            "file-name-missing",
            message.format(template=annex.template),
            written.place(("annexes", index)),
            hint.format(template=annex.template),
        )
    place = written.place(("file_names", annex.template))
    for found in _WORD.finditer(pattern):
        if found[1] not in NAMES:
            message = _("a file name's pattern has no «{{{name}}}»").format(name=found[1])
            raise InputError("file-name-pattern", message, place, did_you_mean(found[1], NAMES))
        if facts.get(found[1]) is None:
            message = _("the pattern of the file name needs «{name}», which the annex lacks")
            raise InputError(
                "file-name-pattern",
                message.format(name=found[1]),
                written.place(("annexes", index)),
                _("write it here, or a file_name of the annex's own"),
            )
    name = _WORD.sub(lambda found: str(facts[found[1]]), pattern)
    if set("{}") & set(name) or not is_file_name(name):
        message = _("«{name}» cannot be a file name on every computer").format(name=name)
        hint = _('leave out < > : " / \\ | ? * and closing points; at most 240 bytes')
        raise InputError("file-name", message, place, hint)
    return name


def require_different_names(known: Known[Bundle]) -> None:
    """Refuse two annexes whose files would be one, also where large and small letters are alike."""
    first: dict[str, int] = {}
    errors = []
    for index, annex in enumerate(known.record.annexes):
        alike = unicodedata.normalize("NFKC", str(annex.file_name)).casefold()
        if first.setdefault(alike, index) != index:
            message = _("«{name}» is also the file name of the annex on line {line}")
            line = known.written.place(("annexes", first[alike], "file_name")).line
            errors.append(
                InputError(
                    "same-file-name",
                    message.format(name=annex.file_name, line=line),
                    known.written.place(("annexes", index, "file_name")),
                    _("give each annex a file_name of its own; a capital makes no difference"),
                )
            )
    if errors:
        raise Errors(errors)
