"""`aftalegen package`: all that a council gets, in a folder and in zips, closed apart."""

from contextlib import closing
from typing import Annotated

from aftalegen.build.act import alone
from aftalegen.build.register import OutputFolder
from aftalegen.cli import console, options
from aftalegen.cli.about_cases import Body, Meeting, ProvedCases, proved_cases
from aftalegen.cli.declaring import flag
from aftalegen.cli.keeping import keep_documents
from aftalegen.cli.ways_out import Because, Despite, tell_what_is_wrong
from aftalegen.cli.writing import day_named
from aftalegen.document.nodes import Document
from aftalegen.editions.despite import remember
from aftalegen.proceedings.case import AskedCase, Case
from aftalegen.proceedings.package import MAIL, mail_text, package_folder, package_parts
from aftalegen.proceedings.packing import Made, made_anew, packed
from aftalegen.records.finding import find_project
from aftalegen.records.project import Project
from aftalegen.words.faults import DONE, UsageError
from aftalegen.words.language import _, plural


def package(
    who: options.Who = None,
    all: Annotated[
        bool, flag("--all", "A package for each municipality: the bundle's, or all.")
    ] = False,
    body: Body = None,
    date: Meeting = None,
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
    about = AskedCase(tuple(who or ()), task, body, day, each=all)
    nothing = _("nothing was written: packages are written all or none")
    found = proved_cases(opened, about, nothing, despite=despite, because=because, jobs=jobs)
    if isinstance(found, int):
        return found
    files = left = 0
    with alone(opened.folder), closing(OutputFolder(out or opened.folder / "output")) as outputs:
        ready = [
            (case, item, _made(outputs, opened, found, case, item)) for case, item in found.cases
        ]
        keep_documents(opened, found.proof.documents.values())
        remember(opened, found.proof, "package")
        tell_what_is_wrong(found.proof, opened.folder)
        for case, item, made in ready:
            done = packed(outputs, made)
            mail = mail_text(case, found.told[item.key], item, done.zips).encode()
            written = (*done.written, outputs.write(f"{made.folder}/{MAIL}", mail))
            for one in written:
                console.kept_aside(one)
            files += len(written)
            left += sum(one.outcome == "unchanged" for one in written)
            console.path(outputs.folder / made.folder)
    drafts = sum(bool(item.draft) for _case, item in found.cases)
    if drafts:
        console.warning(_("{n} items are drafts").format(n=drafts))
    console.summary(
        plural("{n} package", "{n} packages", len(found.cases)),
        plural("{n} file written", "{n} files written", files - left),
        plural("{n} unchanged", "{n} unchanged", left),
    )
    return DONE


def _made(
    outputs: OutputFolder, project: Project, found: ProvedCases, case: Case, item: Document
) -> Made:
    """What a package needs that is not there yet; nothing is written before all of it is made."""
    parts = package_parts(project, found.proof, case, found.told[item.key], item)
    return made_anew(outputs, package_folder(case), parts, case.owner.record.official_name)
