"""`aftalegen plan`: what would change if the project were released now."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Annotated

from aftalegen.build.formats import require_format
from aftalegen.cli import console, options
from aftalegen.cli.completion import editions
from aftalegen.cli.declaring import option
from aftalegen.cli.lines import Line, Row
from aftalegen.document.difference import SectionChange
from aftalegen.editions.approvals import Standing
from aftalegen.editions.for_programs import plan_json
from aftalegen.editions.plan import AnnexPlan, BundlePlan, planned
from aftalegen.records.finding import find_project
from aftalegen.records.project import Project
from aftalegen.words.danish import short_date
from aftalegen.words.faults import DONE, FINDINGS
from aftalegen.words.language import _, later, plural

SHAPES = ("text", "json")
LONGEST = 160
"""So much of an inserted or removed text is shown; a redline shows it all."""


def plan(
    who: options.Who = None,
    before: Annotated[
        str | None, option("EDITION", "Another edition to compare with.", editions, name="--from")
    ] = None,
    output: Annotated[str, option("FORMAT", "text, json.")] = "text",
    project: options.Folder = None,
) -> int:
    """Tell what changes, why, and what it asks for; exit code 1 when there is something to tell."""
    require_format(output, SHAPES)
    opened = Project(find_project(project))
    found = planned(opened, tuple(who or ()), None, before)
    if output == "json":
        console.result(plan_json(found))
    else:
        console.results(line for bundle in found.bundles for line in _lines(bundle, opened))
    for key in found.unreleased:
        console.warning(_("{bundle} has no such edition, and was not compared").format(bundle=key))
    errors = [*found.errors, *(error for bundle in found.bundles for error in bundle.errors)]
    if errors:
        return console.errors(errors, opened.folder)
    return FINDINGS if any(bundle.something_to_tell for bundle in found.bundles) else DONE


# --- for people -------------------------------------------------------------------------------

_KINDS = {
    "changed": later("changed section"),
    "inserted": later("new section"),
    "removed": later("removed section"),
    "moved": later("moved section"),
}
_MATTERS = {
    "edition": later("edition"),
    "date": later("date"),
    "draft": later("draft mark"),
    "title page": later("title page"),
    "number": later("section numbers"),
    "form": later("numbers of references, looks and spaces"),
    "section": later("sections where nothing is agreed (the change log)"),
}


def _lines(bundle: BundlePlan, project: Project) -> Iterator[Line]:
    word = _("draft")
    draft = f" ({word})" if bundle.draft else ""
    yield Line(f"{bundle.bundle}: {bundle.before}{draft} -> {bundle.after}")
    changed = [annex for annex in bundle.annexes if annex.changed]
    same = [annex for annex in bundle.annexes if not annex.changed]
    if changed:
        yield from _changed(changed, bundle, project)
    for label, keys in (
        (_("New annexes"), [document.file_name for document in bundle.added]),
        (_("Annexes that go"), [annex.key for annex in bundle.removed]),
    ):
        if keys:
            yield Line(f"{label}: {', '.join(keys)}")
    if same:
        yield Line(
            _("Unchanged: {annexes}, in each {sections} compared").format(
                annexes=plural("{n} annex", "{n} annexes", len(same)),
                sections=_counts(annex.comparison.unchanged for annex in same),
            )
        )
    aside = {fact.matter for annex in bundle.annexes for fact in annex.comparison.aside}
    if aside:
        yield Line(
            _("Changed without substance: {matters}").format(
                matters=", ".join(_(word) for matter, word in _MATTERS.items() if matter in aside)
            )
        )
    for error in bundle.stale:
        yield Line(_("To be confirmed: {what}").format(what=f"{error.source} {error.message}"))
    for standing in bundle.fallen:
        yield Line(_("Approval that falls: {what}").format(what=_approval_line(standing, project)))
    counts = (
        plural("{n} annex changed", "{n} annexes changed", len(changed)),
        plural("{n} unchanged", "{n} unchanged", len(same)),
        plural("{n} new", "{n} new", len(bundle.added)),
        plural("{n} gone", "{n} gone", len(bundle.removed)),
        plural("{n} deviation to confirm", "{n} deviations to confirm", len(bundle.stale)),
        plural("{n} approval falls", "{n} approvals fall", len(bundle.fallen)),
    )
    yield Line(f"{bundle.bundle}: {', '.join(counts)}")


def _changed(annexes: list[AnnexPlan], bundle: BundlePlan, project: Project) -> Iterator[Line]:
    """The changes, those that are alike told once with the municipalities they are in."""
    yield Line(
        _("Changed: {annexes}, in each {changed} changed and {same} unchanged").format(
            annexes=plural("{n} annex", "{n} annexes", len(annexes)),
            changed=_counts(len(annex.comparison.sections) for annex in annexes),
            same=_counts(annex.comparison.unchanged for annex in annexes),
        )
    )
    yield Line(f"  {_names(annexes, project)}")
    alike: dict[SectionChange, list[AnnexPlan]] = {}
    for annex in annexes:
        for section in annex.comparison.sections:
            alike.setdefault(section, []).append(annex)
    for section, where in alike.items():
        names = _("all of them") if len(where) == len(annexes) else _names(where, project)
        yield _section(section, names, bundle)


def _section(section: SectionChange, names: str, bundle: BundlePlan) -> Row:
    """A section with its words out and in, what decided them, and the annexes they are in."""
    number = section.number_after or section.number_before
    title, kind = f"{section.title} ({section.key})", _(_KINDS[section.kind])
    told = [*_passages(section)]
    for key in dict.fromkeys(passage.decision for passage in section.passages):
        if key:
            what = f"{key}: {bundle.decisions.get(key, '')}"
            told.append((_("cause: {what}").format(what=what), ""))
    files = dict.fromkeys(p.source.file for p in section.passages if p.source)
    if files:
        told.append((_("written in: {files}").format(files=", ".join(files)), ""))
    told.append((_("annexes: {names}").format(names=names), ""))
    return Row(
        "\n".join([f"  {number} {title}: {kind}", *(f"    {text}" for text, _colour in told)]),
        cells=(
            number,
            ((title, "bold"), (f": {kind}", ""), *((f"\n{text}", colour) for text, colour in told)),
        ),
        indent=2,
    )


def _passages(section: SectionChange) -> Iterator[tuple[str, str]]:
    """The words in and out; of a whole section that came or went only how much."""
    if section.kind in ("inserted", "removed"):
        yield plural("{n} passage", "{n} passages", len(section.passages)), ""
        return
    for passage in section.passages:
        for sign, colour, runs in (
            ("-", "red", passage.words_out),
            ("+", "green", passage.words_in),
        ):
            for words in runs:
                yield f"{sign} {_short(words)}", colour


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= LONGEST else line[:LONGEST] + " …"


def _counts(numbers: Iterable[int]) -> str:
    """How many sections: '107 afsnit', or '6-107 afsnit' where annexes differ."""
    found = sorted(set(numbers))
    if len(found) == 1:
        return plural("{n} section", "{n} sections", found[0])
    return _("{least}-{most} sections").format(least=found[0], most=found[-1])


def _names(annexes: list[AnnexPlan], project: Project) -> str:
    """Whose annexes, each municipality with a count where it has several."""
    names = Counter(
        project.municipality(annex.selection.municipality).record.name for annex in annexes
    )
    return ", ".join(f"{name} ({n})" if n > 1 else name for name, n in names.items())


def _approval_line(standing: Standing, project: Project) -> str:
    """An approval on one line: whose, of what, when, in which edition, and what changed since."""
    approval = standing.approval
    name = project.municipality(standing.agreement.municipality).record.name
    return (
        f"{name}, {standing.agreement.task}: {approval.body} {short_date(approval.date)}"
        f" ({approval.edition}): {standing.where_text}"
    )
