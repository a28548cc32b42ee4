"""Template + facts -> Document: the one place where an annex gets its words.

`Templates` reads the template folders of a project once; `fill` gives the
Document of one annex, without numbers (see `numbering`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any

from jinja2 import TemplateNotFound, UndefinedError

from aftalegen.document.nodes import Break, Document, Fact, Inlines, Section, Text
from aftalegen.document.walk import missing_fields
from aftalegen.records.choices import Declared, declared_choices
from aftalegen.records.files import lies_there
from aftalegen.records.template import TitleFact
from aftalegen.records.text import leads_out, read_text, split_front_matter
from aftalegen.template.budget import OverBudget
from aftalegen.template.choosing import text_of
from aftalegen.template.compiled import Store
from aftalegen.template.deviations import deviated
from aftalegen.template.environment import Environment, UnknownName, place_in
from aftalegen.template.facts import AnnexFacts
from aftalegen.template.folder import SectionFile, Template, read_template
from aftalegen.template.inlines import marked_inlines
from aftalegen.template.kinds import Unfit
from aftalegen.template.markdown import markdown_blocks
from aftalegen.template.marks import Value
from aftalegen.template.names import names_for, open_view
from aftalegen.template.targets import agreed_deviations
from aftalegen.words.faults import AftalegenError, Errors, InputError, did_you_mean
from aftalegen.words.language import _
from aftalegen.words.place import Source
from aftalegen.words.system_files import is_passed_over

DRAFT_MARK = "UDKAST"

Names = Mapping[str, Any]


class Templates:
    """The template folders below `templates/`, each read once."""

    def __init__(self, folder: Path, file: str = "templates", kept: Store | None = None) -> None:
        """`kept`: where their code is kept from run to run."""
        self.folder = folder
        self.file = file
        self.environment = Environment(self.body, lambda: self.choices, kept)
        self._read: dict[str, Template] = {}
        self._bodies: dict[str, str] = {}

    @cached_property
    def choices(self) -> Declared:
        """What may be chosen; raises Errors for what cannot be declared so."""
        return declared_choices(self.folder)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The keys of the template folders."""
        folders = (p.parent.name for p in self.folder.glob("*/template.yaml"))
        return tuple(sorted(name for name in folders if not is_passed_over(name)))

    def hint(self, key: str) -> str | None:
        """What to do where there is no template with this key."""
        return lies_there(self.folder / key, "template.yaml") or did_you_mean(key, self.names)

    def read(self, key: str) -> Template:
        """The template with this key; raises Errors, or InputError for an unknown key."""
        if key not in self._read:
            found = self._read[key] = read_template(self.folder / key, f"{self.file}/{key}")
            self._bodies |= {section.name: section.body for section in found.sections}
        return self._read[key]

    def body(self, name: str) -> tuple[str, str] | None:
        """The body of a template file below `templates/`, and its name; nothing outside it.

        After «#» stands the alternative whose text is meant, in the file of a choice.
        """
        name, _mark, alternative = name.partition("#")
        if alternative:
            whole = self.body(name)
            text = text_of(whole[0], alternative) if whole else None
            return (text, whole[1]) if whole and text is not None else None
        file = f"{self.file}/{name}"
        if name in self._bodies:
            return self._bodies[name], file
        plain = PurePosixPath(name)
        if plain.as_posix() != name or ".." in plain.parts or "\\" in name:
            return None  # another name for a file that has one, or one that only Windows knows
        path = self.folder / name
        if path.suffix != ".md" or leads_out(path, self.folder):
            return None
        if not path.is_file():
            return None
        return split_front_matter(read_text(path, file))[1], file

    def fill(self, key: str, facts: AnnexFacts) -> Document:
        """The Document of one annex with its local deviations, without numbers.

        Raises Errors with the faults of all its sections or of all its deviations.
        """
        document, unconfirmed = self.fill_as_confirmed(key, facts)
        if unconfirmed:
            raise Errors(unconfirmed)
        return document

    def fill_as_confirmed(
        self, key: str, facts: AnnexFacts
    ) -> tuple[Document, tuple[InputError, ...]]:
        """As `fill`, as if each deviation were agreed against the text now; and those not."""
        agreed = agreed_deviations(facts.municipality, facts.task.key, key)
        document, unconfirmed = deviated(self.base(key, facts), agreed)
        unfinished = facts.bundle.record.status == "draft" or missing_fields(document)
        sections = (*self._summaries(key, facts, document), *document.sections)
        draft = DRAFT_MARK if unfinished else ""
        return replace(document, draft=draft, sections=sections), unconfirmed

    def _summaries(self, key: str, facts: AnnexFacts, document: Document) -> Iterator[Section]:
        """What tells a document shortly, by the facts that it is made of and what it lacks."""
        names = {**self.names_for(facts), "open_points": open_view(document, facts)}
        for section in self.read(key).sections:
            if section.head.summary and _applies(section, facts):
                yield replace(self._section(section, names, set()), substance=False, summary=True)

    def base(self, key: str, facts: AnnexFacts) -> Document:
        """As `fill`, but before the local deviations: the text as all have it, without a summary.

        Raises Errors with the faults of all its sections.
        """
        template = self.read(key)
        names = self.names_for(facts)
        concerning = {decision.key for decision in facts.decisions}
        errors: list[AftalegenError] = []
        sections: list[Section] = []
        for section in template.sections:
            if section.head.summary or not _applies(section, facts):
                continue
            try:
                sections.append(self._section(section, names, concerning))
            except AftalegenError as error:
                errors.append(error)
        try:
            document = self._title_page(template, facts, names)
        except AftalegenError as error:
            raise Errors([*errors, error]) from error
        if errors:
            raise Errors(errors)
        return replace(document, sections=tuple(sections))

    def names_for(self, facts: AnnexFacts) -> dict[str, Any]:
        """The names that a template of this annex may use, and what each of them is."""
        return names_for(facts, self._titles)

    def _titles(self, key: str) -> dict[str, str]:
        """The titles of a template's sections by their keys; none where it is not there."""
        sections = self.read(key).sections if key in self.names else ()
        return {section.head.key: section.head.title for section in sections}

    def _section(self, section: SectionFile, names: Names, concerning: set[str]) -> Section:
        """A section; its decision only where that is about this annex."""
        head = section.head
        text, values = self._run(section.name, None, names)
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

    def _title_page(self, template: Template, facts: AnnexFacts, names: Names) -> Document:
        head, written = template.head.record, template.head.written

        def inlines(text: str, *path: str | int) -> Inlines:
            place = written.place(path)
            try:
                return marked_inlines(*self._run(text, place, names))
            except InputError as error:
                raise error.at(error.source or place) from error

        bundle = facts.bundle.record
        return Document(
            key=facts.annex.document_key,
            file_name=facts.annex.file_name,
            title=inlines(head.title, "title"),
            subtitle=inlines(head.subtitle, "subtitle"),
            header=inlines(head.header, "header") if head.header else (),
            facts=tuple(
                _fact(fact, inlines(fact.value or "", "facts", i, "value"))
                for i, fact in enumerate(head.facts)
            ),
            edition=bundle.edition,
            edition_date=bundle.edition_date.isoformat(),
            author=facts.region.record.official_name,
            contents=head.contents,
            cover=head.cover,
            points=head.points,
            draft="",
            sections=(),
        )

    def _run(self, template: str, inline: Source | None, names: Names) -> tuple[str, list[Value]]:
        """What a template file (or, with its place, a text) prints, and the values it printed."""
        environment = self.environment
        find = environment.text_template if inline else environment.get_template
        begin = inline or Source(f"{self.file}/{template}", 1)
        try:
            return environment.run(find(template), names)
        except AftalegenError:
            raise
        except RecursionError as error:
            message = _("the template includes itself, or is nested too deeply")
            raise InputError(
                "template-recursion", message, begin, _("remove the include, or write it flatter")
            ) from error
        except TemplateNotFound as error:
            raise self._no_include(str(error.name), inline or place_in(error) or begin) from error
        except Exception as error:  # whatever an expression raises
            raise _located(error, inline or place_in(error) or begin, names) from error

    def _no_include(self, name: str, place: Source) -> InputError:
        plain, hint = PurePosixPath(name), None
        if ".." not in plain.parts and not plain.is_absolute() and plain.suffix in (".md", ".yaml"):
            hint = lies_there(self.folder / plain.parent, plain.name)
        message = _("the file «{name}» is not below templates/").format(name=name)
        other = _("write the path as it is below templates/, for example faelles/tilbud.md")
        return InputError("include-not-found", message, place, hint or other)


