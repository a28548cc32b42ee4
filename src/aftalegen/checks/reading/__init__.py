"""The finished files read back from their bytes: what they say, and what they say of themselves."""

import zlib
from collections.abc import Callable, Mapping
from zipfile import BadZipFile

from aftalegen.checks.reading.blocks import FileRead

READABLE = ("docx", "pdf")
"""The formats that are read back."""


def read_back(files: Mapping[str, bytes]) -> tuple[dict[str, FileRead], dict[str, str]]:
    """What each file says, and for those that cannot be read, why."""
    read: dict[str, FileRead] = {}
    unreadable: dict[str, str] = {}
    for format, data in files.items():
        try:
            read[format] = _reader(format)(data)
        except (ValueError, LookupError, SyntaxError, OSError, BadZipFile, zlib.error) as error:
            unreadable[format] = str(error) or type(error).__name__
    return read, unreadable


def _reader(format: str) -> Callable[[bytes], FileRead]:
    if format == "pdf":
        from aftalegen.checks.reading.pdf import pdf_read

        return pdf_read
    from aftalegen.checks.reading.docx import docx_read

    return docx_read
