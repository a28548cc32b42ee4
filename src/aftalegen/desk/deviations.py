"""Who deviates where: every local deviation, like ones together, and against a reference.

The rows are made once (`overview`); each format shows the same rows.
"""

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from aftalegen.build.builder import Builder
from aftalegen.document.nodes import (
    Align,
    Block,
    Break,
    Document,
    Inlines,
    Paragraph,
    Row,
    Section,
    Table,
    Text,
)
from aftalegen.document.numbering import numbered
from aftalegen.document.walk import plain
from aftalegen.records.project import BundleAnnex, Project
from aftalegen.template.markdown import column_widths, markdown_blocks
from aftalegen.template.targets import (
    Agreed,
    agreed_deviations,
    base_parts,
    base_text,
    found_target,
    keyed_targets,
)
from aftalegen.words import danish
from aftalegen.words.faults import AftalegenError, InputError, UsageError
from aftalegen.words.language import _
from aftalegen.writers.sheet import table_xlsx

WIDTH = 80
"""The columns of the table at the terminal."""

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


@dataclass(frozen=True, slots=True)
class Overview:
    """All places, the faults that were found on the way, and the edition that was read."""

    places: tuple[Place, ...]
    errors: tuple[AftalegenError, ...]
    reference: str
    edition: str
    edition_date: str


def overview(project: Project, who: tuple[str, ...], reference: str | None) -> Overview:
    """Who deviates where among those asked for, compared with the reference where one is named."""
    selected = project.select(who, None, None)
    errors = list(selected.errors)
    annexes = _annexes(selected.annexes)
    keys = {key for group in annexes.values() for key in group}
    known = _reference(project, reference) if reference else None
    if reference and known:
        for place, group in _annexes(project.select((reference,), None, None).annexes).items():
            if place in annexes:
                annexes[place].update(group)
    errors += _without_annex(project, keys, annexes)
    gathered = _Gathered(Builder(project), annexes, known)
    places = tuple(gathered.places())
    bundles = [s.bundle.record for s in selected.annexes]
    newest = max(bundles, key=lambda bundle: bundle.edition_date, default=None)
    return Overview(
        places,
        (*errors, *gathered.errors),
        project.municipality(known).record.name if known else "",
        newest.edition if newest else "",
        newest.edition_date.isoformat() if newest else "2026-01-01",
    )


def _annexes(selections: Sequence[BundleAnnex]) -> Annexes:
    found: Annexes = {}
    for selection in selections:
        annex = selection.record
        region = selection.bundle.record.region
        group = found.setdefault((annex.task, region, annex.template), {})
        group.setdefault(annex.municipality, selection)
    return found


def _reference(project: Project, name: str) -> str:
    """The key of the municipality that is named as reference."""
    key = danish.ascii_key(name)
    if key in project.keys("municipalities"):
        return key
    message = _("«{name}» is no municipality here").format(name=name)
    raise UsageError("unknown-reference-municipality", message, None,
                     _("name one municipality, for example herning"))  # fmt: skip


def _without_annex(project: Project, keys: set[str], annexes: Annexes) -> Iterator[AftalegenError]:
    """Deviations of a task or template for which the municipality has no annex at all."""
    made = {
        (task, template, key)
        for (task, _region, template), group in annexes.items()
        for key in group
    }
    for key in sorted(keys):
        try:
            known = project.municipality(key)
        except AftalegenError:
            continue  # told with its annexes
        for task, own in known.record.tasks.items():
            for index, deviation in enumerate(own.deviations):
                if (task, deviation.template, key) not in made:
                    message = _("the deviation hits nothing: no annex uses «{key}» for this task")
                    yield InputError(
                        "deviation-hits-nothing",
                        message.format(key=deviation.template),
                        known.written.place(("tasks", task, "deviations", index)),
                        _("see the annexes of the municipality in data/bundles/"),
                    )


# --- gathering --------------------------------------------------------------------------------


PlaceKey = tuple[str, str | None]


class _Gathered:
    """Finds the deviations of each group of annexes, and makes places of them."""

    def __init__(self, builder: Builder, annexes: Annexes, reference: str | None) -> None:
        self.builder = builder
        self.annexes = annexes
        self.reference = reference
        self.errors: list[AftalegenError] = []

    def places(self) -> Iterator[Place]:
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
            if task not in known.record.tasks:
                return ()
            agreed = agreed_deviations(known, task, template)
            if agreed:
                self.builder.annex_document(selection)
        except AftalegenError as error:
            self.errors.append(error)
            try:
                known = self.builder.project.municipality(key)
            except AftalegenError:
                return ()
            return agreed_deviations(known, task, template)
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
            stances = self._stances(group, deviating, base_text(base_parts(target)))
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
        lines = (one.text_source,) * (text.count("\n") + 1)
        return base_text(markdown_blocks(text, lines, ()))
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


