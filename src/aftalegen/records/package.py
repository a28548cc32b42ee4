"""The package of an XLSX file: its parts, and nothing that runs, unfolds or never ends."""

from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

from aftalegen.words import danish
from aftalegen.words.faults import InputError
from aftalegen.words.language import _
from aftalegen.words.place import Source

MB = 1_000_000
MAX_BYTES = 20 * MB
MAX_UNPACKED = 60 * MB
MAX_ELEMENTS = 500_000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def package_bytes(path: Path, file: str) -> bytes:
    """The bytes of a file that may be a workbook; raises InputError for one that is not."""
    try:
        if path.stat().st_size > MAX_BYTES:
            most = danish.number(MAX_BYTES // MB)
            raise _too_large(file, _("the workbook is larger than {n} MB"), most)
        data = path.read_bytes()
    except OSError as error:
        raise _refused(
            file,
            "file-unreadable",
            _("the file cannot be read: {why}").format(why=error.strerror or str(error)),
            _("check that the file exists and that you may read it"),
        ) from error
    if data.startswith(_OLE):
        message = _("the file is an old Excel file (.xls), or is protected by a password")
        raise _refused(file, "not-a-workbook", message, _("save it in Excel as .xlsx, unprotected"))
    if not data.startswith(b"PK"):
        message = _("the file is not an Excel workbook (.xlsx)")
        raise _refused(file, "not-a-workbook", message, _("open it in Excel, and save it as .xlsx"))
    return data


def _refused(file: str, rule: str, message: str, hint: str) -> InputError:
    return InputError(rule, message, Source(file, 1), hint)


def _too_large(file: str, message: str, most: str) -> InputError:
    hint = _("save the sheet with the amounts in a file of its own")
    return _refused(file, "workbook-too-large", message.format(n=most), hint)


def unreadable(file: str, why: str) -> InputError:
    """The error for a workbook that is not as workbooks are."""
    message = _("the workbook cannot be read: {why}").format(why=why or _("it is damaged"))
    hint = _("open it in Excel, and save it again as .xlsx")
    return _refused(file, "workbook-unreadable", message, hint)


def require_harmless(archive: ZipFile, file: str) -> None:
    """Nothing that runs, and no more than can be read: no part unpacks to more than it says."""
    names = [entry.filename for entry in archive.infolist()]
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        message = _("the workbook holds macros, which are never run here")
        raise _refused(
            file, "workbook-macros", message, _("save it in Excel as .xlsx without macros")
        )
    if len(set(names)) != len(names) or "xl/workbook.xml" not in names:
        raise unreadable(file, _("its parts are not those of a workbook"))
    if len(names) > 5000 or sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
        most = danish.number(MAX_UNPACKED // MB)
        raise _too_large(file, _("the workbook unpacks to more than {n} MB"), most)


def part(archive: ZipFile, name: str, file: str) -> ElementTree.Element | None:
    """The root of a part, or None where it is not there; a DTD is refused before it is read."""
    try:
        data = archive.read(name)
    except KeyError:
        return None
    if b"\x00" in data[:200] or b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise _refused(
            file,
            "workbook-hostile",
            _("{part} in the workbook declares entities, which no Excel file does").format(
                part=name
            ),
            _("do not use this file; ask where it comes from"),
        )
    root = None
    for count, (_event, element) in enumerate(ElementTree.iterparse(BytesIO(data), ("start",))):
        root = element if root is None else root
        if count > MAX_ELEMENTS:
            most = danish.number(MAX_ELEMENTS)
            raise _too_large(file, _("a sheet holds more than {n} values"), most)
    return root
