"""Annexes that others made: copied as they are, or a marked placeholder where not at hand."""

from collections.abc import Iterator
from pathlib import Path

from aftalegen.build.made_of import sha256
from aftalegen.document.nodes import Document, Fact, Field, Inlines, Paragraph, Section
from aftalegen.document.walk import worded
from aftalegen.editions.enclosed import Enclosed
from aftalegen.records import Known
from aftalegen.records.bundle import Bundle, ExternalAnnex
from aftalegen.records.project import Project
from aftalegen.records.text import leads_out
from aftalegen.words.faults import AftalegenError, Errors, InputError
from aftalegen.words.language import _

FOLDER = "data/external"
BEGINNINGS = {".pdf": b"%PDF-", ".docx": b"PK\x03\x04"}
"""The kinds of file that are taken, and how each begins."""
MOST_BYTES = 100 * 1024**2


def external_annexes(project: Project, bundle: str) -> tuple[Enclosed, ...]:
    """The annexes of a bundle that others made, in its order.

    Raises Errors with all files that are not there, or are not what the bundle says.
    """
    known = project.bundle(bundle)
    found: list[Enclosed] = []
    errors: list[AftalegenError] = []
    for index, one in enumerate(known.record.external):
        try:
            found.append(_enclosed(project, known, index, one))
        except AftalegenError as error:
            errors.append(error)
    if errors:
        raise Errors(errors)
    return tuple(found)


def _enclosed(project: Project, known: Known[Bundle], index: int, one: ExternalAnnex) -> Enclosed:
    data = _bytes(project.folder / FOLDER, known, index, one) if one.file else None
    ending = Path(one.file).suffix.lower() if one.file else ""
    return Enclosed(
        _sheet(known, one), one.number, one.letter, one.open, one.document_id,
        named=one.file_name, other=(ending, data) if data is not None else None,
        awaited=None if data is not None else one.provider, case_number=one.case_number,
    )  # fmt: skip


def _bytes(folder: Path, known: Known[Bundle], index: int, one: ExternalAnnex) -> bytes:
    """The file of an annex; raises InputError where it is not what it should be."""
    place = known.written.place(("external", index, "file"))
    path = folder / str(one.file)

    begins = BEGINNINGS.get(path.suffix.lower())
    if begins is None:
        said = _("«{file}» is neither a PDF nor a DOCX"), _("save it as one of them")
    elif leads_out(path, folder) or not path.is_file():
        hint = _("lay it in {folder}/, or write file: null and who provides it")
        said = _("the annex «{file}» is not there"), hint.format(folder=FOLDER)
    elif path.stat().st_size > MOST_BYTES:
        said = _("the annex «{file}» is larger than 100 MB"), _("make it smaller")
    elif not (data := path.read_bytes()).startswith(begins):
        said = _("«{file}» is not what its ending says"), _("get it again, whole")
    elif one.sha256 and sha256(data) != one.sha256:
        hint = _("its SHA-256 is {sum}: get the right file, or write that").format(sum=sha256(data))
        said = _("«{file}» is not the file that the bundle says"), hint
    else:
        return data
    message, hint = said
    raise InputError("external-annex", message.format(file=one.file), place, hint)


def _sheet(known: Known[Bundle], one: ExternalAnnex) -> Document:
    """A sheet that stands in its place where the annexes are one file, or where it is not there."""
    bundle = known.record
    if one.file is None:
        awaited = Field(f"[bilaget afventer; leveres af {one.provider}]", missing=True)
        said: Inlines = (awaited,)
    else:
        said = worded(f"Bilaget er fra {one.provider} og ligger som en fil for sig: {one.file}")
    return Document(
        key=f"{known.key}/external/{one.number or ''}{one.letter or ''}-{one.title}",
        file_name=one.title,
        title=worded(one.title),
        subtitle=worded(bundle.title),
        facts=(Fact("Leveres af", worded(one.provider)),),
        edition=bundle.edition,
        edition_date=bundle.edition_date.isoformat(),
        author=one.provider,
        contents=False,
        cover=False,
        draft="UDKAST" if one.file is None else "",
        sections=(Section("bilag", worded("Bilaget"), (Paragraph(said),)),),
    )


def of_municipality(project: Project, bundle: str, municipality: str) -> Iterator[Enclosed]:
    """Those that belong to the case of one municipality, or to all."""
    records = project.bundle(bundle).record.external
    for one, record in zip(external_annexes(project, bundle), records, strict=True):
        if record.municipality in (None, municipality):
            yield one
