"""Template + facts -> Document: the one place where an annex gets its words.

`Templates` reads the template folders of a project once; `fill` gives the
Document of one annex, without numbers (see `numbering`).
"""

import re
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any, Literal

from jinja2 import TemplateNotFound, TemplateSyntaxError

from aftalegen.document.nodes import Document, Fact, Inlines, Section, Signature, Signatures, Text
from aftalegen.document.walk import missing_fields
from aftalegen.records import Known
from aftalegen.records.bundle import Bundle, Choices
from aftalegen.records.decision import Decision
from aftalegen.records.law import Law
from aftalegen.records.municipality import Addendum, Municipality
from aftalegen.records.project import BundleAnnex
from aftalegen.records.reading import leads_out, read_text
from aftalegen.records.region import Region
from aftalegen.records.task import Task
from aftalegen.template.budget import OverBudget, budget
from aftalegen.template.deviations import deviated
from aftalegen.template.environment import Environment
from aftalegen.template.filters import FILTERS
from aftalegen.template.folder import SectionFile, Template, read_template, split_front_matter
from aftalegen.template.markdown import Value, markdown_blocks, marked_inlines
from aftalegen.template.steps import Run
from aftalegen.template.targets import agreed_deviations, confirmed
from aftalegen.template.values import Leaf, View
from aftalegen.words.faults import AftalegenError, Errors, InputError, did_you_mean
from aftalegen.words.language import _, later
from aftalegen.words.place import Source

DRAFT_MARK = "UDKAST"


@dataclass(frozen=True, slots=True)
class AmendedPassage:
    """A row of an addendum: where, the text before and after ("" for none), and why.

    For a section that was inserted, removed or moved, before and after are its numbers.
    """

    kind: Literal["changed", "inserted", "removed", "moved"]
    where: str
    before: str
    after: str
    cause: str | None


@dataclass(frozen=True, slots=True)
class Amendment:
    """An addendum, its place in the municipality's list, and what it amends."""

    record: Addendum
    index: int
    passages: tuple[AmendedPassage, ...]


@dataclass(frozen=True, slots=True)
class AnnexFacts:
    """All records that one annex is made of."""

    annex: BundleAnnex
    municipality: Known[Municipality]
    task: Known[Task]
    region: Known[Region]
    law: Known[Law]
    decisions: tuple[Known[Decision], ...]
    amendment: Amendment | None = None

    @property
    def bundle(self) -> Known[Bundle]:
        """The bundle that it is an annex of."""
        return self.annex.bundle


