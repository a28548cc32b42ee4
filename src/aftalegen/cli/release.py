"""`aftalegen release`: freezes a bundle as an edition, or says what is missing."""

from typing import Annotated

from aftalegen.cli import console, options
from aftalegen.cli.declaring import flag
from aftalegen.document.walk import missing_fields
from aftalegen.editions.release import Released, released
from aftalegen.records.project import Project, find_project
from aftalegen.words.faults import DONE, Errors, InputError
from aftalegen.words.language import _, plural


def release(
    bundle: options.Bundle,
    edition: options.Edition,
    draft: Annotated[
        bool, flag("--draft", "Release what is there, marked as a draft for ever.")
    ] = False,
    project: options.Folder = None,
    jobs: options.Jobs = None,
) -> int:
    """Freeze an edition; nothing at all if an annex has a fault, or lacks a fact and is no draft.

    What is missing is a fault of the data, so its exit code is 3.
    """
    opened = Project(find_project(project))
    found = released(opened, bundle, edition, draft=draft, jobs=jobs, follow=console.followed)
    if found.errors:
        console.talk(_("nothing was released: an edition is whole or not at all"))
        raise Errors(found.errors)
    if found.folder is None:
        raise _incomplete(found, edition)
    console.path(found.folder)
    if draft:
        console.warning(
            _("{edition} is a draft for ever; {missing} placeholders stand in it").format(
                edition=edition,
                missing=sum(len(missing_fields(a.document)) for a in found.annexes if a.document),
            )
        )
    console.summary(
        plural("{n} annex released", "{n} annexes released", len(found.annexes)),
        plural("{n} file", "{n} files", found.files),
        _("draft") if draft else _("complete"),
    )
    return DONE


def _incomplete(found: Released, edition: str) -> InputError:
    """What is missing, told by municipality, as the fault that keeps the edition back."""
    shared = _("shared")
    for who, facts in found.missing.items():
        console.result(f"{who or shared}: " + plural("{n} missing", "{n} missing", len(facts)))
        for fact in facts:
            console.result(f"  {fact.text}  {fact.file}:{fact.line} {fact.key}")
    bundle = found.annexes[0].selection.bundle
    if bundle.record.status == "draft":
        place = bundle.written.place(("status",))
        console.result(_("{place}: the bundle's status is «draft»").format(place=place))
    message = _("{edition} of {bundle} was not released: {n} facts are missing")
    count = sum(map(len, found.missing.values()))
    return InputError(
        "edition-incomplete",
        message.format(edition=edition, bundle=bundle.key, n=count),
        None,
        _("write them where they are named, or release a draft, marked so for ever: --draft"),
    )
