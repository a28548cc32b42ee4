"""What came back -> the register of proposals: new ids for what is new, nothing for what is known.

No person is named: what is said is the party's.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import normalize

from aftalegen.build.change import FileChange
from aftalegen.negotiation.edits import Edit
from aftalegen.negotiation.pieces import BETWEEN_CELLS
from aftalegen.negotiation.places import fields_at
from aftalegen.negotiation.printed import said
from aftalegen.negotiation.received import Proposal, Received
from aftalegen.records.editing import Scalar
from aftalegen.records.project import Project
from aftalegen.records.proposals import (
    Register,
    new_id,
    next_number,
    read_register,
    register_file,
)
from aftalegen.records.proposals_text import with_items
from aftalegen.words.alphabet import shown
from aftalegen.words.danish import day_in
from aftalegen.words.language import _, in_danish, later

if TYPE_CHECKING:
    from pydantic import BaseModel

    from aftalegen.negotiation.minutes import Said

Values = dict[str, Scalar]

_KINDS = {"changed": "change", "added": "add", "removed": "remove", "moved": "move"}
_ENDS = {
    "split": later("The paragraph is split in two."),
    "joined": later("The paragraph is joined with the next."),
}
_BOM = b"\xef\xbb\xbf"
_SPACES = re.compile(r"[ \t\n\v\r]+")
_SAME = ("kind", "template", "section", "passage", "was", "proposed", "comment")
"""What makes two proposals of one party the same, when it sends a later file."""


@dataclass(slots=True)
class Kept:
    """A register's file as it will be: what is new in it, and what a later file says no more.

    `known` are the files that had been read before; where no other came, nothing is written.
    """

    file: str
    before: bytes | None = None
    last: int = 0
    text: str = ""
    ids: list[str] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)

    def change(self, folder: Path) -> FileChange:
        """The file as it is and as it will be."""
        bom = _BOM if self.before and self.before.startswith(_BOM) else b""
        return FileChange(folder / self.file, self.before, bom + self.text.encode())


class Books:
    """The registers as they will be with what came back; each number is given once.

    All of the project's registers must be known: an id that is not could be given again.
    """

    def __init__(self, project: Project, registers: Sequence[Register]) -> None:
        self.project = project
        self.registers = registers
        self._books: dict[str, Kept] = {}
        self._numbers: dict[str, int] = {}

    @property
    def kept(self) -> tuple[Kept, ...]:
        """What becomes of each register that something came back for."""
        return tuple(self._books.values())

    def put_edits(self, one: Received, day: date) -> None:
        """Put in the edits of a file, unless it was read before."""
        bundle = one.base.key.partition("/")[0]
        file = register_file(bundle, one.base.edition, one.municipality, one.task)
        book, old = self._book(file)
        if _is_known(self.registers, one):
            book.known.append(one.file.name)
            return
        choices = self.project.choices.model
        each = (row_of(one, proposal, choices) for proposal in one.proposals)
        rows = [row for row in each if row is not None]
        there = _there(old)
        new = [row for row in rows if _same(row) not in there]
        book.gone += _no_more(old, one, {_same(row) for row in rows})
        self._put(book, one.municipality, [_received(self.project, one, day)], new)

    def put_said(self, one: "Said") -> None:
        """Put in what a body or an authority said, which the register has not."""
        file = register_file(one.bundle, one.edition, one.party, one.task)
        name = one.name if one.authority else None
        self._put(self._book(file)[0], one.party, [], [said_values(one)], name)

    def _book(self, file: str) -> tuple[Kept, Register | None]:
        """What becomes of a file, and the register that is in it now."""
        there = (self.project.folder / file).exists()
        old = read_register(self.project, file) if there else None
        if file not in self._books:
            now = (self.project.folder / file).read_bytes() if there else None
            self._books[file] = Kept(file, now, old.known.record.last or 0 if old else 0)
        return self._books[file], old

    def _put(
        self,
        book: Kept,
        party: str,
        received: Sequence[Values],
        rows: Sequence[Values],
        name: str | None = None,
    ) -> None:
        """Write files and rows at the end of a register, each row with the party's next number."""
        first = self._numbers.setdefault(party, next_number(self.registers, party))
        ids = [new_id(party, first + n) for n in range(len(rows))]
        self._numbers[party] = first + len(ids)
        items = [{"id": id, **row, "state": "new"} for id, row in zip(ids, rows, strict=True)]
        book.ids += ids
        if ids:
            book.last = first + len(ids) - 1
        before = book.text or (book.before or b"").decode("utf-8-sig")
        book.text = with_items(before, book.file, received, items, book.last, name)


def _is_known(registers: Iterable[Register], one: Received) -> bool:
    """Whether a file has been read into a register, by its bytes."""
    return any(
        file.sha256 == one.file.sha256
        for register in registers
        for file in register.known.record.received
    )


def _there(old: Register | None) -> set[tuple[Scalar, ...]]:
    rows = () if old is None else old.known.record.proposals
    return {_same(row.model_dump()) for row in rows}


