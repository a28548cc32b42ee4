"""Many annexes -> a folder or a zip for the case files, with index, manifest and checksums.

`bundle_files` gives every file by name; `write_bundle` puts them somewhere. What `verify`
compares with is `MANIFEST` and `SUMS`.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from aftalegen import __version__
from aftalegen.build.act import alone, carry_out
from aftalegen.build.annex import BuiltAnnex
from aftalegen.build.change import Change, FileChange, new_folder, sums_of
from aftalegen.build.disk import bytes_at
from aftalegen.build.formats import ARCHIVED, in_house_style
from aftalegen.build.made_of import ENGINES, engine_versions, sha256
from aftalegen.build.place import require_name, require_output
from aftalegen.build.stopped import home_of
from aftalegen.build.unwritable import output_error
from aftalegen.checks.proof import Passed, Proof
from aftalegen.document.walk import missing_fields
from aftalegen.editions.annex_index import (
    DESPITE,
    DESPITE_COLUMNS,
    NAME,
    despite_rows,
    index_document,
    line_of,
    one_line,
    sheet_of,
)
from aftalegen.editions.approvals import require_approved_editions
from aftalegen.editions.despite import Way, passed_now
from aftalegen.editions.edition import text_hash
from aftalegen.editions.enclosed import Enclosed, in_case_order
from aftalegen.editions.manifest import (
    FORMAT,
    AwaitedFact,
    BundleManifest,
    IssuedAnnex,
    IssuedBy,
    manifest_json,
    named,
)
from aftalegen.editions.one_pdf import ALL_IN_ONE, Part, all_in_one, first_pages
from aftalegen.editions.sources import source_files
from aftalegen.editions.told import told_findings, told_passed
from aftalegen.editions.verify import MANIFEST, SUMS, issued_bundle, sums_text, verified
from aftalegen.records.project import Project
from aftalegen.records.standing import least
from aftalegen.words.faults import InputError, OutputError
from aftalegen.words.language import _
from aftalegen.words.place import told_place
from aftalegen.words.system_files import is_left_by_a_program
from aftalegen.writers.archive import timeless_zip

T = TypeVar("T")


def bundle_files(
    project: Project,
    proof: Proof,
    of_bundle: str,
    *,
    enclosed: Sequence[Enclosed] = (),
    one_pdf: bool = False,
) -> dict[str, bytes]:
    """Every file of a bundle by name, sorted: its annexes as they were proved, and the enclosed.

    With `one_pdf`, all annexes are in one PDF too, behind the index.
    """
    annexes = proof.of(project, of_bundle)
    require_approved_editions(project, [annex.selection for annex in annexes])
    first = annexes[0].selection
    bundle = first.bundle.record
    made = [
        *((file.name, file.data or b"") for annex in annexes for file in annex.files),
        *((name, data) for one in enclosed for name, data in _files(one, project).items()),
    ]
    index = _index_files(project, annexes, enclosed, proof.passed, one_pdf)
    files: dict[str, bytes] = {}
    for name, data in (*made, *index.items()):
        if name in files:
            raise _same_name(name)
        files[name] = data
    others = ("pikepdf",) if one_pdf and any(one.looked for one in enclosed) else ()
    manifest = BundleManifest(
        format=FORMAT,
        tool=IssuedBy(name="aftalegen", version=__version__),
        engines=dict(engine_versions((*ENGINES, "openpyxl", *others))),
        bundle=first.bundle.key,
        title=bundle.title,
        edition=bundle.edition,
        edition_date=bundle.edition_date.isoformat(),
        status=least(annex.progress for annex in annexes),
        case_number=bundle.case_number,
        index=tuple(named(name, data) for name, data in index.items()),
        annexes=tuple(_issued(project, annex) for annex in annexes),
        enclosed=tuple(
            one.issued([named(name, files[name]) for name in _names(one)]) for one in enclosed
        ),
        findings=told_findings(proof, of_bundle),
        despite=told_passed(proof),
    )
    files[MANIFEST] = manifest_json(manifest)
    files[SUMS] = sums_text({name: sha256(data) for name, data in files.items()})
    return dict(sorted(files.items()))


def _same_name(name: str) -> OutputError:
    message = _("two files of the bundle have the name «{name}»").format(name=name)
    hint = _("give each annex a file_name of its own in data/bundles/")
    return OutputError("same-file-name", message, None, hint)


def _names(one: Enclosed) -> list[str]:
    if one.awaited:
        return []
    if one.other:
        return [one.file_name + one.other[0]]
    return [f"{one.file_name}.{name}" for name in ARCHIVED]


def _files(one: Enclosed, project: Project) -> dict[str, bytes]:
    """The files of what is enclosed, by name."""
    names = _names(one)
    if one.other:
        return dict.fromkeys(names, one.other[1])
    return {name: in_house_style(one.document, name.rpartition(".")[2], project) for name in names}


def _index_files(
    project: Project,
    annexes: Sequence[BuiltAnnex],
    enclosed: Sequence[Enclosed],
    passed: Sequence[Passed],
    one_pdf: bool,
) -> dict[str, bytes]:
    """The index in Word, PDF and as a sheet, and as the cover of all annexes in one; then it tells
    on which page of that each of them begins."""
    from aftalegen.writers.sheet import Table, tables_xlsx

    first = annexes[0].selection
    bundle = first.bundle.record
    own = [
        (one.selection.record.number, Part(line_of(project, one, one.document), one.document))
        for one in annexes
        if one.document
    ]
    more = [(one.number, Part(one.line(bundle.case_number), one.document, one)) for one in enclosed]
    parts = in_case_order(own, more)
    lines = [part.line for part in parts]
    author = project.region(bundle.region).record.official_name
    draft = any(one.document.draft for one in annexes if one.document)
    document = index_document(first, lines, author, passed, draft=draft)
    whole = {ALL_IN_ONE: all_in_one(document, parts, project.style)} if one_pdf else {}
    if whole:
        pages = first_pages(whole[ALL_IN_ONE], len(parts))
        lines = [one._replace(page=str(page)) for one, page in zip(lines, pages, strict=True)]
        document = index_document(first, lines, author, passed, draft=draft)
    sheets = [Table(NAME, *sheet_of(lines))]
    if passed:
        sheets.append(Table(DESPITE, DESPITE_COLUMNS, despite_rows(passed)))
    return {
        **whole,
        **{f"{NAME}.{name}": in_house_style(document, name, project) for name in ARCHIVED},
        f"{NAME}.xlsx": tables_xlsx(sheets, author, document.edition_date),
    }


# --- the manifest -----------------------------------------------------------------------------


def _issued(project: Project, annex: BuiltAnnex) -> IssuedAnnex:
    """An annex as the manifest tells it."""
    document, selection = annex.document, annex.selection
    assert document is not None
    record = selection.record
    return IssuedAnnex(
        key=document.key,
        number=record.number,
        letter=record.letter,
        title=one_line(document.title),
        municipality=record.municipality,
        task=record.task,
        template=record.template,
        edition=document.edition,
        open=record.open,
        case_number=selection.case_number,
        document_id=record.known_document_id,
        draft=bool(document.draft),
        missing=tuple(
            AwaitedFact(text=field.text, **told_place(field.source, "file", "key"))
            for field in missing_fields(document)
        ),
        text_sha256=text_hash(document, project.style),
        pages=_pages(annex),
        files=tuple(named(file.name, file.data or b"") for file in annex.files),
        sources=source_files(project.folder, annex, document),
    )


def _pages(annex: BuiltAnnex) -> int | None:
    from aftalegen.writers.pdf import page_count

    pdf = [file.data for file in annex.files if file.name.endswith(".pdf") and file.data]
    return page_count(pdf[0]) if pdf else None


# --- folder and zip ---------------------------------------------------------------------------


def write_bundle(
    folder: Path, key: str, files: Mapping[str, bytes], archive: Path | None, also: Sequence[Change]
) -> None:
    """The files in a folder and, if asked for, a zip, with what else changes: all or nothing.

    The same bundle there is replaced if it is untouched. Raises OutputError, also where anything
    else is there, or nothing may be written.
    """
    home = home_of(folder)
    with alone(home), alone(folder.parent):
        changes = [*also, new_folder(folder, _there(folder, key, sums_of), files)]
        if archive is not None:
            before = _there(archive, key, lambda path: bytes_at(path) if path.exists() else None)
            changes.append(FileChange(archive, before, timeless_zip(files, unix_mode=0o100644)))
        carry_out(home, changes)


def issue(
    project: Project,
    proof: Proof,
    way: Way,
    folder: Path,
    key: str,
    files: Mapping[str, bytes],
    archive: Path | None,
) -> None:
    """Write what goes out in a folder, and what it passed; in one act where it lies in the project.

    Raises OutputError as `write_bundle` does.
    """
    with alone(project.folder):
        passed = passed_now(project, proof, way)
        inside = home_of(folder) == project.folder
        if passed and not inside:
            carry_out(project.folder, passed)
        write_bundle(folder, key, files, archive, passed if inside else ())


def _there(path: Path, key: str, look: Callable[[Path], T]) -> T:
    """What is there, looked at before it is found to be this very bundle, so that this holds."""
    try:
        there = look(path)
    except OSError as error:
        raise output_error(path, error) from error
    require_ours(path, key)
    return there


def require_ours(path: Path, key: str) -> None:
    """Refuse a place for outputs of another kind, and to replace what is not this very bundle."""
    require_name(path)
    try:
        require_output(path)
        there = path.is_file() or (path.is_dir() and any(path.iterdir()))
    except OSError as error:
        raise output_error(path, error) from error
    if not there:
        return
    try:
        findings, found = verified(path), issued_bundle(path)
    except InputError as error:
        raise _in_the_way(path) from error
    for finding in findings:
        if finding.state not in ("as issued", "left by a program"):
            raise _in_the_way(path / finding.name)
    if found != key:
        raise _in_the_way(path)


def left_by_programs(folder: Path) -> tuple[str, ...]:
    """The files in a bundle's folder that a system or an open editor left."""
    names = (path.name for path in folder.iterdir()) if folder.is_dir() else ()
    return tuple(sorted(name for name in names if is_left_by_a_program(name)))


def _in_the_way(path: Path) -> OutputError:
    return OutputError(
        "not-ours",
        _("{file} is not this bundle as it was issued, and is not overwritten").format(file=path),
        None,
        _("choose another folder with --out, or move what is there"),
    )
