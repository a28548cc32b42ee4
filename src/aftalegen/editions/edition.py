"""Released editions: a bundle frozen in `editions/<bundle>/<edition>/`, and read again.

Whole or not at all, never over another, and never changed since: what is read
has the hashes that stand in its manifest and its list of sums.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import ValidationError

from aftalegen import __version__
from aftalegen.build.builder import Builder, BuiltAnnex
from aftalegen.build.formats import ARCHIVED, FORMATS
from aftalegen.build.lock import locked
from aftalegen.build.made_of import engine_versions, inputs_of, sha256
from aftalegen.build.register import output_error, write_folder_whole
from aftalegen.document.difference import substance_hash
from aftalegen.document.json import document_from_json, document_json
from aftalegen.document.nodes import Document
from aftalegen.document.style import Style
from aftalegen.document.walk import missing_fields, plain
from aftalegen.editions.manifest import (
    FORMAT,
    FrozenAnnex,
    Manifest,
    MissingFact,
    NamedFile,
    SourceFile,
    Tool,
    manifest_from_json,
    manifest_json,
)
from aftalegen.editions.sources import source_files
from aftalegen.editions.verify import MANIFEST, SUMS, sums_text, verified_folder
from aftalegen.records.project import Project
from aftalegen.template.fill import DRAFT_MARK
from aftalegen.words.faults import Errors, InputError, OutputError, UsageError, did_you_mean
from aftalegen.words.language import _
from aftalegen.words.place import Source

FOLDER = "editions"

_EDITION = re.compile(r"V[0-9]{8}")
_STYLE = "style.json"
_STYLE_FILES = {"logo": "logo.png", "word_file": "house.docx"}
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


# --- what there is ----------------------------------------------------------------------------


def edition_names(project: Project, bundle: str) -> tuple[str, ...]:
    """The released editions of a bundle, oldest first."""
    folder = project.folder / FOLDER / bundle
    found = folder.iterdir() if folder.is_dir() else ()
    return tuple(sorted(path.name for path in found if _EDITION.fullmatch(path.name)))


def edition_folder(project: Project, bundle: str, edition: str) -> Path:
    """Where an edition lies, or would.

    Raises UsageError for what cannot be its name, InputError for a link out of the project.
    """
    if not _EDITION.fullmatch(edition):
        message = _("«{edition}» is not the name of an edition").format(edition=edition)
        hint = _("V and a date, for example V20260319")
        raise UsageError("not-an-edition-name", message, None, hint)
    folder = project.folder / FOLDER / bundle / edition
    if not folder.resolve().is_relative_to(project.folder.resolve()):
        raise InputError(
            "outside-project",
            _("the file is a link that leads out of the project"),
            Source(folder.relative_to(project.folder).as_posix(), 1),
            _("put the file itself there"),
        )
    return folder


# --- reading ----------------------------------------------------------------------------------


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
    manifest = manifest_from_json((folder / MANIFEST).read_bytes(), f"{shown}/{MANIFEST}")
    if (manifest.bundle, manifest.edition) != (bundle, edition) or not manifest.annexes:
        message = _("the folder holds {edition} of {bundle}, not what its name says")
        message = message.format(edition=manifest.edition, bundle=manifest.bundle)
        raise InputError("edition-renamed", message, Source(f"{shown}/{MANIFEST}", 1), _again())
    documents = tuple(
        document_from_json((folder / file.name).read_bytes(), f"{shown}/{file.name}")
        for annex in manifest.annexes
        for file in annex.files
    )
    return Edition(bundle, edition, folder, manifest, documents, _read_style(folder, shown))


def _require_as_released(folder: Path, shown: str, edition: str) -> None:
    """Refuse an edition of which a file was changed or is gone; files beside it are not read."""
    states = {
        "changed": _("{file} has been changed since {edition} was released"),
        "missing": _("{file} of the edition {edition} is gone"),
    }
    faults = [
        InputError(
            "edition-changed",
            states[finding.state].format(file=finding.name, edition=edition),
            Source(f"{shown}/{finding.name}", 1),
            _again(),
        )
        for finding in verified_folder(folder)
        if finding.state in states
    ]
    if faults:
        raise Errors(faults)


def _read_style(folder: Path, shown: str) -> Style:
    try:
        style = Style.model_validate_json((folder / _STYLE).read_bytes())
    except ValidationError as error:
        message = _("the style of the edition cannot be read: {why}")
        why = error.errors()[0]["msg"]
        place = Source(f"{shown}/{_STYLE}", 1)
        raise InputError("not-an-edition", message.format(why=why), place, _again()) from error
    files = {field: folder / name for field, name in _STYLE_FILES.items()}
    there = {f: str(p) if getattr(style, f) and p.is_file() else None for f, p in files.items()}
    return style.model_copy(update=there)


def _again() -> str:
    return _("get the edition again as it was released, for example from version control")


# --- freezing ---------------------------------------------------------------------------------


def require_unreleased(project: Project, bundle: str, edition: str) -> None:
    """Refuse an edition that is not the one the bundle names, or that was released before."""
    folder = edition_folder(project, bundle, edition)
    known = project.bundle(bundle)
    if known.record.edition != edition:
        raise UsageError(
            "another-edition",
            _("the bundle {bundle} is at {now}, not at {edition}").format(
                bundle=bundle, now=known.record.edition, edition=edition
            ),
            known.written.place(("edition",)),
            _("write edition and edition_date there first, or release {now}").format(
                now=known.record.edition
            ),
        )
    if folder.exists():
        message = _("{edition} of {bundle} has been released, and is never changed")
        hint = _("give the bundle a new edition and edition_date in data/bundles/{bundle}.yaml")
        raise OutputError(
            "edition-exists",
            message.format(edition=edition, bundle=bundle),
            known.written.place(("edition",)),
            hint.format(bundle=bundle),
        )


def edition_files(
    project: Project, annexes: Sequence[BuiltAnnex], *, draft: bool
) -> dict[str, bytes]:
    """Every file of an edition by name; the annexes of one bundle are built without faults.

    With `draft`, every document bears the draft mark, also one where nothing is missing.
    """
    builder = Builder(project)
    frozen = [_frozen(builder, annex, draft=draft) for annex in annexes]
    files = _index_files(project, {key for annex, _data in frozen for key in annex.decisions})
    index = tuple(_named(name, data) for name, data in files.items())
    for annex, data in frozen:
        (file,) = annex.files
        if file.name in files:
            message = _(
                "two annexes of the bundle are for the same municipality, task and template"
            )
            place = annexes[0].selection.bundle.written.place(("annexes",))
            raise InputError("same-annex", f"{message}: {annex.key}", place, _("remove one"))
        files[file.name] = data
    first, document = annexes[0].selection.bundle, annexes[0].document
    assert document is not None
    bundle = first.record
    manifest = Manifest(
        format=FORMAT,
        tool=this_tool(document, project.style),
        bundle=first.key,
        title=bundle.title,
        edition=bundle.edition,
        edition_date=bundle.edition_date.isoformat(),
        status=bundle.status,
        draft=draft,
        index=index,
        annexes=tuple(annex for annex, _data in frozen),
    )
    files[MANIFEST] = manifest_json(manifest)
    files[SUMS] = sums_text({name: sha256(data) for name, data in files.items()})
    return files


def document_names(document: Document) -> tuple[str, ...]:
    """The names of a document's files whose hashes the manifest tells."""
    return tuple(f"{document.file_name}.{format}" for format in ARCHIVED)


