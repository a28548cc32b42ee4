"""`aftalegen build`: opens, builds, tells."""

from collections import Counter
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated

from aftalegen.build.annex import BuiltAnnex, Wanted
from aftalegen.build.formats import formats_named
from aftalegen.build.here import state_folder
from aftalegen.build.jobs import built_annexes, process_count
from aftalegen.build.made_of import Reason, project_hash
from aftalegen.build.register import OutputFolder, Written
from aftalegen.cli import console, options
from aftalegen.cli.declaring import flag
from aftalegen.cli.keeping import keep_texts
from aftalegen.document.nodes import Field
from aftalegen.records.finding import find_project
from aftalegen.records.project import Project
from aftalegen.records.selected import BundleAnnex
from aftalegen.words.faults import AftalegenError, Errors, each_error
from aftalegen.words.language import _, decimal, later, plural

if TYPE_CHECKING:
    from aftalegen.build.sent_texts import SentText


def build(
    who: options.Who = None,
    task: options.Task = None,
    bundle: options.OnlyBundle = None,
    format: options.Formats = "docx,pdf",
    out: options.Out = None,
    project: options.Folder = None,
    jobs: options.Jobs = None,
    full: Annotated[bool, flag("--full", "Make every file anew, also if nothing changed.")] = False,
    explain: Annotated[
        bool, flag("--explain", "Say for each annex why it was made or left.")
    ] = False,
) -> int:
    """Build what was asked for, tell what was written; returns the exit code."""
    started = perf_counter()
    names = formats_named(format)
    opened = Project(find_project(project))
    made_of = project_hash(opened.folder)  # before anything is read
    selected = opened.select(tuple(who or ()), task, bundle)
    outputs = OutputFolder(out or opened.folder / "output", rewrite=full)
    if outputs.is_from_elsewhere and not full:
        message = _(
            "{folder} was written on another machine or by an earlier version: all is made again"
        )
        console.talk(message.format(folder=console.shown(outputs.folder)))
    wanted = [_wanted(annex, names, outputs, full) for annex in selected.annexes]
    done: dict[int, tuple[BuiltAnnex, list[Written]]] = {}
    texts: list[SentText | None] = []
    errors: list[AftalegenError] = list(selected.errors)
    processes = process_count(jobs, len(wanted))
    try:
        each = built_annexes(opened, wanted, processes, made_of)
        for place, annex in console.followed(each, len(wanted)):
            texts += [annex.text] if annex.made else []
            done[place] = annex.without_bytes(), _written(annex, outputs, errors)
        in_order = [done[place] for place in sorted(done)]
        built = [annex for annex, _files in in_order]
        written = [file for _annex, files in in_order for file in files]
        _remember(built, written, outputs, made_of, opened.folder)
    finally:  # also when it was stopped: what is written must be known as ours
        if texts:
            keep_texts(opened, texts)
        _close(outputs, errors)
    hits: Counter[console.Identity] = Counter()
    for annex in built:
        errors += annex.errors
        hits.update({e.identity() for error in annex.errors for e in each_error(error)})
    if explain:
        _tell_why(built, full)
    else:
        _tell_files(written)
    for file in written:
        console.kept_aside(file)
    missing = _missing(built)
    _tell_missing(missing)
    told = Errors(errors).errors
    code = console.errors(told, opened.folder, hits)
    console.result(_summary(built, written, len(missing), len(told), perf_counter() - started))
    return code


def _wanted(
    selection: BundleAnnex, formats: tuple[str, ...], outputs: OutputFolder, full: bool
) -> Wanted:
    """An annex with what the output folder knows of its files; nothing where all are wanted."""
    if full:
        return Wanted(selection, formats, {}, document=False, to_send=True)
    name, folder = selection.file_name, selection.bundle.key
    known = {f"{name}.{f}": outputs.earlier(f"{folder}/{name}.{f}") for f in formats}
    there = {n: earlier for n, earlier in known.items() if earlier}
    return Wanted(selection, formats, there, document=False, to_send=True)


def _written(
    annex: BuiltAnnex, outputs: OutputFolder, errors: list[AftalegenError]
) -> list[Written]:
    """The files of an annex, written or left; why others could not be is added to the errors."""
    written: list[Written] = []
    for file in annex.files:
        name = f"{annex.selection.bundle.key}/{file.name}"
        if file.data is None:
            written.append(outputs.left(name))
            continue
        try:
            written.append(outputs.write(name, file.data, file.inputs))
        except AftalegenError as error:
            errors.append(error)
    return written


