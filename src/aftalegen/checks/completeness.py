"""Completeness: what is still missing before an edition can be released, and from whom."""

from collections.abc import Iterator

from aftalegen.checks.finding import Printed, TogetherRule
from aftalegen.checks.subject import ProjectUnderCheck
from aftalegen.words.faults import Fault
from aftalegen.words.language import _, later
from aftalegen.words.place import Source


def fact_missing(
    project: ProjectUnderCheck, printed: tuple[Printed, ...]
) -> Iterator[tuple[Fault, str]]:
    """Facts that stand as placeholders, with the annexes they stand in."""
    for value in printed:
        if value.missing:
            what = value.text.strip("[]").removesuffix(" afventer")
            name = value.source.key.rpartition(".")[2]
            remark = Fault(
                _("«{what}» is missing").format(what=what),
                value.source,
                _("write the value of {key}").format(key=value.source.key or name),
                max(1, len(name)) if value.source.column > 1 else 1,
                provider=provider_of(project, value.source),
            )
            yield remark, value.annex


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
)  # fmt: skip
