"""Released editions, read from `editions/<bundle>/<edition>/`: what is read is what was released.

Every file has the hash that stands in the manifest and in the list of sums, and every
document says what the manifest's own hashes of its words say.
"""

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from aftalegen import __version__
from aftalegen.build.formats import FORMATS
from aftalegen.build.made_of import engine_versions, inputs_of, sha256
from aftalegen.document.json import document_from_json
from aftalegen.document.nodes import Document
from aftalegen.document.style import Style
from aftalegen.document.substance import substance_hash
from aftalegen.editions.manifest import (
    FrozenAnnex,
    Manifest,
    Tool,
    manifest_from_json,
)
from aftalegen.editions.told import missing_facts
from aftalegen.editions.verify import MANIFEST, verified
from aftalegen.records.project import Project
from aftalegen.records.released import FOLDER, edition_names, is_edition_name
from aftalegen.records.selected import BundleAnnex
from aftalegen.records.text import require_inside
from aftalegen.words.faults import Errors, InputError, UsageError, did_you_mean
from aftalegen.words.language import _
from aftalegen.words.package import of_few_values
from aftalegen.words.place import Source

STYLE = "style.json"
STYLE_FILES = {"logo": "logo.png", "word_file": "house.docx"}
"""What the style names, and what it is called in an edition."""


@dataclass(frozen=True, slots=True)
class Edition:
    """A released edition as it was read: its documents in the order of the bundle."""

    bundle: str
    name: str
    folder: Path
    manifest: Manifest
    documents: tuple[Document, ...]
    style: Style

    def document(self, key: str) -> Document | None:
        """The document with this key, or None where the edition has none."""
        return next((document for document in self.documents if document.key == key), None)