def this_tool(document: Document, style: Style) -> Tool:
    """The program that runs now, with all that decides the bytes it writes of a document."""
    return Tool(
        name="aftalegen",
        version=__version__,
        program_sha256=inputs_of(document, style).program,
        engines=dict(engine_versions()),
    )


def _frozen(builder: Builder, annex: BuiltAnnex, *, draft: bool) -> tuple[FrozenAnnex, bytes]:
    """An annex as the manifest tells it, and its model as JSON."""
    selection, document = annex.selection, annex.document
    assert document is not None
    made: Mapping[str, bytes | None] = {file.name: file.data for file in annex.files}
    if draft and not document.draft:
        document, made = replace(document, draft=DRAFT_MARK), {}
    record = selection.record
    style = builder.project.style
    data = document_json(document)
    file = f"annexes/{record.municipality}_{record.task}_{record.template}.json"
    told = FrozenAnnex(
        key=document.key,
        municipality=record.municipality,
        task=record.task,
        template=record.template,
        title=" ".join(plain(document.title).split()),
        draft=bool(document.draft),
        missing=tuple(missing_facts(document)),
        decisions=tuple(known.key for known in builder.annex_facts(selection).decisions),
        text_sha256=sha256(FORMATS["txt"].write(document, style)),
        substance_sha256=substance_hash(document),
        files=(_named(file, data),),
        documents=tuple(
            _named(name, made.get(name) or FORMATS[name.rpartition(".")[2]].write(document, style))
            for name in document_names(document)
        ),
        sources=tuple(
            SourceFile(file=file, sha256=sha256((builder.project.folder / file).read_bytes()))
            for file in source_files(builder, selection, document)
        ),
    )
    return told, data


def missing_facts(document: Document) -> Iterator[MissingFact]:
    """The placeholders that stand in a document, each place once, in reading order."""
    seen = set()
    for field in missing_fields(document):
        place = field.source
        fact = MissingFact(
            text=field.text,
            file=place.file if place else None,
            line=place.line if place else None,
            key=place.key if place else None,
        )
        if fact not in seen:
            seen.add(fact)
            yield fact


def _index_files(project: Project, decisions: set[str]) -> dict[str, bytes]:
    """The style, its logo, and the decisions that the edition rests on."""
    style = project.style
    named = {field: name for field, name in _STYLE_FILES.items() if getattr(style, field)}
    bare = style.model_copy(update=named)
    files = {_STYLE: (bare.model_dump_json(indent=1) + "\n").encode()}
    for field, name in named.items():
        files[name] = Path(getattr(style, field)).read_bytes()
    for key in sorted(decisions):
        files[f"decisions/{key}.yaml"] = (
            project.folder / "data" / "decisions" / f"{key}.yaml"
        ).read_bytes()
    return files


def _named(name: str, data: bytes) -> NamedFile:
    return NamedFile(name=name, bytes=len(data), sha256=sha256(data))


def write_edition(project: Project, bundle: str, edition: str, files: Mapping[str, bytes]) -> Path:
    """Put an edition in its folder, all of it or nothing; raises OutputError."""
    folder = edition_folder(project, bundle, edition)
    try:
        with locked(folder.parent):
            require_unreleased(project, bundle, edition)  # another run may have been faster
            write_folder_whole(folder, files)
    except OSError as error:
        raise output_error(folder, error) from error
    return folder
