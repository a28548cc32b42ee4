"""Freezing a bundle as an edition: whole or not at all, never over another, never changed since."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from aftalegen.build.annex import BuiltAnnex
from aftalegen.build.formats import ARCHIVED, in_house_style
from aftalegen.build.lock import locked, remove_killed_lock
from aftalegen.build.made_of import sha256
from aftalegen.build.place import require_within
from aftalegen.build.sent_texts import give_up
from aftalegen.build.unwritable import output_error
from aftalegen.build.whole import write_folder_whole
from aftalegen.checks.proof import Proof
from aftalegen.document.json import document_json
from aftalegen.document.nodes import Document
from aftalegen.document.substance import substance_hash
from aftalegen.document.walk import plain
from aftalegen.editions.approvals import require_approved_editions
from aftalegen.editions.chain import hash_of_sums, heads, require_chain
from aftalegen.editions.edition import (
    STYLE,
    STYLE_FILES,
    edition_folder,
    load_edition,
    text_hash,
    this_tool,
)
from aftalegen.editions.manifest import (
    FORMAT,
    EarlierEdition,
    FrozenAnnex,
    Manifest,
    MissingFact,
    manifest_json,
    named,
)
from aftalegen.editions.sources import source_files
from aftalegen.editions.told import missing_facts, told_findings, told_passed
from aftalegen.editions.verify import MANIFEST, SUMS, sums_text
from aftalegen.records.project import Project
from aftalegen.records.released import FOLDER
from aftalegen.records.selected import BundleAnnex
from aftalegen.records.standing import least
from aftalegen.template.fill import DRAFT_MARK
from aftalegen.words.faults import InputError, OutputError, UsageError
from aftalegen.words.language import _


@dataclass(frozen=True, slots=True)
class Released:
    """What was frozen: the annexes, where they lie, in how many files, and its hash."""

    annexes: tuple[BuiltAnnex, ...]
    folder: Path
    files: int
    hash: str


def released(project: Project, proof: Proof, name: str, edition: str) -> Released:
    """Freeze a bundle that the checks proved as an edition; as a draft for ever if it is one.

    Raises UsageError for another edition than the bundle's, OutputError for one that was
    released before or cannot be written, InputError for a bundle that was not proved whole, or
    that says itself that it is a draft.
    """
    bundle = project.bundle_key(name)
    require_unreleased(project, bundle, edition)
    for selection in project.select((), None, name).annexes:
        built = proof.annex(project, selection)
        if not proof.draft and built.document and built.document.draft:
            raise still_a_draft(built, edition)
    annexes = proof.of(project, bundle)
    files = edition_files(project, proof, bundle)
    folder = write_edition(project, bundle, edition, files)
    documents = (annex.document for annex in annexes if annex.document)
    give_up(project.folder, (_as_frozen(one, draft=proof.draft) for one in documents))
    return Released(annexes, folder, len(files), hash_of_sums(files[SUMS]))


def still_a_draft(annex: BuiltAnnex, edition: str) -> InputError:
    """That a bundle which says that it is a draft is not released as more."""
    bundle = annex.selection.bundle
    message = _("{edition} of {bundle} was not released: the bundle's status is «draft»")
    return InputError(
        "edition-incomplete",
        message.format(edition=edition, bundle=bundle.key),
        bundle.written.place(("status",)),
        _("write another status, or release a draft, marked so for ever: --draft"),
    )


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
        remove_killed_lock(folder.parent)
        message = _("{edition} of {bundle} has been released, and is never changed")
        hint = _("give the bundle a new edition and edition_date in data/bundles/{bundle}.yaml")
        raise OutputError(
            "edition-exists",
            message.format(edition=edition, bundle=bundle),
            known.written.place(("edition",)),
            hint.format(bundle=bundle),
        )


def edition_files(project: Project, proof: Proof, of_bundle: str) -> dict[str, bytes]:
    """Every file of an edition by name: the annexes of one bundle, as they were proved.

    Where they go out as drafts, every document bears the draft mark, also one where nothing is
    missing.
    """
    annexes, draft = proof.of(project, of_bundle), proof.draft
    require_approved_editions(project, [annex.selection for annex in annexes])
    frozen = [_frozen(project, annex, draft=draft) for annex in annexes]
    files = _index_files(project, {key for annex, _data in frozen for key in annex.decisions})
    index = tuple(named(name, data) for name, data in files.items())
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
        status=least(annex.progress for annex in annexes),
        draft=draft,
        index=index,
        annexes=tuple(annex for annex, _data in frozen),
        findings=told_findings(proof, of_bundle),
        despite=told_passed(proof),
        previous=earlier_editions(project, first.key),
    )
    files[MANIFEST] = manifest_json(manifest)
    files[SUMS] = sums_text({name: sha256(data) for name, data in files.items()})
    return files


def earlier_editions(project: Project, bundle: str) -> tuple[EarlierEdition, ...]:
    """The editions that a new one vouches for. Raises InputError for those that are not whole."""
    folder = project.folder / FOLDER / bundle
    found = heads(folder)
    for one in found:
        load_edition(project, bundle, one.edition)
        require_chain(folder / one.edition, f"{FOLDER}/{bundle}/{one.edition}")
    return found


def _frozen(project: Project, annex: BuiltAnnex, *, draft: bool) -> tuple[FrozenAnnex, bytes]:
    """An annex as the manifest tells it, and its model as JSON."""
    selection = annex.selection
    assert annex.document is not None
    document = _as_frozen(annex.document, draft=draft)
    is_as_made = document is annex.document
    made = {file.name.rpartition(".")[2]: file.data for file in annex.files if is_as_made}
    data = document_json(document)
    file = f"annexes/{selection.municipality}_{selection.task}_{selection.template}.json"
    told = FrozenAnnex(
        key=document.key,
        municipality=selection.municipality,
        task=selection.task,
        template=selection.template,
        title=" ".join(plain(document.title).split()),
        draft=bool(document.draft),
        missing=tuple(missing_facts(document)),
        decisions=annex.decisions,
        text_sha256=text_hash(document, project.style),
        substance_sha256=substance_hash(document),
        files=(named(file, data),),
        documents=tuple(
            named(
                f"{document.file_name}.{format}",
                made.get(format) or in_house_style(document, format, project),
            )
            for format in ARCHIVED
        ),
        sources=source_files(project.folder, annex, document),
    )
    return told, data


def _as_frozen(document: Document, *, draft: bool) -> Document:
    """A document as it goes into an edition: with the draft's mark where that is one."""
    return replace(document, draft=DRAFT_MARK) if draft and not document.draft else document


