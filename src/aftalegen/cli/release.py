"""`aftalegen release`: freezes a bundle as an edition, or says what is missing."""

from typing import Annotated

from aftalegen.checks.proof import Refused
from aftalegen.checks.run import Stage
from aftalegen.cli import console, options
from aftalegen.cli.declaring import flag
from aftalegen.cli.vouching import tell_anchor
from aftalegen.cli.ways_out import Because, Despite, asked, refused, tell_what_is_wrong
from aftalegen.document.walk import missing_fields
from aftalegen.editions.release import missing_by_municipality, released, require_unreleased
from aftalegen.records.finding import find_project
from aftalegen.records.project import Project
from aftalegen.words.faults import DONE, InputError
from aftalegen.words.language import _, plural


def release(
    bundle: options.Bundle,
    edition: options.Edition,
    draft: Annotated[
        bool, flag("--draft", "Release what is there, marked as a draft for ever.")
    ] = False,
    despite: Despite = None,
    because: Because = None,
    project: options.Folder = None,
    jobs: options.Jobs = None,
) -> int:
    """Freeze an edition; nothing at all if an annex has a fault, or lacks a fact and is no draft.

    What is missing is a fault of the data, so its exit code is 3.
    """
    opened = Project(find_project(project))
    selected = opened.select((), None, bundle)
    require_unreleased(opened, opened.bundle_key(bundle), edition)
    stage: Stage = "draft" if draft else "final"
    proof = asked(opened, selected, stage, despite=despite, because=because, jobs=jobs)
    if isinstance(proof, Refused):
        return _not_released(proof, edition, opened)
    found = released(opened, proof, bundle, edition)
    console.path(found.folder)
    tell_what_is_wrong(proof, opened.folder)
    if draft:
        console.warning(
            _("{edition} is a draft for ever; {missing} placeholders stand in it").format(
                edition=edition,
                missing=sum(len(missing_fields(a.document)) for a in found.annexes if a.document),
            )
        )
    tell_anchor(found.hash)
    console.summary(
        plural("{n} annex released", "{n} annexes released", len(found.annexes)),
        plural("{n} file", "{n} files", found.files),
        _("draft") if draft else _("complete"),
    )
    return DONE


def _not_released(found: Refused, edition: str, project: Project) -> int:
    """Tell why nothing was released; what is missing as the fault that keeps the edition back."""
    console.talk(_("nothing was released: an edition is whole or not at all"))
    code = refused(found, project.folder)
    if any(f.rule == "fact-missing" and f.severity == "error" for f in found.checked.findings):
        raise _incomplete(found, edition)
    return code


def _incomplete(found: Refused, edition: str) -> InputError:
    """What is missing, told by municipality."""
    shared = _("shared")
    missing = missing_by_municipality(found.annexes)
    for who, facts in missing.items():
        console.result(f"{who or shared}: " + plural("{n} missing", "{n} missing", len(facts)))
        for fact in facts:
            console.result(f"  {fact.text}  {fact.file}:{fact.line} {fact.key}")
    bundle = found.annexes[0].selection.bundle
    message = _("{edition} of {bundle} was not released: {n} facts are missing")
    count = sum(map(len, missing.values()))
    return InputError(
        "edition-incomplete",
        message.format(edition=edition, bundle=bundle.key, n=count),
        None,
        _("write them where they are named, or release a draft, marked so for ever: --draft"),
    )