# --- showing ----------------------------------------------------------------------------------


def overview_lines(found: Overview) -> Iterator[str]:
    """The overview for the terminal, 80 columns wide."""
    if not found.places:
        yield _("no municipality deviates from the common text")
        return
    names, what = 20, 12
    for number, place in enumerate(found.places):
        if number:
            yield ""
        yield from textwrap.wrap(f"{place.task}: {place.name}", WIDTH)
        for stance in place.stances:
            columns = (
                textwrap.wrap(_names(found, stance), names) or [""],
                textwrap.wrap(stance.what, what) or [""],
                [*_wrapped(stance, WIDTH - names - what - 6)],
            )
            for index in range(max(len(column) for column in columns)):
                a, b, c = (column[index] if index < len(column) else "" for column in columns)
                yield f"  {a:<{names}}  {b:<{what}}  {c}".rstrip()


def _wrapped(stance: Stance, width: int) -> Iterator[str]:
    for line in _told(stance):
        yield from textwrap.wrap(line, width)


def _told(stance: Stance) -> Iterator[str]:
    """The text of a stance, how it differs, and who agreed it."""
    yield from stance.text.split("\n")
    if stance.difference:
        yield f"[{stance.difference}]"
    for line in stance.agreed:
        yield f"({line})"


def _names(found: Overview, stance: Stance) -> str:
    names = ", ".join(stance.municipalities) or "–"
    if found.reference and stance.municipalities == (found.reference,):
        return _("{name} (reference)").format(name=names)
    return names


def overview_document(found: Overview) -> Document:
    """The overview as a Document: a section for each task, a table for each place."""
    tasks: dict[str, list[Block]] = {}
    for place in found.places:
        tasks.setdefault(place.task, []).append(_table(found, place))
    if not tasks:
        sentence = danish.capitalized(_("no municipality deviates from the common text")) + "."
        tasks[_("Deviations")] = [Paragraph((Text(sentence),))]
    sections = tuple(
        Section(danish.ascii_key(task), (Text(danish.capitalized(task)),), tuple(blocks))
        for task, blocks in tasks.items()
    )
    title = _("Overview of local deviations")
    subtitle = _("Reference: {name}").format(name=found.reference) if found.reference else ""
    return numbered(
        Document(
            key="afvigelser",
            file_name="Afvigelser",
            title=(Text(title),),
            subtitle=(Text(subtitle or _("All who deviate from the common text")),),
            facts=(),
            edition=found.edition,
            edition_date=found.edition_date,
            author="Aftalegen",
            contents=False,
            draft="",
            sections=sections,
        )
    )


def _table(found: Overview, place: Place) -> Table:
    header = [_("Municipalities"), _("What"), _("Text"), _("Agreed")]
    if found.reference:
        header.insert(3, _("Difference"))
    rows = [Row(tuple(_inlines(text) for text in header))]
    for stance in place.stances:
        cells = [_names(found, stance), stance.what, stance.text, "\n".join(stance.agreed)]
        if found.reference:
            cells.insert(3, stance.difference)
        rows.append(Row(tuple(_inlines(text) for text in cells)))
    align: tuple[Align, ...] = tuple("left" for _column in header)
    return Table((Text(place.name),), align, column_widths(rows), rows[0], tuple(rows[1:]))


def _inlines(text: str) -> Inlines:
    """Text with its line ends as breaks."""
    result: list[Text | Break] = []
    for line in text.split("\n"):
        result += [Break(), Text(line)] if result else [Text(line)]
    return tuple(result)


def overview_xlsx(found: Overview) -> bytes:
    """The overview as a workbook: a row for each group of municipalities at each place."""
    headings = (_("Task"), _("Section"), _("Key"), _("Block"), _("Municipalities"), _("What"),
              _("Text"), _("Difference"), _("Agreed"))  # fmt: skip
    rows = [
        (place.task, place.section, place.section_key, place.block, _names(found, stance),
         stance.what, stance.text, stance.difference, "\n".join(stance.agreed))
        for place in found.places
        for stance in place.stances
    ]  # fmt: skip
    widths = (22, 26, 20, 22, 28, 12, 60, 40, 50)
    columns = tuple(zip(headings, widths, strict=True))
    return table_xlsx(_("Deviations"), columns, rows, "aftalegen", found.edition_date)
