"""Files -> a zip: the same files, the same bytes, whatever the clock and the system."""

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_LEVEL = 4
"""Half the time of the usual 6, for a tenth more bytes."""


def timeless_zip(files: Mapping[str, bytes], unix_mode: int | None = None) -> bytes:
    """A zip with sorted names and a fixed time.

    `unix_mode` (such as 0o100644) is given to files that people unpack; the
    parts of a DOCX or XLSX have none.
    """
    data = BytesIO()
    with ZipFile(data, "w", ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
        for name in sorted(files):
            entry = ZipInfo(name, _LONG_AGO)
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = 0 if unix_mode is None else 3
            entry.external_attr = (unix_mode or 0) << 16
            archive.writestr(entry, files[name], compresslevel=_LEVEL)
    return data.getvalue()
