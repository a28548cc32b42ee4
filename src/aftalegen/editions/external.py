"""Annexes that others made: copied as they are, or a marked placeholder where not at hand."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

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
from aftalegen.words.place import visible

if TYPE_CHECKING:
    from aftalegen.writers.others_pdf import Looked, Loss

FOLDER = "data/external"
BEGINNINGS = {".pdf": b"%PDF-", ".docx": b"PK\x03\x04"}
"""The kinds of file that are taken, and how each begins."""
MOST_BYTES = 100 * 1024**2
LOST: dict["Loss", str] = {
    "signature": "Filens digitale underskrift gælder kun for filen for sig.",
    "tags": "Filens opmærkning til oplæsning er kun i filen for sig.",
    "attachments": "Filer, der er vedhæftet i filen, er kun i filen for sig.",
    "layers": "Lag, der kan slås til og fra, kan kun slås til og fra i filen for sig.",
}
"""What a sheet says of what does not come along with the pages."""


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
    looked = _looked(data, known, index, one) if data is not None and ending == ".pdf" else None
    found = Enclosed(
        _sheet(known, one), one.number, one.letter, one.open, one.document_id,
        named=one.file_name, other=(ending, data) if data is not None else None, looked=looked,
        awaited=None if data is not None else one.provider, case_number=one.case_number,
    )  # fmt: skip
    said = Paragraph(_said(one, found))
    sections = (Section("bilag", worded("Bilaget"), (said,)),)
    return replace(found, document=replace(found.document, sections=sections))


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


def _looked(data: bytes, known: Known[Bundle], index: int, one: ExternalAnnex) -> "Looked":
    """What is in a PDF; raises InputError for one that is not taken into a case."""
    from aftalegen.writers.others_pdf import MOST_PAGES, Unfit, looked_through

    again = _("get one without it, for example printed to a new PDF")
    try:
        return looked_through(data)
    except Unfit as unfit:
        said = {
            "unreadable": (_("«{file}» is damaged: {detail}"), _("get it again, whole")),
            "protected": (_("«{file}» is protected by a password or against copying"), again),
            "active": (_("«{file}» holds what can run or play: {detail}"), again),
            "too-large": (
                _("«{file}» has more than {n} pages, or is made of too much to be read"),
                _("divide it into more annexes"),
            ),
        }
        message, hint = said[unfit.reason]
        message = message.format(file=one.file, detail=visible(unfit.detail), n=MOST_PAGES)
        place = known.written.place(("external", index, "file"))
        raise InputError("external-annex", message, place, hint) from unfit


def _said(one: ExternalAnnex, found: Enclosed) -> Inlines:
    """What a sheet says of the annex that it stands for."""
    if found.other is None:
        return (Field(f"[bilaget afventer; leveres af {one.provider}]", missing=True),)
    name = found.file_name + found.other[0]
    if found.looked is None:
        return worded(
            f"Bilaget er fra {one.provider}. Det er en Word-fil, som ikke kan stå i en PDF-fil, "
            f"og ligger for sig: {name}"
        )
    pages = found.looked.pages
    where = "den næste side" if pages == 1 else f"de næste {pages} sider"
    lost = [LOST[one] for one in found.looked.lost]
    return worded(
        f"Bilaget er fra {one.provider} og står på {where}, som det er modtaget; siderne har "
        f"deres egne sidetal. Filen ligger også for sig: {name}"
        + "".join(f"\n{sentence}" for sentence in lost)
    )


def _sheet(known: Known[Bundle], one: ExternalAnnex) -> Document:
    """A sheet that stands in its place where the annexes are one file."""
    bundle = known.record
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
        sections=(),
    )


def of_municipality(project: Project, bundle: str, municipality: str) -> Iterator[Enclosed]:
    """Those that belong to the case of one municipality, or to all."""
    records = project.bundle(bundle).record.external
    for one, record in zip(external_annexes(project, bundle), records, strict=True):
        if record.municipality in (None, municipality):
            yield one