class Templates:
    """The template folders below `templates/`, each read once."""

    def __init__(self, folder: Path, file: str = "templates") -> None:
        self.folder = folder
        self.file = file
        self.environment = Environment(self.body)
        self._read: dict[str, Template] = {}

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The keys of the template folders."""
        return tuple(sorted(p.parent.name for p in self.folder.glob("*/template.yaml")))

    def read(self, key: str) -> Template:
        """The template with this key; raises Errors, or InputError for an unknown key."""
        if key not in self._read:
            self._read[key] = read_template(self.folder / key, f"{self.file}/{key}")
        return self._read[key]

    def body(self, name: str) -> tuple[str, str] | None:
        """The body of a template file below `templates/`, and its name; nothing outside it."""
        plain = PurePosixPath(name)
        if plain.as_posix() != name or ".." in plain.parts or "\\" in name:
            return None  # another name for a file that has one, or one that only Windows knows
        path = self.folder / name
        if path.suffix != ".md" or leads_out(path, self.folder):
            return None
        if not path.is_file():
            return None
        file = f"{self.file}/{name}"
        return split_front_matter(read_text(path, file))[1], file

    def fill(self, key: str, facts: AnnexFacts) -> Document:
        """The Document of one annex with its local deviations, without numbers.

        Raises Errors with the faults of all its sections or of all its deviations.
        """
        agreed = agreed_deviations(facts.municipality, facts.task.key, key)
        return _marked(deviated(self.base(key, facts), agreed), facts)

    def fill_as_confirmed(
        self, key: str, facts: AnnexFacts
    ) -> tuple[Document, tuple[InputError, ...]]:
        """As `fill`, as if each deviation were agreed against the text now; and those not.

        For a plan, which tells what a change of the text asks of the municipalities.
        """
        base = self.base(key, facts)
        agreed = agreed_deviations(facts.municipality, facts.task.key, key)
        now, faults = confirmed(base, agreed)
        return _marked(deviated(base, now), facts), faults

    def base(self, key: str, facts: AnnexFacts) -> Document:
        """As `fill`, but before the local deviations: the text as all have it.

        Raises Errors with the faults of all its sections.
        """
        template = self.read(key)
        context = self.names_for(facts)
        concerning = {decision.key for decision in facts.decisions}
        errors: list[AftalegenError] = []
        sections: list[Section] = []
        for section in template.sections:
            if not _applies(section, facts):
                continue
            try:
                sections.append(self._section(section, context, concerning))
            except AftalegenError as error:
                errors.append(error)
        try:
            document = self._title_page(template, facts, context)
        except AftalegenError as error:
            raise Errors([*errors, error]) from error
        if errors:
            raise Errors(errors)
        return replace(document, sections=tuple(sections))

    def names_for(self, facts: AnnexFacts) -> dict[str, Any]:
        """The names that a template of this annex may use, and what each of them is."""
        return {**_context(facts), "deviations": self._deviations(facts)}

    def _deviations(self, facts: AnnexFacts) -> tuple[View, ...]:
        """The deviations as a template sees them; `where` is the section's title."""
        known = facts.municipality
        path = ("tasks", facts.task.key, "deviations")
        found = []
        for index, deviation in enumerate(known.record.tasks[facts.task.key].deviations):
            there = deviation.template in self.names
            sections = self.read(deviation.template).sections if there else ()
            titles = {section.head.key: section.head.title for section in sections}
            where = Leaf(
                titles.get(deviation.section, deviation.section),
                known.written.place((*path, index, "section")),
            )
            found.append(View(deviation, known.written, (*path, index), {"where": where}))
        return tuple(found)

    def _section(
        self, section: SectionFile, context: dict[str, Any], concerning: set[str]
    ) -> Section:
        """A section; its decision only where that is about this annex."""
        head = section.head
        text, values = self._rendered(section.name, None, context)
        body, lines = self.environment.without_line_marks(text)
        try:
            blocks = markdown_blocks(body, lines, values)
        except InputError as error:
            raise error.at(error.source or section.source) from error
        return Section(
            head.key,
            (Text(head.title),),
            blocks,
            appendix=head.appendix,
            decision=head.decision if head.decision in concerning else None,
            substance=head.substance,
            source=section.source,
        )

    def _title_page(
        self, template: Template, facts: AnnexFacts, context: dict[str, Any]
    ) -> Document:
        head, written = template.head.record, template.head.written

        def inlines(text: str, *path: str | int) -> Inlines:
            rendered, values = self._rendered(text, written.place(path), context)
            try:
                return marked_inlines(rendered, values)
            except InputError as error:
                raise error.at(error.source or written.place(path)) from error

        bundle = facts.bundle.record
        return Document(
            key=facts.annex.document_key,
            file_name=facts.annex.file_name,
            title=inlines(head.title, "title"),
            subtitle=inlines(head.subtitle, "subtitle"),
            facts=tuple(
                Fact(fact.label, inlines(fact.value, "facts", i, "value"))
                for i, fact in enumerate(head.facts)
            ),
            edition=bundle.edition,
            edition_date=bundle.edition_date.isoformat(),
            author=facts.region.record.official_name,
            contents=head.contents,
            draft="",
            sections=(),
        )

    def _rendered(
        self, template: str, inline: Source | None, context: dict[str, Any]
    ) -> tuple[str, list[Value]]:
        """A template file (or, with its place, a text) rendered, and the values it printed."""
        run = Run(f"{self.file}/{template}")
        try:
            environment = self.environment
            ready = (environment.text_template if inline else environment.template)(template)
            with budget():
                ready.run(run, context)
            return "".join(run.pieces), run.values
        except AftalegenError:
            raise
        except RecursionError as error:
            place = inline or Source(f"{self.file}/{template}", 1)
            message = _("the template includes itself, or is nested too deeply")
            raise InputError(
                "template-recursion", message, place, _("remove the include, or write it flatter")
            ) from error
        except Exception as error:  # whatever an expression raises
            place = inline or Source(run.file, run.line)
            raise self._located(error, place, context) from error

    def _located(self, error: Exception, place: Source, context: dict[str, Any]) -> InputError:
        """A fault of a template as an error with file and line."""
        if isinstance(error, TemplateSyntaxError):
            for file in (error.filename, error.name):  # the lexer tells the one or the other
                if file in self.environment.files:
                    place = Source(str(file), error.lineno)
            return syntax_fault(error, place)
        if isinstance(error, TemplateNotFound):
            message = _("the file «{name}» is not below templates/").format(name=error.name)
            hint = _("write the path as it is below templates/, for example faelles/tilbud.md")
            return InputError("include-not-found", message, place, hint)
        message = str(error)
        if isinstance(error, OverBudget):
            hint = _("no agreement is that long: look for a loop in a loop, or a doubled include")
            return InputError("template-budget", message, place, hint)
        hint = _("the names that a template may use stand in docs/skabeloner.md")
        unknown = _("«{name}» is not known").split("{name}")
        if message.startswith(unknown[0]) and message.endswith(unknown[1]):
            name = message[len(unknown[0]) : len(message) - len(unknown[1])]
            known = [n for n in context if not n.startswith("_")]
            return InputError("unknown-name", message, place, did_you_mean(name, known))
        return InputError("template-value", message, place, hint)


