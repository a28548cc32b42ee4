"""The list of changes of one agreement, to lie on top of it: section, before, now and cause."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby

from aftalegen.document import nodes as n
from aftalegen.document.difference import Aside, Comparison, Matter, SectionChange
from aftalegen.document.numbering import numbered
from aftalegen.document.passages import Passage
from aftalegen.document.walk import plain, walk_sections, worded
from aftalegen.document.word_changes import word_changes
from aftalegen.words.danish import and_list, long_date

NAME = "Ændringsliste"

_LONG = 700  # letters of a passage that is shown whole; the redline has it all
_LONGEST_NAME = 230  # bytes; file systems take 255, with the ending and a mark of ours
_NONE = "–"

_ASIDE: Mapping[Matter, str] = {
    "edition": "Udgaven",
    "date": "Udgavens dato",
    "draft": "Mærket som udkast",
    "title page": "Titelbladet",
    "number": "Afsnitsnumre",
    "form": "Henvisninger og form",
    "section": "Afsnit, hvor intet er aftalt",
}


def change_list(
    old: n.Document, new: n.Document, found: Comparison, told: Mapping[str, str]
) -> n.Document:
    """What changed between two documents, with the words of each decision by its key.

    A passage without a decision has the place where it was written as its cause.
    """
    lines = [row for section in found.sections for row in _rows(section, old, new, told)] or [
        n.Row((worded(_NONE), worded(_NONE), worded("Intet er ændret."), worded(_NONE)))
    ]
    header = n.Row(tuple(worded(name) for name in ("Afsnit", "Før", "Nu", "Årsag")))
    table = n.Table(worded("Ændrede afsnit"), ("left",) * 4, (17, 31, 31, 21), header, tuple(lines))
    facts = (
        n.Fact("Fra udgave", worded(old.edition)),
        n.Fact("Til udgave", worded(new.edition)),
        n.Fact("Ændrede afsnit", worded(str(len(found.sections)))),
        n.Fact("Uændrede afsnit", worded(f"{found.unchanged} sammenlignet")),
    )
    blocks: tuple[n.Block, ...] = (table, *_asides(found.aside))
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


def _rows(
    change: SectionChange, old: n.Document, new: n.Document, told: Mapping[str, str]
) -> list[n.Row]:
    """A row for each passage; a section that came, went or was moved has one row of its own."""
    name = worded(f"{change.number_after or change.number_before} {change.title}".strip())
    because = _cause(change.passages[0], told) if change.passages else worded(_NONE)
    match change.kind:
        case "inserted":
            new_text = with_parts("Nyt afsnit", new, change)
            return [n.Row((name, worded(_NONE), new_text, because))]
        case "removed":
            old_text = with_parts("Udgået afsnit", old, change)
            return [n.Row((name, old_text, worded(_NONE), because))]
        case "moved":
            before, now = (f"Stod som {change.number_before}", f"Står som {change.number_after}")
            moved = n.Row((name, worded(before), worded(now), because))
            return [moved, *(_row(name, passage, told) for passage in change.passages)]
        case "changed":
            return [_row(name, passage, told) for passage in change.passages]


def with_parts(what: str, document: n.Document, change: SectionChange) -> n.Inlines:
    """A whole section as its subsections: "Nyt afsnit med 14.1 Klagetyper og 14.2 Læring"."""
    section = next(s for s in walk_sections(document.sections) if s.key == change.key)
    parts = [
        f"{part.number} {plain(part.title)}"
        for part in section.blocks
        if isinstance(part, n.Section)
    ]
    return worded(f"{what} med {and_list(parts)}" if parts else what)


def _row(name: n.Inlines, passage: Passage, told: Mapping[str, str]) -> n.Row:
    marked = word_changes((n.Text(passage.before),), (n.Text(passage.after),))
    return n.Row((name, _shown(marked, "ins"), _shown(marked, "del"), _cause(passage, told)))


def _shown(marked: n.Inlines, hidden: str) -> n.Inlines:
    """One side of a passage, its own words in bold; far from them what is long is left out."""
    side = [inline for inline in marked if isinstance(inline, n.Text) and inline.change != hidden]
    whole = sum(len(inline.text) for inline in side) <= _LONG
    runs = [
        (changed, "".join(inline.text for inline in run))
        for changed, run in groupby(side, key=lambda inline: inline.change is not None)
    ]
    shown = tuple(
        n.Text(text if changed or whole else _around(text, place, len(runs)), strong=changed)
        for place, (changed, text) in enumerate(runs)
    )
    return shown or worded(_NONE)


def _around(text: str, place: int, runs: int) -> str:
    """The part of an unchanged text that stands nearest to what changed beside it."""
    most = _LONG // 4
    if len(text) <= 2 * most:
        return text
    head = "" if place == 0 else text[:most].rpartition(" ")[0] + " "
    tail = "" if place == runs - 1 else " " + text[-most:].partition(" ")[2]
    return f"{head}[…]{tail}"


def _cause(passage: Passage, told: Mapping[str, str]) -> n.Inlines:
    if passage.decision and passage.decision in told:
        return worded(told[passage.decision])
    place = passage.source
    return worded(f"Rettet i {place.file.rpartition('/')[2]}" if place else _NONE)


def _asides(found: Sequence[Aside]) -> tuple[n.Block, ...]:
    """What changed without being of substance, one line for each kind."""
    if not found:
        return ()
    lines = []
    for matter, name in _ASIDE.items():
        own = [fact for fact in found if fact.matter == matter]
        if len(own) == 1 and own[0].before != own[0].after:
            before, now = (_as_told(own[0], side) for side in (own[0].before, own[0].after))
            lines.append(f"{name}: {before} er nu {now}")
        elif own:
            lines.append(f"{name}: {len(own)} steder" if len(own) > 1 else f"{name}: 1 sted")
    told = "Disse forskelle ændrer ikke det aftalte:"
    return (
        n.Paragraph(worded(told)),
        n.Items(False, tuple(n.Item(worded(line)) for line in lines)),
    )


def _as_told(fact: Aside, words: str) -> str:
    """One side of a fact; a date as agreements write it."""
    if fact.matter == "date" and words:
        return long_date(date.fromisoformat(words))
    return words or _NONE
