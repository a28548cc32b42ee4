"""Completeness: what is still missing before an edition can be released, and from whom."""

import re
from collections.abc import Iterator

from aftalegen.checks.finding import Printed, TogetherRule
from aftalegen.checks.subject import ProjectUnderCheck
from aftalegen.document.walk import awaited
from aftalegen.words.faults import Fault
from aftalegen.words.language import _, later
from aftalegen.words.place import Source

BEFORE_FINAL = ("fact-missing", "unconfirmed-in-final")
"""What a draft may lack, and a final edition may not."""
_IS_CHOICES = re.compile(r"^choices$|^task_choices\.|\.choices$")
MOST = 60
"""So many characters of a value that is not confirmed are told."""


def fact_missing(
    project: ProjectUnderCheck, printed: tuple[Printed, ...]
) -> Iterator[tuple[Fault, str]]:
    """Facts that stand as placeholders, with the annexes they stand in."""
    for value in printed:
        if value.missing:
            message = _("«{what}» is missing").format(what=awaited(value.text))
            hint = _what_to_write(project, value.source.key)
            yield _of(project, value, message, hint), value.annex


def unconfirmed_in_final(
    project: ProjectUnderCheck, printed: tuple[Printed, ...]
) -> Iterator[tuple[Fault, str]]:
    """Facts that are printed and that nobody has confirmed, with the annexes they stand in."""
    for value in printed:
        if value.unconfirmed:
            message = _("«{what}» is not confirmed: {confidence}").format(
                what=shortened(value.text), confidence=value.unconfirmed
            )
            hint = _("confirm it, and write its source and confidence beside it")
            yield _of(project, value, message, hint), value.annex


def _of(project: ProjectUnderCheck, value: Printed, message: str, hint: str) -> Fault:
    """A fault of a printed fact, told to who must provide it."""
    name = value.source.key.rpartition(".")[2]
    width = max(1, len(name)) if value.source.column > 1 else 1
    provider = provider_of(project, value.source)
    return Fault(message, value.source, hint, width, provider=provider)


def shortened(text: str) -> str:
    """The first words of a value, with plain spaces."""
    words = " ".join(text.split())
    return words if len(words) <= MOST else f"{words[:MOST].rsplit(' ', 1)[0]} …"


def _what_to_write(project: ProjectUnderCheck, key: str) -> str:
    """How the fact is written; of a choice, its alternatives."""
    group, _dot, name = key.rpartition(".")
    chosen = project.project.choices.choices.get(name) if _IS_CHOICES.search(group) else None
    if chosen and chosen.record.alternatives:
        message = _("write {key} with one of: {values}")
        return message.format(key=key, values=", ".join(chosen.record.alternatives))
    return _("write the value of {key}").format(key=key)


def provider_of(project: ProjectUnderCheck, source: Source) -> str:
    """Who must provide the fact that belongs in a place."""
    folder, _slash, name = source.file.removeprefix("data/").partition("/")
    key = name.removesuffix(".yaml")
    if folder == "municipalities" and key in project.municipalities:
        return project.municipalities[key].record.official_name
    if folder == "regions" and key in project.regions:
        return project.regions[key].record.official_name
    if folder == "bundles" and "choices" in source.key:
        return _("the parties ({bundle})").format(bundle=key)
    if folder == "bundles":
        return _("the secretariat ({bundle})").format(bundle=key)
    return _("those who keep {file}").format(file=source.file)


RULES = (
    TogetherRule(
        "fact-missing", "completeness", "note",
        later("A fact is missing that an edition cannot be released without."),
        later(
            "A fact that is null in the data prints a marked placeholder and makes the document a "
            "draft. Check lists what is missing by who must provide it: a municipality, the "
            "parties together, or the secretariat. With --final each of them is an error."
        ),
        fact_missing,
    ),
    TogetherRule(
        "unconfirmed-in-final", "completeness", "note",
        later("A fact is printed that nobody has confirmed."),
        later(
            "Each fact says beside itself how well it is known. What is only inferred, unverified "
            "(from memory) or from a draft may stand in a draft, where check lists it by who must "
            "confirm it. A final edition is signed: there, and with --final, each is an error. "
            "Look the fact up, and write its source and confidence. A key under sources: whose "
            "source says «skal bekræftes» counts as unverified."
        ),
        unconfirmed_in_final,
    ),
)  # fmt: skip