def syntax_fault(error: TemplateSyntaxError, place: Source) -> InputError:
    """What Jinja, or a step, says of a template that cannot be read."""
    said = error.message or ""
    hint = _("check that each {{ has its }}, and each if and for its endif and endfor")
    if found := re.search(r"No filter named '(\w+)'", said):
        hint = did_you_mean(found[1], FILTERS) or hint
    message = _("the template cannot be read: {why}").format(why=_reason(said))
    return InputError("template-syntax", message, place, hint)


_REASONS = (
    (r"Unexpected end of template.*innermost block.* is '(\w+)'", later("«{0}» is not closed")),
    (r"Unexpected end of template", later("a block or a {{ is not closed")),
    (r"Encountered unknown tag '(\w+)'", later("«{0}» has no beginning, or is not known")),
    (r"unexpected '(.+)'", later("«{0}» stands where it cannot stand")),
    (r"No filter named '(\w+)'", later("there is no filter «{0}»")),
    (r"No test named '(\w+)'", later("there is no test «{0}»")),
    (r"expected token '(.+)', got '(.+)'", later("«{0}» should stand where «{1}» stands")),
    (r"unexpected char '(.+)'", later("the sign {0} cannot stand there")),
    (r"Missing end of (?:comment tag|raw directive)", later("a comment is not closed")),
)
"""What Jinja says, in words that help."""


def _reason(said: str) -> str:
    """Jinja's complaint in the language in force where we have the words."""
    for pattern, message in _REASONS:
        if found := re.search(pattern, said, re.DOTALL):
            return _(message).format(*found.groups())
    return said


def _marked(document: Document, facts: AnnexFacts) -> Document:
    """The document with the draft mark if it is not finished."""
    unfinished = facts.bundle.record.status == "draft" or missing_fields(document)
    return replace(document, draft=DRAFT_MARK if unfinished else "")


def _applies(section: SectionFile, facts: AnnexFacts) -> bool:
    head = section.head
    task_fits = not head.tasks or facts.task.key in head.tasks
    return task_fits and (not head.regions or facts.region.key in head.regions)


