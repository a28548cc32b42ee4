"""What one council gets: item, agreement, annexes, what changed, index, sums and a text for a mail.

Open and closed annexes lie in folders and zips of their own. A part is made when it is asked for,
so that nothing is made of which nothing changed.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from aftalegen.build.formats import ARCHIVED, FORMATS, in_house_style
from aftalegen.build.made_of import Inputs, inputs_of, program_hash, sha256
from aftalegen.checks.proof import Proof
from aftalegen.document import nodes as n
from aftalegen.document.walk import plain, worded
from aftalegen.editions.decisions import decisions_of
from aftalegen.editions.external import external_annexes
from aftalegen.editions.redlines import Order, unwritten
from aftalegen.proceedings.case import Case
from aftalegen.proceedings.item import Told
from aftalegen.records import Known
from aftalegen.records.bundle import Bundle
from aftalegen.records.project import Project
from aftalegen.template.tables import column_widths
from aftalegen.words import danish

OPEN, CLOSED = "Åben", "Lukket"
INDEX, MAIL = "Bilagsoversigt", "Mail.txt"


@dataclass(frozen=True, slots=True)
class Part:
    """A file of a package: its name there, what it is made of, and how it is made."""

    name: str
    inputs: Inputs
    made: Callable[[], bytes]


def package_folder(case: Case) -> str:
    """The folder of a package: that of its bundle's edition, and its municipality."""
    return f"{packages_folder(case.bundle)}/{case.owner.record.official_name}"


def packages_folder(bundle: Known[Bundle]) -> str:
    """The folder of all packages of a bundle's edition, below that of what is made."""
    return f"pakker/{bundle.key} {bundle.record.edition}"


def zip_name(whose: str, where: str) -> str:
    """What a package's zip is called: 'Norddjurs Kommune åben.zip'."""
    return f"{whose} {where.lower()}.zip"


def package_parts(
    project: Project, proof: Proof, case: Case, told: Told, item: n.Document
) -> dict[str, list[Part]]:
    """The parts of a package by the folder that each lies in; the second only if something is."""
    open_item = case.agenda is None or case.agenda.open
    parts: dict[str, list[Part]] = {OPEN: [], CLOSED: []}
    titles: dict[str, list[tuple[str, str]]] = {OPEN: [], CLOSED: []}

    def add(name: str, id: str | None, is_open: bool, found: Iterable[Part]) -> None:
        where = OPEN if is_open and open_item else CLOSED
        titles[where].append((name, id or "–"))
        parts[where] += found

    add(item.file_name, None, True, _files(project, item))
    for annex in case.annexes:
        document = proof.annex(project, annex).document
        assert document is not None
        record = annex.record
        add(annex.file_name, record.known_document_id, record.open, _files(project, document))
    closed = {one.document_key for one in case.annexes if not one.record.open}
    for old, new in told.history.redlined:
        is_open = new.key not in closed
        for name, group in _changes(project, case, old, new).items():
            add(name, None, is_open, group)
    for name, id, is_open, part in _external(project, case):
        add(name, id, is_open, [part] if part else [])
    for where in (OPEN, CLOSED):
        if titles[where]:
            parts[where] += _files(project, _index(case, item, where, titles[where]))
    return {where: found for where, found in parts.items() if found}


def _files(project: Project, document: n.Document) -> Iterator[Part]:
    """A document in each format that is kept."""
    inputs = inputs_of(document, project.style)
    for form in ARCHIVED:
        yield Part(
            f"{document.file_name}.{form}", inputs, partial(in_house_style, document, form, project)
        )


def _changes(
    project: Project, case: Case, old: n.Document, new: n.Document
) -> dict[str, list[Part]]:
    """The redline and the list of changes, against what this body saw."""
    decisions = decisions_of(project, case.bundle.record.region, new.edition_date)
    order = Order(old, new, ARCHIVED, project.style, decisions)
    found: dict[str, list[Part]] = {}
    for document, name, form, revision in unwritten(order, decisions.difference(old, new)):
        write = partial(FORMATS[form].write, document, project.style, revision)
        part = Part(f"{name}.{form}", inputs_of(document, project.style), write)
        found.setdefault(name, []).append(part)
    return found


def _external(project: Project, case: Case) -> Iterator[tuple[str, str | None, bool, Part | None]]:
    """What others made for this municipality's case; what is awaited is only listed."""
    records = case.bundle.record.external
    if not any(one.municipality == case.owner.key for one in records):
        return
    enclosed = external_annexes(project, case.bundle.key)
    for record, one in zip(records, enclosed, strict=True):
        if record.municipality != case.owner.key:
            continue
        part = None
        if one.other:
            ending, data = one.other
            inputs = Inputs(sha256(data), "", program_hash())
            part = Part(one.file_name + ending, inputs, partial(bytes, data))
        title = one.file_name
        if one.awaited:
            title += f" (foreligger ikke; leveres af {one.awaited})"
        yield title, record.document_id, record.open, part


def _index(case: Case, item: n.Document, where: str, titles: list[tuple[str, str]]) -> n.Document:
    """The package's own index: what lies in one of its folders."""
    header = n.Row(tuple(map(worded, ("Nr.", "Dokument", "Dokumentnummer"))))
    rows = tuple(
        n.Row(tuple(map(worded, (str(number), name, id))))
        for number, (name, id) in enumerate(titles, 1)
    )
    table = n.Table(
        worded(f"{INDEX}, {where.lower()}"), ("right", "left", "left"),
        column_widths((header, *rows)), header, rows,
    )  # fmt: skip
    return n.Document(
        key=f"{item.key}/{INDEX.lower()}-{danish.ascii_key(where)}",
        file_name=INDEX,
        title=worded(INDEX),
        subtitle=worded(plain(item.title)),
        facts=item.facts,
        edition=case.bundle.record.edition,
        edition_date=case.bundle.record.edition_date.isoformat(),
        author=item.author,
        contents=False,
        cover=False,
        draft=item.draft,
        sections=(n.Section("bilag", worded("Bilag"), (table,)),),
    )


def mail_text(case: Case, told: Told, item: n.Document, zips: Iterable[str]) -> str:
    """A text for the mail that a package is sent with."""
    found, bundle = told.item, case.bundle.record
    number = f"Sag {found.case_number}: " if found.case_number else ""
    lines = [f"Emne: {number}{plain(item.title)}", "", f"Til {found.party}", ""]
    meeting = f" den {danish.long_date(found.meeting)}" if found.meeting else ""
    lines.append(
        f"Hermed dagsordenspunkt og bilag til behandling i {found.body}{meeting}. "
        f"Aftalen foreligger i udgave {bundle.edition}."
    )
    if found.changes.edition and found.changes.passages:
        lines.append(
            f"Den er ændret siden udgave {found.changes.edition}; ændringerne er mærket i en "
            "sammenligning og samlet i en ændringsliste."
        )
    elif found.changes.edition and found.changes.unknown is not None:
        lines.append(f"Den er uændret siden udgave {found.changes.edition}.")
    if found.agenda_by:
        lines.append(f"Dagsordenen skal være ude senest den {danish.long_date(found.agenda_by)}.")
    lines += [f"- {danish.long_date(day.day)}: {day.what}" for day in found.deadlines]
    names = tuple(zips)
    lines += ["", "Vedlagt:", *(f"- {name}" for name in names)]
    if any(name.endswith(f" {CLOSED.lower()}.zip") for name in names):
        closed = "Lukkede bilag ligger i en fil for sig og sendes ikke sammen med de åbne."
        lines += ["", closed]
    return "\n".join(lines).replace(danish.NBSP, " ") + "\n"
