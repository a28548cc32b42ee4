"""The list of changes of one agreement, to lie on top of it: section, before, now and cause."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import groupby

from aftalegen.document import nodes as n
from aftalegen.document.difference import Comparison, SectionChange
from aftalegen.document.lines import Line, lines
from aftalegen.document.numbering import numbered, reference_text
from aftalegen.document.passages import Passage
from aftalegen.document.walk import before, current, plain, walk_sections, worded
from aftalegen.document.word_changes import word_changes
from aftalegen.editions.asides import asides
from aftalegen.editions.decisions import Decisions
from aftalegen.words.danish import and_list, capitalized, count_word, long_date

NAME = "Ændringsliste"

_LONG = 700  # letters of a passage that is shown whole; the redline has it all
_LONGEST_NAME = 230  # bytes; file systems take 255, with the ending and a mark of ours
_FEW = 5  # sections that the first sentence names
_NOTHING, _GONE = "Ingen tekst", "Teksten udgår"
_UNKNOWN = n.Field("[årsag afventer]", missing=True)


def change_list(
    old: n.Document, new: n.Document, found: Comparison, decisions: Decisions
) -> n.Document:
    """What changed between two documents, each passage with the words of the decision behind it."""
    facts = (
        n.Fact("Fra", worded(_edition(old))),
        n.Fact("Til", worded(_later(old, new))),
        n.Fact("Ændrede afsnit", worded(str(len(found.sections)))),
        n.Fact("Uændrede afsnit", worded(f"{found.unchanged} sammenlignet")),
    )
    rows = tuple(row for section in found.sections for row in _rows(section, new, decisions))
    blocks: tuple[n.Block, ...] = (
        n.Paragraph((n.Text(in_one_sentence(found, decisions), strong=True),)),
        *((_table(rows),) if rows else ()),
        *asides(old, new, found.aside),
    )
    return numbered(
        n.Document(
            key=f"{new.key}/{NAME.lower()}",
            file_name=named_after(new.file_name, f"{NAME.lower()} siden {old.edition}"),
            title=worded(NAME),
            subtitle=worded(" ".join(f"{plain(new.title)} {plain(new.subtitle)}".split())),
            facts=facts,
            edition=new.edition,
            edition_date=new.edition_date,
            author=new.author,
            contents=False,
            cover=False,
            draft=new.draft,
            sections=(n.Section("aendringer", worded("Ændringer"), blocks),),
        )
    )


def named_after(file_name: str, what: str) -> str:
    """A file name beside that of an agreement, cut where the disk would refuse it."""
    room = _LONGEST_NAME - len(what.encode())
    return f"{file_name.encode()[:room].decode(errors='ignore').rstrip()} {what}"


def _later(old: n.Document, new: n.Document) -> str:
    """What an edition is compared with: another one, or the text that has no edition yet."""
    if old.edition == new.edition:
        return f"kladde efter {old.edition}, endnu ikke en ny udgave"
    return _edition(new)


def _edition(document: n.Document) -> str:
    return f"udgave {document.edition} af {long_date(date.fromisoformat(document.edition_date))}"


def _table(rows: tuple[n.Row, ...]) -> n.Table:
    header = n.Row(tuple(worded(name) for name in ("Afsnit", "Før", "Nu", "Årsag")))
    return n.Table(worded("Ændrede afsnit"), ("left",) * 4, (17, 31, 31, 21), header, rows)


# --- the sentence above -----------------------------------------------------------------------


def in_one_sentence(found: Comparison, decisions: Decisions) -> str:
    """What changed, for who reads no more: 'Én ændring i det aftalte: Knogleskørhed indgår igen.'

    A decision behind changes is one of them, whatever it changed; other sections are named. What
    only follows, or was edited, is none.
    """
    causes: list[str] = []
    sections: list[SectionChange] = []
    for change in found.sections:
        own = [p.decision for p in change.passages if p.decision in decisions.titles]
        causes += [key for key in own if key]
        if not own and not all(_follows(p) or _is_edit(p) for p in change.passages):
            sections.append(change)
    told = [decisions.titles[key] for key in dict.fromkeys(causes)]
    count = len(told) + len(sections)
    named = sections if len(sections) <= _FEW else sections[: _FEW - 1]
    told += [_briefly(one) for one in named]
    if rest := len(sections) - len(named):
        told.append(f"ændringer i {count_word(rest)} andre afsnit")
    if not count:
        return "Kun redaktionelle rettelser og følgeændringer; intet i det aftalte er ændret."
    many = "Én ændring" if count == 1 else f"{capitalized(count_word(count))} ændringer"
    return f"{many} i det aftalte: {'; '.join(told)}."


def _briefly(change: SectionChange) -> str:
    name = f"{reference_text(change.marked)} {change.title}".strip()
    match change.kind:
        case "inserted":
            return f"nyt {name}"
        case "removed":
            return f"{name} udgår"
        case "moved":
            return f"{name} er flyttet"
        case "changed":
            return f"ændret tekst i {name}"


# --- the table --------------------------------------------------------------------------------


def _rows(change: SectionChange, new: n.Document, decisions: Decisions) -> list[n.Row]:
    """A row for each passage; a section that came or was moved has one row of its own, and one
    that went one for each of its parts, with what it said."""
    name = worded(f"{change.number_after or change.number_before} {change.title}".strip())
    because = _first_cause(change, decisions)
    match change.kind:
        case "inserted":
            return [n.Row((name, worded(_NOTHING), with_parts("Nyt afsnit", new, change), because))]
        case "removed":
            return [n.Row((*one, worded(_GONE), because)) for one in _parts(change.marked)]
        case "moved":
            before, now = (f"Stod som {change.number_before}", f"Står som {change.number_after}")
            moved = n.Row((name, worded(before), worded(now), because))
            return [moved, *(_row(name, passage, decisions) for passage in change.passages)]
        case "changed":
            return [_row(name, passage, decisions) for passage in change.passages]


def with_parts(what: str, document: n.Document, change: SectionChange) -> n.Inlines:
    """A whole section as its subsections: "Nyt afsnit med 14.1 Klagetyper og 14.2 Læring"."""
    section = next(s for s in walk_sections(document.sections) if s.key == change.key)
    parts = [
        f"{part.number} {plain(part.title)}"
        for part in section.blocks
        if isinstance(part, n.Section)
    ]
    return worded(f"{what} med {and_list(parts)}" if parts else what)


def _parts(section: n.Section) -> Iterator[tuple[n.Inlines, n.Inlines]]:
    """A section that went, and each of its subsections: its name, and what it said."""
    name = worded(f"{section.number} {plain(before(section.title))}".strip())
    own = [b for b in section.blocks if not isinstance(b, n.Section)]
    words = (_in_words(line) for block in own for line in lines(block))
    text = "\n".join(one for one in words if one)
    below = [block for block in section.blocks if isinstance(block, n.Section)]
    if text or not below:
        yield name, worded(text or plain(before(section.title)))
    for part in below:
        yield from _parts(part)


def _in_words(line: Line) -> str:
    """A line that went, as a line of text; the cells of a row with the names of their columns."""
    if line.kind == "header":
        return ""
    if line.kind == "row":
        return "\n".join(
            f"{plain(before(name))}: {plain(before(cell))}"
            for name, cell in zip(line.columns, line.cells, strict=True)
        )
    return f"{line.label} {plain(before(line.inlines))}".strip()


def _row(name: n.Inlines, passage: Passage, decisions: Decisions) -> n.Row:
    shown = (_side(passage, "ins") or worded(_NOTHING), _side(passage, "del") or worded(_GONE))
    return n.Row((name, *shown, _cause(passage, decisions)))


def _side(passage: Passage, hidden: str) -> n.Inlines:
    """A passage as it was or is, what differs in bold; of a table's row each cell by itself."""
    line = passage.line
    if line.change == hidden:
        return ()
    if line.kind != "row":
        marked = word_changes((n.Text(passage.before),), (n.Text(passage.after),))
        return _shown(marked, hidden)
    cells = [
        (*worded(f"{plain(current(name))}: "), *_shown(_marked(cell, line.change), hidden))
        for name, cell in zip(line.columns, line.cells, strict=True)
    ]
    return tuple(i for k, cell in enumerate(cells) for i in ((n.Break(), *cell) if k else cell))


