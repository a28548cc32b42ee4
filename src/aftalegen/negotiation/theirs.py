"""A file that came back -> the agreement as the party would have it, all its edits carried out.

What the party left as it was keeps its values and references, so that a redline shows only what
is theirs.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from typing import Any

from aftalegen.document import nodes as n
from aftalegen.document.numbering import counted
from aftalegen.document.walk import plain
from aftalegen.negotiation.aligning import Pair, paired
from aftalegen.negotiation.base import Base, Bases, Named
from aftalegen.negotiation.opening import opened
from aftalegen.negotiation.pieces import Passage, carried_out
from aftalegen.negotiation.printed import Printed, said
from aftalegen.negotiation.walking import read_body
from aftalegen.words.signs import as_compared

_TOKEN = re.compile(r"\s+|\w+|.", re.DOTALL)


def their_text(bases: Bases, data: bytes, name: str, named: Named) -> tuple[Base, n.Document]:
    """What was edited in a file, and what it says now; raises InputError as `received` does."""
    file = opened(data, name)
    base = bases.of(file, named)
    read = read_body(file.body, base.numbers, base.ours)
    pairs = paired(carried_out(read.passages), base.sent)
    document = base.document
    changes = _changes(pairs)
    theirs = replace(
        document,
        title=changes.words(document.title),
        subtitle=changes.words(document.subtitle),
        facts=tuple(replace(one, value=changes.words(one.value)) for one in document.facts),
        sections=tuple(changes.parts(document.sections)),
    )
    return base, counted(theirs)


@dataclass(slots=True)
class _Changes:
    """What becomes of the texts of a document, each known by being that very text.

    `now` has the words of those that changed, `gone` those that went out, and `after` the
    passages that came in, by the text that they stand after.
    """

    now: dict[int, n.Inlines] = field(default_factory=dict)
    gone: set[int] = field(default_factory=set)
    after: dict[int, list[Passage]] = field(default_factory=dict)

    def words(self, inlines: n.Inlines) -> n.Inlines:
        """A text as it is now."""
        return () if id(inlines) in self.gone else self.now.get(id(inlines), inlines)

    def parts(self, parts: Sequence[Any]) -> Iterator[Any]:
        """Blocks, items or rows as they are now, with those that came in."""
        for part in parts:
            yield from self._part(part)

    def _part(self, part: Any) -> Iterator[Any]:
        match part:
            case n.Section(title=title):
                blocks = (*self._came(title, n.Paragraph), *self.parts(part.blocks))
                if blocks or id(title) not in self.gone:
                    yield replace(part, title=self.words(title), blocks=blocks)
            case n.Paragraph(inlines=inlines):
                if id(inlines) not in self.gone:
                    yield replace(part, inlines=self.words(inlines))
                yield from self._came(inlines, n.Paragraph)
            case n.Items(items=items):
                if kept := tuple(self.parts(items)):
                    yield replace(part, items=kept)
            case n.Item(inlines=inlines):
                below = next(self.parts((part.items,)), None) if part.items else None
                if id(inlines) not in self.gone or below:
                    yield replace(part, inlines=self.words(inlines), items=below)
                yield from self._came(inlines, n.Item)
            case n.Table(header=header, rows=rows):
                first = [self._row(header), *self._rows_after(header), *self.parts(rows)]
                if first[1:] or not rows:
                    caption = self.words(part.caption)
                    yield replace(part, caption=caption, header=first[0], rows=tuple(first[1:]))
            case n.Row(cells=cells):
                if not all(id(cell) in self.gone for cell in cells):
                    yield self._row(part)
                yield from self._rows_after(part)
            case _:
                yield part

    def _row(self, row: n.Row) -> n.Row:
        return replace(row, cells=tuple(map(self.words, row.cells)))

    def _rows_after(self, row: n.Row) -> Iterator[n.Row]:
        for passage in self.after.pop(id(row.cells[-1]), ()):
            cells = [(n.Text(words.strip()),) for words in passage.before]
            more = [()] * (len(row.cells) - len(cells))
            yield n.Row(tuple([*cells, *more][: len(row.cells)]))

    def _came(self, inlines: n.Inlines, kind: type[Any]) -> Iterator[Any]:
        for passage in self.after.pop(id(inlines), ()):
            yield kind((n.Text(" ".join(passage.before).strip()),))


def _changes(pairs: Sequence[Pair]) -> _Changes:
    found = _Changes()
    before: Printed | None = None
    for pair in pairs:
        if pair.sent is None:
            if (
                before
                and before.line
                and pair.passage
                and as_compared("".join(pair.passage.before))
            ):
                found.after.setdefault(id(before.line.cells[-1]), []).append(pair.passage)
            continue
        joined = (pair.sent, *pair.more)
        if pair.passage is None:
            found.gone |= {id(cell) for cell in _cells(pair.sent)}
        elif not pair.sent.derived:
            found.gone |= {id(cell) for one in pair.more for cell in _cells(one)}
            found.now |= dict(_edited(pair.sent, pair.passage.before))
        before = next((one for one in reversed(joined) if _cells(one)), before)
    return found


def _cells(sent: Printed) -> tuple[n.Inlines, ...]:
    """The texts of a passage in the document itself; none of what only the file has."""
    return tuple(cell for cell in sent.line.cells if cell) if sent.line else ()


def _edited(sent: Printed, now: Sequence[str]) -> Iterator[tuple[int, n.Inlines]]:
    """The texts of a passage that say something else now."""
    if sent.line is None or len(sent.line.cells) != len(now):
        return
    for own, printed, words in zip(sent.line.cells, sent.cells, now, strict=True):
        lead = said(printed).removesuffix(said(own))  # the name of a fact
        came = words.removeprefix(lead).strip()
        if own and as_compared(came) != as_compared(said(own)):
            yield id(own), _with_words(own, came)


def _with_words(old: n.Inlines, now: str) -> n.Inlines:
    """Inlines with other words: what stays is the same node, what is new is plain text."""
    was = [match.span() for match in _TOKEN.finditer(said(old))]
    text = said(old)
    new = _TOKEN.findall(now)
    keys = [as_compared(text[a:b]) for a, b in was], [as_compared(one) for one in new]
    found: list[n.Inline] = []
    for kind, a, b, c, d in SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
        if kind == "equal":
            found += _cut(old, was[a][0], was[b - 1][1])
        elif c < d:
            found.append(n.Text("".join(new[c:d]).replace("\v", " ")))
    return tuple(found)


def _cut(inlines: n.Inlines, start: int, end: int) -> Iterator[n.Inline]:
    """The letters from one to another; of a reference that is cut only its words are left."""
    at = 0
    for inline in inlines:
        words = plain((inline,))
        first, last = max(start - at, 0), min(end - at, len(words))
        at += len(words)
        if first >= last:
            continue
        if (first, last) == (0, len(words)):
            yield inline
        elif isinstance(inline, n.Text | n.Field):
            yield replace(inline, text=words[first:last])
        else:
            yield n.Text(words[first:last])
