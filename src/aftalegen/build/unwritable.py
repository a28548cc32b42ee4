"""Why something could not be written, and what a person can do about it."""

import contextlib
import errno
import os
from pathlib import Path

from aftalegen.build import disk
from aftalegen.words.faults import OutputError
from aftalegen.words.language import _


def output_error(path: Path, error: OSError) -> OutputError:
    """What the system said, as an error a person can act on."""
    why = error.strerror or str(error)
    message = _("{file} could not be written: {why}").format(file=path, why=why)
    return OutputError("not-written", message, None, _what_now(path, error))


def _what_now(path: Path, error: OSError) -> str:
    if error.errno == errno.ENAMETOOLONG or (os.name == "nt" and len(str(path)) > 259):
        return _("the name is too long: shorten file_name in data/bundles/, or the folder's name")
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return _("make room on the disk and run it again; what is there is whole")
    if user := _word_user(path):
        return _("{user} has the file open in Word; close it there and try again").format(user=user)
    if isinstance(error, PermissionError):
        return _("close the file if it is open in Word, and see that you may write in the folder")
    return _("see that the folder exists, has room and may be written to")


def _word_user(path: Path) -> str | None:
    """Who has a file open in Word: Word writes the name in a file beside it, «~$lag 1.docx»."""
    for cut in (2, 1, 0) if path.name else ():
        owner = path.with_name(f"~${path.name[cut:]}")
        with contextlib.suppress(OSError, IndexError):
            data = disk.bytes_at(owner, 54)
            name = data[1 : 1 + data[0]].decode("latin-1")
            return name if name.isprintable() and name else "?"
    return None
