"""What the rules look at: a project's records and templates, and one annex with its words."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from aftalegen.document.lines import lines, title_page_lines
from aftalegen.document.nodes import Document, Field, Inline, Inlines, Text
from aftalegen.document.walk import mapped, plain
from aftalegen.records import Known
from aftalegen.records.agenda import AgendaProfile
from aftalegen.records.agreements import Agreements
from aftalegen.records.bundle import Bundle
from aftalegen.records.combinations import Combinations
from aftalegen.records.confidence import confidence_at, unconfirmed_in
from aftalegen.records.decision import Decision
from aftalegen.records.law import Law
from aftalegen.records.municipality import Municipality
from aftalegen.records.project import Project
from aftalegen.records.proposals import Register, registers_of
from aftalegen.records.region import Region
from aftalegen.records.register import Register as Municipalities
from aftalegen.records.task import Task
from aftalegen.records.template import Kind
from aftalegen.template.facts import AnnexFacts
from aftalegen.template.fill import Templates
from aftalegen.words.faults import AftalegenError, Fault
from aftalegen.words.place import Source

T = TypeVar("T")


class ProjectUnderCheck:
    """The records and templates of a project; those that cannot be read are left out here.

    What keeps them from being read is told once, by `unreadable` and by the annexes.
    """

    def __init__(self, project: Project, templates: Templates | None = None) -> None:
        self.project = project
        self.templates = templates or Templates(project.folder / "templates")
        self.unreadable: list[AftalegenError] = []
        self._lines: dict[str, tuple[str, ...]] = {}
        self._unconfirmed: dict[str, Mapping[str, str]] = {}

    @cached_property
    def agreements(self) -> Agreements:
        """The agreements, and what is written of their approvals."""
        return Agreements(self.project)

    @cached_property
    def municipalities(self) -> Mapping[str, Known[Municipality]]:
        """The municipalities by key."""
        return self._all("municipalities", self.project.municipality)

    @cached_property
    def tasks(self) -> Mapping[str, Known[Task]]:
        """The tasks by key."""
        return self._all("tasks", self.project.task)

    @cached_property
    def regions(self) -> Mapping[str, Known[Region]]:
        """The regions by key."""
        return self._all("regions", self.project.region)

    @cached_property
    def bundles(self) -> Mapping[str, Known[Bundle]]:
        """The bundles by key."""
        return self._all("bundles", self.project.bundle)

    @cached_property
    def agendas(self) -> Mapping[str, Known[AgendaProfile]]:
        """The profiles of agenda items by key."""
        return self._all("agendas", self.project.agenda)

    @cached_property
    def decisions(self) -> tuple[Known[Decision], ...]:
        """The decisions, oldest first; none where one cannot be read."""
        return self._one(lambda: self.project.decisions) or ()

    @cached_property
    def registers(self) -> tuple[Register, ...]:
        """The registers of proposals."""
        found, errors = registers_of(self.project)
        self.unreadable += errors
        return found

    @cached_property
    def combinations(self) -> Known[Combinations] | None:
        """Which choices can stand together, if it can be read."""
        return self._one(lambda: self.project.combinations)

    @cached_property
    def law(self) -> Known[Law] | None:
        """The register of law, if it can be read."""
        return self._one(lambda: self.project.law)

    @cached_property
    def register(self) -> Municipalities | None:
        """The register of municipalities, if it is there and can be read."""
        known = self._one(lambda: self.project.register)
        return known.record if known else None

    def _all(self, kind: str, read: Callable[[str], T]) -> dict[str, T]:
        found: dict[str, T] = {}
        for key in self.project.keys(kind):
            known = self._one(lambda key=key: read(key))  # type: ignore[misc]
            if known is not None:
                found[key] = known
        return found

    def _one(self, read: Callable[[], T]) -> T | None:
        try:
            return read()
        except AftalegenError as error:
            self.unreadable.append(error)
            return None

    def unconfirmed(self, known: Known[Any]) -> Mapping[str, str]:
        """The facts of a record that nobody has confirmed, by dotted key; read once a file."""
        file = known.written.file
        if file not in self._unconfirmed:
            self._unconfirmed[file] = unconfirmed_in(known)
        return self._unconfirmed[file]

    # --- exact places ---

    def lines(self, file: str) -> tuple[str, ...]:
        """The lines of a project file; none where it cannot be read."""
        if file not in self._lines:
            try:
                text = (self.project.folder / file).read_text(encoding="utf-8-sig")
                self._lines[file] = tuple(text.splitlines())
            except (OSError, UnicodeDecodeError):
                self._lines[file] = ()
        return self._lines[file]

    def exact(self, source: Source, words: str, nth: int = 0, most: int = 60) -> Source:
        """Where words stand, from a line of their file on; the given place if not found.

        `nth` leaves so many occurrences out; words on two lines are found by their first.
        """
        first = words.split()[0] if words.split() else words
        left = nth
        lines = self.lines(source.file)[source.line - 1 : source.line - 1 + most]
        for number, line in enumerate(lines, source.line):
            column = -1
            while (column := line.find(first, column + 1)) >= 0:
                if not left:
                    return Source(source.file, number, column + 1, source.key)
                left -= 1
        return source


@dataclass(frozen=True, slots=True)
class Passage:
    """Words that stand together: a paragraph, an item, a cell, a title."""

    text: str
    inlines: Inlines
    source: Source | None
    section: str


@dataclass(frozen=True, slots=True)
class AnnexUnderCheck:
    """One annex: its facts, its template, the document that they make, and its words."""

    project: ProjectUnderCheck
    facts: AnnexFacts
    template: str
    document: Document
    passages: tuple[Passage, ...]

    @property
    def passages_as_printed(self) -> tuple[Passage, ...]:
        """Its words with what it quotes, which `passages` may leave out."""
        return passages_of(self.document, f"templates/{self.template}")

    @property
    def kind(self) -> Kind | None:
        """What its template says that it is, or what it is made as."""
        if self.facts.amendment:
            return "tillaegsaftale"
        if self.facts.item:
            return "dagsordenspunkt"
        return self.project.agreements.kind_of(self.template)

    def unconfirmed(self, field: Field) -> str | None:
        """What is said of the fact that a field prints, where somebody must confirm it."""
        place, facts = field.source, self.facts
        if place is None or field.missing:
            return None
        for known in (facts.municipality, facts.task, facts.region, facts.law, facts.bundle):
            if known.written.file == place.file:
                return confidence_at(self.project.unconfirmed(known), place.key)
        return None

    def unconfirmed_places(self) -> set[Source]:
        """The places of the facts that it prints and that somebody must confirm."""
        fields = fields_of(self.passages)
        return {field.source for field in fields if field.source and self.unconfirmed(field)}

    def at(
        self, passage: Passage, start: int, words: str, message: str, hint: str,
        cause: Source | None = None,
    ) -> Fault:  # fmt: skip
        """A fault that points at words of a passage."""
        return Fault(message, self.place(passage, start, words), hint, len(words), cause)

    def place(self, passage: Passage, start: int, words: str) -> Source | None:
        """Where words of a passage were written: the value's own place, or the template's line."""
        position = 0
        for inline in passage.inlines:
            length = len(plain((inline,)))
            if start < position + length:
                break
            position += length
        else:
            inline, position = None, 0
        if isinstance(inline, Field) and inline.source:
            nth = inline.text[: start - position].count(words)
            return self.project.exact(inline.source, words, nth)
        if passage.source is None:
            return None
        nth = _template_words(passage.inlines)[:start].count(words)
        return self.project.exact(passage.source, words, nth)


def _template_words(inlines: Inlines) -> str:
    """The words of a passage with its values blanked: positions stay."""
    return "".join(" " * len(i.text) if isinstance(i, Field) else plain((i,)) for i in inlines)


def passages_of(document: Document, template: str) -> tuple[Passage, ...]:
    """Every passage of a document, in reading order; `template` is the template's folder."""
    page = Source(f"{template}/template.yaml", 1)
    found = [
        Passage(plain(i), i, page, "") for line in title_page_lines(document) for i in line.cells
    ]
    for section in document.sections:
        for line in lines(section):
            found += (Passage(plain(cell), cell, line.source, section.key) for cell in line.cells)
    return tuple(found)


def without_quotes(document: Document) -> Document:
    """A document with «…» for what it quotes of another: values that no file of data says."""

    def left(inlines: Inlines, _place: Source | None) -> Inlines:
        return tuple(Text("…") if isinstance(i, Field) and i.source is None else i for i in inlines)

    return mapped(document, left)


def fields_of(passages: tuple[Passage, ...]) -> Iterator[Field]:
    """The merged values of passages, in reading order."""
    for passage in passages:
        for inline in passage.inlines:
            if isinstance(inline, Field):
                yield inline


def inline_at(passage: Passage, start: int) -> Inline | None:
    """The inline in which a position of a passage lies."""
    position = 0
    for inline in passage.inlines:
        position += len(plain((inline,)))
        if start < position:
            return inline
    return None
