"""What a body decided -> the lines of data that say it, in the file of its agreement.

A meeting that was planned becomes what it came to; remarks become reservations in the register of
proposals. Nothing is written here, and what is made says when it is read back what was meant.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from aftalegen.build.changed_texts import ChangedTexts
from aftalegen.negotiation import minutes
from aftalegen.negotiation.kept import Books, Kept
from aftalegen.proceedings.meant import Meant, agreements_meant, meant_of
from aftalegen.proceedings.said import OUTCOME_WORDS, Said
from aftalegen.records import parse_yaml, record_from
from aftalegen.records.adding import item_lines, with_item
from aftalegen.records.agreement import Approval, Approvals
from aftalegen.records.agreements import Agreements
from aftalegen.records.bodies import body_called
from aftalegen.records.editing import Scalar, edited
from aftalegen.records.project import Project
from aftalegen.records.proposals import registers_of
from aftalegen.records.selected import BundleAnnex, annexes_of
from aftalegen.records.text import as_read, read_text
from aftalegen.words.danish import short_date
from aftalegen.words.faults import AftalegenError, Errors, InputError
from aftalegen.words.language import _
from aftalegen.words.place import Source

ORDER = tuple(Approval.model_fields)
"""The keys of an approval in the order in which the files have them."""
SCHEMA = "# yaml-language-server: $schema=../../schemas/approvals.schema.json"
_BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Recorded:
    """What is recorded of one agreement. `planned` is the meeting as it was planned,
    `breach` the reason why the agenda is late, `new` whether it says something else than what stood
    there."""

    agreement: BundleAnnex
    municipality: str
    meant: Meant
    planned: Approval | None
    breach: str | None
    source: str
    new: bool


class Recording:
    """The files with what is recorded, one thing after another, on the day `today`."""

    def __init__(self, project: Project, today: date) -> None:
        self.project = project
        self.today = today
        self.texts: dict[str, tuple[str, str]] = {}
        self.known = Agreements(project)
        self._reserved: list[minutes.Said] = []
        self._editions: dict[str, frozenset[str]] = {}

    def record_all(self, every: Iterable[Said]) -> tuple[Recorded, ...]:
        """What becomes of all that is said. Raises Errors with all that cannot be recorded."""
        found: list[Recorded] = []
        errors: list[AftalegenError] = []
        for said in every:
            try:
                for agreement in agreements_meant(self.project, self.known, said):
                    try:
                        found.append(self._record(agreement, said))
                    except AftalegenError as error:
                        errors.append(error)
            except AftalegenError as error:
                errors.append(error)
        if errors:
            raise errors[0] if len(errors) == 1 else Errors(errors)
        return tuple(found)

    def reserved(self) -> tuple[Kept, ...]:
        """The registers with the reservations that they have not yet."""
        if not self._reserved:
            return ()
        registers, wrong = registers_of(self.project)
        if wrong:
            raise Errors(wrong)  # ids that cannot be read could be given again
        books = Books(self.project, registers)
        for one in minutes.new_ones(self.project, books.registers, self._reserved):
            books.put_said(one)
        return books.kept

    def changed(self, reserved: Iterable[Kept]) -> ChangedTexts:
        """All that changes."""
        files = [one.change(self.project.folder) for one in reserved]
        return ChangedTexts(
            self.texts
            | {
                file.path.relative_to(self.project.folder).as_posix(): (
                    (file.before or b"").decode("utf-8"),
                    (file.after or b"").decode("utf-8"),
                )
                for file in files
            }
        )

    # --- one agreement --------------------------------------------------------------------------

    def _record(self, agreement: BundleAnnex, said: Said) -> Recorded:
        file = f"data/approvals/{agreement.approvals_key}.yaml"
        before, text = self.texts.get(file) or (self._text(file),) * 2
        rows = _read(text, file)
        self._require_new_place(agreement)
        meant = meant_of(
            self.project, self.known, agreement, said, rows, self._named(agreement), self.today
        )
        index = self._standing_row(agreement, said, meant, rows)
        row = None if index is None else rows[index]
        values = _values(meant, said, row)
        if values:
            written = _written(text, file, rows, index, values)
            self.texts[file] = (before, written)
        source = str(values.get("source") or (row.source if row else meant.source))
        self._reserve(agreement, meant, source)
        name = self.project.municipality(agreement.municipality).record.name
        planned = row if row and row.outcome == "planned" else None
        breach = said.waived or (row.agenda_waived if row else None)
        return Recorded(agreement, name, meant, planned, breach, source, bool(values))

    def _text(self, file: str) -> str:
        path = self.project.folder / file
        if not path.exists():
            return ""
        read_text(path, file)  # refuses what is not UTF-8, with the place
        return path.read_bytes().decode("utf-8")

    def _named(self, agreement: BundleAnnex) -> frozenset[str]:
        """The editions that what is recorded of a bundle names."""
        bundle = agreement.bundle
        if bundle.key not in self._editions:
            rows = (r for a in self.known.of(annexes_of(bundle)) for r in self.known.approvals(a))
            named = frozenset(row.approval.edition or "" for row in rows)
            self._editions[bundle.key] = named - {""}
        return self._editions[bundle.key]

    def _require_new_place(self, agreement: BundleAnnex) -> None:
        municipality = self.project.municipality(agreement.municipality)
        task = municipality.record.tasks.get(agreement.task)
        if task and task.approvals:
            message = _("approvals are written below the task here, where they were before")
            hint = _("move them first: aftalegen approval --move --write")
            place = municipality.written.place(("tasks", agreement.task, "approvals"))
            raise InputError("approvals-not-moved", message, place, hint)

    def _standing_row(
        self, agreement: BundleAnnex, said: Said, meant: Meant, rows: Sequence[Approval]
    ) -> int | None:
        """The row that says it already, or planned it; None for what is new.

        Raises where another outcome of the body is recorded on that day.
        """
        bodies = self.known.bodies(agreement)
        own = [
            (index, row)
            for index, row in enumerate(rows)
            if body_called(bodies, row.body, row.party) == meant.body
        ]
        for index, row in own:
            if row.date == meant.day and row.outcome != "planned":
                if (row.outcome, row.edition) == (meant.outcome, meant.edition):
                    return index
                message = _("{body} has decided on {day} already: {outcome} {edition}").format(
                    body=row.body, day=short_date(row.date), outcome=_(OUTCOME_WORDS[row.outcome]),
                    edition=row.edition or "",
                )  # fmt: skip
                hint = _("correct it in data/approvals/{file}.yaml, or take it back: {command}")
                hint = hint.format(
                    file=agreement.approvals_key, command="aftalegen approval --undo"
                )
                raise said.wrong("day", "already-recorded", message.strip(), hint)
        planned = [
            (index, row)
            for index, row in own
            if row.outcome == "planned"
            if row.date == meant.day or row.edition in (None, meant.edition)
        ]
        near = sorted(planned, key=lambda one: abs((one[1].date - meant.day).days))
        return near[0][0] if near else None

    def _reserve(self, agreement: BundleAnnex, meant: Meant, source: str) -> None:
        bundle, file = agreement.bundle, f"data/approvals/{agreement.approvals_key}.yaml"
        region = meant.body.party == "region"
        party = bundle.record.region if region else agreement.municipality
        for remark in meant.remarks:
            said = minutes.Said(
                bundle.key, meant.edition or bundle.record.edition, party, party, agreement.task,
                "reservation", remark, meant.body.name, meant.day, None, Source(file, 1),
                (agreement,), template=agreement.template, source=source,
            )  # fmt: skip
            self._reserved.append(said)


# --- as lines -----------------------------------------------------------------------------------


def _values(meant: Meant, said: Said, row: Approval | None) -> dict[str, Scalar]:
    """What is written: of a row that stands only what becomes otherwise."""
    found: dict[str, Scalar] = {
        "body": meant.body.name,
        "party": meant.party,
        "date": meant.day,
        "outcome": meant.outcome,
        "wording": meant.wording,
        "edition": meant.edition,
        "agenda_sent": meant.sent,
        "agenda_waived": said.waived,
        "extraordinary": said.extraordinary or None,
        "source": meant.source if row is None or said.source or said.places else None,
    }
    found = {key: found[key] for key in ORDER if found.get(key) is not None}
    if row is None:
        return found
    del found["body"]
    return {key: value for key, value in found.items() if getattr(row, key) != value}


def _written(
    text: str, file: str, rows: Sequence[Approval], index: int | None, values: dict[str, Scalar]
) -> str:
    """The text of a file with a row that is new or says something else; read back."""
    plain = text.removeprefix(_BOM)
    if index is not None:
        result = edited(plain, file, ("approvals", index), values, ORDER)
    elif not plain:
        lines = [SCHEMA, "approvals:", *(f"  {line}" for line in item_lines(values, 2))]
        result = "".join(f"{line}\n" for line in lines)
    else:
        day = values["date"]
        later = (n for n, row in enumerate(rows) if isinstance(day, date) and row.date > day)
        at = next(later, None)
        result = with_item(plain, file, ("approvals",), item_lines(values, 2), at)
    wanted = [row.model_dump() for row in rows]
    if index is None:
        wanted.append(_dumped(values))
    else:
        wanted[index] = {**wanted[index], **values}
    found = [row.model_dump() for row in _read(result, file)]
    if sorted(map(repr, found)) != sorted(map(repr, wanted)):
        message = _("what is recorded cannot be written without touching the rest")
        hint = _("write it by hand, each key on a line of its own")
        raise InputError("cannot-edit", message, Source(file, 1), hint)
    return _BOM * text.startswith(_BOM) + result


def _dumped(values: dict[str, Scalar]) -> dict[str, Any]:
    return Approval.model_validate(values).model_dump()


def _read(text: str, file: str) -> tuple[Approval, ...]:
    if not text:
        return ()
    written = parse_yaml(as_read(text.removeprefix(_BOM)), file)
    return record_from(written, file, Approvals).record.approvals