class Editions:
    """The released editions of a project, each read once."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._read: dict[tuple[str, str], Edition] = {}

    def read(self, bundle: str, name: str) -> Edition:
        """As `load_edition`."""
        if (bundle, name) not in self._read:
            self._read[bundle, name] = load_edition(self.project, bundle, name)
        return self._read[bundle, name]

    def get(self, bundle: str, name: str | None = None) -> Edition | None:
        """The edition named, or the last one; None where the bundle has none such."""
        known = edition_names(self.project, bundle)
        wanted = name or (known[-1] if known else None)
        return self.read(bundle, wanted) if wanted and wanted in known else None

    def compared_with(
        self, selected: Sequence[BundleAnnex], name: str | None, hint: str
    ) -> list[tuple[Edition | None, list[BundleAnnex]]]:
        """The annexes asked for, bundle by bundle, with the edition to compare them with.

        Raises UsageError where no bundle has such an edition; its `hint` may name the first
        bundle and its edition.
        """
        found = [(self.get(key, name), own) for key, own in by_bundle(selected).items()]
        if found and not any(edition for edition, _annexes in found):
            message = _("no edition has been released that this can be compared with")
            first = selected[0].bundle
            hint = hint.format(bundle=first.key, edition=first.record.edition)
            raise UsageError("nothing-released", message, None, hint)
        return found


def by_bundle(selected: Sequence[BundleAnnex]) -> dict[str, list[BundleAnnex]]:
    """The annexes of each bundle by its key."""
    found: dict[str, list[BundleAnnex]] = {}
    for selection in selected:
        found.setdefault(selection.bundle.key, []).append(selection)
    return found


def edition_folder(project: Project, bundle: str, edition: str) -> Path:
    """Where an edition lies, or would.

    Raises UsageError for what cannot be its name, InputError for a link out of the project.
    """
    if not is_edition_name(edition):
        message = _("«{edition}» is not the name of an edition").format(edition=edition)
        hint = _("V and a date, for example V20260319")
        raise UsageError("not-an-edition-name", message, None, hint)
    file = f"{FOLDER}/{bundle}/{edition}"
    require_inside(project.folder / file, file)
    return project.folder / file


def load_edition(project: Project, bundle: str, edition: str) -> Edition:
    """A released edition of a bundle, every hash of it checked.

    Raises UsageError where it is not there, InputError or Errors for each file that changed.
    """
    folder = edition_folder(project, bundle, edition)
    if not folder.is_dir():
        message = _("the edition {edition} of {bundle} has not been released here")
        known = edition_names(project, bundle)
        hint = did_you_mean(edition, known) or _("release it with `aftalegen release`")
        message = message.format(edition=edition, bundle=bundle)
        raise UsageError("no-such-edition", message, None, hint)
    shown = folder.relative_to(project.folder).as_posix()
    _require_as_released(folder, shown, edition)
    found = edition_in(folder, shown)
    manifest = found.manifest
    if (manifest.bundle, manifest.edition) != (bundle, edition) or not manifest.annexes:
        message = _("the folder holds {edition} of {bundle}, not what its name says")
        message = message.format(edition=manifest.edition, bundle=manifest.bundle)
        raise InputError("edition-renamed", message, Source(f"{shown}/{MANIFEST}", 1), _again())
    faults = []
    for file in other_words(found):
        message = _("{file} says other words than {edition} was released with")
        message = message.format(file=file, edition=found.name)
        faults.append(
            InputError("edition-changed", message, Source(f"{shown}/{file}", 1), _again())
        )
    if faults:
        raise Errors(faults)
    return found


def edition_in(folder: Path, shown: str) -> Edition:
    """The edition that a folder holds, as it is told there and nothing compared.

    Raises InputError for what cannot be read.
    """
    manifest = manifest_from_json((folder / MANIFEST).read_bytes(), f"{shown}/{MANIFEST}")
    documents = tuple(
        document_from_json((folder / file.name).read_bytes(), f"{shown}/{file.name}")
        for annex in manifest.annexes
        for file in annex.files
    )
    style = read_style(folder, shown)
    return Edition(manifest.bundle, manifest.edition, folder, manifest, documents, style)


def other_words(found: Edition) -> Iterator[str]:
    """The files of an edition whose documents are not what its manifest tells of them.

    The whole text is compared where this program wrote it: another may set its lines otherwise.
    """
    here = [this_tool(document, found.style) for document in found.documents[:1]]
    same_program = [found.manifest.tool] == here
    for annex in found.manifest.annexes:
        document = found.document(annex.key)
        if (
            document is None
            or not _is_told(annex, document, found.manifest)
            or (same_program and text_hash(document, found.style) != annex.text_sha256)
        ):
            yield annex.files[0].name if annex.files else MANIFEST


def _is_told(annex: FrozenAnnex, document: Document, manifest: Manifest) -> bool:
    """Whether a manifest tells of a document what it says: its substance, day, draft, gaps."""
    return (
        substance_hash(document) == annex.substance_sha256
        and (document.edition, document.edition_date) == (manifest.edition, manifest.edition_date)
        and bool(document.draft) == annex.draft == manifest.draft
        and tuple(missing_facts(document)) == annex.missing
    )


def text_hash(document: Document, style: Style) -> str:
    """The hash of all words of a document, as a text file."""
    return sha256(FORMATS["txt"].write(document, style))


def this_tool(document: Document, style: Style) -> Tool:
    """The program that runs now, with all that decides the bytes it writes of a document."""
    return Tool(
        name="aftalegen",
        version=__version__,
        program_sha256=inputs_of(document, style).program,
        engines=dict(engine_versions()),
    )


def _require_as_released(folder: Path, shown: str, edition: str) -> None:
    """Refuse an edition of which a file was changed or is gone; files beside it are not read."""
    states = {
        "changed": _("{file} has been changed since {edition} was released"),
        "missing": _("{file} of the edition {edition} is gone"),
        "line ends": _("{file} of the edition {edition} has got other line ends, from git"),
    }
    faults = [
        InputError(
            "edition-changed",
            states[finding.state].format(file=finding.name, edition=edition),
            Source(f"{shown}/{finding.name}", 1),
            line_ends_hint(shown) if finding.state == "line ends" else _again(),
        )
        for finding in verified(folder)
        if finding.state in states
    ]
    if faults:
        raise Errors(faults)


def read_style(folder: Path, shown: str) -> Style:
    """The style of an edition; raises InputError for one that is none."""
    try:
        style = Style.model_validate_json(of_few_values((folder / STYLE).read_bytes()))
    except ValidationError as error:
        message = _("the style of the edition cannot be read: {why}")
        why = error.errors()[0]["msg"]
        place = Source(f"{shown}/{STYLE}", 1)
        raise InputError("not-an-edition", message.format(why=why), place, _again()) from error
    files = {field: folder / name for field, name in STYLE_FILES.items()}
    there = {f: str(p) if getattr(style, f) and p.is_file() else None for f, p in files.items()}
    return style.model_copy(update=there)


def line_ends_hint(folder: str) -> str:
    """What to do where git has changed the line ends of an edition or a bundle."""
    return _(
        "write the line «editions/** -text» in the file .gitattributes beside data/, delete the "
        "folder, and get it again with: git checkout -- {folder}"
    ).format(folder=shlex.quote(folder))


def _again() -> str:
    return _("get the edition again as it was released, for example from version control")
