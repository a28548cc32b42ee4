"""A municipality's case for access to documents: a list in order, the files, what is left out.

Whole or not at all; `verify` says later whether it is as it was laid out.
"""

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from aftalegen import __version__
from aftalegen.build.formats import ARCHIVED, FORMATS, in_house_style
from aftalegen.build.made_of import ENGINES, engine_versions, sha256
from aftalegen.checks.proof import Proof
from aftalegen.document import nodes as n
from aftalegen.document.numbering import numbered
from aftalegen.document.walk import worded
from aftalegen.editions.manifest import Despite, IssuedBy, NamedFile, named
from aftalegen.editions.told import told_passed
from aftalegen.editions.verify import MANIFEST, SUMS, sums_text
from aftalegen.proceedings.dossier_entries import Entry, entries_of
from aftalegen.records.project import Project
from aftalegen.records.released import edition_names
from aftalegen.records.selected import BundleAnnex
from aftalegen.template.tables import column_widths
from aftalegen.words.danish import short_date
from aftalegen.words.faults import UsageError
from aftalegen.words.language import _

LIST = "Aktliste"
FILES = "pdf"
"""The format of what goes out: nobody is to edit it."""
FORMAT = 1


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class DossierEntry(_Part):
    """One entry, and its file if it has one."""

    number: int
    date: str
    kind: str
    what: str
    files: tuple[NamedFile, ...]


class LeftOut(_Part):
    """What does not go out, and why."""

    date: str
    what: str
    because: str


class DossierManifest(_Part):
    """What a dossier is; `bundle` is what it is known by, `index` and `annexes` as in bundles."""

    format: int
    tool: IssuedBy
    engines: dict[str, str]
    bundle: str
    title: str
    index: tuple[NamedFile, ...]
    annexes: tuple[DossierEntry, ...]
    left_out: tuple[LeftOut, ...]
    despite: tuple[Despite, ...]


def dossier_key(municipality: str) -> str:
    """What the dossier of a municipality is known by."""
    return f"dossier-{municipality}"


def dossier_files(project: Project, proof: Proof, municipality: str) -> dict[str, bytes]:
    """Every file of a dossier by name, sorted.

    Raises UsageError where nothing was released, Errors for an edition that is not whole.
    """
    annexes = [a.selection for a in proof.of(project) if a.selection.municipality == municipality]
    _require_released(project, annexes)
    entries = entries_of(project, annexes)
    files: dict[str, bytes] = {}
    told: list[DossierEntry] = []
    numbers = enumerate((one for one in entries if not one.left_out), 1)
    for number, entry in numbers:
        own = _file(number, entry)
        files |= own
        told.append(
            DossierEntry(
                number=number,
                date=entry.day.isoformat(),
                kind=entry.kind,
                what=entry.what,
                files=tuple(named(name, data) for name, data in own.items()),
            )
        )
    listed = _list(project, annexes, entries, told)
    index = {f"{LIST}.{form}": in_house_style(listed, form, project) for form in ARCHIVED}
    manifest = DossierManifest(
        format=FORMAT,
        tool=IssuedBy(name="aftalegen", version=__version__),
        engines=dict(engine_versions(ENGINES)),
        bundle=dossier_key(municipality),
        title=f"{LIST} {project.municipality(municipality).record.official_name}",
        index=tuple(named(name, data) for name, data in index.items()),
        annexes=tuple(told),
        left_out=tuple(
            LeftOut(date=one.day.isoformat(), what=one.what, because=one.left_out)
            for one in entries
            if one.left_out
        ),
        despite=told_passed(proof),
    )
    files |= index
    files[MANIFEST] = (manifest.model_dump_json(indent=1) + "\n").encode()
    files[SUMS] = sums_text({name: sha256(data) for name, data in files.items()})
    return dict(sorted(files.items()))


def _require_released(project: Project, annexes: Sequence[BundleAnnex]) -> None:
    bundles = dict.fromkeys(annex.bundle.key for annex in annexes)
    if not any(edition_names(project, bundle) for bundle in bundles):
        message = _("no edition has been released, so there is no case to give access to")
        raise UsageError("nothing-released", message, None, _("release one first"))


def _file(number: int, entry: Entry) -> dict[str, bytes]:
    """The file of an entry under its number; none for what is only told."""
    numbered_day = f"{number:02} {entry.day.isoformat()}"
    if entry.other:
        name, data = entry.other
        return {f"{numbered_day} {name}": data}
    if entry.document is None or entry.style is None:
        return {}
    name = f"{numbered_day} {entry.document.file_name}.{FILES}"
    return {name: FORMATS[FILES].write(entry.document, entry.style)}


# --- the list ---------------------------------------------------------------------------------


def _list(
    project: Project,
    annexes: Sequence[BundleAnnex],
    entries: Sequence[Entry],
    told: Sequence[DossierEntry],
) -> n.Document:
    """The entries in order, and what is left out with the reason."""
    municipality = project.municipality(annexes[0].municipality).record.official_name
    newest = max(annexes, key=lambda annex: annex.bundle.record.edition_date).bundle.record
    last = max(entry.day for entry in entries)
    left = [entry for entry in entries if entry.left_out]
    sections = [n.Section("akter", worded("Akter i tidens orden"), (_entries(told),))]
    if left:
        sections.append(n.Section("udeladt", worded("Udeladt"), (_left_out(left),)))
    region = project.region(newest.region).record.official_name
    titles = dict.fromkeys(annex.bundle.record.title for annex in annexes)
    return numbered(
        n.Document(
            key=f"{dossier_key(annexes[0].municipality)}/{LIST.lower()}",
            file_name=LIST,
            title=worded(f"{LIST} til aktindsigt"),
            subtitle=worded(municipality),
            facts=(
                n.Fact("Sag", worded("\n".join(titles))),
                n.Fact("Akter", worded(str(len(told)))),
                n.Fact("Udeladt", worded(str(len(left)))),
                n.Fact("Seneste akt", worded(short_date(last))),
            ),
            edition=newest.edition,
            edition_date=newest.edition_date.isoformat(),
            author=region,
            contents=False,
            draft="",
            cover=False,
            sections=tuple(sections),
        )
    )


def _entries(told: Sequence[DossierEntry]) -> n.Table:
    header = n.Row(tuple(map(worded, ("Nr.", "Dato", "Akt", "Fil"))))
    rows = [
        n.Row(
            (
                worded(str(one.number)),
                worded("-".join(reversed(one.date.split("-")))),
                worded(one.what),
                worded("\n".join(file.name for file in one.files) or "Ingen fil her"),
            )
        )
        for one in told
    ]
    align: tuple[n.Align, ...] = ("right", "left", "left", "left")
    return n.Table(worded("Akter"), align, column_widths([header, *rows]), header, tuple(rows))


def _left_out(left: Sequence[Entry]) -> n.Table:
    header = n.Row(tuple(map(worded, ("Dato", "Akt", "Grund"))))
    rows = [
        n.Row((worded(short_date(one.day)), worded(one.what), worded(one.left_out))) for one in left
    ]
    widths = column_widths([header, *rows])
    return n.Table(worded("Udeladte akter"), ("left",) * 3, widths, header, tuple(rows))
