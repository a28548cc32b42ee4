"""Local deviations: a Document with what one municipality has agreed differently.

Every deviation is found in the text as all have it, before any is applied, so
that their order never matters; then each section is rebuilt once. Headings and
their numbers stay: what is omitted leaves a sentence where a heading would
otherwise stand alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from aftalegen.document import nodes as n
from aftalegen.document.walk import inlines_of, walk_blocks, walk_sections
from aftalegen.template.deviation_text import deviation_blocks
from aftalegen.template.targets import (
    Agreed,
    Target,
    base_fault,
    fault,
    found_target,
    key_twice,
    keyed_targets,
    same_key,
)
from aftalegen.words.faults import AftalegenError, Errors, InputError
from aftalegen.words.language import _
from aftalegen.words.place import Source

OMITTED = "Afsnittet er udgået efter aftale mellem Parterne."
"""What stands under a heading whose whole text is omitted."""

# --- the new text -----------------------------------------------------------------------------


def _new_blocks(one: Agreed, target: Target) -> tuple[n.Block, ...]:
    """The blocks of a deviation's own text; raises InputError for text that cannot stand there."""
    deviation = one.deviation
    text = (deviation.text or "").strip()
    if deviation.action == "omit":
        if text:
            raise fault("deviation-with-text", one, _("a deviation that omits has no text"),
                         _("remove the text, or write action: replace"))  # fmt: skip
        return ()
    if not text:
        raise fault("deviation-without-text", one, _("the deviation has no text"),
                     _("write the text, or action: omit"))  # fmt: skip
    blocks = deviation_blocks(text, one.text_source)
    _check_form(one, target, blocks)
    return blocks


def _check_form(one: Agreed, target: Target, blocks: tuple[n.Block, ...]) -> None:
    """Headings stand only where a subsection can; an item's text is an item's."""
    top = isinstance(target, n.Section) and target.level == 1
    after = isinstance(target, n.Section) and one.deviation.action == "add"
    if not (top or after) and any(isinstance(block, n.Section) for block in blocks):
        message = _("the deviation's text has a heading where none can stand")
        hint = _("remove the heading, or let the deviation be of the section as a whole")
        raise InputError("deviation-with-heading", message, one.text_source, hint)
    if isinstance(target, n.Item) and not all(isinstance(b, n.Paragraph | n.Items) for b in blocks):
        message = _("the deviation is of a list's item, and its text is something else")
        hint = _("write a paragraph or a list")
        raise InputError("deviation-not-an-item", message, one.text_source, hint)


def _as_items(blocks: Sequence[n.Block]) -> tuple[n.Item, ...]:
    """Paragraphs and lists as the items of the list that they come to stand in."""
    items: list[n.Item] = []
    for block in blocks:
        if isinstance(block, n.Items):
            items += block.items
        elif isinstance(block, n.Paragraph):
            items.append(n.Item(block.inlines, key=block.key, source=block.source))
    return tuple(items)


# --- applying ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Change:
    """A deviation that was found: its target and its new blocks."""

    agreed: Agreed
    target: Target
    new: tuple[n.Block, ...]


@dataclass(slots=True)
class _Plan:
    """What happens to one section, by the key of the block; None is the section itself."""

    changes: dict[str | None, _Change] = field(default_factory=dict)
    adds: dict[str | None, list[_Change]] = field(default_factory=dict)


def deviated(
    document: n.Document, agreed: Sequence[Agreed]
) -> tuple[n.Document, tuple[InputError, ...]]:
    """The document with a municipality's deviations in it, before it is numbered; and the faults
    of those that are not confirmed: they were agreed against another text.

    Raises Errors with the faults of all deviations where there are others.
    """
    if not agreed:
        return document, ()
    plans: dict[str, _Plan] = {}
    unconfirmed: list[InputError] = []
    errors: list[AftalegenError] = []
    for one in agreed:
        try:
            target = found_target(document, one)
            if stale := base_fault(document, one, target):
                unconfirmed.append(stale)
            change = _Change(one, target, _new_blocks(one, target))
            _take(plans.setdefault(one.deviation.section, _Plan()), change)
        except AftalegenError as error:
            errors.append(error)
    errors += [error for plan in plans.values() for error in _conflicts(plan)]
    if errors:
        raise Errors([*unconfirmed, *errors])
    sections = tuple(
        _Rebuilder(plans[section.key]).section(section) if section.key in plans else section
        for section in document.sections
    )
    result = replace(document, sections=sections)
    if twice := tuple(_keys_twice(sections, plans, agreed[0].source.file)):
        raise Errors([*unconfirmed, *twice])
    if broken := tuple(_broken_references(document, result, plans)):
        raise Errors([*unconfirmed, *broken])
    return result, tuple(unconfirmed)


def _take(plan: _Plan, change: _Change) -> None:
    deviation = change.agreed.deviation
    if deviation.action == "add":
        plan.adds.setdefault(deviation.block, []).append(change)
        return
    first = plan.changes.setdefault(deviation.block, change)
    if first is not change:
        raise _conflict(change, first)


def _conflict(change: _Change, first: _Change) -> InputError:
    message = _("the same text is already replaced or omitted by the deviation on line {line}")
    return fault("deviation-twice", change.agreed,
                  message.format(line=first.agreed.source.line),
                  _("make the two one"))  # fmt: skip