def _fact(head: TitleFact, value: Inlines) -> Fact:
    """A fact of the title page; what a party is called stands out."""
    if head.place == "party" and value and not isinstance(value[0], Break):
        value = (replace(value[0], strong=True), *value[1:])
    return Fact(head.label, value, place=head.place)


def _located(error: Exception, place: Source, names: Names) -> InputError:
    """A fault of a template that was run as an error with its place."""
    message = str(error)
    hint = _("the names that a template may use stand in docs/skabeloner.md")
    match error:
        case OverBudget():
            hint = _("no agreement is that long: look for a loop in a loop, or a doubled include")
            return InputError("template-budget", message, place, hint)
        case UnknownName():
            return InputError("unknown-name", message, place, did_you_mean(error.name, names))
        case Unfit():
            return unfit_fault(error, place)
        case UndefinedError():
            pass  # of `Unknown`, in our words
        case _:
            message = _("something is done with a value that cannot be done with it")
    return InputError("template-value", message, place, hint)


def unfit_fault(error: Unfit, place: Source) -> InputError:
    """What is done with a value of another kind, as an error with its place."""
    hint = _("what can be done with each kind of value stands in docs/skabeloner.md")
    return InputError("template-value", str(error), place, hint)


def _applies(section: SectionFile, facts: AnnexFacts) -> bool:
    head = section.head
    task_fits = not head.tasks or facts.task.key in head.tasks
    return task_fits and (not head.regions or facts.region.key in head.regions)