# --- the names that a template sees -----------------------------------------------------------


def _context(facts: AnnexFacts) -> dict[str, Any]:
    """The names of a template; docs/skabeloner.md explains them."""
    municipality = _keyed(facts.municipality)
    task_path = ("tasks", facts.task.key)
    own = facts.municipality.record.tasks[facts.task.key]
    written = facts.municipality.written
    task = _keyed(facts.task)
    region, bundle = facts.region, facts.bundle
    return {
        "municipality": municipality,
        "region": _keyed(region),
        "task": task,
        "bundle": _keyed(bundle),
        "annex": View(facts.annex.record, bundle.written, ("annexes", facts.annex.index)),
        "budget": View(own.budget, written, (*task_path, "budget")),
        "local": View(own.local, written, (*task_path, "local")),
        "approvals": View(own.approvals, written, (*task_path, "approvals")),
        "target_group": _of_region(facts, "target_group"),
        "evaluation_years": _of_region(facts, "evaluation_within_years"),
        "choices": _choices(facts),
        "law": _law(facts.law),
        "decisions": tuple(_keyed(decision) for decision in facts.decisions),
        "signatures": _signatures(facts),
        **({"addendum": _addendum(facts, facts.amendment)} if facts.amendment else {}),
    }


def _keyed(known: Known[Any]) -> View:
    """A whole record as a template sees it, with its `key`."""
    key = Leaf(known.key, Source(known.written.file, 1))
    return View(known.record, known.written, (), {"key": key})


def _of_region(facts: AnnexFacts, name: str) -> View | Leaf:
    """What a task says for this region: a part of `target_group`, or missing."""
    task = _keyed(facts.task).get(name)
    assert isinstance(task, View)
    if facts.region.key in task.names():
        found = task.get(facts.region.key)
        assert isinstance(found, View | Leaf)
        return found
    return Leaf(None, facts.task.written.place((name,)), name)


def _choices(facts: AnnexFacts) -> View:
    """The bundle's choices, overlaid with those for the task."""
    bundle = facts.bundle
    common = View(bundle.record.choices, bundle.written, ("choices",))
    special = bundle.record.task_choices.get(facts.task.key)
    if special is None:
        return common
    own = View(special, bundle.written, ("task_choices", facts.task.key))
    chosen = {n: own.get(n) for n in Choices.model_fields if getattr(special, n) is not None}
    return View(common.value, common.written, common.path, chosen)


def _addendum(facts: AnnexFacts, amendment: Amendment) -> View:
    """The addendum that is written, with the passages it amends as `changes`."""
    path = ("tasks", facts.task.key, "addenda", amendment.index)
    written = facts.municipality.written
    changes = tuple(
        View(
            {},
            written,
            path,
            {
                "kind": Leaf(passage.kind),
                "where": Leaf(passage.where),
                "before": Leaf(passage.before),
                "after": Leaf(passage.after),
                "cause": Leaf(passage.cause, written.place((*path, "cause")), "årsag"),
            },
        )
        for passage in amendment.passages
    )
    change, place = amendment.record.annual_change or 0, written.place((*path, "annual_change"))
    return View(
        amendment.record,
        written,
        path,
        {
            "changes": changes,
            "increase": Leaf(max(change, 0), place),
            "decrease": Leaf(max(-change, 0), place),
        },
    )


def _law(law: Known[Law]) -> View:
    """The register of law: each key gives the reference as it stands in running text."""
    entries = {
        key: Leaf(statute.text, law.written.place(("statutes", key, "text")))
        for key, statute in law.record.statutes.items()
    }
    return View({}, law.written, ("statutes",), entries)


def _signatures(facts: AnnexFacts) -> Signatures:
    """The signature block of both parties: the region first."""
    return Signatures((_signature(facts.region), _signature(facts.municipality)))


def _signature(party: Known[Any]) -> Signature:
    view = View(party.record, party.written)

    roles = tuple((role.field(),) for role in view.get("signatories"))
    return Signature((view.get("official_name").field(),), roles)
