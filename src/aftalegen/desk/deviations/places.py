"""The places that someone deviates from, and what each municipality has there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from aftalegen.build.builder import Builder
from aftalegen.document.nodes import Document
from aftalegen.document.numbering import numbered
from aftalegen.document.walk import plain
from aftalegen.records.selected import BundleAnnex
from aftalegen.template.deviation_text import deviation_blocks
from aftalegen.template.targets import (
    Agreed,
    agreed_deviations,
    base_parts,
    base_text,
    found_target,
    keyed_targets,
)
from aftalegen.words import danish
from aftalegen.words.faults import AftalegenError
from aftalegen.words.language import _

Did = tuple[tuple[str, str], ...]
"""What was done at a place: actions, and the words of their texts."""

Annexes = dict[tuple[str, str, str], dict[str, BundleAnnex]]
"""By task, region and template, which share their common text: each municipality's annex."""


@dataclass(frozen=True, slots=True)
class Stance:
    """What some municipalities have at one place: what they did, the text, and who agreed it."""

    municipalities: tuple[str, ...]
    what: str
    text: str
    agreed: tuple[str, ...]
    difference: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A section or a block of it that someone deviates from."""

    task: str
    section: str
    section_key: str
    block: str
    stances: tuple[Stance, ...]

    @property
    def name(self) -> str:
        """The place as people find it: 'Økonomi og afregning (oekonomi: betalingstermin)'."""
        key = f"{self.section_key}: {self.block}" if self.block else self.section_key
        return f"{self.section} ({key})"


PlaceKey = tuple[str, str | None]


class Gathered:
    """Finds the deviations of each group of annexes, and makes places of them."""

    def __init__(self, builder: Builder, annexes: Annexes, reference: str | None) -> None:
        self.builder = builder
        self.annexes = annexes
        self.reference = reference
        self.errors: list[AftalegenError] = []

    def places(self) -> Iterator[Place]:
        """The places by task and template, in the order of the text."""
        for (task, _region, template), group in sorted(self.annexes.items()):
            found: dict[PlaceKey, dict[str, list[Agreed]]] = {}
            for key, selection in group.items():
                for one in self._agreed(task, template, key, selection):
                    at = (one.deviation.section, one.deviation.block)
                    found.setdefault(at, {}).setdefault(key, []).append(one)
            if found:
                yield from self._group_places(task, group, found)

    def _agreed(
        self, task: str, template: str, key: str, selection: BundleAnnex
    ) -> tuple[Agreed, ...]:
        """The deviations of one annex; their faults are kept to be told."""
        try:
            known = self.builder.project.municipality(key)
        except AftalegenError as error:
            self.errors.append(error)
            return ()
        agreed = agreed_deviations(known, task, template) if task in known.record.tasks else ()
        if agreed:
            try:
                self.builder.annex_document(selection)
            except AftalegenError as error:
                self.errors.append(error)
        return agreed

    def _base(self, selection: BundleAnnex) -> Document | None:
        """The text of an annex as all have it."""
        template = selection.template
        try:
            facts = self.builder.annex_facts(selection)
            return numbered(self.builder.templates.base(template, facts))
        except AftalegenError as error:
            self.errors.append(error)
            return None

    def _group_places(
        self,
        task: str,
        group: dict[str, BundleAnnex],
        found: dict[PlaceKey, dict[str, list[Agreed]]],
    ) -> Iterator[Place]:
        ranked: list[tuple[tuple[int, int], Place]] = []
        for at, deviating in found.items():
            # the common text as the reference has it, or else as the first that deviates
            shown = self.reference if self.reference in group else next(iter(deviating))
            base = self._base(group[shown])
            one = next(iter(deviating.values()))[0]
            try:
                target = found_target(base, one) if base else None
            except AftalegenError:
                continue  # told already: the annex could not be made
            if base is None or target is None:
                continue
            index = [s.key for s in base.sections].index(at[0])
            section = base.sections[index]
            blocks = list(keyed_targets(section.blocks))
            rank = (index, blocks.index(at[1]) if at[1] else -1)
            stances = self._stances(group, deviating, base_text(base_parts(target, section)))
            name = self.builder.project.task(task).record.name
            place = Place(name, plain(section.title), at[0], at[1] or "", tuple(stances))
            ranked.append((rank, place))
        yield from (place for _rank, place in sorted(ranked, key=lambda pair: pair[0]))

    def _stances(
        self, group: dict[str, BundleAnnex], deviating: dict[str, list[Agreed]], common: str
    ) -> Iterator[Stance]:
        """The stances at a place; with a reference its own first, then those that differ."""
        alike: dict[Did, list[str]] = {}
        for key in sorted(group, key=self._name_key):
            did: Did = tuple((o.deviation.action, _text(o)) for o in deviating.get(key, ()))
            alike.setdefault(did, []).append(key)
        if self.reference not in group:
            alike.pop((), None)
            for same, keys in alike.items():
                yield self._stance(same, keys, deviating)
            return
        own: Did = next((did for did, keys in alike.items() if self.reference in keys), ())
        first = [self.reference]
        has = _has(own, common)
        yield Stance(self._names(first), _what(own), has, self._who_agreed(first, deviating))
        for same, keys in alike.items():
            if same != own:
                stance = self._stance(same, keys, deviating)
                text = stance.text if same else common
                difference = difference_of(has, _has(same, common))
                yield Stance(stance.municipalities, stance.what, text, stance.agreed, difference)

    def _stance(self, did: Did, keys: list[str], deviating: dict[str, list[Agreed]]) -> Stance:
        text = "\n".join(text for _action, text in did if text)
        return Stance(self._names(keys), _what(did), text, self._who_agreed(keys, deviating))

    def _name_key(self, key: str) -> tuple[tuple[int, str], ...]:
        return danish.sort_key(self._name(key))

    def _name(self, key: str) -> str:
        try:
            return self.builder.project.municipality(key).record.name
        except AftalegenError:
            return key

    def _names(self, keys: Sequence[str]) -> tuple[str, ...]:
        return tuple(self._name(key) for key in keys)

    def _who_agreed(
        self, keys: Sequence[str], deviating: dict[str, list[Agreed]]
    ) -> tuple[str, ...]:
        """Who agreed it, when and why; municipalities that say the same stand together."""
        alike: dict[str, list[str]] = {}
        for key in keys:
            for one in deviating.get(key, ()):
                deviation = one.deviation
                day = danish.long_date(deviation.agreed_on)
                line = f"{deviation.agreed_by}, {day}. {deviation.reason.strip()}"
                alike.setdefault(line, []).append(self._name(key))
        several = len(keys) > 1
        return tuple(
            f"{', '.join(dict.fromkeys(names))}: {line}" if several else line
            for line, names in alike.items()
        )


def _text(one: Agreed) -> str:
    """The words of a deviation's text, without Markdown's signs."""
    text = (one.deviation.text or "").strip()
    try:
        return base_text(deviation_blocks(text, one.text_source))
    except AftalegenError:
        return text  # its fault is told already


def _has(did: Did, common: str) -> str:
    """The text that stands at a place after what was done there."""
    has = common
    for action, text in did:
        if action != "add":
            has = text
    return "\n".join([has, *(text for action, text in did if action == "add")]).strip()


def _what(did: Did) -> str:
    """What was done, in a word or two."""
    named = {"replace": _("replaced"), "add": _("added"), "omit": _("omitted")}
    return ", ".join(dict.fromkeys(named[action] for action, _text in did)) or _("common text")


def difference_of(old: str, new: str) -> str:
    """What goes out and what comes in, word by word: 'out: «tolv»; in: «seks»'."""
    before, after = old.split(), new.split()
    gone: list[str] = []
    come: list[str] = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind != "equal":
            gone += [" ".join(before[a:b])] if a < b else []
            come += [" ".join(after[c:d])] if c < d else []
    parts = []
    if gone:
        parts.append(_("out: {words}").format(words=" … ".join(f"«{w}»" for w in gone)))
    if come:
        parts.append(_("in: {words}").format(words=" … ".join(f"«{w}»" for w in come)))
    return "; ".join(parts)
