"""Approvals moved from the municipalities' files, where they stood by task, to their agreements.

What is read is the same before and after: each text is read back before anything is written.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from aftalegen.build.changed_texts import ChangedTexts
from aftalegen.records import Known, parse_yaml, record_from
from aftalegen.records.agreement import Approval, Approvals
from aftalegen.records.agreements import Agreements
from aftalegen.records.editing import newline_of
from aftalegen.records.moving import Taken, cannot_move, new_file, put_in, taken_out
from aftalegen.records.municipality import Municipality
from aftalegen.records.project import Project
from aftalegen.records.selected import annexes_of
from aftalegen.records.text import as_read, read_text
from aftalegen.words.faults import AftalegenError, Errors, InputError
from aftalegen.words.language import _
from aftalegen.words.place import Source

FOLDER = "data/approvals"
SCHEMA = "# yaml-language-server: $schema=../../schemas/approvals.schema.json"
"""The first line of a new file, where that which the approvals come from has one like it."""
BOM = "\ufeff"

Texts = dict[str, tuple[str, str]]
"""The text of each file now ("" for one that is new) and then."""


@dataclass(frozen=True, slots=True)
class Moved:
    """The approvals of a municipality for a task: from where, how many, and to which files."""

    source: Source
    count: int
    to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """What is moved, and the files that change: those that take in before those that give."""

    moved: tuple[Moved, ...]
    texts: ChangedTexts


def approvals_moved(project: Project) -> Move:
    """All approvals that stand below a task, moved to the agreements that they are read for.

    Raises Errors with what keeps some of them where they are; then none is moved.
    """
    agreements = _agreements(project)
    moved: list[Moved] = []
    takes: Texts = {}
    gives: Texts = {}
    errors: list[AftalegenError] = []
    for key in project.keys("municipalities"):
        try:
            known = project.municipality(key)
            for task, own in known.record.tasks.items():
                if own.approvals:
                    to = tuple(agreements.get((key, task), ()))
                    moved.append(_moved(project, known, task, to, takes, gives))
            _require_the_rest(known, gives)
        except AftalegenError as error:
            errors.append(error)
    if errors:
        raise Errors(errors)
    return Move(tuple(moved), ChangedTexts({**takes, **gives}))


def _agreements(project: Project) -> dict[tuple[str, str], list[str]]:
    """The files of the agreements of each municipality and task."""
    known = Agreements(project)
    found: dict[tuple[str, str], list[str]] = {}
    for key in project.keys("bundles"):
        for one in known.of(annexes_of(project.bundle(key))):
            file = f"{FOLDER}/{one.approvals_key}.yaml"
            found.setdefault((one.municipality, one.task), []).append(file)
    return found


def _moved(
    project: Project,
    known: Known[Municipality],
    task: str,
    to: tuple[str, ...],
    takes: Texts,
    gives: Texts,
) -> Moved:
    """The approvals for one task, taken out of the municipality's file and put in each other."""
    file, path = known.written.file, ("tasks", task, "approvals")
    place, approvals = known.written.place(path), known.record.tasks[task].approvals
    if not to:
        raise _of_no_agreement(place)
    now, text = gives.get(file) or (_text(project, file),) * 2
    rest, taken = taken_out(text.removeprefix(BOM), file, path)
    gives[file] = (now, BOM * text.startswith(BOM) + rest)
    for name in to:
        there = _text(project, name) if (project.folder / name).exists() else ""
        takes[name] = (there, _with_approvals(there, name, taken, approvals, place, text))
    return Moved(place, len(approvals), to)


def _with_approvals(
    there: str,
    name: str,
    taken: Taken,
    approvals: Sequence[Approval],
    place: Source,
    giver: str,
) -> str:
    """The text of an agreement's file with approvals that come to it."""
    before: tuple[Approval, ...] = ()
    if not there:
        head = SCHEMA if giver.removeprefix(BOM).startswith(SCHEMA.partition("=")[0]) else ""
        text = new_file("approvals", taken, newline_of(giver), head)
    else:
        before = _read(there, name).approvals
        if any(one in before for one in approvals):
            if all(one in before for one in approvals) and taken.stands_in(there):
                return there  # a run that was killed came so far
            raise _twice(place, name)
        text = put_in(there, name, "approvals", taken)
    if _read(text, name).approvals != (*before, *approvals):
        raise cannot_move(place)
    return text


def _require_the_rest(known: Known[Municipality], gives: Texts) -> None:
    """The file must say what it said, but for the approvals, and nothing more."""
    file, record = known.written.file, known.record
    if file in gives:
        tasks = {key: own.model_copy(update={"approvals": ()}) for key, own in record.tasks.items()}
        written = parse_yaml(as_read(gives[file][1].removeprefix(BOM)), file)
        rest = record_from(written, known.key, Municipality).record
        if rest != record.model_copy(update={"tasks": tasks}):
            raise cannot_move(known.written.place(("tasks",)))


def _read(text: str, name: str) -> Approvals:
    return record_from(parse_yaml(as_read(text.removeprefix(BOM)), name), name, Approvals).record


def _text(project: Project, name: str) -> str:
    """The text of a file with its own line ends; what cannot be read is refused with its place."""
    read_text(project.folder / name, name)
    return (project.folder / name).read_bytes().decode("utf-8")


def _of_no_agreement(place: Source) -> InputError:
    message = _("no bundle has an agreement that these approvals are of")
    hint = _("write the agreement's annex in a bundle, or delete the approvals")
    return InputError("approvals-of-nothing", message, place, hint)


def _twice(place: Source, name: str) -> InputError:
    message = _("some of these approvals stand in {file} too").format(file=name)
    return InputError("approval-twice", message, place, _("delete them in one of the files"))
