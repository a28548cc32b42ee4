"""What differs between two documents, and what of it is of substance (see `substance`)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from aftalegen.document.lines import lines, own_lines
from aftalegen.document.nodes import Block, Document, Section
from aftalegen.document.passages import Passage, Terms, Texts, passages
from aftalegen.document.redline import redline, section_redline
from aftalegen.document.substance import substance
from aftalegen.document.walk import before, current, plain, walk_sections

Kind = Literal["changed", "inserted", "removed", "moved"]
Matter = Literal["edition", "date", "draft", "title page", "number", "form", "section"]


@dataclass(frozen=True, slots=True)
class SectionChange:
    """A section, or a subsection, whose own words or place are not as before.

    A number is "" on the side where the section is not. A section that came or went
    has its subsections with it. `marked` is the section with its marks.
    """

    key: str
    kind: Kind
    number_before: str
    number_after: str
    title: str
    passages: tuple[Passage, ...]
    marked: Section


@dataclass(frozen=True, slots=True)
class Aside:
    """What changed without being of substance; `where` is a label or a section's key, or "".

    "number" is a section's own; "form" is references' numbers, looks and spaces in a section;
    "section" is one where nothing is agreed.
    """

    matter: Matter
    where: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two documents compared: the sections that changed, in the new one's order.

    `unchanged` is the number of sections and subsections that were compared and are the same.
    """

    sections: tuple[SectionChange, ...]
    unchanged: int
    aside: tuple[Aside, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """The new document with the changes since the old marked, and what they come to."""

    marked: Document
    comparison: Comparison


def difference(
    old: Document, new: Document, terms: Terms = (), texts: Texts = MappingProxyType({})
) -> Difference:
    """What differs between two documents; `terms` and `texts` tell which decision is behind it."""
    marked = redline(old, new)
    comparing = _Comparing(_by_key(old), _by_key(new), _newly_decided(old, new), terms, texts)
    comparing.walk(marked.sections)
    aside = (*_title_page(old, new, marked), *comparing.aside)
    return Difference(marked, Comparison(tuple(comparing.changes), comparing.unchanged, aside))


def _by_key(document: Document) -> dict[str, Section]:
    return {section.key: section for section in walk_sections(document.sections)}


def _newly_decided(old: Document, new: Document) -> dict[str, str]:
    """The decision behind each section of which the old document did not have it.

    A section that names its decision still is not changed by it a second time.
    """

    def decided(document: Document) -> dict[str, str | None]:
        return {
            inner.key: inner.decision or section.decision
            for section in document.sections
            for inner in walk_sections((section,))
        }

    before = decided(old)
    return {key: one for key, one in decided(new).items() if one and one != before.get(key)}


# --- sections ---------------------------------------------------------------------------------


@dataclass(slots=True)
class _Comparing:
    """Two documents on their way through the redline between them."""

    old: dict[str, Section]
    new: dict[str, Section]
    decided: dict[str, str]
    terms: Terms
    texts: Texts
    changes: list[SectionChange] = field(default_factory=list)
    unchanged: int = 0
    aside: list[Aside] = field(default_factory=list)

    def walk(self, blocks: Iterable[Block]) -> None:
        """Every section with marks, and below those that stayed their subsections."""
        for section in blocks:
            if not isinstance(section, Section):
                continue
            if not section.substance:
                self._without_substance(section)
            elif section.change == "ins":
                self._inserted(section)
            elif section.change == "del":
                if section.key not in self.new:
                    self._add("removed", section, section)
            else:
                self._kept(section)

    def _without_substance(self, section: Section) -> None:
        if section.summary:
            return  # what changed in it changed where it is agreed
        if section.change or section != self.old.get(section.key):
            title = plain(current(section.title))
            self.aside.append(Aside("section", section.key, title, title))

    def _inserted(self, section: Section) -> None:
        was = self.old.get(section.key)
        if was is None:
            self._add("inserted", section, section)
        else:
            self._add("moved", section, section_redline(was, self.new[section.key]))

    def _kept(self, section: Section) -> None:
        was, now = self.old[section.key], self.new[section.key]
        if was == now:
            self.unchanged += sum(1 for _section in _with_substance((section,)))
            return
        if was.number != now.number:
            self.aside.append(Aside("number", now.key, was.number, now.number))
        if substance(own_lines(was)) != substance(own_lines(now)):
            self._add("changed", section, section)
        else:
            self.unchanged += 1
            self._form(section)
        self.walk(section.blocks)

    def _form(self, section: Section) -> None:
        """Marks in a section that says the same: told with the words that differ."""
        for line in own_lines(section):
            if not any(inline.change for inline in line.inlines):
                continue
            was, now = plain(before(line.inlines)), plain(current(line.inlines))
            self.aside.append(Aside("form", section.key, was, now))

    def _add(self, kind: Kind, section: Section, marked: Section) -> None:
        marked_lines = own_lines(marked) if kind == "changed" else lines(marked)
        was, now = self.old.get(section.key), self.new.get(section.key)
        self.changes.append(
            SectionChange(
                section.key,
                kind,
                was.number if was else "",
                now.number if now else "",
                plain(current(section.title)),
                passages(marked_lines, self.decided.get(section.key), self.terms, self.texts),
                marked,
            )
        )


def _with_substance(blocks: Iterable[Block]) -> Iterator[Section]:
    """The sections and subsections in which something is agreed."""
    for block in blocks:
        if isinstance(block, Section) and block.substance:
            yield block
            yield from _with_substance(block.blocks)


# --- the title page ---------------------------------------------------------------------------


def _title_page(old: Document, new: Document, marked: Document) -> Iterator[Aside]:
    file = (
        Aside("edition", "", old.edition, new.edition),
        Aside("date", "", old.edition_date, new.edition_date),
        Aside("draft", "", old.draft, new.draft),
    )
    yield from (fact for fact in file if fact.before != fact.after)
    for name, inlines in (("title", marked.title), ("subtitle", marked.subtitle)):
        if any(inline.change for inline in inlines):
            yield Aside("title page", name, plain(before(inlines)), plain(current(inlines)))
    for fact in marked.facts:
        if fact.change or any(inline.change for inline in fact.value):
            was = "" if fact.change == "ins" else plain(before(fact.value))
            now = "" if fact.change == "del" else plain(current(fact.value))
            yield Aside("title page", fact.label, was, now)
