"""A workbook of meeting days -> the calendars of bodies in the parties' files; days are added.

A row says whose body it is, which, and one day or several; nothing that stands is taken away.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from aftalegen.build.changed_texts import ChangedTexts
from aftalegen.records import Known, parse_yaml, record_from
from aftalegen.records.adding import item_lines, with_item
from aftalegen.records.bodies import Body, KnownBody, Party, bodies_of, body_meant
from aftalegen.records.editing import with_flow_list
from aftalegen.records.municipality import Municipality
from aftalegen.records.project import Project
from aftalegen.records.region import Region
from aftalegen.records.sheet_table import SheetRow, rows_of_workbook, text_in
from aftalegen.records.text import as_read, read_text
from aftalegen.words import danish
from aftalegen.words.faults import AftalegenError, Errors, InputError, did_you_mean
from aftalegen.words.language import _

HEADINGS = {
    "who": ("kommune", "region", "part", "municipality", "party"),
    "body": ("organ", "udvalg/råd", "body"),
    "day": ("dato", "datoer", "mødedato", "mødedatoer", "møder", "date"),
    "source": ("kilde", "source"),
}
"""The headings that are understood, in small letters."""
NEEDED = ("who", "body", "day")
_BETWEEN = re.compile(r"[;,\n]")
_BOM = "\ufeff"
_Party = Known[Municipality] | Known[Region]


@dataclass(frozen=True, slots=True)
class Calendar:
    """The meeting days of a body as they become; `new` are those that come to it, `left_out` those
    that stand within the days of the workbook, and not in it."""

    file: str
    party: str
    body: KnownBody
    new: tuple[date, ...]
    left_out: tuple[date, ...]
    source: str


@dataclass(slots=True)
class _Told:
    """What a workbook says of one body."""

    kind: Party
    key: str
    body: KnownBody
    days: set[date]
    source: str


def calendars_in(project: Project, path: Path) -> tuple[tuple[Calendar, ...], ChangedTexts]:
    """What a workbook adds to the calendars, and the files that change.

    Raises Errors with the cell of each thing that cannot be taken in; then nothing is.
    """
    told: dict[tuple[str, str, str], _Told] = {}
    errors: list[AftalegenError] = []
    for row in rows_of_workbook(path, HEADINGS, NEEDED):
        try:
            if "day" in row:
                one = _told(project, row)
                known = told.setdefault((one.kind, one.key, one.body.name), one)
                known.days |= one.days
        except AftalegenError as error:
            errors.append(error)
    if errors:
        raise Errors(errors)
    texts: dict[str, tuple[str, str]] = {}
    found = tuple(_calendar(project, one, texts) for one in told.values())
    return found, ChangedTexts(texts)


def _told(project: Project, row: SheetRow) -> _Told:
    lacking = [HEADINGS[name][0].capitalize() for name in NEEDED if text_in(row, name) is None]
    if lacking:
        message = _("the row does not say: {names}").format(names=", ".join(lacking))
        raise InputError("row-incomplete", message, row["day"].place, _("fill in the cells"))
    kind, key = _party(project, row)
    bodies = _bodies(project, kind, key)
    said = str(text_in(row, "body"))
    body = body_meant(bodies, said)
    if body is None:
        names = [one.name for one in bodies]
        message = _("{party} has no body «{name}»").format(party=text_in(row, "who"), name=said)
        hint = _("write it below bodies: in {file} first").format(file=_file(kind, key))
        raise InputError(
            "no-such-body", message, row["body"].place, did_you_mean(said, names) or hint
        )
    days = set()
    for part in _BETWEEN.split(str(text_in(row, "day"))):
        if words := part.strip():
            day = danish.day_in(words)
            if day is None:
                message = _("«{day}» is not a date").format(day=words)
                place = row["day"].place
                raise InputError("not-a-date", message, place, _("write it as 24-03-2026"))
            days.add(day)
    return _Told(kind, key, body, days, text_in(row, "source") or str(row["day"].place))


def _party(project: Project, row: SheetRow) -> tuple[Party, str]:
    said = str(text_in(row, "who"))
    key = danish.ascii_key(said)
    if key in project.keys("municipalities"):
        return "municipality", key
    if key in project.keys("regions"):
        return "region", key
    message = _("«{name}» is neither a municipality nor a region here").format(name=said)
    near = did_you_mean(key, (*project.keys("municipalities"), *project.keys("regions")))
    raise InputError("unknown-municipality", message, row["who"].place, near)


def _bodies(project: Project, kind: Party, key: str) -> tuple[KnownBody, ...]:
    if kind == "municipality":
        municipality = project.municipality(key).record
        return bodies_of(kind, municipality.council, municipality.bodies)
    region = project.region(key).record
    return bodies_of(kind, region.decided_by, region.bodies)


def _file(kind: Party, key: str) -> str:
    folder = "municipalities" if kind == "municipality" else "regions"
    return f"data/{folder}/{key}.yaml"


# --- as lines -----------------------------------------------------------------------------------


def _calendar(project: Project, told: _Told, texts: dict[str, tuple[str, str]]) -> Calendar:
    """What is new of one body; the text of its file is put in `texts`."""
    file = _file(told.kind, told.key)
    there = set(told.body.meetings)
    new = sorted(told.days - there)
    within = {day for day in there if min(told.days) <= day <= max(told.days)}
    if new:
        now, text = texts.get(file) or (_text(project, file),) * 2
        plain = text.removeprefix(_BOM)
        known: _Party = (
            project.municipality(told.key)
            if told.kind == "municipality"
            else project.region(told.key)
        )
        written = _with_days(plain, file, known, told, sorted(there | told.days))
        texts[file] = (now, _BOM * text.startswith(_BOM) + written)
    left_out = tuple(sorted(within - told.days))
    return Calendar(file, told.key, told.body, tuple(new), left_out, told.source)


def _text(project: Project, file: str) -> str:
    read_text(project.folder / file, file)  # refuses what is not UTF-8, with the place
    return (project.folder / file).read_bytes().decode("utf-8")


def _with_days(
    text: str,
    file: str,
    known: _Party,
    told: _Told,
    days: Sequence[date],
) -> str:
    """The text of a party's file whose body has these meeting days; read back."""
    before = _listed(text, file, known)
    names = [one.name for one in before]
    if told.body.name in names:
        index = names.index(told.body.name)
        result = with_flow_list(text, file, ("bodies", index), "meetings", days)
    else:
        item = item_lines({"name": told.body.name, "source": told.source}, 2)
        listed = ", ".join(day.isoformat() for day in days)
        result = with_item(text, file, ("bodies",), [*item, f"  meetings: [{listed}]"])
    after = {one.name: one.meetings for one in _listed(result, file, known)}
    wanted: Mapping[str, tuple[date, ...]] = {one.name: one.meetings for one in before}
    if after != {**wanted, told.body.name: tuple(days)}:
        message = _("the days cannot be written without touching the rest")
        hint = _("write meetings: below the body by hand")
        raise InputError("cannot-edit", message, known.written.place(("bodies",)), hint)
    return result


def _listed(text: str, file: str, known: _Party) -> tuple[Body, ...]:
    written = parse_yaml(as_read(text), file)
    return record_from(written, known.key, type(known.record)).record.bodies