def _marked(cell: n.Inlines, change: n.Change) -> n.Inlines:
    """A cell's words with their marks, and those of the whole row."""
    return tuple(n.Text(plain((i,)), change=change or i.change) for i in cell)


def _shown(marked: n.Inlines, hidden: str) -> n.Inlines:
    """One side of a passage, its own words in bold; far from them what is long is left out."""
    side = [inline for inline in marked if isinstance(inline, n.Text) and inline.change != hidden]
    whole = sum(len(inline.text) for inline in side) <= _LONG
    runs = [
        (changed, "".join(inline.text for inline in run))
        for changed, run in groupby(side, key=lambda inline: inline.change is not None)
    ]
    return tuple(
        n.Text(text if changed or whole else _around(text, place, len(runs)), strong=changed)
        for place, (changed, text) in enumerate(runs)
    )


def _around(text: str, place: int, runs: int) -> str:
    """The part of an unchanged text that stands nearest to what changed beside it."""
    most = _LONG // 4
    if len(text) <= 2 * most:
        return text
    head = "" if place == 0 else text[:most].rpartition(" ")[0] + " "
    tail = "" if place == runs - 1 else " " + text[-most:].partition(" ")[2]
    return f"{head}[…]{tail}"


# --- causes -----------------------------------------------------------------------------------


def _first_cause(change: SectionChange, decisions: Decisions) -> n.Inlines:
    """The cause of a whole section: the first that is known of its passages."""
    known = (p for p in change.passages if p.decision in decisions.told)
    first = next(known, next(iter(change.passages), None))
    return _cause(first, decisions) if first else (_UNKNOWN,)


def _cause(passage: Passage, decisions: Decisions) -> n.Inlines:
    if told := decisions.told.get(passage.decision or ""):
        return worded(told)
    if _follows(passage):
        return worded("Følgeændring")
    if _is_edit(passage):
        return worded("Redaktionel rettelse")
    return (_UNKNOWN,)


def _follows(passage: Passage) -> bool:
    """Whether only references differ, which follow what they point to, and what leads to them."""
    inlines = passage.line.inlines
    was, now = before(inlines), current(inlines)
    referred = any(isinstance(i, n.CrossRef) and i.change for i in inlines)
    return bool(was and now and referred) and _without_references(was) == _without_references(now)


def _without_references(inlines: n.Inlines) -> list[str]:
    words = plain(tuple(i for i in inlines if not isinstance(i, n.CrossRef))).split()
    return [word.strip(",.") for word in words if word.strip(",.") not in ("", "jf", "dog")]


def _is_edit(passage: Passage) -> bool:
    """Whether the letters and figures are the same, and only signs and spaces differ."""
    return _letters(passage.before) == _letters(passage.after)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()
