"""The conductor: project + annex -> Document -> the bytes of each format.

`annex_document` follows one annex from its records to numbered words.
"""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from aftalegen.build.cover import Covers, Freezing, with_status
from aftalegen.build.fitting import check_decisions, check_deviations
from aftalegen.build.formats import FORMATS, in_house_style
from aftalegen.build.made_of import (
    Earlier,
    Inputs,
    Reason,
    inputs_of,
    program_hash,
    reason_to_write,
)
from aftalegen.document.nodes import Document, Field
from aftalegen.document.numbering import numbered
from aftalegen.document.walk import missing_fields
from aftalegen.records.agreements import Agreements, WrittenApproval
from aftalegen.records.project import Project
from aftalegen.records.selected import BundleAnnex
from aftalegen.records.standing import Progress
from aftalegen.words.faults import AftalegenError, Errors, InputError, did_you_mean
from aftalegen.words.language import _

if TYPE_CHECKING:
    from aftalegen.template.facts import AnnexFacts

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Wanted:
    """An annex to build, its formats, and what is known of its files by name from before.

    Without `document`, what became of it holds no Document: thousands must fit in memory.
    `freezing` is the edition that it is made for, whose day its cover then says.
    """

    selection: BundleAnnex
    formats: tuple[str, ...]
    earlier: Mapping[str, Earlier]
    document: bool = True
    freezing: Freezing | None = None


@dataclass(frozen=True, slots=True)
class BuiltFile:
    """A file: its name with ending, what it is made of, and why it was made.

    `data` is None for a file that was left because nothing had changed.
    """

    name: str
    inputs: Inputs
    reason: Reason
    data: bytes | None


@dataclass(frozen=True, slots=True)
class BuiltAnnex:
    """What became of one annex: its document, its files and the facts it lacks, or its errors.

    `decisions` are the keys of those that concern it, and `records` the files of its facts.
    `progress` is how far its agreement is.
    `made` is false where nothing needed to be read, since nothing had changed.
    """

    selection: BundleAnnex
    document: Document | None
    files: tuple[BuiltFile, ...]
    errors: tuple[AftalegenError, ...]
    missing: tuple[Field, ...] = ()
    decisions: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    progress: Progress = "draft"
    made: bool = True

    def without_bytes(self) -> "BuiltAnnex":
        """The same without the files' bytes: thousands of annexes must fit in memory."""
        return replace(self, files=tuple(replace(file, data=None) for file in self.files))


def as_before(wanted: Wanted, project: str | None) -> BuiltAnnex | None:
    """An annex whose files stand as they were made of this very project, which is its hash.

    None where one of them may differ, or where the document itself is wanted.
    """
    if wanted.document or not wanted.formats:
        return None
    names = [f"{wanted.selection.file_name}.{format}" for format in wanted.formats]
    files: list[BuiltFile] = []
    missing: tuple[Field, ...] = ()
    for name in names:
        earlier = wanted.earlier.get(name)
        if earlier is None or earlier.state != "intact" or earlier.inputs is None:
            return None
        if earlier.project is None or earlier.project != project:
            return None
        files.append(BuiltFile(name, earlier.inputs, "unchanged", None))
        missing = earlier.missing
    return BuiltAnnex(wanted.selection, None, tuple(files), (), missing, made=False)


def _ready() -> None:
    """Load typst and read the fonts: work for another core while the document is made."""
    from aftalegen.writers import pdf as pdf

    program_hash()


