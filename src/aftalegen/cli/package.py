"""`aftalegen package`: all that a council gets, in a folder and in zips, closed apart."""

from contextlib import closing
from typing import Annotated

from aftalegen.build.register import OutputFolder
from aftalegen.checks.proof import Refused
from aftalegen.cli import console, options
from aftalegen.cli.declaring import flag, option
from aftalegen.cli.keeping import keep_documents
from aftalegen.cli.ways_out import Because, Despite, asked, refused, tell_what_is_wrong
from aftalegen.cli.writing import day_named
from aftalegen.editions.despite import remember
from aftalegen.proceedings.case import AskedCase, selected_cases
from aftalegen.proceedings.item import Told
from aftalegen.proceedings.items import items_of, made_items
from aftalegen.proceedings.package import MAIL, mail_text, package_folder, package_parts
from aftalegen.proceedings.packing import packed
from aftalegen.records.finding import find_project
from aftalegen.records.project import Project
from aftalegen.words.faults import DONE, UsageError
from aftalegen.words.language import _, plural


def package(
    who: options.Who = None,
    all: Annotated[bool, flag("--all", "A package for each municipality.")] = False,
    body: Annotated[
        str | None, option("BODY", "The body that hears it, by name or key; who decides.")
    ] = None,
    date: Annotated[
        str | None, option("DATE", "The day of the meeting; the one that is planned.")
    ] = None,
    task: options.Task = None,
    out: options.Out = None,
    despite: Despite = None,
    because: Because = None,
    project: options.Folder = None,
    jobs: options.Jobs = None,
) -> int:
    """Write the packages that were asked for; returns the exit code."""
    if not who and not all:
        message = _("no council was named")
        hint = _("name its municipality, or ask for all with --all")
        raise UsageError("nothing-selected", message, None, hint)
    opened = Project(find_project(project))
    day = day_named(date) if date else None
    selected, cases = selected_cases(opened, AskedCase(tuple(who or ()), task, body, day))
    kept: dict[str, Told] = {}
    proof = asked(
        opened, selected, despite=despite, because=because, formats=(), jobs=jobs,
        beside=items_of(cases, kept),
    )  # fmt: skip
    if isinstance(proof, Refused):
        code = refused(proof, opened.folder)
        console.talk(_("nothing was written: packages are written all or none"))
        return code
    items = [one.document for one in made_items(opened, proof, cases)]
    keep_documents(opened, proof.documents.values())
    remember(opened, proof, "package")
    tell_what_is_wrong(proof, opened.folder)
    files = left = 0
    with closing(OutputFolder(out or opened.folder / "output")) as outputs:
        for case, item in zip(cases, items, strict=True):
            folder, told = package_folder(case), kept[item.key]
            parts = package_parts(opened, proof, case, told, item)
            done = packed(outputs, folder, parts, case.owner.record.official_name)
            mail = mail_text(case, told, item, done.zips).encode()
            written = (*done.written, outputs.write(f"{folder}/{MAIL}", mail))
            for one in written:
                console.kept_aside(one)
            files += len(written)
            left += sum(one.outcome == "unchanged" for one in written)
            console.path(outputs.folder / folder)
    drafts = sum(bool(item.draft) for item in items)
    if drafts:
        console.warning(_("{n} items are drafts").format(n=drafts))
    console.summary(
        plural("{n} package", "{n} packages", len(items)),
        plural("{n} file written", "{n} files written", files - left),
        plural("{n} unchanged", "{n} unchanged", left),
    )
    return DONE
