"""What changes within one section of an agreement, cited as the amended edition had it."""

import re
from dataclasses import dataclass, field, replace
from typing import assert_never

from aftalegen.document import nodes as n
from aftalegen.document.cited import Cited, cited
from aftalegen.document.lines import lines
from aftalegen.document.substance import said
from aftalegen.document.walk import Part, before, current, mapped_block, plain, worded
from aftalegen.editions.replacements import replacements
from aftalegen.words.danish import NBSP, and_list, capitalized
from aftalegen.words.place import Source

_FEW, _SHORT = 3, 200
"""So many replacements are cited one by one, and so many letters of each; more is written anew."""


def amended_blocks(was: n.Section, marked: n.Section) -> tuple[n.Block, ...]:
    """What is agreed of a section's own words, by what it was and it with its changes marked."""
    amending = _Amending(list(cited(was)))
    amending.section(marked)
    return tuple(amending.said)


def as_quoted(inlines: n.Inlines, _place: Source | None) -> n.Inlines:
    """The words as they stand now, what is new in them in bold, as a quotation: they are another
    document's, so they are values that no file says (see `checks.subject.without_quotes`)."""
    return tuple(_quoted(i) for i in inlines if i.change != "del")


def quoted(block: n.Block) -> n.Block:
    """A block as it stands now, its new words in bold; a paragraph's number is words too."""
    found = replace(mapped_block(block, as_quoted, _unmarked), change=None)
    if isinstance(found, n.Paragraph) and found.number:
        return replace(found, inlines=(n.Field(f"{found.number} "), *found.inlines), number="")
    return found


def _quoted(inline: n.Inline) -> n.Inline:
    match inline:
        case n.Break():
            return n.Break()
        case n.Field(missing=True):
            return replace(inline, change=None)
        case n.Text() | n.Field() | n.CrossRef():
            strong = inline.strong or inline.change == "ins"
            return n.Field(inline.text, strong=strong, emphasis=inline.emphasis)
        case _:
            assert_never(inline)