def _index_files(project: Project, decisions: set[str]) -> dict[str, bytes]:
    """The style, its logo, and the decisions that the edition rests on."""
    style = project.style
    beside = {what: name for what, name in STYLE_FILES.items() if getattr(style, what)}
    bare = style.model_copy(update=beside)
    files = {STYLE: (bare.model_dump_json(indent=1) + "\n").encode()}
    for what, name in beside.items():
        files[name] = Path(getattr(style, what)).read_bytes()
    for key in sorted(decisions):
        files[f"decisions/{key}.yaml"] = (
            project.folder / "data" / "decisions" / f"{key}.yaml"
        ).read_bytes()
    return files


def write_edition(project: Project, bundle: str, edition: str, files: Mapping[str, bytes]) -> Path:
    """Put an edition in its folder, all of it or nothing; raises OutputError."""
    folder = edition_folder(project, bundle, edition)
    try:
        require_within(folder)
        with locked(folder.parent):
            require_unreleased(project, bundle, edition)  # another run may have been faster
            write_folder_whole(folder, files)
    except OSError as error:
        raise output_error(folder, error) from error
    return folder


# --- what is missing --------------------------------------------------------------------------


def missing_by_municipality(annexes: Iterable[BuiltAnnex]) -> dict[str, list[MissingFact]]:
    """The facts that annexes lack, each once, under its municipality or, as "", what is shared."""
    found: dict[str, list[MissingFact]] = {}
    seen = set()
    for annex in annexes:
        for fact in missing_facts(annex.document) if annex.document else ():
            if fact not in seen:
                seen.add(fact)
                whose = annex.selection.municipality if _own(fact, annex.selection) else ""
                found.setdefault(whose, []).append(fact)
    return found


def _own(fact: MissingFact, selection: BundleAnnex) -> bool:
    """Whether a fact is the municipality's own: in its file, or of its annex in the bundle."""
    in_bundle = fact.file == f"data/bundles/{selection.bundle.key}.yaml"
    of_annex = in_bundle and (fact.key or "").startswith(f"annexes[{selection.index}].")
    return of_annex or fact.file == f"data/municipalities/{selection.municipality}.yaml"
