"""`aftalegen package`: what each body gets, laid out for the case files and for the mail."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated

from aftalegen.build.act import alone, carry_out, home_of
from aftalegen.build.change import FolderChange, new_folder, sums_of
from aftalegen.build.disk import bytes_at
from aftalegen.build.jobs import each_in_processes, process_count
from aftalegen.checks.proof import Proof, Refused
from aftalegen.cli import console, options
from aftalegen.cli.declaring import flag, option
from aftalegen.cli.keeping import keep_documents
from aftalegen.cli.ways_out import Because, Despite, asked, refused, tell_what_is_wrong
from aftalegen.cli.writing import day_named
from aftalegen.editions.bundle import require_ours
from aftalegen.editions.despite import passed_now
from aftalegen.editions.verify import MANIFEST
from aftalegen.proceedings.case import AskedCase, Case, selected_cases
from aftalegen.proceedings.item import Told
from aftalegen.proceedings.items import items_of, made_items
from aftalegen.proceedings.package import FOLDER, Package, package_files, package_of, stands
from aftalegen.records.finding import find_project
from aftalegen.records.project import Project
from aftalegen.words.faults import DONE, UsageError
from aftalegen.words.language import _, plural

Files = Mapping[str, bytes]
Made = tuple[Path, Package, Files]


def package(
    who: options.Who = None,
    every: Annotated[bool, flag("--all", "A package for each municipality.")] = False,
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
    """Write the packages that were asked for, all or none; returns the exit code."""
    if bool(who) == every:
        message = _("say whose package it is, or --all")
        hint = _("for example: aftalegen package norddjurs")
        raise UsageError("nothing-asked", message, None, hint)
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
    packages = [
        (_place(opened, case, one, out), one) for case, one in _packages(opened, proof, cases, kept)
    ]
    new = [(at, one) for at, one in packages if not _stands(at, one)]
    keep_documents(opened, proof.documents.values())
    orders, processes = [one for _at, one in new], process_count(jobs, len(new))
    files = each_in_processes(package_files, orders, processes)
    made = [(at, one, own) for (at, one), own in zip(new, files, strict=True)]
    _write(opened, proof, made)
    for at, _one, _own in made:
        console.path(at)
    tell_what_is_wrong(proof, opened.folder)
    console.summary(
        plural("{n} package", "{n} packages", len(made)),
        plural("{n} file", "{n} files", sum(len(own) for _at, _one, own in made)),
        plural("{n} unchanged", "{n} unchanged", len(packages) - len(made)),
    )
    return DONE


def _packages(
    project: Project, proof: Proof, cases: tuple[Case, ...], kept: Mapping[str, Told]
) -> Iterator[tuple[Case, Package]]:
    items = made_items(project, proof, cases)
    for case, item in zip(cases, items, strict=True):
        document = item.document
        yield case, package_of(project, proof, case, document, kept[document.key])


def _place(project: Project, case: Case, one: Package, out: Path | None) -> Path:
    return (out or project.folder / "output") / case.bundle.key / FOLDER / one.name


def _stands(at: Path, one: Package) -> bool:
    """Whether this very package lies there; raises OutputError where something else does."""
    require_ours(at, one.manifest.bundle)
    return (at / MANIFEST).is_file() and stands(one, bytes_at(at / MANIFEST))


def _write(project: Project, proof: Proof, made: Sequence[Made]) -> None:
    """The packages, in the place of those that lie there untouched, and what they passed."""
    homes = {project.folder: None} | {home_of(at): None for at, _one, _own in made}
    with alone(project.folder):
        for home in homes:
            with alone(home):
                here = [_change(*one) for one in made if home_of(one[0]) == home]
                passed = passed_now(project, proof, "package") if home == project.folder else ()
                carry_out(home, [*passed, *here])


def _change(at: Path, one: Package, files: Files) -> FolderChange:
    there = sums_of(at)
    require_ours(at, one.manifest.bundle)
    return new_folder(at, there, files)