@dataclass(slots=True)
class _Amending:
    """One section on its way through its marks; `old` are its lines as they are cited, in order.

    `gone` and `came` are the blocks that went and came at the place that was reached last.
    """

    old: list[Cited]
    at: int = 0
    gone: list[Cited] = field(default_factory=list)
    came: list[n.Block] = field(default_factory=list)
    said: list[n.Block] = field(default_factory=list)
    relabelled: list[tuple[Cited, str]] = field(default_factory=list)
    renumbered: list[tuple[str, str]] = field(default_factory=list)

    def section(self, marked: n.Section) -> None:
        """All that is agreed of it."""
        heading = self.next()
        self.changed(heading, marked.title)
        for block in marked.blocks:
            if not isinstance(block, n.Section):
                self.block(block)
        self.settle()
        self.letters()

    def next(self) -> Cited:
        """The old line that comes next."""
        self.at += 1
        return self.old[self.at - 1]

    def say(self, words: str) -> None:
        """A sentence of its own; what it has between quotation marks is quoted."""
        parts = re.split("(?<=»)([^«]*)(?=«)", words)
        inlines = (n.Field(p) if k % 2 else n.Text(p) for k, p in enumerate(parts) if p)
        self.said.append(n.Paragraph(tuple(inlines)))

    # --- blocks -------------------------------------------------------------------------------

    def block(self, block: n.Block) -> None:
        """One block of the section."""
        if block.change == "ins":
            self.came.append(block)
            return
        if block.change == "del":
            if self.came:
                self.settle()
            if count := sum(1 for _line in lines(block)):
                self.gone.append(_whole(block, self.old[self.at]))
            self.at += count
            return
        self.settle()
        match block:
            case n.Paragraph(inlines=inlines, number=number):
                place = self.next()
                if place.label and number and _last(place.label) != _last(number):
                    self.renumbered.append((place.whole, number))
                self.changed(place, inlines)
            case n.Items():
                self.items(block)
            case n.Table():
                self.table(block)
            case n.Signatures(parties=parties):
                for party in parties:
                    for words in (party.party, *party.roles):
                        self.changed(self.next(), words)
            case n.PageBreak() | n.Section():
                pass

    def settle(self) -> None:
        """What went and what came where the walk is: one in the place of the other, or alone."""
        gone, came = self.gone, self.came
        self.gone, self.came = [], []
        if gone and came:
            self.say(f"{capitalized(and_list([one.whole for one in gone]))} affattes således:")
        elif gone:
            self.say(f"{capitalized(and_list([one.whole for one in gone]))} udgår.")
        elif came:
            self.say(f"{self.after()} indsættes:")
        self.said += map(quoted, came)

    def after(self) -> str:
        """After what something comes in."""
        last = self.old[self.at - 1]
        return f"Efter {last.whole}" if self.at > 1 else f"Først i {last.section}"

    # --- words --------------------------------------------------------------------------------

    def changed(self, place: Cited, marked: n.Inlines) -> None:
        """The words of one line that are others."""
        if not _differs(marked):
            return
        self.sentence(place.place, marked)
        quoted = as_quoted(marked, None)
        self.said.append(n.Paragraph((n.Text("»"), *quoted, n.Text("«"))))

    def sentence(self, place: str, marked: n.Inlines) -> None:
        """What is put in the place of what, if that can be said; else that it is written anew."""
        found = replacements(marked)
        if len(found) > _FEW or any(len(one.old + one.new) > _SHORT for one in found):
            self.say(f"{capitalized(_ended(place))} affattes således:")
            return
        words = and_list([f"»{one.old}« til »{one.new}«" for one in found])
        whole = "Punktet" if place.startswith("punkt") and "," not in place else "Teksten"
        self.say(f"I {_ended(place)} ændres {words}. {whole} lyder herefter:")

    # --- lists --------------------------------------------------------------------------------

    def items(self, items: n.Items) -> None:
        """A list of which some items changed, came or went."""
        for item in items.items:
            if item.change == "ins":
                self.say(f"{self.after()} indsættes:")
                self.quote_item(item)
                continue
            place = self.next()
            if item.change == "del":
                self.at += sum(1 for _line in lines(item)) - 1
                self.say(f"{capitalized(place.whole)} udgår.")
                continue
            if place.label != item.label:
                self.relabelled.append((place, item.label))
            self.changed(place, item.inlines)
            if item.items is not None:
                self.nested(item.items)

    def nested(self, items: n.Items) -> None:
        """The list below an item, which may be new or gone as a whole."""
        if items.change == "ins":
            self.say(f"{self.after()} indsættes:")
            for item in items.items:
                self.quote_item(item)
        elif items.change == "del":
            count = sum(1 for _line in lines(items))
            gone = [one.whole for one in self.old[self.at : self.at + count]]
            self.say(f"{capitalized(and_list(gone))} udgår.")
            self.at += count
        else:
            self.items(items)

    def quote_item(self, item: n.Item) -> None:
        """A new item with its letter."""
        for line in lines(item):
            words = as_quoted(tuple(line.inlines), None)
            self.said.append(n.Paragraph((n.Text(f"{line.label} "), *words)))

    def letters(self) -> None:
        """The numbers and letters that other paragraphs and items have got."""
        for run in _in_a_row(self.renumbered):
            (whole, number), (last, last_number) = run[0], run[-1]
            ends = (f"-{last.partition(NBSP)[2]}", f"-{last_number}") if len(run) > 1 else ("", "")
            now = f"{whole.partition(NBSP)[0]} {number}{ends[1]}"
            self.say(f"{capitalized(whole)}{ends[0]} bliver herefter {now}.")
        for place, label in self.relabelled:
            if place.label[:1].isalnum():
                self.say(f"{capitalized(place.whole)} bliver herefter litra {label.rstrip(')')}.")

    # --- tables -------------------------------------------------------------------------------

    def table(self, table: n.Table) -> None:
        """A table row by row and cell by cell; then its new and changed rows as they are."""
        self.changed(self.next(), table.caption)
        self.cells(self.next(), table.header, table.header)
        shown: list[n.Row] = []
        for row in table.rows:
            if row.change == "ins":
                self.say(f"{self.after()} indsættes en række, som er gengivet nedenfor.")
                shown.append(row)
                continue
            place = self.next()
            if row.change == "del":
                self.say(f"{capitalized(place.whole)} udgår.")
            elif self.cells(place, row, table.header):
                shown.append(row)
        if shown:
            caption = f"De nye og ændrede rækker lyder herefter ({plain(current(table.caption))})"
            rows = tuple(_all_new(row) for row in shown)
            self.said.append(quoted(replace(table, caption=worded(caption), rows=rows, key=None)))

    def cells(self, place: Cited, row: n.Row, header: n.Row) -> bool:
        """The cells of a row that changed; whether any did."""
        changed = [
            (plain(current(name)), cell)
            for name, cell in zip(header.cells, row.cells, strict=True)
            if _differs(cell)
        ]
        for column, cell in changed:
            where = f"{place.place}, kolonnen »{column}«,"
            if plain(before(cell)) and plain(current(cell)):
                found = replacements(cell)
                words = and_list([f"»{one.old}« til »{one.new}«" for one in found])
                self.say(f"I {where} ændres {words}.")
            elif plain(current(cell)):
                self.say(f"I {where} indsættes »{plain(current(cell))}«.")
            else:
                self.say(f"I {where} udgår »{plain(before(cell))}«.")
        return bool(changed)


def _differs(marked: n.Inlines) -> bool:
    """Whether something else is said; a reference that got another number follows by itself."""
    return said(before(marked)) != said(current(marked))


def _whole(block: n.Block, first: Cited) -> Cited:
    """A block that went, by how its first line is cited."""
    if isinstance(block, n.Items):
        return replace(first, whole=f"listen efter {first.place.rpartition(', ')[0]}")
    return first


def _all_new(row: n.Row) -> n.Row:
    """A row whose words are all new, where it is."""
    if row.change != "ins":
        return row
    cells = (tuple(replace(i, change="ins") for i in cell) for cell in row.cells)
    return replace(row, cells=tuple(cells), change=None)


def _in_a_row(found: list[tuple[str, str]]) -> list[list[tuple[str, str]]]:
    """Renumbered paragraphs, those whose numbers follow each other before and after together."""
    runs: list[list[tuple[str, str]]] = []
    for pair in found:
        last = runs[-1][-1] if runs else None
        if last and all(
            int(_last(a)) + 1 == int(_last(b)) for a, b in zip(last, pair, strict=True)
        ):
            runs[-1].append(pair)
        else:
            runs.append([pair])
    return runs


def _last(number: str) -> str:
    return number.rpartition(".")[2]


def _ended(place: str) -> str:
    """A place of several parts ends in a comma."""
    return f"{place}," if ", " in place else place


def _unmarked(part: Part) -> Part | None:
    return None if part.change == "del" else replace(part, change=None)
