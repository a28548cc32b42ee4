"""A section or a text that a requirement asks for: there, empty, with a gap, or deviated from."""

from collections.abc import Iterator

from aftalegen.checks.judged import (
    DEVIATES,
    EMPTY,
    GAP,
    NO_BLOCK,
    NO_SECTION,
    SECTION,
    Asked,
    Seen,
)
from aftalegen.document import nodes as n
from aftalegen.document.walk import inlines_of, missing_fields, plain, walk_blocks, walk_sections
from aftalegen.records.requirements import MetBy
from aftalegen.template.targets import Target, keyed_targets
from aftalegen.words.place import Source


def in_text(asked: Asked, met: MetBy) -> Seen:
    """What an annex says where a requirement wants a text."""
    document = asked.annex.document
    section = next((s for s in walk_sections(document.sections) if s.key == met.section), None)
    touching = [a.source for a, target in asked.touched if _touches(asked, target, met)]
    if touching:
        return Seen("deviates", DEVIATES, places=tuple(touching))
    if section is None:
        return Seen("lacking", NO_SECTION, str(met.section), (_template(asked),))
    said = f"{section.number} {plain(section.title)}".strip()
    target: Target | None = section
    if met.block:
        target = keyed_targets(section.blocks).get(met.block)
        if target is None:
            return Seen("lacking", NO_BLOCK, met.block, _places(section))
    if not any(plain(tuple(inlines_of(b))).strip() for b in _texts(target)):
        return Seen("lacking", EMPTY, said, _places(section))
    gaps = [gap for gap in missing_fields(document) if met.block and _stands_in(gap, target)]
    if gaps:
        places = tuple(dict.fromkeys(gap.source for gap in gaps if gap.source))
        return Seen("lacking", GAP, gaps[0].text, places)
    return Seen("met", SECTION, said, _places(target))


def _texts(target: Target | None) -> Iterator[n.Block | n.Item]:
    """What says something below a heading, or the text itself."""
    if not isinstance(target, n.Section):
        yield from (target,) if target else ()
        return
    yield from (b for b in walk_blocks(target.blocks) if not isinstance(b, n.Section))


def _stands_in(gap: n.Field, target: Target | None) -> bool:
    return any(inline is gap for block in _texts(target) for inline in inlines_of(block))


def _places(target: Target | None) -> tuple[Source, ...]:
    return (target.source,) if target and target.source else ()


def _template(asked: Asked) -> Source:
    return Source(f"templates/{asked.annex.template}/template.yaml", 1)


def _touches(asked: Asked, target: Target, met: MetBy) -> bool:
    """Whether a deviation from `target` is of the text required, around it or within it."""
    wanted = {met.block or met.section}
    below = {*keyed_targets(target.blocks)} if isinstance(target, n.Section) else set()
    if target.key in wanted or wanted & below:
        return True
    if met.block:
        return False
    base = asked.annex.project.templates.base(asked.annex.template, asked.annex.facts)
    section = next((s for s in walk_sections(base.sections) if s.key == met.section), None)
    return bool(section) and target.key in keyed_targets(section.blocks if section else ())