def _same(row: Mapping[str, Scalar]) -> tuple[Scalar, ...]:
    return tuple(row.get(key) for key in _SAME)


def _no_more(old: Register | None, one: Received, said: set[tuple[Scalar, ...]]) -> Iterator[str]:
    """What the party asked for in an earlier file of the annex, undecided, and asks no more."""
    for row in () if old is None or not old.known.record.received else old.known.record.proposals:
        from_a_file = row.passage is not None and row.template == one.template
        if row.state == "new" and from_a_file and _same(row.model_dump()) not in said:
            yield row.id


# --- what is written ----------------------------------------------------------------------------


def _received(project: Project, one: Received, day: date) -> Values:
    found: Values = {
        "sha256": one.file.sha256,
        "received_on": day.isoformat(),
        "sender": project.municipality(one.municipality).record.official_name,
        "template": one.template,
    }
    kinds = {proposal.edit.tracked for proposal in one.proposals if proposal.edit.kind != "comment"}
    if kinds:
        found["tracking"] = "partly" if len(kinds) == 2 else "all" if kinds == {True} else "none"
    if one.file.converted_by:
        found["converted_by"] = _clean(one.file.converted_by)
    elif one.file.saved_by:
        found["saved_by"] = _clean(one.file.saved_by)
    return found


@in_danish()
def row_of(one: Received, proposal: Proposal, choices: "type[BaseModel]") -> Values | None:
    """An edit or a comment as it is written; None for what asks for nothing.

    `choices` is the record of what may be chosen in the project.
    """
    edit = proposal.edit
    follows = bool(edit.places) and all(place.origin == "follows" for place in edit.places)
    if (edit.kind == "undone" or follows) and not proposal.thread:
        return None
    kind = _KINDS.get(edit.kind, "comment")
    told = [_(_ENDS[edit.kind])] if edit.kind in _ENDS else []
    told += [comment.text for comment in proposal.thread]
    found: Values = {"kind": kind}
    if not edit.tracked:
        found["untracked"] = True
    found["template"] = one.template
    if edit.sent is not None:
        if edit.sent.section is not None:
            found["section"] = edit.sent.section.key
        if edit.sent.line is not None and edit.sent.line.key is not None:
            found["block"] = edit.sent.line.key
        found["passage"] = edit.sent.number
    for key, value in (("was", _was(edit)), ("proposed", _proposed(edit))):
        if text := _clean(value):
            found[key] = text
    found |= _value(edit, choices)
    if text := _clean(" – ".join(told)):
        found["comment"] = text
    return found


def _value(edit: Edit, choices: "type[BaseModel]") -> Values:
    """The fact that the edited words are the value of, and what it is to be; of amounts and dates.

    The record's own type says what the words mean: '2.000.000 kr.' is 2000000.
    """
    if edit.kind != "changed" or edit.sent is None:
        return {}
    from aftalegen.negotiation.typed import key_path, record_at, value_said  # with all records

    end = edit.at + len(edit.was)
    for inline, first in fields_at(edit.sent, edit.cell):
        text = said((inline,))
        if inline.source is None or not (first <= edit.at and end <= first + len(text)):
            continue
        *above, key = key_path(inline.source.key)
        record = record_at(inline.source.file, tuple(above), choices)
        words = text[: edit.at - first] + edit.now + text[end - first :]
        value = value_said(record, str(key), words) if record else None
        if isinstance(value, int) or (value and day_in(words)):
            return {"value_of": inline.source.key, "value": value}
    return {}


def said_values(one: "Said") -> Values:
    """What a body or an authority said, as it is written."""
    found: Values = {"kind": one.kind}
    if one.template is not None:
        found["template"] = one.template
    found["comment"] = _clean(one.comment)
    if one.theme is not None:
        found["theme"] = _clean(one.theme)
    if one.body is not None:
        found["body"] = _clean(one.body)
    if one.body_date is not None:
        found["body_date"] = one.body_date.isoformat()
    return found | {"source": _clean(one.source or str(one.place).rpartition("/")[2])}


def _was(edit: Edit) -> str:
    """The passage as it was sent; nothing for what is new."""
    return "" if edit.sent is None or edit.kind == "added" else BETWEEN_CELLS.join(edit.sent.words)


def _proposed(edit: Edit) -> str:
    """The passage as it would be with this edit and no other."""
    if edit.kind in ("added", "moved"):
        return edit.now
    if edit.kind != "changed" or edit.sent is None:
        return ""
    cells = list(edit.sent.words)
    if edit.was == BETWEEN_CELLS.join(cells):
        return edit.now
    said = cells[edit.cell]
    cells[edit.cell] = said[: edit.at] + edit.now + said[edit.at + len(edit.was) :]
    return BETWEEN_CELLS.join(cells)


def _clean(text: str) -> str:
    """Words as a record may hold them: no tabs or line ends, no sign that steers a screen."""
    return shown(normalize("NFC", _SPACES.sub(" ", text).strip(" ")))
