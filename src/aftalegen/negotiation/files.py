"""The files that are meant: one, several, all in a folder, all in a zip of an e-mail's files."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from unicodedata import normalize
from zipfile import BadZipFile, ZipFile

from aftalegen.negotiation.opening import MAX_UNPACKED
from aftalegen.negotiation.unfit import not_read, unfit
from aftalegen.words.faults import AftalegenError
from aftalegen.words.language import _
from aftalegen.words.package import MOST_PARTS, Unfit
from aftalegen.words.system_files import is_left_by_a_program

_TYPES = "[Content_Types].xml"
_LIKE_A_PACKAGE = (_TYPES, "mimetype")


@dataclass(frozen=True, slots=True)
class File:
    """A file as it came: its name in messages, and its bytes; in the place of those its fault."""

    name: str
    data: bytes = b""
    fault: AftalegenError | None = None

    @property
    def is_workbook(self) -> bool:
        """Whether it is a workbook of Excel, by what is in it."""
        if not self.data.startswith(b"PK"):
            return False
        try:
            with ZipFile(BytesIO(self.data)) as archive:
                return any(name.lower() == "xl/workbook.xml" for name in archive.namelist())
        except (BadZipFile, ValueError, OSError):
            return False


def files(paths: Iterable[Path]) -> Iterator[File]:
    """Each file that is meant, once; what systems and open editors leave in folders is not."""
    met: set[str] = set()
    for file in _every(paths):
        sum_ = sha256(file.data).hexdigest()
        if file.fault or not file.data or sum_ not in met:
            met.add(sum_)
            yield file


def _every(paths: Iterable[Path]) -> Iterator[File]:
    for path in paths:
        if path.is_dir():
            found = sorted(one for one in path.rglob("*") if one.is_file())
            names = {one: one.relative_to(path).as_posix() for one in found}
            wanted = [one for one in found if not is_left_by_a_program(names[one])]
            if not wanted:
                message = _("there is no file in the folder")
                hint = _("choose the folder with the Word files that came back")
                yield File(str(path), fault=not_read(str(path), "returned-nothing", message, hint))
            for one in wanted:
                yield from _unpacked(_file(one))
        else:
            yield from _unpacked(_file(path))


def _file(path: Path) -> File:
    name = normalize("NFC", str(path))
    try:
        if path.stat().st_size > MAX_UNPACKED:
            return File(name, fault=unfit(Unfit("too-large"), name))
        return File(name, path.read_bytes())
    except OSError as error:
        message = _("the file cannot be read: {why}").format(why=error.strerror or str(error))
        hint = _("check that the file exists and that you may read it")
        return File(name, fault=not_read(name, "file-unreadable", message, hint))


def _unpacked(file: File) -> Iterator[File]:
    """The files in a zip that is no document itself; another file as it is."""
    if not file.data.startswith(b"PK"):
        yield file
        return
    try:
        with ZipFile(BytesIO(file.data)) as archive:
            entries = [one for one in archive.infolist() if not one.is_dir()]
            if any(one.filename in _LIKE_A_PACKAGE for one in entries):
                yield file
                return
            if len(entries) > MOST_PARTS or sum(e.file_size for e in entries) > MAX_UNPACKED:
                raise Unfit("too-large")
            for entry in entries:
                if not is_left_by_a_program(entry.filename):
                    name = f"{file.name}!{normalize('NFC', entry.filename)}"
                    yield File(name, archive.read(entry))
    except Unfit as reason:
        yield File(file.name, fault=unfit(reason, file.name))
    except Exception:  # a damaged zip fails in whatever is read first
        yield File(file.name, fault=unfit(Unfit("unreadable"), file.name))
