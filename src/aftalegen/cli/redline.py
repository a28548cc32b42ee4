"""`aftalegen redline`: what changed between two editions, marked in the agreement and listed."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Annotated

from aftalegen.build.formats import SHOW_CHANGES, formats_named
from aftalegen.build.jobs import process_count
from aftalegen.build.register import OutputFolder
from aftalegen.checks.proof import Proof, Refused
from aftalegen.cli import console, options
from aftalegen.cli.completion import editions
from aftalegen.cli.declaring import argument, option
from aftalegen.cli.keeping import keep_documents
from aftalegen.cli.ways_out import (
    Because,
    Despite,
    asked,
    nothing_to_pass,
    refused,
    tell_what_is_wrong,
)
from aftalegen.document.json import document_from_json
from aftalegen.document.nodes import Document
from aftalegen.document.style import PLAIN
from aftalegen.editions.decisions import NONE
from aftalegen.editions.despite import remember
from aftalegen.editions.edition import Editions
from aftalegen.editions.redlines import (
    Order,
    Orders,
    Redlined,
    RedlineFile,
    redline_orders,
    redlined_each,
    released_before,
)
from aftalegen.negotiation.base import Bases, Named
from aftalegen.negotiation.files import files
from aftalegen.negotiation.theirs import their_text
from aftalegen.records.finding import find_project
from aftalegen.records.project import Project
from aftalegen.records.selected import Selected
from aftalegen.words.danish import genitive
from aftalegen.words.faults import DONE, Errors, InputError, UsageError
from aftalegen.words.language import _, plural


def redline(
    who: Annotated[
        list[str] | None,
        argument("WHO", "Municipality or bundle; or two JSON files, the old and the new."),
    ] = None,
    before: Annotated[
        str | None,
        option("EDITION", "The old edition; the last one released.", editions, name="--from"),
    ] = None,
    after: Annotated[
        str | None, option("EDITION", "The new one; the project as it is.", editions, name="--to")
    ] = None,
    to_received: Annotated[
        Path | None,
        option("FILE", "A Word file that came back: our text against theirs."),
    ] = None,
    task: options.Task = None,
    format: options.MarkedFormats = "docx,pdf",
    out: options.Out = None,
    despite: Despite = None,
    because: Because = None,
    project: options.Folder = None,
    jobs: options.Jobs = None,
) -> int:
    """Write the redlines that were asked for, and tell of each; returns the exit code."""
    names = _formats(format)
    named = tuple(who or ())
    of_files = len(named) == 2 and all(name.endswith(".json") for name in named)
    if of_files or after:
        nothing_to_pass(despite, because)
    if of_files:
        return _carried_out(_of_files(named, names), None, out or Path(), jobs)
    opened = Project(find_project(project))
    selected = opened.select(named, task, None)
    if to_received is not None:
        if after:
            message = _("our text is compared with one other, and two are named")
            raise UsageError("two-texts-named", message, None, _("leave out --to or --to-received"))
        # As a draft: nothing is settled while it is negotiated, and that must not stop a look.
        ask = partial(
            asked, opened, stage="draft", despite=despite, because=because, formats=(), jobs=jobs
        )
        theirs = _theirs(opened, to_received, named, task, before)
        return _against(theirs, opened, names, out or opened.folder / "output", ask, before)
    released = Editions(opened)
    released_before(released, selected, before)
    later = after or asked(
        opened, selected, despite=despite, because=because, formats=(), jobs=jobs
    )
    if isinstance(later, Refused):
        return _nothing(refused(later, opened.folder))
    wanted = redline_orders(released, selected, names, later, before)
    folder = out or opened.folder / "output"
    return _carried_out(wanted, opened, folder, jobs, later if isinstance(later, Proof) else None)


def _carried_out(
    wanted: Orders,
    project: Project | None,
    folder: Path,
    jobs: int | None,
    proof: Proof | None = None,
) -> int:
    """Make each redline and tell of it; then write them, all or none."""
    for key in wanted.unreleased:
        console.warning(_("{bundle} has no such edition, and was not compared").format(bundle=key))
    orders = [order for _folder, order in wanted.orders]
    done: list[Redlined] = []
    files: dict[str, RedlineFile] = {}
    found = redlined_each(orders, process_count(jobs, len(orders)))
    each = zip(wanted.orders, found, strict=True)
    for (place, order), one in console.followed(each, len(orders)):
        files |= {f"{place}/{file.name}" if place else file.name: file for file in one.files}
        done.append(one)
        _tell(order, one)
    for name in wanted.only_in_one:
        console.warning(_("«{name}» is in one of the editions only").format(name=name))
    errors = (*wanted.errors, *(error for one in done for error in one.errors))
    if errors:
        return _nothing(console.errors(Errors(errors).errors, project.folder if project else None))
    if project and proof:
        remember(project, proof, "redline")
        tell_what_is_wrong(proof, project.folder)
        sent = (order.new for order, one in zip(orders, done, strict=True) if _is_sent(one))
        keep_documents(project, sent)
    if files:
        _write(files, folder)
    console.result(_summary(done, len(files)))
    return DONE


def _is_sent(one: Redlined) -> bool:
    """Whether a Word file of it goes out, which may come back."""
    return any(file.name.endswith(".docx") for file in one.files)


def _nothing(code: int) -> int:
    console.talk(_("nothing was written: redlines are written all or none"))
    return code


def _write(files: Mapping[str, RedlineFile], folder: Path) -> None:
    outputs = OutputFolder(folder)
    try:
        written = [outputs.write(name, file.data, file.inputs) for name, file in files.items()]
    finally:
        outputs.close()
    for file in written:
        console.path(file.path)
        console.kept_aside(file)


def _formats(formats: str) -> tuple[str, ...]:
    names = formats_named(formats)
    for name in names:
        if name not in SHOW_CHANGES:
            message = _("the format «{name}» cannot show changes").format(name=name)
            raise UsageError("format-without-marks", message, None, ", ".join(SHOW_CHANGES))
    return names


# --- what to compare --------------------------------------------------------------------------


def _of_files(names: tuple[str, ...], formats: tuple[str, ...]) -> Orders:
    """Two models in files, without a project: the plain style, and no decisions."""
    old, new = (_document(Path(name)) for name in names)
    return Orders((("", Order(old, new, formats, PLAIN, NONE)),), (), (), ())


def _document(path: Path) -> Document:
    try:
        data = path.read_bytes()
    except OSError as error:
        why = error.strerror or str(error)
        message = _("{file} cannot be read: {why}").format(file=path, why=why)
        hint = _("name two files that `aftalegen build --format json` or a release made")
        raise InputError("file-unreadable", message, None, hint) from error
    return document_from_json(data, str(path))


# --- ours against theirs ----------------------------------------------------------------------


def _theirs(
    project: Project, path: Path, who: tuple[str, ...], task: str | None, edition: str | None
) -> Document:
    """The agreement as the party that sent a file would have it."""
    (one, *more) = (*files((path,)),)
    if more:
        message = _("one file is compared, and {file} holds several").format(file=path)
        raise UsageError("two-texts-named", message, None, _("name one of them"))
    if one.fault is not None:
        raise one.fault
    (whose, *_others) = project.municipalities(who) if who else (None,)
    bases = Bases(project)
    base, document = their_text(bases, one.data, one.name, Named(whose, task, edition))
    annex = bases.annex(base.document.key)
    party = project.municipality(annex.municipality).record.official_name if annex else ""
    theirs = f"{genitive(party)} tekst"
    return replace(
        document,
        author=party,
        edition=f"{document.edition}, {theirs}",
        file_name=f"{document.file_name}, {theirs}",
    )


def _against(
    theirs: Document,
    project: Project,
    formats: tuple[str, ...],
    folder: Path,
    ask: Callable[[Selected], Proof | Refused],
    before: str | None,
) -> int:
    """Our text, or that of an edition, against theirs, as any redline."""
    bundle = theirs.key.partition("/")[0]
    annexes = project.select((), None, bundle).annexes
    own = Selected(tuple(a for a in annexes if a.document_key == theirs.key), ())
    proof = None if before else ask(own)
    if isinstance(proof, Refused):
        return _nothing(refused(proof, project.folder))
    made = proof.documents if proof else {}
    ours = made.get(theirs.key) or Editions(project).read(bundle, before or "").document(theirs.key)
    if ours is None:
        message = _("{key} is not in the edition {edition}").format(key=theirs.key, edition=before)
        raise UsageError("annex-not-in-edition", message, None, _("name another with --from"))
    order = Order(ours, theirs, formats, project.style, NONE)
    return _carried_out(Orders(((bundle, order),), (), (), ()), project, folder, 1, proof)


# --- what came of it --------------------------------------------------------------------------


def _tell(order: Order, one: Redlined) -> None:
    """One line an agreement: which sections changed, or how many were compared."""
    sections = one.comparison.sections
    if sections:
        what = ", ".join(f"{s.number_after or s.number_before} {s.title}".strip() for s in sections)
    else:
        what = _("unchanged, {n} sections compared").format(n=one.comparison.unchanged)
    console.talk(f"{order.new.file_name}: {what}")
    for title in one.replaced:
        message = _(
            "«{title}»: so much changed at once that it is shown replaced, not word by word"
        )
        console.warning(message.format(title=title))


def _summary(done: list[Redlined], written: int) -> str:
    changed = sum(1 for one in done if one.comparison.sections)
    parts = [
        plural("{n} annex changed", "{n} annexes changed", changed),
        plural("{n} unchanged", "{n} unchanged", len(done) - changed),
        plural("{n} file written", "{n} files written", written),
    ]
    return ", ".join(parts)
