"""Files of words that are no Word files -> Word files, by LibreOffice where it is there.

It gets a profile of its own, which runs no macros and fetches nothing, some time, and what it made
goes through the same gate as a file that came as it is.
"""

import os
import shutil
import signal
import subprocess
from contextlib import suppress
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from aftalegen.build import disk
from aftalegen.negotiation.opening import MAX_BYTES, MAX_UNPACKED, WordFile, opened
from aftalegen.negotiation.unfit import ending_of, not_read, unfit
from aftalegen.words.faults import InputError
from aftalegen.words.language import _
from aftalegen.words.package import Unfit, parts_of

SECONDS = 120
"""How long one file may take; a start of LibreOffice is some of it."""

_PROGRAMS = ("soffice", "libreoffice")
_ELSEWHERE = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
)
_AS = "docx:MS Word 2007 XML"
_SETTING = (
    '<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="{}" '
    'oor:op="fuse"><value>{}</value></prop></item>'
)
_SETTINGS = "".join(
    _SETTING.format(*one)
    for one in (
        ("DisableMacrosExecution", "true"),
        ("MacroSecurityLevel", "3"),
        ("BlockUntrustedRefererLinks", "true"),
        ("DisableActiveContent", "true"),
    )
)
_PROFILE = (
    '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    f"{_SETTINGS}</oor:items>"
)


def opened_or_converted(data: bytes, name: str) -> WordFile:
    """As `opened`; a file of another program's is made a Word file first. Raises InputError."""
    ending = ending_of(data)
    if not ending:
        return opened(data, name)
    if len(data) > MAX_BYTES:
        raise unfit(Unfit("too-large"), name)
    if ending == ".odt":
        _look_into(data, name)
    file = opened(_converted(data, ending, name), name)
    if not "".join(map(str, file.body.itertext())).strip():
        raise _not_converted(name, _("it made an empty document"))
    about = replace(file.about, sha256=sha256(data).hexdigest(), converted_by=file.about.saved_by)
    return replace(file, about=about)


def _look_into(data: bytes, name: str) -> None:
    """Refuse an OpenDocument file that would do harm, or that has a password."""
    try:
        parts = parts_of(data, MAX_UNPACKED)
    except Unfit as reason:
        raise unfit(reason, name) from reason
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        message = _("the file is protected by a password")
        hint = _("open it with the password, and save it without one")
        raise not_read(name, "returned-protected", message, hint)


def _converted(data: bytes, ending: str, name: str) -> bytes:
    program = next(filter(None, map(shutil.which, (*_PROGRAMS, *_ELSEWHERE))), None)
    if program is None:
        raise _not_converted(name, _("LibreOffice is not on this machine"))
    with TemporaryDirectory(prefix="aftalegen-") as made:
        folder = Path(made)
        disk.make_folders(folder / "profile/user")
        disk.write_new(folder / "profile/user/registrymodifications.xcu", _PROFILE.encode())
        source = folder / f"file{ending}"
        disk.write_new(source, data)
        said = _run([
            program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
            "--norestore", "--convert-to", _AS, "--outdir", str(folder / "out"), str(source),
        ], name)  # fmt: skip
        with suppress(OSError):
            return disk.bytes_at(folder / "out/file.docx", MAX_BYTES + 1)
    raise _not_converted(name, said)


def _run(command: list[str], name: str) -> str:
    """What a program said; it and those that it started are gone when its time is up."""
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        start_new_session=True,
    ) as process:  # fmt: skip
        try:
            said, _nothing = process.communicate(timeout=SECONDS)
        except subprocess.TimeoutExpired:
            if os.name == "nt":
                process.kill()
            else:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
            raise _not_converted(
                name, _("it was not done in {n} seconds").format(n=SECONDS)
            ) from None
    return " ".join(said.decode("utf-8", "replace").split())[-200:]


def _not_converted(name: str, why: str) -> InputError:
    message = _("LibreOffice made no Word document of the file: {why}").format(why=why)
    hint = _("open it in Word or LibreOffice, and save it as a Word document (.docx)")
    return not_read(name, "returned-not-converted", message, hint)
