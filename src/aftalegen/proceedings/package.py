"""A case -> the package that its body gets: item, annexes, what changed, index, text for the mail.

Open and closed annexes lie in folders and zips of their own. A package says of what it was made, so
that one that stands is not made again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from aftalegen import __version__
from aftalegen.build.formats import ARCHIVED, FORMATS
from aftalegen.build.made_of import ENGINES, engine_versions, inputs_of, sha256
from aftalegen.checks.proof import Proof
from aftalegen.document.nodes import Document
from aftalegen.document.style import Style
from aftalegen.editions.decisions import Decisions, decisions_of
from aftalegen.editions.manifest import (
    FORMAT,
    BundleManifest,
    IssuedBy,
    as_told,
    manifest_json,
    named,
)
from aftalegen.editions.redlines import Order, redlined
from aftalegen.editions.told import told_findings, told_passed
from aftalegen.editions.verify import MANIFEST, SUMS, sums_text
from aftalegen.proceedings.case import Case
from aftalegen.proceedings.item import Told
from aftalegen.proceedings.package_papers import mail_text, package_index
from aftalegen.records.project import Project
from aftalegen.records.standing import least
from aftalegen.words import danish
from aftalegen.words.alphabet import is_file_name
from aftalegen.words.faults import OutputError
from aftalegen.words.language import _
from aftalegen.writers.archive import timeless_zip

FOLDER = "Pakker"
PARTS = {True: "Åbne bilag", False: "Lukkede bilag"}
"""The folders of a package, and its zips, by whether what lies there is open."""

MAIL = "Tekst til mail.txt"


class PackageManifest(BundleManifest):
    """What a package is: as a bundle, for whom and of what it was made."""

    party: str
    body: str
    meeting: str | None
    made_of: str


@dataclass(frozen=True, slots=True)
class Package:
    """All that a package needs to be made, so that another process can make it.

    `papers` and `redlines` each say whether they are open; `manifest` lacks its files.
    """

    name: str
    papers: tuple[tuple[bool, Document], ...]
    redlines: tuple[tuple[bool, Order], ...]
    mail: bytes
    style: Style
    manifest: PackageManifest

    @property
    def made_of(self) -> str:
        """The hash of all that its files are made of."""
        return self.manifest.made_of


def package_of(project: Project, proof: Proof, case: Case, item: Document, told: Told) -> Package:
    """The package of a case, with its item as it was proved."""
    body = case.body or case.decider
    own = [proof.annex(project, annex) for annex in case.annexes]
    is_open = {annex.document_key: annex.record.open for annex in case.annexes}
    papers = [(case.agenda is None or case.agenda.open, item)]
    papers += [(a.selection.record.open, a.document) for a in own if a.document]
    redlines = tuple(
        (is_open[new.key], Order(old, new, ARCHIVED, project.style, _decisions(project, case)))
        for old, new in told.history.redlined
    )
    papers += [
        (part, package_index(case, item, told, is_open=part)) for part in _parts(papers, redlines)
    ]
    mail = mail_text(case, item, told, closed=any(not part for part, _one in papers))
    bundle = case.bundle.record
    manifest = PackageManifest(
        format=FORMAT,
        tool=IssuedBy(name="aftalegen", version=__version__),
        engines=dict(engine_versions(ENGINES)),
        bundle=case.bundle.key,
        title=bundle.title,
        edition=bundle.edition,
        edition_date=bundle.edition_date.isoformat(),
        status=least(annex.progress for annex in own),
        case_number=told.item.case_number,
        index=(),
        annexes=(),
        findings=told_findings(proof, case.bundle.key),
        despite=told_passed(proof),
        party=case.owner.record.official_name,
        body=body.name,
        meeting=case.meeting.isoformat() if case.meeting else None,
        made_of=_hash(project.style, papers, redlines, mail),
    )
    return Package(_name(case), tuple(papers), redlines, mail, project.style, manifest)


def stands(package: Package, manifest: bytes) -> bool:
    """Whether a manifest is that of this very package, made of the same."""
    found = as_told(PackageManifest, manifest)
    return found is not None and found.made_of == package.made_of


def package_files(package: Package) -> dict[str, bytes]:
    """Every file of a package by its way in the package's folder, sorted; raises OutputError."""
    files: dict[str, bytes] = {}
    for is_open, name, data in _made(package):
        way = f"{PARTS[is_open]}/{name}"
        if way in files:
            message = _("two files of the package have the name «{name}»").format(name=name)
            hint = _("give each annex a file_name of its own in data/bundles/")
            raise OutputError("same-file-name", message, None, hint)
        files[way] = data
    for part in PARTS.values():
        within = {w.removeprefix(f"{part}/"): d for w, d in files.items() if w.startswith(part)}
        if within:
            within[SUMS] = sums_text({name: sha256(data) for name, data in within.items()})
            files[f"{part}/{SUMS}"] = within[SUMS]
            files[f"{part}.zip"] = timeless_zip(within, unix_mode=0o100644)
    files[MAIL] = package.mail
    told = tuple(named(name, data) for name, data in sorted(files.items()))
    files[MANIFEST] = manifest_json(package.manifest.model_copy(update={"index": told}))
    files[SUMS] = sums_text({name: sha256(data) for name, data in files.items()})
    return dict(sorted(files.items()))


def _made(package: Package) -> Iterator[tuple[bool, str, bytes]]:
    for is_open, document in package.papers:
        for form in ARCHIVED:
            data = FORMATS[form].write(document, package.style)
            yield is_open, f"{document.file_name}.{form}", data
    for is_open, order in package.redlines:
        marked = redlined(order)
        if marked.errors:
            raise marked.errors[0]
        yield from ((is_open, file.name, file.data) for file in marked.files)


def _parts(
    papers: Sequence[tuple[bool, Document]], redlines: Sequence[tuple[bool, Order]]
) -> list[bool]:
    """The parts that the package has, the open one first; it always has an index."""
    found = {is_open for is_open, _one in (*papers, *redlines)}
    return [True, *([False] if False in found else [])]


def _decisions(project: Project, case: Case) -> Decisions:
    return decisions_of(project, case.bundle.record.region, None)


def _name(case: Case) -> str:
    body = case.body or case.decider
    day = danish.long_date(case.meeting).replace(danish.NBSP, " ") if case.meeting else ""
    words = (case.owner.record.official_name, body.name, day, case.bundle.record.edition)
    name = " ".join(filter(None, words)).replace("/", "-")
    assert is_file_name(name), name
    return name


def _hash(
    style: Style,
    papers: Sequence[tuple[bool, Document]],
    redlines: Sequence[tuple[bool, Order]],
    mail: bytes,
) -> str:
    told = [repr((is_open, inputs_of(one, style))) for is_open, one in papers]
    told += [repr((o, inputs_of(one.old, style), one.new)) for o, one in redlines]
    return sha256("\n".join((*told, mail.decode())).encode())