def _conflicts(plan: _Plan) -> Iterator[InputError]:
    """Deviations of what another deviation takes away."""
    all_of_them = [*plan.changes.values(), *(c for adds in plan.adds.values() for c in adds)]
    for outer in plan.changes.values():
        target = outer.target
        if isinstance(target, n.Section):
            inside = set(keyed_targets(target.blocks))
        elif isinstance(target, n.Item) and target.items:
            inside = set(keyed_targets(target.items.items))
        else:
            continue
        for inner in all_of_them:
            if inner.agreed.deviation.block in inside:
                yield _conflict(inner, outer)


class _Rebuilder:
    """Rebuilds one section by its plan."""

    def __init__(self, plan: _Plan) -> None:
        self.plan = plan

    def section(self, section: n.Section) -> n.Section:
        """The section with its deviations; what is added at its end joins the last subsection."""
        blocks = self._text_below(section, None)
        added = self._added(section.key, None)
        plain, headed = _before_headings(added)
        if plain and blocks and isinstance(blocks[-1], n.Section):
            last = replace(blocks[-1], blocks=(*blocks[-1].blocks, *plain))
            blocks, plain = (*blocks[:-1], last), ()
        return replace(section, blocks=(*blocks, *plain, *headed))

    def _text_below(self, section: n.Section, key: str | None) -> tuple[n.Block, ...]:
        """The blocks under a heading; never none where there were some."""
        change = self.plan.changes.get(key)
        blocks = self._blocks(section.blocks) if change is None else change.new
        if blocks or not section.blocks:
            return blocks
        source = change.agreed.source if change else self._any_source()
        return (n.Paragraph((n.Text(OMITTED),), source=source),)

    def _any_source(self) -> Source:
        return next(iter(self.plan.changes.values())).agreed.source

    def _blocks(self, blocks: Sequence[n.Block]) -> tuple[n.Block, ...]:
        result: list[n.Block] = []
        open_choices = {block.of for block in blocks if isinstance(block, n.Items)}
        for block in blocks:
            match block:
                case n.Section(key=key):
                    plain, headed = _before_headings(self._added(key, key))
                    below = (*self._text_below(block, key), *plain)
                    result += (replace(block, blocks=below), *headed)
                case n.Paragraph(key=str(key)) | n.Table(key=str(key)):
                    change = self.plan.changes.get(key)
                    result += _with_key(change.new, key) if change else (block,)
                    result += self._added(key, key) if key not in open_choices else ()
                case n.Items(of=str(key)):
                    result += () if key in self.plan.changes else (block,)
                    result += self._added(key, key)
                case n.Items():
                    items = self._items(block.items)
                    result += (replace(block, items=items),) if items else ()
                case _:
                    result.append(block)
        return tuple(result)

    def _items(self, items: Sequence[n.Item]) -> tuple[n.Item, ...]:
        result: list[n.Item] = []
        for item in items:
            change = self.plan.changes.get(item.key) if item.key else None
            if change is not None:
                new = _as_items(change.new)
                result += (replace(new[0], key=new[0].key or item.key), *new[1:]) if new else ()
            elif item.items is not None:
                below = self._items(item.items.items)
                nested = replace(item.items, items=below) if below else None
                result.append(replace(item, items=nested))
            else:
                result.append(item)
            if item.key:
                result += _as_items(self._added(item.key, item.key))
        return tuple(result)

    def _added(self, anchor: str, key: str | None) -> tuple[n.Block, ...]:
        """What is added after an anchor, in the order of the file, with keys of its own."""
        added: list[n.Block] = []
        for change in self.plan.adds.get(key, ()):
            for block in change.new:
                number = len(added) + 1
                name = f"{anchor}-tilfoejet" + (f"-{number}" if number > 1 else "")
                added += _with_key((block,), name)
        return tuple(added)


def _with_key(blocks: tuple[n.Block, ...], key: str) -> tuple[n.Block, ...]:
    """Blocks of which the first has the key, where it can and has none of its own."""
    if blocks and isinstance(blocks[0], n.Paragraph | n.Table) and blocks[0].key is None:
        return (replace(blocks[0], key=key), *blocks[1:])
    return blocks


def _before_headings(
    blocks: tuple[n.Block, ...],
) -> tuple[tuple[n.Block, ...], tuple[n.Block, ...]]:
    """Blocks before the first heading, and from it on."""
    for index, block in enumerate(blocks):
        if isinstance(block, n.Section):
            return blocks[:index], blocks[index:]
    return blocks, ()


def _keys_twice(
    sections: Sequence[n.Section], plans: dict[str, _Plan], file: str
) -> Iterator[InputError]:
    """Texts with the key of another, told in the file of the deviations where one is from there."""
    for section in sections:
        if section.key in plans and (pair := same_key(section.blocks)):
            yield key_twice(*sorted(pair, key=lambda t: bool(t.source and t.source.file == file)))


def _broken_references(
    before: n.Document, after: n.Document, plans: dict[str, _Plan]
) -> Iterator[InputError]:
    """References to a subsection that a deviation has taken away."""
    left = {section.key for section in walk_sections(after.sections)}
    owners = {
        inner.key: section.key
        for section in before.sections
        for inner in walk_sections(section.blocks)
        if inner.key not in left
    }
    for block in walk_blocks(after.sections):
        for inline in inlines_of(block):
            if isinstance(inline, n.CrossRef) and inline.key in owners:
                change = plans[owners[inline.key]].changes[None]
                place = getattr(block, "source", None)
                message = _("the deviation removes «{key}», which the text refers to in {place}")
                hint = _("keep it in the text as a heading: ## … {{#{key}}}; or change that place")
                yield fault("deviation-breaks-reference", change.agreed,
                             message.format(key=inline.key, place=place or "…"),
                             hint.format(key=inline.key))  # fmt: skip
