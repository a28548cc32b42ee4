"""The conductor: project + annex -> Document -> the bytes of each format.

`annex_document` follows one annex from its records to numbered words.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache, partial
from typing import TYPE_CHECKING, TypeVar

from aftalegen.build.annex import BuiltAnnex, BuiltFile, Wanted
from aftalegen.build.cover import Covers, Freezing, with_status
from aftalegen.build.formats import FORMATS, in_house_style
from aftalegen.build.made_of import (
    Earlier,
    Inputs,
    inputs_of,
    program_hash,
    reason_to_write,
)
from aftalegen.build.sealed import Sealed
from aftalegen.document.nodes import Document
from aftalegen.document.numbering import numbered
from aftalegen.document.walk import missing_fields
from aftalegen.records.agreements import Agreements, WrittenApproval
from aftalegen.records.project import Project
from aftalegen.records.selected import BundleAnnex
from aftalegen.records.standing import Progress
from aftalegen.template.facts import AnnexFacts
from aftalegen.template.fill import Templates
from aftalegen.template.fitting import check_decisions, check_deviations
from aftalegen.words.faults import AftalegenError, Errors, InputError
from aftalegen.words.language import _

if TYPE_CHECKING:
    from aftalegen.build.sent_texts import SentText

T = TypeVar("T")


def _ready(project: Project) -> None:
    """Load typst and what all documents need: work for another core while the first is filled."""
    from aftalegen.writers.pdf import ready

    ready(project.style)
    program_hash()


class Builder:
    """Builds annexes of one project; templates and what they gave are read once."""

    def __init__(self, project: Project, *, alone: bool = False) -> None:
        """`alone`: PDFs are made, and in no other process, so that this one may use all cores."""
        self._beside = ThreadPoolExecutor(1) if alone else None
        if self._beside:
            self._beside.submit(_ready, project)
        self.project = project
        self._facts: AnnexFacts | None = None
        self.templates = Templates(project.folder / "templates", kept=Sealed("templates"))
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

    def _template_and_facts(self, selection: BundleAnnex) -> tuple[str, AnnexFacts]:
        """What an annex is made of; raises Errors for records that do not fit together."""
        facts = self.annex_facts(selection)
        key = selection.template
        if key not in self.templates.names:
            place = selection.place("template")
            message = _("there is no template «{key}»").format(key=key)
            hint = self.templates.hint(key)
            raise InputError("no-such-template", message, place, hint)
        check_deviations(self.templates, facts)
        check_decisions(self.project, self.templates, key, facts)
        return key, facts

    def annex_facts(self, selection: BundleAnnex) -> AnnexFacts:
        """All records that one annex is made of; raises Errors for those that are wrong.

        Those of the annex that was asked for last are at hand.
        """
        if self._facts is None or self._facts.annex is not selection:
            self._facts = self._annex_facts(selection)
        return self._facts

    def _annex_facts(self, selection: BundleAnnex) -> AnnexFacts:
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
        law, choices = known(lambda: project.law), known(lambda: project.choices)
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
        if not (municipality and task and region and law and choices) or errors:
            raise Errors(errors)
        assert approvals is not None  # what keeps them from being read is an error
        assert decisions is not None
        concerned = tuple(
            decision
            for decision in decisions
            if annex.task in decision.record.tasks
            and bundle.record.region in decision.record.regions
            and decision.record.date <= bundle.record.edition_date
        )
        return AnnexFacts(selection, municipality, task, region, law, choices, concerned, approvals)

    def _approvals(self, selection: BundleAnnex) -> tuple[WrittenApproval, ...]:
        """The approvals of the agreement that an annex goes with, each once."""
        over = self.agreements.over(selection)
        found = [one for agreement in over for one in self.agreements.approvals(agreement)]
        return tuple({one.source: one for one in found}.values())

    def build(self, wanted: Wanted) -> BuiltAnnex:
        """One annex in the formats asked for; its faults are told, not raised."""
        return self._begun(wanted)()

    def each(self, wanted: Sequence[Wanted]) -> Iterator[BuiltAnnex]:
        """One annex after the other; the next is begun while typst makes the PDF of the last."""
        last: Callable[[], BuiltAnnex] | None = None
        for one in wanted:
            begun = self._begun(one)
            if last:
                yield last()
            last = begun
        if last:
            yield last()

    def _begun(self, wanted: Wanted) -> Callable[[], BuiltAnnex]:
        """An annex of which everything is made but what is made beside, and how it is ended."""
        try:
            filled = self._filled(wanted.selection)
            document, progress = self._covered(wanted.selection, filled, wanted.freezing)
            inputs = cache(lambda: inputs_of(document, self.project.style))
            files = self._files(document, inputs, wanted)
        except AftalegenError as error:
            return partial(BuiltAnnex, wanted.selection, None, (), (error,))
        missing = missing_fields(document)
        kept = document if wanted.document else None
        decisions, records = self._made_of(wanted.selection) if wanted.document else ((), ())

        def ended() -> BuiltAnnex:
            try:
                made = tuple(f if isinstance(f, BuiltFile) else f.result() for f in files)
            except AftalegenError as error:
                return BuiltAnnex(wanted.selection, None, (), (error,))
            text = self._text(document, made) if wanted.to_send else None
            return BuiltAnnex(
                wanted.selection, kept, made, (), missing, decisions, records, progress, text=text
            )

        return ended

    def _text(self, document: Document, made: Iterable[BuiltFile]) -> "SentText | None":
        """The text to keep, where a Word file was made that may go out."""
        if not any(file.data and file.name.endswith(".docx") for file in made):
            return None
        from aftalegen.build.sent_texts import text_to_keep

        return text_to_keep(self.project.folder, document)

    def _made_of(self, selection: BundleAnnex) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The decisions that concern an annex, and the files of its facts."""
        facts = self.annex_facts(selection)
        decisions = tuple(decision.key for decision in facts.decisions)
        written = (facts.municipality, facts.task, facts.region, facts.bundle, facts.law)
        records = tuple(record.written.file for record in written)
        records += tuple(decision.written.file for decision in facts.decisions)
        records += tuple(approval.written.file for approval in facts.approvals)
        return decisions, tuple(dict.fromkeys(records))

    def _files(
        self, document: Document, inputs: Callable[[], Inputs], wanted: Wanted
    ) -> list[BuiltFile | Future[BuiltFile]]:
        """Each file of a document; a PDF beside the others where there is a core for it."""
        file = partial(self._file, document, inputs, wanted.earlier)
        if self._beside is None or "pdf" not in wanted.formats:
            return [file(format) for format in wanted.formats]
        pdf = self._beside.submit(file, "pdf")  # typst lets Python go on with the others
        return [pdf if format == "pdf" else file(format) for format in wanted.formats]

    def _file(
        self,
        document: Document,
        inputs: Callable[[], Inputs],
        earlier: Mapping[str, Earlier],
        format: str,
    ) -> BuiltFile:
        """One file of a document; its bytes are made only if they may differ from before."""
        name = f"{document.file_name}.{format}"
        reason = reason_to_write(earlier.get(name), inputs)
        left = reason == "unchanged" and not FORMATS[format].says_places
        data = None if left else in_house_style(document, format, self.project)
        return BuiltFile(name, inputs(), reason, data)
