"""What a deviation deviates from: its place in a Document, and the hash of the text there."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from aftalegen.document import nodes as n
from aftalegen.document.lines import lines
from aftalegen.document.walk import walk_blocks
from aftalegen.records import Known
from aftalegen.records.agreement import Deviation
from aftalegen.records.municipality import Municipality
from aftalegen.words.faults import InputError, did_you_mean
from aftalegen.words.language import _
from aftalegen.words.place import Source

MOST = 1000
"""So much of a base text an error shows."""

Target = n.Section | n.Paragraph | n.Item | n.Table
Part = n.Block | n.Item


@dataclass(frozen=True, slots=True)
class Agreed:
    """A deviation, where it was written, and where its text was."""

    deviation: Deviation
    source: Source
    text_source: Source


def agreed_deviations(
    municipality: Known[Municipality], task: str, template: str
) -> tuple[Agreed, ...]:
    """What a municipality has agreed differently for one task in one template."""
    path = ("tasks", task, "deviations")
    place = municipality.written.place
    return tuple(
        Agreed(deviation, place((*path, index)), place((*path, index, "text")))
        for index, deviation in enumerate(municipality.record.tasks[task].deviations)
        if deviation.template == template
    )


# --- the base text ----------------------------------------------------------------------------


def base_text(parts: Sequence[Part]) -> str:
    """The words of blocks or items, a line each."""
    return "\n".join(_lines(parts, lambda ref: ref.text or f"[{ref.key}]"))


def base_hash(parts: Sequence[Part]) -> str:
    """What tells a text from another: the words count; numbers, looks and spaces do not."""
    words = " ".join(_lines(parts, lambda ref: f"[{ref.key}]")).split()
    return hashlib.sha256(" ".join(words).encode()).hexdigest()[:16]


def base_parts(target: Target, section: n.Section) -> tuple[Part, ...]:
    """What a deviation from this target of a section was agreed against: below a heading, its
    text; of a choice that is not made, its alternatives too.
    """
    if isinstance(target, n.Section):
        return target.blocks
    among = (*walk_blocks((section,)),) if isinstance(target, n.Paragraph) and target.key else ()
    return (target, *(b for b in among if isinstance(b, n.Items) and b.of == target.key))


def _lines(parts: Sequence[Part], reference: Callable[[n.CrossRef], str]) -> Iterator[str]:
    for line in (line for part in parts for line in lines(part)):
        yield "".join(
            reference(i) if isinstance(i, n.CrossRef) else " " if isinstance(i, n.Break) else i.text
            for i in line.inlines
        )


# --- finding ----------------------------------------------------------------------------------


def keyed_targets(parts: Sequence[Part]) -> dict[str, Target]:
    """What can be addressed below a section, by key: paragraphs, items, tables, subsections."""
    found: dict[str, Target] = {}
    for target in _targets(parts):
        if target.key:
            found.setdefault(target.key, target)
    return found


def same_key(parts: Sequence[Part]) -> tuple[Target, Target] | None:
    """Two texts of a section with the same key, which a deviation would both hit; None if none.

    Two headings are left to `numbered`, which sees those of the whole document.
    """
    first: dict[str, Target] = {}
    for target in _targets(parts):
        other = first.setdefault(target.key, target) if target.key else target
        headings = isinstance(target, n.Section) and isinstance(other, n.Section)
        if other is not target and not headings:
            return other, target
    return None


def key_twice(first: Target, again: Target) -> InputError:
    """The fault of a text whose key is another's."""
    message = _("the key «{key}» stands here again; it is that of the text in {place}")
    return InputError(
        "key-twice",
        message.format(key=again.key, place=first.source or "…"),
        again.source,
        _("give each text a key of its own; in a loop none can have one"),
    )


def _targets(parts: Sequence[Part]) -> Iterator[Target]:
    """All that could have a key, in reading order."""
    for part in parts:
        if isinstance(part, n.Section | n.Paragraph | n.Item | n.Table):
            yield part
        match part:
            case n.Section():
                yield from _targets(part.blocks)
            case n.Items():
                yield from _targets(part.items)
            case n.Item() if part.items:
                yield from _targets(part.items.items)


def found_target(document: n.Document, one: Agreed) -> Target:
    """What a deviation is about; raises InputError where it hits nothing."""
    deviation = one.deviation
    sections = {section.key: section for section in document.sections}
    section = sections.get(deviation.section)
    if section is None:
        message = _("the deviation hits nothing: there is no section «{key}»")
        hint = _other_place(document, deviation.section)
        raise fault("deviation-hits-nothing", one, message.format(key=deviation.section),
                     hint or did_you_mean(deviation.section, sections))  # fmt: skip
    if deviation.block is None:
        return section
    targets = keyed_targets(section.blocks)
    target = targets.get(deviation.block)
    if target is None:
        message = _("the deviation hits nothing: the section «{section}» has no block «{block}»")
        hint = _other_place(document, deviation.block)
        raise fault("deviation-hits-nothing", one,
                     message.format(section=deviation.section, block=deviation.block),
                     _renamed(deviation, section, targets) or hint
                     or did_you_mean(deviation.block, targets))  # fmt: skip
    return target


def _renamed(deviation: Deviation, section: n.Section, targets: Mapping[str, Target]) -> str | None:
    """The key that the text has now which a deviation was agreed against."""
    texts_first = sorted(targets.items(), key=lambda one: isinstance(one[1], n.Section))
    for key, target in texts_first:
        if base_hash(base_parts(target, section)) == deviation.base_hash:
            hint = _("the text that it was agreed against has the key «{key}»: write block: {key}")
            return hint.format(key=key)
    return None


def _other_place(document: n.Document, key: str) -> str | None:
    """Where a key stands that was looked for in the wrong place."""
    for section in document.sections:
        if key == section.key:
            return _("«{key}» is a section of its own: write section: {key}").format(key=key)
        if key in keyed_targets(section.blocks):
            hint = _(
                "«{key}» is in the section «{section}»: write section: {section}, block: {key}"
            )
            return hint.format(key=key, section=section.key)
    return None


def fault(rule: str, one: Agreed, message: str, hint: str | None) -> InputError:
    """A fault of a deviation, where the deviation was written."""
    return InputError(rule, message, one.source, hint)


def base_fault(document: n.Document, one: Agreed, target: Target) -> InputError | None:
    """Why a deviation is not confirmed: the text that it was agreed against is not the text now."""
    deviation = one.deviation
    section = next(one for one in document.sections if one.key == deviation.section)
    parts = base_parts(target, section)
    now, text = base_hash(parts), base_text(parts)
    if deviation.base_hash == now:
        return None
    shown = text if len(text) <= MOST else text[:MOST] + " …"
    if deviation.base_hash is None:
        message = _("the deviation does not say which text it was agreed against")
        hint = _('if it was agreed against «{text}», write base_hash: "{hash}"')
        return fault("deviation-without-base-hash", one, message,
                     hint.format(text=shown, hash=now))  # fmt: skip
    message = _("the text has changed since {by} on {on} agreed to deviate from it").format(
        by=deviation.agreed_by, on=deviation.agreed_on.isoformat()
    )
    hint = _(
        "the text is now «{text}»; the reason was «{reason}». If the deviation still stands, write "
        'base_hash: "{hash}"; otherwise change or remove it'
    )
    return fault("deviation-base-changed", one, message,
                 hint.format(text=shown, reason=deviation.reason, hash=now))  # fmt: skip