def _remember(
    built: list[BuiltAnnex],
    written: list[Written],
    outputs: OutputFolder,
    made_of: str | None,
    project: Path,
) -> None:
    """Keep what the files were made of, unless somebody changed the project meanwhile."""
    made = [annex for annex in built if annex.made]
    if made_of is None or not made or project_hash(project) != made_of:
        return
    stands = {file.path for file in written}
    for annex in made:
        for file in annex.files:
            name = f"{annex.selection.bundle.key}/{file.name}"
            if outputs.folder / name in stands:
                outputs.saw(name, made_of, annex.missing)


def _close(outputs: OutputFolder, errors: list[AftalegenError]) -> None:
    try:
        outputs.close()
    except AftalegenError as error:
        errors.append(error)
    if not outputs.is_remembered:
        console.warning(
            _("{folder} cannot be written to, so the next build makes all again").format(
                folder=state_folder() or _("the home folder")
            )
        )


def _tell_files(written: list[Written], most: int = 12) -> None:
    """The name of every file; of so many that they fill the screen, their folders."""
    if len(written) <= most or not console.is_read_by_a_person():
        for file in written:
            console.path(file.path)
        return
    for folder, count in Counter(file.path.parent for file in written).items():
        files = plural("{n} file", "{n} files", count)
        console.result(f"{console.shown(folder)}: {files}")


_REASONS: dict[Reason, str] = {
    "new": later("new"),
    "text": later("the text has changed"),
    "style": later("the style has changed"),
    "program": later("the program has changed"),
    "edited": later("the file was edited by hand"),
    "empty": later("the file is empty"),
    "removed": later("the file was removed"),
    "unregistered": later("made on another machine or by an earlier version"),
    "unchanged": later("unchanged"),
}


def _tell_why(built: list[BuiltAnnex], full: bool) -> None:
    """One line an annex: why its files were made, or that they were left."""
    for annex in built:
        reasons: dict[str, list[str]] = {}
        for file in annex.files:
            why = _("asked for") if full else _(_REASONS[file.reason])
            reasons.setdefault(why, []).append(file.name.rpartition(".")[2])
        parts = [f"{why} ({', '.join(formats)})" for why, formats in reasons.items()]
        why = ", ".join(parts) or _("not built")
        name = f"{annex.selection.bundle.key}/{annex.selection.file_name}"
        console.result(f"{name}: {why}")


def _missing(built: list[BuiltAnnex]) -> dict[str, list[Field]]:
    """The placeholders by the place where the fact belongs."""
    found: dict[str, list[Field]] = {}
    for annex in built:
        for field in annex.missing:
            found.setdefault(
                f"{field.source}:{field.source.key if field.source else ''}", []
            ).append(field)
    return found


def _tell_missing(missing: dict[str, list[Field]], most: int = 12) -> None:
    """What is not known yet: by place when it is few, otherwise by what it is."""
    if not missing:
        return
    console.warning(
        plural(
            "{n} fact is missing; it stands as a marked placeholder, and the document is a draft",
            "{n} facts are missing; they stand as marked placeholders in documents that are drafts",
            len(missing),
        )
    )
    kinds: Counter[str] = Counter(fields[0].text for fields in missing.values())
    for text, count in kinds.most_common(most):
        places = [f[0].source for f in missing.values() if f[0].text == text]
        more = f" (+{count - 1})" if count > 1 else ""
        place = places[0]
        where = f"{place.file}:{place.line} {place.key}" if place else ""
        console.talk(f"  {text}  {where}{more}")
    if len(kinds) > most:
        console.talk("  " + _("… and {n} more kinds").format(n=len(kinds) - most))


def _summary(
    built: list[BuiltAnnex], written: list[Written], warnings: int, errors: int, seconds: float
) -> str:
    """The last line: counts, warnings, errors and time."""
    done = sum(1 for annex in built if annex.files)
    new = sum(1 for file in written if file.outcome == "written")
    parts = [
        plural("{n} annex built", "{n} annexes built", done),
        plural("{n} file written", "{n} files written", new),
        plural("{n} unchanged", "{n} unchanged", len(written) - new),
        plural("{n} warning", "{n} warnings", warnings),
        plural("{n} error", "{n} errors", errors),
        f"{decimal(seconds, 2)} s",
    ]
    return ", ".join(parts)
