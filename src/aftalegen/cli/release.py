"""`aftalegen release`: freezes a bundle as an edition, or says what is missing."""

from collections.abc import Iterable
from typing import Annotated

import typer

from aftalegen.build.builder import BuiltAnnex, Wanted
from aftalegen.build.formats import ARCHIVED
from aftalegen.build.jobs import built_annexes, process_count
from aftalegen.cli import console, options
from aftalegen.document.walk import missing_fields
from aftalegen.editions.edition import (
    edition_files,
    missing_facts,
    require_unreleased,
    write_edition,
)
from aftalegen.editions.manifest import MissingFact
from aftalegen.records.project import Project, find_project
from aftalegen.records.selected import BundleAnnex, Selected
from aftalegen.words.faults import DONE, Errors, InputError
from aftalegen.words.language import _, later, plural


def release(
    bundle: options.Bundle,
    edition: options.Edition,
    draft: Annotated[
        bool,
        typer.Option("--draft", help=later("Release what is there, marked as a draft for ever.")),
    ] = False,
    project: options.Folder = None,
    jobs: options.Jobs = None,
) -> int:
    """Freeze an edition; nothing at all if an annex has a fault, or lacks a fact and is no draft.

    What is missing is a fault of the data, so its exit code is 3.
    """
    opened = Project(find_project(project))
    selected = opened.select((), None, bundle)
    key = opened.bundle_key(bundle)
    require_unreleased(opened, key, edition)
    if not draft:
        _require_complete(_built(opened, selected, (), jobs), key, edition)
    built = _built(opened, selected, ARCHIVED, jobs)
    files = edition_files(opened, built, draft=draft)
    folder = write_edition(opened, key, edition, files)
    console.path(folder)
    if draft:
        console.warning(
            _("{edition} is a draft for ever; {missing} placeholders stand in it").format(
                edition=edition,
                missing=sum(len(missing_fields(a.document)) for a in built if a.document),
            )
        )
    console.result(
        ", ".join(
            (
                plural("{n} annex released", "{n} annexes released", len(built)),
                plural("{n} file", "{n} files", len(files)),
                _("draft") if draft else _("complete"),
            )
        )
    )
    return DONE


def _built(
    project: Project, selected: Selected, formats: tuple[str, ...], jobs: int | None
) -> list[BuiltAnnex]:
    """The annexes in these formats; raises Errors for those that have a fault."""
    wanted = [Wanted(annex, formats, {}) for annex in selected.annexes]
    made: dict[int, BuiltAnnex] = {}
    processes = process_count(jobs, len(wanted))
    for number, (place, annex) in enumerate(built_annexes(project, wanted, processes), 1):
        console.progress(number, len(wanted), annex.selection.file_name)
        made[place] = annex
    built = [made[place] for place in sorted(made)]
    errors = [*selected.errors, *(error for annex in built for error in annex.errors)]
    if errors:
        console.talk(_("nothing was released: an edition is whole or not at all"))
        raise Errors(errors)
    return built


def _require_complete(built: list[BuiltAnnex], bundle: str, edition: str) -> None:
    """Tell what is missing, by municipality, and refuse to release."""
    drafts = [annex for annex in built if annex.document and annex.document.draft]
    if not drafts:
        return
    missing = _by_municipality(drafts)
    for who, facts in missing.items():
        console.result(f"{who}: " + plural("{n} missing", "{n} missing", len(facts)))
        for fact in facts:
            console.result(f"  {fact.text}  {fact.file}:{fact.line} {fact.key}")
    known = drafts[0].selection.bundle
    if known.record.status == "draft":
        place = known.written.place(("status",))
        console.result(_("{place}: the bundle's status is «draft»").format(place=place))
    message = _("{edition} of {bundle} was not released: {n} facts are missing")
    raise InputError(
        "edition-incomplete",
        message.format(edition=edition, bundle=bundle, n=sum(map(len, missing.values()))),
        None,
        _("write them where they are named, or release a draft, marked so for ever: --draft"),
    )


def _by_municipality(drafts: Iterable[BuiltAnnex]) -> dict[str, list[MissingFact]]:
    """Each missing fact once: under its municipality, or under what several share."""
    found: dict[str, list[MissingFact]] = {}
    shared = _("shared")
    seen = set()
    for annex in drafts:
        assert annex.document is not None
        record = annex.selection.record
        for fact in missing_facts(annex.document):
            if fact not in seen:
                seen.add(fact)
                found.setdefault(
                    record.municipality if _own(fact, annex.selection) else shared, []
                ).append(fact)
    return found


def _own(fact: MissingFact, selection: BundleAnnex) -> bool:
    """Whether a fact is the municipality's own: in its file, or of its annex in the bundle."""
    municipality = selection.municipality
    in_bundle = fact.file == f"data/bundles/{selection.bundle.key}.yaml"
    of_annex = in_bundle and (fact.key or "").startswith(f"annexes[{selection.index}].")
    return of_annex or fact.file == f"data/municipalities/{municipality}.yaml"
