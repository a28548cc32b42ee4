"""Whether this machine and this project are fit: one line for each thing looked at.

Nothing is changed: an output folder that is missing is not made.
"""

import os
import platform
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import requires
from pathlib import Path
from typing import Literal

from aftalegen.build.builder import Builder
from aftalegen.build.formats import ARCHIVED, in_house_style
from aftalegen.build.made_of import engine_versions
from aftalegen.checks.run import under_check
from aftalegen.checks.subject import ProjectUnderCheck
from aftalegen.document.nodes import Document, Section, Text
from aftalegen.document.walk import missing_fields
from aftalegen.records.finding import find_project
from aftalegen.records.project import Project
from aftalegen.words.faults import AftalegenError, Errors, each_error
from aftalegen.words.language import _, plural
from aftalegen.words.place import Source

Health = Literal["ok", "note", "fault"]

KINDS = ("municipalities", "tasks", "regions", "bundles", "decisions")


@dataclass(frozen=True, slots=True)
class Observation:
    """One thing that was looked at: how it is, in words, and the next step if there is one."""

    health: Health
    text: str
    step: str = ""


def observations(given: Path | None) -> Iterator[Observation]:
    """What there is to say of the machine, then of the project; without a project no more."""
    yield from machine()
    try:
        folder = find_project(given)
    except AftalegenError as error:
        step = _("aftalegen init FOLDER lays out a new project")
        yield Observation("fault", error.message, f"{error.hint}; {step}")
        return
    yield Observation("ok", _("project: {folder}").format(folder=folder))
    project = Project(folder)
    yield from _records(project)
    yield from _annexes(project)
    yield _output(folder / "output")


def machine() -> Iterator[Observation]:
    """Python, the packages, and whether a PDF can be made."""
    yield Observation("ok", f"Python {platform.python_version()}, {platform.system()}")
    versions = engine_versions(_packages())
    known = ", ".join(f"{name} {number}" for name, number in versions.items() if number)
    absent = [name for name, number in versions.items() if not number]
    if absent:
        text = _("packages are missing: {names}").format(names=", ".join(absent))
        yield Observation("fault", text, _("install aftalegen anew"))
    else:
        yield Observation("ok", known)


def _packages() -> Iterator[str]:
    """The packages that the program cannot do without: those that it was installed with."""
    for line in requires("aftalegen") or ():
        yield re.split(r"[^\w.-]", line, maxsplit=1)[0]


# --- the project ------------------------------------------------------------------------------


def _records(project: Project) -> Iterator[Observation]:
    """Every data file read, and a Word and a PDF file made in the house style."""
    errors: list[AftalegenError] = []
    counts = {}
    for kind, read in _readers(project).items():
        keys = project.keys(kind)
        counts[kind] = len(keys)
        for key in keys:
            errors += _faults(lambda read=read, key=key: read(key))  # type: ignore[misc]
    errors += _faults(lambda: project.law)
    found = Errors(errors).errors
    wrong = plural("{n} fault in the data", "{n} faults in the data", len(found))
    yield _seen(found, wrong, _counted(counts))
    yield _engines(project)


def _readers(project: Project) -> dict[str, Callable[[str], object]]:
    def decision(_key: str) -> object:
        return project.decisions

    readers = (project.municipality, project.task, project.region, project.bundle, decision)
    return dict(zip(KINDS, readers, strict=True))


def _counted(counts: dict[str, int]) -> str:
    return ", ".join(
        (
            plural("{n} municipality", "{n} municipalities", counts["municipalities"]),
            plural("{n} task", "{n} tasks", counts["tasks"]),
            plural("{n} region", "{n} regions", counts["regions"]),
            plural("{n} bundle", "{n} bundles", counts["bundles"]),
            plural("{n} decision", "{n} decisions", counts["decisions"]),
        )
    )


def _engines(project: Project) -> Observation:
    """A document of one line in Word and PDF: the house style, the fonts and the engines."""
    line = Section("proeve", (Text("Prøve"),), ())
    document = Document(
        "proeve", "proeve", line.title, (), (), "", "2000-01-01", "", False, "", (line,)
    )
    errors = _faults(lambda: [in_house_style(document, name, project) for name in ARCHIVED])
    if errors:
        return _seen(errors, _("Word and PDF cannot be made in the house style"), "")
    fonts = project.style.fonts
    well = _("Word ({word}) and PDF ({pdf}) can be made").format(word=fonts.word, pdf=fonts.pdf)
    return Observation("ok", well)


def _annexes(project: Project) -> Iterator[Observation]:
    """How many annexes can be made, and what is missing in them."""
    builder = Builder(project)
    whole = ProjectUnderCheck(project, builder.templates)
    errors: list[AftalegenError] = []
    documents: list[Document] = []
    unconfirmed: set[Source] = set()
    try:
        selected = project.select((), None, None)
    except AftalegenError as error:
        yield Observation("fault", error.message, error.hint or "")
        return
    for annex in selected.annexes:
        try:
            document, facts = builder.annex_document(annex), builder.annex_facts(annex)
            looked_at = under_check(whole, annex.template, facts, document)
            documents.append(document)
            unconfirmed |= looked_at.unconfirmed_places()
        except AftalegenError as error:
            errors.append(error)
    total = len(selected.annexes)
    text = _("{n} of {total} annexes can be built").format(n=len(documents), total=total)
    yield _seen(Errors(errors).errors, text, text)
    yield _missing(documents)
    yield _unconfirmed(unconfirmed)


def _missing(documents: list[Document]) -> Observation:
    """The facts that are not known yet, each counted once."""
    places = {
        (str(field.source), field.source.key if field.source else ""): field.text
        for document in documents
        for field in missing_fields(document)
    }
    if not places:
        return Observation("ok", _("no fact is missing"))
    text = plural("{n} fact is missing", "{n} facts are missing", len(places))
    words, count = Counter(places.values()).most_common(1)[0]
    step = _("fill in what is known; most often missing: {words} ({n} places)")
    return Observation("note", text, step.format(words=words, n=count))


def _unconfirmed(places: set[Source]) -> Observation:
    """The printed facts that nobody has confirmed, each counted once."""
    if not places:
        return Observation("ok", _("every printed fact is confirmed"))
    text = plural(
        "{n} printed fact is not confirmed", "{n} printed facts are not confirmed", len(places)
    )
    file, count = Counter(place.file for place in places).most_common(1)[0]
    step = _("confirm them before a final edition; most of them: {file} ({n})")
    return Observation("note", text, step.format(file=file, n=count))


def _output(folder: Path) -> Observation:
    """Whether files can be written where `build` writes."""
    nearest = folder if folder.exists() else folder.parent
    if folder.exists() and not folder.is_dir():
        text = _("{folder} is a file, not a folder").format(folder=folder)
        return Observation("fault", text, _("move it, or build with --out"))
    if os.access(nearest, os.W_OK | os.X_OK):
        return Observation("ok", _("files can be written in {folder}").format(folder=folder.name))
    text = _("files cannot be written in {folder}").format(folder=folder)
    return Observation("fault", text, _("ask for the right to write there, or build with --out"))


def _seen(errors: tuple[AftalegenError, ...], wrong: str, well: str) -> Observation:
    """What was seen, with the first fault as what to do first."""
    if errors:
        return Observation("fault", wrong, errors[0].fault.in_a_line())
    return Observation("ok", well)


def _faults(attempt: Callable[[], object]) -> tuple[AftalegenError, ...]:
    """What is wrong with something, which is nothing if it can be done."""
    try:
        attempt()
    except AftalegenError as error:
        return each_error(error)
    return ()