class Builder:
    """Builds annexes of one project; templates and what they gave are read once."""

    def __init__(self, project: Project, *, alone: bool = False) -> None:
        """`alone`: PDFs are made, and in no other process, so that this one may use all cores."""
        self._beside = ThreadPoolExecutor(1) if alone else None
        if self._beside:
            self._beside.submit(_ready)
        from aftalegen.template.fill import Templates  # Jinja: not needed where nothing changed

        self.project = project
        self._facts: AnnexFacts | None = None
        self.templates = Templates(project.folder / "templates")
        self.agreements = Agreements(project)
        self._covers = Covers(self.agreements, lambda annex: self._as_confirmed(annex)[0])

    def __reduce__(self) -> tuple[type["Builder"], tuple[Project]]:
        """In another process it reads the templates anew."""
        return Builder, (self.project,)

    def annex_document(self, selection: BundleAnnex) -> Document:
        """The numbered Document of one annex; raises Errors with all its faults."""
        return self._covered(selection, self._filled(selection), None)[0]

    def annex_as_confirmed(self, selection: BundleAnnex) -> tuple[Document, tuple[InputError, ...]]:
        """As `annex_document`, as if all its deviations were confirmed; and the faults of those
        that are not, for whoever tells what a change of the text asks of the municipalities."""
        document, unconfirmed = self._as_confirmed(selection)
        return self._covered(selection, document, None)[0], unconfirmed

    def _filled(self, selection: BundleAnnex) -> Document:
        return numbered(self.templates.fill(*self._template_and_facts(selection)))

    def _as_confirmed(self, selection: BundleAnnex) -> tuple[Document, tuple[InputError, ...]]:
        document, unconfirmed = self.templates.fill_as_confirmed(
            *self._template_and_facts(selection)
        )
        return numbered(document), unconfirmed

    def _covered(
        self, selection: BundleAnnex, document: Document, freezing: Freezing | None
    ) -> tuple[Document, Progress]:
        """The document with its status on the cover, and how far it is."""
        progress = self._covers.progress(selection, document, freezing)
        head = self.templates.read(selection.template).head.record
        return with_status(document, head, progress, freezing.day if freezing else None), progress

    def _template_and_facts(self, selection: BundleAnnex) -> tuple[str, "AnnexFacts"]:
        """What an annex is made of; raises Errors for records that do not fit together."""
        facts = self.annex_facts(selection)
        key = selection.template
        if key not in self.templates.names:
            place = selection.place("template")
            message = _("there is no template «{key}»").format(key=key)
            hint = did_you_mean(key, self.templates.names)
            raise InputError("no-such-template", message, place, hint)
        check_deviations(self.templates, facts)
        check_decisions(self.project, self.templates, key, facts)
        return key, facts

    def annex_facts(self, selection: BundleAnnex) -> "AnnexFacts":
        """All records that one annex is made of; raises Errors for those that are wrong.

        Those of the annex that was asked for last are at hand.
        """
        if self._facts is None or self._facts.annex is not selection:
            self._facts = self._annex_facts(selection)
        return self._facts

    def _annex_facts(self, selection: BundleAnnex) -> "AnnexFacts":
        from aftalegen.template.facts import AnnexFacts

        bundle = selection.bundle
        annex = selection.record
        project = self.project
        errors: list[AftalegenError] = []

        def known(read: Callable[[], T], *named: str | int) -> T | None:
            """A record; one that is not there is told where the bundle names it."""
            try:
                return read()
            except AftalegenError as error:
                if named and error.rule == "no-such-record":
                    error = error.at(bundle.written.place(named))
                errors.append(error)
                return None

        def first(name: str) -> tuple[str | int, ...]:
            """Where the bundle first names it: one cause is told once, whatever it hits."""
            annexes, said = bundle.record.annexes, getattr(annex, name)
            return (
                "annexes",
                next(i for i, a in enumerate(annexes) if getattr(a, name) == said),
                name,
            )

        municipality = known(
            lambda: project.municipality(annex.municipality), *first("municipality")
        )
        task = known(lambda: project.task(annex.task), *first("task"))
        region = known(lambda: project.region(bundle.record.region), "region")
        law = known(lambda: project.law)
        decisions = known(lambda: project.decisions)
        approvals = known(lambda: self._approvals(selection)) if municipality else ()
        if municipality and task and annex.task not in municipality.record.tasks:
            message = _("the municipality has nothing for the task «{task}»").format(
                task=annex.task
            )
            place = municipality.written.place(("tasks",))
            hint = _(
                "the bundle {bundle} has an annex for it: add the task here, or remove the annex"
            )
            errors.append(
                InputError("task-without-facts", message, place, hint.format(bundle=bundle.key))
            )
        if errors or not (municipality and task and region and law and decisions is not None):
            raise Errors(errors)
        assert approvals is not None  # what keeps them from being read is an error
        concerned = tuple(
            decision
            for decision in decisions
            if annex.task in decision.record.tasks
            and bundle.record.region in decision.record.regions
            and decision.record.date <= bundle.record.edition_date
        )
        return AnnexFacts(selection, municipality, task, region, law, concerned, approvals)

    def _approvals(self, selection: BundleAnnex) -> tuple[WrittenApproval, ...]:
        """The approvals of the agreement that an annex goes with, each once."""
        over = self.agreements.over(selection)
        found = [one for agreement in over for one in self.agreements.approvals(agreement)]
        return tuple({one.source: one for one in found}.values())

    def build(self, wanted: Wanted) -> BuiltAnnex:
        """One annex in the formats asked for; its faults are told, not raised."""
        try:
            filled = self._filled(wanted.selection)
            document, progress = self._covered(wanted.selection, filled, wanted.freezing)
            inputs = inputs_of(document, self.project.style)
            files = self._files(document, inputs, wanted)
        except AftalegenError as error:
            return BuiltAnnex(wanted.selection, None, (), (error,))
        missing = missing_fields(document)
        if not wanted.document:
            return BuiltAnnex(wanted.selection, None, files, (), missing, progress=progress)
        facts = self.annex_facts(wanted.selection)
        decisions = tuple(decision.key for decision in facts.decisions)
        written = (facts.municipality, facts.task, facts.region, facts.bundle, facts.law)
        records = tuple(record.written.file for record in written)
        records += tuple(decision.written.file for decision in facts.decisions)
        records += tuple(dict.fromkeys(one.written.file for one in facts.approvals))
        return BuiltAnnex(
            wanted.selection,
            document,
            files,
            (),
            missing,
            decisions,
            tuple(dict.fromkeys(records)),
            progress,
        )

    def _files(self, document: Document, inputs: Inputs, wanted: Wanted) -> tuple[BuiltFile, ...]:
        """Each file of a document; a PDF beside the others where there is a core for it."""
        file = partial(self._file, document, inputs, wanted.earlier)
        if self._beside is None or "pdf" not in wanted.formats:
            return tuple(map(file, wanted.formats))
        pdf = self._beside.submit(file, "pdf")  # typst lets Python go on with the others
        others = {format: file(format) for format in wanted.formats if format != "pdf"}
        return tuple(others.get(format) or pdf.result() for format in wanted.formats)

    def _file(
        self, document: Document, inputs: Inputs, earlier: Mapping[str, Earlier], format: str
    ) -> BuiltFile:
        """One file of a document; its bytes are made only if they may differ from before."""
        name = f"{document.file_name}.{format}"
        reason = reason_to_write(earlier.get(name), inputs)
        left = reason == "unchanged" and not FORMATS[format].says_places
        data = None if left else in_house_style(document, format, self.project)
        return BuiltFile(name, inputs, reason, data)
